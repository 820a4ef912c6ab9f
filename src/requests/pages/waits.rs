//! What waits for the acting person beside decisions on requests: exceptions, objections, feedback that was asked for, proposals of the ministry,
//! and what another officer wants published. The first page and the inbox show it.

use askama::Template;
use axum::response::Response;

use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::Result,
        format::date_range,
        html::{Page, page},
        id::EmployeeId,
    },
    organisation,
    performance::{day, feedback, improvement, period_word, rating},
    policy,
    requests::{
        exceptions, open_objections,
        store::hints::{self, Hints},
    },
    shifts, windows,
};

/// Cases of one sort.
pub struct Group {
    /// Names the section of the inbox and its texts.
    pub id: &'static str,
    pub icon: &'static str,
    pub title: String,
    /// How many of what.
    pub count: String,
    pub rows: Vec<Row>,
}

/// A case.
pub struct Row {
    pub href: String,
    pub title: String,
    pub text: String,
    /// As the first page says it.
    pub said: String,
}

/// A line of the first page.
pub struct Said {
    pub icon: &'static str,
    pub href: String,
    pub words: String,
}

impl Said {
    /// A line that leads somewhere.
    pub fn new(icon: &'static str, href: String, words: String) -> Self {
        Self { icon, href, words }
    }
}

impl Group {
    /// As the first page says it: several that are answered on one page share a line.
    pub fn said(self, page: &Page) -> Vec<Said> {
        let shared = match self.id {
            "exceptions" => "/exceptions",
            "shifts" => "/inbox#h-shifts",
            "objections" => "/inbox#h-objections",
            "ratings" => "/team/ratings",
            "days" => "/team/today",
            "improvement" => "/inbox#h-improvement",
            "feedback" => "/feedback",
            _ => "",
        };
        if self.rows.len() > 1 && !shared.is_empty() {
            let words = page.ta("waits-home", "what", self.count.clone());
            return vec![Said::new(self.icon, shared.into(), words)];
        }
        let rows = self.rows.into_iter();
        rows.map(|row| Said::new(self.icon, row.href, row.said))
            .collect()
    }
}

/// The beginning of a statement, as much as a line shows.
fn brief(text: &str) -> String {
    match text.char_indices().nth(160) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Everything, sort by sort; sorts of which nothing waits are left out. Only what the hints name is asked for; what a role of its own may see
/// is asked of that role.
pub async fn all(cx: &mut Cx, hints: &Hints, page: &Page) -> Result<Vec<Group>> {
    let mut all = Vec::new();
    let mut add = |id, icon, title: &str, rows: Vec<Row>| {
        if !rows.is_empty() {
            all.push(Group {
                id,
                icon,
                title: page.t(title),
                count: page.tn(&format!("waits-{id}"), rows.len()),
                rows,
            });
        }
    };
    let rows = windows::to_answer(cx).await?.into_iter().map(|one| Row {
        href: format!("/window-proposals/{}", one.id),
        text: date_range(one.first_on, one.last_on, page.language),
        said: page.ta("windows-home", "title", &one.title),
        title: one.title,
    });
    add("windows", "megaphone", "windows-proposals", rows.collect());
    let rows = windows::to_publish(cx).await?.into_iter().map(|one| Row {
        href: format!("/national-windows/{}", one.id),
        text: date_range(one.first_on, one.last_on, page.language),
        said: page.ta("windows-publish-home", "title", &one.title),
        title: one.title,
    });
    add(
        "national",
        "megaphone",
        "windows-to-publish",
        rows.collect(),
    );
    let rows = policy::to_publish(cx).await?.into_iter();
    let rows = rows.map(|(href, number)| Row {
        href,
        title: page.ta("policy-version", "version", number),
        text: page.t("policy-phase-waiting"),
        said: page.ta("policy-home", "version", number),
    });
    add("rules", "scale", "policy-to-publish", rows.collect());
    if cx.actor().roles.may(Can::LeadAgency) {
        let rows = open_objections(cx).await?.into_iter().map(|one| Row {
            href: format!("/requests/{}", one.request),
            said: page.ta("requests-object-home", "name", &one.employee_name),
            title: one.employee_name,
            text: brief(&one.statement),
        });
        add("objections", "scale", "requests-objections", rows.collect());
    }
    let decides = cx.actor().roles.may(Can::DecideRequests);
    if decides && hints.rating_objections {
        let open = rating::read::objections(cx).await?;
        let rows = open.into_iter().map(|one| Row {
            href: format!("/ratings/{}/{}", one.period, one.employee),
            said: page.ta2(
                "rating-objection-home",
                "name",
                &one.employee_name,
                "period",
                &one.code,
            ),
            title: one.employee_name,
            text: brief(&one.statement),
        });
        add("ratings", "scale", "rating-objections", rows.collect());
    }
    if decides && hints.periods {
        let open = rating::unrated(cx).await?;
        let rows = open.into_iter().map(|one| {
            let (period, due) = (period_word(&one.code, page), page.date(&one.due_on));
            let people = page.tn("waits-people", one.people);
            let text = page.ta2("rating-wait", "people", people, "day", due);
            Row {
                href: one.path,
                said: format!("{period}: {text}"),
                title: page.ta("rating-of", "period", period),
                text,
            }
        });
        add("rate", "target", "rating-team-title", rows.collect());
    }
    if decides && hints.days {
        let rows = day::waiting_days(cx).await?.into_iter().map(|(on, n)| {
            let said = page.ta2("day-home-waits", "n", n, "day", page.date(&on));
            Row {
                href: format!("/team/today?day={on}"),
                title: page.long_date(&on),
                text: page.tn("day-waiting", n),
                said,
            }
        });
        add("days", "list-checks", "day-team-title", rows.collect());
    }
    if decides {
        let me = cx.actor().employee;
        let plans = match hints.plans {
            true => improvement::to_agree(cx).await?,
            false => Vec::new(),
        };
        let others = plans.into_iter().filter(|plan| Some(plan.employee) != me);
        let mut rows: Vec<Row> = others
            .map(|plan| Row {
                href: plan.path(),
                said: page.ta("improvement-home-of", "name", &plan.employee_name),
                title: plan.employee_name,
                text: page.t("improvement-state-written"),
            })
            .collect();
        rows.extend(lacking(cx, page).await?);
        add("improvement", "target", "improvement-team-title", rows);
    }
    let rows = match hints.feedback {
        true => feedback::asked(cx).await?,
        false => Vec::new(),
    };
    let rows = rows.into_iter().map(|one| Row {
        href: one.path(),
        said: page.ta("feedback-home", "name", &one.about_name),
        text: brief(&one.question),
        title: one.about_name,
    });
    add(
        "feedback",
        "message-square-reply",
        "feedback-group-asked",
        rows.collect(),
    );
    let rows = match hints.exceptions {
        true => exceptions::read::waiting(cx).await?,
        false => Vec::new(),
    };
    let rows = rows.iter().map(|one| {
        let line = super::exceptions::line(one, page, true);
        Row {
            said: page.ta("exceptions-home", "name", &one.employee_name),
            href: line.href,
            title: line.title,
            text: line.text,
        }
    });
    add("exceptions", "gavel", "exceptions-title", rows.collect());
    let rows = match hints.shift_objections {
        true => shifts::to_reply(cx).await?,
        false => Vec::new(),
    };
    let rows = rows.into_iter().map(|one| Row {
        href: format!("{}#h-members", one.path()),
        said: page.ta("shifts-objection-home", "plan", &one.name),
        text: shifts::objecting(&one)
            .map(|one| one.name.as_str())
            .collect::<Vec<_>>()
            .join(", "),
        title: one.name.clone(),
    });
    add("shifts", "clock", "shifts-objections", rows.collect());
    Ok(all)
}

/// The people one decides for whose rating has fallen below the rules and who have no plan for improvement.
async fn lacking(cx: &mut Cx, page: &Page) -> Result<Vec<Row>> {
    let (agency, today) = (cx.agency(), cx.today());
    let Some(me) = cx.actor().employee else {
        return Ok(Vec::new());
    };
    let people = organisation::subordinates(cx.conn(), agency, me, today).await?;
    let ids: Vec<EmployeeId> = people.iter().map(|one| one.id).collect();
    let fallen = policy::fallen(cx, &ids).await?;
    if fallen.is_empty() {
        return Ok(Vec::new());
    }
    let open = improvement::open_of(cx, &ids).await?;
    let mut rows = Vec::new();
    for (id, have, least) in fallen {
        let person = people.iter().find(|one| one.id == id);
        let Some(person) = person.filter(|_| open.iter().all(|plan| plan.employee != id)) else {
            continue;
        };
        let [have, least] = [have, least].map(policy::words::predikat);
        let [have, least] = [have.get(page.lang), least.get(page.lang)];
        rows.push(Row {
            href: format!("/improvement/new?employee={id}"),
            said: page.ta2("improvement-lacks", "name", &person.name, "have", have),
            title: person.name.clone(),
            text: page.ta2("improvement-lacks-text", "have", have, "least", least),
        });
    }
    Ok(rows)
}

/// As the first page says it.
pub async fn said(cx: &mut Cx, hints: &Hints, page: &Page) -> Result<Vec<Said>> {
    let groups = all(cx, hints, page).await?.into_iter();
    Ok(groups.flat_map(|group| group.said(page)).collect())
}

#[derive(Template)]
#[template(path = "requests/waits.html")]
struct WaitsPage {
    page: Page,
    date: String,
    groups: Vec<Group>,
    /// The page that the person begins with.
    next: &'static str,
}

/// The first page of an officer who is no employee here, while something waits for them; none: nothing does.
pub async fn show(cx: &mut Cx, next: &'static str) -> Result<Option<Response>> {
    let page_ = Page::new(cx, "waits-title");
    let actor = cx.actor().clone();
    let hints = hints::of(cx.conn(), &actor).await?;
    let groups = all(cx, &hints, &page_).await?;
    if groups.is_empty() {
        return Ok(None);
    }
    page(&WaitsPage {
        date: page_.long_date(&cx.today()),
        groups,
        next,
        page: page_,
    })
    .map(Some)
}
