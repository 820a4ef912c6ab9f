-- By which formula and which marks the numbers of a period are reckoned is kept with it: a change of either is for periods that are opened
-- after it. The version 1 took the marks as they were on the day of a rating, and counted nothing but what was told.
alter table rating_periods
    add column formula smallint not null default 1 check (formula between 1 and 99),
    -- measured percent from which a result counts as above, and under which as below expectation, as the agency had them when it was opened
    add column above_from smallint check (above_from between 1 and 1000),
    add column below_under smallint check (below_under between 1 and 1000),
    add constraint rating_periods_marks check (above_from is null or below_under is null or above_from > below_under);
