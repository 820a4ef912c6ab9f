# Own working hours: start and end of work as a person plans them.

requests-kind-time = Own working hours
requests-hours-title = Ask for own working hours
requests-hours-lead = Set your own start and end. You still work in the office; the weekly hours are still met.
requests-hours-link = Own working hours
requests-hours-link-text = Start and end earlier or later, still in the office.
requests-hours-period = Period
requests-hours-times = Hours
requests-hours-same = Start every day at
requests-hours-fill = Fill all days
requests-hours-start = Start
requests-hours-end = End
requests-hours-length = { $h } h { $m } m
requests-hours-bounds = Window { $window }, core hours { $core }.
requests-hours-ramadan = During Ramadan
requests-hours-total = A week
requests-hours-total-ramadan = A week of Ramadan
requests-hours-of = { $have } of { $need }
requests-hours-week = Hours
requests-hours-reason = Reason
requests-hours-reason-hint = In a few words, such as taking a child to school.
requests-hours-ready = Ready to send
requests-hours-not-yet = Not ready to send yet
requests-hours-missing = Enter the dates and the times of each day.
requests-hours-unchanged = Change them first: these are still the office’s hours.
requests-hours-no-reason = Write the reason first.
requests-hours-send = Send the request
requests-hours-pass = These hours are possible
requests-hours-fail = These hours are not possible yet
requests-hours-thought = These hours can be asked for
requests-hours-own = Your hours: { $times }
requests-hours-own-short = Own hours: { $times }
requests-hours-cancel-hint = From today on office hours hold again. Days past stay as they were.
requests-statement-hours = Own working hours

flash-hours-sent = The request for own hours is sent. You will be told as soon as it is decided.
flash-hours-cancelled = The own hours are cancelled. Your supervisor is told.

invalid-time = Enter a time such as 07:30.
invalid-no-hours = Enter the start and end of every working day.
invalid-hours-unchanged = These are the office’s hours. Change the start or end of at least one day; otherwise there is nothing to ask for.
invalid-hours-too-long = The period is at most a year.
invalid-hours-rule = { $rule }: { $remedy }
invalid-hours-whole = Own hours are cancelled as a whole, not by the day.
refused-hours-adjusted = Hours cannot be changed here. Return the request with a note.
refused-request-kind = This request is for something else. Make a new one.
