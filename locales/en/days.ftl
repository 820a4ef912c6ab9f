# Plan and report of a day
nav-today = Today
nav-team-today = Daily reports of the team
day-title = Plan and report of the day
day-lead = What you will do, then what became of it. Read by you, your supervisor and the leader.
day-team = Days of the team
day-team-title = Daily reports of the team
day-before = Working day before
day-after = Working day after
day-place-off = off
day-place-leave = on leave
day-closed-leave = You are on leave
day-closed-leave-text = This day needs no plan and no report.
day-closed-off = Day off
day-closed-off-text = You do not work that day, so it needs no plan and no report.
day-closed-late = No report
day-closed-late-text = This day could be reported until { $until }.
day-will = What you will do
day-did = What you did and what became of it
day-line = Task { $n }
day-line-placeholder = Such as “Map of proposals, second part”
day-line-outcome = What became of task { $n }
day-line-note = Note on task { $n }
day-outcome-done = Done
day-outcome-partly = Partly
day-outcome-not = Not yet
day-note = Note
day-note-placeholder = Such as “waiting for data from the regions”
day-more = Add a task
day-save = Save the plan
day-send = Send the report
day-all-done = All done, report it
day-correct = Correct the report
day-until = Can be reported until { $until }.
day-history = History of the report
day-earlier = Other days
day-earlier-none = Your plans and reports of the last 30 days show here.
day-state-planned = Planned
day-state-reported = Waits for an answer
day-state-accepted = Accepted
day-state-returned = Given back
day-answered-accepted = { $name } accepted it
day-answered-returned = { $name } gave it back
day-lines = { $n ->
    [one] { $n } task
   *[other] { $n } tasks
}
day-lines-done = { $n } done
day-plan = Plan
day-report = Report
day-report-n = Report { $n }
day-of = { $name }, { $day }
day-team-none = No report yet, and nobody works outside the office.
day-team-others = { $n } others without a report
day-one = One report
day-waiting = { $n ->
    [one] { $n } report waits for you.
   *[other] { $n } reports wait for you.
}
day-nothing-waits = No report waits.
day-dock = What is chosen is accepted without a written answer.
day-missing = Not reported
day-missing-n = { $n } not reported
day-comment = Answer
day-comment-hint = Needed to give it back: what is to be mended.
day-give-back = Give back
day-home = Report this flexible day
day-home-returned = Mend the report of { $day }
day-home-waits = Reports of { $day } that wait for you: { $n }
day-terms-lead = Everybody may write plans and reports of their days.
day-report-within = Time to report
day-report-within-hint = Working days after the day that is reported.
day-report-flexible = Flexible days are to be reported
day-report-flexible-hint = When chosen, who has not reported is reminded once, on the next working day.
flash-day-planned = The plan is saved.
flash-day-reported = The report went to { $name }.
flash-day-reported-leader = The report went to the leader.
flash-day-accepted = The report of { $name } is accepted.
flash-day-returned = The report was given back to { $name }.
flash-day-accepted-many = { $n ->
    [one] { $n } report accepted.
   *[other] { $n } reports accepted.
}
invalid-day-nothing = Write at least one task.
invalid-day-many = At most { $n } tasks.
invalid-day-what = Write what task { $n } is, or clear its outcome and note.
invalid-day-outcome = Choose what became of task { $n }: done, partly, or not yet.
invalid-day-about = Task { $n } is about work that is not yours. Write the line anew.
refused-day-step = { $state ->
    [none] Nothing was reported for that day.
    [planned] That day is not reported yet.
    [reported] That day is reported. Correct the report.
    [accepted] The report of that day is accepted.
   *[other] The report of that day was given back. Send what is mended as a report.
}
refused-day-past = That day has passed. Write its report.
refused-day-far = A plan can be written at most { $n } days ahead.
refused-day-future = That day has not come. Save it as a plan first.
refused-day-late = That day could be reported until { $until }. Tell your supervisor directly.
refused-day-off = You do not work that day. Choose a working day.
refused-day-leave = You are on leave that day. Choose a working day.
refused-day-rounds = That day was reported { $n } times. Talk it over with your supervisor.
mail-day-reported-subject = Daily reports wait for you
mail-day-reported-body = Dear { $person },

    { $name } sent the report of a day. Other reports of today gather on the same page.
    { $link }
mail-day-returned-subject = The report of { $on } was given back
mail-day-returned-body = Dear { $person },

    { $name } gave back your report of { $on }: { $note }
    { $link }
mail-day-missing-subject = No report of { $on } yet
mail-day-missing-body = Dear { $person },

    On { $on } you worked flexibly and have not reported the day yet.
    { $link }
trail-event-day-planned = Plan of a day written
trail-event-day-reported = Report of a day sent
trail-event-day-accepted = Report of a day accepted
trail-event-day-returned = Report of a day given back
trail-event-day-reminded = Reminded of the report of a day
trail-event-day-rerouted = Report of a day passed to another supervisor
trail-subject-day-report = Report of a day
trail-detail-report_within = time to report
trail-detail-report_flexible = reports of flexible days
webhooks-kind-day-reported = Report of a day sent
webhooks-kind-day-answered = Report of a day answered
waits-days = { $n ->
    [one] { $n } day with reports
   *[other] { $n } days with reports
}
guide-help-day = How do I write the plan and report of a day?
guide-help-day-is = Open Today. It begins with what was promised and what is due soon: save it as the plan in the morning, then choose what became of each task and send. When everything is done, All done, report it is enough. Your supervisor accepts it, or gives it back with a reason.
