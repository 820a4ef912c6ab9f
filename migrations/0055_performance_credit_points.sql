-- Credit points of functional positions (law 4.12): the coefficient of a year by level (jenjang) is data of the agency, written by one officer
-- and put in force by another; what somebody's rating of a year came to is kept with what it was counted from, the figures before it too.
create table credit_coefficients (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    -- the level as positions name it, in small letters
    jenjang text not null check (length(jenjang) between 1 and 60 and jenjang = lower(jenjang)),
    -- points a year, in hundredths
    hundredths integer not null check (hundredths between 1 and 100000),
    instrument text not null check (length(instrument) between 1 and 200),
    -- it counts for the years that end on this day or later, until another one does
    from_on date not null,
    state text not null default 'waiting' check (state in ('waiting', 'in_force', 'withdrawn')),
    written_by uuid not null,
    written_at timestamptz not null,
    put_by uuid,
    put_at timestamptz,
    version integer not null default 1,
    primary key (agency_id, id),
    foreign key (agency_id, written_by) references memberships (agency_id, id),
    foreign key (agency_id, put_by) references memberships (agency_id, id),
    -- nobody puts their own in force
    constraint credit_coefficients_not_own check (put_by <> written_by),
    constraint credit_coefficients_put check ((state = 'in_force') = (put_by is not null) and (put_by is null) = (put_at is null))
);
create index credit_coefficients_force on credit_coefficients (agency_id, jenjang, from_on) where state = 'in_force';

create table credit_points (
    agency_id uuid not null references agencies (id),
    employee_id uuid not null,
    year smallint not null check (year between 2000 and 2099),
    -- counts the figures of a year: the newest holds
    number smallint not null check (number > 0),
    formula smallint not null,
    predikat text not null check (predikat in ('sangat_baik', 'baik', 'butuh_perbaikan', 'kurang', 'sangat_kurang')),
    jenjang text not null,
    -- null: the one that the law's source names
    coefficient_id uuid,
    hundredths integer not null check (hundredths > 0),
    instrument text not null,
    percent smallint not null check (percent between 1 and 1000),
    -- in ten thousandths of a point: hundredths times percent, exactly
    points bigint not null check (points = hundredths::bigint * percent),
    counted_at timestamptz not null,
    primary key (agency_id, employee_id, year, number),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    foreign key (agency_id, coefficient_id) references credit_coefficients (agency_id, id)
);
create index credit_points_year on credit_points (agency_id, year, employee_id);

do $$
declare t text;
begin
    foreach t in array array['credit_coefficients', 'credit_points'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I for all to luwes_app, luwes_owner
            using (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)
            with check (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)', t);
        execute format('grant select on %I to luwes_backup', t);
    end loop;
end $$;
grant select, insert, update on credit_coefficients to luwes_app;
-- a figure is never changed: another one follows it
grant select, insert on credit_points to luwes_app;
