-- Feedback at any time (law 4.1), asked for or given unasked, with the giver's name. What is taken back stays as a row that nobody else reads.
create table feedback (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    -- the person it is about, and whoever gives it
    about_id uuid not null,
    giver_id uuid not null,
    -- how the giver stood to the person then
    relation text not null check (relation in ('superior', 'peer', 'other')),
    -- what it is about, as it read then: a line of the targets (its thread), a piece of work, or something in words
    thread_id uuid,
    deliverable_id uuid,
    topic text not null default '' check (length(topic) <= 200),
    -- what the person wanted to know
    question text not null default '' check (length(question) <= 1000),
    asked_at timestamptz,
    state text not null check (state in ('asked', 'given', 'declined', 'withdrawn')),
    kind text check (kind in ('praise', 'suggestion', 'concern')),
    words text not null default '' check (length(words) <= 1000),
    given_at timestamptz,
    answer text not null default '' check (length(answer) <= 1000),
    answered_at timestamptz,
    ended_at timestamptz,
    version integer not null default 1,
    primary key (agency_id, id),
    foreign key (agency_id, about_id) references employees (agency_id, id),
    foreign key (agency_id, giver_id) references employees (agency_id, id),
    foreign key (agency_id, thread_id) references target_lines (agency_id, id) on delete set null (thread_id),
    foreign key (agency_id, deliverable_id) references deliverables (agency_id, id),
    -- nobody gives it about themselves
    constraint feedback_not_own check (giver_id <> about_id),
    constraint feedback_subject check (thread_id is null or deliverable_id is null),
    constraint feedback_asked check ((asked_at is null) = (question = '') and (asked_at is not null or given_at is not null)),
    constraint feedback_given check ((state in ('given', 'withdrawn')) = (given_at is not null) and (given_at is null) = (kind is null) and (given_at is null) = (words = '')),
    constraint feedback_answered check ((answered_at is null) = (answer = '') and (answered_at is null or given_at is not null)),
    constraint feedback_ended check ((state in ('declined', 'withdrawn')) = (ended_at is not null))
);
-- nobody is asked again before there is an answer
create unique index feedback_open on feedback (agency_id, about_id, giver_id) where state = 'asked';
create index feedback_about on feedback (agency_id, about_id, given_at);
create index feedback_giver on feedback (agency_id, giver_id, given_at);
create index feedback_thread on feedback (agency_id, thread_id) where thread_id is not null;
create index feedback_deliverable on feedback (agency_id, deliverable_id) where deliverable_id is not null;

alter table feedback enable row level security;
alter table feedback force row level security;
create policy tenant on feedback for all to luwes_app, luwes_owner
    using (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid)
    with check (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid);
grant select, insert, update, delete on feedback to luwes_app;
grant select on feedback to luwes_backup;
