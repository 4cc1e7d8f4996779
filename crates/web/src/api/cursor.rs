//! Where a reader of a list goes on: the place of the last item, in a form that nobody needs to read.

/// A place in a list, behind an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// What orders the list.
    pub key: i64,
    /// The item.
    pub item: String,
}

/// Digits that tie a cursor to its list, so that one of another list is refused instead of leading astray.
const CHECK: usize = 8;

impl Cursor {
    /// As it stands in an address; `list` names the list with all that it was asked for.
    pub(crate) fn write(&self, list: &str) -> String {
        let place = format!("{} {}", self.key, self.item);
        let digits: String = place.bytes().map(|byte| format!("{byte:02x}")).collect();
        format!("{}{digits}", check(list, &place))
    }

    /// Reads what [`Cursor::write`] writes for the same list.
    pub(crate) fn read(text: &str, list: &str) -> Option<Cursor> {
        let (known, digits) = text.split_at_checked(CHECK)?;
        let pairs = digits.as_bytes().chunks(2);
        let bytes: Option<Vec<u8>> =
            pairs.map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()).collect();
        let place = String::from_utf8(bytes?).ok()?;
        let (key, item) = place.split_once(' ')?;
        let cursor = Cursor { key: key.parse().ok()?, item: item.to_owned() };
        (known == check(list, &place) && cursor.write(list) == text).then_some(cursor)
    }
}

fn check(list: &str, place: &str) -> String {
    news::short_digest(&[b"cursor", list.as_bytes(), place.as_bytes()])[..CHECK].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cursor_is_of_one_list() {
        let cursor = Cursor { key: -5, item: "a b".to_owned() };
        let text = cursor.write("stories day=1");
        assert_eq!(Cursor::read(&text, "stories day=1"), Some(cursor));
        assert_eq!(Cursor::read(&text, "stories day=2"), None);
        assert_eq!(Cursor::read(&text.to_uppercase(), "stories day=1"), None);
        assert_eq!(Cursor::read(&text[1..], "stories day=1"), None);
    }

    proptest! {
        #[test]
        fn whatever_comes_as_a_cursor_is_read_or_refused(text in ".*", key: i64, item in ".*") {
            let _ = Cursor::read(&text, "x");
            let cursor = Cursor { key, item };
            prop_assert_eq!(Cursor::read(&cursor.write("x"), "x"), Some(cursor));
        }
    }
}
