use crate::commands::{Place, progress, say};
use crate::desk;
use news::{Checked, Evidence, counted};
use std::process::ExitCode;
use store::{BriefLine, BriefRecord, BriefState, Store};

/// Flags of `newsloom verify`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit status 1 and a list when a citation does not hold.")]
pub struct Args {
    #[command(flatten)]
    place: Place,
}

/// Re-checks every citation of every published brief, offline.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
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
