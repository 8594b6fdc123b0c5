-- Rows for the tables of schema.sql, the same at every run. Set the size first, in the same session:
--   SET host.businesses = '100';
--   SET host.appointments_per_business = '20';
--
-- Businesses differ by their number n: none has settings where n ends in 0, no slot size where n is a multiple of
-- 7, other zones, hours and notice by turns (among them hours with a break, past midnight, unreadable, and none).
-- Every 20th business has the rows that a careful system would not have written: see the last statement.

INSERT INTO business (name, business_type, phone_number, whatsapp_enabled, is_active)
SELECT trade.name || ' ' || n, trade.kind, '+97235' || to_char(n % 1000000, 'FM000000'), n % 3 = 0, n % 50 > 0
FROM generate_series(1, current_setting('host.businesses')::integer) AS n
JOIN (VALUES (0, 'ספא הגליל', 'spa'), (1, 'מרפאת כפר', 'clinic'), (2, 'Corner Bikes', 'repairs'),
             (3, 'חשמל ואור', 'electrician'), (4, 'בית ספר לנהיגה', 'driving')) AS trade (turn, name, kind)
    ON trade.turn = n % 5
ORDER BY n;

INSERT INTO business_settings (tenant_id, address, timezone, slot_size_min, allow_24_7, opening_hours_json,
                               booking_window_days, min_notice_min, require_phone_before_booking)
SELECT b.id, 'רחוב ' || b.id, turn.zone, CASE WHEN b.id % 7 > 0 THEN turn.slot END, b.id % 24 = 5,
       CASE WHEN b.id % 44 = 3 THEN '{"mon": [["nine", "17:00"]], "holiday": 1}'::json ELSE turn.hours::json END,
       14 + b.id % 90, turn.notice, b.id % 9 = 2
FROM business AS b
JOIN (VALUES
    (0, 'Asia/Jerusalem', 20, 0,
     '{"sun": [["08:30", "16:30"]], "mon": [["08:30", "16:30"]], "tue": [["08:30", "16:30"]],
       "wed": [["08:30", "16:30"]], "thu": [["08:30", "16:30"]], "fri": [["08:30", "12:30"]], "sat": []}'),
    (1, 'Asia/Jerusalem', 60, 90,
     '{"mon": [["09:00", "12:30"], ["13:30", "18:00"]], "wed": [["09:00", "12:30"], ["13:30", "18:00"]],
       "thu": [["13:30", "18:00"]]}'),
    (2, 'Europe/London', 45, 15,
     '{"fri": [["21:00", "24:00"]], "sat": [["00:00", "03:00"], ["21:00", "24:00"]], "sun": [["00:00", "03:00"]]}'),
    (3, 'America/New_York', 30, 240, NULL)
) AS turn (number, zone, slot, notice, hours) ON turn.number = b.id % 4
WHERE b.id % 10 > 0
ORDER BY b.id;

-- Eight appointments per day, back to back, from the first of February 2026.
INSERT INTO appointments (business_id, title, start_time, end_time, location, status, contact_name,
                          contact_phone, source, auto_generated)
SELECT b.id, 'ביקור ' || k, day.start, day.start + interval '50 minutes',
       CASE WHEN k % 3 = 0 THEN 'סניף ' || b.id % 4 END,
       (ARRAY['confirmed', 'scheduled', 'completed', 'confirmed', 'no_show', 'scheduled', 'cancelled'])[1 + k % 7],
       'לקוחה ' || k % 400, '05' || to_char(20000000 + (k * 7919 + b.id) % 10000000, 'FM00000000'),
       (ARRAY['ai_agent', 'manual', 'phone_call', 'manual', 'whatsapp'])[1 + k % 5], k % 5 = 0
FROM business AS b
CROSS JOIN generate_series(0, current_setting('host.appointments_per_business')::integer - 1) AS k
CROSS JOIN LATERAL (
    SELECT timestamp '2026-02-01 08:00' + k / 8 * interval '1 day' + k % 8 * interval '50 minutes' AS start
) AS day
ORDER BY b.id, k;

INSERT INTO appointments (business_id, title, start_time, end_time, status, contact_name)
SELECT b.id, odd.title, odd.starts::timestamp, odd.ends::timestamp, odd.status, odd.contact
FROM business AS b
CROSS JOIN (VALUES
    ('overlap, the first',        '2027-01-11 09:00', '2027-01-11 10:00', 'scheduled', 'רות'),
    ('overlap, the second',       '2027-01-11 09:40', '2027-01-11 10:20', 'scheduled', 'גיל'),
    ('cancelled on top of both',  '2027-01-11 09:00', '2027-01-11 10:00', 'cancelled', 'נועה'),
    ('ends before its start',     '2027-01-12 15:00', '2027-01-12 14:30', 'confirmed', 'Sam'),
    ('has no length',             '2027-01-12 16:00', '2027-01-12 16:00', 'confirmed', 'سمير'),
    ('clocks skip its start',     '2027-03-26 02:15', '2027-03-26 03:00', 'confirmed', 'Анна'),
    ('clocks repeat its start',   '2026-10-25 01:15', '2026-10-25 02:15', 'confirmed', 'עומר'),
    ('runs past midnight',        '2027-01-13 23:15', '2027-01-14 00:45', 'confirmed', 'דן'),
    ('runs for four days',        '2027-01-18 07:00', '2027-01-22 07:00', 'scheduled', 'מאיה'),
    ('status of another system',  '2027-01-15 11:00', '2027-01-15 12:00', 'awaiting payment', 'Lee'),
    (rpad('full length', 255, ' ·'), '2027-01-16 11:00', '2027-01-16 12:00', 'confirmed', NULL)
) AS odd (title, starts, ends, status, contact)
WHERE b.id % 20 = 0
ORDER BY b.id;

ANALYZE business;
ANALYZE business_settings;
ANALYZE appointments;
