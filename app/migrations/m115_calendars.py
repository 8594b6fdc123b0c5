"""Migration 115: several calendars per business, routing rules, and a calendar for every appointment."""

from app.migrations.parts.batches import Batches
from app.migrations.parts.functions import Function, Trigger
from app.migrations.parts.host import CALENDAR_ORDER
from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Column, ConcurrentIndex, Index, Table

_CALENDARS = Table(
    "business_calendars",
    columns={
        "id": "serial CONSTRAINT business_calendars_pkey PRIMARY KEY",
        "business_id": "integer NOT NULL",
        "name": "varchar(255) NOT NULL",
        "type_key": "varchar(64)",
        "provider": "varchar(32) DEFAULT 'internal' NOT NULL",
        "calendar_external_id": "varchar(255)",
        "is_active": "boolean DEFAULT TRUE NOT NULL",
        "priority": "integer DEFAULT 0 NOT NULL",
        "default_duration_minutes": "integer DEFAULT 60",
        "buffer_before_minutes": "integer DEFAULT 0",
        "buffer_after_minutes": "integer DEFAULT 0",
        "allowed_tags": "jsonb DEFAULT '[]'::jsonb NOT NULL",
        "created_at": "timestamp DEFAULT CURRENT_TIMESTAMP",
        "updated_at": "timestamp DEFAULT CURRENT_TIMESTAMP",
    },
    constraints={
        "business_calendars_business_id_fkey": (
            "FOREIGN KEY (business_id) REFERENCES business(id) ON DELETE CASCADE"
        ),
    },
    indexes=(
        Index("idx_business_calendars_business_active", "business_calendars", ("business_id", "is_active")),
        Index("idx_business_calendars_priority", "business_calendars", ("business_id", "priority")),
        Index(
            "idx_business_calendars_one_default",
            "business_calendars",
            ("business_id",),
            unique=True,
            where="type_key = 'default'",
            impossible="""
                SELECT EXISTS (SELECT FROM business_calendars WHERE type_key = 'default'
                               GROUP BY business_id HAVING count(*) > 1)""",
        ),
    ),
    locks=("business",),
)

_RULES = Table(
    "calendar_routing_rules",
    columns={
        "id": "serial CONSTRAINT calendar_routing_rules_pkey PRIMARY KEY",
        "business_id": "integer NOT NULL",
        "calendar_id": "integer NOT NULL",
        "match_labels": "jsonb DEFAULT '[]'::jsonb NOT NULL",
        "match_keywords": "jsonb DEFAULT '[]'::jsonb NOT NULL",
        "channel_scope": "varchar(32) DEFAULT 'all' NOT NULL",
        "when_ambiguous_ask": "boolean DEFAULT FALSE",
        "question_text": "varchar(500)",
        "priority": "integer DEFAULT 0 NOT NULL",
        "is_active": "boolean DEFAULT TRUE NOT NULL",
        "created_at": "timestamp DEFAULT CURRENT_TIMESTAMP",
        "updated_at": "timestamp DEFAULT CURRENT_TIMESTAMP",
    },
    constraints={
        "calendar_routing_rules_business_id_fkey": (
            "FOREIGN KEY (business_id) REFERENCES business(id) ON DELETE CASCADE"
        ),
        "calendar_routing_rules_calendar_id_fkey": (
            "FOREIGN KEY (calendar_id) REFERENCES business_calendars(id) ON DELETE CASCADE"
        ),
    },
    indexes=(
        Index("idx_calendar_routing_business_active", "calendar_routing_rules", ("business_id", "is_active")),
        Index("idx_calendar_routing_calendar", "calendar_routing_rules", ("calendar_id",)),
    ),
    locks=("business", "business_calendars"),
)

# Every new business gets a default calendar, whichever program inserts it. A failure never fails the host's
# INSERT.
_NEW_BUSINESS = Function(
    "luach_default_calendar",
    arguments="",
    returns="trigger",
    attributes="SECURITY DEFINER SET search_path = pg_catalog, pg_temp",
    body="""
BEGIN
    EXECUTE format(
        'INSERT INTO %I.business_calendars (business_id, name, type_key, priority)
         VALUES ($1, ''לוח ברירת מחדל'', ''default'', 1) ON CONFLICT DO NOTHING', TG_TABLE_SCHEMA)
    USING NEW.id;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'business % has no default calendar yet: %', NEW.id, SQLERRM;
    RETURN NULL;
END
""",
)

# A missing slot size, or one that is not positive, counts as 60 minutes.
_DEFAULTS = Batches(
    "business",
    pending="NOT EXISTS (SELECT FROM business_calendars c WHERE c.business_id = t.id)",
    statements=(
        """
        INSERT INTO business_calendars (business_id, name, type_key, provider, is_active, priority,
                                        default_duration_minutes, allowed_tags)
        SELECT b.id, 'לוח ברירת מחדל', 'default', 'internal', TRUE, 1,
               coalesce((SELECT s.slot_size_min FROM business_settings s
                         WHERE s.{settings_key} = b.id AND s.slot_size_min > 0 LIMIT 1), 60), '[]'::jsonb
        FROM business b
        WHERE b.id = ANY($1)
          AND NOT EXISTS (SELECT FROM business_calendars c WHERE c.business_id = b.id)
        ON CONFLICT DO NOTHING""",
    ),
    writes="business_calendars",
    analyze_after=("business_calendars",),
)

_LINK = Batches(
    "appointments",
    pending="""t.calendar_id IS NULL AND EXISTS (SELECT FROM business_calendars c
               WHERE c.business_id = t.business_id)""",
    statements=(
        f"""
        UPDATE appointments a
        SET calendar_id = (SELECT c.id FROM business_calendars c WHERE c.business_id = a.business_id
                           ORDER BY {CALENDAR_ORDER} LIMIT 1)
        WHERE a.id = ANY($1) AND a.calendar_id IS NULL
          AND EXISTS (SELECT FROM business_calendars c WHERE c.business_id = a.business_id)""",  # noqa: S608
    ),
    # Without statistics on a column that is all NULL, each batch would scan the whole index.
    analyze_before=("appointments (calendar_id)",),
    analyze_after=("appointments",),
)

STEPS = (
    Step(
        "115_business_calendars_table",
        "Calendars, and a default one with every new business",
        (
            *_CALENDARS.parts,
            _NEW_BUSINESS,
            Trigger("luach_business_default_calendar", "business", "AFTER INSERT", "luach_default_calendar"),
        ),
        after=("001_business_table",),
        needs=("business",),
        one_transaction=True,
    ),
    Step(
        "115_calendar_routing_rules_table",
        "Routing rules",
        _RULES.parts,
        after=("115_business_calendars_table",),
        one_transaction=True,
    ),
    Step(
        "115_appointments_calendar_id",
        "An appointment's calendar",
        (
            Column(
                "appointments",
                "calendar_id",
                "integer",
                references="business_calendars(id) ON DELETE SET NULL",
            ),
            ConcurrentIndex(Index("idx_appointments_calendar_id", "appointments", ("calendar_id",))),
        ),
        after=("001_appointments_table", "115_business_calendars_table"),
        needs=("appointments",),
        one_transaction=True,
    ),
    Step(
        "115_default_calendars",
        "A default calendar for every business that has none",
        (_DEFAULTS,),
        after=("001_business_settings_table", "115_business_calendars_table"),
        needs=("business_settings",),
        one_transaction=True,
    ),
    Step(
        "115_link_appointments",
        "Every appointment in a calendar of its business",
        (_LINK,),
        after=("115_appointments_calendar_id", "115_default_calendars"),
        # 116_fill_instants rewrites every row and links it in the same statement; this step does the rest.
        follows=("116_fill_instants",),
        gate=False,
        one_transaction=True,
    ),
)
