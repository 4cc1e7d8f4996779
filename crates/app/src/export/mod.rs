//! An edition or a day as a folder that works from any file server and can be checked by anybody.
//!
//! Besides the pages it holds, for each brief that they show, its statements with their evidence and each cited sentence
//! with its path to the root of its article version's hash tree; and a manifest with the hash of every file, signed.
//! Nothing that is exported depends on when or where: the same input gives the same bytes.

mod evidence;
mod folder;
mod key;
mod manifest;
mod verify;

pub use key::SigningKey;
pub use verify::verify;

use crate::instance::{Instance, OUTLET_RULES, OUTLETS, SETTINGS};
use crate::settings::{self, EXAMPLE};
use anyhow::{Context, bail};
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use evidence::BriefFile;
use folder::Folder;
use jiff::Timestamp;
use manifest::{ArticleEntry, BriefEntry, Manifest, ModelEntry, Review, sha256};
use news::{Article, ArticleVersionId, Judged, Standing, StoryId};
use pipeline::write::model::instructions;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use store::{BriefRecord, BriefState, Store};
use web::{ExportedFile, Scope, Site};

/// The manifest's name in an export.
const MANIFEST: &str = "manifest.json";
/// The name of its signature, as the program `minisign` looks for it.
const SIGNATURE: &str = "manifest.json.minisig";
/// The name of the key to check it with.
const PUBLIC_KEY: &str = "newsloom.pub";
/// The file by which an export knows a folder that an earlier one wrote.
const MARKER: &str = ".newsloom-export";
/// What stands in it.
const MARKED: &str = "Written by newsloom export; it may replace what is here.\n";

/// Serves the key that exports of this instance are signed with, at `/.well-known/newsloom.pub`; 404 before the first.
pub fn router(dir: &Path, settings: &settings::Export) -> Router {
    let kept = Arc::new((dir.to_owned(), settings.clone()));
    let answer = async move || match SigningKey::public_of(&kept.0, &kept.1) {
        Ok(Some(key)) => (StatusCode::OK, key),
        Ok(None) => (StatusCode::NOT_FOUND, "Nothing was signed yet.\n".to_owned()),
        Err(error) => {
            tracing::error!("could not show the signing key: {error:#}");
            (StatusCode::INTERNAL_SERVER_ERROR, "Something broke on our side.\n".to_owned())
        }
    };
    Router::new().route("/.well-known/newsloom.pub", get(answer))
}

/// What is exported.
pub struct Order<'a> {
    /// The site, whose clock stands at the moment that ages are counted from.
    pub site: &'a Site,
    /// Whose settings and outlets the manifest names.
    pub instance: &'a Instance,
    /// How much of it.
    pub scope: Scope,
    /// The time that the manifest gives.
    pub made: Timestamp,
}

/// What an export came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Files, the manifest and its signature among them.
    pub files: usize,
    /// Briefs that its pages show.
    pub briefs: usize,
}

/// Writes the export under `to`, in place of an earlier one. Nothing is written when a brief does not fit its hash.
pub async fn write(order: &Order<'_>, key: &SigningKey, to: &Path) -> anyhow::Result<Written> {
    let folder = Folder::claim(to)?;
    let pages = web::pages(order.site, order.scope).await.context("could not make the pages")?;
    let briefs = shown_briefs(&order.site.store, &pages).await?;
    let manifest = manifest(order, key)?;
    put(&folder, manifest, &briefs, pages, (key, &trusted_comment(order)))
}

/// Writes all of it, the manifest last.
fn put(
    folder: &Folder,
    mut manifest: Manifest,
    briefs: &[Shown],
    pages: Vec<ExportedFile>,
    (key, trusted): (&SigningKey, &str),
) -> anyhow::Result<Written> {
    let mut files: Vec<(String, Vec<u8>)> =
        vec![(MARKER.to_owned(), MARKED.into()), (PUBLIC_KEY.to_owned(), key.public_file().into())];
    for brief in briefs {
        list(&mut manifest, brief);
        files.push((evidence_name(&brief.record), manifest::canonical(&brief.file)?));
    }
    files.extend(pages.into_iter().map(|page| (inside(&page.name), page.bytes)));
    manifest.list(&files);
    folder.clear()?;
    for (name, bytes) in &files {
        folder.write(name, bytes)?;
    }
    let bytes = manifest::canonical(&manifest)?;
    folder.write(SIGNATURE, key.sign(&bytes, trusted).as_bytes())?;
    folder.write(MANIFEST, &bytes)?;
    Ok(Written { files: files.len() + 2, briefs: briefs.len() })
}

/// A brief that pages show.
struct Shown {
    record: BriefRecord,
    file: BriefFile,
    pages: Vec<String>,
}

/// Every brief that a page shows, with its evidence; an error that names the first that is not what was approved.
async fn shown_briefs(store: &Store, pages: &[ExportedFile]) -> anyhow::Result<Vec<Shown>> {
    let mut named: BTreeMap<(StoryId, u32), Vec<String>> = BTreeMap::new();
    for page in pages {
        for brief in &page.briefs {
            named.entry(brief.clone()).or_default().push(inside(&page.name));
        }
    }
    let mut shown = Vec::with_capacity(named.len());
    for ((story, version), pages) in named {
        let record = store.briefs.version(&story, version).await?;
        let record = record
            .with_context(|| format!("story {story}, version {version}: the brief is lost"))?;
        let articles = cited(store, &record).await?;
        let file = BriefFile::of(&record, &articles)?;
        shown.push(Shown { record, file, pages });
    }
    Ok(shown)
}

/// The article versions that a brief rests on.
async fn cited(
    store: &Store,
    record: &BriefRecord,
) -> anyhow::Result<BTreeMap<ArticleVersionId, Article>> {
    let statements = record.brief.statements().into_iter().map(|(_, judged)| judged);
    let evidence = statements.flat_map(|judged: &Judged| judged.statement.evidence());
    let versions: BTreeSet<&ArticleVersionId> =
        evidence.map(|evidence| &evidence.version).collect();
    let mut articles = BTreeMap::new();
    for version in versions {
        if let Some(article) = store.articles.version(version).await? {
            articles.insert(version.clone(), article);
        }
    }
    Ok(articles)
}

/// The manifest without its briefs and files.
fn manifest(order: &Order<'_>, key: &SigningKey) -> anyhow::Result<Manifest> {
    let look = &order.site.look;
    let settings = &order.instance.settings;
    let mut hashes = BTreeMap::from([("defaults".to_owned(), sha256(EXAMPLE.as_bytes()))]);
    for name in [SETTINGS, OUTLETS, OUTLET_RULES] {
        let path = order.instance.dir.join(name);
        if path.exists() {
            let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
            hashes.insert(name.to_owned(), sha256(&bytes));
        }
    }
    Ok(Manifest {
        format: manifest::FORMAT.to_owned(),
        version: manifest::VERSION,
        program: concat!("newsloom ", env!("CARGO_PKG_VERSION")).to_owned(),
        made: order.made.to_string(),
        day: match order.scope {
            Scope::Whole => None,
            Scope::Day(day) => Some(day.to_string()),
        },
        title: look.title.clone(),
        base_url: look.base_url.clone(),
        key: key.public(),
        settings: hashes,
        model: ModelEntry {
            name: settings.model.writer.name.clone(),
            prompt: sha256(instructions(&settings.write).as_bytes()),
        },
        briefs: Vec::new(),
        articles: BTreeMap::new(),
        files: BTreeMap::new(),
    })
}

fn list(manifest: &mut Manifest, shown: &Shown) {
    let Shown { record, file, pages } = shown;
    let reviewed = match &record.state {
        BriefState::Published(Standing::Reviewed { by, at }) => {
            Some(Review { by: by.clone(), at: at.to_string() })
        }
        _ => None,
    };
    manifest.briefs.push(BriefEntry {
        story: record.story.0.clone(),
        version: record.version,
        hash: record.hash.0.clone(),
        writer: record.brief.writer.word(),
        reviewed,
        evidence: evidence_name(record),
        pages: pages.clone(),
    });
    for (version, article) in &file.articles {
        let entry = ArticleEntry {
            article: article.article.clone(),
            root: article.root.clone(),
            leaves: article.leaves,
        };
        manifest.articles.insert(version.clone(), entry);
    }
}

fn evidence_name(record: &BriefRecord) -> String {
    format!("evidence/{}-{}.json", record.story, record.version)
}

/// A page's name as a path below the folder.
fn inside(name: &str) -> String {
    name.trim_start_matches('/').to_owned()
}

/// What the signature vouches for besides the manifest's bytes: when, and of which file.
fn trusted_comment(order: &Order<'_>) -> String {
    format!("timestamp:{}\tfile:{MANIFEST}\thashed", order.made.as_second())
}

/// The time at which an export stands: `now`, or that of the front page.
pub async fn moment(
    store: &Store,
    scope: Scope,
    now: Option<Timestamp>,
) -> anyhow::Result<Timestamp> {
    let day = match scope {
        Scope::Whole => None,
        Scope::Day(day) => Some(day),
    };
    match (now, store.stories.front_page(day).await?, day) {
        (_, None, Some(day)) => no_such_day(store, &day.to_string()).await,
        (Some(now), ..) => Ok(now),
        (None, Some(page), _) => Ok(page.at),
        // A site on which nothing was published yet has no time of its own.
        (None, None, None) => Ok(Timestamp::now()),
    }
}

async fn no_such_day(store: &Store, day: &str) -> anyhow::Result<Timestamp> {
    match &store.stories.days().await?[..] {
        [] => bail!("{day}: there is no front page of that day, nor of any other"),
        [last, .., first] => {
            bail!(
                "{day}: there is no front page of that day; there are some from {first} to {last}"
            )
        }
        [only] => bail!("{day}: there is no front page of that day; there is one of {only}"),
    }
}
