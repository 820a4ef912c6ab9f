-- Login identities are global (a NIP may move between agencies); the app reaches them through functions only.
create table identities (
    id uuid primary key,
    nip text unique,
    email text,
    name text not null,
    password_hash text,
    disabled boolean not null default false,
    lang text not null default 'id' check (lang in ('id', 'en')),
    created_at timestamptz not null default now(),
    password_changed_at timestamptz
);
create unique index identities_email on identities (lower(email)) where email is not null and password_hash is not null;
create index identities_email_any on identities (lower(email));

-- Which agencies a person belongs to (the switcher); the membership itself is a tenant row.
create table identity_agencies (
    identity_id uuid not null references identities (id),
    agency_id uuid not null references agencies (id),
    primary key (identity_id, agency_id)
);

create table sessions (
    id uuid primary key,
    token_hash bytea not null unique,
    identity_id uuid not null references identities (id),
    agency_id uuid references agencies (id),
    device text not null default '',
    network text not null default '',
    remembered boolean not null default false,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null
);
create index sessions_identity on sessions (identity_id, created_at);

-- Invitation and reset links: single use, 30 minutes, stored as a hash.
create table login_links (
    id uuid primary key,
    token_hash bytea not null unique,
    identity_id uuid not null references identities (id),
    purpose text not null check (purpose in ('invite', 'reset')),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index login_links_identity on login_links (identity_id, purpose);

-- Token buckets of failed sign-ins; key is a hash of (account, network) or network.
create table throttles (
    key bytea primary key,
    tokens double precision not null,
    updated_at timestamptz not null
);

create table memberships (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    identity_id uuid not null references identities (id),
    employee_id uuid,
    active boolean not null default true,
    invited_at timestamptz,
    created_at timestamptz not null,
    primary key (agency_id, id),
    unique (agency_id, identity_id)
);
create unique index memberships_employee on memberships (agency_id, employee_id) where employee_id is not null;

create table role_grants (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    membership_id uuid not null,
    role text not null check (role in ('hr', 'leader', 'auditor', 'ministry')),
    granted_by uuid,
    granted_at timestamptz not null,
    revoked_by uuid,
    revoked_at timestamptz,
    primary key (agency_id, id),
    foreign key (agency_id, membership_id) references memberships (agency_id, id),
    -- nobody grants themselves a role
    check (granted_by is null or granted_by <> membership_id)
);
create unique index role_grants_open on role_grants (agency_id, membership_id, role) where revoked_at is null;

create function identity_find(p_login text)
returns table (id uuid, nip text, email text, name text, password_hash text, disabled boolean, lang text)
language sql stable security definer set search_path = pg_catalog, public as $$
    select i.id, i.nip, i.email, i.name, i.password_hash, i.disabled, i.lang from public.identities i
    where i.nip = p_login or (position('@' in p_login) > 1 and lower(i.email) = lower(p_login))
    order by (i.nip = p_login) desc nulls last, (i.password_hash is not null) desc, i.created_at limit 1
$$;
create function identity_get(p_id uuid)
returns table (id uuid, nip text, email text, name text, password_hash text, disabled boolean, lang text)
language sql stable security definer set search_path = pg_catalog, public as $$
    select i.id, i.nip, i.email, i.name, i.password_hash, i.disabled, i.lang from public.identities i where i.id = p_id
$$;
-- Finds the identity of a NIP or creates it without a password; fills in a missing address, never replaces one.
create function identity_ensure(p_id uuid, p_nip text, p_email text, p_name text) returns uuid
language plpgsql security definer set search_path = pg_catalog, public as $$
declare found_id uuid;
begin
    insert into public.identities (id, nip, email, name) values (p_id, p_nip, p_email, p_name)
        on conflict (nip) do nothing returning identities.id into found_id;
    if found_id is null then
        select i.id into found_id from public.identities i where i.nip = p_nip;
        update public.identities i set email = coalesce(i.email, p_email) where i.id = found_id and i.email is null and p_email is not null;
    end if;
    return found_id;
end $$;
create function identity_set_password(p_id uuid, p_hash text, p_at timestamptz) returns void
language sql security definer set search_path = pg_catalog, public as $$
    update public.identities set password_hash = p_hash, password_changed_at = p_at where id = p_id
$$;
create function identity_set_email(p_id uuid, p_email text) returns void
language sql security definer set search_path = pg_catalog, public as $$
    update public.identities set email = p_email where id = p_id
$$;
create function identity_set_lang(p_id uuid, p_lang text) returns void
language sql security definer set search_path = pg_catalog, public as $$
    update public.identities set lang = p_lang where id = p_id
$$;
create function identity_set_disabled(p_id uuid, p_disabled boolean) returns void
language sql security definer set search_path = pg_catalog, public as $$
    update public.identities set disabled = p_disabled where id = p_id
$$;
