-- Ratings of performance: an agency opens a period; a person tells what was realised, whoever decides for them rates result and behaviour, and
-- closing the period makes it final. What is corrected later is a new version with a reason.
create table rating_periods (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    -- a year, a quarter of it or a month: 2026, 2026-Q3, 2026-09
    code text not null check (code ~ '^20[0-9]{2}(-Q[1-4]|-(0[1-9]|1[0-2]))?$'),
    from_on date not null,
    to_on date not null check (to_on >= from_on),
    -- until when people are asked to have written and rated
    due_on date not null check (due_on >= to_on),
    state text not null default 'open' check (state in ('open', 'closing', 'closed')),
    -- what the organisation as a whole achieved (law 4.9), where it is known
    achievement text check (achievement in ('istimewa', 'baik', 'butuh_perbaikan', 'kurang', 'sangat_kurang')),
    opened_at timestamptz not null,
    closing_at timestamptz,
    closed_at timestamptz,
    version integer not null default 1,
    primary key (agency_id, id),
    unique (agency_id, code),
    constraint rating_periods_closed check ((state = 'open') = (closing_at is null) and (state = 'closed') = (closed_at is not null))
);

-- What one person achieved in a period, as versions.
create table assessments (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    period_id uuid not null,
    employee_id uuid not null,
    number smallint not null default 1 check (number between 1 and 20),
    state text not null default 'open' check (state in ('open', 'rated', 'closed', 'replaced')),
    -- the person's own words, and when they were given
    account text not null default '' check (length(account) <= 2000),
    told_at timestamptz,
    -- the version of the targets that it was rated by
    targets_id uuid,
    result text check (result in ('above', 'meets', 'below')),
    behaviour text check (behaviour in ('above', 'meets', 'below')),
    predikat text check (predikat in ('sangat_baik', 'baik', 'butuh_perbaikan', 'kurang', 'sangat_kurang')),
    note text not null default '' check (length(note) <= 2000),
    -- why it stands in the place of an earlier version
    reason text not null default '' check (length(reason) <= 2000),
    rated_by uuid,
    rated_at timestamptz,
    acting_kind text,
    -- the head in whose place it was rated
    for_id uuid,
    -- the numbers that were known then, and the formula that made them
    facts jsonb,
    closed_at timestamptz,
    version integer not null default 1,
    primary key (agency_id, id),
    unique (agency_id, id, employee_id),
    unique (agency_id, period_id, employee_id, number),
    foreign key (agency_id, period_id) references rating_periods (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    foreign key (agency_id, targets_id) references targets (agency_id, id),
    foreign key (agency_id, rated_by) references employees (agency_id, id),
    foreign key (agency_id, for_id) references employees (agency_id, id),
    -- nobody rates themselves
    constraint assessments_not_own check (rated_by <> employee_id),
    constraint assessments_rated check ((state <> 'open') = (rated_by is not null and rated_at is not null and result is not null and behaviour is not null and predikat is not null)),
    constraint assessments_closed check ((state in ('closed', 'replaced')) = (closed_at is not null)),
    constraint assessments_reason check (number = 1 or reason <> '')
);
create unique index assessments_current on assessments (agency_id, period_id, employee_id) where state <> 'replaced';
create index assessments_rated on assessments (agency_id, period_id, id) where state = 'rated';
create index assessments_own on assessments (agency_id, employee_id);

-- What was realised of each indicator, in the person's words.
create table assessment_lines (
    agency_id uuid not null references agencies (id),
    assessment_id uuid not null,
    thread_id uuid not null,
    -- counts the indicators of a line from 0
    indicator smallint not null check (indicator between 0 and 99),
    realised text not null check (length(realised) between 1 and 300),
    primary key (agency_id, assessment_id, thread_id, indicator),
    foreign key (agency_id, assessment_id) references assessments (agency_id, id) on delete cascade,
    foreign key (agency_id, thread_id) references target_lines (agency_id, id)
);

-- An objection to a closed rating, answered by somebody else than who rated.
create table rating_objections (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    assessment_id uuid not null,
    employee_id uuid not null,
    statement text not null check (length(statement) between 1 and 2000),
    state text not null default 'open' check (state in ('open', 'upheld', 'dismissed')),
    opened_at timestamptz not null,
    -- the last day for an answer by the working days of the unit
    due_on date,
    -- whoever answers it now; none: the agency's leaders
    reviewer_id uuid,
    answered_by uuid,
    answered_at timestamptz,
    answer text not null default '' check (length(answer) <= 2000),
    reminded boolean not null default false,
    version integer not null default 1,
    primary key (agency_id, id),
    foreign key (agency_id, assessment_id, employee_id) references assessments (agency_id, id, employee_id),
    foreign key (agency_id, answered_by) references employees (agency_id, id),
    foreign key (agency_id, reviewer_id) references employees (agency_id, id),
    constraint rating_objections_not_own check (answered_by <> employee_id and reviewer_id <> employee_id),
    constraint rating_objections_answered check ((state = 'open') = (answered_at is null) and (answered_at is null) = (answered_by is null) and (answered_at is null or answer <> ''))
);
-- a version is objected to once
create unique index rating_objections_once on rating_objections (agency_id, assessment_id);
create index rating_objections_open on rating_objections (agency_id, reviewer_id, opened_at) where state = 'open';

-- How an agency rates. No law at hand names these (law 11.4): they are its own.
alter table target_terms
    -- measured percent from which a result counts as above, and under which as below expectation: advice beside the numbers
    add column above_from smallint check (above_from between 1 and 1000),
    add column below_under smallint check (below_under between 1 and 1000),
    -- working days within which a person may object to a closed rating
    add column object_within smallint not null default 14 check (object_within between 1 and 90),
    add constraint target_terms_advice check (above_from is null or below_under is null or above_from > below_under);

do $$
declare t text;
begin
    foreach t in array array['rating_periods', 'assessments', 'assessment_lines', 'rating_objections'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I for all to luwes_app, luwes_owner
            using (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)
            with check (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)', t);
        execute format('grant select, insert, update, delete on %I to luwes_app', t);
        execute format('grant select on %I to luwes_backup', t);
    end loop;
end $$;

-- The last day of a rating's period: 2026, 2026-Q3, 2026-09; the day it was given for any other words. Of a person's ratings the one of the latest period counts, whenever it was given.
create function rating_period_end(period text, rated_on date) returns date
    language sql immutable parallel safe
    as $$
        select case
            when period ~ '^[0-9]{4}-Q[1-4]$' then (make_date(left(period, 4)::int, right(period, 1)::int * 3, 1) + interval '1 month - 1 day')::date
            when period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$' then (make_date(left(period, 4)::int, right(period, 2)::int, 1) + interval '1 month - 1 day')::date
            when period ~ '^[0-9]{4}$' then make_date(period::int, 12, 31)
            else rated_on
        end
    $$;
