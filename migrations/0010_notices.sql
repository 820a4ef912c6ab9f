-- What people were told stays readable in the product, and each person chooses when mail about it leaves.

-- From when the person may read it; null: only mailed (links of invitations and resets). `not_before` is the mail's alone.
alter table outbox add column told_at timestamptz;
create index outbox_told on outbox (agency_id, identity_id, told_at desc, id desc) where told_at is not null and state <> 'cancelled';
-- what is older than ninety days is deleted
create index outbox_age on outbox using brin (agency_id, created_at);

do $$
declare a uuid;
begin
    for a in select id from agencies where live loop
        perform set_config('app.agency_id', a::text, true);
        update outbox set told_at = created_at where agency_id = a and kind not in ('invite', 'reset');
    end loop;
    perform set_config('app.agency_id', '', true);
end $$;

-- Without a row: one mail for each event, no quiet hours, nothing read yet.
create table notice_settings (
    agency_id uuid not null references agencies (id),
    membership_id uuid not null,
    mail text not null default 'each' check (mail in ('each', 'digest', 'none')),
    -- hours of the clock at the place of duty
    digest_hour smallint not null default 16 check (digest_hour between 0 and 23),
    quiet_from smallint check (quiet_from between 0 and 23),
    quiet_to smallint check (quiet_to between 0 and 23),
    -- the last day on which a digest left
    digested_on date,
    -- everything told until then has been read
    seen_at timestamptz,
    primary key (agency_id, membership_id),
    foreign key (agency_id, membership_id) references memberships (agency_id, id),
    check ((quiet_from is null) = (quiet_to is null)),
    check (quiet_from <> quiet_to)
);
alter table notice_settings enable row level security;
alter table notice_settings force row level security;
create policy tenant on notice_settings for all to luwes_app, luwes_owner using (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid) with check (agency_id = nullif(current_setting('app.agency_id', true), '')::uuid);
grant select, insert, update, delete on notice_settings to luwes_app;
grant select on notice_settings to luwes_backup;
