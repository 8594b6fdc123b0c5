"""Answers stay true when PostgreSQL and the servers are killed with -9."""

from benchmarks.faults import run
from benchmarks.faults_ledger import UNANSWERED


async def test_what_was_answered_is_true_though_everything_is_killed() -> None:
    ledger, report = await run(seconds=6, clients=16, calendars=4, every=0.5, host_rows=2_000)
    assert ledger.violations == [], report
    assert all(f"{victim}: " in report for victim in ("server 1", "PostgreSQL", "server 2")), report
    assert {outcome for _, outcome in ledger.answers} & set(UNANSWERED), report
    assert len(ledger.bookings) > 50, report
