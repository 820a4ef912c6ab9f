-- Regencies and cities by their official code (data/regions.csv): where offices and the places of requests lie. Optional everywhere;
-- what is not known counts as far away where an agency asks (approval chains). A home is known by the city of its address.
alter table units add column region text, add constraint units_region_check check (region ~ '^\d{2}\.\d{2}$') not valid;
alter table seat_agreements add column region text, add constraint seat_agreements_region_check check (region ~ '^\d{2}\.\d{2}$') not valid;
alter table requests
    add column region text,
    -- how its place lies outside, where its chain was taken for that: as it was known when the request was sent
    add column far text,
    add constraint requests_region_check check (region ~ '^\d{2}\.\d{2}$') not valid,
    add constraint requests_far_check check (far in ('regency', 'province', 'unknown')) not valid;
