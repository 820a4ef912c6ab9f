//! Windows through the JSON door: those of an agency, its answers to the ministry's proposals, and the ministry's own.

mod national;
mod own;
mod shown;

use crate::kernel::{
    actor::Can,
    door::{Doc, Scope},
    routes::Routes,
};

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    ministry(agency(routes))
}

fn agency(routes: Routes) -> Routes {
    use Can::{LeadAgency, SetWindows, SignIn};
    use Scope::{WindowsRead, WindowsWrite};
    routes
        .api_get(
            "/windows",
            SignIn,
            WindowsRead,
            Doc::new("windows.list", "Windows that run and come")
                .about("At most 100, by first day; HR and the leader also see the last fifty that are over or ended."),
            own::list,
        )
        .api_post(
            "/windows",
            SetWindows,
            WindowsWrite,
            Doc::new("windows.set", "Set a window of the agency")
                .about("HR or the leader. Refused where another open window is for some of the same people on some of the days.")
                .example(r#"{"title":"Libur Natal dan Tahun Baru","number":"SE-12/2026","first_on":"2026-12-21","last_on":"2026-12-31","places":["home"],"share":50}"#),
            own::set,
        )
        .api_post(
            "/windows/emergency",
            SetWindows,
            WindowsWrite,
            Doc::new("windows.emergency", "Open a window for an emergency")
                .about("In force at once; everybody it is for is told at once, whatever hours they keep quiet.")
                .example(r#"{"title":"Banjir Jakarta","last_on":"2026-11-27"}"#),
            own::emergency,
        )
        .api_get(
            "/windows/{id}",
            SignIn,
            WindowsRead,
            Doc::new("windows.show", "One of them"),
            own::show,
        )
        .api_post(
            "/windows/{id}/end",
            SetWindows,
            WindowsWrite,
            Doc::new("windows.end", "End a window before its time")
                .about("Requests that were approved in it stand."),
            own::end,
        )
        .api_get(
            "/window-proposals",
            SetWindows,
            WindowsRead,
            Doc::new("windows.proposals", "Windows that the ministry proposes, with the agency's answers"),
            own::proposals,
        )
        .api_get(
            "/window-proposals/{id}",
            SetWindows,
            WindowsRead,
            Doc::new("windows.proposal", "One of them"),
            own::proposal,
        )
        .api_post(
            "/window-proposals/{id}/answer",
            LeadAgency,
            WindowsWrite,
            Doc::new("windows.answer", "Take up, adjust or decline a proposal")
                .about("Once, by the leader. An adjustment stays within the proposed days and share; a refusal says why. Until then the proposal has no effect."),
            own::answer,
        )
}

fn ministry(routes: Routes) -> Routes {
    use Can::OverseeAgencies;
    use Scope::{WindowsRead, WindowsWrite};
    routes
        .api_get(
            "/national-windows",
            OverseeAgencies,
            WindowsRead,
            Doc::new("national_windows.list", "The ministry's windows, newest first"),
            national::list,
        )
        .api_post(
            "/national-windows",
            OverseeAgencies,
            WindowsWrite,
            Doc::new("national_windows.draft", "Draft a window for every agency")
                .example(r#"{"title":"Arus balik Idulfitri","number":"SE 2/2027","first_on":"2027-03-22","last_on":"2027-03-26","places":["home","elsewhere"],"share":50}"#),
            national::draft,
        )
        .api_get(
            "/national-windows/{id}",
            OverseeAgencies,
            WindowsRead,
            Doc::new("national_windows.show", "One of them"),
            national::show,
        )
        .api_put(
            "/national-windows/{id}",
            OverseeAgencies,
            WindowsWrite,
            Doc::new("national_windows.save", "Save a draft anew"),
            national::save,
        )
        .api_post(
            "/national-windows/{id}/request",
            OverseeAgencies,
            WindowsWrite,
            Doc::new("national_windows.request", "Ask a second officer to publish a draft"),
            national::request,
        )
        .api_post(
            "/national-windows/{id}/publication",
            OverseeAgencies,
            WindowsWrite,
            Doc::new("national_windows.publish", "Publish a window that waits")
                .about("Only another officer than the one who asked. From then on every agency may answer."),
            national::publish,
        )
        .api_post(
            "/national-windows/{id}/return",
            OverseeAgencies,
            WindowsWrite,
            Doc::new("national_windows.return", "Give a waiting window back, with a reason"),
            national::give_back,
        )
        .api_post(
            "/national-windows/{id}/withdrawal",
            OverseeAgencies,
            WindowsWrite,
            Doc::new("national_windows.withdraw", "Drop a draft"),
            national::withdraw,
        )
        .api_get(
            "/national-windows/{id}/answers",
            OverseeAgencies,
            WindowsRead,
            Doc::new("national_windows.answers", "How the agencies answered")
                .about("Agencies by name, with counts of all. Never a person: an agency's answer and its own reason."),
            national::answers,
        )
}
