# Exchange of flexible days between colleagues
swaps-title = Exchange of days
swaps-open = Exchange a day
swaps-mark = Exchange waiting
swaps-heading = Exchange { $give } for { $take }
swaps-two = { $one } and { $other }
swaps-from-to = from { $from } to { $to }
swaps-you-give = You give it to { $name }
swaps-you-get = You get it from { $name }
swaps-give = You give
swaps-get = You get
swaps-moves = What is exchanged
swaps-of-request = Exchanges of this request
swaps-back-request = Request
swaps-new-title = Exchange a day with a colleague
swaps-new-lead = Give one of your flexible days and get a day of a colleague of your unit. Your approver decides once for both.
swaps-you-give-title = The day you give
swaps-you-take-title = A colleague's day in place of { $day }
swaps-choose-first = First choose the day you give.
swaps-nothing-to-give = No day to give
swaps-nothing-to-give-text = Only days from tomorrow until sixty days ahead can be exchanged.
swaps-nothing-to-take = No colleague's day fits yet
swaps-nothing-to-take-text = No colleague of your unit with the same approver has a day that you could get.
swaps-barred = { $n ->
    [one] One day of a colleague is not shown because a condition is not met.
   *[other] { $n } days of colleagues are not shown because a condition is not met.
}
swaps-note = Message to your colleague
swaps-note-hint = Your approver reads it too.
swaps-send = Propose the exchange
swaps-send-hint = Your day holds until your approver agrees.
swaps-remedy-other = Choose another day or another colleague.
swaps-home-title = { $name } proposes to exchange days
swaps-home-answer = Look and answer
swaps-inbox-title = Exchanges of days
swaps-state-proposed = Waiting for the colleague
swaps-state-agreed = Waiting for the decision
swaps-state-approved = Approved
swaps-state-refused = Refused
swaps-state-declined = Declined
swaps-state-withdrawn = Withdrawn
swaps-state-lapsed = Ended
swaps-lead-answer = { $name } waits for your answer.
swaps-lead-proposed = { $name } has not answered yet.
swaps-lead-agreed = Waiting for the decision of { $name }.
swaps-lead-agreed-leader = Waiting for the decision of the agency's leader.
swaps-lead-decide = { $one } and { $other } have agreed. Your decision holds for both.
swaps-lead-approved = Both days have moved.
swaps-lead-stays = Everybody keeps their day.
swaps-lapse-day = One of the days came before there was a decision. Everybody keeps their day.
swaps-lapse-gone = One of the days no longer holds. Nothing has moved.
swaps-lapse-approver = The two have different approvers by now. Everybody keeps their day.
swaps-lapse-unanswered = Nobody answered within the agency's limit. Everybody keeps their day.
swaps-your-answer = Your answer
swaps-answer-note = Message to { $name }
swaps-agree = Agree to exchange
swaps-decline = Rather not
swaps-answer-hint = Once you agree, your approver decides. Until then your day holds.
swaps-approve = Approve the exchange
swaps-refuse = Refuse
swaps-decision-hint = Needed to refuse. Both read it.
swaps-withdraw = Withdraw the exchange
swaps-event-proposed = Exchange proposed
swaps-event-agreed = Agreed to exchange
swaps-event-declined = Declined
swaps-event-approved = Exchange approved
swaps-event-refused = Exchange refused
swaps-event-withdrawn = Withdrawn
swaps-event-lapsed = Ended by itself
requests-event-exchanged = One day exchanged with a colleague
requests-event-exchange-undone = Exchange taken back
flash-swap-proposed = Proposed to { $name }.
flash-swap-agreed = You agreed. Your approver is told.
flash-swap-declined = Your answer is kept. Your colleague is told.
flash-swap-withdrawn = The exchange was withdrawn. Your colleague is told.
flash-swap-approved = The days of { $one } and { $other } are exchanged.
flash-swap-refused = The exchange of { $one } and { $other } was refused.
invalid-swap-give = You can no longer give that day. Choose another one.
invalid-swap-take = Choose one day of a colleague.
invalid-swap-colleague = For { $name }, the condition "{ $rule }" is not met on that day. { $remedy }
invalid-swap-colleague-own = For { $name }, a personal condition is not met; only they and the approver can see it. { $remedy }
refused-swap-step = { $state ->
    [proposed] Your colleague has not answered yet.
    [agreed] Your colleague has agreed; the approver's decision is left.
    [approved] This exchange has been approved.
    [refused] This exchange has been refused.
    [declined] Your colleague declined this exchange.
    [withdrawn] This exchange was withdrawn.
   *[other] This exchange has ended.
}
refused-own-swap = Somebody else decides your own exchange.
refused-swap-approvers = The two have different approvers by now. This exchange cannot be decided.
refused-swap-waits = For a while the two have different supervisors, for example because one of them stands in for the head. This exchange waits and can be decided from { $day } on.
refused-swap-same-day = On one date only a morning and an afternoon can be exchanged.
refused-swap-outside-pattern = That day lies outside the weekly pattern of { $name }. Choose a day within it.
refused-swap-day-gone = One of the days no longer holds as it was shown. Load the page again and choose another day.
refused-swap-day-held = { $name } has a flexible day on that date already. Choose another day.
refused-swap-apart = Days are exchanged only between colleagues of one unit with the same approver.
refused-swap-twice = These two days are proposed already and wait for an answer.
refused-swap-passed = Only days from tomorrow on can be exchanged.
refused-swap-special = Days for special circumstances cannot be exchanged.
refused-swap-hours = Own working hours, also those that go with a place, cannot be exchanged. Only a flexible day or half day can.
refused-swap-promised = One of the days is promised in another exchange. Wait for its decision or choose another day.
refused-swap-not-yours = This answer is your colleague's to give.
refused-swap-blocked = Cannot be approved yet. { $text }
mail-swap-proposed-subject = { $name } proposes to exchange days
mail-swap-proposed-body = Dear { $person },

    { $name } would like to exchange a flexible day for one of yours. { $note } Look and answer on this page.
    { $link }
mail-swap-agreed-subject = { $name } agrees to exchange days
mail-swap-agreed-body = Dear { $person },

    { $name } agrees to exchange days. { $note } Your approver will decide for both.
    { $link }
mail-swap-declined-subject = { $name } declines to exchange days
mail-swap-declined-body = Dear { $person },

    { $name } declines to exchange days. { $note } You keep your day.
    { $link }
mail-swap-waiting-subject = The exchange of { $name } and { $colleague } waits for your decision
mail-swap-waiting-body = Dear { $person },

    { $name } and { $colleague } have agreed to exchange flexible days. One decision of yours holds for both.
    { $link }
mail-swap-approved-subject = Your exchange with { $colleague } was approved
mail-swap-approved-body = Dear { $person },

    { $name } approved your exchange of days with { $colleague }. { $note }
    { $link }
mail-swap-refused-subject = Your exchange with { $colleague } was refused
mail-swap-refused-body = Dear { $person },

    { $name } refused your exchange of days with { $colleague }. Reason: { $note }
    { $link }
mail-swap-withdrawn-subject = { $name } withdrew the exchange of days
mail-swap-withdrawn-body = Dear { $person },

    { $name } withdrew the exchange of days. Everybody keeps their day. { $note }
    { $link }
mail-swap-lapsed-subject = Your exchange with { $colleague } ended
mail-swap-lapsed-body = Dear { $person },

    Your exchange of days with { $colleague } ended without a decision: { $why ->
        [day] one of the days has come.
        [gone] one of the days no longer holds.
        [approver] the two have different approvers by now.
       *[other] the limit of waiting has passed.
    }
    { $link }
