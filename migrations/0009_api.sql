-- The JSON interface: tokens of people and of services, and answers kept for repeated attempts.
-- Where a token lives, found by the hash of its secret before any agency is known (as sessions are); no row, no token.
create table token_homes (
    token_hash bytea primary key,
    token_id uuid not null unique,
    agency_id uuid not null references agencies (id),
    -- the person it stands for; none for a service token
    identity_id uuid references identities (id),
    last_used_at timestamptz
);
create index token_homes_identity on token_homes (identity_id) where identity_id is not null;

create table api_tokens (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    kind text not null check (kind in ('personal', 'service')),
    -- whose it is, or which officer made it for a service
    membership_id uuid not null,
    name text not null check (length(name) between 1 and 100),
    -- shown in lists so that people recognise it: never enough to use it
    prefix text not null,
    scopes text[] not null check (cardinality(scopes) > 0),
    created_at timestamptz not null,
    expires_at timestamptz not null check (expires_at <= created_at + interval '366 days'),
    revoked_at timestamptz,
    revoked_by uuid,
    primary key (agency_id, id),
    foreign key (agency_id, membership_id) references memberships (agency_id, id)
);
create index api_tokens_membership on api_tokens (agency_id, membership_id, created_at);

create table api_answers (
    agency_id uuid not null references agencies (id),
    -- the person's membership, or the service token
    holder_id uuid not null,
    route text not null,
    key text not null,
    request_hash bytea not null,
    -- 0 until the work is done
    status smallint not null default 0,
    body text not null default '',
    location text,
    etag text,
    created_at timestamptz not null,
    primary key (agency_id, holder_id, route, key)
);
create index api_answers_age on api_answers (agency_id, created_at);

-- A service acts in its own name.
alter table audit drop constraint audit_actor_kind_check;
alter table audit add constraint audit_actor_kind_check check (actor_kind in ('person', 'system', 'service'));

do $$
declare t text;
begin
    foreach t in array array['api_tokens', 'api_answers'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I for all to luwes_app, luwes_owner using (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid) with check (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)', t);
        execute format('grant select, insert, update, delete on %I to luwes_app', t);
        execute format('grant select on %I to luwes_backup', t);
    end loop;
end $$;
grant select, insert, update, delete on token_homes to luwes_app;
