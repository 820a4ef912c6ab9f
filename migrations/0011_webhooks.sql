-- Outgoing events: where an agency's other systems want to hear what happened, and what was told to each.
create table webhooks (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    name text not null check (length(name) between 1 and 100),
    url text not null check (length(url) between 1 and 500),
    kinds text[] not null check (cardinality(kinds) > 0),
    state text not null default 'active' check (state in ('active', 'paused')),
    -- why it rests: an officer's choice, days of failure, or because the receiver answered 410
    pause text check (pause in ('officer', 'failing', 'gone')),
    paused_at timestamptz,
    -- encrypted under the operator's key, which is not in the database
    secret bytea not null,
    old_secret bytea,
    old_until timestamptz,
    -- every sealed row of the trail up to this number has been looked at
    seen_seq bigint not null check (seen_seq >= 0),
    -- nothing is sent before: the lease of the worker that sends, or a rest after a failure
    rest_until timestamptz,
    -- failures in a row, and since when
    failures integer not null default 0,
    failing_since timestamptz,
    sent_at timestamptz,
    created_by uuid not null,
    created_at timestamptz not null,
    primary key (agency_id, id),
    foreign key (agency_id, created_by) references memberships (agency_id, id),
    check ((state = 'paused') = (pause is not null and paused_at is not null)),
    check ((old_secret is null) = (old_until is null))
);

-- One event for one receiver. Its id is that of the row in the trail: the same at every attempt and for every receiver.
create table webhook_deliveries (
    agency_id uuid not null references agencies (id),
    webhook_id uuid not null,
    event_id uuid not null,
    -- the number of the row in the trail: the order in which things happened
    seq bigint not null,
    kind text not null,
    subject_kind text not null,
    subject_id uuid,
    -- where the subject is read, below /api/v1; empty when it has no address of its own
    path text not null default '',
    -- how it ended, for kinds that have an outcome
    outcome text,
    happened_at timestamptz not null,
    state text not null default 'pending' check (state in ('pending', 'sent', 'dead')),
    attempts smallint not null default 0,
    not_before timestamptz not null,
    -- of the last attempt
    tried_at timestamptz,
    status smallint,
    problem text,
    answer text,
    primary key (agency_id, webhook_id, event_id),
    foreign key (agency_id, webhook_id) references webhooks (agency_id, id) on delete cascade
);
create index webhook_deliveries_due on webhook_deliveries (agency_id, webhook_id, seq) where state = 'pending';
create index webhook_deliveries_list on webhook_deliveries (agency_id, webhook_id, seq desc);

do $$
declare t text;
begin
    foreach t in array array['webhooks', 'webhook_deliveries'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I for all to luwes_app, luwes_owner using (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid) with check (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)', t);
        execute format('grant select, insert, update, delete on %I to luwes_app', t);
        execute format('grant select on %I to luwes_backup', t);
    end loop;
end $$;
