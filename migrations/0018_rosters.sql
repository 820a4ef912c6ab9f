-- Rosters: a head's plan of who works where in a unit for some weeks, and the weekdays that people would like.
create table rosters (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    unit_id uuid not null,
    from_on date not null,
    to_on date not null,
    -- place days a week that are planned for each person, at most
    share smallint not null check (share between 1 and 6),
    place text not null check (place in ('home', 'other_office', 'other_place')),
    place_detail text not null default '',
    -- weekdays on which everybody is in the office: bit 0 is Monday
    office_weekdays smallint not null default 0 check (office_weekdays between 0 and 127),
    office_dates date[] not null default '{}',
    -- what will be delivered on these days
    plan text not null check (length(plan) between 1 and 500),
    state text not null default 'draft' check (state in ('draft', 'published', 'discarded')),
    made_by uuid not null,
    made_at timestamptz not null,
    published_at timestamptz,
    version integer not null default 1,
    primary key (agency_id, id),
    foreign key (agency_id, unit_id) references units (agency_id, id),
    foreign key (agency_id, made_by) references employees (agency_id, id),
    check (to_on >= from_on and to_on - from_on < 42)
);
create index rosters_unit on rosters (agency_id, unit_id, from_on);

create table roster_days (
    agency_id uuid not null references agencies (id),
    roster_id uuid not null,
    employee_id uuid not null,
    on_date date not null,
    -- the request that was made of it when the roster was published
    request_id uuid,
    primary key (agency_id, roster_id, employee_id, on_date),
    foreign key (agency_id, roster_id) references rosters (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    foreign key (agency_id, request_id) references requests (agency_id, id)
);
create index roster_days_employee on roster_days (agency_id, employee_id);
create index roster_days_request on roster_days (agency_id, request_id) where request_id is not null;

create table roster_wishes (
    agency_id uuid not null references agencies (id),
    employee_id uuid not null,
    -- weekdays the person would like to work elsewhere: bit 0 is Monday
    weekdays smallint not null check (weekdays between 0 and 127),
    updated_at timestamptz not null,
    primary key (agency_id, employee_id),
    foreign key (agency_id, employee_id) references employees (agency_id, id)
);

do $$
declare t text;
begin
    foreach t in array array['rosters', 'roster_days', 'roster_wishes'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I for all to luwes_app, luwes_owner
            using (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)
            with check (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)', t);
        execute format('grant select, insert, update, delete on %I to luwes_app', t);
        execute format('grant select on %I to luwes_backup', t);
    end loop;
end $$;
