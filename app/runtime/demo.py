"""The demo business of a fresh database: calendars, rules, opening hours, keys, and commands to try."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from rich.console import Console
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId, Role
from app.core.scheduling.zones import find_zone
from app.db.engine import Database
from app.db.models.businesses import Business
from app.db.models.calendars import BusinessCalendar
from app.routing.rules import create_rule
from app.scheduling.availability import SlotQuery, search_slots
from app.scheduling.calendars import create_calendar
from app.scheduling.heavy import HeavyWork
from app.scheduling.opening import change_business_settings, change_calendar_settings
from app.schemas.calendars import CalendarIn, RuleIn
from app.schemas.opening import BusinessSettingsChange, CalendarSettingsChange
from app.schemas.tenancy import BusinessIn
from app.tenancy.api_keys import create_key
from app.tenancy.businesses import create_business

DEMO_BUSINESS = BusinessIn(name="הובלות כהן (הדגמה)")

WEEK = {
    **{day: [["08:00", "18:00"]] for day in ("sun", "mon", "tue", "wed", "thu")},
    "fri": [["08:00", "13:00"]],
}


class _Demo(NamedTuple):
    calendar: CalendarIn
    labels: list[str]
    keywords: list[str]
    question: str | None = None


CALENDARS = (
    _Demo(
        CalendarIn(name="הובלות", type_key="moves", priority=3, default_duration_minutes=180),
        ["הובלה"],
        ["הובלה", "מעבר דירה", "משאית", "moving", "переезд", "نقل عفش"],
        "מדובר בהובלה או בייעוץ לפני הובלה?",
    ),
    _Demo(
        CalendarIn(name="פגישות ייעוץ", type_key="consultations", priority=2, default_duration_minutes=30),
        ["ייעוץ"],
        ["ייעוץ", "הצעת מחיר", "פגישה", "consultation", "консультация", "استشارة"],
    ),
    _Demo(
        CalendarIn(name="אריזה", type_key="packing", priority=1, buffer_after_minutes=15),
        ["אריזה"],
        ["אריזה", "קרטונים", "packing", "упаковка", "تغليف"],
    ),
)


async def make_once(database: Database, now: datetime, address: str) -> None:
    """Make the demo business unless the database has a business, and print its keys.

    The keys are printed only here: the database stores their hashes.
    """
    async with database.transaction() as session:
        # Several processes may start at once: the second one waits here, and then finds the business.
        await session.execute(
            text("SELECT pg_advisory_xact_lock(hashtext('luach demo'), hashtext(current_schema()))")
        )
        if await session.scalar(select(Business.id).limit(1)) is not None:
            return
        business = BusinessId((await create_business(session, DEMO_BUSINESS)).id)
        await _fill(session, business, now)
        owner = await create_key(session, business, Role.OWNER, "demo owner")
        agent = await create_key(session, business, Role.AGENT, "demo agent")
        moves = await session.scalar(
            select(BusinessCalendar.id).where(
                BusinessCalendar.business_id == business, BusinessCalendar.type_key == "moves"
            )
        )
        # The first time of today may be too near when somebody tries the command.
        tomorrow = now.astimezone(find_zone(DEMO_BUSINESS.timezone)).date() + timedelta(days=1)
        query = SlotQuery((int(moves or 0),), date_from=tomorrow, limit=1)
        found = await search_slots(session, business, query, "given", now, HeavyWork())
    _print(address, owner.secret, agent.secret, int(moves or 0), found.slots[0].starts_at)


async def _fill(session: AsyncSession, business: BusinessId, now: datetime) -> None:
    change = BusinessSettingsChange(opening_hours=WEEK, slot_step_minutes=30, min_notice_minutes=120)
    await change_business_settings(session, business, change, now)
    for demo in CALENDARS:
        calendar = await create_calendar(session, business, demo.calendar)
        rule = RuleIn(
            calendar_id=calendar.id,
            match_labels=demo.labels,
            match_keywords=demo.keywords,
            when_ambiguous_ask=demo.question is not None,
            question_text=demo.question,
        )
        await create_rule(session, business, rule)
        if demo.calendar.type_key == "moves":
            no_fridays = {day: windows for day, windows in WEEK.items() if day != "fri"}
            await change_calendar_settings(
                session, business, calendar.id, CalendarSettingsChange(opening_hours=no_fridays), now
            )


def _print(address: str, owner: str, agent: str, calendar_id: int, start: datetime) -> None:
    console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    console.print("\nA demo business was made. Its keys are shown only now:")
    console.print(f"  owner  {owner}\n  agent  {agent}\n\nTry it: route a sentence, find times, book one.\n")
    inquiry = {"intent_text": "שלום, אני צריך הובלה ביום ראשון"}
    booking = {"calendar_id": calendar_id, "starts_at": start.isoformat(), "customer_name": "דנה לוי"}
    for line in (
        _curl(agent, f"{address}/api/calendar/resolve", inquiry),
        _curl(
            agent,
            f"{address}/api/calendar/slots?calendar_id={calendar_id}&date_from={start:%Y-%m-%d}&limit=3",
        ),
        _curl(agent, f"{address}/api/calendar/appointments", booking),
    ):
        console.print(line)
    console.print()


def _curl(key: str, url: str, body: Mapping[str, object] | None = None) -> str:
    json_body = f" -H 'Content-Type: application/json' -d '{json.dumps(body, ensure_ascii=False)}'"
    return f"curl -s -H 'Authorization: Bearer {key}'{json_body if body else ''} '{url}'"
