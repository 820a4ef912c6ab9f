//! The organisation through the JSON door: units, positions, employees, records, corrections.

mod employees;
mod mandates;
mod people;
mod positions;
mod records;
mod stand_ins;
mod units;

use crate::kernel::{
    actor::Can,
    door::{self, Doc, Scope},
    routes::Routes,
};

const UNIT: &str = r#"{"name":"Bidang Data","place":"Gedung B","min_on_site":2}"#;
const POSITION: &str = r#"{"name":"Analis Data","family":"Analis","kelas":9,"outside_office":true,"no_special_room":true,"uses_ict":true,"little_face_to_face":true,"little_supervision":true}"#;

/// The routes of the organisation.
pub fn routes(routes: Routes) -> Routes {
    heads(own(people_records(staff(places(routes)))))
}

fn heads(routes: Routes) -> Routes {
    use Scope::{DecisionsRead as Read, DecisionsWrite as Write};
    let decides = Can::DecideRequests;
    routes
        .api_get(
            "/team/stand-ins",
            decides,
            Read,
            Doc::new("stand_ins.list", "Who decides while one is away"),
            stand_ins::list,
        )
        .api_post(
            "/team/stand-ins",
            decides,
            Write,
            Doc::new(
                "stand_ins.name",
                "Name who decides in an own unit while one is away",
            )
            .about("Where the agency lets heads do so; otherwise HR names stand-ins."),
            stand_ins::name,
        )
        .api_delete(
            "/team/stand-ins/{record}",
            decides,
            Write,
            Doc::new("stand_ins.end", "End a stand-in in an own unit"),
            stand_ins::end,
        )
        .api_get(
            "/team/mandates",
            decides,
            Read,
            Doc::new(
                "mandates.list",
                "To whom one has handed decisions down the line",
            ),
            mandates::list,
        )
        .api_post(
            "/team/mandates",
            decides,
            Write,
            Doc::new(
                "mandates.give",
                "Hand decisions about the people of an own unit, or of one below it, to somebody down the line",
            )
            .about("The holder decides in one's name from then on; one may still decide, and end it."),
            mandates::give,
        )
        .api_delete(
            "/team/mandates/{record}",
            decides,
            Write,
            Doc::new("mandates.end", "End a mandate: the decisions are one's own again"),
            mandates::end,
        )
}

fn places(routes: Routes) -> Routes {
    use Scope::{OrganisationRead as Read, OrganisationWrite as Write};
    let hr = Can::ManagePeople;
    routes
        .api_get(
            "/units",
            hr,
            Read,
            Doc::new("organisation.units", "The tree of units"),
            units::list,
        )
        .api_get(
            "/units/export/{format}",
            hr,
            Read,
            Doc::new("organisation.export_units", "The units as a file").about(door::WHOLE_LIST),
            units::export,
        )
        .api_post(
            "/units",
            hr,
            Write,
            Doc::new("organisation.open_unit", "Open a unit").example(UNIT),
            units::create,
        )
        .api_post(
            "/units/heads",
            hr,
            Write,
            Doc::new(
                "organisation.confirm_heads",
                "Confirm heads that an import proposed",
            ),
            units::confirm_heads,
        )
        .api_get(
            "/units/{id}",
            hr,
            Read,
            Doc::new(
                "organisation.unit",
                "A unit with its head, stand-ins and people",
            ),
            units::show,
        )
        .api_put(
            "/units/{id}",
            hr,
            Write,
            Doc::new("organisation.edit_unit", "Change a unit"),
            units::edit,
        )
        .api_put(
            "/units/{id}/head",
            hr,
            Write,
            Doc::new(
                "organisation.set_head",
                "Name the head of a unit, never oneself",
            ),
            units::head,
        )
        .api_post(
            "/units/{id}/proposal",
            hr,
            Write,
            Doc::new(
                "organisation.decide_head",
                "Confirm or set aside a proposed head",
            ),
            units::proposal,
        )
        .api_post(
            "/units/{id}/acting",
            hr,
            Write,
            Doc::new("organisation.add_acting", "Name a stand-in (Plt, Plh)"),
            units::acting,
        )
        .api_delete(
            "/units/{id}/acting/{record}",
            hr,
            Write,
            Doc::new("organisation.end_acting", "End a stand-in"),
            units::end_acting,
        )
        .api_get(
            "/positions",
            hr,
            Read,
            Doc::new("organisation.positions", "Positions by name"),
            positions::list,
        )
        .api_get(
            "/positions/export/{format}",
            hr,
            Read,
            Doc::new("organisation.export_positions", "Positions as a file")
                .about(door::WHOLE_LIST),
            positions::export,
        )
        .api_post(
            "/positions",
            hr,
            Write,
            Doc::new("organisation.add_position", "Add a position").example(POSITION),
            positions::create,
        )
        .api_post(
            "/positions/flags",
            hr,
            Write,
            Doc::new(
                "organisation.set_flags",
                "Set task criteria on several positions",
            ),
            positions::flags,
        )
        .api_get(
            "/positions/{id}",
            hr,
            Read,
            Doc::new("organisation.position", "A position"),
            positions::show,
        )
        .api_put(
            "/positions/{id}",
            hr,
            Write,
            Doc::new("organisation.edit_position", "Change a position"),
            positions::edit,
        )
}

fn staff(routes: Routes) -> Routes {
    use Scope::{OrganisationRead as Read, OrganisationWrite as Write};
    let hr = Can::ManagePeople;
    routes
        .api_get(
            "/employees",
            hr,
            Read,
            Doc::new("organisation.employees", "People by name"),
            people::list,
        )
        .api_get(
            "/employees/export/{format}",
            hr,
            Read,
            Doc::new("organisation.export_employees", "People as a file").about(door::WHOLE_LIST),
            people::export,
        )
        .api_get(
            "/summary",
            hr,
            Read,
            Doc::new(
                "organisation.summary",
                "What blocks people today and what is left to set up",
            ),
            records::summary,
        )
        .api_post(
            "/employees",
            hr,
            Write,
            Doc::new("organisation.add_employee", "Enter a person"),
            employees::create,
        )
        .api_post(
            "/employees/invitations",
            hr,
            Write,
            Doc::new(
                "organisation.invite_many",
                "Send many the link to set a password",
            ),
            employees::invite_many,
        )
        .api_get(
            "/employees/{id}",
            hr,
            Read,
            Doc::new("organisation.employee", "A person's record"),
            employees::show,
        )
        .api_put(
            "/employees/{id}",
            hr,
            Write,
            Doc::new(
                "organisation.edit_employee",
                "Correct facts, never one's own",
            ),
            employees::edit,
        )
        .api_post(
            "/employees/{id}/assignment",
            hr,
            Write,
            Doc::new(
                "organisation.move_employee",
                "Move a person to another unit or position",
            ),
            employees::reassign,
        )
        .api_put(
            "/employees/{id}/supervisor",
            hr,
            Write,
            Doc::new(
                "organisation.set_supervisor",
                "Name a supervisor, or leave it to the unit's head",
            ),
            employees::supervisor,
        )
        .api_put(
            "/employees/{id}/email",
            hr,
            Write,
            Doc::new("organisation.set_email", "Change the registered address"),
            employees::email,
        )
        .api_post(
            "/employees/{id}/departure",
            hr,
            Write,
            Doc::new("organisation.depart", "End a person's service here"),
            employees::leave,
        )
        .api_post(
            "/employees/{id}/return",
            hr,
            Write,
            Doc::new("organisation.come_back", "Take a departure back"),
            employees::come_back,
        )
        .api_post(
            "/employees/{id}/invitation",
            hr,
            Write,
            Doc::new(
                "organisation.invite",
                "Send a person the link to set a password",
            ),
            employees::invite,
        )
}

fn people_records(routes: Routes) -> Routes {
    use Scope::{OrganisationRead as Read, OrganisationWrite as Write};
    let hr = Can::ManagePeople;
    routes
        .api_post(
            "/employees/{id}/discipline",
            hr,
            Write,
            Doc::new("organisation.add_discipline", "Record a disciplinary case"),
            records::add_case,
        )
        .api_put(
            "/employees/{id}/discipline/{record}",
            hr,
            Write,
            Doc::new("organisation.set_discipline", "Move a disciplinary case on"),
            records::case_state,
        )
        .api_post(
            "/employees/{id}/ratings",
            hr,
            Write,
            Doc::new("organisation.rate", "Enter a rating"),
            records::rate,
        )
        .api_post(
            "/employees/{id}/home",
            hr,
            Write,
            Doc::new(
                "organisation.decide_home",
                "Confirm or decline a proposed home, never one's own",
            ),
            records::decide_home,
        )
        .api_get(
            "/corrections",
            hr,
            Read,
            Doc::new("organisation.corrections", "Cases of wrong data by due day"),
            records::corrections,
        )
        .api_get(
            "/corrections/export/{format}",
            hr,
            Read,
            Doc::new("organisation.export_corrections", "Cases as a file").about(door::WHOLE_LIST),
            records::export,
        )
        .api_post(
            "/corrections/{id}/answer",
            hr,
            Write,
            Doc::new(
                "organisation.answer_correction",
                "Answer a case, never one's own",
            ),
            records::answer,
        )
}

fn own(routes: Routes) -> Routes {
    use Scope::{OrganisationRead as Read, OrganisationWrite as Write};
    let own = Can::BeEmployee;
    routes
        .api_get(
            "/my-data",
            own,
            Read,
            Doc::new("my_data.show", "One's own record"),
            records::my_data,
        )
        .api_post(
            "/my-data/home",
            own,
            Write,
            Doc::new("my_data.propose_home", "Propose one's home")
                .example(r#"{"address":"Jalan Melati 5","city":"Kota Bogor"}"#),
            records::propose_home,
        )
        .api_get(
            "/my-data/corrections",
            own,
            Read,
            Doc::new("my_data.corrections", "One's own cases"),
            records::my_corrections,
        )
        .api_post(
            "/my-data/corrections",
            own,
            Write,
            Doc::new(
                "my_data.open_correction",
                "Say that one's own data is wrong",
            )
            .example(r#"{"fact":"unit","shown_value":"Loket","statement":"Saya sudah pindah"}"#),
            records::open,
        )
}
