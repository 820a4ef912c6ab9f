//! Tells an agency's leaders of windows that the ministry proposes. Runs in the agency's own transaction: the ministry writes into
//! none.

use super::{Proposal, store};
use crate::kernel::{
    actor::Agency,
    cx::{BoxFuture, Core, Cx},
    db::Mode,
    error::Result,
    outbox::{self, Notice},
};

/// The regular work of one agency.
pub fn run(core: &Core, agency: Agency) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let mut cx = Cx::system(core, agency, Mode::Write).await?;
        tell(&mut cx).await?;
        cx.finish().await
    })
}

/// Tells each leader once of every proposal that is open; the outbox keeps repeats away.
async fn tell(cx: &mut Cx) -> Result<()> {
    let (agency, today) = (cx.agency(), cx.today());
    let open: Vec<Proposal> = store::national::proposals(cx.conn(), agency, today)
        .await?
        .into_iter()
        .filter(|one| one.answer.is_none() && one.national.last_on >= today)
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    let leaders = store::officers(cx.conn(), agency, &["leader"]).await?;
    for Proposal { national, .. } in open {
        let notice = Notice::new(
            "window-proposed",
            format!("/window-proposals/{}", national.id),
            format!("window-proposed:{}", national.id),
        )
        .with("title", national.title)
        .with("from", national.first_on.format("%d-%m-%Y"))
        .with("to", national.last_on.format("%d-%m-%Y"));
        outbox::tell_each(cx, &leaders, &notice).await?;
    }
    Ok(())
}
