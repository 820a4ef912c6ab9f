-- A request for a place may carry own start and end of work for its days: {"normal": {"start": "06:30:00", "end": "15:00:00"}, "ramadan": {…}};
-- without an end a day is as long as the office's. It stays one request with its places, one decision and one timeline.
alter table requests
    add column day_times jsonb,
    add constraint requests_day_times_go_with_a_place check (day_times is null or kind = 'place') not valid;
