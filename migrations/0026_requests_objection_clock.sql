-- An objection has a clock: the day by which the leader answers, by the working days of the unit concerned, as the agency chose.
-- No period is known from the law (law.md section 1 names none): it is a setting.
alter table agency_settings add column objection_days smallint not null default 5 check (objection_days between 1 and 30);
-- null: opened before there was a clock
alter table objections add column due_on date;
create index objections_due on objections (agency_id, due_on) where state = 'open';
