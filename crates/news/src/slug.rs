//! Words as a part of an address.

use crate::short_digest;

/// Longest slug, in characters: what still fits one line of an e-mail after a host name.
const SLUG_LENGTH: usize = 60;

/// A headline as a part of an address: lowercase letters a to z, digits and single hyphens; empty
/// when it has none of them.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for word in plain_letters(text).split(|c: char| !c.is_ascii_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        if slug.len() + 1 + word.len() > SLUG_LENGTH {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}

/// A name as the key under which stories are found: its slug where that says the whole name, else with
/// a digest after it, so that two names of other letters never share a key.
pub fn key_of(name: &str) -> String {
    let slug = slug(name);
    let plain: String = plain_letters(name).chars().filter(|c| c.is_alphanumeric()).collect();
    if !slug.is_empty() && slug.replace('-', "") == plain {
        return slug;
    }
    let digest = &short_digest(&[b"key", name.to_lowercase().as_bytes()])[..12];
    if slug.is_empty() { digest.to_owned() } else { format!("{slug}-{digest}") }
}

/// Lowercase, the usual Latin letters without their marks, apostrophes left out.
fn plain_letters(text: &str) -> String {
    // Long headlines are cut anyway; a hostile one must not be walked whole.
    let letters = text.chars().take(8 * SLUG_LENGTH).flat_map(char::to_lowercase);
    let mut plain = String::new();
    for letter in letters {
        match letter {
            'à'..='å' | 'ā' | 'ă' | 'ą' => plain.push('a'),
            'ç' | 'ć' | 'č' => plain.push('c'),
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => plain.push('e'),
            'ì'..='ï' | 'ī' | 'ı' => plain.push('i'),
            'ñ' | 'ń' | 'ň' => plain.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => plain.push('o'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' => plain.push('u'),
            'ś' | 'š' | 'ş' => plain.push('s'),
            'ý' | 'ÿ' => plain.push('y'),
            'ź' | 'ż' | 'ž' => plain.push('z'),
            'ł' => plain.push('l'),
            'ř' => plain.push('r'),
            'ğ' => plain.push('g'),
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            '\'' | '’' | '\u{307}' => {}
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_say_what_the_headline_says() {
        assert_eq!(slug("Ferry <Aurora> runs aground"), "ferry-aurora-runs-aground");
        assert_eq!(slug("Köln’s café — 4.5% für Straße"), "kolns-cafe-4-5-fur-strasse");
        assert_eq!(slug("東京"), "");
        assert_eq!(slug(""), "");
        let long = slug(&"word ".repeat(40));
        assert!(long.len() <= 60 && long.ends_with("-word"), "{long}");
    }

    #[test]
    fn a_key_names_one_name_only() {
        assert_eq!(key_of("Ada Lund"), "ada-lund");
        assert_eq!(key_of("ADA LUND"), "ada-lund");
        assert_eq!(key_of("Électricité de Merrow"), "electricite-de-merrow");
        assert_eq!(key_of("gazette.example"), "gazette-example");
        let (tokyo, osaka) = (key_of("東京"), key_of("大阪"));
        assert!(tokyo != osaka && tokyo.len() == 12, "{tokyo} {osaka}");
        assert!(key_of("Ада Lund").starts_with("lund-"), "{}", key_of("Ада Lund"));
        assert_ne!(key_of(&"word ".repeat(40)), key_of(&"word ".repeat(41)));
    }
}
