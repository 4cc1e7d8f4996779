//! Briefs that a language model writes: asks it, has its answer judged, and falls back on the extractive writer.
//!
//! What to ask and what to make of the answer is decided in `pipeline::write::model`; here is the way between,
//! and the ledger. Whatever goes wrong ends in a brief, with the reason in its [`Writing`].

mod asking;
mod flags;
pub mod told;

pub use asking::{begins, caps};
pub use flags::ModelFlags;

use crate::secret;
use crate::settings::ModelWriter as Settings;
use crate::turns::decide;
use asking::{Asking, Vain};
use jiff::Timestamp;
use model::chat::{Chat, Server};
use news::{Checked, Draft, Instead, Registry, StoryFile, StoryId, Writing};
use pipeline::check;
use pipeline::claims::Struck;
use pipeline::write::Style;
use pipeline::write::model::{Commission, Question, Reading};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::Ledger;

/// Writes briefs with a language model.
pub struct ModelWriter {
    asking: Asking,
    settings: Settings,
    registry: Arc<Registry>,
    style: Style,
}

/// A brief that has been checked, with how it came to be.
#[derive(Debug)]
pub struct Written {
    /// The brief.
    pub checked: Checked,
    /// What the model wrote of it.
    pub writing: Writing,
}

impl ModelWriter {
    /// A writer by these settings. A key that cannot be read stops no brief: each then says so.
    ///
    /// `dir` is where a key's file is looked for; without `ledger` nothing is recorded and no cap holds.
    pub fn new(
        settings: &Settings,
        dir: &Path,
        registry: Arc<Registry>,
        style: Style,
        ledger: Option<Arc<dyn Ledger>>,
    ) -> ModelWriter {
        let chat = chat(settings, dir);
        ModelWriter {
            asking: Asking::new(chat, settings.clone(), ledger),
            settings: settings.clone(),
            registry,
            style,
        }
    }

    /// Briefs that are written at once.
    pub fn at_once(&self) -> usize {
        self.settings.at_once as usize
    }

    /// Why nothing can be asked, if so.
    pub fn fault(&self) -> Option<&str> {
        self.asking.fault()
    }

    /// Writes about a story, and checks that. `Err` inside when there is nothing to write or the
    /// decision broke off: the reason to quarantine the story with.
    pub async fn write(
        &self,
        file: &Arc<StoryFile>,
        now: Timestamp,
    ) -> anyhow::Result<Result<Written, String>> {
        self.write_without(Struck::default(), file, now).await
    }

    /// As [`ModelWriter::write`], without what editors struck.
    pub async fn write_without(
        &self,
        struck: Struck,
        file: &Arc<StoryFile>,
        now: Timestamp,
    ) -> anyhow::Result<Result<Written, String>> {
        let commission = match self.commission(struck, file).await {
            Ok(commission) => Arc::new(commission),
            Err(reason) => return Ok(Err(reason)),
        };
        let made = self.ask_about(&commission, file, now).await?;
        let (name, file) = (self.settings.name.clone(), file.clone());
        Ok(decide(move || finished(commission, &file, &name, made)).await)
    }

    async fn commission(
        &self,
        struck: Struck,
        file: &Arc<StoryFile>,
    ) -> Result<Commission, String> {
        let (file, registry, style) = (file.clone(), self.registry.clone(), self.style.clone());
        let claims = self.settings.claims;
        let made =
            decide(move || Commission::without(&struck, &file, &registry, &style, claims)).await?;
        made.map_err(|nothing| nothing.to_string())
    }

    /// Asks once, and again about the sentences that failed.
    async fn ask_about(
        &self,
        commission: &Arc<Commission>,
        file: &Arc<StoryFile>,
        now: Timestamp,
    ) -> anyhow::Result<Result<Reading, String>> {
        let Some(question) = commission.question() else {
            return Ok(Err("there is no claim to write from".to_owned()));
        };
        let story = &file.story.id;
        let answer = match self.ask(&question, "write", story, now).await? {
            Ok(answer) => answer,
            Err(vain) => return Ok(Err(vain.to_string())),
        };
        let mut reading = match read(commission, file, answer.clone()).await {
            Ok(reading) => reading,
            Err(unreadable) => return Ok(Err(format!("its answer is no brief: {unreadable}"))),
        };
        if let Some(again) = reading.question_again(commission, &answer) {
            reading.send_back();
            // Without a second answer what failed is replaced or withheld all the same.
            match self.ask(&again, "write again", story, now).await? {
                Ok(answer) => reading = mended(reading, commission, file, answer).await,
                Err(vain) => {
                    tracing::warn!(story.id = story.0, "what failed was not written again: {vain}")
                }
            }
        }
        Ok(Ok(reading))
    }

    async fn ask(
        &self,
        question: &Question,
        purpose: &str,
        story: &StoryId,
        now: Timestamp,
    ) -> anyhow::Result<Result<String, Vain>> {
        self.asking.answer(question, purpose, story, now).await
    }
}

#[cfg(test)]
impl ModelWriter {
    /// The sentences of a first answer that stand before the check.
    async fn stood(&self, file: &Arc<StoryFile>) -> Vec<String> {
        let commission =
            Arc::new(self.commission(Struck::default(), file).await.expect("there are words"));
        let made = self.ask_about(&commission, file, Timestamp::UNIX_EPOCH).await;
        let reading = made.expect("no database fails").expect("it answers");
        reading.standing().map(str::to_owned).collect()
    }
}

async fn read(
    commission: &Arc<Commission>,
    file: &Arc<StoryFile>,
    answer: String,
) -> Result<Reading, String> {
    let (commission, file) = (commission.clone(), file.clone());
    let read = decide(move || commission.read(&answer, &file)).await?;
    read.map_err(|unreadable| unreadable.to_string())
}

async fn mended(
    reading: Reading,
    commission: &Arc<Commission>,
    file: &Arc<StoryFile>,
    answer: String,
) -> Reading {
    let (commission, file, before) = (commission.clone(), file.clone(), reading.clone());
    let mended = decide(move || {
        let mut reading = reading;
        let told = reading.mend(&answer, &commission, &file);
        (told, reading)
    });
    match mended.await {
        Ok((told, reading)) => {
            if let Err(unreadable) = told {
                tracing::warn!("what failed was not written again: {unreadable}");
            }
            reading
        }
        Err(_) => before,
    }
}

/// The brief of a reading, or the extractive writer's with the reason.
fn finished(
    commission: Arc<Commission>,
    file: &StoryFile,
    name: &str,
    made: Result<Reading, String>,
) -> Written {
    let reading = match made {
        Ok(reading) => reading,
        Err(why) => return stand_in(commission, file, Writing::in_vain(name, why)),
    };
    let (writing, settled) = reading.settle(&commission, file, name);
    match settled {
        Ok(settled) => {
            let checked = check::check_without(commission.struck(), settled.draft, file);
            let checked =
                checked.with_set_aside(settled.set_aside).with_replaced(replaced(&writing));
            Written { checked, writing }
        }
        Err(_) => stand_in(commission, file, writing),
    }
}

fn stand_in(commission: Arc<Commission>, file: &StoryFile, writing: Writing) -> Written {
    let draft: Draft = commission.stand_in().clone();
    Written { checked: check::check_without(commission.struck(), draft, file), writing }
}

/// Sentences that gave way to a source's own.
fn replaced(writing: &Writing) -> usize {
    writing.failed.iter().filter(|failed| failed.instead == Instead::Extractive).count()
}

fn chat(settings: &Settings, dir: &Path) -> Result<Chat, String> {
    let url = settings.url.parse();
    let url = url.map_err(|error| format!("model.writer.url is no address: {error}"))?;
    let server = Server {
        url,
        model: settings.name.clone(),
        key: secret::read(&settings.key, dir)?,
        temperature: settings.temperature,
        seed: settings.seed,
        max_tokens: settings.max_tokens,
        timeout: Duration::from_secs(u64::from(settings.timeout_seconds)),
        tries: settings.tries,
    };
    Chat::new(server).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests;
