-- Files of delivered work. Their bytes lie outside of the database, each named by its agency and its id; here stands what it is called, how
-- large it is, and the hash by which both sides know it.
create table delivery_files (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    deliverable_id uuid not null,
    employee_id uuid not null,
    -- the version that it was delivered with; null: sent by a program, not delivered yet
    number smallint,
    -- the order in which they were handed in
    place smallint not null check (place > 0),
    name text not null check (length(name) between 1 and 150),
    media_type text not null,
    size bigint not null check (size > 0),
    sha256 bytea not null check (octet_length(sha256) = 32),
    -- whether the operator's scanner looked at it
    scanned boolean not null,
    sent_at timestamptz not null,
    primary key (agency_id, id),
    unique (agency_id, deliverable_id, number, place),
    foreign key (agency_id, deliverable_id, employee_id) references deliverables (agency_id, id, employee_id),
    foreign key (agency_id, deliverable_id, number) references deliveries (agency_id, deliverable_id, number)
);
create index delivery_files_waiting on delivery_files (agency_id, sent_at) where number is null;

alter table delivery_files enable row level security;
alter table delivery_files force row level security;
create policy tenant on delivery_files for all to luwes_app, luwes_owner
    using (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid)
    with check (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid);
grant select, insert, update, delete on delivery_files to luwes_app;
grant select on delivery_files to luwes_backup;

-- a delivery of files alone is something
alter table deliveries add column files smallint not null default 0 check (files between 0 and 10);
alter table deliveries
    drop constraint deliveries_something,
    add constraint deliveries_something check (words <> '' or cardinality(links) > 0 or files > 0) not valid;

-- how many files a delivery may have, and how large each may be, in MiB; none: files are not taken
alter table target_terms
    add column files smallint not null default 5 check (files between 0 and 10),
    add column file_size smallint not null default 100 check (file_size between 1 and 100);
