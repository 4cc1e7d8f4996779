//! JSON is read piece by piece: what no feed says is passed over and never kept, so a large document of
//! something else costs no memory, and one that was cut off gives what stands before the cut.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Things kept of one list inside an item, such as its tags: bounds the memory of hostile documents, and is the
/// bound on categories in XML, where the labelled feeds have 20 at most.
pub const LISTED: usize = 200;

/// Something that takes what it can use of a JSON value. A value of a kind that it does not expect leaves it
/// as it was.
pub trait Reading {
    /// Takes a text.
    fn text(&mut self, _text: &str) {}

    /// Takes a number as it would be written.
    fn number(&mut self, _number: String) {}

    /// Takes a list.
    fn list<'de, A: SeqAccess<'de>>(&mut self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    /// Is told that an object begins.
    fn object(&mut self) {}

    /// Whether it took something; a list keeps only those that did.
    fn is_filled(&self) -> bool;

    /// Takes the value of one key of an object; `false` when it is of no use, and was left there.
    fn field<'de, A: MapAccess<'de>>(&mut self, _: &str, _: &mut A) -> Result<bool, A::Error> {
        Ok(false)
    }
}

/// A value that goes into something.
pub struct Into<'a, T>(pub &'a mut T);

impl<'de, T: Reading> DeserializeSeed<'de> for Into<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de, T: Reading> Visitor<'de> for Into<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.0.number(number.to_string());
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.0.number(number.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.0.number(number.to_string());
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.0.text(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        self.0.list(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        self.0.object();
        while let Some(key) = object.next_key::<Key>()? {
            if !self.0.field(&key.0, &mut object)? {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// The name of a field.
struct Key(String);

impl<'de> serde::Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Key, D::Error> {
        let mut key = None;
        Into(&mut key).deserialize(source)?;
        Ok(Key(key.unwrap_or_default()))
    }
}

impl Reading for Option<String> {
    fn text(&mut self, text: &str) {
        *self = Some(text.to_owned());
    }

    fn number(&mut self, number: String) {
        *self = Some(number);
    }

    fn is_filled(&self) -> bool {
        self.is_some()
    }
}

impl<T: Reading + Default> Reading for Vec<T> {
    fn list<'de, A: SeqAccess<'de>>(&mut self, mut list: A) -> Result<(), A::Error> {
        self.clear();
        while self.len() < LISTED {
            let mut one = T::default();
            if list.next_element_seed(Into(&mut one))?.is_none() {
                return Ok(());
            }
            if one.is_filled() {
                self.push(one);
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn is_filled(&self) -> bool {
        !self.is_empty()
    }
}
