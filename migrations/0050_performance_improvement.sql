-- A plan for improvement: a few lines that a person and whoever decides for them agree after a rating that is too low, what came of them, and
-- how it ended. It changes no verdict. Who decides is asked each time and is not kept here; who agreed and who closed it is.
create table improvement_plans (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    employee_id uuid not null,
    state text not null default 'written' check (state in ('written', 'agreed', 'closed')),
    written_at timestamptz not null,
    -- writing it over takes the other's agreement away
    person_agreed_at timestamptz,
    leader_id uuid,
    leader_agreed_at timestamptz,
    leader_acting text,
    -- the head in whose place it was agreed
    leader_for_id uuid,
    outcome text check (outcome in ('met', 'not_met')),
    reason text not null default '' check (length(reason) <= 1000),
    closed_by uuid,
    closed_at timestamptz,
    closed_acting text,
    closed_for_id uuid,
    version integer not null default 1,
    primary key (agency_id, id),
    unique (agency_id, id, employee_id),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    foreign key (agency_id, leader_id) references employees (agency_id, id),
    foreign key (agency_id, leader_for_id) references employees (agency_id, id),
    foreign key (agency_id, closed_by) references employees (agency_id, id),
    foreign key (agency_id, closed_for_id) references employees (agency_id, id),
    -- nobody agrees to their own as the leader, or closes their own
    constraint improvement_plans_leader_not_own check (leader_id <> employee_id),
    constraint improvement_plans_closed_not_own check (closed_by <> employee_id),
    constraint improvement_plans_leader check ((leader_id is null) = (leader_agreed_at is null)),
    constraint improvement_plans_agreed check (state = 'written' or (person_agreed_at is not null and leader_id is not null)),
    constraint improvement_plans_closed check ((state = 'closed') = (closed_by is not null) and (closed_by is null) = (closed_at is null)
        and (closed_by is null) = (outcome is null) and (closed_by is null or reason <> ''))
);
create unique index improvement_plans_open on improvement_plans (agency_id, employee_id) where state <> 'closed';
create index improvement_plans_own on improvement_plans (agency_id, employee_id, written_at);

create table improvement_lines (
    agency_id uuid not null references agencies (id),
    plan_id uuid not null,
    number smallint not null check (number between 0 and 4),
    what text not null check (length(what) between 1 and 300),
    by_on date not null,
    -- how one will know that it is reached
    known text not null check (length(known) between 1 and 300),
    primary key (agency_id, plan_id, number),
    foreign key (agency_id, plan_id) references improvement_plans (agency_id, id)
);

-- what came of it on the way; added and never changed
create table improvement_notes (
    agency_id uuid not null references agencies (id),
    plan_id uuid not null,
    number smallint not null check (number between 0 and 99),
    author_id uuid not null,
    note text not null check (length(note) between 1 and 1000),
    made_at timestamptz not null,
    primary key (agency_id, plan_id, number),
    foreign key (agency_id, plan_id) references improvement_plans (agency_id, id),
    foreign key (agency_id, author_id) references employees (agency_id, id)
);

do $$
declare t text;
begin
    foreach t in array array['improvement_plans', 'improvement_lines', 'improvement_notes'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I for all to luwes_app, luwes_owner
            using (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)
            with check (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)', t);
        execute format('grant select on %I to luwes_backup', t);
    end loop;
end $$;
grant select, insert, update on improvement_plans to luwes_app;
grant select, insert, update, delete on improvement_lines to luwes_app;
grant select, insert on improvement_notes to luwes_app;
