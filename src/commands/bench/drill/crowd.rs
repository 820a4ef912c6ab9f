//! People who go on whatever happens: they ask for a day, and it is taken back or refused, again and again.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Result;
use tokio::{
    task::JoinHandle,
    time::{sleep, timeout},
};
use uuid::Uuid;

use super::{
    super::{
        calls::Cast,
        client::{Answer, Call, Client},
    },
    ledger::{Event, Ledger},
};

/// Seats of the crowd; every fourth is a program with a token.
pub const SEATS: usize = 8;
/// No answer for so long is a hang.
const HANG: Duration = Duration::from_secs(30);

/// What every seat shares.
#[derive(Clone)]
pub struct Crowd {
    pub cast: Arc<Cast>,
    pub ledger: Arc<Ledger>,
    pub stop: Arc<AtomicBool>,
    pub port: u16,
}

impl Crowd {
    /// Seats everybody.
    pub fn gather(&self) -> Vec<JoinHandle<Result<()>>> {
        (0..SEATS)
            .map(|seat| {
                let crowd = self.clone();
                #[expect(
                    clippy::disallowed_methods,
                    reason = "people who go on whatever happens"
                )]
                tokio::spawn(async move { crowd.sit(seat).await })
            })
            .collect()
    }

    fn over(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// One seat: every person of its share asks and is answered.
    async fn sit(&self, seat: usize) -> Result<()> {
        let mut client = Client::new(self.port);
        let most = self.cast.submissions() / SEATS;
        for turn in 0.. {
            if self.over() {
                break;
            }
            let n = turn % most * SEATS + seat;
            let done = if seat % 4 == 3 {
                self.program(&mut client, n).await?
            } else {
                self.browser(&mut client, n, turn).await?
            };
            if done.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// A form, with the same key until it is answered; then the head refuses or the person withdraws.
    async fn browser(&self, client: &mut Client, n: usize, turn: usize) -> Result<Option<()>> {
        let Some(call) = self.cast.submit(n) else {
            return Ok(Some(()));
        };
        let Some(answer) = self.first(client, &call).await else {
            return Ok(None);
        };
        let id = answer.location.trim_start_matches("/requests/");
        let Ok(id) = Uuid::parse_str(id) else {
            self.odd("a submission", &answer);
            return Ok(Some(()));
        };
        self.ledger.note(Event::Submitted, id)?;
        let (call, event) = if turn % 3 == 2 {
            (self.cast.refuse(n, id), Event::Refused)
        } else {
            (self.cast.withdraw(n, id), Event::Withdrawn)
        };
        let Some(answer) = self.until(client, &call).await else {
            return Ok(None);
        };
        match answer.status {
            303 => self.ledger.note(event, id)?,
            // the try before, whose answer was lost, had been done
            409 | 422 => {}
            _ => self.odd("an end", &answer),
        }
        Ok(Some(()))
    }

    /// The same as a program: the same Idempotency-Key until it is answered.
    async fn program(&self, client: &mut Client, n: usize) -> Result<Option<()>> {
        let key = Uuid::now_v7();
        let call = self.cast.api_submit(n, &key.to_string());
        let Some(answer) = self.first(client, &call).await else {
            return Ok(None);
        };
        let body = answer.json();
        let id = body["id"].as_str().and_then(|id| Uuid::parse_str(id).ok());
        let Some(id) = id.filter(|_| answer.status == 201) else {
            self.odd("a submission through the API", &answer);
            return Ok(Some(()));
        };
        self.ledger.note(Event::Keyed(key), id)?;
        let call = self.cast.api_withdraw(n, id, &format!("{key}-w"));
        let Some(answer) = self.until(client, &call).await else {
            return Ok(None);
        };
        // its key answers a lost try with what was done: never a conflict
        if answer.status == 200 {
            self.ledger.note(Event::Withdrawn, id)?;
        } else {
            self.odd("a withdrawal through the API", &answer);
        }
        Ok(Some(()))
    }

    fn odd(&self, what: &str, answer: &Answer) {
        let text = String::from_utf8_lossy(&answer.body);
        let text: String = text.chars().take(300).collect();
        self.ledger.odd(format!(
            "{what} was answered with {}: {text}",
            answer.status
        ));
    }

    /// A submission: one that is never answered may be stored or not.
    async fn first(&self, client: &mut Client, call: &Call) -> Option<Answer> {
        let answer = self.until(client, call).await;
        if answer.is_none() {
            self.ledger.unanswered.fetch_add(1, Ordering::Relaxed);
        }
        answer
    }

    /// Sends until there is an answer that is not "in a moment": what a patient browser does.
    async fn until(&self, client: &mut Client, call: &Call) -> Option<Answer> {
        while !self.over() {
            let began = Instant::now();
            match timeout(HANG, client.send(call)).await {
                Ok(Ok(answer)) => {
                    self.ledger.took(began.elapsed());
                    if answer.status != 503 {
                        return Some(answer);
                    }
                    self.ledger.later.fetch_add(1, Ordering::Relaxed);
                    if answer.header(http::header::RETRY_AFTER).is_empty() {
                        self.ledger.bare.fetch_add(1, Ordering::Relaxed);
                    }
                }
                Ok(Err(_)) => {}
                Err(_) => {
                    self.ledger.hung.fetch_add(1, Ordering::Relaxed);
                    *client = Client::new(self.port);
                }
            }
            sleep(Duration::from_millis(200)).await;
        }
        None
    }
}
