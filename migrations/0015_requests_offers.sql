-- Other days can be offered and wait for the person's answer; a head can assign days, which the person confirms; and a full day has
-- a waiting list whose people are seated in order.
alter table requests
    -- who assigned the days to the employee; null: the employee asked
    add column assigned_by uuid,
    -- since when it waits for a place; kept once it is seated: lead times are counted from there
    add column queued_at timestamptz,
    -- when it was last tried whether there is room
    add column tried_at timestamptz,
    add constraint requests_assigned_by foreign key (agency_id, assigned_by) references employees (agency_id, id),
    -- nobody assigns days to themselves
    add constraint requests_assigned_not_own check (assigned_by is distinct from employee_id),
    drop constraint requests_state_check,
    add constraint requests_state_check check (state in ('draft', 'queued', 'submitted', 'offered', 'returned', 'approved',
        'approved_adjusted', 'refused', 'withdrawn', 'cancelled', 'revoked', 'ended'));

create index requests_queue on requests (agency_id, unit_id, queued_at, id) where state = 'queued';
-- days that are offered are held for the person
create index requests_offered on requests (agency_id, first_on) where state = 'offered';
