nav-overview = Overview
overview-title = Leader's overview
overview-findings = Three findings
overview-as-of = Employees and requests counted { $at }.
overview-not-counted = The figures on employees are being counted; load the page again shortly.
overview-able = { $able } of { $n } employees are eligible
overview-obstacle = What keeps most people away: { $reason } ({ $n } people).
overview-no-obstacle = No personal condition keeps anybody away.
overview-late = { $n ->
    [one] { $n } request has waited more than 3 working days
   *[other] { $n } requests have waited more than 3 working days
}
overview-on-time = No request has waited more than 3 working days
overview-pending = { $n ->
    [one] { $n } request awaits a decision.
   *[other] { $n } requests await a decision.
}
overview-short = { $n ->
    [one] { $n } unit will be short of staff next week
   *[other] { $n } units will be short of staff next week
}
overview-short-worst = Worst: { $unit }, { $day }.
overview-short-line = { $present } in the office, { $need } needed
overview-short-title = Short of staff
overview-short-more = { $n ->
    [one] And { $n } more unit day.
   *[other] And { $n } more unit days.
}
overview-enough = Every unit has enough staff next week
overview-enough-sub = Requests that still await a decision are counted in.
overview-act = One decision for you
overview-act-objection = Answer { $name }'s objection
overview-act-objection-text = { $n ->
    [one] { $n } objection awaits the leader's answer.
   *[other] { $n } objections await the leader's answer. This one has waited longest.
}
overview-act-objection-go = Open the objection
overview-act-requests = { $n ->
    [one] Decide { $n } request
   *[other] Decide { $n } requests
}
overview-act-requests-text = Only the leader can decide.
overview-act-requests-go = Open approvals
overview-act-short = { $unit } will be short of staff, { $day }
overview-act-short-go = See who is where
overview-act-nothing = No decision awaits you
overview-act-nothing-text = Every objection is answered and every unit has enough staff.
overview-objections = { $n ->
    [one] { $n } objection awaits an answer
   *[other] { $n } objections await an answer
}
overview-week = Staff in the office next week
overview-week-empty = Next week has no working day, or there is no employee yet.
overview-present = { $present } of { $n } people in the office
overview-chart = Most flexible days: { $unit }, { $share } of working days
overview-chart-desc = Share of the working days of the last 30 days spent outside the office, by unit.
overview-units = Units compared
overview-search = Name of a unit
overview-empty = No unit matches
overview-empty-text = Units appear here once they have employees.
overview-parts = { $n ->
    [one] { $n } unit
   *[other] { $n } units
}
overview-column-unit = Unit
overview-column-employees = Employees
overview-column-share = Flexible days, 30 days
overview-column-waiting = Waiting
overview-column-approved = Approved, 90 days
overview-column-median = Time to answer (median)
overview-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
overview-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
overview-file = units-compared
nav-results = Results of flexible work
results-title = Results of flexible work
results-period = Period
results-compared-title = Flexible days and days in the office
results-compared = { $n ->
    [one] { $n } person, on flexible days and in the office.
   *[other] The same { $n } people, on flexible days and in the office.
}
results-compared-none = No unit has { $n } people yet who had both flexible days and days in the office, with accepted work.
results-caution = This compares and proves no cause: the work that people keep for flexible days may be another kind.
results-side = Days
results-side-flexible = Flexible days
results-side-office = Days in the office
results-rate-chart = { $flexible } pieces of work in 10 flexible days, { $office } in 10 days in the office
results-rate-head = Accepted work in 10 working days
results-share-chart = On time: { $flexible } on flexible days, { $office } in the office
results-share-head = Delivered on time
results-again = Revisions for a piece of work: { $flexible } on flexible days, { $office } in the office.
results-by-unit = By unit
results-unit = Unit
results-employees = Employees
results-flexible = Flexible days
results-accepted = Accepted work
results-on-time = On time
results-rounds = Revisions each
results-per-flexible = In 10 flexible days
results-per-office = In 10 office days
results-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
results-people-of = People: { $what }
results-few = < { $n } people
results-all = All that is shown
results-units = { $n ->
    [one] { $n } unit
   *[other] { $n } units
}
results-some = { $n } of { $of } units; search for the others by name
results-file = results-of-flexible-work
results-how = Work counts on the day it was first delivered, where it was accepted later; the last two columns are of people who had both kinds of days only. Groups of fewer than { $n } people are left out, and are in no total; a month is left out with any month of its quarter.
results-as-of = Counted { $at }.
results-silent = { $n ->
    [one] { $n } unit without figures, or with too few people
   *[other] { $n } units without figures, or with too few people
}
results-empty = No results to show yet
results-empty-text = Figures appear once enough people of a unit have flexible days or accepted work.
results-uncounted = This period has not been counted yet. It is counted every hour; come back later.
