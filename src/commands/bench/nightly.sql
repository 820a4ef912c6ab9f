-- What a night finds, on top of a population of `luwes bench seed`; setting bench.day is the day whose morning it is.
-- Of a thousand people: 200 whose approved day was yesterday, 200 with one still ahead, 100 who asked yesterday, 20 who have waited for
-- four working days or more, 10 whom nobody has answered for twelve days, 10 whose place in a line or offered day comes to its end, one
-- in a line with room, one whose approver is another by now, one exchange whose day has come, 190 whose weekly pattern goes on. One head
-- in fifty has given a mandate. Half of the agencies let unanswered requests move up, half let them end.
set local session_replication_role = replica;
create function pg_temp.night_id(kind int, n bigint) returns uuid language sql immutable as
    $$ select (lpad(to_hex(27262976 + kind), 8, '0') || '-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid $$;

create temp table night_staff as
    select e.agency_id, e.id, e.unit_id, u.head_id, row_number() over (order by e.agency_id, e.id) as n
    from employees e join units u on u.agency_id = e.agency_id and u.id = e.unit_id
    where e.id <> u.head_id;
create temp table night as
    select s.*, pg_temp.night_id(1, s.n) as request_id, k.state, k.on_date, k.sent_at, k.counts, k.what
    from (select *, current_setting('bench.day')::date as d, (current_setting('bench.day')::date + time '08:00') at time zone 'Asia/Jakarta' as now from night_staff) s
    cross join lateral (select * from (values
        (n % 5 = 0, 'over', 'approved', d - 1, now - interval '6 days', true),
        (n % 5 = 3, 'ahead', 'approved', d + 1 + (n % 4)::int, now - interval '6 days', true),
        (n % 10 = 1, 'fresh', 'submitted', d + 2, now - interval '17 hours', true),
        (n % 50 = 2, 'late', 'submitted', d + 3, now - interval '6 days', true),
        (n % 100 = 4, 'silent', 'submitted', d + 3, now - interval '12 days', true),
        (n % 200 = 6, 'offered', 'offered', d, now - interval '3 days', true),
        (n % 200 = 7, 'lined', 'queued', d, now - interval '3 days', false),
        (n % 1000 = 12, 'line', 'queued', d + 6, now - interval '1 day', false),
        (n % 1000 = 14, 'moved', 'submitted', d + 3, now - interval '1 day', true),
        (n % 1000 = 16, 'giver', 'approved', d, now - interval '6 days', true),
        (n % 1000 = 17, 'taker', 'approved', d + 1, now - interval '6 days', true),
        (n % 5 = 4 and n % 100 <> 4 and n % 1000 <> 14, 'weekly', 'approved', d - 30, now - interval '40 days', false)
        ) as v (here, what, state, on_date, sent_at, counts) where here limit 1) k;

insert into requests (agency_id, id, employee_id, unit_id, shape, week_halves, place, state, approver_id, first_on, last_on, base_version, rule_version, safe, reason, submitted_at, queued_at, created_at, updated_at)
    select t.agency_id, request_id, t.id, unit_id, case what when 'weekly' then 'pattern' else 'days' end, case what when 'weekly' then '{0,3,0,0,0}'::smallint[] end, 'home', state,
        case when state = 'queued' then null when what = 'moved' then (select u.head_id from units u where u.agency_id = t.agency_id and u.id <> t.unit_id and u.head_id <> t.head_id order by u.code limit 1) else head_id end,
        on_date, case what when 'weekly' then on_date + 180 else on_date end, 1, 1, true, 'bench nightly', case when state <> 'queued' then sent_at end, case when state = 'queued' then sent_at end, sent_at, sent_at
    from night t order by agency_id, n;
insert into request_days (agency_id, request_id, on_date, employee_id, unit_id, halves, counts)
    select agency_id, request_id, on_date, id, unit_id, 3, counts from night where what <> 'weekly' order by agency_id, n;
insert into request_events (agency_id, id, request_id, at, event, from_state, to_state, actor_id)
    select agency_id, pg_temp.night_id(2, n), request_id, sent_at, case state when 'queued' then 'queued' else 'submitted' end, null,
        case state when 'queued' then 'queued' else 'submitted' end, id
    from night order by agency_id, n;
-- who has been silent for twelve days was reminded long ago
insert into outbox (agency_id, id, created_at, kind, identity_id, payload, state, not_before, sent_at, dedupe, told_at)
    select t.agency_id, pg_temp.night_id(3, t.n), sent_at + interval '3 days', 'request-reminder', m.identity_id, '{"args": {}, "link": "/inbox"}', 'sent',
        sent_at + interval '3 days', sent_at + interval '3 days', 'request-reminder:' || request_id || ':' || (extract(epoch from sent_at) * 1000000)::bigint, sent_at + interval '3 days'
    from night t join memberships m on m.agency_id = t.agency_id and m.employee_id = t.head_id where what = 'silent';
insert into swaps (agency_id, id, unit_id, proposer_id, colleague_id, give_request_id, give_on, give_halves, take_request_id, take_on, take_halves, proposed_at)
    select a.agency_id, pg_temp.night_id(4, a.n), a.unit_id, a.id, b.id, a.request_id, a.on_date, 3, b.request_id, b.on_date, 3, a.sent_at + interval '4 days'
    from night a join night b on b.agency_id = a.agency_id and b.unit_id = a.unit_id and b.n = a.n + 1 where a.what = 'giver' and b.what = 'taker';
update agency_settings set unanswered = case when hashtext(agency_id::text) % 2 = 0 then 'escalate' else 'refuse' end, unanswered_days = 5;
insert into mandates (agency_id, id, unit_id, giver_id, over_id, holder_id, from_on, to_on, created_at)
    select agency_id, pg_temp.night_id(5, row_number() over ()), unit_id, head_id, unit_id, id, d, d + 30, d - 1
    from (select distinct on (unit_id) agency_id, unit_id, head_id, id, current_setting('bench.day')::date as d from night_staff order by unit_id, id) one
    where hashtext(unit_id::text) % 50 = 0;
