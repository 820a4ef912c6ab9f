//! Where the days are worked.

use super::*;
use crate::{
    places::{self, Agreement},
    requests::chains::rules::AskedFor,
};

/// The offices of other agencies that are open to us.
pub(super) async fn offices(cx: &mut Cx) -> Result<Vec<Agreement>> {
    let (agency, today) = (cx.agency(), cx.today());
    places::open_for(cx.conn(), agency, places::ahead(today)).await
}

/// The places to choose from: home, an office of one's own agency, those of others, any other place.
pub(super) fn cards(page: &Page, typed: &Typed, offices: &[Agreement]) -> Vec<Choice> {
    let card = |place: Place| {
        let code = ask::place_code(place);
        let key = code.replace('_', "-");
        Choice::new(
            code,
            page.t(&format!("requests-place-card-{key}")),
            typed.agreement().is_none() && place == typed.place(),
        )
        .hint(page.t(&format!("requests-place-hint-{key}")))
    };
    let theirs = offices.iter().map(|one| {
        let code = ask::office_code(one.id);
        let hint = format!("{}, {}", one.host_name, one.address);
        let chosen = typed.agreement() == Some(one.id);
        Choice::new(code, one.place.clone(), chosen).hint(hint)
    });
    [card(Place::Home), card(Place::OtherOffice)]
        .into_iter()
        .chain(theirs)
        .chain([card(Place::OtherPlace)])
        .collect()
}

/// What is asked for, as far as the choice of its chain cares: an office of another agency lies where its agreement says.
pub(super) fn for_chain(typed: &Typed, offices: &[Agreement], days: usize) -> AskedFor {
    let asked = typed.for_chain(days);
    let office = offices.iter().find(|one| typed.agreement() == Some(one.id));
    AskedFor {
        region: office
            .and_then(|one| one.region.clone())
            .or(asked.region.clone()),
        ..asked
    }
}
