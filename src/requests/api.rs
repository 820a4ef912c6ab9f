//! Requests through the JSON door: the same operations as the pages.

mod asked;
mod chains;
mod decided;
mod exceptions;
mod find;
mod hours;
mod month;
mod own;
mod presence;
mod shown;
mod standing;
mod swaps;
mod team;
mod what_if;

use super::EVIDENCE_LIMIT;
use crate::kernel::{
    actor::Can,
    door::{self, Doc, Scope},
    routes::Routes,
};

/// A body with a file in base 64.
const ASK_LIMIT: usize = EVIDENCE_LIMIT / 3 * 4 + 64 * 1024;

const PRECHECK: &str = r#"{"days":[{"on":"2026-11-24"},{"on":"2026-11-26","part":"morning"}],"place":"home","day_hours":{"start":"06:30"}}"#;
const WHAT_IF: &str = r#"{"on":"2026-11-24","place":"home","suppose":{"predikat":"baik"}}"#;
const ASK: &str = r#"{"days":[{"on":"2026-11-24"}],"place":"home","plan":[{"what":"Laporan triwulan","due_on":"2026-11-24"}]}"#;
const QUEUE: &str = r#"{"days":[{"on":"2026-12-01"}],"place":"home","plan":[{"what":"Laporan triwulan","due_on":"2026-12-01"}]}"#;

const HOURS: &str = r#"{"first_on":"2026-11-30","last_on":"2027-01-29","normal":{"monday":{"start":"07:00","end":"15:30"},"tuesday":{"start":"07:00","end":"15:30"},"wednesday":{"start":"07:00","end":"15:30"},"thursday":{"start":"07:00","end":"15:30"},"friday":{"start":"07:00","end":"16:00"}},"reason":"Mengantar anak ke sekolah"}"#;

fn own_hours(routes: Routes) -> Routes {
    use Scope::{RequestsRead as Read, RequestsWrite as Write};
    let own = Can::BeEmployee;
    routes
        .api_post(
            "/requests/hours",
            own,
            Write,
            Doc::new("requests.submit_hours", "Ask for own start and end of work")
                .about("A week of times over a period, within the agency's window, with core hours present and the weekly total met (Perpres 21/2023 articles 4 and 9). A rule in the way is named in `errors` at the field that mends it. With `request_id` a returned request is sent again.")
                .example(HOURS),
            hours::send,
        )
        .api_post(
            "/requests/hours/precheck",
            own,
            Read,
            Doc::new("requests.precheck_hours", "Ask the rules about own hours, without sending anything").example(HOURS),
            hours::check,
        )
}

fn asking(routes: Routes) -> Routes {
    use Scope::{RequestsRead as Read, RequestsWrite as Write};
    let own = Can::BeEmployee;
    routes
        .api_get("/requests", own, Read, Doc::new("requests.list", "Own requests, newest first"), own::list)
        .api_post(
            "/requests",
            own,
            Write,
            Doc::new("requests.submit", "Send a request")
                .about("Every day is judged again; a rule in the way is named in `errors` with its remedy. With `day_hours` the request is for own start and end of work on its days too: one case, one decision.")
                .example(ASK)
                .limit(ASK_LIMIT),
            own::send,
        )
        .api_post(
            "/requests/precheck",
            own,
            Read,
            Doc::new("requests.precheck", "Ask the rules about days, without sending anything").example(PRECHECK),
            own::check,
        )
        .api_post(
            "/requests/drafts",
            own,
            Write,
            Doc::new("requests.draft", "Keep a draft").example(ASK).limit(ASK_LIMIT),
            own::draft,
        )
        .api_post(
            "/requests/waiting-list",
            own,
            Write,
            Doc::new("requests.queue", "Wait for a place on days that are full")
                .about("Whoever came first is seated first, once there is room on every day asked for; where there is room already, the request is sent at once.")
                .example(QUEUE)
                .limit(ASK_LIMIT),
            own::queue,
        )
        .api_get(
            "/requests/agency",
            Can::ManagePeople,
            Read,
            Doc::new("requests.agency", "The agency's requests, newest first"),
            own::agency,
        )
        .api_get(
            "/requests/export/{format}",
            own,
            Read,
            Doc::new("requests.export", "Own requests as a file")
            .about(door::WHOLE_LIST),
            own::export,
        )
        .api_get(
            "/requests/agency/export/{format}",
            Can::ManagePeople,
            Read,
            Doc::new("requests.export_agency", "The agency's requests as a file")
            .about(door::WHOLE_LIST),
            own::export_agency,
        )
        .api_get(
            "/requests/statement/{format}",
            Can::SignIn,
            Read,
            Doc::new("requests.statement", "The monthly statement of a person as a file")
                .about("Every day with its kind, where the person was planned to be, the request and who decided it, and the place days of its week against the cap. For the person, whoever decides for them, HR and the leader."),
            month::statement,
        )
        .api_get(
            "/requests/{id}",
            Can::SignIn,
            Read,
            Doc::new("requests.show", "A request with its verdicts, history and objections"),
            own::show,
        )
        .api_put(
            "/requests/{id}",
            own,
            Write,
            Doc::new("requests.redraft", "Change a draft").limit(ASK_LIMIT),
            own::redraft,
        )
        .api_get(
            "/requests/{id}/evidence",
            Can::SignIn,
            Read,
            Doc::new("requests.evidence", "The file that proves special circumstances"),
            own::evidence,
        )
        .api_post(
            "/requests/{id}/submission",
            own,
            Write,
            Doc::new("requests.resend", "Send a draft, or a returned request again").limit(ASK_LIMIT),
            own::resend,
        )
        .api_post(
            "/requests/{id}/withdrawal",
            own,
            Write,
            Doc::new("requests.withdraw", "Withdraw an own request before it is decided"),
            own::withdraw,
        )
        .api_post(
            "/requests/{id}/cancellation",
            own,
            Write,
            Doc::new("requests.cancel", "Cancel an own approved request, whole or single days"),
            own::cancel,
        )
        .api_post(
            "/requests/{id}/acceptance",
            own,
            Write,
            Doc::new("requests.accept", "Agree to days that were offered or assigned"),
            own::accept,
        )
        .api_post(
            "/requests/{id}/declination",
            own,
            Write,
            Doc::new("requests.decline", "Decline days that were offered or assigned"),
            own::decline,
        )
        .api_post(
            "/requests/{id}/objections",
            own,
            Write,
            Doc::new("requests.object", "Object to the refusal of an own request"),
            own::object,
        )
        .api_get(
            "/conditions",
            own,
            Read,
            Doc::new("requests.conditions", "One's own standing, whatever the day"),
            own::conditions,
        )
        .api_post(
            "/policy/what-if",
            Can::SignIn,
            Read,
            Doc::new("policy.what_if", "Why a person may or may not work elsewhere on a day, and what would follow if a fact were another")
                .about("For oneself, for people one decides for, and for HR and the leader: for everybody. Nothing is stored. Days past are replayed from what was stored then: `GET /trail/requests/{id}`.")
                .example(WHAT_IF),
            what_if::ask,
        )
        .api_get("/team/week", Can::SignIn, Read, Doc::new("requests.team_week", "Who is where in a week"), team::week)
        .api_get(
            "/team/month",
            Can::SignIn,
            Read,
            Doc::new("requests.team_month", "Who is where in a month")
                .about("The days count everybody of the unit; the people come by name, a hundred at a time: `next` goes on."),
            month::unit,
        )
        .api_get(
            "/team/find",
            Can::SignIn,
            Read,
            Doc::new("requests.find", "Search a colleague: where today and on the next working days, and how to be reached")
                .about("In full for whom one may see in the week of their unit; in brief where the unit shows itself to the agency; nobody else is found."),
            find::search,
        )
        .api_get("/me/month", own, Read, Doc::new("requests.own_month", "Where one is oneself in a month"), month::own)
        .api_get(
            "/employees/{id}/month",
            Can::SignIn,
            Read,
            Doc::new("requests.person_month", "Where a person is in a month").about("For whom may see the weeks of the person's unit."),
            month::of,
        )
        .api_get("/team/units", Can::SignIn, Read, Doc::new("requests.team_units", "Units whose weeks may be seen"), team::units)
}

fn exchanging(routes: Routes) -> Routes {
    use Scope::{RequestsRead as Read, RequestsWrite as Write};
    let own = Can::BeEmployee;
    routes
        .api_get(
            "/requests/{id}/swap-options",
            own,
            Read,
            Doc::new("swaps.options", "What an own approved request can give, and the colleagues' days that may be taken for it"),
            swaps::options,
        )
        .api_post(
            "/requests/{id}/swaps",
            own,
            Write,
            Doc::new("swaps.propose", "Propose to exchange a day with a colleague")
                .about("Both are judged as if the exchange had happened, each with the other's place free. A rule in the way is named in `errors` with whose case it is and a remedy."),
            swaps::propose,
        )
        .api_get("/swaps", own, Read, Doc::new("swaps.list", "Own exchanges, open ones first, at most two hundred"), swaps::list)
        .api_get("/swaps/{id}", Can::SignIn, Read, Doc::new("swaps.show", "An exchange of days"), swaps::show)
        .api_post(
            "/swaps/{id}/agreement",
            own,
            Write,
            Doc::new("swaps.agree", "Agree to exchange days; the approver of both decides next"),
            swaps::agree,
        )
        .api_post("/swaps/{id}/declination", own, Write, Doc::new("swaps.decline", "Decline to exchange days"), swaps::decline)
        .api_post(
            "/swaps/{id}/withdrawal",
            own,
            Write,
            Doc::new("swaps.withdraw", "Withdraw an exchange before it is decided; either of the two"),
            swaps::withdraw,
        )
}

/// The routes of requests.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{DecisionsRead as Read, DecisionsWrite as Write};
    let decides = Can::DecideRequests;
    let routes = presence::routes(asking(own_hours(routes)));
    exchanging(exceptions::routes(chains::routes(standing::routes(routes))))
        .api_get(
            "/inbox/swaps",
            decides,
            Read,
            Doc::new("decisions.swaps", "Exchanges of days that wait for a decision"),
            swaps::waiting,
        )
        .api_post(
            "/swaps/{id}/decision",
            decides,
            Write,
            Doc::new("decisions.decide_swap", "Decide an exchange of days, once for both; never one's own")
                .about("Approved, the days of both requests change places. Taken back with its `batch`, within ten seconds."),
            swaps::decide,
        )
        .api_get(
            "/inbox",
            decides,
            Read,
            Doc::new("decisions.inbox", "What waits for a decision"),
            decided::waiting,
        )
        .api_get(
            "/requests/{id}/check",
            decides,
            Read,
            Doc::new(
                "decisions.check",
                "What the rules say now about a request that waits",
            ),
            decided::check,
        )
        .api_post(
            "/requests/{id}/decision",
            decides,
            Write,
            Doc::new("decisions.decide", "Decide one request; never one's own"),
            decided::decide,
        )
        .api_post(
            "/inbox/approvals",
            decides,
            Write,
            Doc::new("decisions.approve_many", "Approve exactly these").about(
                "Each item is decided as if alone; one that is refused does not touch the others.",
            ),
            decided::approve,
        )
        .api_post(
            "/inbox/undo/{batch}",
            decides,
            Write,
            Doc::new("decisions.undo", "Take decisions back, within ten seconds"),
            decided::undo,
        )
        .api_post(
            "/requests/{id}/retraction",
            decides,
            Write,
            Doc::new(
                "decisions.retract",
                "Take back days that were offered or assigned",
            ),
            decided::retract,
        )
        .api_post(
            "/team/assignments",
            decides,
            Write,
            Doc::new(
                "decisions.assign",
                "Assign days to somebody, who has to confirm them",
            )
            .limit(ASK_LIMIT),
            decided::assign,
        )
        .api_post(
            "/requests/{id}/revocation",
            Can::SignIn,
            Write,
            Doc::new(
                "decisions.revoke",
                "Revoke an approved request; by its approver or HR",
            ),
            decided::revoke,
        )
        .api_get(
            "/objections",
            Can::LeadAgency,
            Read,
            Doc::new(
                "decisions.objections",
                "Objections that wait for the leader",
            ),
            decided::objections,
        )
        .api_post(
            "/objections/{id}/answer",
            Can::LeadAgency,
            Write,
            Doc::new("decisions.answer", "Answer an objection"),
            decided::answer,
        )
}
