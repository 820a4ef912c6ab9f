# Shared tasks: one task held in turns
shared-tasks-title = Shared tasks
shared-tasks-lead = Tasks that you hold in turns with colleagues of your unit.
shared-tasks-new = Propose a shared task
shared-tasks-none = No shared tasks yet
shared-tasks-none-text = Share a task with colleagues: set shares, turns and hand-overs.
shared-tasks-group-mine = In your hands today
shared-tasks-group-answer = Waiting for your answer
shared-tasks-group-running = Running and waiting
shared-tasks-group-past = Over
shared-tasks-with = With { $names }
shared-tasks-held-by = Held by { $name } today
shared-tasks-home = { $name } asks you to share a task
shared-tasks-state-proposed = Waiting for members
shared-tasks-state-agreed = Waiting for a decision
shared-tasks-state-approved = Approved
shared-tasks-state-refused = Refused
shared-tasks-state-declined = Declined
shared-tasks-state-withdrawn = Withdrawn
shared-tasks-state-revoked = Revoked
shared-tasks-state-ended = Ended
shared-tasks-lead-answer = { $name } waits for your answer.
shared-tasks-lead-proposed = Not answered yet by { $names }.
shared-tasks-lead-agreed = Waiting for the decision of { $name }.
shared-tasks-lead-agreed-leader = Waiting for the decision of the agency's leader.
shared-tasks-lead-decide = All members agree. Your decision holds for all of them.
shared-tasks-lead-mine = It is in your hands now.
shared-tasks-lead-held = Now held by { $name }.
shared-tasks-lead-ahead = Holds from { $day }.
shared-tasks-lead-revoked = This task is no longer shared.
shared-tasks-lead-not = This task was not shared in the end.
shared-tasks-why-over = Its last day has passed.
shared-tasks-why-late = Its last day passed before a decision.
shared-tasks-why-left = A member no longer works in this unit.
shared-tasks-why-approver = The members have different supervisors now.
shared-tasks-why-replaced = Replaced by new shares or turns.
shared-tasks-replaces = The shares and turns before
shared-tasks-successor = Change: { $state }
shared-tasks-reason = Reason for the change
shared-tasks-reason-hint = Members and supervisor read it.
shared-tasks-members = Members and shares
shared-tasks-percent = { $n }%
shared-tasks-answer-waiting = No answer yet
shared-tasks-answer-agreed = Agreed
shared-tasks-answer-declined = Declined
shared-tasks-period = Period
shared-tasks-turns = Turns
shared-tasks-you = You
shared-tasks-day-off = Day off
shared-tasks-outside = Outside
shared-tasks-handovers = Hand-overs
shared-tasks-from-to = { $from } to { $to }
shared-tasks-done = Done
shared-tasks-still-open = Still open
shared-tasks-lies = Where it lies
shared-tasks-lies-hint = For example a folder, a drawer, or the address of a document.
shared-tasks-read-at = Read { $at }
shared-tasks-unread = Not read yet
shared-tasks-confirm = I have read it
shared-tasks-hand-over = Write a hand-over
shared-tasks-hand-over-to = Hand over to { $name }
shared-tasks-hand-over-send = Hand over
shared-tasks-your-answer = Your answer
shared-tasks-answer-note = Message to the other members
shared-tasks-answer-hint = Once all agree, the supervisor decides.
shared-tasks-agree = Agree to hold it
shared-tasks-decline = Not now
shared-tasks-approve = Approve the shared task
shared-tasks-refuse = Refuse
shared-tasks-decision-hint = Needed to refuse. All members read it.
shared-tasks-withdraw = Withdraw the shared task
shared-tasks-revoke = Revoke the approval
shared-tasks-revoke-hint = All members read it.
shared-tasks-change = Change shares or turns
shared-tasks-event-proposed = Shared task proposed
shared-tasks-event-change = Change proposed
shared-tasks-event-agreed = Agreed to hold it
shared-tasks-event-declined = Declined
shared-tasks-event-approved = Approved
shared-tasks-event-refused = Refused
shared-tasks-event-withdrawn = Withdrawn
shared-tasks-event-revoked = Revoked
shared-tasks-event-ended = Ended
shared-tasks-new-title = Propose a shared task
shared-tasks-new-lead = Choose colleagues of your unit with the same supervisor, then set shares and turns.
shared-tasks-change-title = Change shares or turns
shared-tasks-back-people = Choose colleagues
shared-tasks-back-task = Shared task
shared-tasks-with-whom = With whom
shared-tasks-with-whom-hint = One to five colleagues. Each is asked to agree.
shared-tasks-how = How turns are taken
shared-tasks-turns-week = The same every week
shared-tasks-turns-week-hint = Every working day has its holder.
shared-tasks-turns-stretches = By stretches
shared-tasks-turns-stretches-hint = From date to date, for example a week each.
shared-tasks-next = Continue
shared-tasks-nobody = Nobody to share with yet
shared-tasks-nobody-text = A task can be shared only with colleagues of your unit who have the same supervisor.
shared-tasks-name = Name of the task
shared-tasks-name-hint = For example "Staff advice desk".
shared-tasks-description = Description
shared-tasks-description-hint = What comes of it and what all members need to know.
shared-tasks-from = From
shared-tasks-to = To
shared-tasks-shares = Share of each
shared-tasks-shares-hint = In percent; together one hundred.
shared-tasks-week-hint = Every working day of the unit needs a holder, and every member gets a turn.
shared-tasks-stretches-hint = Exactly one holder on every working day of the unit. Rows left empty do not count.
shared-tasks-stretch = Turn { $n }
shared-tasks-holder = Holder
shared-tasks-no-holder = Nobody
shared-tasks-send = Propose
shared-tasks-send-hint = The other members are asked to agree, then the supervisor decides once for all.
flash-shared-task-proposed = Sent. The other members are asked to agree.
flash-shared-task-agreed = You agreed. The other members are told.
flash-shared-task-declined = Your answer is saved. The other members are told.
flash-shared-task-withdrawn = The shared task is withdrawn. The other members are told.
flash-shared-task-approved = { $title }: approved for all members.
flash-shared-task-refused = { $title }: refused.
flash-shared-task-revoked = The approval is revoked. The members are told.
flash-shared-task-handed-over = Handed over to the next holder.
flash-shared-task-confirmed = Recorded as read.
invalid-shared-task-with = Choose one to { $max } colleagues.
invalid-shared-task-early = Not before { $day }.
invalid-shared-task-far = At most a year ahead.
invalid-shared-task-order = The last day must not be before the first.
invalid-shared-task-long = At most { $n } days.
invalid-shared-task-members = { $min } to { $max } members, you among them, each once.
invalid-shared-task-strangers = Members must be colleagues of your unit with the same supervisor. Choose other members.
invalid-shared-task-total = The shares make { $total }% now. Change them to exactly 100%.
invalid-shared-task-turns = Set turns by week or by stretches, one of the two.
invalid-shared-task-stranger = Whoever holds a turn must be a member.
invalid-shared-task-many = At most { $n } turns.
invalid-shared-task-backwards = The turn from { $day } ends before it begins. Correct its dates.
invalid-shared-task-outside = The turn from { $day } leaves the dates of the task. Correct its dates.
invalid-shared-task-twice = There are two holders on { $day }. Leave one.
invalid-shared-task-no-days = The unit does not work in that period. Choose another.
invalid-shared-task-gap = Nobody holds it on { $day }. Choose a member.
invalid-shared-task-idle = { $name } has no turn yet. Give them at least one working day.
invalid-shared-task-row = Turn { $n } is not complete. Fill in both dates and the holder, or leave all empty.
refused-shared-task-step = { $state ->
    [proposed] Not all members have answered yet.
    [agreed] All have agreed; it waits for the supervisor.
    [approved] This shared task is approved already.
    [refused] This shared task is refused already.
    [declined] A member declined this task.
    [withdrawn] This shared task is withdrawn already.
    [revoked] This shared task is revoked already.
   *[other] This shared task has ended already.
}
refused-own-shared-task = Somebody else decides your own shared task.
refused-shared-task-apart = The members have different supervisors now. This shared task cannot go on.
refused-shared-task-waits = For a while the members have different supervisors, for example because one of them stands in for the head. This shared task waits and can be decided from { $day } on.
refused-shared-task-gone = A member no longer works in this unit. This shared task cannot go on.
refused-shared-task-answered = You have answered already.
refused-shared-task-changing = Another change of this task is proposed already. Wait for its decision or withdraw it first.
refused-shared-task-not-running = This shared task is not in force.
refused-shared-task-not-begun = Its first day has not come yet.
refused-shared-task-last = Nobody holds it after you.
refused-shared-task-not-holder = Only the holder now, or the one just before, hands over.
refused-shared-task-nothing-to-confirm = No hand-over waits for you.
mail-shared-task-asked-subject = { $name } asks you to share a task: { $title }
mail-shared-task-asked-body = Dear { $person },

    { $name } asks you to hold the task "{ $title }" in turns. See your share and your turns, and answer on the following page.
    { $link }
mail-shared-task-change-asked-subject = { $name } proposes a change: { $title }
mail-shared-task-change-asked-body = Dear { $person },

    { $name } proposes other shares or turns for the task "{ $title }". The present ones hold until all agree and the supervisor decides. Answer on the following page.
    { $link }
mail-shared-task-agreed-subject = { $name } agreed to hold { $title }
mail-shared-task-agreed-body = Dear { $person },

    { $name } agreed to hold the task "{ $title }" with you. { $note }
    { $link }
mail-shared-task-declined-subject = { $name } declined { $title }
mail-shared-task-declined-body = Dear { $person },

    { $name } declined the shared task "{ $title }", so it will not be shared. { $note }
    { $link }
mail-shared-task-waiting-subject = The shared task { $title } waits for your decision
mail-shared-task-waiting-body = Dear { $person },

    { $name } and colleagues agree to hold the task "{ $title }" in turns. One decision of yours holds for all of them.
    { $link }
mail-shared-task-approved-subject = The shared task { $title } is approved
mail-shared-task-approved-body = Dear { $person },

    { $name } approved the shared task "{ $title }". { $note }
    { $link }
mail-shared-task-refused-subject = The shared task { $title } is refused
mail-shared-task-refused-body = Dear { $person },

    { $name } refused the shared task "{ $title }". Reason: { $note }
    { $link }
mail-shared-task-withdrawn-subject = { $name } withdrew the shared task { $title }
mail-shared-task-withdrawn-body = Dear { $person },

    { $name } withdrew the shared task "{ $title }". { $note }
    { $link }
mail-shared-task-revoked-subject = The shared task { $title } is revoked
mail-shared-task-revoked-body = Dear { $person },

    { $name } revoked the approval of the shared task "{ $title }". Reason: { $note }
    { $link }
mail-shared-task-handed-over-subject = { $name } handed { $title } over to you
mail-shared-task-handed-over-body = Dear { $person },

    { $name } wrote a hand-over of the task "{ $title }" for you. Read and confirm it on the following page.
    { $link }
mail-shared-task-handover-read-subject = { $name } has read the hand-over of { $title }
mail-shared-task-handover-read-body = Dear { $person },

    { $name } has read your hand-over of the task "{ $title }".
    { $link }
mail-shared-task-ended-subject = The shared task { $title } ended
mail-shared-task-ended-body = Dear { $person },

    The shared task "{ $title }" ended: { $why ->
        [over] its last day has passed.
        [late] its last day passed before a decision.
        [left] a member no longer works in this unit.
       *[approver] the members have different supervisors now.
    }
    { $link }
