"""Search and booking in a small and in a large database, side by side: what growth costs.

    python -m benchmarks.scheduling_growth --small 10000 --large 10000000 [--rounds 5] [--seconds 4]

Two servers, each on a database of its own; rounds of both alternate, medians and their ratio are printed. Ten
million appointments take about ten minutes to make and 7 GB. Needs wrk (Debian: apt-get install wrk).
"""

import argparse
import asyncio
import statistics
from collections.abc import Sequence

from benchmarks.scheduling import bookings_of, filled, need_wrk, search_of, wrk
from benchmarks.scheduling_fill import Place

Stand = tuple[Place, str]


def compare(stands: Sequence[Stand], rounds: int, seconds: float) -> dict[str, list[float]]:
    """Medians in requests per second, in the order of the stands."""
    rates: dict[str, list[list[float]]] = {name: [[] for _ in stands] for name in ("search", "booking")}
    for number in range(rounds + 1):
        for index, (place, address) in enumerate(stands):
            measured = {
                "search": wrk(address, search_of(place), place.key, seconds),
                "booking": wrk(address, "", place.key, seconds, bookings_of(place, number)),
            }
            for name, rate in measured.items():
                if number:  # the first round warms up
                    rates[name][index].append(rate)
    return {name: [statistics.median(each) for each in found] for name, found in rates.items()}


def report(rates: dict[str, list[float]]) -> None:
    for name, (small, large) in rates.items():
        print(f"{name:8} small {small:6.0f}/s  large {large:6.0f}/s  {small / large:.2f} x slower")


async def main() -> None:
    parser = argparse.ArgumentParser(description="Search and booking in a small and a large database.")
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4)
    options = parser.parse_args()
    need_wrk()
    async with filled(options.small) as small, filled(options.large) as large:
        report(await asyncio.to_thread(compare, (small, large), options.rounds, options.seconds))


if __name__ == "__main__":
    asyncio.run(main())
