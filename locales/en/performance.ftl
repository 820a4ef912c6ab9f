# Performance targets (SKP): written, discussed, agreed, changed as a new version
nav-targets = Targets
scope-performance-read = Read performance targets
scope-performance-write = Write performance targets
targets-title = Performance targets
targets-lead = Performance targets (SKP): what you achieve this year, agreed with your supervisor.
targets-own = Your targets
targets-team = Targets of the team
targets-name = SKP { $year }
targets-name-version = SKP { $year }, version { $n }
targets-lines = { $n ->
    [one] { $n } target
   *[other] { $n } targets
}
targets-agreed-by = agreed by { $name }, { $at }
targets-start-title = Write the SKP of { $year }
targets-start-text = Begin with a few targets. You need not wait for those of your supervisor.
targets-start = Begin { $year }
targets-from = Begin with
targets-from-nothing = Nothing
targets-from-last-year = Your SKP of { $year }
targets-from-last-year-hint = Every target of last year is copied; adjust what changed.
targets-from-colleague = { $name } ({ $year })
targets-from-colleague-hint = A colleague in your position and unit. Targets and indicators are copied, how much of each is not.
targets-from-template = Template { $position }
targets-from-template-hint = Prepared by HR for your position. How much of each you fill in yourself.
targets-approach = Approach
targets-approach-quantitative = Quantitative
targets-approach-quantitative-hint = Every indicator has an aspect and a target.
targets-approach-qualitative = Qualitative
targets-approach-qualitative-hint = What success means is written in words.
targets-state-draft = Draft
targets-state-proposed = Waits for the supervisor
targets-state-discussed = Discussed
targets-state-agreed = In force
targets-state-replaced = Replaced
targets-state-discarded = Thrown away
targets-lead-draft = Only you see it so far.
targets-lead-proposed = Waits for { $name }.
targets-lead-proposed-leader = Waits for the agency's leader.
targets-lead-decide = Read it, remark on lines, then agree.
targets-lead-discussed = Your supervisor remarked on it. Improve it, then propose again.
targets-lead-agreed = In force. Agreed by { $name }, { $at }.
targets-lead-replaced = A later version took its place. Agreed by { $name }, { $at }.
targets-lead-discarded = This draft was thrown away.
targets-given-back = What your supervisor says
targets-reason = Reason of the change
targets-reason-hint = Your supervisor reads it. The present version holds until the change is agreed.
targets-results = Result plans
targets-empty = No targets yet
targets-empty-text = Add one: what is the result, and by what is it measured.
targets-supports = supports: { $line }
targets-edit = Change
targets-add = Add a target
targets-remark = Remark
targets-remark-on = Remark on target number { $n }
targets-remark-whole = Remark on the whole
targets-remark-hint = Only the two of you read it.
targets-remark-send = Send the remark
targets-remark-about = On "{ $line }": { $words }
targets-behaviour = Work behaviour
targets-behaviour-hint = The seven values of civil servants (BerAKHLAK), with what your supervisor expects in particular.
targets-value-service = Service-minded
targets-value-accountable = Accountable
targets-value-competent = Competent
targets-value-harmonious = Harmonious
targets-value-loyal = Loyal
targets-value-adaptive = Adaptive
targets-value-collaborative = Collaborative
targets-value-plain = Nothing in particular
targets-your-answer = Your answer
targets-agree = Agree
targets-return = Ask for changes
targets-note = Message
targets-note-hint = To ask for changes: write why, or remark on lines.
targets-expect = Particular expectations
targets-expect-hint = They hold once you agree. Leave empty what is not needed.
targets-next = Next step
targets-propose = Propose to your supervisor
targets-propose-hint = Your supervisor may remark or agree. You can still take it back.
targets-copy = Copy targets
targets-copy-do = Copy
targets-discard = Throw the draft away
targets-retract = Take back to change
targets-change = Change the targets
targets-change-do = Begin the change
targets-versions = Other versions of the year
targets-timeline = Course
targets-event-proposed = Proposed
targets-event-remark = Remark
targets-event-agreed = Agreed
targets-event-replaced = Replaced by a new version
targets-event-discarded = Thrown away
targets-line-new = Add a target
targets-line-edit = Change a target
targets-line-save = Save
targets-line-again = Save and add another
targets-line-remove = Remove this target
targets-result = Result plan
targets-result-hint = A result that others can see, such as "A map of proposals is there for every region".
targets-above = Target of the supervisor that it supports
targets-above-hint = Targets of { $name } this year.
targets-above-none = { $name } has not proposed targets of { $year } yet. Say it in words, or leave it empty.
targets-above-nobody = Nobody stands above you in this agency. It may stay empty.
targets-above-blank = Not tied yet
targets-measured = Measured by
targets-measured-hint = One indicator is enough. Add other aspects where they help.
targets-words-hint = Write in words what success means.
targets-words = Measure { $n }
targets-aspect-quantity = Quantity
targets-aspect-quantity-hint = Such as "maps completed", target 34, unit regions.
targets-aspect-quality = Quality
targets-aspect-quality-hint = Such as "every figure has a source", target 100, unit percent.
targets-aspect-time = Time
targets-aspect-time-hint = Such as "done before the quarter ends", target 4, unit quarters.
targets-aspect-cost = Cost
targets-aspect-cost-hint = Such as "within the budget", target 100, unit percent.
targets-indicator = Indicator
targets-target = Target
targets-measure = Unit
targets-kind = Kind
targets-main = Main
targets-main-hint = The duties of the position, or the main assignment of a team.
targets-additional = Additional
targets-additional-hint = Beyond the main duties.
targets-kind-weight = { $kind }, weight { $n }%
targets-weight = Weight
targets-weight-hint = In percent; all main targets together make a hundred.
targets-cascade-title = Targets of the team
targets-cascade-of = Targets of the team of { $name }
targets-cascade-gaps = { $n ->
    [one] { $n } target without support
   *[other] { $n } targets without support
}
targets-cascade-loose = { $n ->
    [one] { $n } target of a member tied to none
   *[other] { $n } targets of members tied to none
}
targets-cascade-lead-none = Your targets of this year are not proposed yet. Members can write theirs all the same.
targets-cascade-lead-whole = Every target is tied.
targets-cascade-nobody = No team yet
targets-cascade-nobody-text = There is nobody whose targets are agreed here.
targets-cascade-not-yet = Not proposed yet
targets-cascade-own = See the targets that are supported
targets-cascade-down = Targets of the team of { $name }
targets-orphans = Not tied yet
targets-orphans-text = Main targets of members that support none of those above.
targets-gap = Without support
targets-gap-text = No target of a member supports it yet.
targets-people = Members
targets-inbox-title = Proposed targets
targets-home = Your SKP of { $year } came back with remarks
targets-terms-title = How targets are written
targets-terms-lead = Holds for targets that are proposed from then on.
targets-terms-weights = Main targets carry weights
targets-terms-weights-hint = If chosen, the weights of all main targets of a person must make a hundred percent.
targets-terms-save = Save
flash-targets-started = The draft is there. Add the first target.
flash-targets-copied = { $n } targets are in the draft. Check how much of each, then propose.
flash-targets-line-saved = Saved. The draft holds { $n } targets.
flash-targets-line-removed = The target is out of the draft.
flash-targets-proposed = Sent. Your supervisor is told.
flash-targets-retracted = Taken back. You can change it again.
flash-targets-changing = The draft of the change is there. The present version still holds.
flash-targets-discarded = The draft is thrown away.
flash-targets-remarked = The remark is sent.
flash-targets-agreed = SKP { $year } of { $name } is agreed.
flash-targets-given-back = SKP { $year } went back to { $name }.
invalid-targets-many = At most { $n } targets. Join or remove some.
invalid-targets-twice = A target stands there twice. Keep one.
invalid-targets-indicators = At most { $n } indicators for a target.
invalid-targets-nameless = There is a target without an indicator. Name the indicator, or clear the target.
invalid-targets-above = That target of the supervisor is no longer there. Choose another, or none.
invalid-targets-no-main = There is no main target yet. Add at least one.
invalid-targets-no-indicator = Target number { $n } has no indicator. Open "Change" beside it.
invalid-targets-no-target = Target number { $n }: fill in aspect and target of "{ $indicator }".
invalid-targets-weights = The weights of the main targets make { $total }%. Change them until they make 100%.
invalid-targets-no-last-year = You have no agreed targets of last year here. Begin with nothing.
invalid-targets-no-colleague = Only agreed targets of a colleague in your position and unit can be copied.
invalid-targets-one-source = Choose one source: last year, the template or a colleague.
invalid-targets-no-template = Your position has no template. Begin from nothing.
invalid-targets-expected-twice = One particular expectation is enough for a value.
invalid-targets-why-back = Write why, or remark on the lines that need changes.
refused-targets-step = { $state ->
    [draft] These targets are still a draft of whoever writes them.
    [proposed] These targets are proposed. Take them back to change them.
    [discussed] These targets are being improved by whoever writes them.
    [agreed] These targets are agreed. Begin a change with a reason.
    [replaced] A later version took the place of these targets.
   *[other] This draft was thrown away.
}
refused-own-targets = One's own targets are agreed by somebody else.
refused-targets-agreed = The targets of that year are agreed. Open them, then begin a change with a reason.
refused-targets-changing = A change of these targets is being written. Go on with it, or throw it away first.
refused-targets-remarks = There are { $n } remarks already. Talk it over, then agree or give it back.
mail-targets-brought-subject = A draft of your targets { $year } was loaded from e-Kinerja
mail-targets-brought-body = Dear { $person },

    { $name } loaded your targets { $year } from the sheet of e-Kinerja as a draft. Check it, complete it, then propose it to your superior at this page.
    { $link }
mail-targets-proposed-subject = { $name } proposed an SKP for { $year }
mail-targets-proposed-body = Dear { $person },

    { $name } proposed performance targets for { $year }. Read them, remark on lines, or agree on the following page.
    { $link }
mail-targets-given-back-subject = Your SKP of { $year } came back with remarks
mail-targets-given-back-body = Dear { $person },

    { $name } asks for changes in your performance targets of { $year }. { $note }
    { $link }
mail-targets-agreed-subject = Your SKP of { $year } is agreed
mail-targets-agreed-body = Dear { $person },

    { $name } agreed to your performance targets of { $year }. { $note }
    { $link }
mail-targets-remarked-subject = { $name } remarked on the SKP of { $year }
mail-targets-remarked-body = Dear { $person },

    { $name } wrote a remark on the performance targets of { $year }. Read it on the following page.
    { $link }
# Work: planned, delivered, answered
nav-work = Work
work-title = Work
work-lead = What you deliver, and what your supervisor says of it.
work-new = Deliver work
work-new-title = Deliver work
work-team = Work of the team
work-promised = Promised for flexible days
work-promise = Promised: { $what }
work-promise-link = The request that promised it
work-none = No work yet
work-none-text = Deliver something: say what is done, paste a link to it, or send the file.
work-group-revision = To be revised
work-group-planned = Planned
work-group-delivered = Waits for an answer
work-group-ended = Done
work-state-planned = Planned
work-state-delivered = Waits for an answer
work-state-revision = To be revised
work-state-accepted = Accepted
work-state-refused = Refused
work-state-withdrawn = Withdrawn
work-overdue = Overdue
work-due = Due { $day }
work-days-late = { $n ->
    [one] { $n } day late
   *[other] { $n } days late
}
work-due-on = Due on
work-due-on-hint = A working day of your unit.
work-rounds = { $n ->
    [one] delivered { $n } time
   *[other] delivered { $n } times
}
work-delivered-times = Rounds
work-name = Name of the work
work-name-hint = Such as "Map of proposals, complete".
work-words = What it is
work-words-hint = What is done, and what your supervisor should look at. To deliver, fill in the words or a link, or choose files.
work-links = Links
work-links-hint = One address a line, at most five.
work-files = Files
work-files-hint = At most { $n } files, each up to { $size } MB: PDF, images (JPG, PNG, WebP), Word, Excel, PowerPoint, OpenDocument or ZIP.
work-files-again = If you had chosen files, choose them again: what was typed is still there, files are not.
work-files-hashes = SHA-256 of { $n ->
        [one] the file
       *[other] { $n } files
    }
work-file-same = Same
work-file-changed = Changed
work-file-added = New
work-file-removed = Gone
work-files-title = Files of work
work-files-most = Files of a delivery
work-files-most-hint = 0 to 10. With 0, work is delivered without files.
work-files-size = Largest size
work-files-size-hint = MB of each file, 1 to 100.
work-files-scanned = A virus scanner looks at every file before it is taken.
work-files-unscanned = No virus scanner looks at files. Whoever runs the system can add one (LUWES_ANTIVIRUS).
work-files-no-depot = This system keeps no files yet, so work is delivered without them. Whoever runs it says where they lie (LUWES_FILES).
work-counts-for = Counts for the target
work-counts-for-hint = An indicator of your SKP in force.
work-counts-for-none = Not tied
work-no-targets = Your SKP of this year is not agreed yet, so work cannot be tied to it.
work-deliver = Deliver
work-plan = Keep as planned
work-about = About this work
work-versions = Conversation and versions
work-version = { $name } delivered version { $n }
work-newest = Newest
work-version-n = Version { $n }
work-compare = Compare with version { $n }
work-compare-from = Earlier version
work-compare-to = Later version
work-compare-go = Compare
work-compared = From version { $from } to version { $to }
work-compared-same = Nothing has changed.
work-compared-hint = Underlined: added. Struck out: removed.
work-added = Added:
work-removed = Removed:
work-answered-accepted = { $name } accepted it
work-answered-revision = { $name } asked for a revision
work-answered-refused = { $name } refused it
work-waits = { $name } answers it.
work-your-answer = Your answer
work-accept = Accept
work-accept-chosen = Accept what is chosen
work-choose-some = Choose what to accept
work-revise = Ask for a revision
work-refuse = Refuse
work-comment = Comment
work-comment-hint = Needed to ask for a revision or to refuse.
work-withdraw = Withdraw this work
work-team-title = Work of the team
work-waiting = { $n ->
    [one] { $n } piece of work waits for you.
   *[other] { $n } pieces of work wait for you.
}
work-nothing-waits = Nothing waits.
work-told = What became of it
work-one = A piece of work
work-gone = It no longer waits for you.
work-choose = Choose { $title }
work-dock = What is chosen is accepted without a written comment.
work-count-overdue = Overdue
work-count-planned = Planned
work-count-revision = Revision
work-count-delivered = Waiting
work-count-accepted = Accepted
work-inbox-title = Work that waits for an answer
work-home-due = Deliver { $what }, due { $day }
work-home-late = { $what } was due { $day }
work-home-many = { $n } pieces of work wait for you to deliver them
work-home-revise = Revise { $what }
flash-work-planned = { $title }: planned.
flash-work-delivered = { $title }: delivered. Your supervisor is told.
flash-work-withdrawn = { $title }: withdrawn.
flash-work-accepted = { $title }: accepted.
flash-work-revision = { $title }: a revision is asked for.
flash-work-refused = { $title }: refused.
flash-work-accepted-many = { $n } pieces of work accepted.
invalid-work-nothing = Say what it is, paste at least one link, or choose a file.
invalid-work-links = At most { $n } links.
invalid-work-link = Link { $n } is no address on the web. Write it whole, such as https://example.go.id/file.
invalid-work-file = One of the files is not among those that were sent for this work. Send it again, then deliver.
invalid-file-off = Work is delivered without files here. Use words or links.
invalid-file-many = At most { $n } files. Leave some out, or put them into one ZIP.
invalid-file-large = { $name } is larger than { $n } MB. Make it smaller, or divide it into several files.
invalid-file-empty = { $name } is empty. Open it, save it again, then choose it again.
invalid-file-kind = { $name } cannot be taken. Save it as PDF, JPG, PNG, WebP, DOCX, XLSX, PPTX, ODT, ODS, ODP or ZIP.
invalid-file-disguised = The content of { $name } is not what its name says, or it is locked by a password. Save it again from its program, without a password.
invalid-file-broken = { $name } is damaged or cut off. Save it again, then choose it again.
invalid-file-bomb = { $name } is too large once it is opened. Put less into it.
invalid-file-nested = { $name } holds archives in archives in archives. Put the files into it directly.
invalid-file-climbs = { $name } holds files with unsafe names. Make the archive again from an ordinary folder.
invalid-file-locked = { $name } holds parts that are locked by a password or packed in another way. Make an ordinary ZIP without a password.
invalid-file-macros = { $name } holds programs (macros). Save it without them.
invalid-file-virus = The virus scanner refuses { $name }. Check your device, then ask your agency's IT.
invalid-file-unscanned = The virus scanner could not look at { $name } yet. Try again in a few minutes.
invalid-work-past = That day has passed. Choose today or a later one.
invalid-work-far = At most a year ahead.
invalid-work-day-off = Your unit does not work on that day. Choose a working day.
invalid-work-target = That indicator is not in your SKP in force. Choose another one.
invalid-work-promise = That promise is not there, or has its work already. Open the page Work.
refused-work-step = { $state ->
    [planned] It is not delivered yet.
    [delivered] It waits for an answer.
    [revision] It is being revised.
    [accepted] It is accepted.
    [refused] It is refused.
   *[other] It was withdrawn.
}
refused-work-rounds = It was delivered { $n } times. Talk it over with your supervisor, then begin a new piece of work.
mail-work-delivered-subject = { $name } delivered { $title }
mail-work-delivered-body = Dear { $person },

    { $name } delivered "{ $title }" and waits for your answer.
    { $link }
mail-work-accepted-subject = { $title } is accepted
mail-work-accepted-body = Dear { $person },

    { $name } accepted "{ $title }". { $note }
    { $link }
mail-work-revision-subject = { $title } needs a revision
mail-work-revision-body = Dear { $person },

    { $name } asks for a revision of "{ $title }". { $note }
    { $link }
mail-work-refused-subject = { $title } is refused
mail-work-refused-body = Dear { $person },

    { $name } refused "{ $title }". Reason: { $note }
    { $link }
mail-work-due-subject = Work that is due soon: { $n }
mail-work-due-body = Dear { $person },

    To be delivered by the next working day: { $work }.
    { $link }
mail-work-late-subject = Overdue work: { $n }
mail-work-late-body = Dear { $person },

    Overdue or due soon: { $work }. Deliver it, or withdraw what will not be done.

# Ratings of performance: periods, what was realised, ratings, objections
rating-title = Performance ratings
rating-lead = What you achieved in each period, how it was rated, and what that means.
rating-team-title = Ratings of the team
rating-periods-title = Rating periods
rating-periods-lead = Open a period, look at the distribution, then close it. Ratings count once the period is closed.
rating-periods = Periods
rating-none = No rating period yet
rating-none-text = HR opens a period, for example a quarter. What is open stands here.
rating-none-open = Open the first period, for example 2026-Q3.
rating-of = Rating { $period }
rating-year = Year { $year }
rating-quarter-1 = Quarter 1 of { $year }
rating-quarter-2 = Quarter 2 of { $year }
rating-quarter-3 = Quarter 3 of { $year }
rating-quarter-4 = Quarter 4 of { $year }
rating-days = { $from } to { $to }
rating-due-on = due { $day }
rating-period-open-word = Open
rating-period-closing-word = Being closed
rating-period-closed-word = Closed
rating-period-closing = being closed
rating-by-name = rated by { $name }
rating-state-open = Not rated
rating-state-told = Waits for a rating
rating-state-untold = Tell what you realised
rating-state-rated = Rated
rating-state-waits = Not rated
rating-state-no-targets = No targets
rating-level-above = Above expectation
rating-level-meets = Meets expectation
rating-level-below = Below expectation
rating-predikat = Rating
rating-predikat-sangat_baik = Very good
rating-predikat-baik = Good
rating-predikat-butuh_perbaikan = Needs improvement
rating-predikat-kurang = Poor/Misconduct
rating-predikat-sangat_kurang = Very poor
rating-result = Results
rating-behaviour = Behaviour
rating-matrix = From two judgements to one rating
rating-matrix-lead = The supervisor judges results and behaviour; the rating follows from this table (PermenPANRB 6/2022).
rating-given = Rating
rating-by = Rated by
rating-reason = Why it was changed
rating-lines = Targets and what was realised
rating-target = target
rating-realised = Realised
rating-account = Words of the employee
rating-account-hint = What went well, and what stood in the way.
rating-tell = Send
rating-numbers = The numbers behind it
rating-numbers-hint = Numbers help to judge and do not decide. Only quantity and quality with a number as target are counted.
rating-measured = Measured
rating-not-measured = Not measured
rating-advice = What the numbers advise
rating-work = Work in this period
rating-pieces = { $n ->
    [one] { $n } piece of work due in this period
   *[other] { $n } pieces of work due in this period
}
rating-loose = Work that counts for no target
rating-accepted = { $n ->
    [one] { $n } piece of work accepted
   *[other] { $n } pieces of work accepted
}
rating-on-time = { $n } on time
rating-revisions = { $n ->
    [one] revised once
   *[other] revised { $n } times
}
rating-open = { $n } overdue
rating-your-rating = Your rating
rating-note = Feedback
rating-note-hint = Needed where either is below expectation: what is missing, and what is expected.
rating-rate = Save the rating
rating-rate-hint = The employee sees it once the period is closed. Until then you can change it.
rating-hint-rated = You have been rated. The rating shows once the period is closed.
rating-hint-open = Write what you realised of each indicator and send it, so that you are rated by your own figures.
rating-hint-missed = Nobody rated this period. Ask HR if somebody should have.
rating-no-targets-own = Your targets of this year are not agreed yet, so you cannot be rated. Propose them first.
rating-no-targets-of = The targets of { $name } for this year are not agreed yet, so they cannot be rated.
rating-object = Object
rating-object-send = Send the objection
rating-object-until = By { $day } at the latest.
rating-statement = Your objection
rating-statement-hint = What is not right, and the figures. Somebody else than the rater answers.
rating-objections = Objections
rating-objections-wait = Objections that wait for your answer
rating-objection-due = to be answered by { $day }
rating-objection-open = { $name } is looking at it
rating-objection-upheld = { $name } upheld the objection
rating-objection-dismissed = { $name } kept the rating
rating-your-answer = Your answer to the objection
rating-answer = Reasons
rating-answer-hint = The employee reads this.
rating-dismiss = Keep the rating
rating-uphold = Put this rating in its place
rating-correct = Correct the rating
rating-correct-why = Why it is corrected
rating-correct-hint = The old rating stays readable beside the new one.
rating-correct-do = Save the correction
rating-before = Earlier ratings
rating-version = Version { $n }: { $word }
rating-team-lead = { $done } of { $of } rated
rating-people = Employees
rating-told-yes = Sent
rating-told-no = Not sent
rating-head-on-time = On time
rating-open-title = Open a period
rating-open-do = Open the period
rating-code = Period
rating-code-hint = A year, a quarter or a month: 2026, 2026-Q3, 2026-09.
rating-due = Ratings due
rating-due-hint = After the last day of the period. Later ratings are still taken until the period is closed.
rating-terms-link = How targets are written and rated
rating-terms-lead = No known regulation names these figures; the agency sets them itself.
rating-above-from = Above expectation from
rating-below-under = Below expectation under
rating-mark-hint = Percent of what is measured. Leave empty for no advice.
rating-object-within = Time to object
rating-object-within-hint = Working days after the period is closed.
rating-chart = { $word } most of all: { $share } percent
rating-chart-desc = How many employees have each rating.
rating-guide = Other than the guide for a distribution
rating-guide-hint = The guide is for the leader to consider and does not stop the closing.
rating-guide-very-good-70 = Very good { $share } percent; the guide says 70 percent at most.
rating-guide-good-70 = Good { $share } percent; the guide says 70 percent at most.
rating-guide-some-weak = None needs improvement or is poor ({ $share } percent); the guide expects some.
rating-guide-improve-60 = Needs improvement { $share } percent; the guide says 60 percent at least.
rating-guide-improve-10 = Needs improvement { $share } percent; the guide says 10 percent at least.
rating-guide-very-good-10 = Very good { $share } percent; the guide says 10 percent at most.
rating-guide-weak-60 = Poor { $share } percent; the guide says 60 percent at least.
rating-guide-very-weak-60 = Very poor { $share } percent; the guide says 60 percent at least.
rating-guide-weak-10 = Poor and needs improvement { $share } percent; the guide says 10 percent at least.
rating-guide-no-very-good = Very good { $share } percent; the guide says none.
rating-units = By unit
rating-unit = Unit
rating-rated = Rated
rating-apart = Far from the whole
rating-achievement = Achievement of the organisation
rating-achievement-hint = Decides which guide the distribution is compared with.
rating-achievement-none = Not known yet
rating-achievement-save = Save
rating-achievement-istimewa = Outstanding
rating-achievement-baik = Good
rating-achievement-butuh_perbaikan = Needs improvement
rating-achievement-kurang = Poor
rating-achievement-sangat_kurang = Very poor
rating-close-title = Close the period
rating-close-hint = Ratings become final, people are told, and the rules of flexible work use them. After that they can only be corrected with a reason.
rating-close-do = Close the period
rating-missing = { $n ->
    [one] { $n } employee is not rated and stays without a rating.
   *[other] { $n } employees are not rated and stay without a rating.
}
flash-rating-told = Sent.
flash-rating-given = The rating is saved.
flash-rating-corrected = The rating is corrected; the employee is told.
flash-rating-objected = The objection is sent. You will be told when it is answered.
flash-rating-answered = The objection is answered; the employee is told.
flash-rating-period-opened = The period is open.
flash-rating-period-closing = The period is closed. Ratings become final within a few minutes.
invalid-rating-code = Write a year, a quarter or a month: 2026, 2026-Q3 or 2026-09.
invalid-rating-future = That period has not begun. Choose one that has.
invalid-rating-due = Not before the last day of the period ({ $day }).
invalid-rating-twice = That period exists already.
invalid-rating-nothing = Tell at least one result, or write something.
invalid-rating-indicator = That indicator is not in your targets in force. Load the page again.
invalid-rating-why-below = Write what is missing and what is expected.
invalid-rating-same = That is the rating in force. Change results or behaviour.
invalid-rating-marks = The lower mark must be under the upper one.
invalid-rating-scored = The rating of that period was given here. Correct it on the page of the rating.
refused-own-rating = Somebody else rates your performance.
refused-not-rater = You do not rate this employee.
refused-not-reviewer = Objections are answered above the rater, not by the rater or the employee.
refused-rating-already = You have been rated. Talk to your supervisor if something is missing.
refused-rating-period-closed = This period is closed. What is final can only be corrected with a reason.
refused-rating-period-runs = The period runs until { $day }. Close it after that.
refused-rating-step = { $state ->
    [open] There is no rating yet.
    [rated] The rating is not final; it waits for the period to be closed.
    [closed] The rating is final.
   *[other] Another rating stands in the place of this one.
}
refused-rating-no-targets = The targets of { $year } are not agreed. Agree on them first, then rate.
refused-rating-versions = This rating was corrected { $n } times already.
refused-rating-objected = An objection waits for an answer. Wait for it.
refused-rating-object-late = The time to object ended on { $day }. Talk to your supervisor or HR.
refused-rating-object-once = You have objected to this rating already.
mail-rating-told-subject = { $name } told what was realised in { $period }
mail-rating-told-body = Dear { $person },

    { $name } told what was realised in { $period }. You can rate it.
    { $link }
mail-rating-final-subject = The rating of { $period } is final
mail-rating-final-body = Dear { $person },

    The period { $period } is closed. See the rating, the feedback and how to object:
    { $link }
mail-rating-corrected-subject = The rating of { $period } was corrected
mail-rating-corrected-body = Dear { $person },

    { $name } corrected your rating of { $period }. Reason: { $note }
    { $link }
mail-rating-objected-subject = { $name } objects to the rating of { $period }
mail-rating-objected-body = Dear { $person },

    { $name } objects to the rating of { $period } and waits for your answer.
    { $link }
mail-rating-objection-late-subject = The objection of { $name } is late
mail-rating-objection-late-body = Dear { $person },

    The objection of { $name } to the rating of { $period } is not answered.
    { $link }
mail-rating-objection-dismissed-subject = The rating of { $period } stays
mail-rating-objection-dismissed-body = Dear { $person },

    { $name } answered your objection: the rating stays. Reason: { $note }
    { $link }
work-team-idle = { $n ->
    [one] { $n } member has no work yet
   *[other] { $n } members have no work yet
}
targets-line-new-mark = New
targets-line-changed = Changed
targets-was = Before:
targets-gone = Removed:
refused-targets-unchanged = Nothing is changed against the version in force. Change the targets first, or throw this draft away.
targets-name-change = Change of the targets of { $year }
targets-lead-ahead = In force from the beginning of its year. Agreed by { $name }, { $at }.
rating-objection-home = The objection of { $name } to the rating { $period } waits for your answer
waits-ratings = { $n ->
    [one] { $n } objection to a rating
   *[other] { $n } objections to ratings
}
rating-chart-even = How the ratings are spread
rating-team-idle = { $n ->
    [one] { $n } person has no agreed targets and cannot be rated yet
   *[other] { $n } people have no agreed targets and cannot be rated yet
}
refused-rating-upheld = The objection to this rating was upheld by the level above; whoever rates does not change it again.
rating-few = Fewer than 5 people are rated; how is shown once the period is closed.
mail-rating-opened-subject = The rating of { $period } is open
mail-rating-opened-body = Dear { $person },

    The period { $period } is open. Tell what you realised by { $day }, so that you are rated by your own data.
    { $link }
mail-rating-due-subject = Tell what you realised in { $period } by { $day }
mail-rating-due-body = Dear { $person },

    You have not told yet what you realised in { $period }. It is due on { $day }.
    { $link }
mail-rating-waits-subject = Ratings of { $period } are missing, due on { $day }
mail-rating-waits-body = Dear { $person },

    You have not rated everybody in { $period } yet. Ratings are due on { $day }.
    { $link }
rating-home = Tell what you realised in { $period }, due on { $day }
rating-wait = { $people }, due on { $day }
waits-people = { $n ->
    [one] { $n } employee to rate
   *[other] { $n } employees to rate
}
waits-rate = { $n ->
    [one] { $n } period of ratings
   *[other] { $n } periods of ratings
}
rating-unled = Nobody stands above them
rating-unled-leader = Rated by whoever holds the role of the leader.
rating-unled-nobody = Nobody can rate them yet. Name a superior in their record or a head of the unit above, or give the role of the leader to somebody else.
# Templates of positions
template-title = Templates of positions
template-lead = Results and indicators from which people in a position may begin their targets. How much of each is still agreed with each person.
template-list = Templates
template-none = No template yet
template-none-text = Choose a position beside this to make the first.
template-new = New template
template-position = Position
template-position-hint = Positions that somebody holds and that have no template yet.
template-position-blank = Choose a position
template-open = Make the template
template-all-there = Every position that somebody holds has a template.
template-one-lead = Offered to people in this position when they begin their targets.
template-saved = Saved { $at }.
template-empty = This template is still empty
template-empty-text = Add a target, or take some from targets that were agreed. While it is empty, the template is not offered.
template-measured-hint = Write the indicator and what it counts. How much is filled in by each person.
template-copy = Take from agreed targets
template-from = Targets
template-from-hint = Of people in this position. Only results and indicators are taken.
template-from-blank = Choose targets
template-copy-do = Take its targets
template-drop = Drop the template
template-drop-hint = Targets that began from it stay as they are.
template-link = Templates of positions
flash-template-opened = The template is there. Add the first target.
flash-template-saved = Saved. This template has { $n } targets.
flash-template-dropped = The template was dropped.
invalid-template-there = That position has a template. Open it from the list.
invalid-template-source = Only agreed targets of people in this position can be taken.

# A rating before it is given
simulation-title = Simulation up to today
simulation-lead = No promise and no rating. The supervisor judges results and behaviour; numbers are only something to consider.
simulation-measured = Measured: { $percent } %.
simulation-unmeasured = Nothing can be measured yet.
simulation-suggests = The numbers suggest for the results: { $level }. Behaviour is not measured, so that the rating depends on how it is judged:
simulation-row = Behaviour { $behaviour }: { $predikat }
simulation-given = With your rating: { $predikat }.
simulation-no-marks = The numbers suggest nothing for the results. The table below shows what follows from each judgement.
simulation-nothing = nothing yet
simulation-told = { $words }
simulation-counted = { $n } accepted pieces of work
simulation-of = { $realised } of the target { $target }
simulation-formula = Formula version { $n } of this period
simulation-above = above expectation from { $percent } %
simulation-below = below expectation under { $percent } %
