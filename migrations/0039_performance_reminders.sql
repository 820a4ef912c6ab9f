-- On which day somebody's work was last looked through for what is due: each is reminded at most once a day, of everything together.
create table work_reminders (
    agency_id uuid not null references agencies (id),
    employee_id uuid not null,
    looked_on date not null,
    primary key (agency_id, employee_id),
    foreign key (agency_id, employee_id) references employees (agency_id, id)
);
alter table work_reminders enable row level security;
alter table work_reminders force row level security;
create policy tenant on work_reminders for all to luwes_app, luwes_owner
    using (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid)
    with check (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid);
grant select, insert, update, delete on work_reminders to luwes_app;
grant select on work_reminders to luwes_backup;

-- what is to be delivered, by the day it is due
create index deliverables_due on deliverables (agency_id, due_on, employee_id) where state in ('planned', 'revision');
create index plan_lines_due on plan_lines (agency_id, due_on);
