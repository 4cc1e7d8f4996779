//! Faults of feeds that a reader of them would not see.

use super::shown;

#[track_caller]
fn check(feed: &str, expected: &str) {
    assert_eq!(shown(feed.as_bytes(), None), expected, "{feed}");
}

#[test]
fn undeclared_entities_and_bare_ampersands() {
    check(
        "<rss><channel><title>A&nbsp;&mdash;&nbsp;B &amp; C & D &unknown; &#8217;</title></channel></rss>",
        "rss A — B & C & D &unknown; ’",
    );
}

#[test]
fn files_that_were_cut_off() {
    let whole = "<rss><channel><title>T</title><item><title>One</title><link>https://a.example/1</link></item>\
        <item><title>Two</title><description><![CDATA[<p>Long text";
    check(whole, "rss T\n* One | url https://a.example/1\n* Two | summary <p>Long text");
    let cut = |bytes: usize| &whole[..whole.len() - bytes];
    check(cut(20), "rss T\n* One | url https://a.example/1\n* Two");
    check(cut(10), "rss T\n* One | url https://a.example/1\n* Two");
    // Wherever it is cut, what stood before stays.
    for end in whole.find("<item>").unwrap_or(0)..whole.len() {
        assert!(shown(&whole.as_bytes()[..end], None).starts_with("rss T"), "{end}");
    }
}

#[test]
fn words_before_the_prolog_and_after_the_end() {
    check(
        "\n\n<br />\n<b>Warning</b>: odd in x.php\n<?xml version='1.0'?><rss><channel><title>T</title></channel></rss>\n<script>x</script>",
        "rss T",
    );
    check("\u{feff}\u{feff}<rss><channel><title>T</title></channel></rss>", "rss T");
}

#[test]
fn markup_in_titles() {
    check("<rss><channel><title>A <b>bold</b> move</title></channel></rss>", "rss A bold move");
    check(
        "<rss><channel><title>A &lt;b&gt;bold&lt;/b&gt; move</title></channel></rss>",
        "rss A bold move",
    );
    check(
        "<rss><channel><title><![CDATA[A <b>bold</b> &amp; big]]></title></channel></rss>",
        "rss A bold & big",
    );
    check(
        "<rss><channel><title>Vec&lt;T&gt; or &lt;T&gt;</title></channel></rss>",
        "rss Vec<T> or <T>",
    );
    check(
        "<rss><channel><title>x &lt;script&gt;y()&lt;/script&gt;</title></channel></rss>",
        "rss x",
    );
}

#[test]
fn tags_in_a_knot() {
    check(
        "<rss><channel><title>T</title><item><title>A</item></title><item><title>B</title></item>",
        "rss T\n* A\n* B",
    );
    check("<rss><channel><item><b><title>A</title></item></b><title>T</title>", "rss T\n* -");
    check(
        "<RSS><Channel><TITLE>T</TITLE><Item><Title>A</Title></Item></Channel></RSS>",
        "rss T\n* A",
    );
    check("<rss version=2.0><channel><title lang=en>T</title></channel></rss>", "rss T");
}

#[test]
fn control_characters_and_nothing_at_all() {
    check(
        "<rss><channel><title>A\u{8}B\u{1f}C\u{0}</title><item><title>&#7;</title></item></channel></rss>",
        "rss ABC\n* -",
    );
}

#[test]
fn encodings_that_lie() {
    let latin = b"<?xml version='1.0' encoding='UTF-8'?><rss><channel><title>Caf\xe9</title></channel></rss>";
    assert_eq!(shown(latin, None), "rss Café");
    let utf8 = "<?xml version='1.0' encoding='ISO-8859-1'?><rss><channel><title>Café</title></channel></rss>";
    assert_eq!(shown(utf8.as_bytes(), None), "rss Café");
    let wide: Vec<u8> = utf8.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(shown(&wide, None), "rss Café");
    let cyrillic = b"<?xml version='1.0' encoding='windows-1251'?><rss><channel><title>\xcd\xee\xe2\xee\xf1\xf2\xe8</title></channel></rss>";
    assert_eq!(shown(cyrillic, None), "rss Новости");
}
