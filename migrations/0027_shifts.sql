-- Shifts: a unit's plan over a repeating cycle of days, assigned by whoever decides for its members, answered by each, with hand-overs.

-- whether a position's duties need shifts, and whether they are bound to the agency's hours; null: open
alter table positions add column shift_work boolean, add column hours_not_bound boolean;

-- how far plans may go; an agency without a row has the defaults
create table shift_terms (
    agency_id uuid not null references agencies (id),
    -- least time between two shifts
    rest_minutes smallint not null default 660 check (rest_minutes between 0 and 2880),
    -- most days in a row with a shift
    days_in_row smallint not null default 6 check (days_in_row between 1 and 28),
    -- longest shift, from start to end
    shift_minutes smallint not null default 720 check (shift_minutes between 60 and 1440),
    -- most working time in an average week
    week_minutes smallint not null default 2880 check (week_minutes between 60 and 10080),
    -- longest plan
    plan_days smallint not null default 184 check (plan_days between 1 and 366),
    saved_at timestamptz not null,
    version integer not null default 1,
    primary key (agency_id)
);

create table shift_plans (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    unit_id uuid not null,
    name text not null check (length(name) between 1 and 120),
    from_on date not null,
    to_on date not null,
    -- the number of a shift for each day of the cycle, 0: off
    cycle smallint[] not null check (cardinality(cycle) between 1 and 28),
    -- the people of shift_plan_members, kept here too so that the checks below can see them
    member_ids uuid[] not null check (cardinality(member_ids) between 1 and 60),
    state text not null default 'draft' check (state in ('draft', 'assigned', 'ended', 'discarded', 'revoked')),
    drafted_by uuid not null,
    drafted_at timestamptz not null,
    -- the plan that this one takes the place of once it is assigned, and why
    replaces_id uuid,
    reason text not null default '' check (length(reason) <= 2000),
    assigned_by uuid,
    assigned_at timestamptz,
    acting_kind text,
    -- the head in whose place it was assigned
    for_id uuid,
    -- why shifts with fewer people than asked for were accepted
    short_reason text not null default '' check (length(short_reason) <= 2000),
    -- who revoked it, or shortened it; none of the members
    ended_by uuid,
    end_note text not null default '' check (length(end_note) <= 2000),
    -- why it ended by itself: a word of the catalogues
    ended_why text check (ended_why in ('over', 'replaced', 'empty')),
    ended_at timestamptz,
    -- the same form sent twice makes one plan
    idempotency_key uuid,
    version integer not null default 1,
    primary key (agency_id, id),
    foreign key (agency_id, unit_id) references units (agency_id, id),
    foreign key (agency_id, drafted_by) references employees (agency_id, id),
    foreign key (agency_id, replaces_id) references shift_plans (agency_id, id),
    foreign key (agency_id, assigned_by) references employees (agency_id, id),
    foreign key (agency_id, for_id) references employees (agency_id, id),
    foreign key (agency_id, ended_by) references employees (agency_id, id),
    constraint shift_plans_dates check (to_on >= from_on and to_on - from_on < 366),
    -- nobody assigns themselves, by any door
    constraint shift_plans_assigned_not_own check (assigned_by <> all (member_ids)),
    constraint shift_plans_ended_not_own check (ended_by <> all (member_ids)),
    constraint shift_plans_assigned check ((assigned_by is null) = (assigned_at is null) and (state in ('draft', 'discarded')) = (assigned_by is null)),
    constraint shift_plans_revoked check (state <> 'revoked' or end_note <> ''),
    constraint shift_plans_why check ((state = 'ended') = (ended_why is not null)),
    constraint shift_plans_ended check ((state in ('draft', 'assigned')) = (ended_at is null)),
    constraint shift_plans_reason check (replaces_id is null or reason <> '')
);
create unique index shift_plans_once on shift_plans (agency_id, drafted_by, idempotency_key) where idempotency_key is not null;
-- a plan is changed by one other at a time
create unique index shift_plans_changed on shift_plans (agency_id, replaces_id) where state in ('draft', 'assigned');
create index shift_plans_unit on shift_plans (agency_id, unit_id, state);

-- the shifts of a plan; one that ends at or before its start passes midnight
create table shift_plan_shifts (
    agency_id uuid not null references agencies (id),
    plan_id uuid not null,
    number smallint not null check (number between 1 and 6),
    name text not null check (length(name) between 1 and 40),
    starts time not null,
    ends time not null,
    break_minutes smallint not null check (break_minutes between 0 and 240),
    -- how many people it needs
    least smallint not null check (least between 0 and 60),
    primary key (agency_id, plan_id, number),
    foreign key (agency_id, plan_id) references shift_plans (agency_id, id)
);

create table shift_plan_members (
    agency_id uuid not null references agencies (id),
    plan_id uuid not null,
    employee_id uuid not null,
    -- the day of the cycle that the plan's first day is for this person, from 1
    starts_on_day smallint not null check (starts_on_day between 1 and 28),
    answer text not null default 'waiting' check (answer in ('waiting', 'confirmed', 'objected')),
    answered_at timestamptz,
    note text not null default '' check (length(note) <= 2000),
    -- the first day on which somebody who left the unit has no shift any more
    out_on date,
    primary key (agency_id, plan_id, employee_id),
    foreign key (agency_id, plan_id) references shift_plans (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    constraint shift_plan_members_answered check ((answer = 'waiting') = (answered_at is null)),
    constraint shift_plan_members_objected check (answer <> 'objected' or note <> '')
);
create index shift_plan_members_employee on shift_plan_members (agency_id, employee_id);

-- what one shift leaves to the next; somebody of the next confirms having read it
create table shift_handovers (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    plan_id uuid not null,
    from_id uuid not null,
    -- the shift that goes off and the one that comes on, each by its first day and number
    off_on date not null,
    off_number smallint not null,
    next_on date not null,
    next_number smallint not null,
    still_open text not null check (length(still_open) between 1 and 2000),
    handed_at timestamptz not null,
    read_by uuid,
    read_at timestamptz,
    primary key (agency_id, id),
    foreign key (agency_id, plan_id, from_id) references shift_plan_members (agency_id, plan_id, employee_id),
    foreign key (agency_id, plan_id, read_by) references shift_plan_members (agency_id, plan_id, employee_id),
    foreign key (agency_id, plan_id, off_number) references shift_plan_shifts (agency_id, plan_id, number),
    foreign key (agency_id, plan_id, next_number) references shift_plan_shifts (agency_id, plan_id, number),
    constraint shift_handovers_read check ((read_by is null) = (read_at is null) and read_by <> from_id)
);
create index shift_handovers_plan on shift_handovers (agency_id, plan_id, handed_at);

do $$
declare t text;
begin
    foreach t in array array['shift_terms', 'shift_plans', 'shift_plan_shifts', 'shift_plan_members', 'shift_handovers'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I for all to luwes_app, luwes_owner
            using (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)
            with check (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)', t);
        execute format('grant select, insert, update, delete on %I to luwes_app', t);
        execute format('grant select on %I to luwes_backup', t);
    end loop;
end $$;
