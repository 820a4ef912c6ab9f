-- The last day of a rating's period is kept with it: of a person's ratings the one of the latest period counts, and everybody's are read often.
alter table ratings add column ends_on date not null generated always as (rating_period_end(period, rated_on)) stored;
