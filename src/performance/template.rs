//! Templates of positions: results with indicators that HR keeps for whoever begins targets in a position. How much of each is never in it: that is
//! agreed with each person. Nothing hangs on a template; who has taken it owes it nothing.

use chrono::{DateTime, Utc};

use super::{
    Approach, Line, State, Write,
    rules::{self, From},
    store,
    write::placed,
};
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, FieldError, Result},
    id::{PositionId, TargetTemplateId, TargetsId},
};

/// The template of a position.
#[derive(Clone, Debug)]
pub struct Template {
    pub id: TargetTemplateId,
    pub position: PositionId,
    pub position_name: String,
    pub approach: Approach,
    pub saved_at: DateTime<Utc>,
    pub version: i32,
    /// Without targets, weights and superiors' lines.
    pub lines: Vec<Line>,
}

impl Template {
    /// Its page.
    pub fn path(&self) -> String {
        format!("/target-templates/{}", self.id)
    }
}

/// Agreed targets of somebody in a position, from which its template may take lines.
#[derive(Clone, Debug)]
pub struct Agreed {
    pub id: TargetsId,
    pub name: String,
    pub year: i16,
}

/// The templates of the agency, by position.
pub async fn list(cx: &mut Cx) -> Result<Vec<Template>> {
    cx.require(Can::ManagePeople)?;
    let agency = cx.agency();
    store::templates::list(cx.conn(), agency).await
}

/// One template.
pub async fn find(cx: &mut Cx, id: TargetTemplateId) -> Result<Template> {
    cx.require(Can::ManagePeople)?;
    let agency = cx.agency();
    store::templates::find(cx.conn(), agency, id).await
}

/// Positions somebody holds and that have no template yet, by name.
pub async fn positions(cx: &mut Cx) -> Result<Vec<(PositionId, String)>> {
    cx.require(Can::ManagePeople)?;
    let agency = cx.agency();
    store::templates::positions(cx.conn(), agency).await
}

/// From which agreed targets a template may take lines, the newest first.
pub async fn sources(cx: &mut Cx, template: &Template) -> Result<Vec<Agreed>> {
    cx.require(Can::ManagePeople)?;
    let agency = cx.agency();
    store::templates::sources(cx.conn(), agency, template.position).await
}

/// Begins the template of a position; there is one for each.
pub async fn open(cx: &mut Cx, position: PositionId, approach: Approach) -> Result<Template> {
    let (agency, now) = (cx.agency(), cx.now());
    let name = store::templates::lock_position(cx.conn(), agency, position).await?;
    cx.require(Can::ManagePeople)?;
    // another agency's position is one that is not there
    let name = name.ok_or_else(|| Error::field("position", "choice"))?;
    let template = Template {
        id: TargetTemplateId::new(),
        position,
        position_name: name,
        approach,
        saved_at: now,
        version: 1,
        lines: Vec::new(),
    };
    if !store::templates::insert(cx.conn(), agency, &template).await? {
        return Err(Error::field("position", "template-there"));
    }
    record(cx, "target-template-opened", &template).await?;
    Ok(template)
}

async fn lock(cx: &mut Cx, id: TargetTemplateId, version: i32) -> Result<Template> {
    let agency = cx.agency();
    store::templates::lock(cx.conn(), agency, id).await?;
    cx.require(Can::ManagePeople)?;
    let template = store::templates::find(cx.conn(), agency, id).await?;
    if template.version != version {
        return Err(Error::Conflict("changed"));
    }
    Ok(template)
}

/// Writes a template whole; what only a person's targets have is left out.
pub async fn write(cx: &mut Cx, id: TargetTemplateId, input: Write) -> Result<Template> {
    let mut template = lock(cx, id, input.version).await?;
    let wrong = rules::problems(&input.lines);
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let mut lines = Vec::new();
    for line in input.lines {
        let known = |id| template.lines.iter().any(|one| one.id == id);
        if line.id.is_some_and(|id| !known(id)) {
            return Err(Error::NotFound);
        }
        lines.push(placed(rules::without_amounts(line), None));
    }
    template.lines = lines;
    template.approach = input.approach;
    save(cx, template).await
}

/// Adds the lines of agreed targets of somebody in the position, but for those whose result is there already.
pub async fn copy(
    cx: &mut Cx,
    id: TargetTemplateId,
    from: TargetsId,
    version: i32,
) -> Result<Template> {
    let agency = cx.agency();
    let mut template = lock(cx, id, version).await?;
    let offered = sources(cx, &template).await?;
    if !offered.iter().any(|one| one.id == from) {
        return Err(Error::field("from", "template-source"));
    }
    let targets = store::targets::find(cx.conn(), agency, from).await?;
    if targets.state != State::Agreed {
        return Err(Error::field("from", "template-source"));
    }
    let carried = rules::carried(From::Colleague, &targets.lines, &template.lines);
    let added = carried.into_iter().map(|line| placed(line, None));
    template.lines.extend(added);
    if template.lines.len() > rules::LINES {
        let wrong = FieldError::new("from", "targets-many").with("n", rules::LINES);
        return Err(Error::Invalid(vec![wrong]));
    }
    save(cx, template).await
}

async fn save(cx: &mut Cx, mut template: Template) -> Result<Template> {
    let (agency, now) = (cx.agency(), cx.now());
    template.saved_at = now;
    store::templates::save(cx.conn(), agency, &template).await?;
    record(cx, "target-template-saved", &template).await?;
    store::templates::find(cx.conn(), agency, template.id).await
}

/// Drops a template; targets that began from it stay as they are.
pub async fn discard(cx: &mut Cx, id: TargetTemplateId, version: i32) -> Result<()> {
    let agency = cx.agency();
    let template = lock(cx, id, version).await?;
    store::templates::delete(cx.conn(), agency, id).await?;
    record(cx, "target-template-dropped", &template).await
}

async fn record(cx: &mut Cx, event: &'static str, template: &Template) -> Result<()> {
    let event = Event::new(event, "target_template", template.id.0)
        .with("position", template.position.to_string())
        .with("lines", template.lines.len());
    audit::record(cx, event).await
}
