-- A day of one person deducts nothing, as HR says with a reason: an outage that names a person in place of a unit. Nobody enters or takes away their
-- own; who of HR acted is kept as an employee too, so that the checks can see it (null: an officer who is no employee).
alter table allowance_outages
    add column employee_id uuid,
    add column officer_id uuid,
    add column remover_id uuid,
    add foreign key (agency_id, employee_id) references employees (agency_id, id),
    add foreign key (agency_id, officer_id) references employees (agency_id, id),
    add foreign key (agency_id, remover_id) references employees (agency_id, id),
    add constraint allowance_outages_where check (unit_id is null or employee_id is null),
    add constraint allowance_outages_not_own check (officer_id <> employee_id and remover_id <> employee_id);
create index allowance_outages_people on allowance_outages (agency_id, employee_id, from_on) where removed_at is null and employee_id is not null;
