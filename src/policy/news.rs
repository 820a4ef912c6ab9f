//! Tells every agency's HR that the ministry has published: which of its own conditions are looser
//! and give way. Runs in each agency's own transaction, because nobody else may read its rules.

use chrono::TimeDelta;

use super::{store, together};
use crate::kernel::{
    actor::Agency,
    cx::{BoxFuture, Core, Cx},
    db::Mode,
    error::Result,
    outbox::{self, Notice},
};

/// How long after publication a missed agency is still told.
const FRESH: TimeDelta = TimeDelta::days(30);

/// The periodic work of this area for one agency.
pub fn tell_about_base(core: &Core, agency: Agency) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let mut cx = Cx::system(core, agency, Mode::Write).await?;
        tell(&mut cx).await?;
        cx.finish().await
    })
}

/// Tells each officer once per base version; the outbox keeps repeats away.
pub async fn tell(cx: &mut Cx) -> Result<()> {
    let (agency, since) = (cx.agency(), cx.now() - FRESH);
    let Some(news) = store::newest_base(cx.conn(), since).await? else {
        return Ok(());
    };
    let set = news.set();
    let own = store::published(cx.conn(), agency, set.effective_from).await?;
    let looser = match own {
        Some(own) => together(set.clone(), Some(own)).set_aside,
        None => Vec::new(),
    };
    for officer in store::officers(cx.conn(), agency, "hr").await? {
        let dedupe = format!("base-rules-{}-{officer}", news.number);
        let notice = Notice::new("base-rules", "/rules", dedupe)
            .with("version", news.number)
            .with("date", super::words::date(set.effective_from).id)
            .with("count", looser.len());
        outbox::tell_identity(cx, officer, notice).await?;
    }
    Ok(())
}
