-- What the performance allowance comes to (law 5, E7): an agency's schemes, put in force by a second officer; a run a month, first a simulation,
-- then locked by somebody other than who made it; one result a person with what it was counted from.
create table allowance_schemes (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    number integer not null check (number > 0),
    state text not null default 'draft' check (state in ('draft', 'waiting', 'in_force', 'withdrawn')),
    -- the first day of the first month that it counts
    from_month date not null check (extract(day from from_month) = 1),
    -- rupiah a month by class (kelas jabatan)
    amounts jsonb not null,
    terms jsonb not null,
    -- whose draft it is: who wrote last
    written_by uuid not null,
    written_at timestamptz not null,
    asked_by uuid,
    asked_at timestamptz,
    put_by uuid,
    put_at timestamptz,
    -- why it was given back
    note text not null default '' check (length(note) <= 500),
    version integer not null default 1,
    primary key (agency_id, id),
    unique (agency_id, number),
    foreign key (agency_id, written_by) references memberships (agency_id, id),
    foreign key (agency_id, asked_by) references memberships (agency_id, id),
    foreign key (agency_id, put_by) references memberships (agency_id, id),
    -- nobody puts their own in force
    constraint allowance_schemes_not_own check (put_by <> written_by and put_by <> asked_by),
    constraint allowance_schemes_asked check ((asked_by is null) = (asked_at is null) and (state <> 'draft' or asked_by is null) and (state not in ('waiting', 'in_force') or asked_by is not null)),
    constraint allowance_schemes_put check ((state = 'in_force') = (put_by is not null) and (put_by is null) = (put_at is null))
);

create table allowance_runs (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    -- its first day
    month date not null check (extract(day from month) = 1),
    scheme_id uuid not null,
    state text not null default 'counting' check (state in ('counting', 'simulated', 'locked')),
    -- how often it was counted
    attempt smallint not null default 1 check (attempt between 1 and 1000),
    made_by uuid not null,
    made_at timestamptz not null,
    -- the last day that is looked at: before the end of a month that still runs
    until_on date not null,
    -- while it is counted: the last person who was
    reached uuid,
    counted_at timestamptz,
    people integer not null default 0,
    -- of those: without an amount for their class
    unknown integer not null default 0,
    total bigint not null default 0,
    locked_by uuid,
    locked_at timestamptz,
    version integer not null default 1,
    primary key (agency_id, id),
    unique (agency_id, month),
    foreign key (agency_id, scheme_id) references allowance_schemes (agency_id, id),
    foreign key (agency_id, made_by) references memberships (agency_id, id),
    foreign key (agency_id, locked_by) references memberships (agency_id, id),
    -- nobody locks what they made
    constraint allowance_runs_not_own check (locked_by <> made_by),
    constraint allowance_runs_locked check ((state = 'locked') = (locked_by is not null) and (locked_by is null) = (locked_at is null)),
    constraint allowance_runs_counted check ((state = 'counting') = (counted_at is null))
);

create table allowance_results (
    agency_id uuid not null references agencies (id),
    run_id uuid not null,
    employee_id uuid not null,
    attempt smallint not null,
    -- the version of the formula
    formula smallint not null,
    -- rupiah: what the class is paid, and what it came to
    base bigint,
    amount bigint not null check (amount >= 0 and amount <= coalesce(base, 0)),
    -- the very bytes that were counted from and came of it
    inputs text not null,
    outcome text not null,
    primary key (agency_id, run_id, employee_id),
    foreign key (agency_id, run_id) references allowance_runs (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id)
);
create index allowance_results_own on allowance_results (agency_id, employee_id);

-- Days on which attendance could not be recorded, in a unit with those below it or in the agency: they deduct nothing.
create table allowance_outages (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    unit_id uuid,
    from_on date not null,
    to_on date not null check (to_on >= from_on and to_on <= from_on + 31),
    reason text not null check (length(reason) between 1 and 300),
    entered_by uuid not null,
    entered_at timestamptz not null,
    removed_by uuid,
    removed_at timestamptz,
    primary key (agency_id, id),
    foreign key (agency_id, unit_id) references units (agency_id, id),
    foreign key (agency_id, entered_by) references memberships (agency_id, id),
    foreign key (agency_id, removed_by) references memberships (agency_id, id),
    constraint allowance_outages_removed check ((removed_by is null) = (removed_at is null))
);
create index allowance_outages_days on allowance_outages (agency_id, from_on) where removed_at is null;

do $$
declare t text;
begin
    foreach t in array array['allowance_schemes', 'allowance_runs', 'allowance_results', 'allowance_outages'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I for all to luwes_app, luwes_owner
            using (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)
            with check (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)', t);
        execute format('grant select on %I to luwes_backup', t);
    end loop;
end $$;
grant select, insert, update on allowance_schemes, allowance_runs, allowance_outages to luwes_app;
grant select, insert, update, delete on allowance_results to luwes_app;
