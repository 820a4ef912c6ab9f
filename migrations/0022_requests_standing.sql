-- Standing approvals: a supervisor says beforehand which requests that no rule stands against are approved in their name, how long a
-- request and until when. Off until the agency allows it; the supervisor answers for each of them.
alter table agency_settings add column standing_approvals boolean not null default false;

create table standing_approvals (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    -- the supervisor in whose name requests are approved
    employee_id uuid not null,
    -- single days a request may carry
    max_days smallint not null check (max_days between 1 and 5),
    from_on date not null,
    to_on date not null,
    given_at timestamptz not null,
    -- ended by the supervisor, or replaced by another one
    ended_at timestamptz,
    -- grows over all of one person, so that a page of an earlier one changes nothing
    version integer not null,
    primary key (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    check (to_on >= from_on and to_on - from_on <= 92)
);
create unique index standing_approvals_open on standing_approvals (agency_id, employee_id) where ended_at is null;
create index standing_approvals_person on standing_approvals (agency_id, employee_id, version);

alter table requests
    -- the standing approval that it was approved on; null: somebody decided it themselves
    add column standing_id uuid,
    add constraint requests_standing foreign key (agency_id, standing_id) references standing_approvals (agency_id, id),
    -- never approved without a person who answers for it
    add constraint requests_standing_named check (standing_id is null or decided_by is not null);
create index requests_standing on requests (agency_id, standing_id, decided_at) where standing_id is not null;

alter table standing_approvals enable row level security;
alter table standing_approvals force row level security;
create policy tenant on standing_approvals for all to luwes_app, luwes_owner
    using (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid)
    with check (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid);
grant select, insert, update, delete on standing_approvals to luwes_app;
grant select on standing_approvals to luwes_backup;
