//! The outermost object of a JSON Feed, read without keeping more items than anybody wants.

use super::ENTRIES;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// A JSON Feed before its fields are looked at.
pub struct Document {
    /// All but the items.
    pub feed: Map<String, Value>,
    /// The items that are objects; nothing when there is no list of them.
    pub items: Option<Vec<Map<String, Value>>>,
}

/// What stands under "items": a list, or something else that is no feed.
struct Items(Option<Vec<Map<String, Value>>>);

struct DocumentVisitor;

impl<'de> Visitor<'de> for DocumentVisitor {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Document, A::Error> {
        let mut document = Document { feed: Map::new(), items: None };
        while let Some(key) = object.next_key::<String>()? {
            match key.as_str() {
                "items" => document.items = object.next_value::<Items>()?.0,
                _ => {
                    document.feed.insert(key, object.next_value()?);
                }
            }
        }
        Ok(document)
    }
}

struct ItemsVisitor;

impl<'de> Visitor<'de> for ItemsVisitor {
    type Value = Items;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of items")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Items, A::Error> {
        let mut items = Vec::new();
        while items.len() < ENTRIES {
            match list.next_element::<Value>()? {
                Some(Value::Object(item)) => items.push(item),
                Some(_) => {}
                None => return Ok(Items(Some(items))),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Items(Some(items)))
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Document, D::Error> {
        source.deserialize_map(DocumentVisitor)
    }
}

impl<'de> Deserialize<'de> for Items {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Items, D::Error> {
        source.deserialize_seq(ItemsVisitor)
    }
}
