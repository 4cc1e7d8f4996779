//! The marks by which labels show, a line each: label, language, place, expression.
//!
//! Only marks that have one meaning: a label that is missed costs a click, one that is wrong costs a story. Read
//! against some 27,000 headlines of two sets; what each was found to mistake is gone (`docs/evaluation.md`).

/// Where a mark stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The headline.
    Title,
    /// A whole folder of the address.
    Address,
    /// The whole name of a section.
    Section,
    /// The beginning or the end of the text.
    Text,
}

impl Place {
    /// The expression as it is sought in this place.
    pub fn pattern(self, expression: &str) -> String {
        match self {
            Place::Title | Place::Text => expression.to_owned(),
            Place::Address => format!("(?:^|/)(?:{expression})(?:/|$)"),
            Place::Section => format!(r"(?:^|[;/]\s*)(?:{expression})(?:\s*[;/]|$)"),
        }
    }
}

/// An article of any language may bear it.
pub const ANY: &str = "";

/// How one label shows in one place.
pub struct Mark {
    /// One of [`super::LABELS`].
    pub label: &'static str,
    /// Code of ISO 639-1, or [`ANY`].
    pub language: &'static str,
    /// Where.
    pub place: Place,
    /// In any case.
    pub expression: &'static str,
}

const fn title(label: &'static str, language: &'static str, expression: &'static str) -> Mark {
    Mark { label, language, place: Place::Title, expression }
}

const fn address(label: &'static str, expression: &'static str) -> Mark {
    Mark { label, language: ANY, place: Place::Address, expression }
}

const fn section(label: &'static str, expression: &'static str) -> Mark {
    Mark { label, language: ANY, place: Place::Section, expression }
}

const fn text(label: &'static str, language: &'static str, expression: &'static str) -> Mark {
    Mark { label, language, place: Place::Text, expression }
}

/// All marks, by label.
#[rustfmt::skip]
pub const MARKS: &[Mark] = &[
    title("deals", "en", r"\b(?:best|top|early|today.s) (?:[\w’'-]+ ){0,5}deals\b|^deals:|\b(?:coupon|promo|discount) codes? (?:for|from|that)\b|\bup to \d+\s?(?:%|percent) off\b|\bsales?\b.*\b\d+\s?% off\b|\bsave (?:up to )?[$€£]\d+ on\b|\b(?:all-time|record)[- ]low price\b|\bprime day[- ]level sales\b|\b(?:black friday|cyber monday|prime day)\b.*\bdeals?\b|\b[$€£]\d+ off\b"),
    title("deals", "de", r"\bschnäppchen\b|\brabattcode|\b\d+ prozent rabatt\b|\bangebote des tages\b"),
    title("deals", "fr", r"\bbons? plans?\b|\bcodes? promo\b"),
    title("deals", "es", r"\bmejores ofertas\b|\bcódigos? (?:de )?descuento\b"),
    title("deals", "it", r"\bmigliori offerte\b|\bcodic[ei] sconto\b"),
    title("deals", "nl", r"\bbeste deals\b|\bkortingscode"),
    address("deals", r"deals?|coupons?|shopping-deals|bons-plans|schnaeppchen|ofertas"),
    section("deals", r"deals?|coupons?|bons plans|schnäppchen|ofertas"),
    text("deals", "en", r"\bwe may (?:earn|receive) (?:a|an affiliate) commission\b.*\bdeals?\b"),

    title("horoscope", "en", r"\b(?:daily|weekly|your|today.s) horoscopes?\b|^horoscopes?\b|\bhoroscope (?:for|today)\b|\bzodiac signs?\b.*\b(?:today|week|month|tomorrow)\b"),
    title("horoscope", "de", r"\b(?:tages|wochen|monats)horoskop|^horoskop\b"),
    title("horoscope", "fr", r"^horoscope\b|\bhoroscope du (?:jour|\d)"),
    title("horoscope", "es", r"\bhoróscopo (?:de hoy|diario|semanal)\b|^horóscopo\b"),
    title("horoscope", "it", r"\boroscopo (?:di oggi|del giorno)\b|^oroscopo\b"),
    title("horoscope", "pt", r"\bhoróscopo (?:de hoje|do dia)\b|^horóscopo\b"),
    address("horoscope", r"horoscopes?|horoskope?|horoscopo|oroscopo|astrology"),
    section("horoscope", r"horoscopes?|horoskope?|horóscopo|oroscopo|astrology"),

    title("job ad", "en", r"\bwe.re hiring\b|\bwe are hiring\b|\bjob (?:opening|vacancy|posting)s?:|^hiring:|^vacancy:|\(m/[wf]/d\)|\(f/m/[xd]\)"),
    title("job ad", "de", r"\(m/w/[dx]\)|\bstellenangebot"),
    title("job ad", "fr", r"\boffre d.emploi\b|\(h/f\)"),
    title("job ad", "es", r"\boferta de empleo\b"),
    address("job ad", r"jobs|careers|vacancies|stellenangebote|stellenmarkt"),
    section("job ad", r"job ads?|vacancies|stellenmarkt|offres d.emploi"),

    title("live blog", "en", r"^live\s*[:|–—-]|\blive (?:updates?|blog|coverage|reaction)\b|[–—|-]\s*(?:as it happened|live)$|\bas it happened$|\bliveblog\b|^watch live\b|\(live\)$|\b(?:follow|markets?) live$"),
    title("live blog", "de", r"\blive-?(?:ticker|blog)\b|^live\s*[:+|–—-]|\+\+\+"),
    title("live blog", "fr", r"^(?:en )?direct\b\s*[:.,|–—-]|\ben direct\s*:|\bsuivez en direct\b"),
    title("live blog", "es", r"\ben (?:vivo|directo)(?:\s*[:|–—-]|$)|\bminuto a minuto\b|\búltima hora en directo\b"),
    title("live blog", "it", r"\bin diretta$|^diretta\b|\bla diretta\b|\bdiretta live\b"),
    title("live blog", "pt", r"\bao vivo(?:\s*[:|–—-]|$)|\bminuto a minuto\b"),
    title("live blog", "nl", r"\bliveblog\b"),
    address("live blog", r"live|live-?blog|live-updates|liveticker|live-news|en-direct|directo"),
    section("live blog", r"live|live ?blogs?|liveticker|en direct"),

    title("lottery", "en", r"\bwinning (?:lottery )?numbers\b|\b(?:powerball|mega millions|lottery) (?:winning )?(?:numbers|results)\b"),
    title("lottery", "de", r"\blottozahlen\b"),
    title("lottery", "fr", r"\brésultats? (?:du |de l.)?(?:loto|euromillions)\b"),
    title("lottery", "es", r"\bresultados? de la lotería\b|\bcomprobar lotería\b"),

    title("obituary", "en", r"\b(?:dies|dead|died) (?:at|aged?) \d{2,3}\b|^obituary\b|\bobituary$|, dies at\b|, \d{2,3}, (?:dies|is dead)\b|\bis dead at \d{2,3}\b"),
    title("obituary", "de", r"^nachruf\b|\bim alter von \d{2,3} jahren gestorben\b"),
    title("obituary", "fr", r"\b(?:est mort|est morte|mort|morte) à (?:l.âge de )?\d{2,3} ans\b|^nécrologie\b"),
    title("obituary", "es", r"\bmuere(?:n)? a los \d{2,3} años\b|^obituario\b"),
    title("obituary", "it", r"\b(?:morto|morta|muore) a \d{2,3} anni\b"),
    address("obituary", r"obituar(?:y|ies)|nachrufe?|necrologies?|obituarios?"),
    section("obituary", r"obituar(?:y|ies)|nachrufe?|nécrologies?|obituarios?"),

    title("opinion", "en", r"^(?:opinion|op-ed|editorial|commentary|column|letters?(?: to the editor)?|guest essay)\s*[:|–—-]|[:|–—-]\s*(?:opinion|op-ed|editorial|commentary)$|^(?:opinion|comment) \|"),
    title("opinion", "de", r"^(?:kommentar|meinung|leitartikel|gastbeitrag|kolumne)\s*[:|–—-]|[:|–—-]\s*(?:ein )?(?:kommentar|leitartikel)$"),
    title("opinion", "fr", r"^[«“\x22]?[^:]{0,60}[»”\x22]?\s*[:|–—-]?\s*\btribune$|^(?:tribune|édito|éditorial|opinion|point de vue)\s*[.:|–—-]"),
    title("opinion", "es", r"^(?:opinión|editorial|columna|tribuna)\s*[.:|–—-]"),
    title("opinion", "it", r"^(?:il commento|l.editoriale|editoriale|opinione)\s*[.:|–—-]"),
    title("opinion", "pt", r"^(?:opinião|editorial|artigo de opinião)\s*[.:|–—-]"),
    title("opinion", "nl", r"^(?:opinie|column|commentaar)\s*[:|–—-]|[|–—-]\s*(?:opinie|column)$"),
    address("opinion", r"opinions?|op-ed|opeds?|commentisfree|editorials?|columnists?|columns|commentary|kommentare?|meinung|debats|tribunes|opinion-columna|opinie|opiniao|commenti"),
    section("opinion", r"opinions?|op-ed|editorials?|commentary|columns?|columnists?|kommentare?|meinung|opinión|débats|tribunes?|opinie|opinião|commenti|comment"),
    text("opinion", "en", r"\bthe (?:views|opinions) expressed (?:in this (?:article|column|piece|commentary) )?are (?:(?:solely )?those of the (?:author|writer)|(?:the author|the writer).s)"),

    title("podcast", "en", r"^podcast\s*[:|–—-]|[(|–—-]\s*podcast\)?$|\bnew episode of (?:the|our) podcast\b"),
    title("podcast", "de", r"^podcast\s*[:|–—-]|[(|–—-]\s*(?:der )?podcast\)?$"),
    title("podcast", "fr", r"^podcast\s*[.:|–—-]|[(|–—-]\s*podcast\)?$"),
    address("podcast", r"podcasts?"),
    section("podcast", r"podcasts?"),

    title("press release", ANY, r"^press release\b|^pressemitteilung\b|^communiqué de presse\b|^comunicado de prensa\b|^comunicato stampa\b|^persbericht\b"),
    address("press release", r"press-?releases?|prnewswire|globe-newswire|news-releases|pressemitteilung(?:en)?|communiques?-de-presse|notas?-de-prensa"),
    section("press release", r"press releases?|pressemitteilung(?:en)?|communiqués? de presse|notas? de prensa"),
    text("press release", ANY, r"/PRNewswire/|/PRNewswire-|\(GLOBE ?NEWSWIRE\)|\(BUSINESS WIRE\)|--\s?\(BUSINESS WIRE\)|\bGLOBE NEWSWIRE --|^FOR IMMEDIATE RELEASE\b|\bThis press release (?:may )?contains? forward-looking statements\b|^/EIN Presswire|\bots\)\s*[-–]\s|^SOURCE:? [A-Z][\w ]+$"),

    title("quiz", "en", r"\b(?:news|weekly|daily|pop|trivia) quiz\b|^quiz\s*[:|–—-]|[:|–—-]\s*quiz$|\b(?:crossword|wordle|connections|strands|spelling bee|sudoku|quordle)\b.*\b(?:answers?|hints?|clues?|solution)\b|\btake (?:our|the) quiz\b|\btest your knowledge\b"),
    title("quiz", "de", r"^quiz\s*[:|–—-]|\b(?:nachrichten|wochen|wissens)quiz\b|^kreuzworträtsel\b"),
    title("quiz", "fr", r"^quiz\s*[.:|–—-]|^mots croisés\b"),
    title("quiz", "es", r"^(?:quiz|test)\s*[.:|–—-]|^crucigrama\b"),
    address("quiz", r"quizz?(?:es)?|crosswords?|puzzles?|raetsel"),
    section("quiz", r"quizz?(?:es)?|crosswords?|puzzles?|rätsel"),

    title("review", "en", r"\breview:|\breview [–—|-]|[:|–—-]\s*(?:movie |film |book |album |tv |game |product )?review$|^(?:movie |film |book |album |tv |game )?review\b\s*[:|–—-]|\bhands-on review\b"),
    title("review", "de", r"\bim test$|\bim test\s*[:|–—-]|^(?:test|rezension|filmkritik|buchkritik)\s*[:|–—-]"),
    title("review", "fr", r"^(?:critique|test)\s*[.:|–—-]|[:|–—-]\s*(?:la critique|le test)$"),
    title("review", "es", r"^(?:crítica|reseña|análisis de)\b\s*[.:|–—-]?"),
    title("review", "it", r"^recensione\b|[:|–—-]\s*la recensione$"),
    title("review", "nl", r"^(?:recensie|review)\s*[:|–—-]"),
    address("review", r"reviews?|film-reviews?|book-reviews?|testberichte?|critiques?|criticas?|recensioni|recensies"),
    section("review", r"reviews?|film reviews?|book reviews?|testberichte?|critiques?|críticas?|recensioni|recensies"),

    title("roundup", "en", r"\b(?:morning|evening|daily|weekly|week.s) (?:news )?(?:round-?up|briefing|digest|wrap|bid)\b|\bnews (?:round-?up|digest|in brief)\b|\breview recap\b|\bround-?up:|\b(?:things|stories|headlines) (?:to know|you need to know) (?:today|for (?:mon|tues|wednes|thurs|fri|satur|sun)day|this (?:morning|week))\b|\bweek in review\b|\b(?:day|week) in (?:photos|pictures)\b|\btop (?:\d+ )?(?:news|stories|headlines) (?:of|for|today|this)\b|^the (?:morning|evening) (?:edition|download|brief|after)\b|\bmarkets wrap\b|^newspaper headlines:|^daily open:|\bcnbc daily open:|\bnews at a glance:"),
    title("roundup", "de", r"\bkurz und knapp\b|\bdas wichtigste (?:vom|am|des|in kürze)\b|\bpresseschau\b|\bmorgenlage\b|\bnewsblog\b|\btag in kürze\b"),
    title("roundup", "fr", r"\bl.essentiel de l.actualité\b|\brevue de presse\b|\bl.actu en bref\b|\bce qu.il faut retenir de (?:la journée|l.actualité)\b"),
    title("roundup", "es", r"\blas noticias (?:de la semana|del día)\b|\bresumen (?:de la semana|del día)\b"),
    title("roundup", "it", r"\brassegna stampa\b|\ble notizie del giorno\b"),
    address("roundup", r"newsletters?|daily-briefing|morning-briefing|briefings?|news-in-brief|presseschau"),
    section("roundup", r"round-?ups?|newsletters?|(?:morning|daily|evening) briefing|news in brief|presseschau"),

    title("sponsored", ANY, r"^\[?(?:sponsored|paid post|promoted|anzeige|advertorial|partner content|publireportage|contenu partenaire|patrocinado|contenido patrocinado|sponsorizzato|branded content|gesponsord)\]?\s*[:|–—-]|\((?:sponsored|advertorial|anzeige|paid content|patrocinado)\)$|\[(?:sponsored|ad)\]"),
    address("sponsored", r"sponsored|sponsored-content|paid-?post|partner-content|advertorials?|brandvoice|brand-?studio|branded-?content|anzeige|publireportage|contenu-partenaire|patrocinado"),
    section("sponsored", r"sponsored(?: content)?|paid posts?|partner content|advertorials?|brandvoice|branded content|anzeige|brand ?studio|contenu partenaire|contenido patrocinado"),
    text("sponsored", ANY, r"^(?:sponsored(?: content| by\b| post)|paid (?:post|content)|advertisement feature|advertorial|anzeige\b|contenido patrocinado)|\bthis (?:article|post|content|story) (?:is|was) (?:sponsored|paid for) by\b|\bsponsored content\b$"),
];
