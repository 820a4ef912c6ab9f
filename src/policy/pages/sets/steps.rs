//! Saving a draft, asking for publication, publishing, giving back: the steps of a version.

use super::*;

/// What was posted, read against the draft it belongs to.
pub(super) async fn read_form(
    cx: &mut Cx,
    side: Side,
    number: i32,
    posted: &Posted,
) -> Result<(Version, ReadForm)> {
    let mut version = version::read(cx, side, number).await?;
    if version.state != State::Draft {
        return Err(Error::Conflict("changed"));
    }
    version.effective_from = posted.effective_from();
    let (agency, today) = (cx.agency(), cx.today());
    let from = version.effective_from.unwrap_or(today).max(today);
    let base = base_for(cx, side, from).await?;
    let mut known = version.rules.clone();
    known.extend(base.iter().flat_map(|base| base.rules.clone()));
    let names = Names::load(cx.conn(), agency, &known).await?;
    let ground = Ground {
        side,
        base: base.as_ref(),
        stored: &version.rules,
        names: &names,
    };
    let mut form = form::read(posted, &ground, posted.value("remove"));
    if posted.value("action") == "add" {
        if let Some(kind) = Kind::from_code(posted.value("add_kind"))
            .filter(|kind| form::addable(side).contains(kind))
        {
            form.rules.push(form::fresh(kind, &posted.keys()));
        } else {
            let text = Words::new("Pilih syarat yang ditambah.", "Choose what to add.");
            form.errors.push(("add_kind".into(), text));
        }
    }
    Ok((version, form))
}

pub(super) fn row_version(posted: &Posted) -> Result<i32> {
    posted
        .value("row_version")
        .parse()
        .map_err(|_| Error::Conflict("changed"))
}

pub(super) async fn again(
    cx: &mut Cx,
    side: Side,
    version: &Version,
    posted: &Posted,
    form: &ReadForm,
    errors: Errors,
) -> Result<Response> {
    let editing = Editing {
        version,
        posted: Some(posted),
        form,
        errors,
    };
    let template = editor(cx, side, editing).await?;
    invalid(&template)
}

pub(super) fn words_of(errors: &[(String, Words)], lang: &str) -> Errors {
    Errors(
        errors
            .iter()
            .map(|(field, text)| (field.clone(), text.get(lang).to_owned()))
            .collect(),
    )
}

pub(super) async fn save(mut cx: Cx, side: Side, number: i32, posted: Posted) -> Result<Response> {
    let (version, form) = read_form(&mut cx, side, number, &posted).await?;
    if !form.errors.is_empty() {
        let errors = words_of(&form.errors, cx.lang().code());
        return again(&mut cx, side, &version, &posted, &form, errors).await;
    }
    let at = row_version(&posted)?;
    let from = version.effective_from;
    match version::save(&mut cx, side, number, at, form.rules.clone(), from).await {
        Ok(_) => {
            cx.flash(Flash::ok("flash-rules-saved"));
            let then = match posted.value("action") {
                "add" => "#add".to_owned(),
                other => other
                    .strip_prefix("names:")
                    .map_or_else(String::new, names_of),
            };
            Ok(redirect(&format!("{}/{number}{then}", side.path())))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            again(&mut cx, side, &version, &posted, &form, errors).await
        }
    }
}

/// The list of names behind a number of the preview: `change=lost`, `unit=…`.
fn names_of(which: &str) -> String {
    let known = match which.split_once('=') {
        Some(("change", code)) => code.chars().all(|one| one.is_ascii_lowercase()),
        Some(("unit", id)) => id.parse::<uuid::Uuid>().is_ok(),
        _ => false,
    };
    match known {
        true => format!("/impact/names?{which}"),
        false => String::new(),
    }
}

/// Saves what the page holds and asks a second officer to publish it.
pub(super) async fn ask(mut cx: Cx, side: Side, number: i32, posted: Posted) -> Result<Response> {
    let (version, form) = read_form(&mut cx, side, number, &posted).await?;
    let today = cx.today();
    let from = version.effective_from.unwrap_or(today).max(today);
    let base = base_for(&mut cx, side, from).await?;
    let set = RuleSet {
        rules: form.rules.clone(),
        ..version.set()
    };
    let mut problems = form.errors.clone();
    problems.extend(obstacles_to(&set, base.as_ref()));
    if !problems.is_empty() {
        let errors = words_of(&problems, cx.lang().code());
        return again(&mut cx, side, &version, &posted, &form, errors).await;
    }
    let at = row_version(&posted)?;
    let done = saved_and_asked(&mut cx, side, &version, at, &form.rules, base).await;
    match done {
        Ok(()) => {
            cx.flash(Flash::ok("flash-rules-requested"));
            Ok(redirect(&format!("{}/{number}", side.path())))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            again(&mut cx, side, &version, &posted, &form, errors).await
        }
    }
}

/// The fields of the small forms on a version's page.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Step {
    row_version: String,
    pub(super) note: String,
    from: String,
}

pub(super) async fn stepped(
    mut cx: Cx,
    side: Side,
    number: i32,
    done: Result<()>,
    flash: &str,
) -> Result<Response> {
    match done {
        Ok(()) => {
            cx.flash(Flash::ok(flash));
            Ok(redirect(&format!("{}/{number}", side.path())))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = show(&mut cx, side, number, errors).await?;
            invalid(&template)
        }
    }
}

pub(super) fn at(step: &Step) -> Result<i32> {
    step.row_version
        .parse()
        .map_err(|_| Error::Conflict("changed"))
}

pub(super) async fn create(mut cx: Cx, side: Side, step: Step) -> Result<Response> {
    let from = match step.from.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| Error::NotFound)?),
    };
    match version::draft(&mut cx, side, from).await {
        Ok(number) => {
            cx.flash(Flash::ok("flash-rules-drafted"));
            Ok(redirect(&format!("{}/{number}", side.path())))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = list(&mut cx, side, errors).await?;
            invalid(&template)
        }
    }
}
