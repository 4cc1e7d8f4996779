use super::answer::{Said, complaint, said};
use super::request::{Dislikes, Form, Manner, body};
use super::{ChatError, Conversation};
use crate::ModelError;
use futures_util::StreamExt;
use jiff::Timestamp;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Response, StatusCode};
use rustls::{ClientConfig, RootCertStore};
use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use url::Url;

/// Which model is asked, where and how.
#[derive(Clone)]
pub struct Server {
    /// Where its API begins, such as `http://127.0.0.1:11434/v1`; `/chat/completions` may stand behind.
    pub url: Url,
    /// The model, as the server calls it.
    pub model: String,
    /// Sent as `Authorization: Bearer …`; never shown.
    pub key: Option<String>,
    /// From 0 to 2; 0 for the likeliest words.
    pub temperature: f64,
    /// Makes two equal questions get one answer, on servers that know it.
    pub seed: i64,
    /// Tokens that an answer may have.
    pub max_tokens: u32,
    /// For one question, with all waiting and further tries.
    pub timeout: Duration,
    /// Times that a server is asked again which has too much to do or fails.
    pub tries: u32,
}

/// The way to one model.
#[derive(Debug)]
pub struct Chat {
    client: Client,
    url: Url,
    manner: Manner,
    timeout: Duration,
    tries: u32,
    /// What the server has refused so far.
    learned: Mutex<Learned>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Learned {
    /// The first of [`Form::ALL`] that it takes.
    form: usize,
    dislikes: Dislikes,
}

/// Bytes of an answer that are read.
const LIMIT_BYTES: usize = 4_000_000;

/// How long to wait for a server that does not say; doubled with each try.
const FIRST_WAIT: Duration = Duration::from_millis(500);

impl Chat {
    /// A way to this model; nothing is asked yet.
    pub fn new(server: Server) -> Result<Chat, ModelError> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(key) = &server.key {
            let bearer = HeaderValue::from_str(&format!("Bearer {}", key.trim()));
            let mut bearer = bearer.map_err(|_| ModelError::BadKey)?;
            bearer.set_sensitive(true);
            headers.insert(AUTHORIZATION, bearer);
        }
        let client = Client::builder()
            .user_agent("Newsloom")
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .default_headers(headers)
            .tls_backend_preconfigured(tls()?)
            .build()
            .map_err(|cause| ModelError::NoClient(causes(&cause)))?;
        Ok(Chat {
            client,
            url: completions(server.url),
            manner: Manner {
                model: server.model,
                temperature: server.temperature,
                seed: server.seed,
                max_tokens: server.max_tokens,
            },
            timeout: server.timeout,
            tries: server.tries,
            learned: Mutex::default(),
        })
    }

    /// What names a question to this model: the same text means the same answer, as far as models give it.
    pub fn name_of(&self, conversation: &Conversation) -> String {
        body(&self.manner, conversation, Form::Schema, Dislikes::default())
    }

    /// Asks. A server that has too much to do or fails is asked again, as often and as late as it may be
    /// within the time.
    pub async fn ask(&self, conversation: &Conversation) -> Result<Said, ChatError> {
        let end = Instant::now() + self.timeout;
        let mut tried = 0;
        loop {
            let error = match self.ask_in_some_form(conversation, end).await {
                Err(error) => error,
                said => return said,
            };
            let after = match &error {
                ChatError::Busy(after) | ChatError::Failed { after, .. } => *after,
                _ => return Err(error),
            };
            let wait = after.unwrap_or(FIRST_WAIT * 2_u32.saturating_pow(tried.min(16)));
            if tried >= self.tries || Instant::now() + wait >= end {
                return Err(error);
            }
            tokio::time::sleep(wait).await;
            tried += 1;
        }
    }

    /// Asks by the schema, or by less where the server refuses that with 400.
    async fn ask_in_some_form(
        &self,
        conversation: &Conversation,
        end: Instant,
    ) -> Result<Said, ChatError> {
        let mut learned = *self.learned();
        loop {
            let form = Form::ALL[learned.form];
            let body = body(&self.manner, conversation, form, learned.dislikes);
            match self.send(body, end).await {
                Err(ChatError::Refused(400 | 422, why)) => match learned.dislikes.learned(&why) {
                    Some(dislikes) => learned.dislikes = dislikes,
                    None if learned.form + 1 < Form::ALL.len() => learned.form += 1,
                    None => return Err(ChatError::Refused(400, why)),
                },
                Ok(said) => {
                    *self.learned() = learned;
                    return Ok(said);
                }
                failed => return failed,
            }
        }
    }

    fn learned(&self) -> MutexGuard<'_, Learned> {
        self.learned.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn send(&self, body: String, end: Instant) -> Result<Said, ChatError> {
        let request = self.client.post(self.url.clone()).body(body);
        let asked = async {
            let response = request.send().await.map_err(|cause| unreachable(&cause))?;
            let (status, headers) = (response.status(), response.headers().clone());
            let bytes = whole(response).await?;
            match status {
                StatusCode::OK => said(&bytes),
                status => Err(refusal(status, &headers, &bytes)),
            }
        };
        timeout_at(end, asked).await.unwrap_or(Err(ChatError::TimedOut(self.timeout)))
    }
}

/// The address of the completions under the one that the operator gave.
fn completions(mut url: Url) -> Url {
    let path = url.path().trim_end_matches('/').to_owned();
    if !path.ends_with("/chat/completions") {
        url.set_path(&format!("{path}/chat/completions"));
    }
    url
}

fn refusal(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> ChatError {
    let code = status.as_u16();
    match code {
        429 => ChatError::Busy(retry_after(headers)),
        500.. => ChatError::Failed { status: code, after: retry_after(headers) },
        401 | 403 => ChatError::KeyRefused(code),
        404 | 410 => ChatError::Gone(code, complaint(body)),
        300..=399 => ChatError::Redirected(code),
        _ => ChatError::Refused(code, complaint(body)),
    }
}

/// `Retry-After` in seconds or as a date.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
    Some(Duration::try_from(date.duration_since(Timestamp::now())).unwrap_or_default())
}

async fn whole(response: Response) -> Result<Vec<u8>, ChatError> {
    let mut bytes = Vec::new();
    let mut pieces = response.bytes_stream();
    while let Some(piece) = pieces.next().await {
        bytes.extend_from_slice(&piece.map_err(|cause| unreachable(&cause))?);
        if bytes.len() > LIMIT_BYTES {
            return Err(ChatError::Unreadable(format!("it has more than {LIMIT_BYTES} bytes")));
        }
    }
    Ok(bytes)
}

fn unreachable(cause: &reqwest::Error) -> ChatError {
    ChatError::Unreachable(causes(cause))
}

/// The innermost cause, which says what happened without the address.
fn causes(error: &(dyn Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(cause) = innermost.source() {
        innermost = cause;
    }
    innermost.to_string()
}

/// TLS with the ring provider and Mozilla's root certificates, compiled in.
fn tls() -> Result<ClientConfig, ModelError> {
    let roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|cause| ModelError::NoClient(cause.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
