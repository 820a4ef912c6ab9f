-- Exchange of flexible days: one person gives a day and takes a colleague's; the colleague agrees, the approver of both decides once.
create table swaps (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    -- the unit of both
    unit_id uuid not null,
    proposer_id uuid not null,
    colleague_id uuid not null,
    -- the (half) day that the proposer gives
    give_request_id uuid not null,
    give_on date not null,
    give_halves smallint not null check (give_halves between 1 and 3),
    -- the (half) day of the colleague that the proposer takes
    take_request_id uuid not null,
    take_on date not null,
    take_halves smallint not null check (take_halves between 1 and 3),
    -- proposed: the colleague has to answer; agreed: the approver has to decide
    state text not null default 'proposed' check (state in ('proposed', 'agreed', 'approved', 'refused', 'declined', 'withdrawn', 'lapsed')),
    note text not null default '' check (length(note) <= 2000),
    proposed_at timestamptz not null,
    answered_at timestamptz,
    answer_note text not null default '' check (length(answer_note) <= 2000),
    -- who decides for both; null: the agency's leader
    approver_id uuid,
    decided_by uuid,
    acting_kind text,
    -- the head in whose place it was decided
    for_id uuid,
    decision_note text not null default '' check (length(decision_note) <= 2000),
    undo_until timestamptz,
    batch_id uuid,
    withdrawn_by uuid,
    -- why it lapsed: a word of the catalogues
    lapse text check (lapse in ('day', 'gone', 'approver', 'unanswered')),
    ended_at timestamptz,
    -- the evaluation of each of the two, as it was last judged
    proposer_verdict text,
    colleague_verdict text,
    base_version integer,
    rule_version integer,
    -- the same form sent twice makes one proposal
    idempotency_key uuid,
    version integer not null default 1,
    primary key (agency_id, id),
    foreign key (agency_id, unit_id) references units (agency_id, id),
    foreign key (agency_id, proposer_id) references employees (agency_id, id),
    foreign key (agency_id, colleague_id) references employees (agency_id, id),
    foreign key (agency_id, give_request_id) references requests (agency_id, id),
    foreign key (agency_id, take_request_id) references requests (agency_id, id),
    foreign key (agency_id, approver_id) references employees (agency_id, id),
    foreign key (agency_id, decided_by) references employees (agency_id, id),
    foreign key (agency_id, for_id) references employees (agency_id, id),
    foreign key (agency_id, withdrawn_by) references employees (agency_id, id),
    constraint swaps_two_people check (proposer_id <> colleague_id),
    constraint swaps_two_days check (give_on <> take_on or (give_halves & take_halves) = 0),
    -- nobody decides their own case, and neither of the two is the one it waits for
    constraint swaps_decided_not_own check (decided_by not in (proposer_id, colleague_id)),
    constraint swaps_approver_not_own check (approver_id not in (proposer_id, colleague_id)),
    constraint swaps_decided check ((state in ('approved', 'refused')) = (decided_by is not null)),
    constraint swaps_verdicts check (state not in ('agreed', 'approved') or (proposer_verdict is not null and colleague_verdict is not null)),
    constraint swaps_withdrawn check ((state = 'withdrawn') = (withdrawn_by is not null)),
    constraint swaps_withdrawn_by check (withdrawn_by in (proposer_id, colleague_id)),
    constraint swaps_lapse check ((state = 'lapsed') = (lapse is not null)),
    constraint swaps_ended check ((state in ('proposed', 'agreed')) = (ended_at is null)),
    constraint swaps_answered check (state not in ('agreed', 'approved', 'refused', 'declined') or answered_at is not null)
);
-- the same two days are proposed once at a time
create unique index swaps_open on swaps (agency_id, give_request_id, give_on, take_request_id, take_on) where state in ('proposed', 'agreed');
-- a day is promised in one exchange at a time
create unique index swaps_promised_give on swaps (agency_id, give_request_id, give_on) where state = 'agreed';
create unique index swaps_promised_take on swaps (agency_id, take_request_id, take_on) where state = 'agreed';
create unique index swaps_once on swaps (agency_id, proposer_id, idempotency_key) where idempotency_key is not null;
create index swaps_inbox on swaps (agency_id, approver_id, proposed_at) where state = 'agreed';
create index swaps_proposer on swaps (agency_id, proposer_id, proposed_at);
create index swaps_colleague on swaps (agency_id, colleague_id, proposed_at);
create index swaps_give on swaps (agency_id, give_request_id);
create index swaps_take on swaps (agency_id, take_request_id);
create index swaps_waiting on swaps (agency_id, proposed_at) where state in ('proposed', 'agreed');
create index swaps_batch on swaps (agency_id, batch_id) where batch_id is not null;

alter table swaps enable row level security;
alter table swaps force row level security;
create policy tenant on swaps for all to luwes_app, luwes_owner
    using (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid)
    with check (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid);
grant select, insert, update, delete on swaps to luwes_app;
grant select on swaps to luwes_backup;
