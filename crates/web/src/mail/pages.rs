use super::form::{Typed, Wrong};
use crate::setting::{Frame, Setting};
use crate::times;
use askama::Template;
use jiff::Timestamp;
use news::{MailPlan, NoPlan, Rhythm};

/// Why a link to leave is not answered.
pub(crate) const NOT_WHOLE: &str = "This link is not whole. Copy all of it out of the mail.";

/// Zones that the form proposes; any other may be typed.
const ZONES: [&str; 26] = [
    "UTC",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Africa/Nairobi",
    "America/Bogota",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Dubai",
    "Asia/Hong_Kong",
    "Asia/Jakarta",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Europe/Berlin",
    "Europe/Istanbul",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Paris",
    "Pacific/Auckland",
];

/// `GET /subscribe`, also shown again with what is wrong.
#[derive(Template)]
#[template(path = "subscribe.html")]
pub(crate) struct SubscribePage {
    frame: Frame,
    typed: Typed,
    wrong: Option<String>,
    /// Which field is wrong.
    field: &'static str,
    /// Each with whether it is chosen.
    hours: Vec<(String, bool)>,
    zones: &'static [&'static str],
}

impl SubscribePage {
    pub(crate) fn new(typed: &Typed, wrong: Option<Wrong>, setting: &Setting<'_>) -> SubscribePage {
        let hours = (0..24).map(|hour| (hour.to_string(), hour.to_string() == typed.hour));
        let (field, wrong) = wrong.map_or(("", None), |wrong| {
            let (field, words) = told(wrong);
            (field, Some(words))
        });
        SubscribePage {
            frame: Frame::new(setting, Some("By mail"), wrong.is_none().then_some("/subscribe")),
            typed: typed.clone(),
            wrong,
            field,
            hours: hours.collect(),
            zones: &ZONES,
        }
    }
}

/// The field, and what is wrong with it.
fn told(wrong: Wrong) -> (&'static str, String) {
    let (field, why) = match wrong {
        Wrong::Address => {
            return ("address", "This is no address that mail can be sent to.".to_owned());
        }
        Wrong::Broken => {
            return ("", "Something broke on our side. Please try again.".to_owned());
        }
        Wrong::Plan(why @ NoPlan::Rhythm) => ("rhythm", why),
        Wrong::Plan(why @ NoPlan::Hour) => ("hour", why),
        Wrong::Plan(why @ NoPlan::Zone) => ("zone", why),
    };
    (field, format!("This cannot be: {why}."))
}

/// `GET /subscribe/confirm`.
#[derive(Template)]
#[template(path = "subscribe_confirm.html")]
pub(crate) struct ConfirmPage {
    frame: Frame,
    plan: String,
    action: String,
}

impl ConfirmPage {
    pub(crate) fn new(plan: &MailPlan, action: String, setting: &Setting<'_>) -> ConfirmPage {
        ConfirmPage {
            frame: Frame::new(setting, Some("Confirm"), None),
            plan: in_words(plan),
            action,
        }
    }
}

/// `GET /unsubscribe`.
#[derive(Template)]
#[template(path = "unsubscribe.html")]
pub(crate) struct LeavePage {
    frame: Frame,
    action: String,
}

impl LeavePage {
    pub(crate) fn new(action: String, setting: &Setting<'_>) -> LeavePage {
        LeavePage { frame: Frame::new(setting, Some("No more mail"), None), action }
    }
}

/// What was done.
#[derive(Template)]
#[template(path = "subscribe_said.html")]
pub(crate) struct SaidPage {
    frame: Frame,
    heading: &'static str,
    paragraphs: Vec<String>,
}

impl SaidPage {
    /// The same for every address.
    pub(crate) fn asked(address: &str, setting: &Setting<'_>) -> SaidPage {
        let paragraphs = vec![
            format!("A mail is on its way to {address}. Follow the link in it within three days: only then is the front page sent to you."),
            "No mail? Look among the unwanted ones, and whether the address is right. An address is asked at most once an hour.".to_owned(),
        ];
        SaidPage {
            frame: Frame::new(setting, Some("Look at your mail"), None),
            heading: "Look at your mail",
            paragraphs,
        }
    }

    pub(crate) fn confirmed(plan: &MailPlan, now: Timestamp, setting: &Setting<'_>) -> SaidPage {
        let next = times::long_day(plan.day(plan.next(now)));
        let paragraphs = vec![
            format!("The front page comes to you {}; the first one on {next}.", in_words(plan)),
            "Every mail has a link by which it ends at once.".to_owned(),
        ];
        SaidPage {
            frame: Frame::new(setting, Some("Confirmed"), None),
            heading: "Confirmed",
            paragraphs,
        }
    }

    pub(crate) fn left(setting: &Setting<'_>) -> SaidPage {
        let paragraphs =
            vec!["You get no more mail from here, and your address has been forgotten.".to_owned()];
        SaidPage {
            frame: Frame::new(setting, Some("No more mail"), None),
            heading: "No more mail",
            paragraphs,
        }
    }
}

/// "every day at 7:00 (Europe/Berlin)".
pub(super) fn in_words(plan: &MailPlan) -> String {
    let rhythm = match plan.rhythm {
        Rhythm::Daily => "every day",
        Rhythm::Weekly => "every Sunday",
    };
    format!("{rhythm} at {}:00 ({})", plan.hour(), plan.zone())
}
