# Shifts: work over a cycle of days
shifts-title = Shifts
shifts-today = Today: { $shift }
shifts-today-off = Today is off in your shifts.
shifts-today-none = Today you do not work in shifts.
shifts-off = Off
shifts-outside = Outside the plan
shifts-away = { $shift }, on leave or a trip
shifts-sign-leave = L
shifts-sign-trip = T
shifts-missing = { $count }: { $names } on leave or a trip
shifts-days = The next 14 days
shifts-own = Your plans of shifts
shifts-led = Plans of your people
shifts-new = Plan shifts
shifts-none = No plan of shifts yet
shifts-none-text = For work of more than 8.5 hours a day or more than 5 days a week, such as watching a server room or security.
shifts-none-own = You do not work in shifts
shifts-none-own-text = A supervisor plans shifts. When you are assigned, your days appear here.
shifts-state-draft = Draft
shifts-state-assigned = Assigned
shifts-state-ended = Ended
shifts-state-discarded = Discarded
shifts-state-revoked = Revoked
shifts-answer-asked = Waiting for your answer
shifts-answer-waiting = No answer yet
shifts-answer-confirmed = Confirmed
shifts-answer-objected = Objects
shifts-answer-upheld = Objection upheld
shifts-answer-refused = Objection refused
shifts-answer-out = No longer in this unit
shifts-home = { $name } assigned you to shifts
shifts-why-over = Its last day has passed.
shifts-why-replaced = Another plan took its place before it began.
shifts-why-empty = Nobody of it is in this unit any more.
shifts-lead-draft = A draft of { $name }; not in force yet.
shifts-lead-asked = You are assigned. Confirm, or object with a reason.
shifts-lead-assigned = By { $name }
shifts-lead-revoked = This plan is no longer in force.
shifts-lead-discarded = This draft was thrown away.
shifts-replaces = The plan before
shifts-successor = The plan after
shifts-reason = Reason of the change
shifts-reason-hint = Everybody in the plan reads it.
shifts-blocking = To mend first
shifts-short = Too few people
shifts-short-because = Accepted because: { $why }
shifts-hints = Good to know
shifts-key = L: leave, T: trip. Bottom rows: people there of those needed; who is on leave or a trip does not count.
shifts-prev = Two weeks before
shifts-next = Two weeks after
shifts-period = Period
shifts-average = Average week
shifts-average-is = { $have } hours; the office works { $need } hours
shifts-members = People
shifts-starts-on = Starts on day { $n } of the cycle
shifts-your-answer = Your answer
shifts-confirm = Confirm
shifts-object = Object
shifts-object-hint = Needed to object. Your supervisor and the others read it.
shifts-objections = Objections to shifts
shifts-reply-to = Your answer to { $name }
shifts-reply-hint = If you uphold it, write what changes, then change the plan. If you refuse it, write why. All members read it.
shifts-uphold = Uphold objection
shifts-refuse = Refuse objection
shifts-reply-upheld = Upheld by { $name }: { $note }
shifts-reply-refused = Refused by { $name }: { $note }
shifts-event-upheld = Objection upheld
shifts-event-refused = Objection refused
flash-shift-upheld = Objection upheld, the employee is told. Now change the plan.
flash-shift-refused = Objection refused. The employee is told.
shifts-handovers = Hand-overs
shifts-read-by = Read by { $name }, { $at }
shifts-unread = Not read yet
shifts-read = I have read it
shifts-hand-to = Hand over to { $shift }
shifts-still-open = What is open
shifts-still-open-hint = What the next shift has to go on with or watch.
shifts-hand-over = Hand over
shifts-assign-title = Assign
shifts-assign = Assign to its people
shifts-short-reason = Why too few people
shifts-short-reason-hint = Needed as long as a shift has too few people.
shifts-edit = Change the draft
shifts-discard = Discard the draft
shifts-change = Change the plan
shifts-end = End earlier
shifts-last-on = Last day
shifts-revoke = Revoke the plan
shifts-revoke-hint = Everybody in the plan reads it.
shifts-event-drafted = Draft written
shifts-event-assigned = Assigned
shifts-new-title = Plan shifts
shifts-edit-title = Change a draft of shifts
shifts-change-title = Change a plan of shifts
shifts-choose = Choose the unit that works in shifts.
shifts-nobody = You decide for nobody
shifts-nobody-text = Shifts are planned by whoever decides the requests of the people in them.
shifts-back = Shifts
shifts-name = Name of the plan
shifts-name-hint = For example "Watch of the server room".
shifts-from = From
shifts-to = To
shifts-shifts = Shifts of a day
shifts-shifts-hint = One to six shifts. A shift that ends earlier than it starts passes midnight. Empty rows do not count.
shifts-number = Shift { $n }
shifts-starts = Starts
shifts-ends = Ends
shifts-break = Break (minutes)
shifts-least = At least (people)
shifts-cycle = Cycle
shifts-cycle-hint = A shift or off for each day; the cycle repeats after the last day that is filled.
shifts-day = Day { $n }
shifts-members-hint = Write the day of the cycle on which somebody starts, such as 1 or 5. Left empty, they are not in it.
shifts-save-hint = Once saved you see who works when and what is missing. Nobody is told yet.
shifts-save = Save the draft
shifts-first-day = Day
shifts-first-night = Night
shifts-terms-title = Limits of shifts
shifts-terms-lead = The law names none of these figures; the first values are a proposal of this application. Set what holds in your agency.
shifts-terms-rest = Least time between two shifts (hours)
shifts-terms-rest-hint = First proposal: 11 hours.
shifts-terms-row = Most working days in a row
shifts-terms-shift = Longest shift (hours)
shifts-terms-shift-hint = From start to end, breaks included. First proposal: 12 hours.
shifts-terms-week = Most in an average week (hours)
shifts-terms-week-hint = Without breaks. First proposal: 48 hours.
shifts-terms-plan = Longest plan (days)
shifts-terms-save = Save
flash-shift-drafted = The draft is saved. Look at it, then assign it.
flash-shift-assigned = Assigned. Its people are told.
flash-shift-discarded = The draft is thrown away.
flash-shift-confirmed = Your answer is saved: confirmed.
flash-shift-objected = Your objection is saved. Your supervisor is told.
flash-shift-shortened = The plan ends earlier. Its people are told.
flash-shift-revoked = The plan is revoked. Its people are told.
flash-shift-handed-over = Handed over to the next shift.
flash-shift-read = Noted as read.
invalid-shift-early = { $day } at the earliest.
invalid-shift-far = At most a year ahead.
invalid-shift-plan-long = At most { $n } days. Shorten the period.
invalid-shift-count = Write one to { $max } shifts.
invalid-shift-break = Shift { $n }: its break is as long as the shift. Shorten the break.
invalid-shift-cycle = Fill one to { $max } days of the cycle, at least one with a shift.
invalid-shift-unknown = The cycle names a shift that is not there. Choose one that is written above.
invalid-shift-gap = Day { $n } of the cycle is empty. Choose a shift or off.
invalid-shift-members = Choose one to { $max } people, each once.
invalid-shift-offset = The day to start on is 1 to { $n }, as long as the cycle.
invalid-shift-strangers = People have to work in this unit and have their requests decided by you. Choose others.
invalid-shift-last = Choose a last day from { $from } to { $to }.
invalid-shift-law = This is no shift: no working day is over 8 hours 30 minutes, and no week has more than 5 days and more than the weekly hours. For other hours, people ask for own working hours.
invalid-shift-total = An average week has { $have } hours, fewer than { $need }. Add working days or lengthen shifts.
invalid-shift-week = An average week has { $have } hours, more than { $most }. Add days off to the cycle.
invalid-shift-long = Shift { $shift } lasts { $have } hours, at most { $most }. Shorten it or split it.
invalid-shift-rest = { $name }, { $from } to { $to }: only { $have } hours between { $before } and { $after }, at least { $least }. Change the order of the cycle.
invalid-shift-row = { $name }, { $from } to { $to }: { $have } days in a row, at most { $most }. Add a day off.
invalid-shift-task = { $name }: their position is set as not needing shifts. Choose somebody else, or ask HR to look at the position.
invalid-shift-open = { $name }: it is not set whether their position needs shifts. HR can set it.
invalid-shift-leave = { $name } is on leave or a trip on { $n } days with a shift, { $from } to { $to }.
invalid-shift-elsewhere = { $name } is approved to work elsewhere on { $n } days with a shift, { $from } to { $to }. Talk to them first, or plan other days.
invalid-shift-unit = { $name } does not work in this unit any more. Take them out.
invalid-shift-held = { $name }, { $from } to { $to }: already in the plan "{ $plan }". Choose somebody else or other dates.
invalid-shift-cover = { $shift }, { $from } to { $to }: too few people on { $n } days (as few as { $have } of { $need }). Add people, or say why.
refused-shift-step = { $state ->
    [draft] This plan is still a draft.
    [assigned] This plan is assigned already.
    [discarded] This draft was thrown away.
    [revoked] This plan was revoked.
   *[other] This plan has ended.
}
refused-own-shift-plan = Somebody else plans your own shifts.
refused-shift-changing = Another change of this plan is being written. Go on with that draft, or discard it first.
refused-shift-not-running = This plan is not in force.
refused-shift-replaced-gone = The plan to be replaced is not in force. Write a new plan; a draft that was to replace it can be discarded.
refused-shift-answered = You have answered so already.
refused-shift-not-on-duty = You are not on duty. A hand-over is written during the shift, at most a day after it.
refused-shift-none-after = There is no shift after yours with somebody else.
refused-shift-nothing-to-read = No hand-over waits for you.
mail-shift-plan-assigned-subject = { $name } assigned you to shifts: { $plan }
mail-shift-plan-assigned-body = Dear { $person },

    { $name } assigned you to the shifts "{ $plan }", { $from } to { $to }. Look at your days, then confirm or object on this page.
    { $link }
mail-shift-plan-replaced-subject = { $name } changed shifts: { $plan }
mail-shift-plan-replaced-body = Dear { $person },

    The new plan of shifts "{ $plan }" holds from { $from } to { $to }; the one before stops the day before. Reason: { $note } Confirm or object on this page.
    { $link }
mail-shift-plan-shortened-subject = Shifts { $plan } end earlier
mail-shift-plan-shortened-body = Dear { $person },

    The plan of shifts "{ $plan }" now ends on { $to }. Reason: { $note }
    { $link }
mail-shift-plan-revoked-subject = Shifts { $plan } revoked
mail-shift-plan-revoked-body = Dear { $person },

    { $name } revoked the plan of shifts "{ $plan }". Reason: { $note }
    { $link }
mail-shift-plan-confirmed-subject = { $name } confirms: { $plan }
mail-shift-plan-confirmed-body = Dear { $person },

    { $name } confirms working by the plan of shifts "{ $plan }". { $note }
    { $link }
mail-shift-plan-objected-subject = { $name } objects: { $plan }
mail-shift-plan-objected-body = Dear { $person },

    { $name } objects to the plan of shifts "{ $plan }". Reason: { $note } The plan holds until you change it.
    { $link }
mail-shift-plan-ended-subject = Shifts { $plan } ended
mail-shift-plan-ended-body = Dear { $person },

    The plan of shifts "{ $plan }" ended: { $why ->
        [over] its last day has passed.
       *[empty] nobody of it is in this unit any more.
    }
    { $link }
mail-shift-plan-left-subject = { $names } left the shifts { $plan }
mail-shift-plan-left-body = Dear { $person },

    { $names } does not work in this unit any more and is out of the plan of shifts "{ $plan }". See whether there are still enough people.
    { $link }
mail-shift-handed-over-subject = { $name } handed over a shift: { $plan }
mail-shift-handed-over-body = Dear { $person },

    { $name } wrote what is open for your shift in "{ $plan }". Read and confirm it on this page.
    { $link }
mail-shift-handover-read-subject = { $name } read your hand-over
mail-shift-handover-read-body = Dear { $person },

    { $name } read your hand-over in "{ $plan }".
    { $link }
refused-shift-replied = This objection has been answered.
refused-shift-no-objection = This member does not object at present; there is nothing to answer.
mail-shift-objection-upheld-subject = Your objection is upheld: { $plan }
mail-shift-objection-upheld-body = Dear { $person },

    { $name } upholds your objection to the shifts "{ $plan }": { $note }
    The present shifts hold until the plan is changed.
    { $link }
mail-shift-objection-refused-subject = Your objection is refused: { $plan }
mail-shift-objection-refused-body = Dear { $person },

    { $name } refuses your objection to the shifts "{ $plan }": { $note }
    { $link }
mail-shift-objection-late-subject = The objection of { $name } is unanswered: { $plan }
mail-shift-objection-late-body = Dear { $person },

    The time to answer the objection of { $name } to the shifts "{ $plan }" has passed. Open the plan and answer.
    { $link }
shifts-objection-home = The objection to the shifts “{ $plan }” waits for your answer
