use crate::setting::{Frame, Setting};
use askama::Template;

/// `GET /settings`: what a reader sets for this site. Browsers keep it; the server never learns of it.
#[derive(Template)]
#[template(path = "settings.html")]
pub(crate) struct SettingsPage {
    frame: Frame,
}

impl SettingsPage {
    /// The page, the same for every reader.
    pub(crate) fn new(setting: &Setting<'_>) -> SettingsPage {
        SettingsPage { frame: Frame::new(setting, Some("Your settings"), None) }
    }
}
