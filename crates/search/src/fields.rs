//! What the index keeps of each document.

use crate::query::Field;
use crate::words;
use news::SubjectKind;
use tantivy::schema::{
    self, FAST, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Grows whenever the index would be read otherwise than before: one of another number is made anew.
pub(crate) const SCHEMA: u32 = 1;

/// What stands in `reach` for what the public may find.
pub(crate) const OUT: &str = "out";

/// The fields of the schema.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    /// Names what is replaced together: a story with its statements, or an article.
    pub key: schema::Field,
    /// story, statement or article.
    pub kind: schema::Field,
    /// Whether the public may find it.
    pub reach: schema::Field,
    /// Of a statement its place in the brief, from 1.
    pub place: schema::Field,
    pub story: schema::Field,
    /// The same for all of one story.
    pub group: schema::Field,
    /// Seconds since 1970.
    pub at: schema::Field,
    pub language: schema::Field,
    /// Of a story the fingerprint of what it is filed under.
    pub filing: schema::Field,
    /// The words. The texts themselves are in the store, which is asked for what is shown.
    pub text: schema::Field,
    /// The words of what the public may not find: apart, so that a question of the public meets none of them, and
    /// need not ask of each document whether it may.
    pub inner: schema::Field,
    pub author: schema::Field,
    pub outlet: schema::Field,
    pub topic: schema::Field,
    pub entity: schema::Field,
    pub section: schema::Field,
}

impl Fields {
    /// The schema with its fields.
    pub(crate) fn new() -> (Schema, Fields) {
        let mut schema = Schema::builder();
        // Names are short: how long the field is says nothing.
        let names = texts(false);
        let fields = Fields {
            key: schema.add_text_field("key", STRING | STORED),
            kind: schema.add_text_field("kind", STRING),
            reach: schema.add_text_field("reach", STRING),
            place: schema.add_u64_field("place", STORED),
            story: schema.add_text_field("story", STRING | STORED),
            group: schema.add_u64_field("group", FAST),
            at: schema.add_i64_field("at", FAST | INDEXED),
            language: schema.add_text_field("language", STRING),
            filing: schema.add_u64_field("filing", STORED),
            text: schema.add_text_field("text", texts(true)),
            inner: schema.add_text_field("inner", texts(true)),
            author: schema.add_text_field("author", names.clone()),
            outlet: schema.add_text_field("outlet", names.clone()),
            topic: schema.add_text_field("topic", names.clone()),
            entity: schema.add_text_field("entity", names.clone()),
            section: schema.add_text_field("section", names),
        };
        (schema.build(), fields)
    }

    /// Where things of this kind are named.
    pub(crate) fn of(&self, kind: SubjectKind) -> schema::Field {
        match kind {
            SubjectKind::Outlet => self.outlet,
            SubjectKind::Topic => self.topic,
            SubjectKind::Entity => self.entity,
            SubjectKind::Section => self.section,
        }
    }

    /// Where a query's field is looked up.
    pub(crate) fn asked(&self, field: Field) -> schema::Field {
        match field {
            Field::Outlet => self.outlet,
            Field::Topic => self.topic,
            Field::Entity => self.entity,
            Field::Section => self.section,
            Field::Author => self.author,
        }
    }
}

fn texts(has_lengths: bool) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(words::NAME)
        .set_fieldnorms(has_lengths)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    TextOptions::default().set_indexing_options(indexing)
}
