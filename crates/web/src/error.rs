use crate::times;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use news::{SubjectKind, Withdrawal};
use store::StoreError;

/// What the reader sees when a page fails; the details go to the log, once, here.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// Nothing stands at this address.
    #[error("There is no such page.")]
    NotFound,
    /// Nothing is filed under this.
    #[error("{}", no_subject(*.0))]
    NoSubject(SubjectKind),
    /// The story was taken off the site.
    #[error("{}", in_words(.0))]
    Withdrawn(Withdrawal),
    /// One version of a story was taken off, the story is out in another.
    #[error("{}", version_in_words(*.version, .withdrawal, *.out))]
    VersionWithdrawn {
        /// The version that was asked for.
        version: u32,
        /// When and why it went.
        withdrawal: Withdrawal,
        /// The version that is out.
        out: u32,
    },
    /// The story was merged into the one at this address.
    #[error("This story has become part of another one.")]
    Merged(String),
    /// The database or the object store failed.
    #[error("Something broke on our side. Please try again.")]
    Store(#[from] StoreError),
    /// The search index cannot be asked.
    #[error("Search is out of order for the moment. Everything else is as it was.")]
    Search(#[from] search::SearchError),
    /// More is asked for than is drawn at a time.
    #[error("Too many pictures are asked for at once. Please try again in a moment.")]
    Busy,
    /// A card could not be written.
    #[error("Something broke on our side. Please try again.")]
    Drawing(#[from] png::EncodingError),
    /// A template failed.
    #[error("Something broke on our side. Please try again.")]
    Template(#[from] askama::Error),
    /// A feed could not be written.
    #[error("Something broke on our side. Please try again.")]
    Feed(#[from] serde_json::Error),
    /// A blocking task ended early.
    #[error("Something broke on our side. Please try again.")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// What a failed answer carries, for the page that will be put around it.
#[derive(Clone, Debug)]
pub(crate) struct Failure(pub String);

impl PageError {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            PageError::NotFound | PageError::NoSubject(_) => StatusCode::NOT_FOUND,
            PageError::Withdrawn(_) | PageError::VersionWithdrawn { .. } => StatusCode::GONE,
            PageError::Merged(_) => StatusCode::PERMANENT_REDIRECT,
            PageError::Search(error) => {
                tracing::error!("could not search: {error}");
                StatusCode::SERVICE_UNAVAILABLE
            }
            PageError::Busy => StatusCode::SERVICE_UNAVAILABLE,
            PageError::Store(_)
            | PageError::Drawing(_)
            | PageError::Template(_)
            | PageError::Feed(_)
            | PageError::Interrupted(_) => {
                tracing::error!(error = ?self, "could not show a page");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }
}

fn no_subject(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Section => "This edition has no such section.",
        SubjectKind::Topic => "No published story has this topic.",
        SubjectKind::Entity => {
            "No published story is filed under this name. Reports may write it in another way, or too few of \
             them name it."
        }
        SubjectKind::Outlet => "No outlet is known here by this name.",
    }
}

/// When and why, for readers. Not by whom: the desk knows.
fn in_words(Withdrawal { at, why, .. }: &Withdrawal) -> String {
    let at = times::moment(*at);
    match why {
        Some(why) => format!("This story was withdrawn on {at}: {why}"),
        None => format!("This story was withdrawn on {at}. No reason was given."),
    }
}

fn version_in_words(version: u32, withdrawn: &Withdrawal, out: u32) -> String {
    let at = times::moment(withdrawn.at);
    let why = withdrawn.why.as_deref().unwrap_or("no reason was given");
    format!(
        "Version {version} of this story was withdrawn on {at}: {why}. The story is out in version {out}."
    )
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        if let PageError::Merged(address) = &self {
            return Redirect::permanent(address).into_response();
        }
        let mut response = (self.status(), self.to_string()).into_response();
        response.extensions_mut().insert(Failure(self.to_string()));
        response
    }
}
