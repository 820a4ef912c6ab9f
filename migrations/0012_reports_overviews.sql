-- What the leader's overview shows, counted regularly: one row an agency, never counted again while somebody waits.
create table overviews (
    agency_id uuid not null primary key references agencies (id),
    as_of timestamptz not null,
    summary jsonb not null
);
alter table overviews enable row level security;
alter table overviews force row level security;
create policy tenant on overviews for all to luwes_app, luwes_owner using (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid) with check (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid);
grant select, insert, update, delete on overviews to luwes_app;
grant select on overviews to luwes_backup;
