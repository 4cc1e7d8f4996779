//! Lines that stand in many articles and belong to none.

use regex::Regex;
use std::sync::LazyLock;

/// Whether two lines say the same, letters and digits compared, case apart.
pub fn same(a: &str, b: &str) -> bool {
    letters(a).eq(letters(b))
}

fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Lines longer than this are sentences of the article.
const FURNITURE_LETTERS: usize = 120;

/// Calls to act that outlets put between paragraphs, in the languages of the labelled sets.
static CALLS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(CALL_PATTERN).expect("the pattern is constant and compiles in the tests")
});

const CALL_PATTERN: &str = r"(?ix)^\W*(?:
    adverts? | advertis(?:e?ment|ing) | sponsored | ads?\ by\b.* | anzeige | werbung | publicit[eé] | publicidad | reklama
  | (?:read|see|more)\ (?:also|more|next)\b.* | also\ read\b.* | related\ (?:articles?|stories|posts?|topics|content|news)\b.*
  | recommended(?:\ (?:for\ you|stories|articles))? | most\ (?:read|popular)\b.*
  | (?:lesen\ sie|lies|auch)\ (?:auch|lesen|mehr|dazu)\b.* | mehr\ (?:zum\ thema|dazu|lesen)\b.* | das\ könnte\ (?:sie|dich)\b.*
  | weitere\ (?:informationen|infos?|artikel|beiträge|themen|meldungen|links|nachrichten|news|tipps)\b.* | weiterführende\b.{0,40} | ähnliche\ .{0,40} | verwandte\ .{0,40} | passend\ dazu.* | mehr\ (?:zu|über|aus|von|auf|im)\ .{0,50} | themen(?:\ im\ artikel|\ des\ artikels)? | mehr\ [\p{Lu}]\p{L}+(?:\ auf\b.*)?
  | (?:über|zu)\ (?:den|die|der)\ autor(?:in|en)?\b.{0,40} | about\ the\ authors?\b.{0,40} | kontakt | contact | quellen(?:angaben?)? | sources? | einzelnachweise | permalink\b.* | permalien\b.* | (?:letzte\ änderung|erstellt\ am|veröffentlicht\ am|zuletzt\ aktualisiert|last\ (?:updated|modified))\b.*
  | (?:le|te)\ puede\ interesar.* | más\ (?:sobre|noticias|información)\b.* | vea\ también.* | (?:à\ lire|sur\ le\ même\ (?:sujet|thème)).* | zobacz\ (?:też|także|również).* | dowiedz\ się\ więcej.* | potrebbe\ interessarti.* | (?:bild|foto|grafik)\ (?:anzeigen|vergrößern).*
  | (?:möchten\ sie|wie\ bewerten\ sie|hat\ ihnen)\b.{0,60}\?\ * | (?:den\ )?artikel\ .{0,30}teilen\b.{0,40} | (?:do\ you\ )?want\ to\ (?:hear|be\ informed)\b.* | for\ the\ latest\b.* | never\ miss\b.* | get\ the\ latest\b.* | you\ (?:may|might)\ (?:also\ )?(?:like|be\ interested)\b.* | watch:?\ .{0,80} | this\ article\ (?:was|is|has|first)\b.{0,80} | (?:this\ )?post\ contains\b.* | erhalten\ sie\b.{0,60} | bitte\ (?:registrieren|melden)\b.{0,80}
  | (?:first\ )?(?:published|updated|posted|publicado|publié|actualizado|stand|aktualisiert|opublikowano)\b\ ?:?\ ?(?:on|am|le|el|by)?.{0,30}\d.{0,60}
  | don't\ miss.{0,40} | follow\ .{0,60}\ on\ (?:twitter|facebook|instagram|x)\b.{0,80}
  | weiterlesen\b.* | zum\ thema | siehe\ auch\b.*
  | (?:lire|voir|à\ lire)\ aussi\b.* | (?:lea|lee|leer)\ (?:también|más)\b.* | leggi\ anche\b.* | czytaj\ (?:też|także|więcej)\b.*
  | share(?:\ (?:this|on|via|with|article|story)\b.*)? | teilen(?:\ (?:mit|auf|sie)\b.*)? | partager\b.{0,30} | compart[ie]r?\b.{0,30}
  | (?:follow|like|join|find)\ us\b.* | folge?n?\ (?:uns|sie\ uns)\b.*
  | (?:sign\ up|subscribe)\b.* | (?:jetzt\ )?(?:abonnieren|anmelden)\b.{0,40} | (?:our|the)\ newsletter\b.*
  | newsletter\b.{0,40} | click\ here\b.* | tweet | facebook | twitter | whatsapp | pinterest | linkedin | e-?mail | print | drucken
  | loading\b.{0,20} | (?:all\ rights\ reserved|alle\ rechte\ vorbehalten)\b.* | (?:©|\(c\)|copyright)\b?\ ?.*
  | (?:tags?|schlagworte?|schlagwörter|topics?|filed\ under|posted\ in|categor(?:y|ies)|kategorien?|labels?|etiquetas)\ ?:.*
  | (?:leave\ a\ (?:reply|comment)|comments?|kommentare?|\d+\ (?:comments?|kommentare?|responses?|shares?|views?))
  | (?:previous|next)\ (?:post|article|story)\b.* | (?:back\ to|nach)\ (?:top|oben)\b.*
  | (?:photo|image|picture|foto|bild|quelle|source)(?:\ credit)?s?\ ?:.{0,80}
)\W*$";

/// Whether a line inside an article is furniture; `linked` is its share of links.
pub fn is_furniture(line: &str, linked: f64) -> bool {
    if line.len() > 2 * FURNITURE_LETTERS
        || line.chars().take(FURNITURE_LETTERS + 1).count() > FURNITURE_LETTERS
    {
        return false;
    }
    if !line.chars().any(char::is_alphanumeric) {
        return true;
    }
    // `(?x)` patterns with a `.*` want some sign that no sentence follows.
    let sentence = line.ends_with(['.', '"', '”']) && linked < 0.3 && line.len() > 60;
    !sentence && CALLS.is_match(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_to_act_are_furniture_and_sentences_are_not() {
        for line in [
            "Read more: What we know about sandbanks",
            "Lesen Sie auch",
            "Advertisement",
            "Share this:",
            "Follow us on every network",
            "Tags: ferries, sand",
            "Published: 10:48, Mon, Nov 23, 2026",
            "\u{a9} 2026 The Coast Post",
            "* * *",
            "12 comments",
            "Le puede interesar: otra cosa",
        ] {
            assert!(is_furniture(line, 0.0), "{line}");
        }
        for line in [
            "The ferry ran aground.",
            "Published reports say that the ship had been sold twice before it left the yard.",
            "\u{201c}Share what you have,\u{201d} the captain told them.",
            "What happens next",
            "Aboard: 30",
        ] {
            assert!(!is_furniture(line, 0.0), "{line}");
        }
    }

    #[test]
    fn lines_are_compared_by_letters() {
        assert!(same("Ferry: aground!", "ferry aground"));
        assert!(!same("Ferry aground", "Ferry aground again"));
    }
}
