-- Whom a period of rating was told to, and who was reminded of its day: the worker goes through the people in the order of their ids, a set at
-- a time, and keeps how far it came. What was opened before this is told to nobody late.
alter table rating_periods
    add column told_to uuid,
    add column told_at timestamptz default now(),
    add column reminded_to uuid,
    add column reminded_at timestamptz;
alter table rating_periods alter column told_at drop default;
create index rating_periods_open on rating_periods (agency_id, due_on) where state = 'open';
