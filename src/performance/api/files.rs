//! Files of delivered work, through the JSON door: sent one by one, then delivered by their ids.

use schemars::JsonSchema;
use serde::Deserialize;

use super::work::FileView;
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        depot::Received,
        door::{Created, Doc, Json, NoContent, Paged, Query, Scope, Whole},
        error::Result,
        files::download_pieces,
        form::Path,
        id::{DeliverableId, FileId},
        routes::Routes,
    },
    performance::work::files,
};

/// What the file is called; its bytes are the body.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NamedIn {
    /// With its ending, which says what it is: pdf, jpg, png, webp, docx, xlsx, pptx, odt, ods, odp or zip.
    #[serde(rename = "name")]
    #[schemars(length(min = 1, max = 200))]
    _name: String,
}

/// POST /deliverables/{id}/files
async fn send(
    mut cx: Cx,
    Path(id): Path<DeliverableId>,
    Query(_): Query<NamedIn>,
    file: Received,
) -> Result<Created<FileView>> {
    let file = files::send(&mut cx, id, &file).await?;
    let location = format!("/api/v1/deliverables/{id}/files/{}", file.id);
    Ok(Created::at(location, file.into()))
}

/// GET /deliverables/{id}/files
async fn list(mut cx: Cx, Path(id): Path<DeliverableId>) -> Result<Json<Paged<FileView>>> {
    let all = files::list(&mut cx, id).await?;
    let all = all.into_iter().map(FileView::from);
    Ok(Json(Paged::whole(all.collect())))
}

/// GET /deliverables/{id}/files/{file}
async fn read(mut cx: Cx, Path((id, file)): Path<(DeliverableId, FileId)>) -> Result<Whole> {
    let (file, pieces) = files::open(&mut cx, id, file).await?;
    download_pieces(&file.name, &file.media, file.size, pieces).map(Whole)
}

/// DELETE /deliverables/{id}/files/{file}
async fn take_back(
    mut cx: Cx,
    Path((id, file)): Path<(DeliverableId, FileId)>,
) -> Result<NoContent> {
    files::take_back(&mut cx, id, file).await?;
    Ok(NoContent)
}

/// The routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let (reads, writes) = (Scope::PerformanceRead, Scope::PerformanceWrite);
    let (own, any) = (Can::BeEmployee, Can::SignIn);
    routes
        .api_post(
            "/deliverables/{id}/files",
            own,
            writes,
            Doc::new("deliverables.send_file", "Send a file for the next delivery of own work: the bytes are the body")
                .about("Up to 100 MiB, or less as the agency chose. What is not delivered within a day is forgotten. The type is told by the content, and must be what the name says.")
                .streams(),
            send,
        )
        .api_get("/deliverables/{id}/files", any, reads, Doc::new("deliverables.files", "The files of a piece of work with their hashes, by version"), list)
        .api_get("/deliverables/{id}/files/{file}", any, reads, Doc::new("deliverables.file", "A file as it was handed in"), read)
        .api_delete("/deliverables/{id}/files/{file}", own, writes, Doc::new("deliverables.remove_file", "Take back a file that was sent and not delivered"), take_back)
}
