-- Where people say they work, and what attendance systems saw: facts of their own beside what was planned and approved. Marks are
-- added and never changed; a day on which they differ from what was approved is looked at once by whoever decides for the person.

create table presence_marks (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    employee_id uuid not null,
    -- the day at the person's place of duty
    on_date date not null,
    at timestamptz not null,
    mark text not null check (mark in ('start', 'end')),
    -- none: an end, or a device that does not say
    place text check (place in ('office', 'home', 'other_office', 'other_place')),
    source text not null check (source in ('declared', 'observed')),
    note text not null default '' check (length(note) <= 200),
    -- of what an attendance system saw: its name, and its own number of the event, by which a repetition is known
    device text not null default '' check (length(device) <= 80),
    device_key text check (length(device_key) between 1 and 120),
    recorded_at timestamptz not null,
    primary key (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    unique (agency_id, device, device_key),
    constraint presence_marks_declared check (source = 'observed' or ((place is null) = (mark = 'end') and device = '' and device_key is null)),
    constraint presence_marks_observed check (source = 'declared' or (device <> '' and device_key is not null and note = ''))
);
create index presence_marks_day on presence_marks (agency_id, employee_id, on_date);

create table presence_reviews (
    agency_id uuid not null references agencies (id),
    employee_id uuid not null,
    on_date date not null,
    reviewed_by uuid not null,
    reviewed_at timestamptz not null,
    note text not null default '' check (length(note) <= 500),
    primary key (agency_id, employee_id, on_date),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    foreign key (agency_id, reviewed_by) references employees (agency_id, id),
    constraint presence_reviews_not_own check (reviewed_by <> employee_id)
);

do $$
declare t text;
begin
    foreach t in array array['presence_marks', 'presence_reviews'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I for all to luwes_app, luwes_owner
            using (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)
            with check (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)', t);
        execute format('grant select, insert on %I to luwes_app', t);
        execute format('grant select on %I to luwes_backup', t);
    end loop;
end $$;

-- how many days of the quarter a person rated above expectation is ahead of the others when a roster shares days out; 0: ratings count for nothing
alter table agency_settings add column roster_credit smallint not null default 0 check (roster_credit between 0 and 5);
