"""Services as the database stores them, read as `OfferedService`."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from app.core.scheduling.needs import Need, NeedCandidate, OfferedService, Price, read_need_windows
from app.core.stored_json import read_json


@lru_cache(maxsize=1024)
def read_services(stored: str | None) -> Mapping[int, OfferedService]:
    """Services by id, from the JSON list that `visit_loading` reads. Cached by the text."""
    services = [_service(each) for each in read_json(stored or "[]")]
    return {service.id: service for service in services}


def _service(stored: Mapping[str, Any]) -> OfferedService:
    candidates: dict[int, list[Sequence[Any]]] = {}
    for need, *candidate in stored["candidates"] or ():
        candidates.setdefault(need, []).append(candidate)
    needs = tuple(
        Need(
            tuple(_candidate(each, need.get("windows")) for each in candidates.get(position, ())),
            need.get("role"),
        )
        for position, need in enumerate(stored["needs"])
    )
    return OfferedService(
        stored["id"],
        stored["name"],
        stored["duration_minutes"],
        needs,
        stored["buffer_before_minutes"],
        stored["buffer_after_minutes"],
        _price(stored),
        stored["party_max"],
        stored["kind"],
        stored["is_active"],
    )


def _candidate(stored: Sequence[Any], windows_of_need: object) -> NeedCandidate:
    calendar_id, minutes, windows, price_minor, priority = stored
    own = read_need_windows(windows if windows is not None else windows_of_need)
    return NeedCandidate(calendar_id, own, priority, minutes, price_minor)


def _price(stored: Mapping[str, Any]) -> Price | None:
    if stored["price_minor"] is None or stored["currency"] is None:
        return None
    return Price(stored["price_minor"], stored["currency"], stored["price_kind"] == "from")
