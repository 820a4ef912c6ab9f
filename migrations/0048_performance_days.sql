-- The plan and the report of a day: what somebody means to do and what became of it, answered by whoever decides for them. Each report is a
-- round that stays, with its lines and the answer it got; the lines of round 0 are the plan.
create table day_reports (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    employee_id uuid not null,
    on_date date not null,
    -- planned, returned: with the person; reported: with the leader
    state text not null default 'planned' check (state in ('planned', 'reported', 'accepted', 'returned')),
    -- how often it was reported, from an answer to the next
    rounds smallint not null default 0 check (rounds between 0 and 20),
    -- null: reported without a plan
    planned_at timestamptz,
    -- whom it waits for; null: the agency's leader
    approver_id uuid,
    version integer not null default 1,
    primary key (agency_id, id),
    unique (agency_id, id, employee_id),
    unique (agency_id, employee_id, on_date),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    foreign key (agency_id, approver_id) references employees (agency_id, id),
    constraint day_reports_approver_not_own check (approver_id <> employee_id),
    constraint day_reports_rounds check ((state = 'planned') = (rounds = 0))
);
create index day_reports_inbox on day_reports (agency_id, approver_id, on_date) where state = 'reported';

-- a report, and its answer
create table day_rounds (
    agency_id uuid not null references agencies (id),
    report_id uuid not null,
    number smallint not null check (number > 0),
    employee_id uuid not null,
    reported_at timestamptz not null,
    answer text check (answer in ('accepted', 'returned')),
    answered_by uuid,
    answered_at timestamptz,
    acting_kind text,
    -- the head in whose place it was answered
    for_id uuid,
    comment text not null default '' check (length(comment) <= 1000),
    primary key (agency_id, report_id, number),
    foreign key (agency_id, report_id, employee_id) references day_reports (agency_id, id, employee_id),
    foreign key (agency_id, answered_by) references employees (agency_id, id),
    foreign key (agency_id, for_id) references employees (agency_id, id),
    -- nobody answers to their own
    constraint day_rounds_not_own check (answered_by <> employee_id),
    constraint day_rounds_answered check ((answer is null) = (answered_by is null) and (answer is null) = (answered_at is null)),
    constraint day_rounds_comment check (answer is distinct from 'returned' or comment <> '')
);

create table day_lines (
    agency_id uuid not null references agencies (id),
    report_id uuid not null,
    -- 0: the plan
    round smallint not null check (round >= 0),
    number smallint not null check (number >= 0),
    what text not null check (length(what) between 1 and 200),
    -- the piece of work it is about, or the line of a request's plan that promised it
    deliverable_id uuid,
    request_id uuid,
    plan_line smallint,
    outcome text check (outcome in ('done', 'partly', 'not')),
    note text not null default '' check (length(note) <= 500),
    primary key (agency_id, report_id, round, number),
    foreign key (agency_id, report_id) references day_reports (agency_id, id),
    foreign key (agency_id, deliverable_id) references deliverables (agency_id, id),
    foreign key (agency_id, request_id) references requests (agency_id, id),
    constraint day_lines_promise check ((request_id is null) = (plan_line is null)),
    constraint day_lines_outcome check ((round = 0) = (outcome is null))
);

-- On which day it was last looked whether somebody has not reported the working day before.
create table day_reminders (
    agency_id uuid not null references agencies (id),
    employee_id uuid not null,
    looked_on date not null,
    primary key (agency_id, employee_id),
    foreign key (agency_id, employee_id) references employees (agency_id, id)
);

-- until how many working days later a day may be reported, and whether the agency asks for a report of flexible days
alter table target_terms
    add column report_within smallint not null default 3 constraint target_terms_report_within check (report_within between 1 and 30),
    add column report_flexible boolean not null default false;

do $$
declare t text;
begin
    foreach t in array array['day_reports', 'day_rounds', 'day_lines', 'day_reminders'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I for all to luwes_app, luwes_owner
            using (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)
            with check (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)', t);
        execute format('grant select, insert, update, delete on %I to luwes_app', t);
        execute format('grant select on %I to luwes_backup', t);
    end loop;
end $$;
