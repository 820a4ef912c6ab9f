-- Approval chains: which requests take more than the supervisor's word. An agency keeps them as data; what applies is frozen into a
-- request when it is sent, so that a change touches later requests only.
create table approval_chains (
    agency_id uuid not null references agencies (id),
    -- tried in this order; the first whose conditions hold is taken, else the direct supervisor decides alone
    chains jsonb not null check (jsonb_typeof(chains) = 'array'),
    -- whether HR has a word in one of them, or in a request that waits: HR has an inbox then
    asks_hr boolean not null,
    version integer not null,
    set_at timestamptz not null,
    primary key (agency_id)
);

-- Whose agreement one request needs: a row for each seat of each step. A request that the direct supervisor decides alone has none.
create table approval_seats (
    agency_id uuid not null references agencies (id),
    request_id uuid not null,
    step smallint not null check (step between 1 and 3),
    seat text not null check (seat in ('supervisor', 'unit_head', 'hr', 'leader')),
    -- every seat of the step has to agree; otherwise one is enough
    every boolean not null,
    -- who asks
    employee_id uuid not null,
    -- with whom an open seat is; null: with everybody who has the role, or nobody is there
    approver_id uuid,
    state text not null check (state in ('later', 'open', 'agreed', 'passed')),
    agreed_by uuid,
    agreed_at timestamptz,
    acting_kind text,
    -- in whose place it was agreed
    for_id uuid,
    -- agreed with this press, and taken back with it
    batch_id uuid,
    primary key (agency_id, request_id, step, seat),
    foreign key (agency_id, request_id) references requests (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    foreign key (agency_id, approver_id) references employees (agency_id, id),
    foreign key (agency_id, agreed_by) references employees (agency_id, id),
    foreign key (agency_id, for_id) references employees (agency_id, id),
    -- nobody decides their own case
    check (agreed_by is null or agreed_by <> employee_id),
    check (approver_id is null or approver_id <> employee_id),
    check ((state = 'agreed') = (agreed_by is not null))
);
create index approval_seats_open on approval_seats (agency_id, approver_id, request_id) where state = 'open';

-- the step of its chain that a request stands at; null: the direct supervisor decides alone
alter table requests add column step smallint check (step between 1 and 3);

alter table approval_chains enable row level security;
alter table approval_chains force row level security;
create policy tenant on approval_chains for all to luwes_app, luwes_owner
    using (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid)
    with check (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid);
alter table approval_seats enable row level security;
alter table approval_seats force row level security;
create policy tenant on approval_seats for all to luwes_app, luwes_owner
    using (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid)
    with check (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid);
grant select, insert, update, delete on approval_chains, approval_seats to luwes_app;
grant select on approval_chains, approval_seats to luwes_backup;
