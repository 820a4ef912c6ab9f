-- A quarter in which everybody but the heads is rated, on top of a population of `luwes bench seed`: agreed targets of two lines, two pieces of accepted
-- work, what was realised, and a rating that is not final yet. Settings: bench.day, a day of the quarter; bench.rated, every how manieth is rated already.
set local session_replication_role = replica;
truncate rating_periods, assessments, assessment_lines, targets, target_lines, target_indicators, deliverables, deliveries cascade;
create function pg_temp.rating_id(kind int, n bigint) returns uuid language sql immutable as
    $$ select (lpad(to_hex(27262976 + kind), 8, '0') || '-0000-7000-a000-' || lpad(to_hex(n), 12, '0'))::uuid $$;

create temp table rated on commit drop as
    select e.agency_id, e.id, e.unit_id, e.position_id, u.head_id, dense_rank() over (order by e.agency_id) as office, row_number() over (order by e.agency_id, e.id) as n,
        date_trunc('quarter', d.day)::date as from_on, (date_trunc('quarter', d.day) + interval '3 months - 1 day')::date as to_on, d.day
    from (select current_setting('bench.day')::date as day) d, employees e join units u on u.agency_id = e.agency_id and u.id = e.unit_id
    where e.active and u.head_id is not null and e.id <> u.head_id;

-- everybody was told that it was opened
insert into rating_periods (agency_id, id, code, from_on, to_on, due_on, opened_at)
    select distinct agency_id, pg_temp.rating_id(1, office), to_char(from_on, 'YYYY-"Q"Q'), from_on, to_on, to_on + 14, from_on::timestamptz from rated;
insert into targets (agency_id, id, employee_id, year, number, state, unit_id, position_id, started_at, proposed_at, approver_id, agreed_by, agreed_at)
    select agency_id, pg_temp.rating_id(2, n), id, extract(year from from_on), 1, 'agreed', unit_id, position_id, from_on, from_on, head_id, head_id, from_on from rated;
insert into target_lines (agency_id, id, targets_id, thread_id, number, main, result)
    select agency_id, pg_temp.rating_id(3, n * 2 + l), pg_temp.rating_id(2, n), pg_temp.rating_id(3, n * 2 + l), l, true, 'Hasil kerja ' || l from rated, generate_series(0, 1) as l;
insert into target_indicators (agency_id, line_id, number, aspect, indicator, target, measure)
    select agency_id, pg_temp.rating_id(3, n * 2 + l), 0, 'quantity', 'Laporan yang selesai', '12', 'laporan' from rated, generate_series(0, 1) as l;
insert into deliverables (agency_id, id, employee_id, title, thread_id, indicator, due_on, state, rounds, planned_at, approver_id, ended_at)
    select agency_id, pg_temp.rating_id(4, n * 2 + l), id, 'Laporan ' || l, pg_temp.rating_id(3, n * 2 + l), 'Laporan yang selesai', from_on + 7 + ((n + 3 * l) % 40)::int, 'accepted', 1,
        from_on, head_id, from_on + 8 + ((n + 3 * l) % 40)::int from rated, generate_series(0, 1) as l;
insert into deliveries (agency_id, deliverable_id, number, employee_id, words, delivered_at, answer, answered_by, answered_at)
    select agency_id, pg_temp.rating_id(4, n * 2 + l), 1, id, 'Selesai.', from_on + 7 + ((n + 3 * l) % 40)::int, 'accepted', head_id, from_on + 8 + ((n + 3 * l) % 40)::int
    from rated, generate_series(0, 1) as l;
insert into assessments (agency_id, id, period_id, employee_id, state, account, told_at, targets_id, result, behaviour, predikat, rated_by, rated_at)
    select agency_id, pg_temp.rating_id(5, n), pg_temp.rating_id(1, office), id, case when judged then 'rated' else 'open' end, 'Selesai sesuai rencana.', day, pg_temp.rating_id(2, n),
        case when judged then case when n % 10 = 0 then 'below' else 'meets' end end, case when judged then 'meets' end,
        case when judged then case when n % 10 = 0 then 'butuh_perbaikan' else 'baik' end end, case when judged then head_id end, case when judged then day::timestamptz end
    from (select *, n % current_setting('bench.rated')::int = 0 as judged from rated) r;
insert into assessment_lines (agency_id, assessment_id, thread_id, indicator, realised)
    select agency_id, pg_temp.rating_id(5, n), pg_temp.rating_id(3, n * 2 + l), 0, '3' from rated, generate_series(0, 1) as l;
