"""The directory of customers: found, added, changed, blocked and merged."""

import pytest

from tests.support.desk import cancelled
from tests.support.factories import APPOINTMENTS, House, Json, Service, body, local, made, problem
from tests.support.servers import connected

CUSTOMERS = "/api/calendar/customers"
PHONE = "+972501234567"


@pytest.fixture
async def house(service: Service) -> House:
    return await service.house()


async def person(
    house: House, name: str | None = "דנה לוי", phone: str | None = PHONE, **fields: object
) -> Json:
    return await made(house.owner, CUSTOMERS, {"name": name, "phone": phone, **fields})


async def names(house: House, **query: object) -> list[str | None]:
    found = body(await house.viewer.get(CUSTOMERS, params=query))
    return [each["name"] for each in found["data"]]


async def test_a_customer_is_added_shown_and_changed(house: House) -> None:
    added = await person(
        house,
        phone="050-1234567",
        other_phones=["052-7654321", "050 1234567"],
        email="dana@example.com",
        language="he",
        notes="אלרגית",
        metadata={"crm": "17"},
    )
    assert (added["phone"], added["other_phones"]) == (PHONE, ["+972527654321"])
    place = f"{CUSTOMERS}/{added['id']}"
    assert body(await house.owner.get(place)) == added
    changed = body(await house.owner.patch(place, {"email": None, "other_phones": [], "metadata": {}}))
    assert (changed["email"], changed["other_phones"], changed["metadata"]) == (None, [], {})
    assert (changed["name"], changed["notes"], changed["phone"]) == ("דנה לוי", "אלרגית", PHONE)


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"name": None, "phone": None}, "missing", "/name"),
        ({"phone": "call me"}, "bad_phone", "/phone"),
        ({"other_phones": ["052-7654321", "100"]}, "bad_phone", "/other_phones/1"),
        ({"metadata": {"k": "v" * 501}}, "too_long", "/metadata/k"),
        ({"email": "dana"}, "bad_email", "/email"),
    ],
)
async def test_a_rule_that_is_broken_is_told_and_nothing_is_added(
    house: House, fields: Json, code: str, pointer: str
) -> None:
    wanted = {"name": "דנה", "phone": PHONE, **fields}
    problem(await house.owner.post(CUSTOMERS, wanted), 422, code, pointer)
    assert await names(house) == []


async def test_the_same_number_and_name_exist_once(house: House) -> None:
    one = await person(house)
    refused = problem(
        await house.owner.post(CUSTOMERS, {"name": "דָּנָה לֵוִי", "phone": PHONE}), 409, "customer_exists"
    )
    assert refused["customer_id"] == one["id"]
    other = await person(house, "רון לוי")
    answer = await house.owner.patch(f"{CUSTOMERS}/{other['id']}", {"name": "דנה לוי"})
    assert problem(answer, 409, "customer_exists")["customer_id"] == one["id"]
    # Without a number, a name is nobody's alone.
    assert (await person(house, phone=None))["id"] != (await person(house, phone=None))["id"]


async def test_customers_are_found_by_name_by_number_and_by_whether_they_are_blocked(house: House) -> None:
    await person(house)
    await person(house, "רון לוי", blocked=True, blocked_reason="לא הגיע")
    await person(house, "Sara Cohen", "+12125550147", other_phones=[PHONE])
    await person(house, None, "03-1234567")
    await person(house, "100%", phone=None)
    assert await names(house) == [None, "100%", "Sara Cohen", "דנה לוי", "רון לוי"]
    assert await names(house, q="לֵוִי") == ["דנה לוי", "רון לוי"]
    assert await names(house, q="COHEN") == ["Sara Cohen"]
    assert await names(house, q="555-0147") == ["Sara Cohen"]
    assert await names(house, q="03-123") == [None]
    assert await names(house, q="_") == [None]
    assert await names(house, q="nobody") == []
    assert await names(house, phone="050-1234567") == ["Sara Cohen", "דנה לוי", "רון לוי"]
    assert await names(house, blocked=True) == ["רון לוי"]
    assert await names(house, blocked=False, phone=PHONE) == ["Sara Cohen", "דנה לוי"]
    problem(await house.viewer.get(CUSTOMERS, params={"phone": "call me"}), 422, "bad_phone", "/phone")


async def test_the_list_is_read_page_by_page(house: House) -> None:
    for number in range(5):
        await person(house, f"איש {number % 2}", f"050-123456{number}")
    seen: list[int] = []
    cursor = None
    for _ in range(9):
        query = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = body(await house.viewer.get(CUSTOMERS, params=query))
        seen += [each["id"] for each in page["data"]]
        cursor = page["next_cursor"]
        assert page["has_more"] == (cursor is not None)
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 5
    problem(await house.viewer.get(CUSTOMERS, params={"cursor": "x"}), 422, "bad_cursor", "/cursor")


async def test_two_who_change_one_customer_at_once_are_told_apart(house: House) -> None:
    added = await person(house)
    place = f"{CUSTOMERS}/{added['id']}"
    tag = (await house.owner.get(place)).headers["etag"]
    mine = {"If-Match": tag}
    changed = await house.owner.patch(place, {"language": "he"}, headers=mine)
    assert changed.headers["etag"] == (await house.owner.get(place)).headers["etag"] != tag
    problem(await house.admin.patch(place, {"language": "ru"}, headers=mine), 412, "version_mismatch")
    assert body(await house.owner.get(place))["language"] == "he"


async def test_notes_and_the_reason_of_a_block_are_for_staff(house: House) -> None:
    added = await person(house, notes="אלרגית", blocked=True, blocked_reason="לא הגיע")
    place = f"{CUSTOMERS}/{added['id']}"
    for caller, seen in (
        (house.owner, True),
        (house.admin, True),
        (house.agent, False),
        (house.viewer, False),
    ):
        listed = body(await caller.get(CUSTOMERS))["data"][0]
        for shown in (listed, body(await caller.get(place))):
            assert (shown["notes"], shown["blocked_reason"]) == (
                ("אלרגית", "לא הגיע") if seen else (None, None)
            )
            assert shown["blocked"] is True


async def test_a_block_is_lifted_with_its_reason(house: House) -> None:
    added = await person(house)
    place = f"{CUSTOMERS}/{added['id']}"
    blocked = body(await house.owner.patch(place, {"blocked": True, "blocked_reason": "לא הגיע"}))
    assert blocked["blocked_at"] is not None
    problem(await house.booking(local(12, "10:00"), customer_phone=PHONE), 409, "customer_blocked")
    again = body(await house.owner.patch(place, {"blocked": True}))
    assert (again["blocked_at"], again["blocked_reason"]) == (blocked["blocked_at"], "לא הגיע")
    lifted = body(await house.owner.patch(place, {"blocked": False}))
    assert (lifted["blocked_at"], lifted["blocked_reason"]) == (None, None)
    await house.booked(local(12, "10:00"), customer_phone=PHONE)


async def test_no_shows_and_late_cancellations_are_counted_from_the_appointments(
    service: Service, house: House
) -> None:
    booked = [await house.booked(local(12, f"{hour:02}:00"), customer_phone=PHONE) for hour in range(9, 13)]
    await cancelled(house.agent, booked[0])
    service.clock.now = service.clock.now.replace(day=12, hour=6)
    await cancelled(house.agent, booked[1])
    async with connected(service.database_url) as host:
        await host.execute("UPDATE appointments SET status = 'No_Show' WHERE id = $1", booked[2]["id"])
        place = f"{CUSTOMERS}/{booked[0]['customer_id']}"
        counted = body(await house.viewer.get(place))
        assert [counted[name] for name in ("appointments", "no_shows", "late_cancellations")] == [4, 1, 1]
        # Nothing is stored: a correction counts at once.
        await host.execute("UPDATE appointments SET status = 'completed' WHERE id = $1", booked[2]["id"])
        assert body(await house.viewer.get(place))["no_shows"] == 0


async def test_a_merged_customer_leads_to_the_one_who_replaced_them(house: House) -> None:
    first = await house.booked(local(12, "09:00"), customer_phone=PHONE, customer_name="דנה לוי")
    wrong = await house.booked(local(12, "10:00"), customer_phone=PHONE, customer_name="דנה לביא")
    other = await person(house, "דנה", "052-7654321", notes="אלרגית", blocked=True, email="dana@example.com")
    kept, gone = first["customer_id"], [wrong["customer_id"], other["id"]]
    merged = body(await house.owner.post(f"{CUSTOMERS}/{kept}/merge", {"from": gone}))
    assert (merged["name"], merged["phone"], merged["other_phones"]) == ("דנה לוי", PHONE, ["+972527654321"])
    assert (merged["notes"], merged["blocked"], merged["email"]) == ("אלרגית", True, "dana@example.com")
    assert merged["appointments"] == 2
    assert body(await house.viewer.get(f"{APPOINTMENTS}/{wrong['id']}"))["customer_id"] == kept
    assert await names(house) == ["דנה לוי"]
    for old in gone:
        for answer in (
            await house.viewer.get(f"{CUSTOMERS}/{old}"),
            await house.owner.patch(f"{CUSTOMERS}/{old}", {"language": "he"}),
            await house.owner.post(f"{CUSTOMERS}/{kept}/merge", {"from": [old]}),
            await house.agent.post(APPOINTMENTS, {"starts_at": local(12, "11:00"), "customer_id": old}),
        ):
            assert problem(answer, 410, "customer_merged")["customer_id"] == kept
    body(await house.owner.patch(f"{CUSTOMERS}/{kept}", {"blocked": False}))
    # Under the old name and the old number they are still the same person.
    for hour, (name, phone) in enumerate([("דנה לביא", PHONE), ("דנה", "052-7654321")], start=11):
        again = await house.booked(local(12, f"{hour}:00"), customer_name=name, customer_phone=phone)
        assert again["customer_id"] == kept


async def test_whoever_was_merged_twice_leads_to_the_last(house: House) -> None:
    one, two, three = [(await person(house, name))["id"] for name in ("אחת", "שתיים", "שלוש")]
    body(await house.owner.post(f"{CUSTOMERS}/{two}/merge", {"from": [one]}))
    body(await house.owner.post(f"{CUSTOMERS}/{three}/merge", {"from": [two]}))
    assert (
        problem(await house.viewer.get(f"{CUSTOMERS}/{one}"), 410, "customer_merged")["customer_id"] == three
    )
    booked = await house.booked(local(12, "09:00"), customer_name="אחת", customer_phone=PHONE)
    assert booked["customer_id"] == three


async def test_a_name_and_a_number_that_the_kept_customer_lacks_are_taken_over(house: House) -> None:
    unnamed = await person(house, None)
    named = await person(house, "דנה לוי")
    merged = body(await house.owner.post(f"{CUSTOMERS}/{unnamed['id']}/merge", {"from": [named["id"]]}))
    assert (merged["name"], merged["phone"], merged["other_phones"]) == ("דנה לוי", PHONE, [])
    numberless = await person(house, "רון", None)
    numbered = await person(house, "רון כהן", "052-7654321")
    merged = body(await house.owner.post(f"{CUSTOMERS}/{numberless['id']}/merge", {"from": [numbered["id"]]}))
    assert (merged["name"], merged["phone"], merged["other_phones"]) == ("רון", "+972527654321", [])


async def test_a_customer_is_not_merged_with_themselves_or_with_a_stranger(
    service: Service, house: House
) -> None:
    one = await person(house)
    foreign = await person(await service.house())
    place = f"{CUSTOMERS}/{one['id']}/merge"
    problem(await house.owner.post(place, {"from": [one["id"]]}), 422, "not_allowed", "/from")
    problem(await house.owner.post(place, {"from": [foreign["id"]]}), 404, "unknown_customer")
    problem(await house.owner.post(place, {"from": []}), 422, "too_short", "/from")
    assert body(await house.owner.get(f"{CUSTOMERS}/{one['id']}")) == one
