use super::links::fresh_id;
use news::{MailPlan, NoPlan};
use store::Request;
use url::form_urlencoded;

/// Longest address that mail servers take (RFC 5321, section 4.5.3.1.3).
const ADDRESS: usize = 254;
/// Longest part before the `@` (section 4.5.3.1.1).
const LOCAL: usize = 64;

/// What somebody typed into the form, shown again when something of it is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Typed {
    pub address: String,
    pub rhythm: String,
    pub hour: String,
    pub zone: String,
}

/// What is wrong with it, by field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    Address,
    Plan(NoPlan),
    /// This machine has no chance to make an id of.
    Broken,
}

impl Typed {
    /// The form as it is first shown.
    pub(crate) fn empty(hour: u8) -> Typed {
        let (rhythm, zone) = ("daily".to_owned(), "UTC".to_owned());
        Typed { address: String::new(), rhythm, hour: hour.to_string(), zone }
    }

    /// Reads a form's body; what is missing is empty.
    pub(crate) fn read(body: &[u8]) -> Typed {
        let mut typed = Typed::default();
        for (name, value) in form_urlencoded::parse(body) {
            let field = match name.as_ref() {
                "address" => &mut typed.address,
                "rhythm" => &mut typed.rhythm,
                "hour" => &mut typed.hour,
                "zone" => &mut typed.zone,
                _ => continue,
            };
            *field = value.trim().chars().take(ADDRESS + 1).collect();
        }
        typed
    }

    /// What it asks for, with an id for one who is new.
    pub(crate) fn request(&self) -> Result<Request, Wrong> {
        let address = address(&self.address).ok_or(Wrong::Address)?;
        let wish = MailPlan::new(&self.rhythm, &self.hour, &self.zone).map_err(Wrong::Plan)?;
        let id = fresh_id().ok_or(Wrong::Broken)?;
        Ok(Request { id, address, wish })
    }
}

/// An address as we send to it, in small letters: plain ones only, which every server takes. No quotes, no comments,
/// no spaces: nothing of it can become a header.
fn address(typed: &str) -> Option<String> {
    let address = typed.to_ascii_lowercase();
    let (local, domain) = address.split_once('@')?;
    let is_atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    let is_local = local.len() <= LOCAL
        && local.split('.').all(|part| !part.is_empty() && part.chars().all(is_atom));
    let is_label = |label: &str| {
        let plain = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        (1..=63).contains(&label.len()) && plain && !label.starts_with('-') && !label.ends_with('-')
    };
    let is_domain = domain.contains('.') && domain.split('.').all(is_label);
    let is_top =
        domain.rsplit('.').next().is_some_and(|top| top.chars().any(|c| c.is_ascii_alphabetic()));
    (address.len() <= ADDRESS && is_local && is_domain && is_top).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_addresses_pass() {
        for (typed, expected) in [
            ("Ada.Byron+news@Mail.Example", Some("ada.byron+news@mail.example")),
            ("o'neil@a-b.example", Some("o'neil@a-b.example")),
            ("ada", None),
            ("ada@", None),
            ("@mail.example", None),
            ("ada@localhost", None),
            ("ada@192.0.2.1", None),
            ("ada@mail..example", None),
            ("ada@-mail.example", None),
            ("a..b@mail.example", None),
            ("ada@mail.example, bob@mail.example", None),
            ("ada@mail.example\r\nBcc: bob@mail.example", None),
            ("\"ada\"@mail.example", None),
            ("ada@@mail.example", None),
            ("ädä@mail.example", None),
        ] {
            assert_eq!(address(typed).as_deref(), expected, "{typed}");
        }
        assert_eq!(address(&format!("{}@mail.example", "a".repeat(65))), None);
        assert_eq!(address(&format!("a@{}example", "mail.".repeat(60))), None);
    }

    #[test]
    fn a_form_is_read() {
        let typed = Typed::read(
            b"address=+ada%40mail.example&rhythm=weekly&hour=18&zone=UTC%2B01%3A00&more=x",
        );
        let request = typed.request().expect("all is there");
        assert_eq!(request.address, "ada@mail.example");
        assert_eq!(request.wish.words(), "weekly 18 UTC+01:00");
        assert_eq!(Typed::read(b"").request(), Err(Wrong::Address));
        let typed = Typed { zone: "Mars/Base".to_owned(), ..typed };
        assert_eq!(typed.request(), Err(Wrong::Plan(NoPlan::Zone)));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_an_address_stays_one_word(typed in ".*|[a-z@. ]*", body in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Some(address) = address(&typed) {
                prop_assert!(address.is_ascii() && !address.contains([' ', '\r', '\n', ',', '<', '>', '"', ';']));
                prop_assert_eq!(address.matches('@').count(), 1);
            }
            let _ = Typed::read(&body).request();
        }
    }
}
