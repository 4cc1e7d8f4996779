//! The way to the model, through the ledger: recorded answers first, caps before every call.

use crate::settings::ModelWriter as Settings;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use model::chat::{Chat, ChatError, Conversation, Said, Spent, Voice};
use news::{StoryId, digest};
use pipeline::write::model::{Question, Voice as Speaker};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use store::{CallId, Cap, Leave, Ledger, NewCall, Taken};

/// Why there is no answer. The text is what the desk shows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Vain {
    /// The settings leave no way to it.
    #[error("it cannot be asked: {0}")]
    NoWay(String),
    /// Only recorded answers are used, and there is none.
    #[error("it was not asked: model.writer.ask is false, and no answer is recorded")]
    NotRecorded,
    /// It failed a moment ago.
    #[error("it was not asked: it is left alone for {} seconds, since {why}", .left.as_secs())]
    Resting {
        /// How long yet.
        left: Duration,
        /// What it failed by.
        why: String,
    },
    /// A cap could be exceeded.
    #[error("it was not asked: {0}")]
    Capped(String),
    /// It was asked.
    #[error("{0}")]
    Failed(ChatError),
}

/// Tokens that servers put between the turns of a conversation, at most: templates of chat have some ten for
/// each turn.
const BETWEEN_TURNS: u64 = 200;

/// The way to one model.
pub struct Asking {
    chat: Result<Chat, String>,
    settings: Settings,
    ledger: Option<Arc<dyn Ledger>>,
    health: Mutex<Health>,
}

#[derive(Default)]
struct Health {
    failures: u32,
    rests: Option<(Instant, String)>,
}

impl Asking {
    /// Nothing is asked yet.
    pub fn new(
        chat: Result<Chat, String>,
        settings: Settings,
        ledger: Option<Arc<dyn Ledger>>,
    ) -> Asking {
        Asking { chat, settings, ledger, health: Mutex::default() }
    }

    /// Why nothing can be asked, if so.
    pub fn fault(&self) -> Option<&str> {
        self.chat.as_ref().err().map(String::as_str)
    }

    /// The answer to a question: as it is recorded, or else as the model gives it now.
    pub async fn answer(
        &self,
        question: &Question,
        purpose: &str,
        story: &StoryId,
        now: Timestamp,
    ) -> anyhow::Result<Result<String, Vain>> {
        let chat = match &self.chat {
            Ok(chat) => chat,
            Err(why) => return Ok(Err(Vain::NoWay(why.clone()))),
        };
        let conversation = conversation(question);
        let name = digest(&[chat.name_of(&conversation).as_bytes()]);
        if let Some(ledger) = &self.ledger
            && let Some(recorded) = ledger.answered(&name).await?
        {
            return Ok(Ok(recorded));
        }
        if let Some(vain) = self.unasked() {
            return Ok(Err(vain));
        }
        let most = self.most(&conversation);
        let call = NewCall {
            at: now,
            model: self.settings.name.clone(),
            purpose: purpose.to_owned(),
            subject: story.clone(),
            most,
        };
        let id = match self.begin(&call).await? {
            Leave::Granted(id) => id,
            Leave::Refused(why) => return Ok(Err(Vain::Capped(why))),
        };
        let said = chat.ask(&conversation).await;
        self.end(id, most, &said, &name).await?;
        self.note_health(said.as_ref().err());
        Ok(said.map(|said| said.text).map_err(Vain::Failed))
    }

    /// Why nothing is asked at the moment.
    fn unasked(&self) -> Option<Vain> {
        if !self.settings.ask {
            return Some(Vain::NotRecorded);
        }
        let health = self.health();
        let (until, why) = health.rests.as_ref()?;
        let left = until.saturating_duration_since(Instant::now());
        (!left.is_zero()).then(|| Vain::Resting { left, why: why.clone() })
    }

    /// The most that a call can take: no tokenizer makes more tokens of a text than it has bytes.
    fn most(&self, conversation: &Conversation) -> Taken {
        let tokens_in = conversation.bytes() as u64 + BETWEEN_TURNS;
        self.priced(tokens_in, u64::from(self.settings.max_tokens))
    }

    fn priced(&self, tokens_in: u64, tokens_out: u64) -> Taken {
        // A price is for a million tokens, so that a token costs it in millionths.
        let (read, said) = (self.settings.price_in, self.settings.price_out);
        let cost = (tokens_in as f64 * read + tokens_out as f64 * said).ceil();
        Taken { tokens_in, tokens_out, cost: cost as u64 }
    }

    async fn begin(&self, call: &NewCall) -> anyhow::Result<Leave> {
        match &self.ledger {
            Some(ledger) => Ok(ledger.begin(call, &caps(&self.settings, call.at)).await?),
            None => Ok(Leave::Granted(CallId(0))),
        }
    }

    async fn end(
        &self,
        id: CallId,
        most: Taken,
        said: &Result<Said, ChatError>,
        question: &str,
    ) -> anyhow::Result<()> {
        let Some(ledger) = &self.ledger else { return Ok(()) };
        let (taken, outcome, answer) = match said {
            Ok(said) => {
                (self.spent(said.spent, most), "answered".to_owned(), Some(said.text.as_str()))
            }
            Err(error) => (self.lost(error, most), error.to_string(), None),
        };
        let answer = answer.map(|answer| (question, answer));
        Ok(ledger.end(id, taken, &outcome, answer).await?)
    }

    /// What the server counted; where it did not, the most.
    fn spent(&self, spent: Spent, most: Taken) -> Taken {
        let read = spent.tokens_in.unwrap_or(most.tokens_in);
        self.priced(read, spent.tokens_out.unwrap_or(most.tokens_out))
    }

    /// What a call took that gave no answer: a server that worked on it may count that.
    fn lost(&self, error: &ChatError, most: Taken) -> Taken {
        match error {
            ChatError::CutOff(spent) | ChatError::Declined(_, spent) => self.spent(*spent, most),
            ChatError::TimedOut(_) | ChatError::Unreadable(_) => most,
            ChatError::Unreachable(_)
            | ChatError::Busy(_)
            | ChatError::Failed { .. }
            | ChatError::KeyRefused(_)
            | ChatError::Gone(..)
            | ChatError::Refused(..)
            | ChatError::Redirected(_) => Taken::default(),
        }
    }

    /// A server that fails twice in a row, or will not have us, is left alone for a while.
    fn note_health(&self, error: Option<&ChatError>) {
        let mut health = self.health();
        let Some((error, at_once)) = error.and_then(|error| Some((error, grave(error)?))) else {
            *health = Health::default();
            return;
        };
        health.failures += 1;
        let minutes = u64::from(self.settings.rest_minutes);
        let asked_for = match error {
            ChatError::Busy(after) | ChatError::Failed { after, .. } => after.unwrap_or_default(),
            _ => Duration::ZERO,
        };
        let rest = Duration::from_secs(60 * minutes);
        if minutes > 0 && (at_once || health.failures > 1) {
            // A server may not silence the newsroom for longer than a day.
            let rest = rest.max(asked_for).min(Duration::from_secs(86_400));
            health.rests = Some((Instant::now() + rest, error.to_string()));
            tracing::warn!(rest.seconds = rest.as_secs(), "the model is left alone: {error}");
        }
    }

    fn health(&self) -> MutexGuard<'_, Health> {
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an error says that the next question will fare no better: at once, or when it comes again. None for
/// what concerns one question only.
fn grave(error: &ChatError) -> Option<bool> {
    match error {
        ChatError::KeyRefused(_) | ChatError::Gone(..) | ChatError::Redirected(_) => Some(true),
        ChatError::Busy(_)
        | ChatError::Failed { .. }
        | ChatError::Unreachable(_)
        | ChatError::TimedOut(_) => Some(false),
        ChatError::Refused(..)
        | ChatError::Unreadable(_)
        | ChatError::CutOff(_)
        | ChatError::Declined(..) => None,
    }
}

/// The caps of the settings at this moment, in UTC.
pub fn caps(settings: &Settings, now: Timestamp) -> Vec<Cap> {
    let (day, month) = begins(now);
    let some = |number: u64| (number > 0).then_some(number);
    let money = |sum: f64| some((sum * 1e6) as u64);
    let cap =
        |name, since, tokens, cost| Cap { name, since, tokens: some(tokens), cost: money(cost) };
    vec![
        cap("the day's", day, settings.daily_tokens, settings.daily_cost),
        cap("the month's", month, settings.monthly_tokens, settings.monthly_cost),
    ]
}

/// When the day and the month of this moment began, in UTC.
pub fn begins(now: Timestamp) -> (Timestamp, Timestamp) {
    let day = now.to_zoned_datetime(TimeZone::UTC).date();
    let start = |date: Date| TimeZone::UTC.to_timestamp(date.to_datetime(Time::midnight()));
    (start(day).unwrap_or(now), start(day.first_of_month()).unwrap_or(now))
}

fn conversation(question: &Question) -> Conversation {
    let mut turns = vec![(Voice::System, question.system.clone())];
    turns.extend(question.turns.iter().map(|turn| {
        let voice = match turn.by {
            Speaker::Editor => Voice::User,
            Speaker::Model => Voice::Assistant,
        };
        (voice, turn.text.clone())
    }));
    Conversation { turns, schema: question.schema.clone() }
}
