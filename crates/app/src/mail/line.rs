use crate::settings;
use lettre::Address;
use lettre::message::Mailbox;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use std::time::Duration;
use tokio::time::timeout;

/// How long the server may take to connect, and for each answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long it may take to say that it has the mail (RFC 5321, section 4.5.3.2.6, asks for ten minutes).
const LAST_PATIENCE: Duration = Duration::from_secs(600);

/// A conversation with the mail server.
pub struct Line(AsyncSmtpConnection);

/// What the server made of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Posted {
    /// It has it.
    Taken,
    /// It never will: there is no such address, or it does not want this mail.
    Refused(String),
    /// It surely does not have it, and may take it later.
    NotNow(String),
    /// It had all of it, and went away without a word.
    Unknown(String),
}

impl Line {
    /// Greets the server, with TLS and password as the settings say. The error is what was wrong, in one line.
    pub async fn open(settings: &settings::Mail, password: Option<&str>) -> Result<Line, String> {
        let server = format!("{}:{}", settings.host, settings.port);
        let told = |error: String| format!("{server}: {error}");
        let opened = timeout(PATIENCE, connect(settings, password)).await;
        match opened {
            Ok(Ok(connection)) => Ok(Line(connection)),
            Ok(Err(error)) => Err(told(error.to_string())),
            Err(_) => Err(told("does not answer".to_owned())),
        }
    }

    /// Hands over one mail. Whatever goes wrong before the server has its last byte, it does not have the mail.
    pub async fn post(&mut self, from: &Mailbox, to: &str, message: &[u8]) -> Posted {
        let Ok(to) = to.parse::<Address>() else {
            return Posted::Refused("this is no address".to_owned());
        };
        if let Err(posted) = self.before_the_text(from, to, message).await {
            return posted;
        }
        match timeout(LAST_PATIENCE, self.0.message(message)).await {
            Ok(Ok(_)) => Posted::Taken,
            Ok(Err(error)) if error.is_permanent() => Posted::Refused(error.to_string()),
            Ok(Err(error)) if error.is_transient() => Posted::NotNow(error.to_string()),
            Ok(Err(error)) => Posted::Unknown(format!("the server went away at the end: {error}")),
            Err(_) => Posted::Unknown("the server said nothing at the end".to_owned()),
        }
    }

    /// From whom and to whom. What is wrong with the sender is no fault of the subscriber's.
    async fn before_the_text(
        &mut self,
        from: &Mailbox,
        to: Address,
        message: &[u8],
    ) -> Result<(), Posted> {
        let mut parameters = Vec::new();
        if !message.is_ascii() && self.0.server_info().supports_feature(Extension::EightBitMime) {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        let not_now = |error: Error| Posted::NotNow(error.to_string());
        let silent = || Posted::NotNow("the server says nothing".to_owned());
        let asked =
            timeout(PATIENCE, self.0.command(Mail::new(Some(from.email.clone()), parameters)));
        asked.await.map_err(|_| silent())?.map_err(not_now)?;
        let asked = timeout(PATIENCE, self.0.command(Rcpt::new(to, Vec::new())));
        asked.await.map_err(|_| silent())?.map_err(|error| match error.is_permanent() {
            true => Posted::Refused(error.to_string()),
            false => not_now(error),
        })?;
        let asked = timeout(PATIENCE, self.0.command(Data));
        asked.await.map_err(|_| silent())?.map_err(not_now)?;
        Ok(())
    }

    /// Says good-bye, and does not wait long for an answer.
    pub async fn close(mut self) {
        let _ = timeout(Duration::from_secs(5), self.0.abort()).await;
    }
}

async fn connect(
    settings: &settings::Mail,
    password: Option<&str>,
) -> Result<AsyncSmtpConnection, Error> {
    let server = (settings.host.as_str(), settings.port);
    let (name, tls) = (ClientId::default(), || TlsParameters::new(settings.host.clone()));
    let at_once = match settings.security {
        settings::Security::Tls => Some(tls()?),
        settings::Security::Starttls | settings::Security::None => None,
    };
    let mut connection =
        AsyncSmtpConnection::connect_tokio1(server, Some(PATIENCE), &name, at_once, None).await?;
    if settings.security == settings::Security::Starttls {
        // A server without it is an error: nothing is ever sent in the clear instead.
        connection.starttls(tls()?, &name).await?;
    }
    if let Some(password) = password.filter(|_| !settings.user.is_empty()) {
        let credentials = Credentials::new(settings.user.clone(), password.to_owned());
        connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await?;
    }
    Ok(connection)
}
