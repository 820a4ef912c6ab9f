# Plan for improvement
improvement-title = Plan for improvement
improvement-lead = After a rating has fallen: a few steps agreed with your supervisor. Read by you, your supervisor, the leader and HR.
improvement-all = My plans
improvement-open = Open plans
improvement-none = No plan yet
improvement-none-text = When a rating has fallen, write a few steps here together with your supervisor.
improvement-team = Plans of the team
improvement-team-title = Plans for improvement of the team
improvement-team-lead = A plan changes no right to flexible work; rights open again with results.
improvement-team-none = No open plan
improvement-team-none-text = Plans of the people you decide for show here.
improvement-others = Without a plan
improvement-of = Plan of { $day }
improvement-lines = { $n ->
    [one] { $n } step
   *[other] { $n } steps
}
improvement-summary = { $lines }, until { $day }
improvement-state-written = Waits for agreement
improvement-state-agreed = Agreed
improvement-state-met = Met
improvement-state-not_met = Not met
improvement-agency-title = Plans for improvement of the agency
improvement-agency-lead = To be read. The person and their supervisor write, agree and close.
improvement-agency-link = Plans for improvement
improvement-agency-all = Plans, the newest first
improvement-agency-none-text = Plans show here as soon as a person or their supervisor writes one.
improvement-agency-empty = No plan in this state
improvement-agency-empty-text = Choose another state, or show all.
improvement-agency-whole = Show all
improvement-states = State
improvement-state-all = All
improvement-state-closed = Closed
improvement-write = Write a plan
improvement-write-lead = At most five steps. Your supervisor is asked to agree.
improvement-write-for = A plan for { $name }, at most five steps. { $name } is asked to agree.
improvement-line = Step { $n }
improvement-what = What is done
improvement-by = By when
improvement-known = How one will know
improvement-known-hint = Such as “two papers accepted”.
improvement-more = Add a step
improvement-send = Send and agree
improvement-send-hint = By sending you agree to what is written. The other agrees or changes it.
improvement-back = Back
improvement-rewrite = Change
improvement-agree = Agree
improvement-waits = Waits for { $name } to agree
improvement-waits-leader = Waits for the supervisor to agree
improvement-no-verdict = This plan changes no right to flexible work; rights open again with results.
improvement-steps = Steps
improvement-known-by = Known by: { $how }
improvement-until = until { $day }
improvement-history = History
improvement-agreed-by = { $name } agreed
improvement-noted-by = { $name } noted
improvement-closed-met = { $name } closed it: met
improvement-closed-not_met = { $name } closed it: not met
improvement-note-new = Note progress
improvement-note = Note
improvement-note-hint = What is done, what is in the way.
improvement-note-add = Add the note
improvement-close = Close the plan
improvement-reason = Reason
improvement-reason-hint = Needed: what was reached and what was not.
improvement-met = Met
improvement-not-met = Not met
improvement-home = A plan for improvement waits for you to agree
improvement-home-of = The plan for improvement of { $name } waits for you to agree
improvement-lacks = { $name }: rated { $have }, no plan for improvement yet
improvement-lacks-text = Rated { $have }; at least { $least } is needed.
improvement-own-open = Plan for improvement: { $state }
improvement-own-none = Your last rating is below the condition. Write a plan for improvement with your supervisor.
improvement-own-see = Open the plan
flash-improvement-written = The plan is sent; the other has yet to agree.
flash-improvement-agreed = Your agreement is saved.
flash-improvement-noted = The note is saved.
flash-improvement-closed = The plan is closed.
invalid-improvement-nothing = Write at least one step.
invalid-improvement-many = At most { $n } steps.
invalid-improvement-what = Write what is done in step { $n }.
invalid-improvement-known = Write how one will know that step { $n } is reached.
invalid-improvement-by = Enter the date of step { $n }: from today to a year ahead.
refused-improvement-step = { $state ->
    [written] The two have not both agreed to this plan. Agree first.
    [agreed] This plan is agreed. Add a note, or close it and write a new one.
   *[other] This plan is closed. Write a new one.
}
refused-improvement-open = There is an open plan. Change or close that one first.
refused-improvement-yours = You have agreed already; the other has yet to.
refused-improvement-notes = This plan has { $n } notes. Close it.
refused-own-improvement = Your own plan is closed by your supervisor. Ask your supervisor to close it.
mail-improvement-written-subject = A plan for improvement waits for you to agree
mail-improvement-written-body = Dear { $person },

    { $name } wrote or agreed to a plan for improvement. Read it, then agree or change it.
    { $link }
mail-improvement-agreed-subject = The plan for improvement is agreed
mail-improvement-agreed-body = Dear { $person },

    { $name } agreed to the plan for improvement. It holds.
    { $link }
mail-improvement-noted-subject = A new note on the plan for improvement
mail-improvement-noted-body = Dear { $person },

    { $name } added a note to the plan for improvement.
    { $link }
mail-improvement-closed-subject = Your plan for improvement is closed
mail-improvement-closed-body = Dear { $person },

    { $name } closed your plan for improvement. Its outcome and the reason are on the page of the plan.
    { $link }
trail-event-improvement-written = Plan for improvement written
trail-event-improvement-agreed = Plan for improvement agreed
trail-event-improvement-noted = Progress of a plan for improvement noted
trail-event-improvement-closed = Plan for improvement closed
trail-subject-improvement-plan = Plan for improvement
waits-improvement = { $n ->
    [one] { $n } person with a plan for improvement
   *[other] { $n } people with a plan for improvement
}
