"""The trigger functions of migration 125: they note the phone numbers that upkeep is to read."""

from app.migrations.m116_sql import TRIGGER_ATTRIBUTES
from app.migrations.parts.functions import Function

# What Luach itself writes has been read in the same statement. The host may alter its columns while a session
# goes on: whatever cannot be compared counts as changed.
PHONE_CHANGED_FUNCTION = Function(
    "luach_phone_changed",
    arguments="",
    returns="trigger",
    attributes=TRIGGER_ATTRIBUTES,
    body="""
DECLARE
    changed boolean := TRUE;
    phone text;
BEGIN
    IF TG_OP <> 'DELETE' THEN
        BEGIN
            phone := NEW.contact_phone;
            IF TG_OP = 'INSERT' THEN
                changed := phone IS NOT NULL;
            ELSE
                changed := NEW.contact_phone IS DISTINCT FROM OLD.contact_phone
                           OR NEW.business_id IS DISTINCT FROM OLD.business_id;
            END IF;
        EXCEPTION WHEN OTHERS THEN
            changed := TRUE;
        END;
    END IF;
    IF changed THEN
        EXECUTE format('INSERT INTO %1$I.unread_phones (appointment_id)
                        SELECT $1 WHERE NOT EXISTS (
                            SELECT FROM %1$I.appointment_phones p
                            WHERE p.appointment_id = $1 AND p.business_id = $2 AND p.read_from = $3)',
                       TG_TABLE_SCHEMA)
        USING CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END::bigint,
              CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.business_id END::integer, phone;
    END IF;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'the phone number of an appointment stays unread: %', SQLERRM;
    RETURN NULL;
END
""",
)

# A number without an international prefix means another number in another country.
COUNTRY_CHANGED_FUNCTION = Function(
    "luach_country_changed",
    arguments="",
    returns="trigger",
    attributes=TRIGGER_ATTRIBUTES,
    body="""
DECLARE
    new_row jsonb;
    old_row jsonb;
BEGIN
    IF TG_OP <> 'DELETE' THEN new_row := to_jsonb(NEW); END IF;
    IF TG_OP <> 'INSERT' THEN old_row := to_jsonb(OLD); END IF;
    IF new_row ->> 'country' IS DISTINCT FROM old_row ->> 'country'
       OR new_row ->> 'timezone' IS DISTINCT FROM old_row ->> 'timezone' THEN
        EXECUTE format('INSERT INTO %I.unread_phones (business_id) VALUES ($1)', TG_TABLE_SCHEMA)
        USING coalesce(coalesce(new_row, old_row) ->> '{settings_key}',
                       coalesce(new_row, old_row) ->> 'business_id')::integer;
    END IF;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'phone numbers of a business wait to be read in its new country: %', SQLERRM;
    RETURN NULL;
END
""",
)
