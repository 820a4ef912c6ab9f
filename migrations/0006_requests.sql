create table requests (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    employee_id uuid not null,
    unit_id uuid not null,
    -- which of the three kinds of flexible work; the others follow
    kind text not null default 'place' check (kind in ('place')),
    shape text not null check (shape in ('days', 'pattern')),
    place text not null check (place in ('home', 'other_office', 'other_place')),
    place_detail text not null default '',
    route text not null default 'task' check (route in ('task', 'special')),
    special_ground text,
    reason text not null default '',
    contact text not null default '',
    evidence_id uuid,
    state text not null check (state in ('draft', 'submitted', 'returned', 'approved', 'approved_adjusted', 'refused', 'withdrawn', 'cancelled', 'revoked', 'ended')),
    -- the employee who is to decide, found from the structure at submission
    approver_id uuid,
    first_on date,
    last_on date,
    -- weekly pattern: validity is first_on..last_on, bit pairs per weekday, e.g. {0,3,0,0,1} = Tuesday whole, Friday morning
    week_halves smallint[],
    verdict text,
    base_version integer,
    rule_version integer,
    safe boolean not null default false,
    submitted_at timestamptz,
    decided_at timestamptz,
    decided_by uuid,
    decision_note text not null default '',
    -- the decider may take the decision back until then; its notice leaves only after
    undo_until timestamptz,
    -- decisions taken with one press, and taken back with one press
    batch_id uuid,
    -- first day on which a cancelled or revoked request no longer holds; earlier days stay as they were
    stopped_on date,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    -- the same form sent twice makes one request
    idempotency_key uuid,
    primary key (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    foreign key (agency_id, unit_id) references units (agency_id, id),
    foreign key (agency_id, approver_id) references employees (agency_id, id),
    foreign key (agency_id, evidence_id) references files (agency_id, id),
    -- nobody decides their own case
    check (decided_by is null or decided_by <> employee_id),
    check (approver_id is null or approver_id <> employee_id),
    check (last_on is null or last_on >= first_on)
);
create index requests_inbox on requests (agency_id, approver_id, first_on, id) where state = 'submitted';
create index requests_employee on requests (agency_id, employee_id, created_at, id);
create index requests_batch on requests (agency_id, batch_id) where batch_id is not null;
create index requests_patterns on requests (agency_id, employee_id, first_on) where shape = 'pattern';
create index requests_unit on requests (agency_id, unit_id, first_on) where state in ('submitted', 'approved', 'approved_adjusted');
create index requests_state on requests (agency_id, state, first_on);
create unique index requests_once on requests (agency_id, employee_id, idempotency_key) where idempotency_key is not null;

-- Single days of a request of shape 'days'; of a pattern, only its exceptions (halves 0 = that day at the office).
create table request_days (
    agency_id uuid not null references agencies (id),
    request_id uuid not null,
    on_date date not null,
    employee_id uuid not null,
    unit_id uuid not null,
    halves smallint not null check (halves between 0 and 3),
    -- counts against quotas: the request is submitted, approved or approved_adjusted
    counts boolean not null default false,
    -- dropped by an adjusted approval or cancelled alone
    dropped boolean not null default false,
    -- put in by an adjusted approval
    added boolean not null default false,
    primary key (agency_id, request_id, on_date),
    foreign key (agency_id, request_id) references requests (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    foreign key (agency_id, unit_id) references units (agency_id, id)
);
create index request_days_employee on request_days (agency_id, employee_id, on_date) where counts;
create index request_days_unit on request_days (agency_id, unit_id, on_date) where counts;

create table plan_lines (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    request_id uuid not null,
    line smallint not null,
    what text not null check (length(what) between 1 and 500),
    due_on date not null,
    primary key (agency_id, id),
    foreign key (agency_id, request_id) references requests (agency_id, id)
);
create index plan_lines_request on plan_lines (agency_id, request_id, line);

-- The timeline: every step with who, when, why and the verdict it was taken on. Append-only.
create table request_events (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    request_id uuid not null,
    at timestamptz not null,
    event text not null,
    from_state text,
    to_state text not null,
    actor_id uuid,
    acting_kind text,
    note text not null default '',
    verdict text,
    primary key (agency_id, id),
    foreign key (agency_id, request_id) references requests (agency_id, id)
);
create index request_events_request on request_events (agency_id, request_id, at);

create table objections (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    request_id uuid not null,
    employee_id uuid not null,
    statement text not null,
    state text not null default 'open' check (state in ('open', 'upheld', 'dismissed')),
    opened_at timestamptz not null,
    answered_at timestamptz,
    answered_by uuid,
    answer text,
    version integer not null default 1,
    primary key (agency_id, id),
    foreign key (agency_id, request_id) references requests (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    check (answered_by is null or answered_by <> employee_id)
);
create unique index objections_open on objections (agency_id, request_id) where state = 'open';
