-- Targets of a year (SKP): what somebody is to achieve, agreed with whoever decides for them. Each row of `targets` is a version of one
-- person's year; what was agreed stays, a change is a new version with a reason.
create table targets (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    employee_id uuid not null,
    year smallint not null check (year between 2000 and 2199),
    -- versions of a year count from one; what was thrown away does not count
    number smallint not null check (number between 1 and 99),
    -- draft, discussed: with the person; proposed: with the leader; agreed: in force; replaced: by a later version
    state text not null default 'draft' check (state in ('draft', 'proposed', 'discussed', 'agreed', 'replaced', 'discarded')),
    approach text not null default 'quantitative' check (approach in ('quantitative', 'qualitative')),
    -- the person's when it was proposed last
    unit_id uuid not null,
    position_id uuid not null,
    -- why an agreed version is changed
    reason text not null default '' check (length(reason) <= 2000),
    started_at timestamptz not null,
    proposed_at timestamptz,
    -- whom it waits for; null: the agency's leader
    approver_id uuid,
    -- what the leader wrote on giving it back or agreeing
    note text not null default '' check (length(note) <= 2000),
    agreed_by uuid,
    agreed_at timestamptz,
    acting_kind text,
    -- the head in whose place it was agreed
    for_id uuid,
    -- when it was replaced or thrown away
    ended_at timestamptz,
    version integer not null default 1,
    primary key (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    foreign key (agency_id, unit_id) references units (agency_id, id),
    foreign key (agency_id, position_id) references positions (agency_id, id),
    foreign key (agency_id, approver_id) references employees (agency_id, id),
    foreign key (agency_id, agreed_by) references employees (agency_id, id),
    foreign key (agency_id, for_id) references employees (agency_id, id),
    -- nobody agrees to their own targets, and nobody is the one they wait for
    constraint targets_agreed_not_own check (agreed_by <> employee_id),
    constraint targets_approver_not_own check (approver_id <> employee_id),
    constraint targets_agreed check ((state in ('agreed', 'replaced')) = (agreed_by is not null) and (agreed_by is null) = (agreed_at is null)),
    constraint targets_proposed check (state in ('draft', 'discarded') or proposed_at is not null),
    constraint targets_reason check (number = 1 or reason <> ''),
    constraint targets_ended check ((state in ('replaced', 'discarded')) = (ended_at is not null))
);
-- one version is worked on at a time, one is in force
create unique index targets_open on targets (agency_id, employee_id, year) where state in ('draft', 'proposed', 'discussed');
create unique index targets_in_force on targets (agency_id, employee_id, year) where state = 'agreed';
create unique index targets_number on targets (agency_id, employee_id, year, number) where state <> 'discarded';
create index targets_inbox on targets (agency_id, approver_id, proposed_at) where state = 'proposed';

-- a result plan (RHK)
create table target_lines (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    targets_id uuid not null,
    -- the same line through the versions of a year: the first of them, itself where it is new
    thread_id uuid not null,
    number smallint not null,
    main boolean not null,
    result text not null check (length(result) between 1 and 500),
    -- the thread of the superior's line that is intervened, and that line in words
    above_id uuid,
    above_text text not null default '' check (length(above_text) <= 500),
    -- percent, where the agency wants weights
    weight smallint check (weight between 1 and 100),
    primary key (agency_id, id),
    foreign key (agency_id, targets_id) references targets (agency_id, id),
    foreign key (agency_id, thread_id) references target_lines (agency_id, id),
    -- a superior may still drop a line of a draft: the words stay
    foreign key (agency_id, above_id) references target_lines (agency_id, id) on delete set null (above_id)
);
create index target_lines_targets on target_lines (agency_id, targets_id, number);
create index target_lines_thread on target_lines (agency_id, thread_id);
create index target_lines_above on target_lines (agency_id, above_id) where above_id is not null;

create table target_indicators (
    agency_id uuid not null references agencies (id),
    line_id uuid not null,
    number smallint not null,
    -- null: in words, of a qualitative approach
    aspect text check (aspect in ('quantity', 'quality', 'time', 'cost')),
    indicator text not null check (length(indicator) between 1 and 300),
    target text not null default '' check (length(target) <= 60),
    measure text not null default '' check (length(measure) <= 40),
    primary key (agency_id, line_id, number),
    foreign key (agency_id, line_id) references target_lines (agency_id, id) on delete cascade
);

-- what the leader expects beyond the seven values themselves
create table target_expectations (
    agency_id uuid not null references agencies (id),
    targets_id uuid not null,
    value text not null check (value in ('service', 'accountable', 'competent', 'harmonious', 'loyal', 'adaptive', 'collaborative')),
    expectation text not null check (length(expectation) between 1 and 500),
    primary key (agency_id, targets_id, value),
    foreign key (agency_id, targets_id) references targets (agency_id, id)
);

-- the dialogue: a remark on a line, or on the whole
create table target_remarks (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    targets_id uuid not null,
    line_id uuid,
    -- the line as it read then
    about text not null default '' check (length(about) <= 500),
    author_id uuid not null,
    remark text not null check (length(remark) between 1 and 1000),
    made_at timestamptz not null,
    primary key (agency_id, id),
    foreign key (agency_id, targets_id) references targets (agency_id, id),
    foreign key (agency_id, line_id) references target_lines (agency_id, id) on delete set null (line_id),
    foreign key (agency_id, author_id) references employees (agency_id, id)
);
create index target_remarks_targets on target_remarks (agency_id, targets_id, made_at);

-- how an agency writes targets
create table target_terms (
    agency_id uuid not null references agencies (id),
    -- main lines carry weights that make a hundred
    weights boolean not null default false,
    saved_at timestamptz not null,
    version integer not null default 1,
    primary key (agency_id)
);

do $$
declare t text;
begin
    foreach t in array array['targets', 'target_lines', 'target_indicators', 'target_expectations', 'target_remarks', 'target_terms'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I for all to luwes_app, luwes_owner
            using (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)
            with check (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)', t);
        execute format('grant select, insert, update, delete on %I to luwes_app', t);
        execute format('grant select on %I to luwes_backup', t);
    end loop;
end $$;
