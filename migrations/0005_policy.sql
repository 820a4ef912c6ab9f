-- The ministry's base rule sets: every agency extends one, none can loosen what is locked.
create table base_rule_sets (
    id uuid primary key,
    version integer not null unique,
    state text not null check (state in ('draft', 'waiting', 'published', 'withdrawn')),
    effective_from date,
    rules jsonb not null,
    copied_from integer,
    note text not null default '',
    created_by uuid,
    created_at timestamptz not null,
    requested_by uuid,
    requested_at timestamptz,
    published_by uuid,
    published_at timestamptz,
    row_version integer not null default 1,
    check (published_by is null or requested_by is null or published_by <> requested_by),
    check ((state = 'published') = (published_at is not null)),
    check (state <> 'published' or effective_from is not null)
);
create unique index base_rule_sets_one_draft on base_rule_sets ((true)) where state in ('draft', 'waiting');

-- Versions: a published one is never edited, only followed by another.
create table rule_sets (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    version integer not null,
    state text not null check (state in ('draft', 'waiting', 'published', 'withdrawn')),
    effective_from date,
    rules jsonb not null,
    copied_from integer,
    -- why the second officer gave it back
    note text not null default '',
    created_by uuid,
    created_at timestamptz not null,
    requested_by uuid,
    requested_at timestamptz,
    published_by uuid,
    published_at timestamptz,
    impact jsonb,
    row_version integer not null default 1,
    primary key (agency_id, id),
    unique (agency_id, version),
    check (published_by is null or requested_by is null or published_by <> requested_by),
    check ((state = 'published') = (published_at is not null)),
    check (state <> 'published' or effective_from is not null)
);
create unique index rule_sets_one_draft on rule_sets (agency_id) where state in ('draft', 'waiting');

-- A published version stays as it was, whoever asks.
create function keep_published() returns trigger language plpgsql as $$
begin
    if old.state = 'published' then
        raise exception 'a published rule set is never changed' using errcode = '23514';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger keep_published before update or delete on base_rule_sets for each row execute function keep_published();
-- on the tenant table the same by policy
create policy keep_published_update on rule_sets as restrictive for update using (state <> 'published') with check (true);
create policy keep_published_delete on rule_sets as restrictive for delete using (state <> 'published');
