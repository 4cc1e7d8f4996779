use super::*;

#[test]
fn the_example_holds_every_default() {
    let settings = Settings::example().expect("the example is valid");
    assert_eq!(settings.site.listen, "127.0.0.1:8080");
}

#[test]
fn sound_files_are_read() {
    for text in [
        "",
        "[site]\ntitle = \"Mine\"",
        "[site]\nlisten = \"[::1]:80\"\nlanguage = \"en-GB\"",
        "[site]\nlisten = \"localhost:0\"\nbase_url = \"https://news.example/ai/\"",
        "[thread]\njoin = 1\nwindow_days = 3",
        "[fetch]\nallow_private = [\"10.0.0.0/8\", \"proxy.lan:3128\"]",
        "[fetch.resolve]\n\"a.example\" = \"127.0.0.1:80\"",
        "[fetch.headers.\"a.example\"]\nCookie = \"env:A_COOKIE\"",
        "site.title = \"Mine\"",
        "[model.writer]\nname = \"small\"\nkey = \"env:A_KEY\"\n[write]\nwriter = \"model\"",
        "[model.writer]\nprice_in = 1\nmonthly_cost = 20",
    ] {
        if let Err(error) = Settings::read(text, "newsloom.toml") {
            panic!("{text}: {error:#}");
        }
    }
}

#[test]
fn keys_that_do_not_exist_are_named_with_their_line() {
    check(
        "\n[site]\ntitel = \"Mine\"",
        "line 3: there is no setting site.titel; did you mean title",
    );
    check("[sight]\na = 1", "line 1: there is no setting sight");
    check("[site\n", "not valid TOML");
    check("site = 3", "line 1: site is 3; it must be a section, [site]");
    check("[site.title]\na = 1", "site.title is a section; it must be a text in quotation marks");
}

#[test]
fn values_of_another_type_say_what_is_wanted() {
    check("[site]\ntitle = 3", "line 2: site.title is 3; it must be a text in quotation marks");
    check("[poll]\nat_once = \"4\"", "poll.at_once is \"4\"; it must be a whole number");
    check("[poll]\nat_once = 4.5", "poll.at_once is 4.5; it must be a whole number");
    check("[thread]\njoin = true", "thread.join is true; it must be a number");
    check("[screen]\nmute = \"ads\"", "screen.mute is \"ads\"; it must be a list in square");
    check("[screen]\nmute = [\"ads\", 3]", "screen.mute holds 3; each must be a text");
    check(
        "[fetch.headers]\na = 3",
        "fetch.headers.a is 3; it must be a section, [fetch.headers.a]",
    );
    check("[fetch.headers.a]\nb = 3", "fetch.headers.a.b is 3; it must be a text in plain ASCII");
    check("[fetch.resolve]\na = 3", "fetch.resolve.a is 3; it must be a text");
}

#[test]
fn values_out_of_bounds_say_the_bounds() {
    check(
        "[poll]\n\nevery_minutes = 0",
        "line 3: poll.every_minutes is 0; it must be a whole number from 1 to",
    );
    check("[poll]\nat_once = -4", "poll.at_once is -4; it must be a whole number from 1 to");
    check(
        "[poll]\nevery_minutes = 90\nmost_minutes = 60",
        "poll.most_minutes is 60; it must be at least poll.every_minutes, 90",
    );
    check(
        "[fetch]\ntimeout_seconds = 400",
        "line 2: fetch.timeout_seconds is 400; it must be at most half of poll.lease_minutes",
    );
    check(
        "[write]\nsource_words = 500",
        "write.source_most_words is 120; it must be at least write.source_words, 500",
    );
    check("[thread]\njoin = 7.5", "line 2: thread.join is 7.5; it must be a number from 0 to 1");
    check("[thread]\njoin = nan", "thread.join is nan; it must be");
    check("thread = { join = 7.5 }", "line 1: thread.join is 7.5");
    check("[revisit]\nafter_hours = [6, 1]", "revisit.after_hours is [6, 1]; it must hold whole");
    check("[revisit]\nafter_hours = [0]", "revisit.after_hours is [0]; it must hold whole numbers");
    check("[rank]\nfade_hours = 0", "rank.fade_hours is 0; it must be");
    check(
        "[fetch]\nlimit_bytes = 9223372036854775807",
        "fetch.limit_bytes is 9223372036854775807; it must be",
    );
}

#[test]
fn a_model_that_cannot_write_is_refused_and_its_key_never_shown() {
    check(
        "[write]\nwriter = \"model\"",
        "line 2: write.writer is \"model\", but model.writer.name names none",
    );
    check(
        "[write]\nwriter = \"poet\"",
        "line 2: write.writer is \"poet\"; it must be \"extractive\" or \"model\"",
    );
    check(
        "[model]\n[model.writer]\ntemperature = 3",
        "line 3: model.writer.temperature is 3; it must be a number from 0 to 2",
    );
    check("[model.writer]\nat_once = 0", "line 2: model.writer.at_once is 0; it must be");
    check("[model.writer]\nmodel = \"x\"", "line 2: there is no setting model.writer.model");
    check("[model.writer]\nurl = \"ollama\"", "line 2: model.writer.url is \"ollama\"; it must");
    check(
        "[model.writer]\n\ndaily_cost = 2.5",
        "line 3: model.writer.daily_cost caps money, but model.writer.price_in",
    );
    check(
        "[model.writer]\nname = \"x\"\ntimeout_seconds = 300\n[write]\nwriter = \"model\"",
        "line 3: model.writer.timeout_seconds is 300; it must be at most a quarter of poll.lease",
    );
    check("[model.writer]\nclaims = -1", "model.writer.claims is -1; it must be a whole number");
    let text = "[model.writer]\nkey = \"sk-very-secret\"";
    check(text, "line 2: model.writer.key: a key must not stand here");
    let error = Settings::read(text, "newsloom.toml").expect_err("it is no place for a key");
    assert!(!format!("{error:#}{error:?}").contains("secret"), "{error:?}");
}

#[test]
fn texts_that_mean_nothing_say_what_would() {
    check(
        "[site]\nlanguage = \"english\"",
        "line 2: site.language is \"english\"; it must be a code of ISO 639-1 such as \"en\"",
    );
    check(
        "[site]\nlisten = \"127.0.0.1\"",
        "site.listen is \"127.0.0.1\"; it must be an address and a port, such as \"127.0.0.1:8080\"",
    );
    check("[site]\nlisten = \"127.0.0.1:99999\"", "site.listen");
    check(
        "[site]\nbase_url = \"news.example\"",
        "site.base_url is \"news.example\"; it must begin with http:// or https://",
    );
    check("[site]\ntitle = \" \"", "site.title is \" \"; it must not be empty");
    check(
        "[store]\ndatabase = \"news.db\"",
        "store.database is \"news.db\"; it must be \"sqlite:FILE\" or",
    );
    check(
        "[screen]\nlanguages = [\"en\", \"jp\"]",
        "screen.languages holds \"jp\"; it must be a code of ISO 639-1",
    );
    check("[screen]\nmute = [\"/(/\"]", "line 2: screen.mute holds \"/(/\"");
    check(
        "[screen]\nmute = [\"authors:Ada\"]",
        "line 2: screen.mute holds \"authors:Ada\"; there is no field \"authors\"; a rule may name title, text",
    );
    check(
        "[screen]\ntopic = \"sport\"",
        "screen.topic is \"sport\"; it must be empty or one of \"ai\"",
    );
    check("[screen]\nquery = [\"?\"]", "screen.query holds \"?\"; it holds no word");
    check(
        "[screen]\ndrop_labels = [\"ads\"]",
        "screen.drop_labels holds \"ads\"; there is no such label",
    );
    check(
        "[fetch]\nallow_private = [\"10.0.0.0/99\"]",
        "fetch.allow_private holds \"10.0.0.0/99\"; it must be a host",
    );
    check("[fetch]\nuser_agent = \"\"", "fetch.user_agent is \"\"; it must begin with a name");
    check("[fetch]\ncontact = \"café\"", "fetch.contact");
    check(
        "[fetch.resolve]\n\"a.example\" = \"127.0.0.1\"",
        "fetch.resolve.a.example is \"127.0.0.1\"; it must be an address and a port",
    );
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let message = match Settings::read(text, "newsloom.toml") {
        Ok(_) => panic!("{text}: was taken"),
        Err(error) => format!("{error:#}"),
    };
    assert!(message.starts_with("newsloom.toml"), "{message}");
    assert!(message.contains(expected), "{text}\n{message}\n{expected}");
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let dir = tempfile::TempDir::new().expect("a temporary folder");
    let path = dir.path().join("newsloom.toml");
    assert_eq!(settings_text(&path).expect("none is no fault"), None);
    std::fs::write(&path, [0x74, 0xff]).expect("the folder is ours");
    let error = settings_text(&path).expect_err("it is no UTF-8").to_string();
    assert!(error.ends_with("newsloom.toml: is not UTF-8 text; save it as UTF-8"), "{error}");
    let error = settings_text(dir.path()).expect_err("it is a folder").to_string();
    assert!(error.contains("is a folder, and must be a file"), "{error}");
}
