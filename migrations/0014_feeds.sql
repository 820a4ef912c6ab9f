-- Calendar feeds: secret links by which a calendar program reads somebody's days, or who is where in a unit.
-- Where the secret of a link lives is kept in token_homes, as for the tokens of programs: found before any agency is known, gone
-- with the person's password and access.
create table feeds (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    membership_id uuid not null,
    kind text not null check (kind in ('own', 'unit')),
    unit_id uuid,
    name text not null check (length(name) between 1 and 100),
    created_at timestamptz not null,
    -- a link that a token made ends no later than that token
    expires_at timestamptz,
    revoked_at timestamptz,
    primary key (agency_id, id),
    foreign key (agency_id, membership_id) references memberships (agency_id, id),
    foreign key (agency_id, unit_id) references units (agency_id, id),
    check ((kind = 'unit') = (unit_id is not null))
);
create index feeds_membership on feeds (agency_id, membership_id, created_at);

-- a feed also tells what was cancelled lately
create index absences_cancelled on absences (agency_id, employee_id, cancelled_at) where cancelled_at is not null;

alter table feeds enable row level security;
alter table feeds force row level security;
create policy tenant on feeds for all to luwes_app, luwes_owner
    using (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid)
    with check (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid);
grant select, insert, update, delete on feeds to luwes_app;
grant select on feeds to luwes_backup;
