//! What bars the way to the article, or asks us to stay away.

use super::{Head, reservation};
use news::Blocked;
use regex::Regex;
use std::sync::LazyLock;

/// Words below which a page said not to be free shows a teaser only. Teasers of the usual
/// paywalls have 40 to 150 words; short free reports have no such mark.
const TEASER_WORDS: usize = 220;
/// Words below which a page with the signs of a wall holds nothing else.
const WALL_WORDS: usize = 120;
/// Consent dialogues that stand alone are shorter than this; articles about cookies are longer.
const CONSENT_WORDS: usize = 60;
/// Characters of the page's text in which the signs of a wall are looked for.
const START_CHARACTERS: usize = 20_000;

static PAYWALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)subscribe to (?:continue|read|keep reading|unlock)|subscribers? only|already a (?:subscriber|member)\?|to continue reading|unlock this article|weiterlesen mit|jetzt weiterlesen|exklusiv für abonnenten|nur für abonnenten|réservé aux abonnés|contenido exclusivo para suscriptores",
    )
});
static CONSENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:we|wir|nous|our partners).{0,120}(?:cookies|consent|zustimm|consentement)|(?:accept|akzeptieren|accepter|agree).{0,60}(?:cookies|consent|tracking|werbung)|before you continue|(?:mit|with) (?:werbung|ads) (?:weiterlesen|und cookies)|weiter mit werbung|wij (?:gebruiken|en onze partners).{0,80}cookies|utilizamos cookies|nous utilisons des cookies|utilizziamo i cookie|używamy plików cookie",
    )
});
static WALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:just a moment|attention required|access (?:to this page has been )?denied|are you a (?:robot|human)|verify(?:ing)? (?:that )?you are (?:a )?human|checking your browser|please enable (?:javascript|cookies)|(?:error )?(?:40[134]|410|429|50[0234])\b|(?:page|seite|site) (?:not found|nicht gefunden)|forbidden|not found|too many requests|service unavailable|bad gateway|pardon our interruption)",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the patterns are constant and compile in the tests")
}

/// Why the article is not there to be read, if it is not.
pub fn obstacle(head: &Head, title: Option<&str>, text: &str, all: &str) -> Option<Blocked> {
    let words = text.split_whitespace().take(TEASER_WORDS).count();
    if words >= TEASER_WORDS {
        return reserved(head).then_some(Blocked::Robots);
    }
    let title = title.unwrap_or_default();
    let start: String = all.chars().take(START_CHARACTERS).collect();
    if words < WALL_WORDS && (WALL.is_match(title) || words < 40 && WALL.is_match(&start)) {
        return Some(Blocked::Wall);
    }
    if said_to_cost(head) || PAYWALL.is_match(&start) {
        return Some(Blocked::Paywall);
    }
    if words < CONSENT_WORDS && CONSENT.is_match(text) {
        return Some(Blocked::Consent);
    }
    reserved(head).then_some(Blocked::Robots)
}

fn said_to_cost(head: &Head) -> bool {
    let tier = head.meta.first(&["article:content_tier"]);
    head.data.is_free == Some(false) || tier.is_some_and(|tier| tier.eq_ignore_ascii_case("locked"))
}

/// Whether the page asks machines that write to stay away.
fn reserved(head: &Head) -> bool {
    reservation::of_meta(&head.meta).words.is_some()
}
