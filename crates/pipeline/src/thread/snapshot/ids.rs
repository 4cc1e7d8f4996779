//! The ids of `news` as text: that crate knows of no form in which anything is kept.

use news::{ArticleId, OutletId, StoryId};

/// An id that is a text.
pub trait Id: Sized {
    fn text(&self) -> &str;
    fn of(text: String) -> Self;
}

impl Id for ArticleId {
    fn text(&self) -> &str {
        &self.0
    }

    fn of(text: String) -> ArticleId {
        ArticleId(text)
    }
}

impl Id for StoryId {
    fn text(&self) -> &str {
        &self.0
    }

    fn of(text: String) -> StoryId {
        StoryId(text)
    }
}

impl Id for OutletId {
    fn text(&self) -> &str {
        &self.0
    }

    fn of(text: String) -> OutletId {
        OutletId(text)
    }
}

/// For `#[serde(with)]` on an id.
pub mod as_text {
    use super::Id;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(id: &impl Id, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(id.text())
    }

    pub fn deserialize<'a, I: Id, D: Deserializer<'a>>(from: D) -> Result<I, D::Error> {
        String::deserialize(from).map(I::of)
    }
}

/// The same for an id that may be missing.
pub mod as_text_or_none {
    use super::Id;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(id: &Option<impl Id>, to: S) -> Result<S::Ok, S::Error> {
        id.as_ref().map(Id::text).serialize(to)
    }

    pub fn deserialize<'a, I: Id, D: Deserializer<'a>>(from: D) -> Result<Option<I>, D::Error> {
        Ok(Option::<String>::deserialize(from)?.map(I::of))
    }
}
