layout-skip = Skip to content
layout-tagline = Supple work, steady service
layout-nav = Main menu
layout-more = More
layout-waiting = { $n } waiting
layout-theme = Switch between light and dark
layout-unread = { $n ->
    [one] Notifications, { $n } new
   *[other] Notifications, { $n } new
}
layout-account = Account and sessions
layout-account-of = Account menu of { $name }
layout-switch = Switch agency
layout-sign-out = Sign out
layout-demo = Demo: all people are invented.
layout-demo-switch = Change person
layout-about = Luwes, flexible work in the civil service
layout-glossary = Glossary
layout-help = Help
layout-back = Go back
layout-to-home = To the home page
layout-request-id = Quote this number when you ask for help:
layout-error = Error:
layout-error-prefix = Error:
layout-errors = { $n ->
    [one] { $n } answer needs a correction
   *[other] { $n } answers need a correction
}
layout-optional = optional
layout-drop = Drop a file here, or choose one from this device
layout-filter = Show
layout-pages = Pages
layout-first = Start of the list
layout-prev = Previous
layout-next = Next
layout-export-xlsx = Download xlsx
layout-export-csv = Download csv
layout-outcome-pass = Met
layout-outcome-fail = Not yet met
layout-outcome-needs-leader = Needs the leader
layout-outcome-missing-fact = To be completed
layout-outcome-not-applicable = Does not apply
layout-outcome-advice = Advice
layout-trace-facts = Facts used
layout-trace-rule = Rule
layout-trace-law = Legal basis
layout-trace-read = Read the rule
layout-trace-report = Read the report
layout-trace-remedy = What can be done
layout-trace-waiver = Who can grant an exception
layout-trace-applies = In force
layout-trace-appeal = My data is wrong
layout-undo = Undo
layout-promise = Ask for flexible days, and see the reasons before you send.
layout-promise-why = Every result names the rule, the facts and the way out.
layout-promise-where = One screen shows who is where.
layout-promise-trail = Every decision is recorded and can be examined.
layout-as-table = Show as a table
