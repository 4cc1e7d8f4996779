use crate::commands::{Place, say};
use crate::instance::{Instance, OUTLETS};
use anyhow::Context;
use news::{Feed, MIDDLE_AUTHORITY, Outlet, PicturePolicy, site_of};
use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use store::Store;

/// Flags of `newsloom outlets`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "What is known comes with Newsloom; the instance's own outlets.toml is laid over it:\n\n  [[outlets]]\n  name = \"The Example Courier\"\n  domains = [\"courier.example\", \"courier-sport.example\"]\n  kind = \"newspaper\"\n  owner = \"Example Media\"      # outlets of one owner count as one independent report\n  country = \"Exampleland\"\n  authority = 0.7              # 0 to 1; 0.5 where nobody judged it"
)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// List the outlets: name, domains, kind, country, owner
    List {
        /// Only those whose feeds we follow
        #[arg(long)]
        followed: bool,
    },
    /// Show what is known of one, and which feeds are its own
    #[command(after_help = "Example:\n  newsloom outlets show edition.example.org")]
    Show {
        /// A host, an address, or the outlet's name
        host: String,
    },
    /// Look for what is wrong in outlets.toml and for feeds of outlets that nothing is known of; exit
    /// status 1 when there is something
    Check,
}

/// Runs the command.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    // Opening reads the instance's own file, and says what is wrong in it.
    let (instance, store) = args.place.open().await?;
    match &args.action {
        Action::List { followed } => list(&instance, &store, *followed).await?,
        Action::Show { host } => show(&instance, &store, host).await?,
        Action::Check => return check(&instance, &store).await,
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(instance: &Instance, store: &Store, followed: bool) -> anyhow::Result<()> {
    let feeds = store.feeds.list().await?;
    let ours: BTreeSet<String> =
        feeds.iter().map(|feed| instance.registry.of_host(&feed.outlet.0).id.0).collect();
    let mut outlets: Vec<&Outlet> = instance.registry.outlets().iter().collect();
    outlets.sort_by_key(|outlet| outlet.name.to_lowercase());
    for outlet in outlets.into_iter().filter(|outlet| !followed || ours.contains(&outlet.id.0)) {
        say(line(outlet))?;
    }
    Ok(())
}

fn line(outlet: &Outlet) -> String {
    let mut words =
        vec![outlet.name.clone(), outlet.domains.join(", "), outlet.kind.word().to_owned()];
    words.extend(outlet.country.clone());
    words.extend(outlet.owner.as_ref().map(|owner| format!("owned by {owner}")));
    words.join("  ")
}

async fn show(instance: &Instance, store: &Store, named: &str) -> anyhow::Result<()> {
    let host = fetch::Url::parse(named).ok().and_then(|url| url.host_str().map(str::to_owned));
    let host = host.unwrap_or_else(|| named.to_owned());
    let outlet = instance.registry.of_host(&host);
    if instance.registry.known(&host).is_none() {
        say(format_args!("{host}: nothing is known of it; it counts as {}", outlet.id))?;
    } else {
        say(format_args!("{}", outlet.name))?;
        say(format_args!("domains    {}", outlet.domains.join(", ")))?;
        say(format_args!("kind       {}", outlet.kind.word()))?;
        say(format_args!("owner      {}", outlet.owner.as_deref().unwrap_or("itself")))?;
        say(format_args!("country    {}", outlet.country.as_deref().unwrap_or("not known")))?;
        match outlet.authority {
            Some(judged) => say(format_args!("authority  {judged}"))?,
            None => say(format_args!("authority  {MIDDLE_AUTHORITY} (not judged)"))?,
        }
        if outlet.pictures != PicturePolicy::Show {
            say(format_args!("pictures   {}", outlet.pictures.word()))?;
        }
        if outlet.is_from_memory {
            say("facts      from memory; no list was seen that has them")?;
        }
        for sibling in siblings(instance, &outlet) {
            say(format_args!("same owner {sibling}"))?;
        }
    }
    for feed in store.feeds.list().await? {
        if instance.registry.of_host(&feed.outlet.0).id == outlet.id {
            say(format_args!("feed {:>4}  {}", feed.id, feed.url))?;
        }
    }
    Ok(())
}

/// The other outlets of its owner.
fn siblings<'a>(instance: &'a Instance, outlet: &Outlet) -> Vec<&'a str> {
    let of_owner =
        |other: &&Outlet| other.id != outlet.id && other.owner_or_self() == outlet.owner_or_self();
    instance.registry.outlets().iter().filter(of_owner).map(|other| other.name.as_str()).collect()
}

async fn check(instance: &Instance, store: &Store) -> anyhow::Result<ExitCode> {
    let feeds = store.feeds.list().await.context("could not read the feeds")?;
    let mut wrong = doubtful_owners(instance.registry.outlets());
    wrong.extend(strangers(instance, &feeds));
    for finding in &wrong {
        say(finding)?;
    }
    let file = instance.dir.join(OUTLETS);
    let own = if file.is_file() { "read" } else { "not there, which is fine" };
    say(format_args!(
        "{}: {own}; {} outlets are known; {} things to look at",
        file.display(),
        instance.registry.outlets().len(),
        wrong.len()
    ))?;
    Ok(ExitCode::from(u8::from(!wrong.is_empty())))
}

/// Owners that are written in two ways, which would count as two.
fn doubtful_owners(outlets: &[Outlet]) -> Vec<String> {
    let mut written: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for owner in outlets.iter().filter_map(|outlet| outlet.owner.as_deref()) {
        let letters = owner.chars().filter(|c| c.is_alphanumeric());
        written.entry(letters.collect::<String>().to_lowercase()).or_default().insert(owner);
    }
    let doubtful = written.into_values().filter(|ways| ways.len() > 1);
    let ways = |ways: BTreeSet<&str>| ways.into_iter().collect::<Vec<_>>().join("\" and \"");
    doubtful
        .map(|written| {
            format!("owner: \"{}\" are written differently; one of them will do", ways(written))
        })
        .collect()
}

/// Sites whose feeds we follow and of which nothing is known.
fn strangers(instance: &Instance, feeds: &[Feed]) -> Vec<String> {
    let mut by_site: BTreeMap<&str, usize> = BTreeMap::new();
    for feed in feeds.iter().filter(|feed| instance.registry.known(&feed.outlet.0).is_none()) {
        *by_site.entry(site_of(&feed.outlet.0)).or_default() += 1;
    }
    let told = |(site, count): (&str, usize)| {
        let feeds = if count == 1 { "feed" } else { "feeds" };
        format!("{site}: {count} {feeds}, and nothing is known of the outlet; add it to {OUTLETS}")
    };
    by_site.into_iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(name: &str, owner: &str) -> Outlet {
        Outlet { owner: Some(owner.to_owned()), ..Outlet::unknown(name) }
    }

    #[test]
    fn an_owner_in_two_spellings_is_found() {
        let outlets =
            [owned("a", "Tidewater Group"), owned("b", "TideWater-Group"), owned("c", "Other")];
        assert_eq!(
            doubtful_owners(&outlets),
            [
                "owner: \"TideWater-Group\" and \"Tidewater Group\" are written differently; one of them will do"
            ]
        );
    }

    #[test]
    fn the_list_that_is_compiled_in_is_clean() {
        let known = crate::registry::known().expect("it is valid");
        assert_eq!(doubtful_owners(&known), Vec::<String>::new());
    }
}
