notices-title = Notifications
notices-lead = What you were told in the last 90 days, newest first.
notices-new = New
notices-read-all = Mark all as read
notices-settings-open = Choose notifications
notices-count = { $n ->
    [one] { $n } notification on this page
   *[other] { $n } notifications on this page
}
notices-empty = No notifications yet
notices-empty-text = Decisions, reminders and other news for you will stand here.
notices-settings-title = Choose notifications
notices-settings-lead = Everything always stands on the Notifications page. Here you choose when mail about it leaves. Invitation and password mails always leave at once.
notices-way = Mail
notices-way-each = One mail for each event
notices-hint-each = Leaves at once, outside quiet hours.
notices-way-digest = One digest a day
notices-hint-digest = All events of the day in one mail, with their links.
notices-way-none = No mail
notices-hint-none = You read it on the Notifications page only.
notices-digest-hour = Hour of the digest ({ $zone })
notices-quiet = Quiet hours ({ $zone })
notices-quiet-hint = Mail waits until the quiet hours end. They may span midnight. Leave both empty if you need none.
notices-quiet-from = From
notices-quiet-to = To
notices-quiet-none = None
notices-save = Save
notices-account-text = Choose when mail leaves: for each event, once a day, or not at all.
flash-notices-read = All notifications are marked as read.
flash-notices-saved = Your choice is saved.
invalid-notices-quiet-same = Quiet hours must begin and end at different hours.
notices-mail-open = Open in Luwes
notices-mail-choose = Choose which mail you get
notices-mail-calendar = The calendar file luwes.ics is attached: open it to put these days into your calendar, or to change and remove them there.
notices-digest-subject = { $n ->
    [one] { $n } piece of news from Luwes today
   *[other] { $n } pieces of news from Luwes today
}
notices-digest-body = Dear { $person },

    This is what happened since the last digest.
mail-password-changed-subject = Your Luwes password was changed
mail-password-changed-body = Dear { $person },

    Your password was changed just now. If it was not you, reset it from the sign-in page at once and tell HR.
    { $link }
