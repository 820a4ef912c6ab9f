-- A correction that was begun by mistake is dropped while it is a simulation; it stays readable and never holds. The month itself, and what is locked, are
-- never dropped.
alter table allowance_runs
    add column dropped_by uuid,
    add column dropped_at timestamptz,
    add foreign key (agency_id, dropped_by) references memberships (agency_id, id),
    drop constraint allowance_runs_state_check,
    add constraint allowance_runs_state_check check (state in ('counting', 'simulated', 'locked', 'dropped')),
    add constraint allowance_runs_dropped check ((state = 'dropped') = (dropped_by is not null) and (dropped_by is null) = (dropped_at is null)
        and (dropped_at is null or (correction > 0 and locked_at is null)));
