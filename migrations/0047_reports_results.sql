-- From how many people on a report of results says anything about a group; no law at hand names a number, it is the agency's own.
alter table agency_settings add column smallest_group smallint not null default 5 check (smallest_group between 3 and 50);

-- What flexible days came to in a quarter or a month, counted regularly: one row a period, never counted again while somebody waits.
create table results (
    agency_id uuid not null references agencies (id),
    code text not null check (code ~ '^20[0-9]{2}-(Q[1-4]|0[1-9]|1[0-2])$'),
    as_of timestamptz not null,
    summary jsonb not null,
    primary key (agency_id, code)
);
alter table results enable row level security;
alter table results force row level security;
create policy tenant on results for all to luwes_app, luwes_owner using (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid) with check (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid);
grant select, insert, update, delete on results to luwes_app;
grant select on results to luwes_backup;

-- work by the instant of its first delivery
create index deliveries_first on deliveries (agency_id, delivered_at) where number = 1;
