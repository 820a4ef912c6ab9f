-- Whether a rule was set aside for what was decided, and decisions by time: in an agency of 100,000 the auditor's list read the trail of every request.
alter table requests add column waived boolean not null default false;
create index requests_decided on requests (agency_id, decided_at desc, id desc) where decided_at is not null;
do $$
declare a uuid;
begin
    for a in select id from agencies loop
        perform set_config('app.agency_id', a::text, true);
        update requests r set waived = true where r.agency_id = a and r.decided_at is not null and exists (
            select 1 from audit w where w.agency_id = a and w.subject_kind = 'request' and w.subject_id = r.id and w.event = 'request-decided'
                and w.at >= r.decided_at - interval '1 second'
                and jsonb_array_length(case when jsonb_typeof(w.detail::jsonb -> 'waived') = 'array' then w.detail::jsonb -> 'waived' else '[]'::jsonb end) > 0);
    end loop;
    perform set_config('app.agency_id', '', true);
end $$;
