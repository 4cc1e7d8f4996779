use super::Sender;
use anyhow::Context;
use jiff::Timestamp;
use lettre::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use std::time::{Duration, SystemTime};
use store::Delivery;
use url::Url;
use web::Letter;

/// A letter as mail servers take it (RFC 5322), with an id that is the same whenever this one is sent again.
pub fn eml(
    letter: &Letter,
    sender: &Sender,
    delivery: &Delivery,
    base_url: &str,
    now: Timestamp,
) -> anyhow::Result<Vec<u8>> {
    let subscriber = &delivery.subscriber;
    let to = subscriber.address.parse().context("the address cannot be mailed to")?;
    let host = Url::parse(base_url).ok().and_then(|url| url.host_str().map(str::to_owned));
    let host = host.unwrap_or_else(|| "localhost".to_owned());
    let id = news::short_digest(&[
        subscriber.id.as_bytes(),
        delivery.issue.word().as_bytes(),
        subscriber.asked.as_microsecond().to_string().as_bytes(),
    ]);
    let second = u64::try_from(now.as_second()).unwrap_or(0);
    let mut message = Message::builder()
        .from(sender.from.clone())
        .to(Mailbox::new(None, to))
        .subject(letter.subject.as_str())
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(second))
        .message_id(Some(format!("<{id}@{host}>")))
        .raw_header(plain("Auto-Submitted", "auto-generated"));
    if let Some(reply_to) = &sender.reply_to {
        message = message.reply_to(reply_to.clone());
    }
    if let Some(leave) = &letter.leave {
        message = message
            .raw_header(plain("List-Id", &format!("<front-page.{host}>")))
            .raw_header(plain("List-Unsubscribe", &format!("<{leave}>")))
            .raw_header(plain("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }
    let parts = MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
    Ok(message.multipart(parts).context("the mail cannot be put together")?.formatted())
}

/// A header of plain ASCII that stays on one line: programs that read addresses out of it want it whole.
fn plain(name: &'static str, value: &str) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str(name);
    HeaderValue::dangerous_new_pre_encoded(name, value.to_owned(), value.to_owned())
}
