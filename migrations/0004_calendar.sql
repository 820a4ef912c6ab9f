-- National calendar: reference data for every agency, kept by the ministry.
create table national_days (
    id uuid primary key,
    on_date date not null,
    name_id text not null,
    name_en text not null,
    kind text not null check (kind in ('national', 'joint_leave')),
    status text not null default 'ditetapkan',
    legal_basis text not null default '',
    unique (on_date, kind, name_id)
);
-- Ramadan as announced each year: working hours change (Perpres 21/2023 art. 4)
create table ramadan_periods (
    id uuid primary key,
    year integer not null unique,
    from_on date not null,
    to_on date not null,
    source text not null default '',
    check (to_on >= from_on)
);

-- kind: holiday (agency day off), working (a national day off on which this agency or unit works)
create table agency_days (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    on_date date not null,
    name text not null,
    kind text not null check (kind in ('holiday', 'working')),
    unit_id uuid,
    created_at timestamptz not null,
    primary key (agency_id, id),
    foreign key (agency_id, unit_id) references units (agency_id, id)
);
create unique index agency_days_once on agency_days (agency_id, on_date, coalesce(unit_id, '00000000-0000-0000-0000-000000000000'::uuid));

create table working_hours (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    season text not null check (season in ('normal', 'ramadan')),
    from_on date not null,
    mon_thu_start time not null,
    mon_thu_end time not null,
    mon_thu_break smallint not null,
    fri_start time not null,
    fri_end time not null,
    fri_break smallint not null,
    sat_start time,
    sat_end time,
    sat_break smallint not null default 0,
    primary key (agency_id, id),
    unique (agency_id, season, from_on)
);

create table absences (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    employee_id uuid not null,
    kind text not null check (kind in ('leave', 'official_trip')),
    from_on date not null,
    to_on date not null,
    -- 1 morning, 2 afternoon, 3 whole day; halves only for a single day
    halves smallint not null default 3 check (halves between 1 and 3),
    note text not null default '',
    source text not null default 'entered',
    cancelled_at timestamptz,
    created_by uuid,
    created_at timestamptz not null,
    version integer not null default 1,
    primary key (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    check (to_on >= from_on),
    check (halves = 3 or from_on = to_on)
);
create index absences_employee on absences (agency_id, employee_id, from_on) where cancelled_at is null;
create index absences_dates on absences (agency_id, from_on, to_on) where cancelled_at is null;
