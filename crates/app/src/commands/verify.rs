use crate::commands::{Place, progress, say};
use crate::{desk, export};
use anyhow::bail;
use news::{Checked, Evidence, counted};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::{BriefLine, BriefRecord, BriefState, Store};

/// Flags of `newsloom verify`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit status 1 and a list when something does not hold, 2 when an export cannot be checked.\n\nExamples:\n  newsloom verify                          the citations of an instance, against its database\n  newsloom verify public                   an export, with nothing but its own files\n  newsloom verify public --key RWQ…        the same, and that this key signed it"
)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// Folder that `newsloom export` wrote, instead of an instance
    folder: Option<PathBuf>,
    /// The same
    #[arg(long, value_name = "FOLDER", conflicts_with = "folder")]
    export: Option<PathBuf>,
    /// Who must have signed the export: a public key of minisign's, or a file with one; else the key in the folder
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
}

/// Re-checks every citation of every published brief, or an export, offline.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if let Some(folder) = args.export.as_ref().or(args.folder.as_ref()) {
        return verify_export(folder, args.key.as_deref());
    }
    if args.key.is_some() {
        bail!(
            "--key says who signed an export, and none is named; `newsloom verify FOLDER --key …`"
        );
    }
    let (_, store) = args.place.open().await?;
    let found = verify(&store).await?;
    for fault in &found.faults {
        say(format_args!("{fault}"))?;
    }
    say(format_args!(
        "{}, {}, {}: {}",
        counted(found.briefs, "brief", "briefs"),
        counted(found.statements, "statement", "statements"),
        counted(found.citations, "citation", "citations"),
        match found.faults.len() {
            0 => "every one holds".to_owned(),
            faults => counted(faults, "fault", "faults"),
        }
    ))?;
    Ok(ExitCode::from(u8::from(!found.faults.is_empty())))
}

/// Exit status when an export cannot be checked at all.
const NOT_CHECKED: u8 = 2;

fn verify_export(folder: &Path, key: Option<&str>) -> anyhow::Result<ExitCode> {
    let found = match export::verify(folder, key) {
        Ok(found) => found,
        Err(error) => {
            eprintln!("newsloom: {error:#}");
            return Ok(ExitCode::from(NOT_CHECKED));
        }
    };
    for fault in &found.faults {
        say(format_args!("{fault}"))?;
    }
    say(format_args!(
        "{}, {}, {}, {}, {}: {}",
        counted(found.files, "file", "files"),
        counted(found.briefs, "brief", "briefs"),
        counted(found.statements, "statement", "statements"),
        counted(found.citations, "citation", "citations"),
        counted(found.articles, "article version", "article versions"),
        match found.faults.len() {
            0 => "every one holds".to_owned(),
            faults => counted(faults, "fault", "faults"),
        }
    ))?;
    let whose = match key {
        Some(_) => "as given",
        None => "from the folder itself: compare it with the publisher's, or give that with --key",
    };
    say(format_args!("checked with the key {} ({whose})", found.key))?;
    Ok(ExitCode::from(u8::from(!found.faults.is_empty())))
}

/// What a verification counted and found.
#[derive(Debug, Default)]
pub struct Found {
    /// Published briefs.
    pub briefs: usize,
    /// Statements in them.
    pub statements: usize,
    /// Pieces of evidence under those.
    pub citations: usize,
    /// What does not hold, one line each.
    pub faults: Vec<String>,
}

/// Re-checks every published brief against the stored article versions.
pub async fn verify(store: &Store) -> anyhow::Result<Found> {
    let published = published(store).await?;
    let bar = progress(published.len() as u64, "verifying");
    let mut found = Found::default();
    for line in &published {
        if let Err(error) = verify_brief(store, line, &mut found).await {
            // What cannot be read holds nothing; the others are looked at all the same.
            found.faults.push(format!("{}: {error:#}", named(line)));
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(found)
}

/// The latest published version for each story, merged ones too: their earlier readers rely on it.
async fn published(store: &Store) -> anyhow::Result<Vec<BriefLine>> {
    let mut lines = store.briefs.all_published().await?;
    for story in store.regroupings.merged().await?.into_keys() {
        let history = store.briefs.history(&story).await?;
        let out = |line: &BriefLine| matches!(line.state, BriefState::Published(_));
        lines.extend(history.into_iter().rev().find(out));
    }
    Ok(lines)
}

fn named(line: &BriefLine) -> String {
    format!("story {}, version {}", line.story, line.version)
}

async fn verify_brief(store: &Store, line: &BriefLine, found: &mut Found) -> anyhow::Result<()> {
    let name = named(line);
    let Some(record) = store.briefs.version(&line.story, line.version).await? else {
        found.faults.push(format!("{name}: the brief is lost"));
        return Ok(());
    };
    found.briefs += 1;
    for (_, judged) in record.brief.statements() {
        found.statements += 1;
        for evidence in judged.statement.evidence() {
            found.citations += 1;
            if let Some(fault) = fault(store, evidence).await? {
                found.faults.push(format!("{name}: {:?}: {fault}", judged.statement.text()));
            }
        }
    }
    let recorded = record.clone();
    let checked = desk::check_again(store, record).await?;
    found.faults.extend(differences(&recorded, &checked).map(|what| format!("{name}: {what}")));
    Ok(())
}

async fn fault(store: &Store, evidence: &Evidence) -> anyhow::Result<Option<String>> {
    let Some(article) = store.articles.version(&evidence.version).await? else {
        return Ok(Some(format!("article version {} is not stored", evidence.version)));
    };
    let holds = evidence.holds_in(&article);
    let place = format!("{} {}-{}", evidence.article, evidence.start, evidence.end);
    Ok((!holds).then(|| format!("the words cited are not at {place}")))
}

/// What the check says today that it did not say when the brief was published.
fn differences<'a>(
    recorded: &'a BriefRecord,
    checked: &'a Checked,
) -> impl Iterator<Item = String> + 'a {
    let fallen = checked.withheld().iter().map(|judged| {
        let reason = judged.judgement.reasons.first().map_or("", |reason| &reason.detail);
        format!("{:?} is {} now: {reason}", judged.statement.text(), judged.verdict().word())
    });
    let hash = (checked.withheld().is_empty() && checked.hash() != recorded.hash)
        .then(|| "what is stored is not what was approved: the hash differs".to_owned());
    fallen.chain(hash)
}
