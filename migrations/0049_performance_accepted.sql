-- What was accepted of somebody's work since a day: rules may open days of a week to whoever delivers.
create index deliverables_accepted on deliverables (agency_id, employee_id, ended_at) where state = 'accepted';
