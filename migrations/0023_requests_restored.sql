-- Which days a revocation took, so that an upheld objection can give them back, and only them.
alter table request_days add column revoked boolean not null default false;
