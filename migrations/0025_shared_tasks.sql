-- Shared tasks: a task that two to six people of a unit hold in turns, with shares and hand-overs; each of them agrees, the approver
-- of all decides once.
create table shared_tasks (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    -- the unit of all members
    unit_id uuid not null,
    title text not null check (length(title) between 1 and 120),
    description text not null default '' check (length(description) <= 2000),
    from_on date not null,
    to_on date not null,
    proposer_id uuid not null,
    proposed_at timestamptz not null,
    -- the people of shared_task_members, kept here too so that the checks below can see them
    member_ids uuid[] not null check (cardinality(member_ids) between 2 and 6),
    -- proposed: members have to answer; agreed: the approver has to decide
    state text not null default 'proposed' check (state in ('proposed', 'agreed', 'approved', 'refused', 'declined', 'withdrawn', 'revoked', 'ended')),
    -- the task that this one takes the place of once it is approved, and why
    replaces_id uuid,
    reason text not null default '' check (length(reason) <= 2000),
    -- when the last member agreed
    agreed_at timestamptz,
    -- who decides for all; null: the agency's leader
    approver_id uuid,
    decided_by uuid,
    decided_at timestamptz,
    acting_kind text,
    -- the head in whose place it was decided
    for_id uuid,
    decision_note text not null default '' check (length(decision_note) <= 2000),
    -- who withdrew or revoked it, and why; a membership's person, hence HR too
    ended_by uuid,
    end_note text not null default '' check (length(end_note) <= 2000),
    -- why it ended by itself: a word of the catalogues
    ended_why text check (ended_why in ('over', 'late', 'left', 'approver', 'replaced')),
    ended_at timestamptz,
    -- the same form sent twice makes one task
    idempotency_key uuid,
    version integer not null default 1,
    primary key (agency_id, id),
    foreign key (agency_id, unit_id) references units (agency_id, id),
    foreign key (agency_id, proposer_id) references employees (agency_id, id),
    foreign key (agency_id, replaces_id) references shared_tasks (agency_id, id),
    foreign key (agency_id, approver_id) references employees (agency_id, id),
    foreign key (agency_id, decided_by) references employees (agency_id, id),
    foreign key (agency_id, for_id) references employees (agency_id, id),
    foreign key (agency_id, ended_by) references employees (agency_id, id),
    constraint shared_tasks_dates check (to_on >= from_on and to_on - from_on < 366),
    constraint shared_tasks_proposer check (proposer_id = any (member_ids)),
    -- nobody decides their own case, and no member is the one it waits for
    constraint shared_tasks_decided_not_own check (decided_by <> all (member_ids)),
    constraint shared_tasks_approver_not_own check (approver_id <> all (member_ids)),
    constraint shared_tasks_decided check ((decided_by is not null) = (decided_at is not null) and (state not in ('approved', 'refused', 'revoked') or decided_by is not null)),
    constraint shared_tasks_agreed check (state not in ('agreed', 'approved', 'refused', 'revoked') or agreed_at is not null),
    constraint shared_tasks_withdrawn check (state <> 'withdrawn' or ended_by = any (member_ids)),
    constraint shared_tasks_revoked check (state <> 'revoked' or (ended_by <> all (member_ids) and end_note <> '')),
    constraint shared_tasks_why check ((state = 'ended') = (ended_why is not null)),
    constraint shared_tasks_ended check ((state in ('proposed', 'agreed', 'approved')) = (ended_at is null)),
    constraint shared_tasks_reason check (replaces_id is null or reason <> '')
);
create unique index shared_tasks_once on shared_tasks (agency_id, proposer_id, idempotency_key) where idempotency_key is not null;
-- a task is changed by one other at a time
create unique index shared_tasks_changed on shared_tasks (agency_id, replaces_id) where state in ('proposed', 'agreed', 'approved');
create index shared_tasks_inbox on shared_tasks (agency_id, approver_id, proposed_at) where state = 'agreed';
create index shared_tasks_running on shared_tasks (agency_id, id) where state in ('proposed', 'agreed', 'approved');

create table shared_task_members (
    agency_id uuid not null references agencies (id),
    task_id uuid not null,
    employee_id uuid not null,
    -- percent
    share smallint not null check (share between 1 and 99),
    answer text not null default 'waiting' check (answer in ('waiting', 'agreed', 'declined')),
    answered_at timestamptz,
    note text not null default '' check (length(note) <= 2000),
    primary key (agency_id, task_id, employee_id),
    foreign key (agency_id, task_id) references shared_tasks (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    constraint shared_task_members_answered check ((answer = 'waiting') = (answered_at is null))
);
create index shared_task_members_employee on shared_task_members (agency_id, employee_id);

-- who holds the task when: a weekday (1 is Monday) of every week, or a stretch of days
create table shared_task_turns (
    agency_id uuid not null references agencies (id),
    task_id uuid not null,
    number smallint not null,
    employee_id uuid not null,
    weekday smallint check (weekday between 1 and 7),
    from_on date,
    to_on date,
    primary key (agency_id, task_id, number),
    foreign key (agency_id, task_id, employee_id) references shared_task_members (agency_id, task_id, employee_id),
    constraint shared_task_turns_shape check ((weekday is null) = (from_on is not null) and (from_on is null) = (to_on is null) and to_on >= from_on)
);
create unique index shared_task_turns_weekday on shared_task_turns (agency_id, task_id, weekday) where weekday is not null;

-- the holder passes the task on; the next one confirms having read it
create table shared_task_handovers (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    task_id uuid not null,
    from_id uuid not null,
    to_id uuid not null,
    done text not null check (length(done) between 1 and 2000),
    still_open text not null default '' check (length(still_open) <= 2000),
    -- where the work lies
    lies text not null default '' check (length(lies) <= 500),
    handed_at timestamptz not null,
    read_at timestamptz,
    primary key (agency_id, id),
    foreign key (agency_id, task_id, from_id) references shared_task_members (agency_id, task_id, employee_id),
    foreign key (agency_id, task_id, to_id) references shared_task_members (agency_id, task_id, employee_id),
    constraint shared_task_handovers_two check (from_id <> to_id)
);
create index shared_task_handovers_task on shared_task_handovers (agency_id, task_id, handed_at);

do $$
declare t text;
begin
    foreach t in array array['shared_tasks', 'shared_task_members', 'shared_task_turns', 'shared_task_handovers'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I for all to luwes_app, luwes_owner
            using (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)
            with check (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)', t);
        execute format('grant select, insert, update, delete on %I to luwes_app', t);
        execute format('grant select on %I to luwes_backup', t);
    end loop;
end $$;
