-- Approved requests by their last day: periodic work asks every minute which of them are over, and must not walk all that go on.
create index requests_ending on requests (agency_id, last_on) where state in ('approved', 'approved_adjusted');

-- As before (0028), word for word; in plpgsql a connection keeps the plan, which took ten times as long as the work of a call.
create or replace function approver_of(p_agency uuid, p_employee uuid, p_on date, p_level integer default 0)
returns table (employee_id uuid, acting text, unit_id uuid, for_id uuid)
language plpgsql stable set search_path = pg_catalog, public as $$
#variable_conflict use_column
begin return query
    with recursive chain as (
        select u.id, u.parent_id, u.head_id, 0 as depth
        from public.employees e join public.units u on u.agency_id = e.agency_id and u.id = e.unit_id
        where e.agency_id = p_agency and e.id = p_employee
        union all
        select u.id, u.parent_id, u.head_id, c.depth + 1
        from chain c join public.units u on u.agency_id = p_agency and u.id = c.parent_id
        where c.depth < 40
    ),
    posts as (
        select c.id, c.depth, c.head_id, t.employee_id as acting_id, t.kind
        from chain c
        left join lateral (
            select a.employee_id, a.kind
            from public.acting_heads a join public.employees x on x.agency_id = a.agency_id and x.id = a.employee_id and x.active
            where a.agency_id = p_agency and a.unit_id = c.id and a.ended_at is null and p_on between a.from_on and a.to_on
            order by a.from_on desc, a.id desc limit 1
        ) t on true
    ),
    led as (
        select l.id, l.depth, l.head_id, coalesce(m.holder_id, l.acting_id) as acting_id, case when m.holder_id is null then l.kind else 'mandate' end as kind
        from posts l
        left join lateral (
            select d.holder_id
            from public.mandates d join chain o on o.id = d.over_id and o.depth <= l.depth
            join public.employees x on x.agency_id = p_agency and x.id = d.holder_id and x.active
            where d.agency_id = p_agency and d.unit_id = l.id and d.giver_id = l.head_id and d.ended_at is null and p_on between d.from_on and d.to_on
              and d.holder_id <> p_employee
              and not exists (select 1 from posts n where n.depth < l.depth and coalesce(n.acting_id, n.head_id) = d.holder_id)
              and not exists (select 1 from public.absences b where b.agency_id = p_agency and b.employee_id = d.holder_id and b.kind = 'leave'
                and b.cancelled_at is null and b.halves = 3 and p_on between b.from_on and b.to_on)
            order by o.depth, d.from_on desc, d.id desc limit 1
        ) m on true
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
    limit 1 offset p_level;
end
$$;
