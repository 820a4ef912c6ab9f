-- A month that is locked and found wrong is counted again beside it: a correction, with a reason, that is a simulation until it is locked itself. What
-- was locked stays as it is. A scheme tells which one it was copied from.
alter table allowance_runs
    add column correction smallint not null default 0 check (correction between 0 and 99),
    add column reason text not null default '' check (length(reason) <= 500),
    drop constraint allowance_runs_agency_id_month_key,
    add constraint allowance_runs_month unique (agency_id, month, correction),
    add constraint allowance_runs_reason check ((correction = 0) = (reason = ''));
alter table allowance_schemes
    add column copied_from uuid,
    add foreign key (agency_id, copied_from) references allowance_schemes (agency_id, id);
