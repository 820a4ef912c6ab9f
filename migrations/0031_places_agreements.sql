-- Seats that one agency offers to another in an office of its own: an agreement of two agencies, never of persons.
create table seat_agreements (
    id uuid primary key,
    -- whose office it is, and whose people may come
    host_id uuid not null references agencies (id),
    guest_id uuid not null references agencies (id),
    -- the office as its guests read it
    place text not null check (length(place) between 1 and 80),
    address text not null check (length(address) between 1 and 200),
    -- guests a day, at most
    seats smallint not null check (seats between 1 and 500),
    -- bit n is weekday n, Monday first
    weekdays smallint not null check (weekdays between 1 and 127),
    first_on date not null,
    last_on date not null,
    -- the instrument; empty while there is none
    number text not null default '' check (length(number) <= 100),
    note text not null default '' check (length(note) <= 1000),
    state text not null default 'offered' check (state in ('offered', 'accepted', 'declined', 'withdrawn', 'ended')),
    -- why it was declined or ended, for the other agency to read
    reason text not null default '' check (length(reason) <= 500),
    -- which side ended it, and its last day then
    ended_by_host boolean,
    stops_on date,
    offered_at timestamptz not null,
    answered_at timestamptz,
    ended_at timestamptz,
    version integer not null default 1,
    unique (guest_id, id),
    unique (id, host_id, guest_id),
    check (host_id <> guest_id),
    check (first_on <= last_on),
    check (state not in ('declined', 'ended') or reason <> ''),
    check ((state = 'offered') = (answered_at is null)),
    check ((state = 'ended') = (stops_on is not null and ended_by_host is not null and ended_at is not null)),
    check (stops_on <= last_on)
);
comment on table seat_agreements is 'global: the two agencies of an agreement see it, by policy';
create index seat_agreements_host on seat_agreements (host_id, offered_at);
create index seat_agreements_guest on seat_agreements (guest_id, offered_at);

-- How many guests come on a day: a number that the guests' agency writes and the host reads.
create table agreement_days (
    agreement_id uuid not null,
    on_date date not null,
    host_id uuid not null,
    guest_id uuid not null,
    guests smallint not null check (guests > 0),
    primary key (agreement_id, on_date),
    foreign key (agreement_id, host_id, guest_id) references seat_agreements (id, host_id, guest_id)
);
comment on table agreement_days is 'global: numbers a day, for the two agencies of an agreement, by policy';

-- The host makes an offer and may take it back until it is answered; the guest answers; either ends what was accepted.
create function keep_agreement() returns trigger language plpgsql as $$
declare
    me uuid := nullif(current_setting('app.agency_id', true), '')::uuid;
begin
    if not ((old.state = 'offered' and new.state in ('accepted', 'declined') and me = old.guest_id)
        or (old.state = 'offered' and new.state = 'withdrawn' and me = old.host_id)
        or (old.state = 'accepted' and new.state = 'ended' and me in (old.host_id, old.guest_id) and new.ended_by_host = (me = old.host_id))) then
        raise exception 'this agency may not take this step' using errcode = '23514';
    end if;
    return new;
end $$;
create trigger keep_agreement before update on seat_agreements for each row execute function keep_agreement();

do $$
declare
    t text;
    me text := 'nullif(current_setting(''app.agency_id'', true), '''')::uuid';
begin
    foreach t in array array['seat_agreements', 'agreement_days']
    loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy parties on %I for select to luwes_app, luwes_owner using (%s in (host_id, guest_id))', t, me);
    end loop;
    execute format('create policy offers on seat_agreements for insert to luwes_app, luwes_owner with check (host_id = %s and state = ''offered'')', me);
    execute format('create policy steps on seat_agreements for update to luwes_app, luwes_owner using (%s in (host_id, guest_id)) with check (%s in (host_id, guest_id))', me, me);
    execute format('create policy counted on agreement_days for insert to luwes_app, luwes_owner with check (guest_id = %s)', me);
    execute format('create policy again on agreement_days for delete to luwes_app, luwes_owner using (guest_id = %s)', me);
end $$;
-- its terms never change, and nothing of it is deleted
grant select, insert, update (state, reason, ended_by_host, stops_on, answered_at, ended_at, version) on seat_agreements to luwes_app;
grant select, insert, delete on agreement_days to luwes_app;
grant select on seat_agreements, agreement_days to luwes_backup;

-- The agreement whose seats the days of a request take: one by which the agency's people may come.
alter table requests
    add column agreement_id uuid,
    add constraint requests_agreement foreign key (agency_id, agreement_id) references seat_agreements (guest_id, id) not valid,
    add constraint requests_agreement_is_an_office check (agreement_id is null or place = 'other_office') not valid;
create index requests_agreement on requests (agency_id, agreement_id) where agreement_id is not null;
