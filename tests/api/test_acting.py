"""`/api/me`, and a system administrator who acts for a business."""

import pytest
import structlog

from tests.api.operations import MANAGERS, OPERATIONS, Operation
from tests.api.test_tenants import furnished
from tests.support.factories import APPOINTMENTS, CALENDARS, Caller, House, Service, body, local, problem

ME = "/api/me"


def acting(operator: Caller, house: House) -> dict[str, str]:
    return {"Luach-Business": str(house.id)}


@pytest.mark.parametrize(
    ("role", "permissions"),
    [
        ("viewer", ["read"]),
        ("agent", ["read", "book"]),
        ("admin", ["read", "book", "manage"]),
        ("owner", ["read", "book", "manage"]),
    ],
)
async def test_a_key_is_told_who_it_is(house: House, role: str, permissions: list[str]) -> None:
    caller: Caller = getattr(house, role)
    me = body(await caller.get(ME))
    assert (me["role"], me["permissions"], me["acting"]) == (role, permissions, False)
    assert me["business"] == body(await caller.get(f"/api/businesses/{house.id}"))
    keys = body(await house.owner.get(f"/api/businesses/{house.id}/keys"))["data"]
    assert (me["key_id"], me["name"]) in {(key["id"], key["name"]) for key in keys if key["role"] == role}


async def test_a_system_administrator_acts_for_a_business_by_name(service: Service, house: House) -> None:
    operator = await service.system_admin()
    me = body(await operator.get(ME))
    assert (me["business"], me["permissions"], me["acting"]) == (None, ["administer"], False)
    problem(await operator.get(CALENDARS), 403, "forbidden")
    headers = acting(operator, house)
    me = body(await operator.get(ME, headers=headers))
    assert (me["business"]["id"], me["acting"]) == (house.id, True)
    assert me["permissions"] == ["read", "book", "manage", "administer"]
    listed = body(await operator.get(CALENDARS, headers=headers))
    assert listed == body(await house.owner.get(CALENDARS))


async def test_what_was_done_for_a_business_names_who_did_it(service: Service, house: House) -> None:
    operator = await service.system_admin()
    booking = {"starts_at": local(12, "10:00"), "customer_name": "דנה"}
    with structlog.testing.capture_logs() as logged:
        booked = body(await operator.post(APPOINTMENTS, booking, headers=acting(operator, house)), 201)
    (line,) = [each for each in logged if each["event"] == "acting_for_business"]
    assert line["business"] == house.id
    assert line["key_id"] == body(await operator.get(ME))["key_id"]
    (told,) = body(await house.owner.get(f"{APPOINTMENTS}/{booked['id']}/history"))["data"]
    assert told["actor"].startswith("system_admin: ")


# Most tools need ids that tools gave out.
OWNERS = [o for o in OPERATIONS if o.may >= MANAGERS and (o.name != "call_tool" or o.case == "calendar_list")]


@pytest.mark.parametrize("operation", OWNERS, ids=str)
async def test_whatever_an_owner_may_do_may_be_done_for_them(service: Service, operation: Operation) -> None:
    house, ids = await furnished(service)
    operator = await service.system_admin()

    class Acting(Caller):
        async def request(self, method: str, path: str, **options: object) -> object:  # type: ignore[override]
            return await super().request(method, path, headers=acting(operator, house), **options)

    answer = await operation.by(Acting(service.client, operator.key), ids)
    assert answer.status_code in {200, 201, 204}, answer.text


@pytest.mark.parametrize("role", ["viewer", "agent", "admin", "owner"])
async def test_no_other_role_acts_for_a_business(service: Service, house: House, role: str) -> None:
    other = await service.house()
    for business in (house, other):
        refused = await getattr(house, role).get(CALENDARS, headers=acting(house.owner, business))
        problem(refused, 403, "forbidden")


@pytest.mark.parametrize("path", [CALENDARS, ME, "/api/ai/tools"])
async def test_a_business_that_is_not_there_cannot_be_acted_for(
    service: Service, house: House, path: str
) -> None:
    operator = await service.system_admin()
    for unknown in ("0", str(2**31 - 1), str(2**31), "9" * 20):
        problem(await operator.get(path, headers={"Luach-Business": unknown}), 404, "unknown_business")
    for strange in ("", "x", "-1", "1.0", "1, 2", "9" * 21):
        refused = await operator.get(path, headers={"Luach-Business": strange})
        problem(refused, 422, "not_a_number", "/Luach-Business")
    body(await operator.patch(f"/api/businesses/{house.id}", {"is_active": False}))
    problem(await operator.get(path, headers=acting(operator, house)), 403, "business_inactive")
    problem(await service.anonymous.get(path, headers=acting(operator, house)), 401, "unauthenticated")
