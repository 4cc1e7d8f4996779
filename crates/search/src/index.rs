//! The index as a folder: opened, made anew when it cannot be used, written, asked.

use crate::entry::{Entry, story_key};
use crate::fields::{Fields, SCHEMA};
use crate::find::{self, Found, Question};
use crate::{SearchError, words};
use news::StoryId;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use tantivy::directory::MmapDirectory;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{
    Index as Engine, IndexReader, IndexSettings, IndexWriter, TantivyDocument, TantivyError, Term,
};

/// What a process may do with the index's folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Keep it up to date, and make it anew. One process at a time: whoever holds the instance.
    Write,
    /// Ask it, as it is kept by another process.
    Read,
}

/// How the index was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// As it was left.
    AsItWas,
    /// There was none.
    New,
    /// It could not be used for this reason, and an empty one stands in its place.
    Anew(String),
}

/// The full-text index of an instance.
///
/// It holds nothing that the database does not: whoever keeps it up to date reads what changed after
/// [`Index::cursor`] and hands it to [`Index::write`].
pub struct Index {
    /// None for one that lives in memory.
    folder: Option<PathBuf>,
    /// The database that it is made from.
    source: String,
    right: Right,
    memory_bytes: usize,
    state: RwLock<State>,
}

enum State {
    Open(Arc<Open>),
    /// Why it cannot be asked.
    Closed(String),
}

struct Open {
    engine: Engine,
    reader: IndexReader,
    fields: Fields,
    /// Held from the first writing on, so that merges go on in its threads.
    writer: Mutex<Option<IndexWriter>>,
}

/// What is written beside the documents at each commit.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    schema: u32,
    source: String,
    cursor: u64,
}

/// Least memory that the library takes for writing.
const LEAST_MEMORY_BYTES: usize = 16_000_000;

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index in `folder`, which is made from the database that goes by `source`, if it is there and can
    /// be used; else it can be asked nothing until [`Index::mend`]. Writing takes about `memory_bytes`, 16 MB at
    /// least.
    pub fn open(folder: &Path, source: &str, right: Right, memory_bytes: usize) -> Index {
        let index = Index {
            folder: Some(folder.to_owned()),
            source: source.to_owned(),
            right,
            memory_bytes: memory_bytes.max(LEAST_MEMORY_BYTES),
            state: RwLock::new(State::Closed("it was not opened yet".to_owned())),
        };
        if let Err(why) = index.look(folder) {
            index.set(State::Closed(why));
        }
        index
    }

    /// An index that lives as long as the process: for tests, and for what is thrown away.
    pub fn in_memory() -> Index {
        let (schema, fields) = Fields::new();
        let opened = Open::of(Engine::create_in_ram(schema), fields);
        let state = match opened {
            Ok(open) => State::Open(Arc::new(open)),
            Err(error) => State::Closed(error.to_string()),
        };
        Index {
            folder: None,
            source: String::new(),
            right: Right::Write,
            memory_bytes: LEAST_MEMORY_BYTES,
            state: RwLock::new(state),
        }
    }

    /// Brings an index that cannot be used to order: one that is missing, torn, of another schema or of another
    /// database is made anew, empty, when this process may. Does nothing to one that is well.
    pub fn mend(&self) -> Opened {
        let Some(folder) = &self.folder else { return Opened::AsItWas };
        if self.opened().is_ok() {
            return Opened::AsItWas;
        }
        let is_there = folder.join("meta.json").exists();
        let Err(why) = self.look(folder) else { return Opened::AsItWas };
        if self.right == Right::Read {
            return Opened::AsItWas;
        }
        self.set(match made(folder) {
            Ok(open) => State::Open(Arc::new(open)),
            Err(error) => State::Closed(error.to_string()),
        });
        if is_there { Opened::Anew(why) } else { Opened::New }
    }

    /// Gives up an index that turned out to be unusable; the next [`Index::mend`] makes it anew.
    pub fn condemn(&self, why: &str) {
        if let (Some(folder), Right::Write) = (&self.folder, self.right) {
            // Without this file the library does not take the folder for an index.
            let _ = std::fs::remove_file(folder.join("meta.json"));
        }
        self.set(State::Closed(why.to_owned()));
    }

    /// The number of the last change that is in it; 0 for an empty one.
    pub fn cursor(&self) -> Result<u64, SearchError> {
        let open = self.opened()?;
        let mark = open.mark()?;
        Ok(mark.map_or(0, |mark| mark.cursor))
    }

    /// Puts entries in, each in place of what was there of it, up to the change of this number. All or nothing.
    pub fn write(&self, entries: &[Entry], cursor: u64) -> Result<(), SearchError> {
        self.writing(cursor, |writer, fields| {
            for entry in entries {
                writer.delete_term(entry.term(fields));
                for document in entry.documents(fields) {
                    writer.add_document(document)?;
                }
            }
            Ok(())
        })
    }

    /// Takes everything out.
    pub fn clear(&self) -> Result<(), SearchError> {
        self.writing(0, |writer, _| writer.delete_all_documents().map(drop))
    }

    /// Lets another process write: what is being merged ends first.
    pub fn rest(&self) {
        if let Ok(open) = self.opened()
            && let Some(writer) = open.writer().take()
        {
            let _ = writer.wait_merging_threads();
        }
    }

    /// The fingerprint of what a story was filed under when it was put in; none when it is not there.
    pub fn filing(&self, story: &StoryId) -> Result<Option<u64>, SearchError> {
        let open = self.opened()?;
        let searcher = open.reader.searcher();
        let term = |field, text: &str| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
        };
        let whole = BooleanQuery::new(vec![
            (Occur::Must, term(open.fields.key, &story_key(story))),
            (Occur::Must, term(open.fields.kind, "story")),
        ]);
        let top = tantivy::collector::TopDocs::with_limit(1).order_by_score();
        let Some((_, address)) = searcher.search(&whole, &top)?.pop() else { return Ok(None) };
        let document: TantivyDocument = searcher.doc(address)?;
        Ok(document.get_first(open.fields.filing).and_then(|value| value.as_u64()))
    }

    /// Answers a question. Takes milliseconds of one core: to be called where that holds up nobody.
    pub fn find(&self, question: &Question<'_>) -> Result<Found, SearchError> {
        if let (Some(folder), Err(_)) = (&self.folder, self.opened()) {
            // Another process may have made it meanwhile.
            let _ = self.look(folder);
        }
        let open = self.opened()?;
        Ok(find::find(&open.reader.searcher(), &open.fields, question)?)
    }

    /// Documents in it: a story and each of its statements count one each, as does an article.
    pub fn documents(&self) -> Result<u64, SearchError> {
        Ok(self.opened()?.reader.searcher().num_docs())
    }

    /// Opens what is in the folder, or says why it cannot be used.
    fn look(&self, folder: &Path) -> Result<(), String> {
        // The library trusts its files, and panics at some that it did not write.
        let existing = catch_unwind(AssertUnwindSafe(|| self.existing(folder)));
        let open = existing.unwrap_or_else(|_| Err("its files are torn".to_owned()))?;
        self.set(State::Open(Arc::new(open)));
        Ok(())
    }

    fn set(&self, state: State) {
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
    }

    fn opened(&self) -> Result<Arc<Open>, SearchError> {
        match &*self.state.read().unwrap_or_else(PoisonError::into_inner) {
            State::Open(open) => Ok(open.clone()),
            State::Closed(why) => Err(SearchError::Absent(why.clone())),
        }
    }

    /// The index that is in the folder, when it can be used.
    fn existing(&self, folder: &Path) -> Result<Open, String> {
        if !folder.join("meta.json").exists() {
            return Err("there is none".to_owned());
        }
        let directory = MmapDirectory::open(folder).map_err(|error| error.to_string())?;
        let engine = Engine::open(directory).map_err(|error| error.to_string())?;
        let (schema, fields) = Fields::new();
        if engine.schema() != schema {
            return Err("it is of another version".to_owned());
        }
        let open = Open::of(engine, fields).map_err(|error| error.to_string())?;
        match open.mark().map_err(|error| error.to_string())? {
            Some(mark) if mark.schema != SCHEMA => Err("it is of another version".to_owned()),
            Some(mark) if mark.source != self.source => {
                Err("it was made from another database".to_owned())
            }
            None if open.reader.searcher().num_docs() > 0 => {
                Err("it does not say from what it was made".to_owned())
            }
            _ => Ok(open),
        }
    }

    fn writing(
        &self,
        cursor: u64,
        work: impl FnOnce(&mut IndexWriter, &Fields) -> tantivy::Result<()>,
    ) -> Result<(), SearchError> {
        if self.right == Right::Read {
            return Err(SearchError::WrittenByAnother);
        }
        let open = self.opened()?;
        let mut held = open.writer();
        let mark = Mark { schema: SCHEMA, source: self.source.clone(), cursor };
        let done = open.begin(&mut held, self.memory_bytes).and_then(|writer| {
            work(writer, &open.fields)?;
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(&serde_json::to_string(&mark).unwrap_or_default());
            commit.commit()?;
            open.reader.reload()
        });
        // What was begun is undone with the writer.
        done.inspect_err(|_| *held = None).map_err(|error| match error {
            TantivyError::LockFailure(..) => SearchError::WrittenByAnother,
            other => SearchError::Engine(other),
        })
    }
}

impl Open {
    fn of(mut engine: Engine, fields: Fields) -> tantivy::Result<Open> {
        engine.set_tokenizers(words::analyzers());
        let reader = engine.reader()?;
        Ok(Open { engine, reader, fields, writer: Mutex::new(None) })
    }

    fn mark(&self) -> tantivy::Result<Option<Mark>> {
        let payload = self.engine.load_metas()?.payload;
        Ok(payload.and_then(|payload| serde_json::from_str(&payload).ok()))
    }

    fn writer(&self) -> MutexGuard<'_, Option<IndexWriter>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin<'a>(
        &self,
        held: &'a mut Option<IndexWriter>,
        memory_bytes: usize,
    ) -> tantivy::Result<&'a mut IndexWriter> {
        if held.is_none() {
            *held = Some(self.engine.writer_with_num_threads(1, memory_bytes)?);
        }
        held.as_mut().ok_or_else(|| TantivyError::SystemError("no writer".to_owned()))
    }
}

/// An empty index in place of whatever is in the folder.
fn made(folder: &Path) -> Result<Open, SearchError> {
    let unusable = |why: String| SearchError::Unusable { folder: folder.to_owned(), why };
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|error| unusable(error.to_string()))?;
    }
    std::fs::create_dir_all(folder).map_err(|error| unusable(error.to_string()))?;
    let directory = MmapDirectory::open(folder).map_err(|error| unusable(error.to_string()))?;
    let (schema, fields) = Fields::new();
    let engine = Engine::create(directory, schema, IndexSettings::default())?;
    Ok(Open::of(engine, fields)?)
}
