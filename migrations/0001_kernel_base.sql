-- Agencies (the directory of tenants), audit, outbox, files. Runs as luwes_owner.
revoke create on schema public from public;
grant usage on schema public to luwes_app, luwes_platform, luwes_backup;

-- Every agency of the reference list stands here; only `live` ones are tenants in use.
create table agencies (
    id uuid primary key,
    code text not null unique check (code ~ '^[A-Za-z0-9-]{2,16}$'),
    name text not null check (length(name) between 2 and 200),
    kind text not null,
    province text,
    time_zone text not null default 'Asia/Jakarta' check (time_zone in ('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura')),
    live boolean not null default false,
    -- the ministry that looks across agencies through aggregates; at most one
    ministry boolean not null default false,
    -- forces of PermenPANRB 4/2025 art. 38: flexible work never applies
    excluded boolean not null default false,
    created_at timestamptz not null default now()
);
create unique index agencies_one_ministry on agencies (ministry) where ministry;

create table agency_settings (
    agency_id uuid not null primary key references agencies (id),
    display_name text not null,
    brand text not null default 'laut',
    contact text not null default '',
    week_pattern smallint not null default 5 check (week_pattern in (5, 6)),
    -- working days HR has to answer "my data is wrong"
    correction_days smallint not null default 3 check (correction_days between 1 and 30),
    version integer not null default 1
);

-- Append-only; carries no hash (audit_seals does); personal data by reference only.
create table audit (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    at timestamptz not null,
    actor_kind text not null check (actor_kind in ('person', 'system')),
    actor_id uuid,
    event text not null,
    subject_kind text not null,
    subject_id uuid,
    detail text not null default '{}',
    request_id text not null default '',
    primary key (agency_id, id, at)
) partition by range (at);
create index audit_subject on audit (agency_id, subject_kind, subject_id, at);
create index audit_at on audit (agency_id, at, id);
create table audit_default partition of audit default;

create table audit_seals (
    agency_id uuid not null references agencies (id),
    seq bigint not null check (seq > 0),
    audit_id uuid not null,
    audit_at timestamptz not null,
    prev_hash bytea not null,
    hash bytea not null,
    sealed_at timestamptz not null,
    primary key (agency_id, seq),
    unique (agency_id, audit_id)
);

create table outbox (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    created_at timestamptz not null,
    kind text not null,
    -- the login identity it goes to; its address is looked up when it is sent
    identity_id uuid,
    payload jsonb not null,
    state text not null default 'pending' check (state in ('pending', 'sent', 'cancelled', 'dead')),
    attempts smallint not null default 0,
    not_before timestamptz not null,
    sent_at timestamptz,
    last_error text,
    dedupe text not null,
    primary key (agency_id, id),
    unique (agency_id, dedupe)
);
create index outbox_due on outbox (agency_id, not_before) where state = 'pending';

-- Which agency has something for the worker to do: only an id and a time, no tenant data.
create table wakeups (
    id uuid primary key,
    agency_id uuid not null,
    due_at timestamptz not null
);
create index wakeups_due on wakeups (due_at);

create table files (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    purpose text not null check (purpose in ('evidence', 'import')),
    name text not null,
    media_type text not null,
    size bigint not null,
    sha256 bytea not null,
    bytes bytea not null,
    owner_id uuid,
    created_at timestamptz not null,
    primary key (agency_id, id)
);
