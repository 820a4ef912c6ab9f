-- A population for `luwes bench`: settings bench.employees, bench.agencies, bench.base and bench.rules (the rule sets as JSON).
-- Agency sizes are skewed as in real life: the largest holds about 12 per cent of everybody. Units have 50 people, the first leads.
-- Ids are made from counters with the shape of UUIDv7, so that neighbours in time are neighbours in the index.
-- Quick, because nobody else uses this database: foreign keys are not asked, and secondary indexes are built once at the end.
set local session_replication_role = replica;
set local maintenance_work_mem = '512MB';
create temp table indexes_later on commit drop as
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class t on t.oid = i.indrelid
    where t.relnamespace = 'public'::regnamespace and t.relname = any(array['employees', 'assignments', 'ratings', 'homes', 'identities', 'identity_agencies',
        'memberships', 'requests', 'request_days', 'plan_lines', 'request_events'])
      and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid);
do $$ declare one record; begin
    for one in select * from indexes_later loop execute 'drop index ' || one.name; end loop;
end $$;

create function pg_temp.bench_id(kind int, n bigint) returns uuid language sql immutable as
    $$ select (lpad(to_hex(27262976 + kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;

create temp table people as
    select k, floor(power(k::float8 / n, 3) * a)::int as agency
    from (select current_setting('bench.employees')::bigint as n, current_setting('bench.agencies')::int as a) s,
         generate_series(0, n - 1) as k;
create temp table seats as
    select k, agency, j, j / 50 as unit, j % 50 as seat
    from (select k, agency, row_number() over (partition by agency order by k) - 1 as j from people) p;
analyze seats;

insert into agencies (id, code, name, kind, time_zone, live)
    select pg_temp.bench_id(1, a), 'B' || lpad(a::text, 5, '0'), 'Instansi Ukur ' || a, 'kementerian', 'Asia/Jakarta', true
    from (select distinct agency as a from people) x;
insert into agency_settings (agency_id, display_name) select id, name from agencies where code like 'B_____' on conflict do nothing;
insert into base_rule_sets (id, version, state, effective_from, rules, created_at, published_at)
    values (pg_temp.bench_id(2, 0), 1, 'published', '2025-01-01', current_setting('bench.base')::jsonb, now(), now())
    on conflict (version) do nothing;
insert into rule_sets (agency_id, id, version, state, effective_from, rules, created_at, published_at)
    select id, pg_temp.bench_id(3, row_number() over ()), 1, 'published', '2025-01-01', current_setting('bench.rules')::jsonb, now(), now()
    from agencies where code like 'B_____';
insert into positions (agency_id, id, name, family, outside_office, no_special_room, uses_ict, little_face_to_face, little_supervision, decided_at)
    select id, pg_temp.bench_id(4, row_number() over () * 8 + p), 'Analis ' || p, 'Analis', true, true, true, true, true, now()
    from agencies, generate_series(0, 7) as p where code like 'B_____';
create temp table jobs as select agency_id, id, row_number() over (partition by agency_id order by id) - 1 as p from positions;
create temp table offices as
    select agency, unit, pg_temp.bench_id(1, agency) as agency_id, pg_temp.bench_id(5, agency::bigint * 1000000 + unit) as id
    from (select distinct agency, unit from seats) x;
insert into units (agency_id, id, code, name, place)
    select agency_id, id, 'U' || unit, 'Unit ' || unit, 'Jakarta' from offices where unit = 0;
insert into units (agency_id, id, code, parent_id, name, place)
    select agency_id, id, 'U' || unit, pg_temp.bench_id(5, agency::bigint * 1000000), 'Unit ' || unit, 'Jakarta' from offices where unit > 0;
create temp table staff as
    select s.k, s.seat, s.unit, o.agency_id, o.id as unit_id, pg_temp.bench_id(6, s.k) as id, pg_temp.bench_id(7, s.k) as identity_id,
           j.id as position_id,
           to_char(date '1970-01-01' + (s.k % 10000)::int, 'YYYYMMDD') || '2015011' || lpad((s.k / 10000)::text, 3, '0') as nip,
           'Pegawai ' || s.k as name
    from seats s join offices o using (agency, unit) join jobs j on j.agency_id = o.agency_id and j.p = s.j % 8;
insert into employees (agency_id, id, nip, name, asn_kind, grade, unit_id, position_id, appointed_on, email, created_at, updated_at)
    select agency_id, id, nip, name, 'pns', 'III/c', unit_id, position_id, '2015-01-01', 'p' || k || '@example.go.id', now(), now() from staff;
update units u set head_id = s.id from staff s where s.seat = 0 and s.agency_id = u.agency_id and s.unit_id = u.id;
insert into assignments (agency_id, id, employee_id, unit_id, position_id, from_on)
    select agency_id, pg_temp.bench_id(8, k), id, unit_id, position_id, '2015-01-01' from staff;
insert into ratings (agency_id, id, employee_id, period, predikat, rated_on, created_at)
    select agency_id, pg_temp.bench_id(9, k), id, '2025', 'baik', '2026-01-15', now() from staff;
insert into homes (agency_id, id, employee_id, address, state, proposed_at, decided_at)
    select agency_id, pg_temp.bench_id(10, k), id, 'Jalan Ukur ' || k, 'confirmed', now(), now() from staff;
insert into identities (id, nip, name, password_hash) select identity_id, nip, name, current_setting('bench.hash') from staff;
insert into identity_agencies (identity_id, agency_id) select identity_id, agency_id from staff;
insert into memberships (agency_id, id, identity_id, employee_id, created_at)
    select agency_id, pg_temp.bench_id(11, k), identity_id, id, now() from staff;
insert into role_grants (agency_id, id, membership_id, role, granted_at)
    select agency_id, pg_temp.bench_id(12, k), pg_temp.bench_id(11, k), (array['leader', 'hr', 'auditor'])[seat], now()
    from staff where unit = 0 and seat between 1 and 3;
-- four approved days in the past months for everybody, with what was promised and what happened
create temp table asked as
    select s.*, w, pg_temp.bench_id(13, s.k * 4 + w) as request_id, (current_date - 28 * (w + 1) - extract(isodow from current_date)::int + 2 + (s.seat % 4)::int) as day
    from staff s, generate_series(0, 3) as w where s.seat > 0;
insert into requests (agency_id, id, employee_id, unit_id, shape, place, state, approver_id, first_on, last_on, base_version, rule_version, safe, submitted_at, decided_at, decided_by, created_at, updated_at)
    select agency_id, request_id, id, unit_id, 'days', 'home', 'ended', pg_temp.bench_id(6, k - seat), day, day, 1, 1, true, day - 3, day - 2, null, day - 3, day - 2 from asked;
insert into request_days (agency_id, request_id, on_date, employee_id, unit_id, halves, counts)
    select agency_id, request_id, day, id, unit_id, 3, true from asked;
insert into plan_lines (agency_id, id, request_id, line, what, due_on)
    select agency_id, pg_temp.bench_id(14, k * 4 + w), request_id, 0, 'Laporan pekan', day from asked;
insert into request_events (agency_id, id, request_id, at, event, from_state, to_state, actor_id)
    select agency_id, pg_temp.bench_id(15, k * 8 + w * 2), request_id, day - 3, 'submitted', null, 'submitted', id from asked;

do $$ declare one record; begin
    for one in select * from indexes_later loop execute one.definition; end loop;
end $$;
