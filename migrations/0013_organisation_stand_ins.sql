-- An approval is never stuck: heads name their own stand-ins where the agency lets them, whoever is on leave is passed over,
-- and what waits too long moves up or ends as the agency chose.
alter table acting_heads
    -- the head who named the stand-in; null: HR did
    add column named_by uuid,
    add constraint acting_heads_named_by foreign key (agency_id, named_by) references employees (agency_id, id),
    add constraint acting_heads_not_own check (named_by is distinct from employee_id);

alter table agency_settings
    add column heads_name_stand_ins boolean not null default true,
    -- what becomes of a request that nobody answers; never a silent approval
    add column unanswered text not null default 'remind' check (unanswered in ('remind', 'escalate', 'refuse')),
    -- working days of the approver's place after which that happens
    add column unanswered_days smallint not null default 5 check (unanswered_days between 3 and 30);

alter table requests
    -- how often it moved up for want of an answer
    add column level smallint not null default 0 check (level between 0 and 40);

-- the halves that were asked for, where a decision put others on that day
alter table request_days add column asked_halves smallint check (asked_halves between 1 and 3);

-- in whose place a step was taken: the head for whom somebody stands in
alter table request_events add column for_id uuid;

-- Who decides for a person on a day: the explicit supervisor (or whoever acts for the unit he heads above the person),
-- else, unit by unit up the tree, the acting head (Plt or Plh), else the head. Never the person himself. Whoever is on leave all
-- day is passed over, unless everybody is. p_level counts how often the case moved up; beyond the last there is nobody.
-- for_id: the head in whose place he decides, as stand-in or because that head is on leave.
drop function approver_of(uuid, uuid, date);
create function approver_of(p_agency uuid, p_employee uuid, p_on date, p_level integer default 0)
returns table (employee_id uuid, acting text, unit_id uuid, for_id uuid)
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
    named as (
        select -1 as depth, coalesce(l.acting_id, s.id) as person, l.kind, coalesce(l.id, s.unit_id) as unit, s.id as head
        from public.employees p
        join public.employees s on s.agency_id = p.agency_id and s.id = p.supervisor_id and s.active
        left join lateral (select x.* from led x where x.head_id = s.id order by x.depth limit 1) l on true
        where p.agency_id = p_agency and p.id = p_employee
        union all
        select l.depth, coalesce(l.acting_id, l.head_id), l.kind, l.id, l.head_id from led l
    ),
    candidates as (
        select n.depth, n.person, n.kind, n.unit, n.head,
            exists (
                select 1 from public.absences b
                where b.agency_id = p_agency and b.employee_id = n.person and b.kind = 'leave' and b.cancelled_at is null
                  and b.halves = 3 and p_on between b.from_on and b.to_on
            ) as away
        from named n join public.employees x on x.agency_id = p_agency and x.id = n.person and x.active
        where n.person <> p_employee
    ),
    able as (
        select distinct on (c.person) c.*
        from candidates c
        where not c.away or not exists (select 1 from candidates o where not o.away)
        order by c.person, c.depth
    )
    select a.person, a.kind, a.unit,
        case when a.kind is not null then nullif(a.head, p_employee)
            else (select c.person from candidates c where c.depth < a.depth and c.away and not a.away order by c.depth limit 1) end
    from able a
    order by a.depth
    limit 1 offset p_level
$$;
