presence-title = My presence
presence-lead = Say where you work. What was planned, what was approved, what you declare and what attendance systems record are kept apart; none overwrites another.
requests-tab-presence = Presence
presence-today = Place of work today
presence-working = Working
presence-nothing-yet = Not declared yet.
presence-since = since { $time }
presence-start-at = Start working: { $place }
presence-at-office = office
presence-at-home = home
presence-at-other-office = another office
presence-at-other-place = another place
presence-finish = Stop working
presence-move = Move to another place
presence-other = Work at another place
presence-place = Place
presence-note = Note (may be empty)
presence-note-hint = For example: called to the office at 10. Read by you, your direct superior, personnel officers and the head of the agency.
presence-say = Declare
presence-days = Last 30 days
presence-none = Nothing recorded yet
presence-none-text = Days that you declare, or that an attendance system records, appear here.
presence-approved = Schedule
presence-said = Declared
presence-seen = Attendance system
presence-differs-unapproved = Declared: { $place }, with nothing approved for that day
presence-differs-elsewhere = Declared: { $place }, not the place that was approved
presence-differs-came-in = Came to the office on a day approved elsewhere
presence-differs-seen = Recorded at the office on a day approved elsewhere
presence-reviewed-by = Looked at by { $name }, { $at }
presence-to-look-at = { $n ->
    [one] { $n } day to look at
   *[other] { $n } days to look at
}
presence-team-link = Presence of the people you lead
presence-team-title = Presence of the team
presence-team-lead = Days that differ from what was approved are looked at once. Nothing follows by itself: talk first, there is often a good reason.
presence-cases = To look at
presence-cases-none = Everything fits
presence-cases-none-text = In the last 30 days nothing differs from what was approved, or all of it was looked at.
presence-review = Talked about
presence-review-note = Note (may be empty)
presence-now = Outside the office today
presence-nothing-said = Not declared yet
presence-nobody = Everybody is in the office
presence-nobody-text = Nobody is scheduled elsewhere today, and nobody has declared a place.
requests-statement-declared = Declared
requests-statement-observed = Attendance system
refused-presence-same = You have already declared that place. Choose another, or say that you stop working.
refused-presence-not-started = You have not declared a start today. Declare your place of work first.
refused-presence-many = There are { $n } declarations today already. Tell your superior the rest.
refused-presence-fits = That day does not differ from what was approved. Reload this page.
refused-presence-reviewed = That day was looked at already. Reload this page.
flash-presence-started = Your place of work is recorded.
flash-presence-finished = The end of your work is recorded.
flash-presence-reviewed = The day is marked as talked about; the person is told.
mail-presence-reviewed-subject = { $name } looked at your presence on { $on }
mail-presence-reviewed-body = Dear { $person },

    { $name } looked at { $on }, when what was declared or recorded differs from what was approved. { $note }
    { $link }
