//! What the page of days shows: tiles, chosen days, the reason with a way out, the plan.

use super::*;
use crate::{
    organisation::{self, region},
    policy::{Effective, Kind, RuleKind},
    requests::check::Quota,
};

/// What may be taken of a day.
const HALVES: [(u8, &str); 3] = [
    (3, "requests-whole-day"),
    (1, "requests-morning"),
    (2, "requests-afternoon"),
];

/// A pattern without dates begins next Monday and holds for four weeks.
pub(super) fn with_dates(typed: &mut Typed, today: NaiveDate) {
    let none = typed.first_on.trim().is_empty() && typed.last_on.trim().is_empty();
    if typed.shape == "pattern" && none {
        let first = monday(today) + Days::new(7);
        typed.first_on = first.to_string();
        typed.last_on = (first + Days::new(27)).to_string();
    }
}

/// As long as an earlier period, from the day after it; next Monday where that has passed.
fn following(earlier: DateRange, today: NaiveDate) -> DateRange {
    let from = if earlier.to < today {
        monday(today) + Days::new(7)
    } else {
        earlier.to + Days::new(1)
    };
    DateRange {
        from,
        to: from + (earlier.to - earlier.from),
    }
}

/// The furthest day that may be asked for, by the rules of a day; none where no rule limits it.
pub(super) fn horizon(rules: &Effective, today: NaiveDate) -> Option<NaiveDate> {
    let limits = rules.rules.iter().filter_map(|one| match one.rule.kind {
        RuleKind::HorizonDays { days } => Some(today + Days::new(days.into())),
        _ => None,
    });
    limits.min()
}

/// From which day on what is asked for may be asked for, where the horizon alone is in its way.
fn opens(found: &Precheck) -> Option<NaiveDate> {
    let early = found.failing().map(|day| {
        let mut bars = day.verdict().in_the_way().into_iter();
        bars.all(|rule| rule.kind == Kind::HorizonDays)
    });
    if found.days.is_empty() || early.collect::<Vec<_>>().contains(&false) {
        return None;
    }
    let first = found.failing().map(|day| day.day).min()?;
    let today = found.situation.today();
    let last = horizon(&found.situation.rules(today).effective, today)?;
    Some(today + (first - last))
}

/// Why nothing of what is chosen can be sent.
pub(super) fn nothing(page: &Page, found: &Precheck) -> String {
    let pattern = found.asked.pattern;
    match (opens(found), found.failing().next()) {
        (Some(day), _) if pattern => page.ta("requests-dock-opens", "date", page.date(&day)),
        (_, Some(bad)) if pattern => bad.verdict().headline.get(page.lang).to_owned(),
        _ if pattern => page.t("requests-dock-choose-week"),
        _ => page.t("requests-dock-choose"),
    }
}

/// The days that are chosen, else the week that is shown.
pub(super) fn reach(found: &Precheck, week: DateRange) -> DateRange {
    let days = || found.days.iter().map(|day| day.day);
    let chosen = days().min().zip(days().max());
    chosen.map_or(week, |(from, to)| DateRange { from, to })
}

/// The same again: of a pattern also its week, from the day after it, and no further than may be asked for.
pub(super) fn typed_like(request: &Asking, today: NaiveDate, horizon: Option<NaiveDate>) -> Typed {
    let mut typed = typed_of(request, false);
    if let Span::Pattern { validity, week, .. } = &request.span {
        let mut next = following(*validity, today);
        if let Some(last) = horizon.filter(|last| next.from <= *last) {
            next.to = next.to.min(last);
        }
        request.span.shape().clone_into(&mut typed.shape);
        typed.first_on = next.from.to_string();
        typed.last_on = next.to.to_string();
        typed.week = week.iter().map(u8::to_string).collect();
    }
    put_times(&mut typed, request);
    typed
}

/// What a request needs besides its days and is not filled in yet.
pub(super) fn missing(typed: &Typed, around: &Around) -> Vec<&'static str> {
    let blank = |text: &String| text.trim().is_empty();
    let special = typed.route == "special";
    [
        (
            typed.place() != Place::Home
                && typed.agreement().is_none()
                && blank(&typed.place_detail),
            "requests-place-detail",
        ),
        (typed.plan_what.iter().all(blank), "requests-plan"),
        (
            special && blank(&typed.special_ground),
            "requests-special-ground",
        ),
        (special && blank(&typed.reason), "requests-special-reason"),
        (special && !around.has_evidence, "requests-evidence"),
    ]
    .into_iter()
    .filter_map(|(lacks, key)| lacks.then_some(key))
    .collect()
}

/// The days and the place, and what is still to be filled in.
pub(super) fn dock_text(page: &Page, typed: &Typed, around: &Around) -> String {
    let what = page.ta2(
        "requests-dock-what",
        "days",
        words::span(&typed.span(), page),
        "place",
        words::with_times(
            words::place(typed.place(), page),
            typed.times().as_ref(),
            page,
        ),
    );
    let missing = missing(typed, around).into_iter();
    let missing: Vec<String> = missing.map(|key| page.t(key).to_lowercase()).collect();
    if missing.is_empty() {
        return what;
    }
    let fields = page.ta("requests-dock-missing", "fields", missing.join(", "));
    format!("{what}. {fields}")
}

/// The days of a pattern that are not sent, each with the reason: a condition, a holiday, leave.
pub(super) fn left_out(page: &Page, typed: &Typed, found: &Precheck) -> Vec<String> {
    if !found.asked.pattern || found.asked.days.is_empty() {
        return Vec::new();
    }
    let situation = &found.situation;
    let calendars = &situation.board.calendars;
    let wanted = typed.span().days().into_iter();
    wanted
        .filter(|(day, _)| !found.asked.days.contains_key(day))
        .map(|(day, bits)| {
            let failing = found.failing().find(|one| one.day == day);
            let rule = failing.and_then(|one| one.verdict().in_the_way().into_iter().next());
            let why = match rule {
                Some(rule) => rule.title.get(page.lang).to_lowercase(),
                None => match calendars.kind(situation.employee, day, Half::Full) {
                    DayKind::Leave { .. } => page.t("requests-where-leave").to_lowercase(),
                    DayKind::OfficialTrip { .. } => page.t("requests-where-trip").to_lowercase(),
                    off => words::day_off(&off, page).to_lowercase(),
                },
            };
            format!("{} ({why})", words::short_day(day, bits, page))
        })
        .collect()
}

/// What the bar says, after the days that stay out of it; of many the first.
pub(super) fn left_out_too(page: &Page, out: &[String], text: String) -> String {
    if out.is_empty() {
        return text;
    }
    let said = words::days_out(out, page);
    words::two_sentences(&said, &text)
}

/// An empty form.
pub(super) fn at_home() -> Typed {
    Typed {
        place: "home".into(),
        ..Typed::default()
    }
}

/// The person days are to be assigned to: the wanted one, else the first.
pub(super) async fn subject(cx: &mut Cx, wanted: &str) -> Result<EmployeeId> {
    if let Ok(id) = wanted.parse() {
        return Ok(id);
    }
    let (agency, me, today) = (cx.agency(), cx.employee()?, cx.today());
    let people = organisation::subordinates(cx.conn(), agency, me, today).await?;
    people
        .first()
        .map(|person| person.id)
        .ok_or_else(|| Reason::new("nobody-to-assign").into())
}

/// Whose days the form is about, and among whom one may choose.
pub(super) async fn whose(cx: &mut Cx, around: &Around) -> Result<(EmployeeId, Vec<Choice>)> {
    let me = cx.employee()?;
    let Some(subject) = around.subject else {
        return Ok((me, Vec::new()));
    };
    may_assign(cx, subject).await?;
    let (agency, today) = (cx.agency(), cx.today());
    let people = organisation::subordinates(cx.conn(), agency, me, today).await?;
    let choices = people
        .into_iter()
        .map(|person| Choice::new(person.id.to_string(), person.name, person.id == subject))
        .collect();
    Ok((subject, choices))
}

/// What is left of the shown week before anything is chosen: the number that the home page tells.
pub(super) fn quota(found: &Precheck, shown: NaiveDate) -> Quota {
    let (situation, asked) = (&found.situation, &found.asked);
    let week = shown..shown + Days::new(7);
    let chosen = asked.days.keys().find(|day| week.contains(day)).copied();
    let on = chosen.unwrap_or_else(|| situation.ahead(shown));
    let mut before = asked.clone();
    before.days.clear();
    situation.quota(on, &before)
}

/// Whether one may wait for a place: nothing else is in the way, or somebody who came first could have it.
pub(super) async fn may_queue(cx: &mut Cx, employee: EmployeeId, found: &Precheck) -> Result<bool> {
    if found.asked.pattern || found.days.is_empty() {
        return Ok(false);
    }
    if found.overall() == Overall::Fail {
        return Ok(found.only_full());
    }
    let unit = found.situation.unit;
    somebody_first(cx, unit, employee, found).await
}

pub(super) fn tiles(page: &Page, found: &Precheck, shown: NaiveDate, week_days: u64) -> Vec<Tile> {
    let situation = &found.situation;
    shown
        .iter_days()
        .take(usize::try_from(week_days).unwrap_or(5))
        .map(|day| {
            let checked = found.days.iter().find(|one| one.day == day);
            let kind = situation
                .board
                .calendars
                .kind(situation.employee, day, Half::Full);
            let taken = situation
                .board
                .stays(situation.employee, day, found.asked.request)
                .next()
                .is_some();
            let past = day < situation.today();
            let strength = situation.strength(day, found.asked.request);
            let office = matches!(kind, DayKind::Working { .. }) && !taken && !past;
            let word = match &kind {
                _ if past => page.t("requests-tile-past"),
                _ if taken => page.t("requests-tile-taken"),
                DayKind::Leave { .. } => page.t("requests-where-leave"),
                DayKind::OfficialTrip { .. } => page.t("requests-where-trip"),
                DayKind::Working { .. } => page.tn("requests-tile-present", strength.present),
                off => words::day_off(off, page),
            };
            Tile {
                day: day.to_string(),
                id: format!("d{day}"),
                short: format::weekday_short(day, page.language),
                long: format::weekday(day, page.language),
                number: day.day(),
                checked: checked.is_some(),
                disabled: past && checked.is_none(),
                clash: checked.is_some_and(|one| one.verdict().verdict == Overall::Fail),
                coverage: office.then(|| Coverage {
                    label: String::new(),
                    ..words::coverage(strength, page)
                }),
                word,
            }
        })
        .collect()
}

pub(super) fn chosen(page: &Page, found: &Precheck, shown: NaiveDate) -> Vec<Chosen> {
    let week = shown..shown + Days::new(7);
    found
        .asked
        .days
        .iter()
        .map(|(day, bits)| Chosen {
            day: day.to_string(),
            label: words::short_day(*day, 3, page),
            visible: week.contains(day),
            options: HALVES
                .into_iter()
                .map(|(value, key)| {
                    Choice::new(format!("{day}={value}"), page.t(key), *bits == value)
                })
                .collect(),
        })
        .collect()
}

pub(super) fn note(page: &Page, found: &Precheck) -> Option<Note> {
    let failing: Vec<_> = found.failing().collect();
    if found.days.is_empty() {
        return None;
    }
    if failing.is_empty() {
        let doubtful = found
            .days
            .iter()
            .find(|day| day.verdict().verdict != Overall::Pass);
        return Some(match doubtful {
            None => Note {
                tone: "ok",
                title: page.tn("requests-note-all", found.days.len()),
                text: page.t(
                    if found
                        .days
                        .iter()
                        .any(|day| trace::by_exception(day.verdict()))
                    {
                        "requests-note-excepted-text"
                    } else {
                        "requests-note-all-text"
                    },
                ),
                fixes: Vec::new(),
            },
            Some(day) => Note {
                tone: "warn",
                title: page.t("requests-note-thought"),
                text: day.verdict().headline.get(page.lang).to_owned(),
                fixes: Vec::new(),
            },
        });
    }
    let first = failing.iter().find(|_| !found.hours_fit());
    if let Some(day) = first {
        return Some(Note {
            tone: "warn",
            title: page.t("requests-day-hours-not-yet"),
            text: day.verdict().headline.get(page.lang).to_owned(),
            fixes: Vec::new(),
        });
    }
    if found.asked.pattern {
        let text = page.ta2(
            "requests-note-pattern",
            "n",
            failing.len(),
            "first",
            failing
                .first()
                .map_or("", |day| day.verdict().headline.get(page.lang)),
        );
        let title = page.tn("requests-note-pattern-title", found.possible());
        return Some(Note {
            tone: "warn",
            title,
            text,
            fixes: Vec::new(),
        });
    }
    let name = |day: NaiveDate| format::weekday(day, page.language);
    let good: Vec<_> = found
        .days
        .iter()
        .filter(|day| day.verdict().verdict != Overall::Fail)
        .collect();
    let mut title = String::new();
    if let Some(day) = good.first() {
        title.push_str(&page.ta("requests-note-good", "day", name(day.day)));
        title.push(' ');
    }
    let mut fixes = Vec::new();
    let mut text = Vec::new();
    let mut used: BTreeSet<NaiveDate> = BTreeSet::new();
    for day in &failing {
        title.push_str(&page.ta("requests-note-bad", "day", name(day.day)));
        title.push(' ');
        if let Some(cause) = day.verdict().in_the_way().first() {
            text.push(cause.text.get(page.lang).to_owned());
        }
        if let Some(to) = day.alternatives.iter().find(|to| used.insert(**to)) {
            let label = if monday(*to) == monday(day.day) {
                page.ta2("requests-swap", "from", name(day.day), "to", name(*to))
            } else {
                page.ta2(
                    "requests-swap",
                    "from",
                    name(day.day),
                    "to",
                    words::short_day(*to, 3, page),
                )
            };
            fixes.push(Fix {
                value: format!("swap:{}:{to}", day.day),
                label,
            });
        }
    }
    if let (Some(only), [bad]) = (good.first(), failing.as_slice()) {
        fixes.push(Fix {
            value: format!("drop:{}", bad.day),
            label: if good.len() == 1 {
                page.ta("requests-only", "day", name(only.day))
            } else {
                page.ta("requests-without", "day", name(bad.day))
            },
        });
    }
    text.dedup();
    Some(Note {
        tone: "warn",
        title: title.trim().to_owned(),
        text: text.join(" "),
        fixes,
    })
}

pub(super) fn why(page: &Page, found: &Precheck, assigning: bool) -> Vec<Why> {
    let reader = if assigning {
        Reader::Other
    } else {
        Reader::Owner
    };
    let mut days: Vec<_> = found.days.iter().collect();
    days.sort_by_key(|day| (std::cmp::Reverse(day.verdict().verdict), day.day));
    days.into_iter()
        .take(if found.asked.pattern { 2 } else { 5 })
        .map(|day| {
            let verdict = day.verdict();
            let trace = trace::of_verdict(verdict, page, reader);
            let name = words::short_day(day.day, day.bits, page);
            let (title, tone) = match verdict.verdict {
                Overall::Pass => ("requests-why-title-pass", "ok"),
                Overall::Fail => ("requests-why-title-fail", "bad"),
                _ => ("requests-why-title-thought", "warn"),
            };
            Why {
                title: page.ta(title, "day", name),
                chip: trace.count.clone(),
                tone,
                trace,
            }
        })
        .collect()
}

pub(super) fn pattern_rows(page: &Page, typed: &Typed, six: bool) -> Vec<WeekDayRow> {
    (0..if six { 6 } else { 5 })
        .map(|index| {
            let bits: u8 = typed
                .week
                .get(index)
                .and_then(|text| text.parse().ok())
                .unwrap_or(0);
            let number = index + 1;
            WeekDayRow {
                number,
                name: format::weekday_name(index, page.language),
                short: format::weekday_name_short(index, page.language),
                checked: bits > 0,
                options: HALVES
                    .into_iter()
                    .map(|(value, key)| {
                        Choice::new(format!("{number}={value}"), page.t(key), bits == value)
                    })
                    .collect(),
            }
        })
        .collect()
}

/// The typed lines and one more to fill in.
pub(super) fn plan(typed: &Typed) -> Vec<Line> {
    let mut lines: Vec<Line> = typed
        .plan_what
        .iter()
        .enumerate()
        .filter(|(_, what)| !what.trim().is_empty())
        .map(|(index, what)| Line {
            what: what.clone(),
            due: typed.plan_due.get(index).cloned().unwrap_or_default(),
        })
        .take(9)
        .collect();
    lines.push(Line {
        what: String::new(),
        due: String::new(),
    });
    lines
}

/// The place of an earlier request, as the form names it.
fn place_of(request: &Asking) -> String {
    match request.agreement {
        Some(id) => ask::office_code(id),
        None => ask::place_code(request.place.unwrap_or(Place::Home)).to_owned(),
    }
}

/// What an earlier request offers to a new one, or what a draft already says.
pub(super) fn typed_of(request: &Asking, with_days: bool) -> Typed {
    let mut typed = Typed {
        place: place_of(request),
        place_detail: match request.agreement {
            Some(_) => String::new(),
            None => request.place_detail.clone(),
        },
        region: match request.agreement {
            Some(_) if !with_days => String::new(),
            _ => region::field(request.region.as_deref()),
        },
        contact: request.contact.clone(),
        plan_what: request.plan.iter().map(|line| line.what.clone()).collect(),
        ..Typed::default()
    };
    if !with_days {
        return typed;
    }
    typed.shape = request.span.shape().to_owned();
    put_times(&mut typed, request);
    typed.route = ask::route_code(request.route).to_owned();
    typed.special_ground = request.special_ground.clone().unwrap_or_default();
    typed.reason.clone_from(&request.reason);
    typed.plan_due = request
        .plan
        .iter()
        .map(|line| line.due_on.to_string())
        .collect();
    match &request.span {
        Span::Days(days) => {
            typed.days = days.keys().map(NaiveDate::to_string).collect();
            typed.halves = days
                .iter()
                .map(|(day, bits)| format!("{day}={bits}"))
                .collect();
        }
        Span::Pattern { validity, week, .. } => {
            typed.first_on = validity.from.to_string();
            typed.last_on = validity.to.to_string();
            typed.week = week.iter().map(u8::to_string).collect();
        }
        Span::Hours { .. } => {}
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_next_period_follows_the_earlier_one_and_is_as_long() {
        let range = |from, to| DateRange {
            from: on(from),
            to: on(to),
        };
        let today = on("2026-11-17");
        let running = range("2026-11-02", "2026-11-29");
        let next = range("2026-11-30", "2026-12-27");
        assert_eq!(following(running, today), next);
        let over = range("2026-09-01", "2026-09-10");
        assert_eq!(following(over, today), range("2026-11-23", "2026-12-02"));
    }
}
