"""Every body that the API's page offers as an example can be sent as it is, on the day it is read."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import httpx
import pytest

from app.clock import utc_now
from tests.support.children import printed_key, served, until_ready
from tests.support.factories import House, Json, Service, body

DAYS = [
    datetime(2026, 11, 29, 3, 0, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 30, tzinfo=UTC),
    datetime(2027, 3, 25, 12, 0, tzinfo=UTC),  # the day before the clocks change in Jerusalem
    datetime(2027, 7, 5, 20, 0, tzinfo=UTC),  # a Monday evening in summer
    datetime(2028, 2, 29, 6, 0, tzinfo=UTC),
    datetime(2031, 6, 3, 9, 0, tzinfo=UTC),  # a Tuesday
]
WITH_DATES = {
    "/api/calendar/holds": "HoldIn",
    "/api/calendar/appointments/series": "SeriesIn",
    "/api/calendar/waitlist": "WaitlistIn",
    "/api/calendar/calendars/{calendar_id}/time-off": "TimeOffIn",
}


def example_of(document: Json, schema: str) -> Json:
    (example,) = document["components"]["schemas"][schema]["examples"]
    return dict(example)


async def served_document(service: Service) -> Json:
    found: Json = body(await service.client.get("/openapi.json"))
    return found


@pytest.fixture
async def demo_like(service: Service) -> House:
    """A business with the demo's settings."""
    return await service.house(booking_window_days=30, min_notice_minutes=120, slot_step_minutes=30)


@pytest.mark.parametrize("now", DAYS, ids=str)
async def test_examples_with_dates_can_be_sent_on_any_day(
    service: Service, demo_like: House, now: datetime
) -> None:
    service.clock.now = now
    document = await served_document(service)
    booking = example_of(document, "AppointmentIn") | {"calendar_id": demo_like.default_calendar}
    booked = body(await demo_like.owner.post("/api/calendar/appointments", booking), 201)
    move = example_of(document, "RescheduleIn")
    body(await demo_like.owner.post(f"/api/calendar/appointments/{booked['id']}/reschedule", move))
    for path, schema in WITH_DATES.items():
        calendar = await demo_like.calendar(name=f"{schema} {now}")
        wanted = example_of(document, schema)
        if "calendar_id" in wanted:
            wanted["calendar_id"] = calendar["id"]
        body(await demo_like.owner.post(path.format(calendar_id=calendar["id"]), wanted), 201)


def leaves(node: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value of the document, with its place as a JSON pointer."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, value in pairs:
        yield from leaves(value, f"{path}/{name}")
    if not isinstance(node, dict | list):
        yield path, node


async def test_only_the_dates_of_examples_differ_from_the_committed_document(service: Service) -> None:
    service.clock.now = datetime(2028, 6, 4, tzinfo=UTC)
    shown, committed = dict(leaves(await served_document(service))), dict(leaves(service.app.openapi()))
    assert shown.keys() == committed.keys()
    different = {path for path in shown if shown[path] != committed[path]}
    assert different == {path for path, value in committed.items() if re.match(r"2027-\d\d-\d\d", str(value))}
    assert all("/examples/" in path for path in different)
    for path in different:
        before, after = (datetime.fromisoformat(str(leaf[path])) for leaf in (committed, shown))
        assert (before.weekday(), before.timetz()) == (after.weekday(), after.timetz())
        assert after.date() > date(2028, 5, 20)


def test_the_examples_of_a_fresh_demo_can_be_sent_as_they_stand(own_database: str) -> None:
    with served(DATABASE_URL=own_database, LUACH_DEMO="true") as child:
        url = child.address()
        until_ready(url)
        key = printed_key(child, "owner")
        with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}) as client:
            document = client.get("/openapi.json").json()
            booked = client.post("/api/calendar/appointments", json=example_of(document, "AppointmentIn"))
            assert booked.status_code == 201, booked.text
            assert datetime.fromisoformat(booked.json()["starts_at"]) > utc_now()
            moved = client.post(
                f"/api/calendar/appointments/{booked.json()['id']}/reschedule",
                json=example_of(document, "RescheduleIn"),
            )
            assert moved.status_code == 200, moved.text
            held = client.post("/api/calendar/holds", json=example_of(document, "HoldIn"))
            assert held.status_code == 201, held.text
