//! Web archives: pages in, articles out, and how far the file was read.

use super::pages::{self, Refused};
use super::{Desk, Done, Source, Tally};
use crate::commands::{AT_ONCE, say};
use anyhow::Context;
use fetch::warc::{Archive, ArchivedPage, Found, Place, Step};
use jiff::Timestamp;
use news::{Article, digest};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use store::{Reached, Skipped};

/// Pages that are read for each thread, then extracted side by side. Few, so that they are still at hand
/// in the processor's caches; enough that starting the threads costs nothing beside.
const HANDFUL_PAGES: usize = 8;
/// The same in bytes: some pages are as large as a hundred others.
const HANDFUL_BYTES: usize = 1 << 20;
/// Articles that are accepted in one transaction. Bounds the memory.
const BATCH_ARTICLES: usize = 500;
/// The same in bytes of their texts.
const BATCH_BYTES: usize = 4 << 20;
/// Records after which the place is remembered although none of them was a page.
const BATCH_RECORDS: u64 = 20_000;

/// Records of which each is named while the file is read; of more only the count and the first.
const NAMED_RECORDS: u64 = 20;

/// Bytes at each end of a file that go into the hash by which it is known again.
const KNOWN_BY_BYTES: usize = 64 << 10;

type Input = Box<dyn Read + Send>;

/// Accepts the pages of an archive, from where an earlier import of it stopped.
pub async fn import(desk: &Desk, source: &Source, input: Input) -> anyhow::Result<Done> {
    let name = source.path.as_deref().and_then(Path::file_name);
    let name =
        name.map_or_else(|| "standard input".to_owned(), |n| n.to_string_lossy().into_owned());
    let fresh = Reached { file: hash(source)?, name, ..Reached::default() };
    let known = match desk.again || source.path.is_none() {
        true => None,
        false => desk.store.imports.reached(&fresh.file).await?,
    };
    if known.as_ref().is_some_and(|reached| reached.finished) {
        say(format_args!(
            "{}: was read to its end before; nothing to do (--again reads it once more)",
            source.name
        ))?;
        return Ok(Done::default());
    }
    let reached = known.unwrap_or(fresh);
    let input = go_to(source, &reached, input)?;
    let from = Place { member: reached.member, inside: reached.inside };
    let archive = Archive::new(input, from).context("could not be read")?;
    read(desk, source, archive, reached).await
}

/// The hash by which a file is known again, wherever it is moved to.
fn hash(source: &Source) -> anyhow::Result<String> {
    let Some(path) = &source.path else {
        return Ok(digest(&[b"standard input", Timestamp::now().to_string().as_bytes()]));
    };
    let ends = || -> std::io::Result<(Vec<u8>, Vec<u8>)> {
        let mut file = File::open(path)?;
        let (mut start, mut end) = (Vec::new(), Vec::new());
        file.by_ref().take(KNOWN_BY_BYTES as u64).read_to_end(&mut start)?;
        file.seek(SeekFrom::Start(source.bytes.saturating_sub(KNOWN_BY_BYTES as u64)))?;
        file.take(KNOWN_BY_BYTES as u64).read_to_end(&mut end)?;
        Ok((start, end))
    };
    let (start, end) = ends().context("could not be read")?;
    Ok(digest(&[&start, &end, &source.bytes.to_be_bytes()]))
}

/// The input, standing where the reading goes on.
fn go_to(source: &Source, reached: &Reached, input: Input) -> anyhow::Result<Input> {
    let Some(path) = source.path.as_ref().filter(|_| reached.member > 0) else { return Ok(input) };
    let mut file = File::open(path).context("could not be opened")?;
    file.seek(SeekFrom::Start(reached.member)).context("could not be read")?;
    source.bar.set_position(reached.member);
    source
        .bar
        .suspend(|| say(format_args!("{}: goes on at byte {}", source.name, reached.member)))?;
    Ok(Box::new(source.bar.wrap_read(file)))
}

async fn read(
    desk: &Desk,
    source: &Source,
    mut archive: Archive<Input>,
    mut reached: Reached,
) -> anyhow::Result<Done> {
    let mut tally = Tally::default();
    while !reached.finished {
        let articles = tokio::task::block_in_place(|| {
            next_articles(desk, source, &mut archive, &mut reached, &mut tally)
        });
        let articles = articles.context("could not be read")?;
        let accept = desk.store.imports.accept_up_to(&articles, &reached, AT_ONCE, desk.now);
        tally.count(&accept.await?);
    }
    tell(source, &reached)?;
    Ok((tally, Some("records")))
}

/// The articles of the next pages: these articles and a handful of pages are all that is in memory.
fn next_articles(
    desk: &Desk,
    source: &Source,
    archive: &mut Archive<Input>,
    reached: &mut Reached,
    tally: &mut Tally,
) -> std::io::Result<Vec<Article>> {
    let mut articles: Vec<Article> = Vec::new();
    let (mut bytes, last_record) = (0, reached.records + BATCH_RECORDS);
    while !reached.finished
        && articles.len() < BATCH_ARTICLES
        && bytes < BATCH_BYTES
        && reached.records < last_record
    {
        let pages = next_pages(source, archive, reached, tally, desk.crew.size())?;
        let read = extract(desk, source, pages, reached, tally);
        bytes += read.iter().map(|article| article.text.len()).sum::<usize>();
        articles.extend(read);
    }
    Ok(articles)
}

/// The next handful of pages, with where each begins.
fn next_pages(
    source: &Source,
    archive: &mut Archive<Input>,
    reached: &mut Reached,
    tally: &mut Tally,
    threads: usize,
) -> std::io::Result<Vec<(Place, ArchivedPage)>> {
    let mut pages = Vec::new();
    let (mut bytes, last_record) = (0, reached.records + BATCH_RECORDS);
    while pages.len() < HANDFUL_PAGES * threads
        && bytes < HANDFUL_BYTES * threads
        && reached.records < last_record
    {
        let Some(Step { begin, next, found, mended }) = archive.next()? else {
            reached.finished = true;
            break;
        };
        reached.records += 1;
        (reached.member, reached.inside) = (next.member, next.inside);
        if let Some(fault) = mended {
            note(source, &mut reached.mended, &fault.to_string(), begin);
        }
        match found {
            Found::Other => {}
            Found::Page(page) => {
                bytes += page.bytes.len();
                pages.push((begin, *page));
            }
            Found::Broken(fault) => {
                tally.unusable += 1;
                note(source, &mut reached.skipped, &fault.to_string(), begin);
            }
        }
    }
    Ok(pages)
}

/// Counts a record for a reason.
fn count(reasons: &mut BTreeMap<String, Skipped>, why: &str, begin: Place) -> u64 {
    let fresh = || Skipped { count: 0, first: begin.member };
    let skipped = reasons.entry(why.to_owned()).or_insert_with(fresh);
    skipped.count += 1;
    skipped.count
}

/// Counts a record with which something is wrong, and says which it is.
fn note(source: &Source, reasons: &mut BTreeMap<String, Skipped>, why: &str, begin: Place) {
    if count(reasons, why, begin) <= NAMED_RECORDS {
        let inside = match begin.inside {
            0 => String::new(),
            bytes => format!(", {bytes} bytes unpacked"),
        };
        let line = format!("{}: byte {}{inside}: {why}", source.name, begin.member);
        source.bar.suspend(|| eprintln!("{line}"));
    }
}

fn extract(
    desk: &Desk,
    source: &Source,
    pages: Vec<(Place, ArchivedPage)>,
    reached: &mut Reached,
    tally: &mut Tally,
) -> Vec<Article> {
    let read = desk.crew.side_by_side(pages, |(begin, page)| {
        (begin, pages::article(page, &desk.registry, desk.now))
    });
    let mut articles = Vec::with_capacity(read.len());
    for (begin, article) in read {
        match article {
            Ok(article) => articles.push(article),
            Err(Refused::Broken(why)) => {
                tally.unusable += 1;
                note(source, &mut reached.skipped, why, begin);
            }
            Err(Refused::LeftOut(why)) => {
                tally.left_out += 1;
                count(&mut reached.left_out, why, begin);
            }
        }
    }
    articles
}

fn tell(source: &Source, reached: &Reached) -> anyhow::Result<()> {
    let wrong = reached.skipped.iter().chain(&reached.mended).map(|(why, skipped)| {
        format!("{} × {why}, the first at byte {}", skipped.count, skipped.first)
    });
    let left_out =
        reached.left_out.iter().map(|(why, skipped)| format!("{} × {why}", skipped.count));
    for line in wrong.chain(left_out) {
        source.bar.suspend(|| say(format_args!("{}: {line}", source.name)))?;
    }
    Ok(())
}
