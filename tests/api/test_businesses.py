"""Businesses and their keys over HTTP."""

import asyncio
from datetime import datetime, timedelta

import pytest

from app.tenancy.callers import REMEMBERED_SECONDS
from tests.support.factories import CALENDARS, NOW, Caller, House, Json, Service, body, problem

BUSINESSES = "/api/businesses"


async def test_a_new_business_has_its_calendar_its_zone_and_its_owner(service: Service) -> None:
    operator = await service.system_admin()
    wanted = {"name": "Κουρείο", "timezone": "Europe/Athens", "business_type": "barber"}
    made = body(await operator.post(BUSINESSES, wanted), 201)
    assert (made["name"], made["business_type"], made["is_active"]) == ("Κουρείο", "barber", True)
    owner = Caller(service.client, made["owner_key"]["secret"])
    (calendar,) = body(await owner.get(CALENDARS))["data"]
    assert (calendar["type_key"], calendar["is_active"]) == ("default", True)
    assert body(await owner.get("/api/calendar/settings"))["timezone"] == "Europe/Athens"
    assert body(await owner.get(f"{BUSINESSES}/{made['id']}"))["name"] == "Κουρείο"


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"timezone": "Mars/Olympus"}, "unknown_zone", "/timezone"),
        ({"timezone": "+02:00"}, "unknown_zone", "/timezone"),
        ({"name": ""}, "too_short", "/name"),
        ({"name": None}, "not_text", "/name"),
        ({"business_type": None}, "not_text", "/business_type"),
        ({"phone_number": "x" * 256}, "too_long", "/phone_number"),
        ({"id": 1}, "unknown_field", "/id"),
    ],
)
async def test_a_business_that_breaks_a_rule_is_not_made(
    service: Service, fields: Json, code: str, pointer: str
) -> None:
    operator = await service.system_admin()
    async with service.database.read() as connection:
        before = await connection.fetchval("SELECT count(*) FROM business")
    problem(await operator.post(BUSINESSES, {"name": "x", **fields}), 422, code, pointer)
    async with service.database.read() as connection:
        assert await connection.fetchval("SELECT count(*) FROM business") == before


async def test_the_pages_of_the_list_hold_every_business_once(service: Service) -> None:
    houses = {(await service.house()).id for _ in range(3)}
    operator = await service.system_admin()
    seen: list[int] = []
    cursor = None
    while True:
        query = {"limit": 2} if cursor is None else {"limit": 2, "cursor": cursor}
        page = body(await operator.get(BUSINESSES, params=query))
        seen += [business["id"] for business in page["data"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert seen == sorted(set(seen))
    assert houses <= set(seen)


async def test_an_owner_renames_the_own_business_and_no_other(service: Service, house: House) -> None:
    other = await service.house()
    body(await house.owner.patch(f"{BUSINESSES}/{house.id}", {"name": "שם", "phone_number": None}))
    assert body(await house.viewer.get(f"{BUSINESSES}/{house.id}"))["name"] == "שם"
    problem(await house.owner.patch(f"{BUSINESSES}/{other.id}", {"name": "x"}), 404, "unknown_business")
    problem(await house.owner.patch(f"{BUSINESSES}/{house.id}", {"name": None}), 422, "not_text", "/name")


async def test_a_keys_secret_is_shown_once_and_works_until_it_is_revoked(
    service: Service, house: House
) -> None:
    keys = f"{BUSINESSES}/{house.id}/keys"
    made = body(await house.owner.post(keys, {"role": "agent", "name": "טלפון"}), 201)
    assert made["secret"].startswith(made["prefix"])
    holder = Caller(service.client, made["secret"])
    body(await holder.get(CALENDARS))
    listed = {key["id"]: key for key in body(await house.owner.get(keys))["data"]}
    assert "secret" not in listed[made["id"]]
    assert made["secret"] not in str(listed)
    assert datetime.fromisoformat(listed[made["id"]]["last_used_at"]) == NOW
    for _ in range(2):
        body(await house.owner.delete(f"{keys}/{made['id']}"), 204)
    problem(await holder.get(CALENDARS), 401, "unauthenticated")
    revoked = {key["id"]: key["revoked_at"] for key in body(await house.owner.get(keys))["data"]}
    assert revoked[made["id"]] is not None
    problem(await house.owner.delete(f"{keys}/{2**31 - 1}"), 404, "unknown_key")


async def test_the_use_of_a_key_is_noted_once_an_hour(service: Service, house: House) -> None:
    keys = f"{BUSINESSES}/{house.id}/keys"
    made = body(await house.owner.post(keys, {"role": "viewer", "name": "x"}), 201)
    holder = Caller(service.client, made["secret"])
    for minutes, noted in ((0, 0), (59, 0), (61, 61), (100, 61), (130, 130)):
        service.clock.now = NOW + timedelta(minutes=minutes)
        await asyncio.sleep(REMEMBERED_SECONDS)
        body(await holder.get(CALENDARS))
        used = {key["id"]: key["last_used_at"] for key in body(await house.owner.get(keys))["data"]}[
            made["id"]
        ]
        assert datetime.fromisoformat(used) == NOW + timedelta(minutes=noted)


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"role": "system_admin"}, "not_allowed", "/role"),
        ({"role": None}, "not_allowed", "/role"),
        ({"name": " "}, "too_short", "/name"),
        ({"expires_at": "2027-12-31"}, "bad_instant", "/expires_at"),
        ({"expires_at": "2027-01-10T08:00:00Z"}, "in_the_past", "/expires_at"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "in_the_past", "/expires_at"),
        ({"expires_at": "2027-12-31T00:00:00"}, "zone_needed", "/expires_at"),
        ({"secret": "mine"}, "unknown_field", "/secret"),
    ],
)
async def test_a_key_that_breaks_a_rule_is_not_made(
    house: House, fields: Json, code: str, pointer: str
) -> None:
    keys = f"{BUSINESSES}/{house.id}/keys"
    before = len(body(await house.owner.get(keys))["data"])
    problem(await house.owner.post(keys, {"role": "agent", "name": "x", **fields}), 422, code, pointer)
    assert len(body(await house.owner.get(keys))["data"]) == before


async def test_an_admin_neither_makes_owners_nor_ends_their_keys(house: House) -> None:
    keys = f"{BUSINESSES}/{house.id}/keys"
    problem(await house.admin.post(keys, {"role": "owner", "name": "x"}), 403, "forbidden")
    owners = [key["id"] for key in body(await house.admin.get(keys))["data"] if key["role"] == "owner"]
    problem(await house.admin.delete(f"{keys}/{owners[0]}"), 403, "forbidden")
    body(await house.owner.get(CALENDARS))
    agents = [key["id"] for key in body(await house.admin.get(keys))["data"] if key["role"] == "agent"]
    body(await house.admin.delete(f"{keys}/{agents[0]}"), 204)
