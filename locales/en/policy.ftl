nav-rules = Rules
nav-base-rules = National rules
policy-title = Who may work flexibly
policy-lead = The rules that hold in this agency, in sentences. Change them in a draft; a second officer publishes.
policy-base-title = National rules
policy-base-lead = The conditions every agency starts from. Locked ones can only be made stricter.
policy-edit-lead = Change the sentences and see the effect. Nothing holds until a second officer publishes.
policy-versions = Versions of the rules
policy-version = Version { $version }
policy-version-is = Version { $version }: { $phase }
policy-phase-draft = Draft
policy-phase-waiting = Waiting for the second officer
policy-phase-scheduled = Scheduled
policy-phase-superseded = Replaced before it began
policy-phase-in-force = In force
policy-phase-ended = Ended
policy-phase-withdrawn = Withdrawn
policy-no-date = No date yet
policy-since = Since { $date }
policy-from = From { $date }
policy-impact-brief = Impact: { $net } people
policy-holds = In force now: version { $version } · { $since }
policy-holds-base = In force now: the national rules
policy-base-note = Together with version { $version } of the national rules.
policy-aside = The national rules are stricter, so these conditions follow them
policy-changes = What changes from version { $version }
policy-all-conditions = All { $n } conditions of this version
policy-all-of = An employee may work flexibly when
policy-and = and
policy-on = On
policy-off = Off
policy-always-on = Always on
policy-changed = Changed
policy-national = National
policy-national-locked = National, may only be tightened
policy-lock = Lock: agencies may only make it stricter
policy-limit = National limit: { $limit }
policy-previous = Before: { $text }
policy-more = Legal basis, sentence for employees and other settings
policy-words = Sentence for employees
policy-severity = When it is not met
policy-severity-blocks = Cannot be asked for
policy-severity-needs_leader = The leader decides
policy-severity-advice = Advice only
policy-severity-open = Can be asked for; the approver sees it and decides
policy-gaps = Where a fact about an employee is not on record, its condition stands in nobody’s way: the request can be sent, the approver sees what is missing and decides.
policy-scope = Holds for
policy-scope-agency = The whole agency
policy-scope-unit = One unit and the units below
policy-scope-unit-which = Unit
policy-scope-subtree = { $unit } and the units below
policy-scope-family = Family of positions { $family }
policy-waiver = Who may grant an exception
policy-waived-by = Exception: { $who }
policy-switch = Switch
policy-lock-state = Lock
policy-locked = Locked
policy-unlocked = Not locked
policy-law = Legal basis
policy-law-id = Name of the instrument
policy-law-en = Name in English
policy-law-art = Article
policy-law-url = Address of the text
policy-law-evidence = How it is known
policy-law-article = { $law } article { $article }
policy-own-words = Sentence for employees
policy-own-words-hint = Leave empty to use: { $en } (Indonesian: { $id })
policy-words-id = Indonesian
policy-words-en = English
policy-none-chosen = (none yet)
policy-add-here = Add…
policy-add-to = Add to { $list }
policy-add = Add condition
policy-add-which = Choose a condition
policy-remove = Remove condition { $title }
policy-back-to-national = Back to the national rule
policy-save = Save draft
policy-effective = In force from
policy-request = Ask for publication
policy-calculate = Calculate effect
policy-new = Make a draft
policy-new-from = Copy version { $version } to a draft
policy-open-draft = Open version { $version }
policy-copy = Copy to a draft
policy-print = Print
policy-withdraw-draft = Withdraw this draft
policy-returned = Given back with a note
policy-second = The second officer
policy-second-own = You asked for publication. Another officer publishes it.
policy-second-text = Read the sentences and the effect, then publish or give back with a note.
policy-publish = Publish
policy-return = Give back
policy-return-note = Note for the author
policy-take-back = Take back to draft
policy-taken-back = Taken back by the person who asked.
policy-asked-at = Asked for on { $at }.
policy-published-at = Published on { $at }.
policy-asked-by = Asked for by { $name }, { $at }.
policy-published-by = Published by { $name }, { $at }.
policy-base-effect = Effect on agencies
policy-base-effect-text = From its date on, every agency follows the stricter of this set and its own.
policy-base-effect-limit = The agencies' own rules are not open here. Each agency is told which of its conditions must follow.
policy-compare-with = Compare with:
policy-compare-title = Compare versions
policy-compare-head = Version { $old } to version { $new }
policy-compare-lead = What is struck no longer holds; what is underlined is new.
policy-compare-added = New
policy-compare-removed = Removed
policy-compare-changed = Changed
policy-compare-same = Same
policy-compare-none = No difference
policy-compare-none-text = Both versions hold the same conditions.
policy-compare-same-count = { $n ->
    [one] { $n } condition is the same
   *[other] { $n } conditions are the same
}
policy-impact = Effect when published
policy-simulation = Simulation
policy-impact-refused = The effect cannot be counted yet: { $why }
policy-impact-gain = employees more (net)
policy-impact-loss = employees fewer (net)
policy-impact-before = Version { $version }, before
policy-impact-before-base = National rules, before
policy-impact-after = Version { $version }, draft
policy-impact-gained = { $n ->
    [one] { $n } person gains
   *[other] { $n } people gain
}
policy-impact-lost = { $n ->
    [one] { $n } person loses
   *[other] { $n } people lose
}
policy-impact-lost-gap = ({ $n } because of missing data)
policy-impact-of = of { $n } employees.
policy-impact-most-narrower = employees with less room
policy-impact-most-wider = employees with more room
policy-impact-wider = { $n ->
    [one] { $n } person with more room
   *[other] { $n } people with more room
}
policy-impact-narrower = { $n ->
    [one] { $n } person with less room
   *[other] { $n } people with less room
}
policy-impact-to-complete = { $n ->
    [one] { $n } person has data to complete.
   *[other] { $n } people have data to complete.
}
policy-impact-at = Data of { $at }.
policy-impact-unit = Unit
policy-impact-now = Before
policy-impact-then = Draft
policy-impact-difference = Change
policy-impact-by-unit = Effect by unit
policy-impact-more-units = { $n ->
    [one] { $n } more unit
   *[other] { $n } more units
}
policy-impact-short-head = { $n ->
    [one] { $n } time a unit would be short of staff
   *[other] { $n } times a unit would be short of staff
}
policy-impact-short = { $unit }, { $day }: { $present } of the { $need } people needed.
policy-impact-staffed = No unit would be short of staff.
policy-impact-touched = { $n ->
    [one] { $n } approved request is touched; it stays valid
   *[other] { $n } approved requests are touched; they stay valid
}
policy-try = Try it for one employee
policy-try-hint = Name or NIP
policy-try-nobody = That employee was not found.
policy-try-several = Several match. Choose one:
policy-try-gained = { $name } becomes eligible.
policy-try-lost = { $name } is no longer eligible.
policy-try-gap = { $name } is no longer eligible because data is missing.
policy-try-wider = { $name } stays eligible, with more freedom.
policy-try-narrower = { $name } stays eligible, with less freedom.
policy-try-stays = { $name } stays eligible, unchanged.
policy-try-open = { $name } cannot be judged yet; data has to be completed.
policy-try-not = { $name } still does not meet the conditions.
policy-names-title = Who changes
policy-names-lead = By the saved draft, counted on the data of now.
policy-names-search = Name or NIP
policy-names-change = Change
policy-names-name = Name
policy-names-nip = NIP
policy-names-unit = Unit
policy-names-position = Position
policy-names-why = Because of
policy-names-days = { $before } → { $after } days a week
policy-names-no-limit = no limit
policy-names-without = no longer { $days }
policy-names-with = now { $days } too
policy-names-leader = now needs the leader
policy-names-no-leader = no longer needs the leader
policy-names-only = Only { $unit }.
policy-names-all-units = All units
policy-names-count = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
policy-names-empty = No names
policy-names-empty-text = No employee changes under this filter.
policy-change-all = All
policy-change-gained = Gains
policy-change-lost = Loses
policy-change-wider = More freedom
policy-change-narrower = Less freedom
policy-change-unchanged = Unchanged
flash-rules-saved = Draft saved.
flash-rules-drafted = Draft made.
flash-rules-requested = Publication asked for. The second officer has been told.
flash-rules-published = This version is published and holds from its date.
flash-rules-returned = This version is a draft again.
flash-rules-withdrawn = Draft withdrawn.
refused-rules-open-draft = A draft is still open. Finish or withdraw it first.
refused-rules-not-draft = This version is no longer a draft.
refused-rules-not-waiting = This version is not waiting for publication.
refused-rules-second-officer = You asked for publication; another officer publishes it.
refused-rules-date-passed = Its date has passed. Give it back and choose a new date.
refused-rules-empty = Switch on at least one condition.
invalid-rules-from-tomorrow = Choose tomorrow or a later date.
invalid-rules-obstacle = This condition cannot be published yet. Check its legal basis and national limit.
mail-rules-waiting-subject = Version { $version } of the rules is waiting for you
mail-rules-waiting-body = Publication of version { $version } was asked for. Read its effect, then publish or give back.
mail-rules-published-subject = Version { $version } of the rules is published
mail-rules-published-body = Version { $version }, which you asked for, was published by the second officer.
mail-rules-returned-subject = Version { $version } of the rules was given back
mail-rules-returned-body = Version { $version } is a draft again. The note is on its page.
mail-rating-closes-subject = From { $date } your right to flexible work closes
mail-rating-closes-body = Your last performance rating is { $have }; at least { $least } is needed. From { $date } this condition is not met. A better rating opens it again; the way there is a plan for improvement agreed with your supervisor. HR can correct data that is wrong.
mail-rating-opens-subject = Your performance rating meets the condition again
mail-rating-opens-body = Your last performance rating is { $have }; at least { $least } is asked. The rating no longer closes your right to flexible work.
mail-base-rules-subject = Version { $version } of the national rules is published
mail-base-rules-body = Version { $version } of the national rules holds from { $date }. Conditions of your agency that must follow: { $count }. Open the rules page to see them.
policy-to-publish = Rules to publish
policy-home = Version { $version } of the rules waits for you to publish it
