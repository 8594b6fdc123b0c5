"""Every operation of the API, with a valid request and the roles that may send it. A new route needs a line.

`{calendar}`, `{rule}` and the other IDS stand for ids, in the path, the query and the body.
"""

from dataclasses import dataclass
from typing import Any

from tests.support.factories import Caller, Json, local

READERS = {"viewer", "agent", "admin", "owner"}
BOOKERS = READERS - {"viewer"}
MANAGERS = BOOKERS - {"agent"}
OPERATORS = {"system_admin"}
EVERYBODY = READERS | OPERATORS
ROLES = ("viewer", "agent", "admin", "owner", "system_admin")
IDS = (
    "{calendar}",
    "{rule}",
    "{appointment}",
    "{key}",
    "{business}",
    "{hold}",
    "{time_off}",
    "{entry}",
    "{series}",
    "{inquiry}",
    "{service}",
    "{customer}",
    "{other_customer}",
)


@dataclass(frozen=True)
class Operation:
    """One request. `name` is the operation's id, `case` tells several requests of one operation apart."""

    name: str
    may: set[str]
    method: str
    path: str
    body: Json | None = None
    query: Json | None = None
    case: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.case}".strip()

    def names_an_id(self) -> bool:
        return any(name in f"{self.path} {self.body} {self.query}" for name in IDS)

    async def by(self, caller: Caller, ids: dict[str, int]) -> Any:
        """Send it with `ids` in the places of their names."""
        path = self.path
        for name in IDS:
            path = path.replace(name, str(ids.get(name, 0)))
        return await caller.request(
            self.method, path, json=_filled(self.body, ids), params=_filled(self.query, ids)
        )


def _filled(value: Any, ids: dict[str, int]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(item, ids) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, ids) for item in value]
    return ids.get(value, value) if isinstance(value, str) else value


_S, _I = "/api/calendar/routing-settings", "/api/calendar/inquiries"
_C, _R, _A = "/api/calendar/calendars", "/api/calendar/routing-rules", "/api/calendar/appointments"
_O, _B, _T = "/api/calendar/date-overrides", "/api/businesses", "/api/ai/tools"
_V = "/api/calendar/services"
_P = "/api/calendar/customers"
_BOOKING = {"starts_at": local(12, "12:00"), "customer_name": "דנה"}
_RANGE = {"since": local(1, "00:00"), "until": local(30, "00:00")}
_YEAR = {"date_from": "2027-01-01", "date_to": "2027-12-31"}
_WINDOWS = {"windows": [["10:00", "12:00"]]}
_H, _W, _F = "/api/calendar/holds", "/api/calendar/waitlist", f"{_C}/{{calendar}}/time-off"
_WAITING = {"since": local(12, "00:00"), "until": local(13, "00:00"), "customer_name": "דנה"}

OPERATIONS = (
    Operation("list_calendars", READERS, "GET", _C),
    Operation("create_calendar", MANAGERS, "POST", _C, {"name": "ייעוץ"}),
    Operation("get_calendar", READERS, "GET", f"{_C}/{{calendar}}"),
    Operation("replace_calendar", MANAGERS, "PUT", f"{_C}/{{calendar}}", {"name": "הובלות", "priority": 3}),
    Operation("change_calendar", MANAGERS, "PATCH", f"{_C}/{{calendar}}", {"priority": 7}),
    Operation("deactivate_calendar", MANAGERS, "DELETE", f"{_C}/{{calendar}}"),
    Operation("list_services", READERS, "GET", _V),
    Operation("list_services", READERS, "GET", _V, query={"calendar_id": "{calendar}"}, case="of a calendar"),
    Operation("create_service", MANAGERS, "POST", _V, {"name": "תספורת", "duration_minutes": 30}),
    Operation(
        *("create_service", MANAGERS, "POST", _V),
        {"name": "צבע", "duration_minutes": 90, "needs": [{"calendars": [{"calendar_id": "{calendar}"}]}]},
        case="in a calendar",
    ),
    Operation("get_service", READERS, "GET", f"{_V}/{{service}}"),
    Operation("change_service", MANAGERS, "PATCH", f"{_V}/{{service}}", {"priority": 7}),
    Operation(
        *("change_service", MANAGERS, "PATCH", f"{_V}/{{service}}"),
        {"needs": [{"calendars": [{"calendar_id": "{calendar}"}]}]},
        case="in a calendar",
    ),
    Operation("deactivate_service", MANAGERS, "DELETE", f"{_V}/{{service}}"),
    Operation("list_rules", READERS, "GET", _R),
    Operation("list_rules", READERS, "GET", _R, query={"calendar_id": "{calendar}"}, case="of a calendar"),
    Operation("create_rule", MANAGERS, "POST", _R, {"calendar_id": "{calendar}", "match_keywords": ["גג"]}),
    Operation("list_rule_warnings", READERS, "GET", f"{_R}/warnings"),
    Operation("replay_inquiries", MANAGERS, "POST", f"{_R}/replay", {"limit": 10}),
    Operation(
        *("replay_inquiries", MANAGERS, "POST", f"{_R}/replay"), {"delete": ["{rule}"]}, case="without a rule"
    ),
    Operation(
        *("replay_inquiries", MANAGERS, "POST", f"{_R}/replay"),
        {"upsert": [{"id": "{rule}", "calendar_id": "{calendar}"}]},
        case="with another rule",
    ),
    Operation("get_rule", READERS, "GET", f"{_R}/{{rule}}"),
    Operation("change_rule", MANAGERS, "PATCH", f"{_R}/{{rule}}", {"priority": 7}),
    Operation(
        *("replace_rule", MANAGERS, "PUT", f"{_R}/{{rule}}"),
        {"calendar_id": "{calendar}", "match_keywords": ["מנוף"]},
    ),
    Operation("delete_rule", MANAGERS, "DELETE", f"{_R}/{{rule}}"),
    Operation("resolve", READERS, "POST", "/api/calendar/resolve", {"intent_text": "צריך הובלה"}),
    Operation("get_examples_report", MANAGERS, "GET", "/api/calendar/routing-examples"),
    Operation("get_calendar_examples", MANAGERS, "GET", f"{_C}/{{calendar}}/examples"),
    Operation(
        *("replace_calendar_examples", MANAGERS, "PUT", f"{_C}/{{calendar}}/examples"),
        {"texts": ["צריך לפנות בית"]},
    ),
    Operation("list_inquiries", MANAGERS, "GET", _I),
    Operation(
        "list_inquiries", MANAGERS, "GET", _I, query={"calendar_id": "{calendar}"}, case="of a calendar"
    ),
    Operation("get_inquiry", MANAGERS, "GET", f"{_I}/{{inquiry}}"),
    Operation("erase_inquiry", MANAGERS, "DELETE", f"{_I}/{{inquiry}}"),
    Operation(
        *("correct_inquiry", BOOKERS, "PUT", f"{_I}/{{inquiry}}/meant-calendar"),
        {"calendar_id": "{calendar}"},
    ),
    Operation("suggest_keywords", MANAGERS, "GET", f"{_R}/suggestions"),
    Operation("erase_inquiries", MANAGERS, "POST", f"{_I}/erase", {"conversation": "talk"}),
    Operation("erase_customer", MANAGERS, "POST", f"{_P}/{{customer}}/erase"),
    Operation("change_appointment", BOOKERS, "PATCH", f"{_A}/{{appointment}}", {"notes": "קומה 3"}),
    Operation(
        *("change_appointment", BOOKERS, "PATCH", f"{_A}/{{appointment}}"),
        {"customer_id": "{customer}"},
        case="of a customer",
    ),
    Operation("list_customers", READERS, "GET", _P),
    Operation("add_customer", MANAGERS, "POST", _P, {"name": "רון כהן", "phone": "052-7654321"}),
    Operation("get_customer", READERS, "GET", f"{_P}/{{customer}}"),
    Operation("change_customer", MANAGERS, "PATCH", f"{_P}/{{customer}}", {"language": "he"}),
    Operation("merge_customer", MANAGERS, "POST", f"{_P}/{{customer}}/merge", {"from": ["{other_customer}"]}),
    Operation("find_slots", READERS, "GET", "/api/calendar/slots"),
    Operation(
        *("find_slots", READERS, "GET", "/api/calendar/slots"),
        query={"calendar_id": "{calendar}"},
        case="of a calendar",
    ),
    Operation("book_appointment", BOOKERS, "POST", _A, _BOOKING),
    Operation(
        "book_appointment", BOOKERS, "POST", _A, {**_BOOKING, "calendar_id": "{calendar}"}, case="named"
    ),
    Operation("list_appointments", READERS, "GET", _A, query=_RANGE),
    Operation(
        *("list_appointments", READERS, "GET", _A),
        query={**_RANGE, "calendar_id": "{calendar}"},
        case="of a calendar",
    ),
    Operation("get_appointment", READERS, "GET", f"{_A}/{{appointment}}"),
    Operation(
        *("reschedule_appointment", BOOKERS, "POST", f"{_A}/{{appointment}}/reschedule"),
        {"starts_at": local(13, "12:00")},
    ),
    Operation("cancel_appointment", BOOKERS, "POST", f"{_A}/{{appointment}}/cancel", {"reason": "חולה"}),
    Operation("appointment_history", READERS, "GET", f"{_A}/{{appointment}}/history"),
    Operation(
        *("book_appointment", MANAGERS, "POST", _A),
        {**_BOOKING, "calendar_id": "{calendar}", "override": True},
        case="over busy time",
    ),
    Operation(
        *("book_appointment", BOOKERS, "POST", _A),
        {"hold_id": "{hold}", "customer_name": "דנה"},
        case="of a hold",
    ),
    Operation(
        *("book_series", BOOKERS, "POST", f"{_A}/series"),
        {**_BOOKING, "calendar_id": "{calendar}", "rrule": "FREQ=DAILY;COUNT=2"},
    ),
    Operation("get_series", READERS, "GET", f"{_A}/series/{{series}}"),
    Operation("cancel_series", BOOKERS, "POST", f"{_A}/series/{{series}}/cancel"),
    Operation(
        "hold_slot", BOOKERS, "POST", _H, {"starts_at": local(12, "12:00"), "calendar_id": "{calendar}"}
    ),
    Operation("get_hold", READERS, "GET", f"{_H}/{{hold}}"),
    Operation("release_hold", BOOKERS, "DELETE", f"{_H}/{{hold}}"),
    Operation("join_waitlist", BOOKERS, "POST", _W, {"calendar_id": "{calendar}", **_WAITING}),
    Operation("list_waitlist", READERS, "GET", _W),
    Operation("get_waitlist_entry", READERS, "GET", f"{_W}/{{entry}}"),
    Operation("leave_waitlist", BOOKERS, "DELETE", f"{_W}/{{entry}}"),
    Operation(
        *("add_time_off", MANAGERS, "POST", _F),
        {"starts_at": local(14, "00:00"), "ends_at": local(15, "00:00")},
    ),
    Operation("list_time_off", READERS, "GET", _F, query=_RANGE),
    Operation("get_time_off", READERS, "GET", f"{_F}/{{time_off}}"),
    Operation("remove_time_off", MANAGERS, "DELETE", f"{_F}/{{time_off}}"),
    Operation("get_business_settings", READERS, "GET", "/api/calendar/settings"),
    Operation(
        "change_business_settings", MANAGERS, "PATCH", "/api/calendar/settings", {"min_notice_minutes": 1}
    ),
    Operation("get_routing_settings", READERS, "GET", _S),
    Operation("change_routing_settings", MANAGERS, "PATCH", _S, {"strictness": "strict"}),
    Operation("get_calendar_settings", READERS, "GET", f"{_C}/{{calendar}}/settings"),
    Operation(
        "change_calendar_settings",
        MANAGERS,
        "PATCH",
        f"{_C}/{{calendar}}/settings",
        {"slot_step_minutes": 20},
    ),
    Operation("list_business_overrides", READERS, "GET", _O, query=_YEAR),
    Operation("get_business_override", READERS, "GET", f"{_O}/2027-04-01"),
    Operation("set_business_override", MANAGERS, "PUT", f"{_O}/2027-03-01", _WINDOWS),
    Operation("remove_business_override", MANAGERS, "DELETE", f"{_O}/2027-04-01"),
    Operation("list_calendar_overrides", READERS, "GET", f"{_C}/{{calendar}}/date-overrides", query=_YEAR),
    Operation(
        "set_calendar_override", MANAGERS, "PUT", f"{_C}/{{calendar}}/date-overrides/2027-03-01", _WINDOWS
    ),
    Operation("get_calendar_override", READERS, "GET", f"{_C}/{{calendar}}/date-overrides/2027-04-01"),
    Operation("remove_calendar_override", MANAGERS, "DELETE", f"{_C}/{{calendar}}/date-overrides/2027-04-01"),
    Operation("list_businesses", OPERATORS, "GET", _B),
    Operation("create_business", OPERATORS, "POST", _B, {"name": "עסק חדש"}),
    Operation("get_business", EVERYBODY, "GET", f"{_B}/{{business}}"),
    Operation("change_business", MANAGERS | OPERATORS, "PATCH", f"{_B}/{{business}}", {"name": "שם אחר"}),
    Operation(
        "change_business", OPERATORS, "PATCH", f"{_B}/{{business}}", {"is_active": True}, case="switched on"
    ),
    Operation("list_keys", MANAGERS | OPERATORS, "GET", f"{_B}/{{business}}/keys"),
    Operation(
        *("create_key", MANAGERS | OPERATORS, "POST", f"{_B}/{{business}}/keys"),
        {"role": "agent", "name": "phone"},
    ),
    Operation(
        *("create_key", {"owner"} | OPERATORS, "POST", f"{_B}/{{business}}/keys"),
        {"role": "owner", "name": "partner"},
        case="of an owner",
    ),
    Operation("get_key", MANAGERS | OPERATORS, "GET", f"{_B}/{{business}}/keys/{{key}}"),
    Operation("revoke_key", MANAGERS | OPERATORS, "DELETE", f"{_B}/{{business}}/keys/{{key}}"),
    Operation("get_me", EVERYBODY, "GET", "/api/me"),
    Operation("list_tools", EVERYBODY, "GET", _T),
    Operation("call_tool", READERS, "POST", f"{_T}/calendar_list", {}, case="calendar_list"),
    Operation(
        *("call_tool", READERS, "POST", f"{_T}/calendar_resolve_target"),
        {"intent_text": "צריך הובלה"},
        case="calendar_resolve_target",
    ),
    Operation(
        *("call_tool", READERS, "POST", f"{_T}/calendar_find_slots"),
        {"calendar_id": "{calendar}"},
        case="calendar_find_slots",
    ),
    Operation(
        *("call_tool", BOOKERS, "POST", f"{_T}/calendar_create_appointment"),
        {"calendar_id": "{calendar}", **_BOOKING},
        case="calendar_create_appointment",
    ),
    Operation(
        *("call_tool", BOOKERS, "POST", f"{_T}/calendar_hold_slot"),
        {"slot_id": "s_AAAAAAAAAAAAAAAAAAAAAA"},
        case="calendar_hold_slot",
    ),
    Operation(
        *("call_tool", BOOKERS, "POST", f"{_T}/calendar_release_hold"),
        {"hold_id": "h_AAAAAAAAAAAAAAAAAAA"},
        case="calendar_release_hold",
    ),
    Operation(
        *("call_tool", READERS, "POST", f"{_T}/calendar_find_appointments"),
        {"customer_phone": "+972501234567"},
        case="calendar_find_appointments",
    ),
    Operation(
        *("call_tool", BOOKERS, "POST", f"{_T}/calendar_reschedule_appointment"),
        {"appointment_id": "{appointment}", "new_slot_id": "s_AAAAAAAAAAAAAAAAAAAAAA", "preview": True},
        case="calendar_reschedule_appointment",
    ),
    Operation(
        *("call_tool", BOOKERS, "POST", f"{_T}/calendar_cancel_appointment"),
        {"appointment_id": "{appointment}", "preview": False},
        case="calendar_cancel_appointment",
    ),
)
