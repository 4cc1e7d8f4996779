//! Lines that stand in many articles and belong to none.

use regex::Regex;
use std::sync::LazyLock;

/// Whether two lines say the same, letters and digits compared, case apart.
pub fn same(a: &str, b: &str) -> bool {
    letters(a).eq(letters(b))
}

/// Letters from which a beginning says enough.
const BEGINNING_LETTERS: usize = 12;

/// Whether a line is, or begins with, what another says.
pub fn begins(line: &str, beginning: &str) -> bool {
    let mut line = letters(line);
    let mut count = 0;
    let same = letters(beginning).all(|letter| {
        count += 1;
        line.next() == Some(letter)
    });
    same && (line.next().is_none() || count >= BEGINNING_LETTERS)
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

/// Longer words are an article about pictures.
const CAPTION_BYTES: usize = 500;

static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?i:in\ this\ .{0,60}\b(?:file\ )?(?:photo|image|picture|frame|photograph)\b | image\ \d+\ of\ \d+$ | file\ photo\b | (?:photo|image|foto|bild)(?:\ credit)?\ ?:\ )
          | \((?:AP|AFP|Reuters|REUTERS|Getty|EPA|Shutterstock)\b[^()]{0,60}\)\.?$ | (?:/Getty\ Images|/AFP|/dpa|/Shutterstock|\(AP\ Photo/[^()]{1,60}\))\.?$",
    )
    .expect("the pattern is constant and compiles in the tests")
});

/// Whether words are a picture's caption, though no figure holds them.
pub fn is_caption(words: &str) -> bool {
    words.len() <= CAPTION_BYTES && CAPTION.is_match(words)
}

/// Longer words sell nothing to a reader of an article.
const PITCH_BYTES: usize = 450;

static PITCH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^\W*(?:sign\ up|subscribe|get\ (?:access|the\ latest|our|more|unlimited)|get\ .{1,60}\ delivered|join\ (?:us|our|the)|become\ (?:a|our)|support\ (?:us|our|the)|if\ you\ (?:enjoyed|liked|like|appreciate)|download\ (?:the|our)|for\ (?:more|the\ latest|unlimited)|want\ more|enjoying\ |like\ what|follow\ |start\ your|don.t\ miss|stay\ (?:up|in|on|tuned)|there.s\ plenty\ more|(?:jetzt|hier)\ .{0,40}(?:abonnieren|anmelden|bestellen)|abonnieren\ sie|melden\ sie\ sich|bestellen\ sie|erhalten\ sie)
          .*\b(?:newsletters?|inbox|subscri(?:be|bers?|ption|ptions)|memberships?|members?\ (?:get|enjoy)|our\ app|the\ app|donat(?:e|ion|ions)|twitter|facebook|instagram|youtube|telegram|whatsapp|rss|e-?mails?\ (?:alerts?|updates?)|letterbox|breaking\ news|abo|abonnements?|probe-?abo)\b",
    )
    .expect("the pattern is constant and compiles in the tests")
});

static CONTACT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)(?:\b(?:e-?mail|contact|write\ to|reach(?:ed)?|got\ a\ (?:tip|story)|have\ a\ (?:tip|story)|send)\b.{0,80}[\w.+-]+@[\w-]+\.\w+) | ^(?:follow|you\ can\ follow)\b.{0,80}(?:@\w{3,}|\bon\ (?:twitter|facebook|instagram)\b)",
    )
    .expect("the pattern is constant and compiles in the tests")
});

/// Whether a paragraph asks the reader to subscribe, to follow, to write in.
pub fn is_pitch(words: &str) -> bool {
    words.len() <= PITCH_BYTES
        && !words.contains(['“', '„', '«'])
        && (PITCH.is_match(words) || CONTACT.is_match(words))
}

/// Headings under which other articles are listed.
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(OTHERS_PATTERN).expect("the pattern is constant and compiles in the tests")
});

const OTHERS_PATTERN: &str = r"(?ix)^\W*(?:
    (?:want\ )?more\ (?:stories|news|articles|from|on|in|about|great|like|to\ (?:read|explore))\b.{0,60} | (?:further|recommended)\ reading.{0,40}
  | read\ (?:more|next|also|this\ next)\b.{0,40} | see\ also\b.{0,40} | also\ (?:read|on|in|see)\b.{0,60} | related\b.{0,60} | recommended\b.{0,60} | most\ (?:read|popular|viewed)\b.{0,40}
  | (?:you\ (?:may|might)\ (?:also\ )?(?:like|enjoy)|don.t\ miss|trending|popular\ (?:posts|articles|stories|news|topics|now)|latest\ (?:news|stories|posts|articles|from|on)|what\ to\ read\ next|up\ next|editors?.?s?\ (?:picks?|choice))\b.{0,60}
  | (?:about\ the\ authors?|über\ (?:den|die)\ autor(?:in|en)?|sign\ up|subscribe|newsletter|follow\ us|share\ this|leave\ a\ (?:reply|comment)|join\ the\ (?:discussion|conversation))\b.{0,60} | (?:\d+\ )?(?:comments?|kommentare?|responses?)(?:\ \(\d+\))?
  | weitere\ (?:artikel|beiträge|themen|meldungen|links|nachrichten|news|tipps|informationen)\b.{0,40} | das\ könnte\ (?:sie|dich|ihnen)\b.{0,60} | mehr\ (?:zum\ thema|dazu|lesen)\b.{0,40} | mehr\ (?:zu|über|aus|von)\ .{0,50} | ähnliche\ .{0,40} | verwandte\ .{0,40} | passend\ dazu.{0,40}
  | (?:lesen\ sie|lies)\ (?:auch|mehr)\b.{0,40} | auch\ (?:interessant|lesenswert).{0,40} | zum\ weiterlesen.{0,40} | meistgelesen.{0,40} | newsletter\b.{0,40} | schreiben\ sie\ einen\ kommentar.{0,20} | schreibe\ einen\ kommentar.{0,20}
  | (?:à\ lire|lire|voir)\ aussi\b.{0,40} | sur\ le\ même\ (?:sujet|thème).{0,40} | articles?\ (?:liés?|similaires?|connexes?).{0,40}
  | (?:noticias|artículos|notas)\ relacionad[ao]s.{0,40} | (?:te|le)\ puede\ interesar.{0,40} | más\ (?:sobre|noticias|leídas|información)\b.{0,40} | lea\ también.{0,40} | contexto\ de\ la\ noticia
  | leggi\ anche.{0,40} | potrebbe\ interessarti.{0,40} | czytaj\ (?:też|także|więcej).{0,40} | zobacz\ (?:też|także|również).{0,40} | lees\ ook.{0,40} | leia\ (?:também|mais).{0,40} | veja\ também.{0,40}
)\W*$";

/// Whether a heading announces other articles, comments or something to sign up for.
pub fn announces_others(line: &str) -> bool {
    line.len() <= 2 * FURNITURE_LETTERS && OTHERS.is_match(line)
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
