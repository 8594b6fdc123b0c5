"""/api/calendar/services: what is kept, what is refused, and what is warned about."""

from typing import Any

import pytest

from tests.support.factories import CALENDARS, SERVICES, House, Json, Service, body, made, problem, running

PRICE = {"kind": "fixed", "amount": 8000, "currency": "ILS"}
CUT = {"name": "תספורת", "duration_minutes": 30, "price": PRICE}


async def cut(house: House, **fields: Any) -> Json:
    return await made(house.owner, SERVICES, {**CUT, **fields})


async def people(house: House, *names: str) -> list[int]:
    return [(await house.calendar(name=name))["id"] for name in names]


def needs_of(*calendars: int, **fields: Any) -> list[Json]:
    return [{"calendars": [{"calendar_id": each, **fields} for each in calendars]}]


async def test_a_service_needs_a_name_and_a_length_only(house: House) -> None:
    answer = await house.owner.post(SERVICES, {"name": "תספורת", "duration_minutes": 30})
    created = body(answer, 201)
    assert answer.headers["Location"] == f"{SERVICES}/{created['id']}"
    assert {key: created[key] for key in created if key not in {"id", "created_at", "updated_at"}} == {
        "name": "תספורת",
        "description": None,
        "kind": "appointment",
        "duration_minutes": 30,
        "buffer_before_minutes": None,
        "buffer_after_minutes": None,
        "needs": [{"role": None, "windows_minutes": None, "calendars": []}],
        "price": {"kind": "none", "amount": None, "currency": None},
        "party_max": 1,
        "match_labels": [],
        "match_keywords": [],
        "priority": 0,
        "is_active": True,
        "metadata": {},
        "warnings": [
            {
                "code": "need_without_calendar",
                "message": "Need 1 has no calendar that can be booked, so the service cannot be booked.",
                "pointer": "/needs/0/calendars",
                "other_service_id": None,
            }
        ],
    }
    found = await house.viewer.get(answer.headers["Location"])
    assert body(found) == created
    assert found.headers["ETag"] == answer.headers["ETag"]


async def test_hair_colour_takes_the_stylist_twice_and_the_chair_throughout(house: House) -> None:
    dana, rina, chair = await people(house, "Dana", "Rina", "chair")
    needs: list[Json] = [
        {
            "role": "stylist",
            "windows_minutes": [[0, 30], [75, 105]],
            "calendars": [
                {"calendar_id": dana},
                {
                    "calendar_id": rina,
                    "duration_minutes": 120,
                    "price_amount": 45000,
                    "windows_minutes": [[0, 40], [80, 120]],
                    "priority": 1,
                },
            ],
        },
        {"role": "chair", "calendars": [{"calendar_id": chair}]},
    ]
    created = await cut(house, duration_minutes=105, needs=needs)
    plain = {"duration_minutes": None, "price_amount": None, "windows_minutes": None, "priority": 0}
    assert created["needs"] == [
        {**needs[0], "calendars": [needs[0]["calendars"][1], {**plain, "calendar_id": dana}]},
        {"role": "chair", "windows_minutes": None, "calendars": [{**plain, "calendar_id": chair}]},
    ]
    assert created["warnings"] == []


async def test_windows_are_put_in_order_and_joined(house: House) -> None:
    (room,) = await people(house, "room")
    needs = [{"windows_minutes": [[60, 90], [-15, 0], [0, 10], [80, 100]], "calendars": []}]
    needs += needs_of(room, windows_minutes=[])
    created = await cut(house, duration_minutes=90, needs=needs)
    assert created["needs"][0]["windows_minutes"] == [[-15, 10], [60, 100]]
    assert created["needs"][1]["calendars"][0]["windows_minutes"] is None


async def test_what_is_answered_can_be_sent_back(house: House) -> None:
    dana, chair = await people(house, "Dana", "chair")
    needs = [*needs_of(dana, price_amount=9000), {"role": "chair", "calendars": [{"calendar_id": chair}]}]
    created = await cut(house, needs=needs, match_keywords=["תספורת"], metadata={"sku": "17"})
    known = {"id", "created_at", "updated_at", "warnings"}
    again = body(
        await house.owner.patch(
            f"{SERVICES}/{created['id']}", {key: created[key] for key in created.keys() - known}
        )
    )
    assert again == {**created, "updated_at": again["updated_at"]}


async def test_a_change_leaves_the_other_fields_and_replaces_needs_whole(house: House) -> None:
    dana, rina = await people(house, "Dana", "Rina")
    created = await cut(house, needs=needs_of(dana), metadata={"a": "1"}, match_labels=["cut"])
    place = f"{SERVICES}/{created['id']}"
    changed = body(await house.owner.patch(place, {"duration_minutes": 45}))
    kept = {**created, "duration_minutes": 45, "updated_at": changed["updated_at"]}
    assert changed == kept
    changed = body(await house.owner.patch(place, {"needs": needs_of(rina), "metadata": {}}))
    assert [each["calendar_id"] for each in changed["needs"][0]["calendars"]] == [rina]
    assert (changed["metadata"], changed["match_labels"]) == ({}, ["cut"])
    changed = body(await house.owner.patch(place, {"price": {"kind": "none"}}))
    assert changed["price"] == {"kind": "none", "amount": None, "currency": None}


async def test_a_service_that_is_switched_off_stays_and_comes_back(house: House) -> None:
    created = await cut(house)
    place = f"{SERVICES}/{created['id']}"
    assert (await house.owner.delete(place)).status_code == 204
    off = body(await house.owner.get(place))
    assert (off["is_active"], off["warnings"]) == (False, [])
    assert body(await house.viewer.get(SERVICES, params={"is_active": "true"}))["data"] == []
    assert body(await house.owner.patch(place, {"is_active": True}))["is_active"] is True


async def test_two_people_who_change_a_service_at_once_are_told(house: House) -> None:
    created = await cut(house)
    place = f"{SERVICES}/{created['id']}"
    tag = (await house.viewer.get(place)).headers["ETag"]
    changed = await house.owner.patch(place, {"priority": 1}, headers={"If-Match": tag})
    assert changed.status_code == 200
    for refused in (
        await house.admin.patch(place, {"priority": 2}, headers={"If-Match": tag}),
        await house.admin.delete(place, headers={"If-Match": tag}),
    ):
        problem(refused, 412, "version_mismatch")
    tag = changed.headers["ETag"]
    assert (await house.admin.delete(place, headers={"If-Match": tag})).status_code == 204


async def test_the_version_is_the_services_own_whatever_others_do(house: House) -> None:
    first = await cut(house, match_keywords=["תספורת"])
    place = f"{SERVICES}/{first['id']}"
    tag = (await house.viewer.get(place)).headers["ETag"]
    await cut(house, match_keywords=["תספורת"])
    found = await house.viewer.get(place)
    assert found.headers["ETag"] == tag
    assert [each["code"] for each in body(found)["warnings"]] == ["need_without_calendar", "keyword_shared"]


async def test_a_repeated_request_makes_one_service(house: House) -> None:
    key = {"Idempotency-Key": "one"}
    first, second = [await house.owner.post(SERVICES, CUT, headers=key) for _ in range(2)]
    assert body(first, 201) == body(second, 201)
    assert second.headers["Idempotency-Replayed"] == "true"
    for header in ("Location", "ETag"):
        assert first.headers[header] == second.headers[header]
    assert len(body(await house.owner.get(SERVICES))["data"]) == 1


async def test_a_list_shows_the_highest_priority_first_page_by_page(house: House) -> None:
    names = [("a", 0), ("b", 5), ("c", 0), ("d", -1)]
    for name, priority in names:
        await cut(house, name=name, priority=priority)
    seen, cursor = [], None
    while True:
        params = {"limit": 3, **({"cursor": cursor} if cursor else {})}
        page = body(await house.viewer.get(SERVICES, params=params))
        seen += [each["name"] for each in page["data"]]
        cursor = page["next_cursor"]
        if not page["has_more"]:
            break
    assert seen == ["b", "a", "c", "d"]


async def test_a_list_can_be_of_a_kind_or_of_a_calendar(house: House) -> None:
    dana, chair = await people(house, "Dana", "chair")
    for name, kind, needs in (
        ("cut", "appointment", [*needs_of(dana), *needs_of(chair)]),
        ("wash", "addon", []),
        ("sauna", "appointment", needs_of(chair)),
    ):
        await cut(house, name=name, kind=kind, needs=needs)
    for params, names in (
        ({"kind": "addon"}, ["wash"]),
        ({"calendar_id": dana}, ["cut"]),
        ({"calendar_id": chair}, ["cut", "sauna"]),
    ):
        found = body(await house.agent.get(SERVICES, params=params))
        assert [each["name"] for each in found["data"]] == names


REFUSED = [
    pytest.param({"name": ""}, "/name", "too_short", id="no name"),
    pytest.param({"kind": "class"}, "/kind", "not_allowed", id="a class, whose sessions cannot be booked"),
    pytest.param({"duration_minutes": 0}, "/duration_minutes", "too_small", id="no length"),
    pytest.param({"duration_minutes": 10081}, "/duration_minutes", "too_large", id="too long"),
    pytest.param({"kind": "course"}, "/kind", "not_allowed", id="kind"),
    pytest.param({"needs": []}, "/needs", "too_short", id="no need"),
    pytest.param({"needs": [{}] * 9}, "/needs", "too_long", id="nine needs"),
    pytest.param({"party_max": 0}, "/party_max", "too_small", id="party"),
    pytest.param({"price": {"kind": "fixed"}}, "/price/amount", "missing", id="no amount"),
    pytest.param({"price": {"kind": "from", "amount": 1}}, "/price/currency", "missing", id="no currency"),
    pytest.param({"price": {"amount": 1}}, "/price/amount", "without_price", id="amount of no price"),
    pytest.param({"price": {"currency": "ILS"}}, "/price/currency", "without_price", id="currency alone"),
    pytest.param({"price": {**PRICE, "amount": -1}}, "/price/amount", "too_small", id="below nothing"),
    pytest.param({"price": {**PRICE, "amount": 80.5}}, "/price/amount", "not_a_number", id="major units"),
    pytest.param({"price": {**PRICE, "currency": "ABC"}}, "/price/currency", "unknown_currency", id="ABC"),
    pytest.param({"price": {**PRICE, "currency": "₪"}}, "/price/currency", "too_short", id="a sign"),
    pytest.param(
        {"needs": [{"windows_minutes": [[30, 0]]}]}, "/needs/0/windows_minutes/0", "empty_window", id="window"
    ),
    pytest.param(
        {"needs": [{"windows_minutes": [[0, 10081]]}]},
        "/needs/0/windows_minutes/0/1",
        "out_of_range",
        id="far window",
    ),
    pytest.param(
        {"needs": [{"windows_minutes": [[0]]}]}, "/needs/0/windows_minutes/0", "too_short", id="half"
    ),
    pytest.param(
        {"needs": needs_of(2**31 - 2)}, "/needs/0/calendars/0/calendar_id", "unknown_calendar", id="unknown"
    ),
    pytest.param(
        {"needs": [*needs_of(0), {}]}, "/needs/0/calendars/0/calendar_id", "too_small", id="no calendar"
    ),
    pytest.param(
        {"metadata": {"k" * 41: "v"}}, "/metadata/" + "k" * 41 + "/[key]", "too_long", id="long key"
    ),
    pytest.param({"metadata": {"k": "v" * 501}}, "/metadata/k", "too_long", id="long value"),
    pytest.param({"metadata": {str(n): "" for n in range(51)}}, "/metadata", "too_long", id="many values"),
    pytest.param({"colour": "red"}, "/colour", "unknown_field", id="unknown field"),
]


@pytest.mark.parametrize("by", ["creating", "changing"])
@pytest.mark.parametrize(("fields", "pointer", "rule"), REFUSED)
async def test_a_service_that_means_nothing_is_refused_with_its_place(
    house: House, fields: Json, pointer: str, rule: str, by: str
) -> None:
    if by == "creating":
        answer = await house.owner.post(SERVICES, {**CUT, **fields})
    else:
        answer = await house.owner.patch(f"{SERVICES}/{(await cut(house))['id']}", fields)
    told = problem(answer, 422, "invalid_input")["errors"]
    assert (pointer, rule) in [(each["pointer"], each["code"]) for each in told]


async def test_what_only_the_first_need_has_is_refused_for_others(house: House) -> None:
    dana, chair = await people(house, "Dana", "chair")
    for field, value in (("duration_minutes", 30), ("price_amount", 100)):
        needs = [*needs_of(dana), *needs_of(chair, **{field: value})]
        told = problem(await house.owner.post(SERVICES, {**CUT, "needs": needs}), 422, "invalid_input")
        (error,) = told["errors"]
        assert (error["pointer"], error["code"]) == (f"/needs/1/calendars/0/{field}", "first_need_only")


async def test_a_calendar_is_named_once_in_a_need_and_may_be_in_several(house: House) -> None:
    truck, other = await people(house, "truck 1", "truck 2")
    twice = problem(
        await house.owner.post(SERVICES, {**CUT, "needs": needs_of(truck, truck)}), 422, "invalid_input"
    )
    assert twice["errors"][0]["code"] == "named_twice"
    movers = await cut(house, needs=[*needs_of(truck, other), *needs_of(truck, other)])
    assert movers["warnings"] == []


async def test_a_price_of_a_calendar_needs_a_price_of_the_service(house: House) -> None:
    (dana,) = await people(house, "Dana")
    wanted = {**CUT, "needs": needs_of(dana, price_amount=1), "price": {"kind": "none"}}
    told = problem(await house.owner.post(SERVICES, wanted), 422, "invalid_input")
    assert told["errors"][0]["code"] == "without_price"
    created = await cut(house, needs=needs_of(dana, price_amount=1))
    refused = await house.owner.patch(f"{SERVICES}/{created['id']}", {"price": {"kind": "none"}})
    assert (
        problem(refused, 422, "invalid_input")["errors"][0]["pointer"] == "/needs/0/calendars/0/price_amount"
    )


async def test_another_businesss_calendar_is_unknown_and_nothing_is_made(service: Service) -> None:
    house, other = await service.house(), await service.house()
    (foreign,) = await people(other, "Dana")
    refused = await house.owner.post(SERVICES, {**CUT, "needs": needs_of(foreign)})
    assert problem(refused, 422, "invalid_input")["errors"][0]["code"] == "unknown_calendar"
    assert body(await house.owner.get(SERVICES))["data"] == []


async def test_a_need_whose_calendars_are_switched_off_is_warned_about(house: House) -> None:
    dana, rina = await people(house, "Dana", "Rina")
    created = await cut(house, needs=needs_of(dana, rina))
    place = f"{SERVICES}/{created['id']}"
    await house.owner.delete(f"{CALENDARS}/{dana}")
    assert body(await house.owner.get(place))["warnings"] == []
    await house.owner.delete(f"{CALENDARS}/{rina}")
    (warning,) = body(await house.owner.get(place, headers={"Accept-Language": "he"}))["warnings"]
    assert (warning["code"], warning["pointer"]) == ("need_without_calendar", "/needs/0/calendars")
    assert "שירות" in warning["message"]


async def test_a_room_that_only_services_use_fills_a_need(house: House) -> None:
    (room,) = await people(house, "חדר לייזר")
    created = await cut(house, needs=needs_of(room))
    await house.owner.delete(f"{CALENDARS}/{room}")
    place = f"{SERVICES}/{created['id']}"
    for in_use, codes in ((False, ["need_without_calendar"]), (True, [])):
        body(await house.owner.patch(f"{CALENDARS}/{room}/settings", {"in_use": in_use}))
        found = body(await house.owner.get(place))["warnings"]
        assert [each["code"] for each in found] == codes


async def test_an_addon_without_calendars_is_done_by_whoever_does_the_service(house: House) -> None:
    addon = await cut(house, name="שמפו", kind="addon", duration_minutes=0, needs=[])
    assert (addon["needs"], addon["warnings"]) == ([], [])


@pytest.mark.parametrize(
    ("mine", "other", "pointer"),
    [
        ({"match_keywords": ["x", "Hair  Cut"]}, {"match_keywords": ["hair cut"]}, "/match_keywords/1"),
        ({"match_labels": ["haircut"]}, {"match_keywords": ["HAIRCUT"]}, "/match_labels/0"),
    ],
)
async def test_a_word_that_two_services_claim_is_warned_about(
    house: House, mine: Json, other: Json, pointer: str
) -> None:
    first = await cut(house, name="Cut for men", kind="addon", needs=[], **other)
    created = await cut(house, kind="addon", needs=[], **mine)
    (warning,) = created["warnings"]
    assert (warning["code"], warning["pointer"], warning["other_service_id"]) == (
        "keyword_shared",
        pointer,
        first["id"],
    )
    assert "Cut for men" in warning["message"]
    await house.owner.delete(f"{SERVICES}/{first['id']}")
    assert body(await house.owner.get(f"{SERVICES}/{created['id']}"))["warnings"] == []


async def test_the_words_of_all_services_have_a_limit(shared_database: str) -> None:
    async with running(shared_database, max_keywords=3) as service:
        house = await service.house()
        await cut(house, match_keywords=["a", "b"])
        refused = await house.owner.post(SERVICES, {**CUT, "match_keywords": ["c"], "match_labels": ["d"]})
        problem(refused, 409, "too_many_keywords")
        place = f"{SERVICES}/{(await cut(house, match_keywords=['c']))['id']}"
        problem(await house.owner.patch(place, {"match_labels": ["d"]}), 409, "too_many_keywords")
        assert body(await house.owner.patch(place, {"match_keywords": ["e"]}))["match_keywords"] == ["e"]
