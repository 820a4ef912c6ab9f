-- What is delivered: a piece of work with a day on which it is due, hung on a line of one's targets and, where it was promised for a flexible
-- day, on that request's plan. Each delivery is a version that stays, with the answer it got.
create table deliverables (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    employee_id uuid not null,
    title text not null check (length(title) between 1 and 200),
    -- the line of the person's targets: its thread, and the indicator as it read then
    thread_id uuid,
    indicator text not null default '' check (length(indicator) <= 300),
    -- the line of a request's plan that promised it
    request_id uuid,
    plan_line smallint,
    due_on date not null,
    -- planned, revision: with the person; delivered: with the leader
    state text not null default 'planned' check (state in ('planned', 'delivered', 'revision', 'accepted', 'refused', 'withdrawn')),
    -- how often it was delivered
    rounds smallint not null default 0 check (rounds between 0 and 50),
    planned_at timestamptz not null,
    -- whom it waits for; null: the agency's leader
    approver_id uuid,
    -- when it was accepted, refused or withdrawn
    ended_at timestamptz,
    -- the same form sent twice makes one
    idempotency_key uuid,
    version integer not null default 1,
    primary key (agency_id, id),
    unique (agency_id, id, employee_id),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    foreign key (agency_id, thread_id) references target_lines (agency_id, id) on delete set null (thread_id),
    foreign key (agency_id, request_id) references requests (agency_id, id),
    foreign key (agency_id, approver_id) references employees (agency_id, id),
    constraint deliverables_approver_not_own check (approver_id <> employee_id),
    constraint deliverables_promise check ((request_id is null) = (plan_line is null)),
    constraint deliverables_rounds check (state not in ('delivered', 'revision', 'accepted', 'refused') or rounds > 0),
    constraint deliverables_ended check ((state in ('accepted', 'refused', 'withdrawn')) = (ended_at is not null))
);
create unique index deliverables_once on deliverables (agency_id, employee_id, idempotency_key) where idempotency_key is not null;
create unique index deliverables_promised on deliverables (agency_id, request_id, plan_line) where request_id is not null and state <> 'withdrawn';
create index deliverables_own on deliverables (agency_id, employee_id, due_on);
create index deliverables_inbox on deliverables (agency_id, approver_id, planned_at) where state = 'delivered';
create index deliverables_thread on deliverables (agency_id, thread_id) where thread_id is not null;

-- a version, and its answer
create table deliveries (
    agency_id uuid not null references agencies (id),
    deliverable_id uuid not null,
    number smallint not null check (number > 0),
    employee_id uuid not null,
    words text not null default '' check (length(words) <= 4000),
    links text[] not null default '{}' check (cardinality(links) <= 5),
    delivered_at timestamptz not null,
    answer text check (answer in ('accepted', 'revision', 'refused')),
    answered_by uuid,
    answered_at timestamptz,
    acting_kind text,
    -- the head in whose place it was answered
    for_id uuid,
    comment text not null default '' check (length(comment) <= 2000),
    primary key (agency_id, deliverable_id, number),
    foreign key (agency_id, deliverable_id, employee_id) references deliverables (agency_id, id, employee_id),
    foreign key (agency_id, answered_by) references employees (agency_id, id),
    foreign key (agency_id, for_id) references employees (agency_id, id),
    constraint deliveries_something check (words <> '' or cardinality(links) > 0),
    -- nobody answers to their own
    constraint deliveries_not_own check (answered_by <> employee_id),
    constraint deliveries_answered check ((answer is null) = (answered_by is null) and (answer is null) = (answered_at is null)),
    constraint deliveries_comment check (answer is null or answer = 'accepted' or comment <> '')
);

do $$
declare t text;
begin
    foreach t in array array['deliverables', 'deliveries'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I for all to luwes_app, luwes_owner
            using (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)
            with check (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)', t);
        execute format('grant select, insert, update, delete on %I to luwes_app', t);
        execute format('grant select on %I to luwes_backup', t);
    end loop;
end $$;
