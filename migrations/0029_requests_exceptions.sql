-- Exceptions: one rule is set aside for one person and a period. Who, why, until when. Asked for by the person as an objection to what
-- a rule said, or given by whoever may waive the rule; never for oneself. An exception only relaxes: no rule gets stricter by it.
create table exceptions (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    employee_id uuid not null,
    -- the rule, by its key in the rule set, and what it said: the result as it was shown
    rule_key text not null,
    result jsonb not null,
    -- the day the rule was asked about
    on_date date not null,
    -- grounds of law.md E1 (none is known as a national list), and an objection to the rule itself
    ground text not null check (ground in ('objection', 'health', 'pregnancy_nursing', 'disability', 'family', 'disaster', 'other')),
    statement text not null,
    state text not null check (state in ('asked', 'granted', 'declined', 'withdrawn', 'ended')),
    from_on date not null,
    until_on date not null check (until_on >= from_on),
    asked_at timestamptz,
    -- the last day on which it is answered in time
    due_on date,
    reminded_at timestamptz,
    decided_at timestamptz,
    -- null: an officer who is no employee
    decided_by uuid,
    note text not null default '',
    ended_at timestamptz,
    ended_by uuid,
    end_note text not null default '',
    version integer not null default 1,
    created_at timestamptz not null,
    primary key (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    foreign key (agency_id, decided_by) references employees (agency_id, id),
    foreign key (agency_id, ended_by) references employees (agency_id, id),
    -- nobody waives for themselves
    check (decided_by is null or decided_by <> employee_id),
    check (state not in ('granted', 'declined', 'ended') or decided_at is not null)
);
create unique index exceptions_asked on exceptions (agency_id, employee_id, rule_key) where state = 'asked';
create index exceptions_granted on exceptions (agency_id, until_on, employee_id) where state = 'granted';
create index exceptions_employee on exceptions (agency_id, employee_id, created_at);

alter table exceptions enable row level security;
alter table exceptions force row level security;
create policy tenant on exceptions for all to luwes_app, luwes_owner
    using (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid)
    with check (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid);
grant select, insert, update on exceptions to luwes_app;
grant select on exceptions to luwes_backup;
