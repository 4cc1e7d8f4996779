use jiff::{SignedDuration, Timestamp};
use news::MailPlan;
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};
use url::form_urlencoded;

/// How long the link of a mail that asks to confirm is good.
const LASTS: SignedDuration = SignedDuration::from_hours(72);

/// What the links in mails are signed with: who has one was sent it.
pub struct MailKey(hmac::Key);

/// What the link of a mail that asks to confirm says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Confirm {
    pub subscriber: String,
    pub plan: MailPlan,
    pub until: Timestamp,
}

impl std::fmt::Debug for MailKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MailKey(…)")
    }
}

impl MailKey {
    /// The key that a secret stands for.
    pub fn new(secret: &str) -> MailKey {
        MailKey(hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()))
    }

    /// A secret that nobody can guess; none on a machine without chance.
    pub fn fresh_secret() -> Option<String> {
        by_chance::<32>()
    }

    /// What confirms the plan of a subscriber until three days from `now`.
    pub(crate) fn confirm(&self, subscriber: &str, plan: &MailPlan, now: Timestamp) -> Confirm {
        let until = now.saturating_add(LASTS).unwrap_or(now);
        Confirm { subscriber: subscriber.to_owned(), plan: plan.clone(), until }
    }

    /// Path and query of the page that confirms this.
    pub(crate) fn confirm_address(&self, confirm: &Confirm) -> String {
        let (plan, until) = (confirm.plan.words(), confirm.until.as_second().to_string());
        let sign = self.sign(&["confirm", &confirm.subscriber, &plan, &until]);
        let mut query = form_urlencoded::Serializer::new(String::new());
        let pairs = [("who", confirm.subscriber.as_str()), ("plan", &plan), ("until", &until)];
        let query = query.extend_pairs(pairs).append_pair("sign", &sign).finish();
        format!("/subscribe/confirm?{query}")
    }

    /// Reads the query of [`MailKey::confirm_address`]; nothing when it is not one of ours.
    pub(crate) fn read_confirm(&self, query: &str) -> Option<Confirm> {
        let (subscriber, plan) = (value(query, "who")?, value(query, "plan")?);
        let until = value(query, "until")?;
        let parts = ["confirm", &subscriber, &plan, &until];
        self.holds(&parts, &value(query, "sign")?).then_some(())?;
        let until = Timestamp::from_second(until.parse().ok()?).ok()?;
        Some(Confirm { subscriber, plan: MailPlan::read(&plan)?, until })
    }

    /// Path and query of the page on which a subscriber leaves; it never grows old.
    pub(crate) fn leave_address(&self, subscriber: &str) -> String {
        let sign = self.sign(&["leave", subscriber]);
        let mut query = form_urlencoded::Serializer::new(String::new());
        format!(
            "/unsubscribe?{}",
            query.append_pair("who", subscriber).append_pair("sign", &sign).finish()
        )
    }

    /// Whose the query of [`MailKey::leave_address`] is; nothing when it is not one of ours.
    pub(crate) fn read_leave(&self, query: &str) -> Option<String> {
        let subscriber = value(query, "who")?;
        self.holds(&["leave", &subscriber], &value(query, "sign")?).then_some(subscriber)
    }

    fn sign(&self, parts: &[&str]) -> String {
        hex(hmac::sign(&self.0, &message(parts)).as_ref())
    }

    /// Compared in a time that tells nothing.
    fn holds(&self, parts: &[&str], sign: &str) -> bool {
        unhex(sign).is_some_and(|tag| hmac::verify(&self.0, &message(parts), &tag).is_ok())
    }
}

/// An id that nobody can guess; none on a machine without chance.
pub(crate) fn fresh_id() -> Option<String> {
    by_chance::<16>()
}

fn by_chance<const BYTES: usize>() -> Option<String> {
    let mut bytes = [0; BYTES];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(hex(&bytes))
}

/// Each part with its length, so that no two lists give the same bytes.
fn message(parts: &[&str]) -> Vec<u8> {
    parts.iter().flat_map(|part| format!("{}:{part}", part.len()).into_bytes()).collect()
}

fn value(query: &str, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(own, _)| own == name).map(|(_, value)| value.into_owned())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let is_hex = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let pairs = text.as_bytes().chunks(2).filter_map(|pair| std::str::from_utf8(pair).ok());
    is_hex.then(|| pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn query(address: &str) -> &str {
        address.split_once('?').expect("a query").1
    }

    #[test]
    fn a_link_says_what_was_signed_and_nothing_else() {
        let (key, other) = (MailKey::new("one"), MailKey::new("two"));
        let now = Timestamp::from_second(1_795_000_000).expect("in range");
        let plan = MailPlan::read("daily 7 Europe/Berlin").expect("a plan");
        let confirm = key.confirm("ab12", &plan, now);
        let address = key.confirm_address(&confirm);
        assert!(address.starts_with(
            "/subscribe/confirm?who=ab12&plan=daily+7+Europe%2FBerlin&until=1795259200&sign="
        ));
        assert_eq!(key.read_confirm(query(&address)), Some(confirm));
        assert_eq!(other.read_confirm(query(&address)), None);
        for (from, to) in [
            ("ab12", "ab13"),
            ("daily", "weekly"),
            ("1795259200", "1895259200"),
            ("sign=", "sign=0"),
            ("&until", "&unti"),
        ] {
            assert_eq!(key.read_confirm(&query(&address).replace(from, to)), None, "{from}");
        }
        let leave = key.leave_address("ab12");
        assert_eq!(key.read_leave(query(&leave)).as_deref(), Some("ab12"));
        assert_eq!(other.read_leave(query(&leave)), None);
        assert_eq!(key.read_leave(query(&address)), None, "to confirm is not to leave");
        assert_eq!(key.read_leave(&query(&leave).to_uppercase()), None);
    }

    #[test]
    fn ids_differ() {
        assert_ne!(fresh_id(), fresh_id());
        assert_eq!(fresh_id().map(|id| id.len()), Some(32));
    }

    proptest! {
        #[test]
        fn whatever_is_asked_nothing_holds_without_the_key(query in ".*", sign in "[0-9a-f]{64}") {
            let key = MailKey::new("one");
            prop_assert_eq!(key.read_confirm(&query), None);
            prop_assert_eq!(key.read_leave(&format!("who=a&sign={sign}")), None);
            prop_assert_eq!(key.read_leave(&query), None);
        }
    }
}
