-- What the ministry may read across agencies: counts, never rows of people.
create table stats_agencies (
    agency_id uuid not null primary key references agencies (id),
    as_of timestamptz not null,
    employees integer not null,
    standing_ok integer not null,
    positions_undecided integer not null,
    pending integer not null,
    pending_over_3_days integer not null,
    approved_30_days integer not null,
    refused_30_days integer not null,
    place_days_next_7 integer not null,
    rule_version integer
);
create table stats_reasons (
    agency_id uuid not null references agencies (id),
    rule_kind text not null,
    people integer not null,
    as_of timestamptz not null,
    primary key (agency_id, rule_kind)
);
