//! Top stories are posted by the real program to stand-ins on the loopback interface, which answer as the services do:
//! a wrong form gets the service's own error.
#![allow(clippy::unwrap_used)] // Also outside the test functions: all of this file is a test.

mod stand_ins;

use stand_ins::{Kind, StandIn};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8G";

fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command.env_remove("NEWSLOOM_DATABASE").env("NEWSLOOM_LOG", "error").current_dir(dir);
    command
        .env("NEWSLOOM_WEBHOOK_SECRET", SECRET)
        .env("THE_TOKEN", stand_ins::TOKEN)
        .args(arguments);
    command.env("SLACK_HOOK", "http://slack.example/services/T0/B0/secret");
    command.env("DISCORD_HOOK", "http://discord.example/api/webhooks/11/secret");
    command.env("PARTNER_HOOK", "http://partner.example/told");
    command
}

fn newsloom(dir: &Path, arguments: &[&str]) -> (bool, String) {
    let output = command(dir, arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (output.status.success(), said.into_owned())
}

#[track_caller]
fn done(dir: &Path, arguments: &[&str]) -> String {
    let (fine, said) = newsloom(dir, arguments);
    assert!(fine, "{arguments:?}: {said}");
    said
}

fn run_at(dir: &Path, time: &str) {
    done(dir, &["run", "--once", "--now", &format!("2026-11-20T{time}Z")]);
}

/// An instance that tells the stand-in of what stands on its front page, by the settings of its kind.
fn instance(stand_in: &StandIn, more: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    done(dir, &["init", "--empty"]);
    let address = stand_in.address;
    let hosts = ["slack", "discord", "telegram", "mastodon", "partner"]
        .map(|name| format!("\"{name}.example\" = \"{address}\"\n"));
    let own = match stand_in.kind {
        Kind::Slack => "kind = \"slack\"\nurl = \"env:SLACK_HOOK\"",
        Kind::Discord => "kind = \"discord\"\nurl = \"env:DISCORD_HOOK\"",
        Kind::Telegram => {
            "kind = \"telegram\"\ntoken = \"env:THE_TOKEN\"\nchat = \"@loom\"\nserver = \"http://telegram.example\""
        }
        Kind::Mastodon => {
            "kind = \"mastodon\"\ntoken = \"env:THE_TOKEN\"\nserver = \"http://mastodon.example\""
        }
        Kind::Partner => "kind = \"webhook\"\nurl = \"env:PARTNER_HOOK\"",
    };
    let settings = format!(
        "[site]\nbase_url = \"https://loom.example\"\n[desk]\nleast_sentences = 1\n[fetch.resolve]\n{}\
         [share]\ntries = 3\n[share.to.team]\n{own}\nleast_reports = 1\n{more}\n",
        hosts.concat()
    );
    std::fs::write(dir.join("newsloom.toml"), settings).unwrap();
    report(
        dir,
        "gazette",
        "Ferry Aurora runs aground off Merrow",
        "The ferry Aurora ran aground off Merrow on Friday \
        morning with 30 people aboard, the coast guard said. Nobody was hurt, and the passengers were taken off by two \
        lifeboats. The ferry Aurora will be towed to Arlen.",
    );
    folder
}

fn report(dir: &Path, outlet: &str, title: &str, text: &str) {
    let line = format!(
        "{{\"id\":\"{outlet}\",\"outlet\":\"{outlet}.example\",\"url\":\"https://{outlet}.example/1\",\"title\":\"{title}\",\
         \"text\":\"{text}\",\"published\":\"2026-11-20T08:00:00Z\",\"language\":\"en\"}}\n"
    );
    std::fs::write(dir.join(format!("{outlet}.jsonl")), line).unwrap();
    done(dir, &["import", &format!("{outlet}.jsonl")]);
}

fn glider(dir: &Path) {
    report(
        dir,
        "soarer",
        "Pilot Torrin Vale flies glider for 900 kilometres",
        "Pilot Torrin Vale flew a glider for \
        900 kilometres over the Kelm hills on Thursday. The flight took nine hours. It is the longest flight of a glider \
        in the country, the glider club said.",
    );
}

#[test]
fn each_service_takes_a_post_and_gets_it_once() {
    for kind in [Kind::Slack, Kind::Discord, Kind::Telegram, Kind::Mastodon, Kind::Partner] {
        let stand_in = StandIn::start(kind, &[]);
        let folder = instance(&stand_in, "");
        let dir = folder.path();
        run_at(dir, "09:00:00");
        let posts = stand_in.taken();
        assert_eq!(posts.len(), 1, "{kind:?}: {posts:?} {}", done(dir, &["share", "list"]));
        assert!(posts[0].contains("Ferry Aurora runs aground off Merrow"), "{}", posts[0]);
        assert!(
            posts[0].contains("https://loom.example/story/ferry-aurora-runs-aground-off-merrow-"),
            "{}",
            posts[0]
        );
        run_at(dir, "09:30:00");
        glider(dir);
        run_at(dir, "10:00:00");
        run_at(dir, "11:00:00");
        let posts = stand_in.taken();
        assert_eq!(posts.len(), 1, "{kind:?}: the second story alone: {posts:?}");
        assert!(posts[0].contains("glider"), "{}", posts[0]);
        let list = done(dir, &["share", "list"]);
        assert_eq!(list.matches("  sent").count(), 2, "{list}");
        assert_eq!(stand_in.wrong(), Vec::<String>::new());
    }
}

#[test]
fn who_asks_to_wait_is_asked_again_and_no_sooner() {
    let limited = [
        (Kind::Slack, "429 Too Many Requests\r\nRetry-After: 120", "rate_limited"),
        (
            Kind::Discord,
            "429 Too Many Requests",
            "{\"message\":\"You are being rate limited.\",\"retry_after\":120.0}",
        ),
        (
            Kind::Telegram,
            "429 Too Many Requests",
            "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests\",\"parameters\":{\"retry_after\":120}}",
        ),
        (
            Kind::Mastodon,
            "429 Too Many Requests\r\nX-RateLimit-Reset: 2026-11-20T09:02:00.000000Z",
            "{\"error\":\"Too many requests\"}",
        ),
    ];
    for (kind, status, body) in limited {
        let stand_in = StandIn::start(kind, &[(status, body), ("500 Internal Server Error", "")]);
        let folder = instance(&stand_in, "");
        let dir = folder.path();
        run_at(dir, "09:00:00");
        run_at(dir, "09:01:59");
        assert_eq!((stand_in.asked(), stand_in.taken().len()), (1, 0), "{kind:?}");
        run_at(dir, "09:02:00");
        assert_eq!((stand_in.asked(), stand_in.taken().len()), (2, 0), "{kind:?}: 500 now");
        run_at(dir, "09:04:00");
        assert_eq!((stand_in.asked(), stand_in.taken().len()), (3, 1), "{kind:?}");
    }
}

#[test]
fn what_is_refused_is_told_and_opened_again_by_hand() {
    let stand_in = StandIn::start(Kind::Slack, &[("404 Not Found", "no_service")]);
    let folder = instance(&stand_in, "");
    let dir = folder.path();
    run_at(dir, "09:00:00");
    run_at(dir, "20:00:00");
    assert_eq!(stand_in.asked(), 1, "a refusal is not tried again");
    for told in [&["desk", "quarantine"][..], &["share", "list"]] {
        let said = done(dir, told);
        assert!(said.contains("refused") && said.contains("answered 404: no_service"), "{said}");
    }
    let (_, doctor) = newsloom(dir, &["doctor"]);
    assert!(doctor.contains("target is told of top stories"), "{doctor}");
    assert!(!doctor.contains("/B0/secret"), "{doctor}");
    assert!(
        done(dir, &["share", "again", "team", "--now", "2026-11-20T21:00:00Z"])
            .contains("1 post to team opened again")
    );
    run_at(dir, "21:00:00");
    assert_eq!(stand_in.taken().len(), 1);
    assert_eq!(done(dir, &["desk", "quarantine"]), "");
}

#[test]
fn what_dies_on_its_way_is_not_posted_twice() {
    // It has read the whole request, and says nothing.
    let stand_in = StandIn::start(Kind::Discord, &[("silence", "")]);
    let folder = instance(&stand_in, "");
    let dir = folder.path();
    let mut child: Child = command(dir, &["run", "--once", "--now", "2026-11-20T09:00:00Z"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    stand_in.wait_until_asked(Duration::from_secs(60));
    child.kill().unwrap();
    child.wait().unwrap();
    run_at(dir, "09:30:00");
    run_at(dir, "20:00:00");
    assert_eq!((stand_in.asked(), stand_in.taken().len()), (1, 0));
    let said = done(dir, &["share", "list", "--now", "2026-11-20T20:00:00Z"]);
    assert!(said.contains("may not have arrived") && said.contains("sending"), "{said}");
}

#[test]
fn a_day_has_its_number_and_its_quiet_hours() {
    let stand_in = StandIn::start(Kind::Mastodon, &[]);
    let folder = instance(&stand_in, "daily = 1");
    let dir = folder.path();
    let settings = std::fs::read_to_string(dir.join("newsloom.toml")).unwrap();
    let quiet =
        settings.replace("tries = 3", "tries = 3\nquiet = \"22-11\"\ntimezone = \"Europe/Berlin\"");
    std::fs::write(dir.join("newsloom.toml"), quiet).unwrap();
    run_at(dir, "09:59:59");
    assert_eq!(stand_in.asked(), 0, "it is not yet eleven in Berlin");
    run_at(dir, "10:00:00");
    assert_eq!(stand_in.taken().len(), 1);
    glider(dir);
    run_at(dir, "12:00:00");
    assert_eq!(stand_in.taken().len(), 0, "the day has its one post");
    done(dir, &["run", "--once", "--now", "2026-11-21T10:00:00Z"]);
    assert_eq!(stand_in.taken().len(), 1);
}

#[test]
fn only_what_a_person_approved_goes_where_that_is_asked_for() {
    let stand_in = StandIn::start(Kind::Partner, &[]);
    let folder = instance(&stand_in, "reviewed = true\nupdates = true");
    let dir = folder.path();
    run_at(dir, "09:00:00");
    assert_eq!(stand_in.asked(), 0);
    let list = done(dir, &["desk", "list"]);
    let story = list.split(' ').next().unwrap().to_owned();
    done(
        dir,
        &["desk", "approve", &story, "--as", "Ada Reviewer", "--now", "2026-11-20T10:00:00Z"],
    );
    run_at(dir, "10:00:00");
    let posts = stand_in.taken();
    assert!(posts.len() == 1 && posts[0].contains("\"reviewed\":true"), "{posts:?}");
    done(
        dir,
        &[
            "desk",
            "hold",
            &story,
            "--as",
            "Ada Reviewer",
            "--why",
            "wrong",
            "--now",
            "2026-11-20T11:00:00Z",
        ],
    );
    run_at(dir, "12:00:00");
    assert_eq!(stand_in.asked(), 1);
}

#[test]
fn a_preview_sends_nothing_and_shows_no_secret() {
    let stand_in = StandIn::start(Kind::Telegram, &[("503 Service Unavailable", "")]);
    let folder = instance(&stand_in, "");
    let dir = folder.path();
    run_at(dir, "09:00:00");
    let asked = stand_in.asked();
    let said = done(dir, &["share", "preview"]);
    assert!(said.contains("team (telegram): the front page has 1 story for it"), "{said}");
    assert!(said.contains("POST http://telegram.example/bot…/sendMessage"), "{said}");
    assert!(said.contains("\"parse_mode\": \"HTML\""), "{said}");
    let list = done(dir, &["share", "list"]);
    assert!(!said.contains(stand_ins::TOKEN) && !list.contains(stand_ins::TOKEN), "{said}{list}");
    assert_eq!(stand_in.asked(), asked);
    let (fine, said) = newsloom(dir, &["share", "preview", "friends"]);
    assert!(!fine && said.contains("share.to names no such target"), "{said}");
}

#[test]
fn settings_that_cannot_be_used_are_named_before_anything_runs() {
    let stand_in = StandIn::start(Kind::Slack, &[]);
    let folder = instance(&stand_in, "");
    let dir = folder.path();
    let settings = std::fs::read_to_string(dir.join("newsloom.toml")).unwrap();
    for (from, to, why) in [
        ("env:SLACK_HOOK", "env:NO_SUCH_HOOK", "share.to.team: url: its key is not there"),
        ("env:SLACK_HOOK", "https://hooks.slack.com/x", "is a secret and must not stand here"),
        ("kind = \"slack\"", "kind = \"irc\"", "must be one of \"slack\""),
        ("least_reports = 1", "least_report = 1", "there is no least_report for slack"),
        (
            "kind = \"slack\"",
            "kind = \"telegram\"",
            "telegram needs token and chat; token is missing",
        ),
        ("tries = 3", "quiet = \"late\"", "share.quiet is \"late\""),
    ] {
        std::fs::write(dir.join("newsloom.toml"), settings.replace(from, to)).unwrap();
        let (fine, said) = newsloom(dir, &["run", "--once", "--now", "2026-11-20T09:00:00Z"]);
        assert!(!fine && said.contains(why), "{to}: {said}");
        assert!(!said.contains("slack.com/x"), "{said}");
    }
    // What only reads needs no secret.
    std::fs::write(dir.join("newsloom.toml"), settings.replace("SLACK_HOOK", "NO_SUCH_HOOK"))
        .unwrap();
    done(dir, &["export", "site"]);
}
