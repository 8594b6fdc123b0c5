"""Roles: what each may do, and where what they book comes from."""

import pytest

from app.core.principal import BusinessId, Permission, Principal, Role
from app.errors import Forbidden

MAY = {
    Role.SYSTEM_ADMIN: {Permission.ADMINISTER},
    Role.OWNER: {Permission.READ, Permission.BOOK, Permission.MANAGE},
    Role.ADMIN: {Permission.READ, Permission.BOOK, Permission.MANAGE},
    Role.AGENT: {Permission.READ, Permission.BOOK},
    Role.VIEWER: {Permission.READ},
}


def somebody(role: Role) -> Principal:
    return Principal(1, role, None if role is Role.SYSTEM_ADMIN else BusinessId(7), "x")


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_the_table_says(role: Role, permission: Permission) -> None:
    caller = somebody(role)
    allowed = permission in MAY[role]
    assert caller.may(permission) is allowed
    if allowed and caller.business is not None:
        assert caller.business_for(permission) == 7
    else:
        with pytest.raises(Forbidden) as caught:
            caller.business_for(permission)
        assert caught.value.params == {"role": role.value, "permission": permission.value}


def test_a_system_administrator_acts_in_no_business_of_his_own() -> None:
    caller = somebody(Role.SYSTEM_ADMIN)
    caller.require(Permission.ADMINISTER)
    with pytest.raises(Forbidden):
        caller.business_for(Permission.ADMINISTER)


@pytest.mark.parametrize(
    ("role", "channel", "source"),
    [
        (Role.AGENT, "all", "ai_agent"),
        (Role.OWNER, "all", "manual"),
        (Role.AGENT, "calls", "phone_call"),
        (Role.OWNER, "whatsapp", "whatsapp"),
        (Role.AGENT, "web", "web"),
    ],
)
def test_a_booking_says_where_it_came_from(role: Role, channel: str, source: str) -> None:
    author = somebody(role).author(channel)
    assert (author.source, author.channel) == (source, channel)
    assert author.actor.startswith(role.value)
