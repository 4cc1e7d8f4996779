//! The demo's fortnight, written by a model that lies.

use super::scripted::Scripted;
use super::scripted::liar::{KINDS, Liar, Lie};
use super::{now, settings};
use crate::commands::{demo, verify};
use crate::newsroom::Newsroom;
use crate::settings::ModelWriter as Settings;
use crate::turns::write::{MOST_REPORTS, story_file};
use crate::writer::ModelWriter;
use news::{Brief, Judged, Writer};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use store::Durability;
use tempfile::TempDir;

/// Where the site pretends to be.
const PORT: u16 = 8485;

/// Letters and digits in small letters.
fn plain(text: &str) -> String {
    let small = text.to_lowercase();
    let words = small.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<&str>>().join(" ")
}

/// Whether a brief says a lie: its words stand there, and the evidence does not have them.
fn says(brief: &Brief<Judged>, lie: &Lie) -> bool {
    let lie = plain(&lie.text);
    brief.statements().into_iter().any(|(_, judged)| {
        let evidence = judged.statement.evidence();
        let is_true = evidence.iter().any(|one| plain(&one.quote).contains(&lie));
        plain(judged.statement.text()).contains(&lie) && !is_true
    })
}

async fn briefs(room: &Newsroom) -> Vec<(store::BriefRecord, bool)> {
    let mut briefs = Vec::new();
    for line in room.store.briefs.latest().await.unwrap() {
        let record = room.store.briefs.version(&line.story, line.version).await.unwrap().unwrap();
        let out = record.state.was_out();
        briefs.push((record, out));
    }
    briefs
}

#[tokio::test(flavor = "multi_thread")]
async fn no_lie_of_a_model_is_published_in_a_fortnight() {
    let (folder, liar) = (TempDir::new().unwrap(), Liar::default());
    let told = liar.clone();
    let (server, url) = Scripted::serve(move |asked| told.says(asked));
    let model = Settings { timeout_seconds: 60, at_once: 4, ..settings(&url) };
    let written = Some(model.clone());
    let room = demo::fortnight_by(folder.path(), PORT, None, Durability::Throwaway, written);
    let room = room.await.unwrap();
    let (lies, briefs) = (liar.lies(), briefs(&room).await);
    let by_model = briefs.iter().filter(|(r, _)| r.brief.writer != Writer::Extractive).count();
    let published = briefs.iter().filter(|(_, out)| *out).count();
    let slipped: Vec<&Lie> = lies
        .iter()
        .filter(|lie| briefs.iter().any(|(record, _)| says(&record.brief, lie)))
        .collect();
    println!(
        "{} questions, {} lies told, {} of them in briefs; {by_model} of {} briefs by the model, {published} published",
        server.asked().len(),
        lies.len(),
        slipped.len(),
        briefs.len()
    );
    let failed = room.store.ledger.writings().await.unwrap();
    let caught: usize = failed.iter().map(|(_, _, writing)| writing.failed.len()).sum();
    println!("{caught} sentences caught in the latest briefs");
    assert!(lies.len() > 100 && by_model * 2 > briefs.len(), "{} lies", lies.len());
    assert!(slipped.is_empty(), "{slipped:#?}");
    assert_eq!(verify::verify(&room.store).await.unwrap().faults, Vec::<String>::new());
    // Written once more from the recorded answers, every brief is what it was.
    let asked = server.asked().len();
    let quiet = Settings { ask: false, ..model };
    let ledger = Some(room.store.ledger.clone());
    let writer = ModelWriter::new(
        &quiet,
        Path::new("."),
        room.registry.clone(),
        room.settings.write.clone(),
        ledger,
    );
    for (record, _) in &briefs {
        let file = story_file(&room.store, &record.story, MOST_REPORTS).await.unwrap().unwrap();
        let again = writer.write(&Arc::new(file), now()).await.unwrap().unwrap();
        let hash = news::Approved::not_yet_reviewed(again.checked.clone())
            .map(|approved| approved.checked().hash())
            .unwrap_or_else(|held| held.checked.hash());
        assert!([again.checked.hash(), hash].contains(&record.hash), "story {}", record.story);
    }
    assert_eq!(server.asked().len(), asked);
}

/// Every kind of lie about every claim of every story of the fortnight, one kind at a time.
#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_lie_is_caught() {
    let folder = TempDir::new().unwrap();
    let room = demo::fortnight(folder.path(), PORT, None, Durability::Throwaway).await.unwrap();
    let mut files = Vec::new();
    for (record, _) in briefs(&room).await {
        let file = story_file(&room.store, &record.story, MOST_REPORTS).await.unwrap().unwrap();
        files.push(Arc::new(file));
    }
    let mut counts: BTreeMap<&str, (usize, Vec<Lie>)> = BTreeMap::new();
    for (number, (kind, _)) in KINDS.iter().enumerate() {
        let liar = Liar::default();
        let told = liar.clone();
        let (_, url) = Scripted::serve(move |asked| told.says_only(number, asked));
        let settings = Settings { timeout_seconds: 60, ..settings(&url) };
        let registry = room.registry.clone();
        let style = room.settings.write.clone();
        let writer = ModelWriter::new(&settings, Path::new("."), registry, style, None);
        let mut slipped = Vec::new();
        for file in &files {
            // What a reading holds to be true, whether it is printed or not, is what the check was talked into.
            let stood = writer.stood(file).await;
            slipped.extend(liar.lies().into_iter().filter(|lie| stood.contains(&lie.text)));
        }
        slipped.sort();
        slipped.dedup();
        counts.insert(kind, (liar.lies().len(), slipped));
    }
    let (mut told, mut stood) = (0, 0);
    for (kind, (lies, slipped)) in &counts {
        println!("{kind:>12}: {lies:4} told, {:3} stood before the check", slipped.len());
        for Lie { text, truth, .. } in slipped {
            println!("        {text}\n        (of: {truth})");
        }
        told += lies;
        stood += slipped.len();
    }
    println!("{:>12}: {told:4} told, {stood:3} stood before the check", "all");
    assert!(told > 4000 && stood * 1000 <= told, "{stood} of {told} lies stood");
}
