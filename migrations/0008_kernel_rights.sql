-- Row-level security on every tenant table, and the rights of the two application users.
do $$
declare t text;
begin
    foreach t in array array['agency_settings', 'audit', 'audit_seals', 'outbox', 'files', 'memberships', 'role_grants', 'units', 'positions',
        'employees', 'assignments', 'acting_heads', 'discipline', 'ratings', 'homes', 'corrections', 'imports', 'agency_days', 'working_hours',
        'absences', 'rule_sets', 'requests', 'request_days', 'plan_lines', 'request_events', 'objections', 'stats_agencies', 'stats_reasons']
    loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I for all to luwes_app, luwes_owner using (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid) with check (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)', t);
        if t in ('audit', 'audit_seals', 'request_events') then
            execute format('grant select, insert on %I to luwes_app', t);
        else
            execute format('grant select, insert, update, delete on %I to luwes_app', t);
        end if;
        execute format('grant select on %I to luwes_backup', t);
    end loop;
end $$;
create policy across on stats_agencies for select to luwes_platform using (true);
create policy across on stats_reasons for select to luwes_platform using (true);
grant select on agencies, stats_agencies, stats_reasons to luwes_platform;

grant select, insert, update on agencies to luwes_app;
grant select, insert, delete on identity_agencies to luwes_app;
grant select, insert, update, delete on sessions, login_links, throttles, wakeups, national_days, ramadan_periods to luwes_app;
grant select, insert, update on base_rule_sets to luwes_app;
grant select on _sqlx_migrations to luwes_app;

revoke all on function identity_find(text), identity_get(uuid), identity_ensure(uuid, text, text, text), identity_set_password(uuid, text, timestamptz),
    identity_set_email(uuid, text), identity_set_lang(uuid, text), identity_set_disabled(uuid, boolean) from public;
grant execute on function identity_find(text), identity_get(uuid), identity_ensure(uuid, text, text, text), identity_set_password(uuid, text, timestamptz),
    identity_set_email(uuid, text), identity_set_lang(uuid, text), identity_set_disabled(uuid, boolean) to luwes_app;
