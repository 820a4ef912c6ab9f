-- The ministry's windows: one draft and its way to publication by a second officer, as for base rule sets.
create table national_windows (
    id uuid primary key,
    number text not null default '' check (length(number) <= 100),
    title text not null check (length(title) between 1 and 120),
    first_on date not null,
    last_on date not null,
    home boolean not null,
    elsewhere boolean not null,
    share smallint not null check (share between 1 and 100),
    note text not null default '' check (length(note) <= 2000),
    state text not null check (state in ('draft', 'waiting', 'published', 'withdrawn')),
    -- why the second officer gave it back
    returned text not null default '' check (length(returned) <= 500),
    created_by uuid,
    created_at timestamptz not null,
    requested_by uuid,
    requested_at timestamptz,
    published_by uuid,
    published_at timestamptz,
    version integer not null default 1,
    check (first_on <= last_on),
    check (home or elsewhere),
    check (published_by is null or requested_by is null or published_by <> requested_by),
    check ((state = 'published') = (published_at is not null))
);
comment on table national_windows is 'global: the ministry proposes them to every agency';
create index national_windows_published on national_windows (last_on) where state = 'published';
create function keep_published_window() returns trigger language plpgsql as $$
begin
    if old.state = 'published' then
        raise exception 'a published window is never changed' using errcode = '23514';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger keep_published before update or delete on national_windows for each row execute function keep_published_window();
grant select, insert, update on national_windows to luwes_app;
grant select on national_windows to luwes_platform, luwes_backup;


-- Windows: periods of flexible work by an instrument of government (a circular), in one agency.
create table windows (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    kind text not null check (kind in ('national', 'agency', 'emergency')),
    -- the ministry's window that this one takes up
    national_id uuid references national_windows (id),
    number text not null default '' check (length(number) <= 100),
    title text not null check (length(title) between 1 and 120),
    first_on date not null,
    last_on date not null,
    -- places allowed; at least one
    home boolean not null,
    elsewhere boolean not null,
    -- share of a unit's staff that may be away at once, in per cent
    share smallint not null check (share between 1 and 100),
    -- units that serve the public stay open unless the window says otherwise
    direct_service boolean not null default false,
    note text not null default '' check (length(note) <= 2000),
    -- null: the system itself
    set_by uuid,
    set_at timestamptz not null,
    ended_by uuid,
    ended_at timestamptz,
    end_reason text not null default '' check (length(end_reason) <= 500),
    version integer not null default 1,
    primary key (agency_id, id),
    foreign key (agency_id, set_by) references memberships (agency_id, id),
    foreign key (agency_id, ended_by) references memberships (agency_id, id),
    check (first_on <= last_on),
    check (home or elsewhere),
    check ((kind = 'national') = (national_id is not null)),
    check (ended_at is null or end_reason <> '')
);
create index windows_open on windows (agency_id, last_on, first_on) where ended_at is null;
create unique index windows_once on windows (agency_id, national_id) where national_id is not null;

-- The units a window is for (none: the whole agency) and those it leaves out, each with everything below it.
create table window_units (
    agency_id uuid not null references agencies (id),
    window_id uuid not null,
    unit_id uuid not null,
    excluded boolean not null,
    primary key (agency_id, window_id, unit_id),
    foreign key (agency_id, window_id) references windows (agency_id, id),
    foreign key (agency_id, unit_id) references units (agency_id, id)
);

-- What an agency's leader answered to a window of the ministry: it may, it need not.
create table window_answers (
    agency_id uuid not null references agencies (id),
    national_id uuid not null references national_windows (id),
    answer text not null check (answer in ('accepted', 'adjusted', 'declined')),
    window_id uuid,
    reason text not null default '' check (length(reason) <= 500),
    answered_by uuid not null,
    answered_at timestamptz not null,
    primary key (agency_id, national_id),
    foreign key (agency_id, window_id) references windows (agency_id, id),
    foreign key (agency_id, answered_by) references memberships (agency_id, id),
    check ((answer = 'declined') = (window_id is null)),
    check (answer <> 'declined' or reason <> '')
);

-- The answer as the ministry may read it across agencies: the agency's own statement, never a person.
create table stats_windows (
    agency_id uuid not null references agencies (id),
    national_id uuid not null references national_windows (id),
    answer text not null check (answer in ('accepted', 'adjusted', 'declined')),
    first_on date,
    last_on date,
    share smallint,
    reason text not null default '',
    -- the agency ended it before its time
    ended boolean not null default false,
    as_of timestamptz not null,
    primary key (agency_id, national_id)
);

do $$
declare t text;
begin
    foreach t in array array['windows', 'window_units', 'window_answers', 'stats_windows']
    loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I for all to luwes_app, luwes_owner using (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid) with check (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)', t);
        execute format('grant select, insert, update, delete on %I to luwes_app', t);
        execute format('grant select on %I to luwes_backup', t);
    end loop;
end $$;
create policy across on stats_windows for select to luwes_platform using (true);
grant select on stats_windows to luwes_platform;

-- The window that all days of a request lie in.
alter table requests
    add column window_id uuid,
    add constraint requests_window foreign key (agency_id, window_id) references windows (agency_id, id);
create index requests_window on requests (agency_id, window_id) where window_id is not null;
