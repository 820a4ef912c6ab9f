rosters-title = Rosters
rosters-lead = Plan who works where for some weeks. The proposal keeps counters, limits and an even share.
rosters-new = New roster
rosters-plan = Plan a roster
rosters-unit = Unit
rosters-from = From
rosters-from-hint = Tomorrow at the earliest.
rosters-to = To
rosters-to-hint = Six weeks at most.
rosters-share = Flexible days per person and week
rosters-share-hint = At most; limits of the rules hold all the same.
rosters-share-n = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
rosters-office = Days with everybody in the office
rosters-office-hint = A regular meeting day, for example.
rosters-dates = Dates with everybody in the office
rosters-dates-hint = For example 2026-12-10, 2026-12-17.
rosters-place = Place
rosters-place-home = Home
rosters-place-other-office = Another office
rosters-place-other-place = Another place
rosters-place-detail = Name and address of the place
rosters-place-detail-hint = Needed for another office and another place.
rosters-work = What will be delivered
rosters-work-hint = Holds for everybody; each can add to it later.
rosters-make = Make a proposal
rosters-all = Rosters
rosters-none = No roster yet
rosters-none-text = Plan the first one for your unit.
rosters-published = Published
rosters-draft = Draft
rosters-made = { $name }, { $at }
rosters-wishes = Days I would like
rosters-wishes-text = Days on which you would like to work outside the office. Used when your head plans a roster: a wish, not a promise. Only your head sees it.
rosters-wishes-save = Save choice
rosters-sheet-lead = At most { $share } days a week. { $plan }
rosters-breaches = Cannot be published yet
rosters-breach-closed = { $name } cannot on { $day }.
rosters-breach-cap = { $name } has too many days in the week of { $week }.
rosters-breach-room = { $day }: { $n } people too many.
rosters-breach-family = { $day }: { $n } too many of the family of positions { $family }.
rosters-breach-stretch = { $name } can have at most { $n } days from { $from } to { $to }.
rosters-short = Too few in the office even without this roster
rosters-short-day = { $day }: { $n } people missing.
rosters-relax = Not everybody has their full share
rosters-relax-text = The fewest more places with which everybody would:
rosters-relax-day = { $day }: { $n } more
rosters-relax-family = { $day }: { $n } more for the family of positions { $family }
rosters-no-days = No working days
rosters-no-days-text = Your unit is off in this period.
rosters-over = too many days
rosters-wished = a day they would like
rosters-office-day = Everybody in the office
rosters-planned = Planned outside the office
rosters-away = A request is there already
rosters-off = Leave, official trip, or a day off
rosters-foot = Outside the office
rosters-present = { $n } present
rosters-shares = Shares by person
rosters-share-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
rosters-share-before = { $n } earlier this quarter
rosters-dock = { $n ->
    [one] { $n } day planned
   *[other] { $n } days planned
}
rosters-dock-text = Once published, each person confirms their days.
rosters-discard = Discard
rosters-propose = Propose anew
rosters-save = Save and check
rosters-publish = Publish
flash-roster-made = The proposal is ready. Change what you like, then publish.
flash-roster-proposed = Proposed anew.
flash-roster-discarded = The draft is gone.
flash-roster-published = { $n ->
    [one] Published for { $n } person, who is told and confirms.
   *[other] Published for { $n } people. They are told and confirm.
}
flash-roster-partly = Published for { $n }; { $m } not yet. { $left }
flash-roster-not-yet = Saved, but not ready to be published. Mend what is marked.
invalid-roster-ahead = Tomorrow at the earliest.
invalid-roster-long = { $weeks } weeks at most.
invalid-roster-far = Half a year ahead at most.
refused-roster-unsolved = No proposal could be made. Change the period or the limits.
refused-roster-published = This roster is published. Change a person's days through their request.
refused-roster-breaches = { $n } things still break a limit.
refused-roster-empty = No day is planned yet.
refused-roster-others = This draft also holds days of other people of the unit, planned by whoever decides for them. Clear the days you plan and save instead.
