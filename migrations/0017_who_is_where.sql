-- Who is where, seen from further away: how far a unit shows its people, and boards for a reception.

-- unit: those who may see the unit's week. agency: everybody of the agency too, as in the office, elsewhere or away.
alter table units add column visibility text not null default 'unit' check (visibility in ('unit', 'agency'));

-- Secret links that show today of a unit on a screen. Where the secret lives is kept in token_homes, as for feeds: found before any
-- agency is known, gone with the password and access of whoever made the link.
create table boards (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    unit_id uuid not null,
    membership_id uuid not null,
    name text not null check (length(name) between 1 and 100),
    -- without names it counts only
    names boolean not null,
    created_at timestamptz not null,
    -- a link that a token made ends no later than that token
    expires_at timestamptz,
    revoked_at timestamptz,
    revoked_by uuid,
    primary key (agency_id, id),
    foreign key (agency_id, unit_id) references units (agency_id, id),
    foreign key (agency_id, membership_id) references memberships (agency_id, id),
    foreign key (agency_id, revoked_by) references memberships (agency_id, id)
);
create index boards_unit on boards (agency_id, unit_id, created_at);
create index boards_membership on boards (agency_id, membership_id);

alter table boards enable row level security;
alter table boards force row level security;
create policy tenant on boards for all to luwes_app, luwes_owner
    using (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid)
    with check (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid);
grant select, insert, update, delete on boards to luwes_app;
grant select on boards to luwes_backup;
