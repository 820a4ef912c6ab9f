//! Files of delivered work: how they are named on a page, and their download.

use axum::response::Response;

use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        files::download_pieces,
        form::Path,
        html::{Errors, Page},
        i18n::Lang,
        id::{DeliverableId, FileId},
    },
    performance::work::{WorkFile, files},
};

/// A file as a page names it.
pub(super) struct FileRow {
    pub href: String,
    pub name: String,
    pub size: String,
    pub hash: String,
}

impl FileRow {
    pub(super) fn of(file: &WorkFile, page: &Page) -> Self {
        Self {
            href: file.path(),
            name: file.name.clone(),
            size: size(file.size, page.language),
            hash: file.hash(),
        }
    }
}

/// A size as people say it, in steps of 1024.
fn size(bytes: u64, lang: Lang) -> String {
    const MIB: u64 = 1 << 20;
    if bytes < MIB {
        return format!("{} KB", bytes.div_ceil(1024));
    }
    let text = format!("{}.{} MB", bytes / MIB, bytes % MIB * 10 / MIB);
    match lang {
        Lang::Id => text.replace('.', ","),
        Lang::En => text,
    }
}

/// What the file field says: how many and how large; after a refusal also that files are chosen again. Empty where none are taken.
pub(super) async fn hint(cx: &mut Cx, errors: &Errors) -> Result<String> {
    let Some((most, mib)) = files::limits(cx).await? else {
        return Ok(String::new());
    };
    let page = Page::new(cx, "work-title");
    let hint = page.ta2("work-files-hint", "n", most, "size", mib);
    Ok(match errors.is_empty() {
        true => hint,
        false => format!("{} {hint}", page.t("work-files-again")),
    })
}

/// GET /work/{id}/files/{file}
pub async fn download(
    mut cx: Cx,
    Path((id, file)): Path<(DeliverableId, FileId)>,
) -> Result<Response> {
    let (file, pieces) = files::open(&mut cx, id, file).await?;
    download_pieces(&file.name, &file.media, file.size, pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_said_in_words_of_people() {
        assert_eq!(size(1, Lang::Id), "1 KB");
        assert_eq!(size(2048, Lang::Id), "2 KB");
        assert_eq!(size(1_572_864, Lang::Id), "1,5 MB");
        assert_eq!(size(100 << 20, Lang::En), "100.0 MB");
    }
}
