"""Opening hours: of the business, of a calendar, of single dates; and rows that the host wrote wrongly."""

import json

import pytest

from tests.support.factories import (
    CALENDARS,
    OVERRIDES,
    SETTINGS,
    SLOTS,
    TOOLS,
    WEEK,
    House,
    Json,
    Service,
    body,
    local,
    problem,
    stored,
)
from tests.support.servers import connected

ONE_MAJOR = True


async def starts(house: House, day: str, calendar_id: int | None = None) -> list[str]:
    query: Json = {"calendar_id": calendar_id or house.default_calendar, "date_from": day, "date_to": day}
    found = body(await house.viewer.get(SLOTS, params={**query, "limit": 500}))
    return [slot["starts_at"][11:16] for slot in found["slots"]]


def hours(calendar_id: int) -> str:
    return f"{CALENDARS}/{calendar_id}/settings"


async def test_the_hours_of_the_business_hold_for_its_calendars_until_they_have_their_own(
    house: House,
) -> None:
    second = await house.calendar()
    week = {"tue": [["08:00", "10:00"], ["20:00", "24:00"]]}
    settings = body(await house.owner.patch(SETTINGS, {"opening_hours": week}))
    assert (settings["hours_in_force"], settings["hours_source"], settings["problem"]) == (
        week,
        "opening_hours",
        None,
    )
    assert await starts(house, "2027-01-12") == ["08:00", "09:00", "20:00", "21:00", "22:00", "23:00"]
    assert await starts(house, "2027-01-13") == []
    own = body(await house.owner.patch(hours(second["id"]), {"opening_hours": {"wed": [["22:00", "01:00"]]}}))
    assert (own["hours_source"], own["opening_hours"]) == ("calendar", {"wed": [["22:00", "01:00"]]})
    assert await starts(house, "2027-01-13", second["id"]) == ["22:00", "23:00"]
    assert await starts(house, "2027-01-14", second["id"]) == ["00:00"]
    assert await starts(house, "2027-01-12", second["id"]) == []
    back = body(await house.owner.patch(hours(second["id"]), {"opening_hours": None}))
    assert (back["hours_in_force"], back["hours_source"]) == (week, "opening_hours")


async def test_the_sources_of_hours_stand_in_one_order(service: Service) -> None:
    house = await service.house(opening_hours=None)
    settings = body(await house.viewer.get(SETTINGS))
    assert settings["hours_source"] == "working_hours"
    assert settings["hours_in_force"]["sun"] == [["08:00", "18:00"]]
    assert "sat" not in settings["hours_in_force"]
    always = body(await house.owner.patch(SETTINGS, {"always_open": True}))
    assert always["hours_source"] == "always_open"
    assert len(await starts(house, "2027-01-16")) == 24


async def test_a_date_has_its_own_hours_and_a_calendars_go_before_the_businesss(house: House) -> None:
    second = await house.calendar()
    day = "2027-01-12"
    own = f"{CALENDARS}/{second['id']}/date-overrides/{day}"
    noted = body(await house.owner.put(f"{OVERRIDES}/{day}", {"windows": [], "note": "ערב חג"}))
    assert noted == {"day": day, "windows": [], "note": "ערב חג"}
    assert await starts(house, day) == await starts(house, day, second["id"]) == []
    problem(await house.booking(local(12, "10:00"), second["id"]), 409, "closed_day")
    body(await house.owner.put(own, {"windows": [["9:00", "11:00"]]}))
    assert await starts(house, day, second["id"]) == ["09:00", "10:00"]
    assert await starts(house, day) == []
    await house.booked(local(12, "10:00"), second["id"])
    body(await house.owner.put(own, {"windows": [["13:00", "14:00"]]}))
    span = {"date_from": day, "date_to": day}
    listed = body(await house.viewer.get(own.removesuffix(f"/{day}"), params=span))
    assert listed["data"] == [{"day": day, "windows": [["13:00", "14:00"]], "note": None}]
    body(await house.owner.delete(own), 204)
    problem(await house.owner.delete(own), 404, "unknown_override")
    assert await starts(house, day, second["id"]) == []
    body(await house.owner.delete(f"{OVERRIDES}/{day}"), 204)
    assert (await starts(house, day))[0] == "09:00"
    assert body(await house.viewer.get(OVERRIDES, params=span))["data"] == []


BROKEN: list[tuple[object, str, str]] = [
    ("09:00-17:00", "not_an_object", "/opening_hours"),
    ([], "not_an_object", "/opening_hours"),
    ({"sunday": []}, "unknown_day", "/opening_hours/sunday"),
    ({"sun": "09:00"}, "not_a_list", "/opening_hours/sun"),
    ({"sun": [["09:00"]]}, "not_a_window", "/opening_hours/sun/0"),
    ({"sun": [["09:00", "25:00"]]}, "bad_time", "/opening_hours/sun/0/1"),
    ({"sun": [["24:00", "10:00"]]}, "bad_time", "/opening_hours/sun/0/0"),
    ({"sun": [[9, 17]]}, "bad_time", "/opening_hours/sun/0/0"),
    ({"sun": [["09:00", "10:00"]] * 25}, "too_long", "/opening_hours/sun"),
]


@pytest.mark.parametrize(("week", "code", "pointer"), BROKEN, ids=[f"{w}"[:40] for w, *_ in BROKEN])
async def test_hours_that_break_a_rule_are_not_stored(
    house: House, week: object, code: str, pointer: str
) -> None:
    for place in (SETTINGS, hours(house.default_calendar)):
        before = body(await house.viewer.get(place))
        problem(await house.owner.patch(place, {"opening_hours": week}), 422, code, pointer)
        assert body(await house.viewer.get(place)) == before


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"timezone": "Mars/Olympus"}, "unknown_zone", "/timezone"),
        ({"timezone": "UTC+3"}, "unknown_zone", "/timezone"),
        ({"timezone": "../../etc/passwd"}, "unknown_zone", "/timezone"),
        ({"timezone": "Asia"}, "unknown_zone", "/timezone"),
        ({"timezone": ""}, "too_short", "/timezone"),
        ({"timezone": None}, "not_text", "/timezone"),
        ({"slot_step_minutes": 0}, "too_small", "/slot_step_minutes"),
        ({"slot_step_minutes": 1441}, "too_large", "/slot_step_minutes"),
        ({"min_notice_minutes": -1}, "too_small", "/min_notice_minutes"),
        ({"booking_window_days": 3661}, "too_large", "/booking_window_days"),
        ({"always_open": None}, "not_true_or_false", "/always_open"),
        ({"require_phone_before_booking": "?"}, "not_true_or_false", "/require_phone_before_booking"),
        ({"working_hours": "x"}, "unknown_field", "/working_hours"),
    ],
)
async def test_settings_that_break_a_rule_are_not_stored(
    house: House, fields: Json, code: str, pointer: str
) -> None:
    before = body(await house.viewer.get(SETTINGS))
    problem(await house.owner.patch(SETTINGS, {"min_notice_minutes": 7, **fields}), 422, code, pointer)
    assert body(await house.viewer.get(SETTINGS)) == before


@pytest.mark.parametrize(
    ("wanted", "code", "pointer"),
    [
        ({}, "missing", "/windows"),
        ({"windows": None}, "not_a_list", "/windows"),
        ({"windows": "closed"}, "not_a_list", "/windows"),
        ({"windows": [["10:00", "x"]]}, "bad_time", "/windows/0/1"),
        ({"windows": [], "note": "x" * 256}, "too_long", "/note"),
        ({"windows": [], "day": "2027-01-12"}, "unknown_field", "/day"),
    ],
)
async def test_a_date_with_hours_that_break_a_rule_is_not_stored(
    house: House, wanted: Json, code: str, pointer: str
) -> None:
    problem(await house.owner.put(f"{OVERRIDES}/2027-01-12", wanted), 422, code, pointer)
    span = {"date_from": "2027-01-01", "date_to": "2027-12-31"}
    assert body(await house.viewer.get(OVERRIDES, params=span))["data"] == []


@pytest.mark.parametrize(
    ("span", "code", "pointer"),
    [
        ({"date_from": "2027-01-02", "date_to": "2027-01-01"}, "end_before_start", "/date_to"),
        ({"date_from": "x", "date_to": "2037-01-01"}, "bad_date", "/date_from"),
    ],
)
async def test_a_span_of_dates_that_is_none_is_refused(
    house: House, span: Json, code: str, pointer: str
) -> None:
    problem(await house.viewer.get(OVERRIDES, params=span), 422, code, pointer)


MALFORMED = [
    '"09:00-17:00"',
    "[1, 2]",
    "7",
    '{"sunday": []}',
    '{"sun": [["9", "17"]]}',
    '{"sun": {"open": "09:00"}}',
    '{"\\ud800": []}',
    '{"sun": [["\\u0000", "10:00"]]}',
    '{"sun": %s}' % ("9" * 5000),
    '{"sun": %s}' % ("[" * 500 + "]" * 500),
]


@pytest.mark.parametrize("text", MALFORMED, ids=range(len(MALFORMED)))
async def test_a_business_whose_hours_the_host_wrote_wrongly_is_closed_and_told_why(
    service: Service, house: House, text: str
) -> None:
    other = await service.house()
    async with connected(service.database_url) as connection:
        change = "UPDATE business_settings SET opening_hours_json = $1 WHERE tenant_id = $2"
        await connection.execute(change, text, house.id)
    settings = body(await house.viewer.get(SETTINGS))
    assert settings["hours_in_force"] is None
    assert "opening_hours_json" in settings["problem"]
    assert "opening_hours_json" in body(await house.viewer.get(hours(house.default_calendar)))["problem"]
    found = body(await house.viewer.get(SLOTS))
    assert found["slots"] == []
    assert {day["reason"] for day in found["empty_days"]} == {"calendar_unavailable"}
    refused = problem(await house.booking(local(12, "10:00")), 409, "calendar_unavailable")
    assert refused["alternatives"] == []
    assert await stored(service, house) == (0, 0)
    called = body(await house.agent.post(f"{TOOLS}/calendar_find_slots", {}))
    assert (called["status"], called["why_empty"]) == ("not_possible", ["calendar_unavailable"])
    assert body(await other.viewer.get(SLOTS))["slots"]
    await other.booked(local(12, "10:00"))
    mended = body(await house.owner.patch(SETTINGS, {"opening_hours": WEEK}))
    assert mended["problem"] is None
    await house.booked(local(12, "10:00"))


@pytest.mark.parametrize("zone", ["Mars/Olympus", "UTC+3", "../etc", "Asia", "\u05d9\u05dd", "x" * 50])
async def test_a_business_in_an_unknown_zone_is_closed_and_told_why(
    service: Service, house: House, zone: str
) -> None:
    other = await service.house()
    async with connected(service.database_url) as connection:
        change = "UPDATE business_settings SET timezone = $1 WHERE tenant_id = $2"
        await connection.execute(change, zone, house.id)
    assert "timezone" in body(await house.viewer.get(SETTINGS))["problem"]
    problem(await house.booking(local(12, "10:00")), 409, "calendar_unavailable")
    assert body(await house.viewer.get(SLOTS))["slots"] == []
    assert body(await house.agent.post(f"{TOOLS}/calendar_list", {}))["status"] == "ok"
    assert body(await other.viewer.get(SLOTS))["slots"]
    body(await house.owner.patch(SETTINGS, {"timezone": "Europe/London"}))
    # Appointments that were read in the default zone are read again first.
    problem(await house.booking("2027-01-12T10:00"), 503, "zone_data_differ")
    await service.state.migrations.sweep()
    await house.booked("2027-01-12T10:00")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE business SET working_hours = 'always' WHERE id = $1",
        "UPDATE business_settings SET slot_size_min = -5 WHERE tenant_id = $1",
        "UPDATE business_settings SET min_notice_min = -1 WHERE tenant_id = $1",
        "UPDATE business_settings SET booking_window_days = 2147483647 WHERE tenant_id = $1",
        "UPDATE business_calendars SET default_duration_minutes = 99999 WHERE business_id = $1",
        "UPDATE business_calendars SET buffer_before_minutes = -1 WHERE business_id = $1",
        "INSERT INTO opening_hours_overrides (business_id, day, windows) VALUES ($1, '2027-01-12', '[7]')",
    ],
)
async def test_other_wrong_rows_close_the_business_and_break_nothing(service: Service, change: str) -> None:
    house = await service.house(opening_hours=None)
    async with connected(service.database_url) as connection:
        await connection.execute(change, house.id)
    for place in (SETTINGS, hours(house.default_calendar), CALENDARS):
        body(await house.viewer.get(place))
    assert body(await house.viewer.get(SLOTS))["slots"] == []
    problem(await house.booking(local(12, "10:00")), 409, "calendar_unavailable")


async def test_a_business_without_settings_has_the_defaults(service: Service, house: House) -> None:
    async with connected(service.database_url) as connection:
        await connection.execute("DELETE FROM business_settings WHERE tenant_id = $1", house.id)
    settings = body(await house.viewer.get(SETTINGS))
    assert (settings["timezone"], settings["problem"]) == ("Asia/Jerusalem", None)
    await house.booked(local(12, "10:00"))
    assert body(await house.owner.patch(SETTINGS, {"slot_step_minutes": 20}))["slot_step_minutes"] == 20


async def test_a_row_that_the_host_inserts_is_a_business_like_any_other(service: Service) -> None:
    async with connected(service.database_url) as connection:
        made = await connection.fetchval("INSERT INTO business (name) VALUES ('host') RETURNING id")
        await connection.execute(
            "INSERT INTO business_settings (tenant_id, opening_hours_json) VALUES ($1, $2)",
            made,
            json.dumps({"tue": [["07:00", "09:00"]]}),
        )
    operator = await service.system_admin()
    wanted = {"role": "owner", "name": "x"}
    key = body(await operator.post(f"/api/businesses/{made}/keys", wanted), 201)["secret"]
    found = body(
        await service.anonymous.get(
            SLOTS, headers={"Authorization": f"Bearer {key}"}, params={"date_from": "2027-01-12"}
        )
    )
    assert found["slots"][0]["starts_at"] == local(12, "07:00")
