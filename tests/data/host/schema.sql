-- The tables of a business system that knows nothing of Luach. Wall-clock times carry no offset: they are read
-- in the time zone of the business.

CREATE TABLE business (
    id serial PRIMARY KEY,
    name varchar(255) NOT NULL,
    business_type varchar(255) NOT NULL DEFAULT 'general',
    phone_number varchar(255),
    whatsapp_number varchar(255),
    whatsapp_enabled boolean DEFAULT false,
    is_active boolean DEFAULT true,
    working_hours varchar(50) DEFAULT '08:00-18:00',
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE business_settings (
    tenant_id integer PRIMARY KEY REFERENCES business (id),
    phone_number varchar(255),
    email varchar(255),
    address varchar(500),
    timezone varchar(50) DEFAULT 'Asia/Jerusalem',
    slot_size_min integer DEFAULT 60,
    allow_24_7 boolean DEFAULT false,
    opening_hours_json json,
    booking_window_days integer DEFAULT 30,
    min_notice_min integer DEFAULT 0,
    require_phone_before_booking boolean DEFAULT false,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE appointments (
    id serial PRIMARY KEY,
    business_id integer NOT NULL REFERENCES business (id),
    title varchar(255) NOT NULL,
    description text,
    start_time timestamp NOT NULL,
    end_time timestamp NOT NULL,
    location varchar(500),
    status varchar(32) DEFAULT 'scheduled',
    appointment_type varchar(64) DEFAULT 'appointment',
    priority varchar(16) DEFAULT 'medium',
    contact_name varchar(255),
    contact_phone varchar(64),
    contact_email varchar(255),
    notes text,
    source varchar(32) DEFAULT 'manual',
    auto_generated boolean DEFAULT false,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX ix_appointments_business_id ON appointments (business_id);
CREATE INDEX ix_appointments_start_time ON appointments (start_time);
CREATE INDEX ix_appointments_end_time ON appointments (end_time);
