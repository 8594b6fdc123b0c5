"""A business sees nothing of another: its ids answer exactly as ids that never existed."""

import pytest

from tests.api.operations import IDS, OPERATIONS, Operation
from tests.support.factories import (
    CALENDARS,
    OVERRIDES,
    SERVICES,
    Caller,
    House,
    Json,
    Service,
    body,
    local,
    made,
)

UNKNOWN = 2**31 - 2


async def furnished(service: Service) -> tuple[House, dict[str, int]]:
    """A business that has one of everything, and the ids of those."""
    house = await service.house()
    calendar = await house.calendar(type_key="moves")
    rule = await house.rule(calendar["id"], "הובלה")
    appointment = await house.booked(local(12, "10:00"), calendar["id"])
    place = f"{CALENDARS}/{calendar['id']}/date-overrides/2027-04-01"
    body(await house.owner.put(place, {"windows": []}))
    body(await house.owner.put(f"{OVERRIDES}/2027-04-01", {"windows": []}))
    keys = body(await house.owner.get(f"/api/businesses/{house.id}/keys"))["data"]
    here = {"calendar_id": calendar["id"]}
    hold = await made(house.agent, "/api/calendar/holds", {**here, "starts_at": local(12, "14:00")})
    span = {"starts_at": local(14, "00:00"), "ends_at": local(15, "00:00")}
    off = await made(house.owner, f"{CALENDARS}/{calendar['id']}/time-off", span)
    waiting = {"since": local(12, "00:00"), "until": local(13, "00:00"), "customer_name": "רון"}
    entry = await made(house.agent, "/api/calendar/waitlist", {**here, **waiting})
    daily = {**here, "starts_at": local(20, "10:00"), "customer_name": "דנה", "rrule": "FREQ=DAILY;COUNT=2"}
    series = await made(house.agent, "/api/calendar/appointments/series", daily)
    resolved = body(await house.agent.post("/api/calendar/resolve", {"intent_text": "צריך הובלה"}))
    needs = [{"calendars": [{"calendar_id": calendar["id"]}]}]
    cut = await made(house.owner, SERVICES, {"name": "תספורת", "duration_minutes": 30, "needs": needs})
    people = [
        await made(house.owner, "/api/calendar/customers", {"name": name, "phone": "050-1234567"})
        for name in ("דנה לוי", "רון לוי")
    ]
    ids = (
        *(calendar["id"], rule["id"], appointment["id"], keys[0]["id"], house.id),
        *(hold["id"], off["id"], entry["id"], series["id"], resolved["inquiry_id"], cut["id"]),
        *(person["id"] for person in people),
    )
    return house, dict(zip(IDS, ids, strict=True))


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if o.names_an_id()], ids=str)
async def test_anothers_id_answers_as_an_unknown_one(service: Service, operation: Operation) -> None:
    caller, own = await furnished(service)
    other, foreign = await furnished(service)
    for name in (name for name in IDS if name in f"{operation.path} {operation.body} {operation.query}"):
        before = await everything(other, foreign)
        answers = [
            await operation.by(caller.owner, {**own, name: strange}) for strange in (foreign[name], UNKNOWN)
        ]
        seen = [(a.status_code, without_request_id(a.json() if a.content else None)) for a in answers]
        assert seen[0] == seen[1]
        status, said = seen[0]
        assert status in {404, 422} or (said is not None and said["data"] == [])
        assert await everything(other, foreign) == before


async def test_lists_show_the_own_business_only(service: Service) -> None:
    house, own = await furnished(service)
    await furnished(service)
    before = await everything(house, own)
    await furnished(service)
    assert await everything(house, own) == before
    assert [calendar["id"] for calendar in before[0]["data"]] == [house.default_calendar, own["{calendar}"]]
    assert [rule["id"] for rule in before[1]["data"]] == [own["{rule}"]]
    assert before[2]["data"][0]["id"] == own["{appointment}"]
    assert len(before[2]["data"]) == 3


async def test_a_sentence_is_routed_by_the_own_rules_only(service: Service) -> None:
    house = await service.house()
    await house.calendar(name="ניקיון")
    await furnished(service)
    found = body(await house.agent.post("/api/calendar/resolve", {"intent_text": "צריך הובלה"}))
    assert found["decision"] == "ask"
    assert found["evidence"] == []


def without_request_id(answer: Json | None) -> Json | None:
    return answer and {key: value for key, value in answer.items() if key != "request_id"}


async def everything(house: House, ids: dict[str, int]) -> list[Json]:
    """All that the API shows of a business."""
    owner: Caller = house.owner
    year = {"date_from": "2027-01-01", "date_to": "2027-12-31"}
    span = {"since": local(1, "00:00"), "until": local(30, "00:00")}
    places: list[tuple[str, dict[str, str]]] = [
        (CALENDARS, {}),
        ("/api/calendar/routing-rules", {}),
        ("/api/calendar/appointments", span),
        ("/api/calendar/settings", {}),
        (OVERRIDES, year),
        ("/api/calendar/waitlist", {}),
        ("/api/calendar/customers", {}),
        (f"/api/calendar/holds/{ids['{hold}']}", {}),
        (f"{CALENDARS}/{ids['{calendar}']}/time-off", span),
        (f"/api/calendar/appointments/{ids['{appointment}']}/history", {}),
        (f"/api/calendar/appointments/series/{ids['{series}']}", {}),
        (f"{CALENDARS}/{ids['{calendar}']}/settings", {}),
        (f"{CALENDARS}/{ids['{calendar}']}/date-overrides", year),
        (f"/api/businesses/{house.id}", {}),
        ("/api/calendar/inquiries", {}),
        (SERVICES, {}),
        ("/api/calendar/routing-settings", {}),
        ("/api/calendar/routing-examples", {}),
        (f"{CALENDARS}/{ids['{calendar}']}/examples", {}),
    ]
    found = [body(await owner.get(path, params=query)) for path, query in places]
    keys = body(await owner.get(f"/api/businesses/{house.id}/keys"))["data"]
    return [*found, {"keys": [{**key, "last_used_at": None} for key in keys]}]
