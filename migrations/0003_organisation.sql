create table units (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    code text,
    parent_id uuid,
    name text not null check (length(name) between 1 and 300),
    head_title text,
    head_id uuid,
    -- found as `Kepala <unit>` at import, waits for HR to confirm
    proposed_head_id uuid,
    place text not null default '',
    time_zone text check (time_zone in ('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura')),
    direct_service boolean not null default false,
    min_on_site smallint check (min_on_site >= 0),
    week_pattern smallint check (week_pattern in (5, 6)),
    active boolean not null default true,
    version integer not null default 1,
    primary key (agency_id, id),
    foreign key (agency_id, parent_id) references units (agency_id, id),
    check (parent_id is null or parent_id <> id)
);
create unique index units_code on units (agency_id, code) where code is not null;
create index units_parent on units (agency_id, parent_id);
create index units_name on units (agency_id, lower(name));
create index units_head on units (agency_id, head_id) where head_id is not null;

create table positions (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    name text not null check (length(name) between 1 and 300),
    family text,
    jenjang text,
    kelas smallint check (kelas between 1 and 17),
    -- The five task flags of PermenPANRB 4/2025 art. 23 (law.md 1.7); null = not yet decided by HR
    outside_office boolean,
    no_special_room boolean,
    uses_ict boolean,
    little_face_to_face boolean,
    little_supervision boolean,
    -- duty that must be done outside the office: the weekly cap does not apply (law.md 1.5)
    outside_duty boolean not null default false,
    decided_at timestamptz,
    decided_by uuid,
    active boolean not null default true,
    version integer not null default 1,
    primary key (agency_id, id)
);
create unique index positions_name on positions (agency_id, lower(name));

create table employees (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    nip text not null check (nip ~ '^[0-9]{18}$'),
    name text not null check (length(name) between 1 and 200),
    asn_kind text not null check (asn_kind in ('pns', 'cpns', 'pppk', 'pppk_part_time')),
    grade text,
    grade_since date,
    unit_id uuid not null,
    position_id uuid not null,
    position_since date,
    supervisor_id uuid,
    birth_on date,
    gender text check (gender in ('L', 'P')),
    email text,
    phone text,
    appointed_on date,
    legal_state text not null default 'Aktif',
    active boolean not null default true,
    left_on date,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (agency_id, id),
    foreign key (agency_id, unit_id) references units (agency_id, id),
    foreign key (agency_id, position_id) references positions (agency_id, id),
    foreign key (agency_id, supervisor_id) references employees (agency_id, id),
    check (supervisor_id is null or supervisor_id <> id)
);
create unique index employees_nip on employees (agency_id, nip);
create index employees_unit on employees (agency_id, unit_id) where active;
create index employees_supervisor on employees (agency_id, supervisor_id) where supervisor_id is not null;
create index employees_position on employees (agency_id, position_id);
create index employees_name on employees (agency_id, lower(name), id);

alter table units add foreign key (agency_id, head_id) references employees (agency_id, id);
alter table units add foreign key (agency_id, proposed_head_id) references employees (agency_id, id);
alter table memberships add foreign key (agency_id, employee_id) references employees (agency_id, id);

-- History of positions and units with validity dates; the open row mirrors employees.
create table assignments (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    employee_id uuid not null,
    unit_id uuid not null,
    position_id uuid not null,
    from_on date not null,
    to_on date,
    primary key (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    foreign key (agency_id, unit_id) references units (agency_id, id),
    foreign key (agency_id, position_id) references positions (agency_id, id),
    check (to_on is null or to_on >= from_on)
);
create index assignments_employee on assignments (agency_id, employee_id, from_on);

create table acting_heads (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    unit_id uuid not null,
    employee_id uuid not null,
    kind text not null check (kind in ('plt', 'plh')),
    from_on date not null,
    to_on date not null,
    ended_at timestamptz,
    created_at timestamptz not null,
    primary key (agency_id, id),
    foreign key (agency_id, unit_id) references units (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id),
    check (to_on >= from_on)
);
create index acting_heads_unit on acting_heads (agency_id, unit_id, from_on);
create index acting_heads_employee on acting_heads (agency_id, employee_id, from_on);

create table discipline (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    employee_id uuid not null,
    level text not null check (level in ('light', 'medium', 'heavy')),
    state text not null check (state in ('in_process', 'serving', 'ended')),
    from_on date not null,
    to_on date,
    created_at timestamptz not null,
    primary key (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id)
);
create index discipline_employee on discipline (agency_id, employee_id);

create table ratings (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    employee_id uuid not null,
    period text not null,
    predikat text not null check (predikat in ('sangat_baik', 'baik', 'butuh_perbaikan', 'kurang', 'sangat_kurang')),
    rated_on date not null,
    source text not null default 'entered',
    created_at timestamptz not null,
    primary key (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id)
);
create unique index ratings_period on ratings (agency_id, employee_id, period);

create table homes (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    employee_id uuid not null,
    address text not null,
    city text not null default '',
    state text not null check (state in ('proposed', 'confirmed', 'declined', 'replaced')),
    proposed_at timestamptz not null,
    decided_at timestamptz,
    decided_by uuid,
    note text not null default '',
    primary key (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id)
);
create unique index homes_open on homes (agency_id, employee_id, state) where state in ('proposed', 'confirmed');

create table corrections (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    employee_id uuid not null,
    fact text not null,
    shown_value text not null default '',
    statement text not null,
    state text not null default 'open' check (state in ('open', 'accepted', 'declined')),
    opened_at timestamptz not null,
    due_on date not null,
    answered_at timestamptz,
    answered_by uuid,
    answer text,
    version integer not null default 1,
    primary key (agency_id, id),
    foreign key (agency_id, employee_id) references employees (agency_id, id)
);
create index corrections_open on corrections (agency_id, state, due_on);
create index corrections_employee on corrections (agency_id, employee_id);

-- An upload on its way through map, preview and apply. Employees are written only by apply.
create table imports (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    kind text not null check (kind in ('employees', 'units', 'absences')),
    file_id uuid not null,
    sheet text,
    mapping jsonb,
    state text not null check (state in ('uploaded', 'applied', 'discarded')),
    created_by uuid not null,
    created_at timestamptz not null,
    applied_at timestamptz,
    accepted integer not null default 0,
    rejected integer not null default 0,
    duplicates integer not null default 0,
    report jsonb,
    version integer not null default 1,
    primary key (agency_id, id),
    foreign key (agency_id, file_id) references files (agency_id, id)
);
create index imports_created on imports (agency_id, created_at, id);

-- Who decides for a person on a day: the explicit supervisor (or whoever acts for the unit he heads above the person),
-- else, unit by unit up the tree, the acting head (Plt or Plh), else the head. Never the person himself.
create function approver_of(p_agency uuid, p_employee uuid, p_on date)
returns table (employee_id uuid, acting text, unit_id uuid)
language sql stable set search_path = pg_catalog, public as $$
    with recursive chain as (
        select u.id, u.parent_id, u.head_id, 0 as depth
        from public.employees e join public.units u on u.agency_id = e.agency_id and u.id = e.unit_id
        where e.agency_id = p_agency and e.id = p_employee
        union all
        select u.id, u.parent_id, u.head_id, c.depth + 1
        from chain c join public.units u on u.agency_id = p_agency and u.id = c.parent_id
        where c.depth < 40
    ),
    led as (
        select c.id, c.depth, c.head_id, t.employee_id as acting_id, t.kind
        from chain c
        left join lateral (
            select a.employee_id, a.kind
            from public.acting_heads a join public.employees x on x.agency_id = a.agency_id and x.id = a.employee_id and x.active
            where a.agency_id = p_agency and a.unit_id = c.id and a.ended_at is null and p_on between a.from_on and a.to_on
            order by a.from_on desc, a.id desc limit 1
        ) t on true
    ),
    candidates as (
        select -1 as depth, coalesce(l.acting_id, s.id) as employee_id, l.kind, coalesce(l.id, s.unit_id) as unit_id
        from public.employees p
        join public.employees s on s.agency_id = p.agency_id and s.id = p.supervisor_id and s.active
        left join lateral (select x.* from led x where x.head_id = s.id order by x.depth limit 1) l on true
        where p.agency_id = p_agency and p.id = p_employee
        union all
        select l.depth, coalesce(l.acting_id, l.head_id), l.kind, l.id from led l
    )
    select c.employee_id, c.kind, c.unit_id
    from candidates c join public.employees x on x.agency_id = p_agency and x.id = c.employee_id and x.active
    where c.employee_id <> p_employee
    order by c.depth limit 1
$$;
