-- The roles of Luwes and their rights on the database this runs in. Plain SQL that may be repeated; run it as the superuser,
-- connected to the application's database. One source for the private cluster (compiled into the program) and for production
-- (docs/OPERATIONS.md), where the passwords are set apart.
--   luwes_owner     owns everything, cannot log in
--   luwes_migrator  `luwes migrate` only; works as luwes_owner
--   luwes_app       `luwes serve` and `luwes work`; owns nothing, row-level security binds it
--   luwes_platform  the ministry's reads across agencies, of aggregate tables only
--   luwes_backup    physical backups (replication protocol), which row-level security does not cut short
begin;
set local client_min_messages = warning;
do $$
declare
    name text;
begin
    perform pg_advisory_xact_lock(7236512);
    foreach name in array array['luwes_owner', 'luwes_migrator', 'luwes_app', 'luwes_platform', 'luwes_backup'] loop
        if not exists (select from pg_roles where rolname = name) then
            execute format('create role %I', name);
        end if;
        execute format('alter role %I nosuperuser nobypassrls nocreatedb nocreaterole', name);
    end loop;
end $$;
alter role luwes_owner nologin;
alter role luwes_migrator login inherit;
alter role luwes_app login noinherit;
alter role luwes_platform login noinherit;
alter role luwes_backup login noinherit replication;

grant luwes_owner to luwes_migrator;
alter role luwes_migrator set role = 'luwes_owner';
alter role luwes_migrator set lock_timeout = '5s';
alter role luwes_app set statement_timeout = '5s';
alter role luwes_app set lock_timeout = '2s';
alter role luwes_app set idle_in_transaction_session_timeout = '10s';
alter role luwes_platform set default_transaction_read_only = on;
alter role luwes_platform set statement_timeout = '5s';
alter role luwes_platform set idle_in_transaction_session_timeout = '10s';
alter role luwes_backup set default_transaction_read_only = on;

do $$
begin
    execute format('alter database %I owner to luwes_owner', current_database());
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to luwes_migrator, luwes_app, luwes_platform, luwes_backup', current_database());
end $$;
revoke create on schema public from public;
commit;
