-- Approved requests by their last day: periodic work asks every minute which of them are over, and must not walk all that go on.
create index requests_ending on requests (agency_id, last_on) where state in ('approved', 'approved_adjusted');
