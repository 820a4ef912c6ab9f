-- Own working hours: a request of kind 'time' asks for a week of own start and end times over a period. It takes no place from anybody,
-- so it has no days of its own (request_days) and no place; what counts places keeps to shapes 'days' and 'pattern'.
alter table requests
    alter column place drop not null,
    -- the week: {"normal": {"mon": {"start": "07:00:00", "end": "15:30:00"}, …}, "ramadan": {…}}
    add column hours jsonb,
    drop constraint requests_kind_check,
    add constraint requests_kind_check check (kind in ('place', 'time')) not valid,
    drop constraint requests_shape_check,
    add constraint requests_shape_check check (shape in ('days', 'pattern', 'hours')) not valid,
    add constraint requests_kind_is_whole check (
        (kind = 'place') = (place is not null)
        and (kind = 'time') = (shape = 'hours')
        and (kind = 'time') = (hours is not null and first_on is not null and last_on is not null)) not valid;

-- who has own hours in a period: looked up for a unit's week and for overlaps
create index requests_hours on requests (agency_id, employee_id, first_on) where kind = 'time';
