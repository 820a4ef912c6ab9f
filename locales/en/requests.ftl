nav-home = Home
nav-ask = Ask
nav-inbox = Approvals
nav-team = Team
nav-requests = Requests
nav-conditions = My conditions
nav-agency-requests = Requests of the agency
requests-home-title = Home
requests-good-morning = Good morning, { $name }
requests-good-noon = Good day, { $name }
requests-good-afternoon = Good afternoon, { $name }
requests-good-evening = Good evening, { $name }
requests-home-inbox = { $n ->
    [one] { $n } case waits for your decision
   *[other] { $n } cases wait for your decision
}
requests-home-schedule = Your schedule
requests-home-team = See the team
requests-home-own = Your requests
requests-home-all = All requests
requests-home-none = No request is under way. Tap the day you want.
requests-home-standing = Your flexible work conditions
requests-home-conditions = See all conditions
requests-standing-ok = Eligible
requests-standing-thought = Needs thought
requests-standing-not-yet = Not yet eligible
requests-this-week = This week
requests-next-week-title = Next week
requests-today = today
requests-prev-week = Week before
requests-next-week = Week after
requests-quota-left = { $n ->
    [one] { $n } day left
   *[other] { $n } days left
}
requests-quota-left-half = { $n } ½ days left
requests-quota-uncounted = { $days } not counted
requests-tile-ask = Ask
requests-tile-ask-more = to work flexibly on { $day }
requests-tile-no-more = { $day }, see why
requests-tile-past = Past
requests-tile-taken = Taken
requests-tile-present = { $n } present
requests-why-full = Full
requests-why-cap = Used up
requests-why-late = Too late
requests-why-early = Too early
requests-why-weekday = Office
requests-why-off = Day off
requests-why-other = Not yet
requests-where-office = Office
requests-where-home = Home
requests-where-other-office = Other office
requests-where-other-place = Elsewhere
requests-where-leave = Leave
requests-where-trip = Trip
requests-where-pending = Waiting
requests-where-holiday = Holiday
requests-where-off = Off
requests-morning = morning
requests-afternoon = afternoon
requests-whole-day = whole day
requests-every = Every { $days }, { $range }
requests-place-home = from home
requests-place-other-office = from another office
requests-place-other-place = from another place
requests-place-card-home = Home
requests-place-card-other-office = Another office
requests-place-card-other-place = Another place
requests-place-hint-home = The home address in your personnel record
requests-place-hint-other-office = A regional office, for example
requests-place-hint-other-place = Name the place below
requests-state-draft = Draft
requests-state-submitted = Waiting for a decision
requests-state-returned = Returned
requests-state-approved = Approved
requests-state-approved-adjusted = Approved, other days
requests-state-refused = Declined
requests-state-withdrawn = Withdrawn
requests-state-cancelled = Cancelled
requests-state-revoked = Revoked
requests-state-revoked-partly = Revoked in part
requests-revoked-keeps = { $days } stands; the other days are revoked.
requests-revoked-from = The days before { $day } stand; from that day on they are revoked.
requests-state-ended = Ended
requests-on-site = { $present } of { $total } people in the office
requests-on-site-least = , at least { $n }
requests-article = article { $n }
requests-trace-passed = { $n ->
    [one] { $n } other condition met
   *[other] { $n } other conditions met
}
requests-trace-all-passed = { $n ->
    [one] { $n } condition met
   *[other] { $n } conditions met
}
requests-trace-excepted = { $n } set aside
requests-trace-excepted-until = 1 set aside until { $date }
requests-trace-foot = Rules version { $version }. Checked { $at }.
requests-trace-foot-base = National rules version { $version }. Checked { $at }.
requests-ask-title = Ask for flexible days
requests-ask-lead = Choose the days. We check the conditions at once, before you send.
requests-shape = Kind of request
requests-shape-days = Single days
requests-shape-pattern = Every week
requests-days = Choose days
requests-days-legend = Choose days, { $week }
requests-dots = Dots or bars show colleagues in the office when you are away. The upright line is the minimum.
requests-halves = Half days, or remove a day
requests-drop = Remove
requests-pattern-legend = Weekly pattern
requests-pattern-first = From
requests-pattern-last = Until
requests-pattern-hint = Holidays, leave and days that are not possible stay at the office by themselves.
requests-check = Check my choice
requests-note-all = { $n ->
    [one] { $n } day can be asked for
   *[other] { $n } days can be asked for
}
requests-note-all-text = All conditions are met and the unit keeps enough people.
requests-note-excepted-text = The other conditions are met, and the unit has enough people. Some pass by your exception.
requests-note-thought = Can be asked for; your supervisor will want to think
requests-note-good = { $day } is possible.
requests-note-bad = { $day } is not possible yet.
requests-note-pattern-title = { $n ->
    [one] { $n } day can be asked for
   *[other] { $n } days can be asked for
}
requests-note-pattern = { $n } days of the pattern stay at the office. { $first }
requests-swap = Move { $from } to { $to }
requests-only = { $day } only
requests-without = Without { $day }
requests-why-title-pass = { $day } is possible
requests-why-title-fail = Why { $day } is not possible yet
requests-why-title-thought = { $day } needs thought
requests-why-chip = { $n } of { $total } met
requests-why-chip-met = { $n } met
requests-place = Where you will work
requests-place-detail = Name and address of the place
requests-place-detail-hint = Required for another office or place.
requests-region-hint = For another office or another place: full name or code, such as Kota Bogor or 32.71. A home follows your data.
requests-plan = What you will deliver
requests-plan-hint = At least one output. Without a date it is due on the last day.
requests-plan-what = Output { $n }
requests-plan-due = Due
requests-contact = Contact while you work flexibly
requests-contact-hint = A telephone number that is always on, for example. Colleagues of your unit see it on that day.
requests-reason = Note
requests-special = Special circumstances
requests-special-hint = For health, family or disaster. With evidence.
requests-special-ground = Circumstances
requests-special-reason = Explanation
requests-special-reason-hint = Read only by whoever decides. Not shown to the team.
requests-choose = Choose
requests-ground-health = Health
requests-ground-family = Family
requests-ground-disaster = Disaster or emergency
requests-ground-other = Other
requests-ground-hidden = Special circumstances, judged by the supervisor
requests-evidence = Evidence
requests-evidence-hint = PDF, PNG or JPEG, 5 MB at most.
requests-evidence-kept = The earlier evidence is kept. Upload again only to replace it.
requests-evidence-get = Download the evidence
requests-evidence-there = There, open only to whoever decides
requests-dock-none = No day chosen yet
requests-dock-choose = Tap the day you want.
requests-dock-choose-week = Enter the dates, then choose the days out of the office.
requests-dock-opens = These days are still too far ahead. You may ask for them from { $date } on.
requests-none-chosen = Choose a day first
requests-none-chosen-text = The answer for each day appears here: possible or not yet, the rule behind it, and other choices.
requests-dock-ready = { $n ->
    [one] { $n } day ready to send
   *[other] { $n } days ready to send
}
requests-dock-of = { $n } of { $total } days ready to send
requests-out = Left out: { $days }
requests-out-more = { $days }, and { $n } other days
requests-dock-not-yet = { $n ->
    [one] { $n } day is not possible yet
   *[other] { $n } days are not possible yet
}
requests-dock-missing = Still to be filled in: { $fields }.
requests-dock-what = { $days }, { $place }
requests-send = Send
requests-send-n = { $n ->
    [one] Send { $n } day
   *[other] Send { $n } days
}
requests-save-draft = Save draft
requests-list-title = My requests
requests-list-title-lead = All your requests, newest first.
requests-agency-title = Requests of the agency
requests-agency-title-lead = All requests in your agency, newest first.
requests-agency-empty-text = Requests of employees appear here.
requests-list-search = Search a name or an output
requests-list-search-own = Search an output
requests-list-all-states = All
requests-list-count = { $n ->
    [one] { $n } request on this page
   *[other] { $n } requests on this page
}
requests-list-empty = No requests yet
requests-list-empty-text = Choose days, send them, and follow the answer here.
requests-list-none-found = Nothing matches
requests-list-none-found-text = Change the word or the filter.
requests-list-show-all = Show all
requests-col-name = Name
requests-col-unit = Unit
requests-col-days = Days
requests-col-place = Place
requests-col-plan = Outputs
requests-col-state = State
requests-col-approver = Deciding officer
requests-col-sent = Sent
requests-nip = NIP
requests-position = Position
requests-crumbs = Breadcrumbs
requests-show-title = Request
requests-show-what = What is asked for
requests-print = Print
requests-decision-note = Note on the decision
requests-next = Next step
requests-decide = Decide
requests-edit = Correct and send
requests-withdraw = Withdraw the request
requests-discard = Discard the draft
requests-finish = Complete and send
requests-cancel = Cancel
requests-cancel-hint = Tick the days to cancel. Without a tick, every day ahead is cancelled.
requests-cancel-send = Cancel days
requests-again = Ask for the same again
requests-object = Objection
requests-object-text = Why you object
requests-object-hint = It goes to the leader of the agency.
requests-object-send = Send the objection
requests-object-answer = Answer
requests-object-uphold = Uphold
requests-object-dismiss = Dismiss
requests-object-hint-again = If upheld, the request goes back to { $name } to be decided again; where its days are no longer possible, to the employee.
requests-object-hint-open = If upheld, the request waits to be decided again; where its days are no longer possible, it goes back to the employee.
requests-object-hint-revoked = If upheld, the days ahead that meet the conditions hold again.
requests-objection-open = Waiting for an answer
requests-objection-upheld = Upheld
requests-objection-dismissed = Dismissed
requests-revoke = Revoke the approval
requests-revoke-from = From
requests-revoke-hint = Tomorrow at the earliest, so that the person can come to the office.
requests-revoke-reason = Reason
requests-revoke-send = Revoke
requests-timeline = History
requests-pattern-days = The days of this pattern
requests-event-submitted = Sent
requests-event-resubmitted = Sent again
requests-event-approved = Approved
requests-event-approved-adjusted = Approved with other days
requests-event-refused = Declined
requests-event-returned = Returned
requests-event-undone = Decision taken back
requests-event-withdrawn = Withdrawn
requests-event-cancelled = Cancelled
requests-event-day-cancelled = Some days cancelled
requests-event-revoked = Revoked
requests-event-ended = Ended
requests-event-rerouted = Handed to whoever decides now
requests-event-objected = Objection sent
requests-event-objection-upheld = Objection upheld
requests-event-objection-reopened = Objection upheld; back to be decided again
requests-event-objection-returned = Objection upheld; back to the employee to choose other days
requests-event-objection-dismissed = Objection dismissed
requests-inbox-nav = Approvals
requests-inbox-title = Approvals
requests-inbox-heading = { $n ->
    [one] { $n } case waits for you
   *[other] { $n } cases wait for you
}
requests-inbox-others = { $n ->
    [one] { $n } other case waits for you
   *[other] { $n } other cases wait for you
}
requests-inbox-safe = { $n ->
    [one] { $n } meets every condition
   *[other] { $n } meet every condition
}
requests-inbox-thought = { $n ->
    [one] { $n } needs thought
   *[other] { $n } need thought
}
requests-inbox-swaps = { $n ->
    [one] { $n } exchange of days
   *[other] { $n } exchanges of days
}
requests-inbox-tasks = { $n ->
    [one] { $n } shared task
   *[other] { $n } shared tasks
}
requests-inbox-targets = { $n ->
    [one] { $n } set of targets
   *[other] { $n } sets of targets
}
requests-inbox-work = { $n ->
    [one] { $n } piece of work
   *[other] { $n } pieces of work
}
requests-inbox-besides = besides { $what }
requests-inbox-empty = All done
requests-inbox-empty-text = No request waits for you.
requests-inbox-told = { $done } approved, { $left } not
requests-pile-thought = Needs your thought
requests-pile-safe = Safe to approve
requests-pile-handed = Handed down
requests-pile-handed-lead = Whoever holds your mandate decides; you still may.
requests-handed-to = Handed down to { $name }
requests-handed-may = Handed down to { $name }; you may still decide
requests-in-the-name-of = In the name of { $name }
requests-choose-all = Choose all { $n }
requests-choose-request = Choose the request of { $name }
requests-chosen = chosen
requests-dock-inbox = Only what this page shows
requests-approve = Approve
requests-approve-chosen = Approve what is chosen
requests-choose-some = Choose what to approve
requests-chip-safe = All conditions met
requests-chip-excepted = Passes by an exception
requests-chip-short = Office short of people
requests-chip-rules-changed = Rules changed since it was sent
requests-chip-then = When sent: { $chip }
requests-rules-changed-title = The rules have changed since this request was sent
requests-rules-changed-own = Under version { $version } of the rules, { $day } no longer meets “{ $rule }”. { $text }
requests-rules-changed-base = Under version { $version } of the ministry's rules, { $day } no longer meets “{ $rule }”. { $text }
requests-rules-changed-remedy = You can withdraw it and ask for other days, or wait: whoever decides sees the same.
requests-chip-reopened = Objection upheld
requests-reopened-title = Back to be decided again: the objection was upheld
requests-reopened-answer = The leader’s answer
requests-chip-special = Special circumstances
requests-fate-approved = approved
requests-fate-gone = no longer there
requests-fate-failed = could not be handled
requests-fate-unknown = Request
requests-decision-title = Decide a request
requests-decision-of = Decide the request of { $name }
requests-your-decision = Your decision
requests-offer = Offer { $day }
requests-note = Note or reason
requests-note-hint = Required to decline, to return, or to grant an exception.
requests-refuse = Decline
requests-return = Return
requests-waive = Approve as an exception
requests-not-waivable = You cannot set aside the condition that is not met. Offer another day or return it.
requests-unmet = This is not met, yet it stands in no way: you may approve, or return it to be completed first.
requests-way-decide = Stands in no way; you decide.
requests-already = Already decided
requests-history = History and details
requests-team-title = Who is where
requests-team-lead = { $week }. { $n } people.
requests-team-units = Other units
requests-team-short = Fewer people in the office than the minimum
requests-team-empty = No team members yet
requests-team-empty-text = This unit has no active employees yet.
requests-team-person = Employee
requests-team-office = In the office
requests-team-min = min. { $n }
requests-conditions-title = My conditions
requests-conditions-lead = The conditions about you, whatever the day.
requests-conditions-all = All conditions
requests-conditions-reach = { $n ->
    [one] At most { $n } day in a week.
   *[other] At most { $n } days in a week.
}
flash-request-sent = { $n ->
    [one] { $n } day sent. You will be told once it is decided.
   *[other] { $n } days sent. You will be told once they are decided.
}
flash-request-drafted = Draft saved. Nobody has been asked yet.
flash-request-withdrawn = Request withdrawn.
flash-request-cancelled = Days cancelled. Your supervisor is told.
flash-request-revoked = Approval revoked. The employee is told.
flash-request-approved = Request of { $name } approved.
flash-request-adjusted = Request of { $name } approved with other days.
flash-request-refused = Request of { $name } declined.
flash-request-returned = Request of { $name } returned.
flash-requests-approved = { $n ->
    [one] { $n } request approved.
   *[other] { $n } requests approved.
}
flash-decision-undone = Decision taken back. { $n } waiting again.
flash-nothing-chosen = Nothing chosen yet.
flash-objection-sent = Objection sent to the leader of the agency.
flash-objection-answered = Objection answered. The employee is told.
flash-objection-reopened = Objection upheld. The request goes back to { $name } to be decided again; both are told.
flash-objection-returned = Objection upheld. Its days are no longer possible, so the request goes back to { $name } to choose other days.
invalid-no-days = Choose at least one working day.
invalid-too-many-days = At most { $max } days in one request.
invalid-pattern-too-long = A pattern lasts half a year at most. Then ask again.
invalid-no-plan = Write at least one output you will deliver.
invalid-verdict = { $text }
invalid-evidence-type = Upload an intact PDF, PNG or JPEG.
invalid-evidence-required = Special circumstances need evidence.
invalid-reason-required = Write the reason.
invalid-day-not-ahead = Only days ahead can be cancelled.
invalid-revoke-notice = Tomorrow at the earliest.
refused-request-step = { $state ->
    [approved] This request is already approved.
    [approved_adjusted] This request is already approved with other days.
    [refused] This request is already declined.
    [returned] This request has been returned.
    [withdrawn] This request has been withdrawn.
    [cancelled] This request has been cancelled.
    [revoked] This request has been revoked.
    [ended] This request has ended.
    [submitted] This request still waits for a decision.
    [offered] This request waits for an answer to the days that were offered.
    [queued] This request still waits for a place.
   *[other] This step is no longer open.
}
refused-own-request = One's own request is decided by somebody else.
refused-not-approver = Somebody else decides this request now, not you.
refused-decision-blocked = Cannot be approved yet. { $text }
refused-decision-needs-waiver = A condition is not met. Use "Approve as an exception" with a reason. { $text }
refused-pattern-adjusted = The days of a weekly pattern cannot be changed here. Return it with a note.
refused-undo-late = The time to take it back has passed.
refused-undo-taken = The place is taken now, or the day has been cancelled. The decision cannot be taken back.
refused-nothing-ahead = No day is left from that date on.
refused-objection-open = Your objection is waiting for an answer.
mail-request-waiting-subject = Request of { $name } waits for your decision
mail-request-waiting-body = Dear { $person },

    { $name } asks for flexible days. Open the page below to decide.
    { $link }
mail-requests-moved-subject = { $n } requests now wait for your decision
mail-requests-moved-body = Dear { $person },

    Because a stand-in, a mandate, a leave or the structure changed, { $n } requests are now yours to decide. They are all in this list.
    { $link }
mail-request-reminder-subject = Reminder: the request of { $name } still waits for you
mail-request-reminder-body = Dear { $person },

    The request of { $name } has waited for more than two working days.
    { $link }
mail-request-approved-subject = Your request is approved
mail-request-approved-body = Dear { $person },

    { $name } approved your request. { $note }
    { $link }
mail-request-approved-adjusted-subject = Your request is approved with other days
mail-request-approved-adjusted-body = Dear { $person },

    { $name } approved your request with other days. { $note }
    { $link }
mail-request-returned-subject = Your request was returned
mail-request-returned-body = Dear { $person },

    { $name } returned your request: { $note }
    { $link }
mail-request-refused-subject = Your request was declined
mail-request-refused-body = Dear { $person },

    { $name } declined your request: { $note }

    You may object to the leader of the agency from the page of the request.
    { $link }
mail-request-cancelled-subject = { $name } cancelled flexible work
mail-request-cancelled-body = Dear { $person },

    { $name } cancelled flexible work that had been approved.
    { $link }
mail-request-days-changed-subject = Your flexible days changed
mail-request-days-changed-body = Dear { $person },

    You have just accepted or cancelled flexible days. The details are here:
    { $link }
mail-request-revoked-subject = Your approval was revoked
mail-request-revoked-body = Dear { $person },

    { $name } revoked your approval: { $note }
    { $link }
mail-objection-opened-subject = Objection of { $name }
mail-objection-opened-body = Dear { $person },

    { $name } objects to the refusal of a request. Your answer is awaited.
    { $link }
mail-objection-upheld-subject = Your objection was upheld
mail-objection-upheld-body = Dear { $person },

    { $name } upheld your objection: { $note }
    { $link }
mail-objection-reopened-subject = Your objection was upheld, your request is decided again
mail-objection-reopened-body = Dear { $person },

    { $name } upheld your objection: { $note }
    Your request goes back to { $approver } to be decided again.
    { $link }
mail-objection-dismissed-subject = Your objection was dismissed
mail-objection-dismissed-body = Dear { $person },

    { $name } dismissed your objection: { $note }
    { $link }

requests-event-escalated = Not answered, passed to the next superior
requests-event-lapsed = Not answered in time, ended refused
requests-lapsed-note = Nobody answered within your agency's time limit, so this request ended refused. You may object or ask again.
requests-team-stand-ins = My stand-in
mail-request-escalated-subject = The request of { $name } has come up to you
mail-request-escalated-body = Dear { $person },

    The request of { $name } was not answered within { $days } working days. You decide now.
    { $link }
mail-request-moved-up-subject = Your request went to the next superior
mail-request-moved-up-body = Dear { $person },

    Your request was not answered within { $days } working days, so the next superior decides now. You need not do anything.
    { $link }
mail-request-unanswered-subject = The request of { $name } no longer waits for you
mail-request-unanswered-body = Dear { $person },

    The request of { $name } was not answered within { $days } working days, so your agency's rule applied. Name a stand-in when you will be away.
    { $link }
mail-request-rules-changed-subject = The rules changed: your request no longer meets them
mail-request-rules-changed-body = Dear { $person },

    New rules were published after you sent your request. Under them, a day no longer meets the conditions. Open the request to see the day and the condition; you can withdraw it and ask for other days, or wait for the decision.
    { $link }
mail-request-lapsed-subject = Your request ended without an answer
mail-request-lapsed-body = Dear { $person },

    Your request was not answered within { $days } working days, so it ended refused under your agency's rule. You may object to the agency's leader or ask again.
    { $link }
invalid-explain-past = For days past, open the request in the audit trail: what it was decided on is replayed there.
invalid-explain-far = At most a year ahead.

requests-why-title = Allowed or not, and why
requests-why-lead = What the rules answer for one day, without asking for anything. Nothing is stored.
requests-why-ask = Question
requests-why-on = Day
requests-why-part = Part of the day
requests-why-part-full = Whole day
requests-why-part-morning = Morning
requests-why-part-afternoon = Afternoon
requests-why-special = Special circumstances
requests-why-if = Suppose the data were different
requests-why-if-hint = Only to answer "what if". The person's data does not change.
requests-why-as-is = As recorded
requests-why-home = Home address
requests-why-home-not-given = None yet
requests-why-home-proposed = Proposed
requests-why-home-confirmed = Confirmed
requests-why-discipline-clear = None
requests-why-discipline-in-process = In process
requests-why-discipline-serving = Being served
requests-why-criteria = Position meets every criterion
requests-why-send = Ask
requests-why-recorded = By the recorded data
requests-why-supposed = By the supposition

requests-state-queued = Waiting for a place
requests-state-offered = Waiting for the employee's answer
requests-asked = Asked for at first
requests-asked-was = At first you asked for: { $days }
requests-offered-title = Your approver offers other days
requests-assigned-title = { $name } assigns these days to you
requests-accept = Accept
requests-decline = These do not suit me
requests-decline-hint = The days you asked for at first wait for a decision again. Where their places are taken, the request comes back to you.
requests-decline-assigned-hint = Your approver is told. You work at the office on that day.
requests-decline-note = A note to your approver
requests-decline-send = No, thank you
requests-retract = Take the offer back
requests-offer-open = Waiting for the employee's answer
requests-home-offered = Your approver offers you these days
requests-home-offer-more = Look first
requests-queue = Wait for a place
requests-queue-position = Number { $n } in line for these days
requests-queue-text = As soon as there is room on all the days you chose, your request goes on to your approver and you are told. If there is none until the first day, the waiting ends.
requests-assign-title = Assign flexible days
requests-assign-lead = Choose a person and the days. The rules are checked at once; the employee confirms before they hold.
requests-assign-whom = For whom
requests-assign-whom-hint = People whose requests you decide.
requests-assign = Assign
requests-assign-days = Assign days
requests-event-queued = Waits for a place
requests-event-seated = Has a place, goes on to the approver
requests-event-offered = Other days offered
requests-event-assigned = Days assigned
requests-event-accepted = Offer accepted
requests-event-confirmed = Assignment confirmed
requests-event-declined = Offer declined
requests-event-retracted = Offer taken back
requests-event-queue-lapsed = No place until the first day
requests-event-offer-lapsed = Offer not answered until the first day
flash-request-queued = You are in line. We tell you as soon as there is a place.
flash-request-offered = Other days were offered to { $name }.
flash-days-assigned = Days assigned. The employee is told and confirms.
flash-offer-accepted = The days hold. Your approver is told.
flash-offer-declined = Your answer is kept. Your approver is told.
flash-offer-retracted = The offer was taken back. The employee is told.
invalid-queue-first = A colleague waits for this day already. Join the line, or choose another day.
invalid-queue-twice = You wait for this day already.
refused-queue-pattern = Only single days have a waiting list. Ask for them one by one.
refused-offer-passed = The days have passed. This offer can no longer be accepted.
refused-offer-window-over = The window that allowed these days was ended. { $text } Decline them and ask for other days instead.
refused-nobody-to-assign = There is nobody yet whose requests you decide.
mail-request-offered-subject = Your approver offers other days
mail-request-offered-body = Dear { $person },

    { $name } offers other days for your request. { $note } Accept with one tap on this page.
    { $link }
mail-request-assigned-subject = { $name } assigns flexible days to you
mail-request-assigned-body = Dear { $person },

    { $name } assigns flexible days to you. Confirm them on this page.
    { $link }
mail-offer-accepted-subject = { $name } accepts the days you offered
mail-offer-accepted-body = Dear { $person },

    { $name } accepts the days you offered. { $note }
    { $link }
mail-offer-declined-subject = { $name } declines the days you offered
mail-offer-declined-body = Dear { $person },

    { $name } declines the days you offered. { $note }
    { $link }
mail-offer-retracted-subject = An offer of days was taken back
mail-offer-retracted-body = Dear { $person },

    { $name } took the offer of days back.
    { $link }
mail-offer-lapsed-subject = The offer of days to { $name } ended without an answer
mail-offer-lapsed-body = Dear { $person },

    The offer of days to { $name } was not answered until its first day and has ended.
    { $link }
mail-request-seated-subject = There is a place for your days
mail-request-seated-body = Dear { $person },

    There is room on the days you waited for. Your request goes on to your approver.
    { $link }
mail-queue-lapsed-subject = Your waiting ended without a place
mail-queue-lapsed-body = Dear { $person },

    There was no place until the first day, so your waiting has ended. You can choose other days.
    { $link }

requests-beforehand-title = Standing approval
requests-beforehand-lead = You say beforehand which requests may be approved at once in your name.
requests-beforehand-means = What it means
requests-beforehand-means-what = Approved at once
requests-beforehand-means-what-is = Requests of the people you decide on, when every condition is met on each day and the days are no more than you chose.
requests-beforehand-means-not = Still waiting for you
requests-beforehand-means-not-is = Weekly patterns, special circumstances, days that any condition advises against, and days that were refused, returned or revoked before.
requests-beforehand-means-you = Responsibility
requests-beforehand-means-you-is = The decision carries your name. You answer for it and are told each time.
requests-beforehand-means-back = Ending it
requests-beforehand-means-back-is = At any time, at once. You may still revoke each approval that was made.
requests-beforehand-now = In force now
requests-beforehand-holds = In force
requests-beforehand-terms = Requests of up to { $n ->
    [one] { $n } day
   *[other] { $n } days
} are approved at once in your name until { $date }.
requests-beforehand-since = Given on { $date }.
requests-beforehand-suspended = Your standing approval is not in force: your agency no longer allows it.
requests-beforehand-offer = Your agency lets you approve beforehand requests that meet every condition.
requests-beforehand-link = Standing approval
requests-beforehand-end = End it now
requests-beforehand-give = Approve beforehand
requests-beforehand-replace = Replace it
requests-beforehand-max = At most in one request
requests-beforehand-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
requests-beforehand-until = In force until
requests-beforehand-until-hint = For requests sent up to this date, at most 92 days from now.
requests-beforehand-save = Give it in my name
requests-beforehand-done = Approved in the last 30 days
requests-beforehand-count = { $n ->
    [one] { $n } request
   *[other] { $n } requests
}
requests-beforehand-ground = Approved on the standing approval of { $name } of { $date }
requests-beforehand-ground-own = Every condition is met, so your request was approved at once. Your supervisor answers for this decision, is told of it and may revoke it.
requests-beforehand-ground-text = Every condition was met when it was sent. Whoever gave the standing approval answers for this decision and may revoke it.
requests-event-approved-standing = Approved on the standing approval of { $date }
flash-request-approved-standing = { $n ->
    [one] { $n } day
   *[other] { $n } days
} approved at once on the standing approval of { $name }.
flash-standing-given = Your standing approval is in force.
flash-standing-ended = Your standing approval has ended. The next requests wait for you.
invalid-standing-too-long = At most 92 days from now.
refused-standing-not-allowed = Your agency does not allow standing approvals. Every request is decided one by one.
mail-request-approved-standing-subject = Your request is approved
mail-request-approved-standing-body = Dear { $person },

    Your request meets every condition and is approved on the standing approval of { $name } of { $on }.
    { $link }
mail-standing-approved-subject = The request of { $name } is approved in your name
mail-standing-approved-body = Dear { $person },

    The request of { $name } meets every condition and is approved on your standing approval of { $on }. You answer for this decision and may revoke it.
    { $link }
requests-event-objection-late = Not answered in time; the leader was reminded
requests-objection-due = Answer by { $date }
requests-objection-overdue = Past its day { $date }
mail-objection-late-subject = The objection of { $name } is past its day
mail-objection-late-body = Dear { $person },

    The objection of { $name } has no answer yet and its day has passed.
    { $link }

exceptions-title = Exceptions
exceptions-lead = One rule is set aside for one person and a period: by whom, why, until when.
exceptions-own = My exceptions
exceptions-yours = Your exception
exceptions-waiting = Waiting for your answer
exceptions-waiting-none = Nothing waits for you.
exceptions-holding = In force
exceptions-none = No exceptions yet
exceptions-none-text = If a rule stands in your way, open it among your conditions and ask for an exception.
exceptions-home = The exception that { $name } asks for waits for your answer
requests-object-home = The objection of { $name } waits for your answer
exceptions-others = An exception alone does not open that day. This stands in the way too and cannot be set aside:
requests-conditions-granted = Set aside { $period }.
exceptions-ask-title = Ask for an exception
exceptions-ask-lead = An objection to what one rule says. Whoever may waive it answers, and you will be told.
exceptions-give-title = Give an exception
exceptions-give-lead = For { $name }. Your name and the reason are recorded.
exceptions-finding = What the rule says for { $day }
exceptions-what = What is asked
exceptions-period = Period
exceptions-ground = Ground
exceptions-ground-objection = An objection to the rule or what it found
exceptions-ground-health = Health
exceptions-ground-pregnancy-nursing = Pregnancy or nursing
exceptions-ground-disability = Disability
exceptions-ground-family = Family
exceptions-ground-disaster = Disaster or emergency
exceptions-ground-other = Other
exceptions-statement = Explanation
exceptions-statement-hint = Read only by you and by whoever may waive this rule.
exceptions-until-hint = At most 366 days.
exceptions-send = Send
exceptions-give = Give the exception
exceptions-asked-at = Asked
exceptions-due = To be answered by
exceptions-decided = Decided
exceptions-ended = Ended
exceptions-reason = Reason
exceptions-officer = An officer
exceptions-grant = Grant
exceptions-decline = Decline
exceptions-note-hint = Needed when you decline. Read by whoever asked.
exceptions-withdraw = Withdraw
exceptions-give-up = Give up the exception
exceptions-end = End the exception
exceptions-end-title = End it early
exceptions-end-hint = It ends at once. Days already approved do not change.
exceptions-state-asked = Waiting for an answer
exceptions-state-granted = In force
exceptions-state-ahead = In force from { $day }
exceptions-state-declined = Declined
exceptions-state-withdrawn = Withdrawn
exceptions-state-ended = Ended
nav-group-work = Working together
nav-group-lead = Leading
nav-presence = Presence
nav-shifts = Shifts
nav-shared-tasks = Shared tasks
nav-team-presence = Presence of your people
nav-stand-ins = My stand-ins
nav-mandates = Mandates
nav-exceptions = Exceptions
flash-exception-asked = Sent. You will be told when it is answered.
flash-exception-given = Exception saved; the person was told.
flash-exception-granted = Granted.
flash-exception-declined = Declined.
flash-exception-withdrawn = Withdrawn.
flash-exception-ended = Exception ended.
refused-own-exception = An exception for yourself is for somebody else to decide.
refused-exception-not-yours = You cannot set this rule aside. Talk to whom the rule names.
refused-exception-closed = This has been answered or is over.
refused-exception-none = This rule cannot be set aside. If the data is wrong, report it at your data.
refused-exception-not-needed = This rule is not in the way on that day. No exception is needed.
refused-exception-open = You have asked for this rule already and it waits for an answer.
invalid-exception-too-long = At most 366 days. Renew it after that.
mail-exception-asked-subject = { $name } asks for an exception
mail-exception-asked-body = Dear { $person },

    { $name } asks that one rule be set aside. It waits for your answer.
    { $link }
mail-exception-late-subject = { $name } still waits for an answer about an exception
mail-exception-late-body = Dear { $person },

    The day for an answer to { $name } has passed. It still waits for you.
    { $link }
mail-exception-granted-subject = Exception granted
mail-exception-granted-body = Dear { $person },

    { $name } sets one rule aside for you until { $until }. { $note }
    { $link }
mail-exception-declined-subject = Exception declined
mail-exception-declined-body = Dear { $person },

    { $name } declined what you asked for. { $note }
    { $link }
mail-exception-ended-subject = Your exception has ended
mail-exception-ended-body = Dear { $person },

    { $name } ended your exception early. { $note }
    { $link }
waits-title = Waiting for you
waits-next = Go on
waits-home = Waiting for your answer: { $what }
waits-windows = { $n ->
    [one] { $n } proposal of the ministry
   *[other] { $n } proposals of the ministry
}
waits-national = { $n ->
    [one] { $n } window to publish
   *[other] { $n } windows to publish
}
waits-rules = { $n ->
    [one] { $n } version of the rules to publish
   *[other] { $n } versions of the rules to publish
}
waits-objections = { $n ->
    [one] { $n } objection
   *[other] { $n } objections
}
waits-exceptions = { $n ->
    [one] { $n } exception asked for
   *[other] { $n } exceptions asked for
}
waits-shifts = { $n ->
    [one] { $n } objection to shifts
   *[other] { $n } objections to shifts
}
requests-objections = Objections
requests-rules-ahead = From { $day }, by rules that are published already: { $what }
requests-inbox-acting = You decide as { $kind } for { $name }
requests-inbox-acted = { $name }, { $kind }, decides for you
requests-inbox-until = { $what } until { $day }.
requests-path-title = Days that results open
requests-path-work = My work
requests-path-have = { $have } of { $need } deliverables accepted within the last { $days } days.
requests-why-accepted = Accepted deliverables
requests-why-accepted-hint = Within the days that the rules count; empty: as recorded.
