use crate::extract::extract;

const SENTENCE: &str =
    "The harbour office says that tugs will try to free the ferry at the next high tide on Monday.";

/// A page whose posts are written by `post` from their time and number.
fn page(times: &[&str], post: impl Fn(&str, usize) -> String) -> String {
    let posts: String = times.iter().enumerate().map(|(number, time)| post(time, number)).collect();
    let intro = "<p>The ferry Aurora has run aground off Merrow. We report here what happens.</p>";
    format!(
        "<html><head><title>Ferry aground: the day as it went</title></head><body>\
         <nav><a href=/>Home</a></nav><main><h1>Ferry aground: the day as it went</h1>{intro}\
         <div class=timeline>{posts}</div></main></body></html>"
    )
}

fn text(page: &str) -> String {
    extract(page.as_bytes(), Some("https://coast.example/live"), None).text
}

fn in_a_box(time: &str, number: usize) -> String {
    format!(
        "<section id=p{number}><div><time datetime='2026-11-23T{time}:00+01:00'>{time}</time></div>\
         <h2><a href='#p{number}'>Headline {number}</a></h2><p>{number} {SENTENCE}</p><p>It ends with {number}.</p></section>"
    )
}

const TIMES: [&str; 4] = ["14:05", "13:50", "12:10", "09:00"];

#[test]
fn posts_side_by_side_are_dated() {
    let text = text(&page(&TIMES, in_a_box));
    let expected = format!(
        "The ferry Aurora has run aground off Merrow. We report here what happens.\n\n\
         2026-11-23 14:05 · Headline 0\n\n0 {SENTENCE}\n\nIt ends with 0.\n\n\
         2026-11-23 13:50 · Headline 1\n\n1 {SENTENCE}\n\nIt ends with 1.\n\n"
    );
    assert!(text.starts_with(&expected), "{text}");
    assert!(text.ends_with("It ends with 3."), "{text}");
}

#[test]
fn posts_without_an_element_of_their_own_are_dated() {
    let flat = |time: &str, number: usize| {
        format!(
            "<h3><time datetime='2026-11-23T{time}:00+01:00'>{time} Uhr</time>: Meldung {number}</h3><p>{number} {SENTENCE}</p>"
        )
    };
    let text = text(&page(&TIMES, flat));
    assert!(
        text.contains(&format!("2026-11-23 13:50 · Meldung 1\n\n1 {SENTENCE}\n\n2026-11-23 12:10")),
        "{text}"
    );
    let marked = |time: &str, number: usize| {
        format!(
            "<article itemprop=liveBlogUpdate><meta itemprop=datePublished content='2026-11-23T{time}:00+01:00'>\
             <span>{time}</span><p>{number} {SENTENCE}</p></article>"
        )
    };
    let text = self::text(&page(&TIMES, marked));
    assert!(
        text.contains(&format!("2026-11-23 12:10\n\n12:10\n\n2 {SENTENCE}"))
            || text.contains(&format!("2026-11-23 12:10\n\n2 {SENTENCE}")),
        "{text}"
    );
}

#[test]
fn what_is_no_live_blog_is_read_as_it_stands() {
    let no = |page: &str| assert!(!text(page).contains("2026-11-2"), "{}", text(page));
    // A list of what a site published reaches back for weeks.
    let listed = |time: &str, number: usize| {
        let day = 23 - 7 * number;
        format!(
            "<section><time datetime='2026-11-{day:02}T{time}:00Z'>{time}</time><h2><a href='/a{number}'>Story {number}</a></h2><p>{number} {SENTENCE}</p></section>"
        )
    };
    no(&page(&TIMES[..3], listed));
    // Two times are those of publication and change.
    no(&page(&TIMES[..2], in_a_box));
    // Readers' words are no posts.
    let comments = page(&TIMES, in_a_box).replace("class=timeline", "class=comments id=comments");
    let article = format!("</h1><article>{}</article>", format!("<p>{SENTENCE}</p>").repeat(3));
    no(&comments.replace("</h1>", &article));
    // Nor is what readers say below a whole article, by whatever name.
    let said = |name: &str, count: usize| -> String {
        (0..count).map(|one| format!("<p>{name}{one} {SENTENCE}</p>")).collect()
    };
    let reply = |time: &str, number: usize| {
        let words = said(&format!("Reader {number} "), 16);
        format!("<section><time datetime='2026-11-23T{time}:00Z'>{time}</time>{words}</section>")
    };
    no(&page(&TIMES, reply).replace("</h1>", &format!("</h1>{}", said("Paragraph ", 24))));
    // Posts of which one hears only the headline lead to articles.
    let teaser = |time: &str, number: usize| {
        format!(
            "<li><time datetime='2026-11-23T{time}:00Z'>{time}</time> <a href='/a{number}'>Story {number}</a></li>"
        )
    };
    no(&page(&TIMES, teaser));
    no("<time datetime=2026-11-23T10:00Z>10:00</time>");
}

/// A page that tells when it was published and changed, whose posts show nothing but the time of day.
fn by_the_clock(times: &[&str], published: &str, modified: &str) -> String {
    let post = |time: &str, number: usize| {
        format!("<div><span>{time}</span><p>{number} {SENTENCE}</p></div>")
    };
    let told = format!(
        "<meta property='article:published_time' content='2026-11-{published}'>\
         <meta property='article:modified_time' content='2026-11-{modified}'></head>"
    );
    page(times, post).replace("</head>", &told)
}

#[test]
fn posts_with_nothing_but_a_clock_are_of_the_pages_day() {
    let check = |times: &[&str], published: &str, modified: &str, expected: Option<&str>| {
        let text = text(&by_the_clock(times, published, modified));
        match expected {
            Some(time) => assert!(text.contains(&format!("{time}\n\n1 {SENTENCE}")), "{text}"),
            None => assert!(!text.contains("2026-11-2"), "{text}"),
        }
    };
    let (from, to) = ("23T09:00:00+01:00", "23T14:06:00+01:00");
    check(&TIMES, from, to, Some("2026-11-23 13:50"));
    check(&["14.05 Uhr", "1.50 pm", "12h10"], from, to, Some("2026-11-23 13:50"));
    check(&["09:00", "12:10", "14:05"], from, to, Some("2026-11-23 12:10"));
    // In UTC the clocks must be of UTC too.
    check(&TIMES, "23T09:00:00Z", "23T14:06:00Z", Some("2026-11-23 13:50"));
    check(&TIMES, "23T08:00:00Z", "23T13:06:00Z", None);
    check(&TIMES, "23T06:00:00Z", "23T14:06:00Z", None);
    // Of which day, half of the day or order they are is not clear.
    check(&TIMES, "22T09:00:00+01:00", to, None);
    check(&TIMES, from, "23T13:30:00+01:00", None);
    check(&TIMES, "23T09:30:00+01:00", to, None);
    check(&["2:05", "1:50", "12:10"], from, to, None);
    check(&["14:05", "12:10", "13:50"], from, to, None);
    check(&["14:05", "13:50"], from, to, None);
}
