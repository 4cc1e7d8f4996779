//! Nouns that name nothing: German writes every noun with a capital.

use super::stems::stem;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// The last parts of common nouns of the news: "Hafenbehörde" ends with one.
const HEADS: &str = "abend abfahrt abgabe abgeordnete abgeordneter abkommen ablehnung abnahme abschluss absicht abstimmung abteilung \
abwehr agentur aktie aktion aktionär aktivist akte alarm alltag alter amt anfang anfrage angabe angebot angehörige angeklagte angeklagter \
angestellte angriff angst anhänger anklage ankunft anlage anlass anleger anleihe anschlag ansicht anspruch anstalt anstieg anteil antrag \
antwort anwalt anwalt anwältin anwohner anzahl anzeige apparat arbeit arbeiter arbeiterin arbeitgeber arbeitnehmer arbeitsplatz archiv \
armee art artikel arzt ärztin ast auffassung aufgabe aufklärung auflage aufnahme aufruf aufstand auftakt auftrag auftritt auge augenzeuge \
ausbau ausbruch ausfall ausfuhr ausgabe ausgang auskunft ausland auslöser ausmass ausnahme aussage ausschuss ausstieg ausstoss austausch \
auswahl ausweg auszahlung auto autobahn autor bad bahn bahnhof ball band bande bank bar bau bauer baum beamte beamter bedarf bedenken \
bedingung bedrohung befehl befund beginn behörde beitrag bekannte beleg bereich bericht beruf bescheid beschäftigte beschäftigter \
beschluss beschwerde besitz besitzer bestand besuch besucher beteiligung betrag betrieb betreiber betroffene betrug bett bevölkerung \
beweis bewohner bezirk bild bildung bischof blatt blick block boden bombe boot börse botschaft brand brief brücke bruder buch bund \
bündnis bürger bürgerin büro bus chance chef chefin daten datum dauer debatte deich demonstrant demonstration denkmal deutsche dieb dienst diesel direktor \
dorf drohne druck dürre ebene ecke effekt ehe ehemann eigentümer einbruch einfluss einfuhr eingang einheit einigung einkommen einnahme einsatz \
einschätzung einwand einwohner eis element eltern ende energie entscheid entwurf erde erdbeben erdrutsch erfolg ergebnis erholung \
ermittler ermittlung ersatz essen etage etat experte expertin explosion export fabrik fach fahrer fahrerin fahrgast fahrt fahrzeug fall \
familie fan farbe fehler feier feld fenster ferien fest feuer feuerwehr figur film finanzen firma fisch fischer flagge fläche flucht flüchtling \
flug flughafen flugzeug fluss flut folge forderung form forscher forscherin forschung fortschritt foto frage frau freiheit freund frieden frist front frost \
führer führung fund funktion fuss fußball gast gas gebäude gebiet gebühr geburt geburtstag gefahr gefängnis gefecht gegend gegner gehalt geist geld gelände gemeinde \
gemeinschaft general generation genehmigung gericht gesamtzahl geschäft geschichte gesellschaft gesetz gesicht gespräch gestein gesundheit \
getreide gewalt gewerkschaft gewicht gewinn gewitter gift gipfel gleis glück grad grenze grippe großteil größe grund gründer grundlage gruppe gut gutachten \
hafen haft haftbefehl hagel hälfte halle haltung hand handel händler handlung haus haushalt helfer herbst hersteller hilfe himmel hinsicht hintergrund \
hinweis hitze hochschule hochwasser hof hoffnung höhe hotel hubschrauber hund idee import index industrie information inhaber inhalt initiative insel insider institut \
instrument interesse investition investor jagd jahr jahrestag jahrhundert jahrzehnt journalist jubiläum jugend jugendliche junge jury kabinett kai kaiser kalender kamera \
kammer kampf kandidat kandidatin kanzler kanal kapitän karte kasse katastrophe kategorie kauf käufer kern kette kilometer kind kino kirche klage kläger klasse klima klinik koalition \
kohle kollege kommission kommune komitee konferenz konflikt kongress könig konkurrent konkurrenz konsum kontakt konto kontrolle konzern konzert kopf körper kosten kraft kraftwerk krankenhaus krankheit kredit kreis krieg \
krise kritik kritiker kultur kunde kundin kunst kurs küste labor lage lager land landkreis landwirt landwirtschaft länge lärm last lauf laufzeit leben lehrer lehrerin leiche leistung leiter leiterin \
leitung licht lieferung linie linke liste literatur loch lohn lösung luft macht mädchen maler mandat mangel mann mannschaft manager markt marine marke maschine maßnahme massnahme material mauer medien medikament meer mehrheit \
meinung meister meldung menge mensch menschen messe messer miete mieter militär million milliarde minderheit minister ministerin ministerium minute mission mitarbeiter mitarbeiterin mitglied mittag mitte mittel mitteilung \
modell mode moderator möglichkeit moment monat mord morgen motor müll museum musik mutter nachbar nachfrage nachmittag nachricht nacht name nation natur nebel niederlage netz neubau norden note notfall nutzer objekt \
offizier offensive öffentlichkeit ohr öl opfer opposition ordnung organisation ort osten paar paket panne papier park parlament partei partner passagier patient pause person personal perspektive pfarrer pferd pflanze pflege pflicht phase plan \
planet platz politik politiker politikerin polizei polizist polizistin position post posten präsident präsidentin praxis preis presse prinzip problem produkt produktion professor profi prognose programm projekt protest prozent prozess prüfer prüfung \
publikum punkt quartal quelle rad rand rang rat rate rathaus raum räuber rauch reaktion rechnung recht rede referendum reform regel regen regierung region regisseur reich reihe reise reisende rekord rektor rennen rente reparatur report republik rest restaurant \
retter rettung richter richterin richtung rivale roboter rohstoff rolle route rückgang rücktritt rückzug ruder ruf ruhe runde saal sache sachschaden saison salz sanktion satz satellit säule schaden schatz schicht schiff schiene schild schlag schluss schnee schreiben schritt schuld schulden \
schule schüler schülerin schuss schutz schwester see seite sekunde senat sender senator serie sicherheit sicht sieg signal situation sitz sitzung sohn soldat soldatin sommer sonne sorge spanne spektrum sperre sperrung spiel spieler spielerin spielfeld spitze sport sprache sprecher sprecherin spur staat stadion stadt stadtrat stadtteil stamm stand standort star start station \
statistik stau steg stein stelle stellung steuer stiftung stimme stoff stopp störung strafe strand straße strasse strategie strecke streik streit strom struktur stück student studentin studie studio stufe stunde sturm suche süden summe syndikat system szene tabelle tag tal tank tat täter team technik teil teilnehmer telefon temperatur \
termin test text theater thema therapie tier tisch titel tochter tod todesopfer tonne tor tote toter toten tourist tradition träger training transport traum treffen trend treppe trainer trainerin truppe tunnel tür turnier übergang überschuss ufer uhr umfrage umgang umgebung umsatz umstand umwelt unfall ungar union universität unruhe unterkunft unternehmen unterlage unternehmer unterschied unterschrift unterstützung untersuchung \
urlaub ursache urteil vater verband verbot verbrauch verbraucher verbrechen verdacht verdächtige verdächtiger verein verfahren verfassung vergangenheit vergleich verhältnis verhandlung verkauf verkehr verletzte verletzter verlust vermittler vermögen verordnung versammlung versicherung version verstoß versuch vertrag vertrauen vertreter vertreterin verwaltung viertel virus volk vollzug vorfall vorgabe vorgang vorgänger \
vorhaben vorjahr vormittag vorschlag vorsitz vorsprung vorstand vorstoß vorteil vorwurf waffe wagen wahl wähler wählerin wahrheit währung wald wand wandel ware wärme warnung wasser wechsel weg weise welle welt werft werk werkstatt wert westen wetter wettbewerb widerstand wind winter wirkung wirtschaft wissen wissenschaft wissenschaftler wissenschaftlerin woche wochenende wohl wohnung wort wunsch \
zahl zahlung zeichen zeit zeitpunkt zeitraum zeitung zelle zentrum zentrale zerstörung zeuge zeugin ziel zimmer zins zoll zone zoo zufahrt zug zugang zukunft zuschauer zuschuss zustand zustimmung zweck zweifel zweig \
gletscher bergung besatzung fähre fähren passagiere frachter tanker containerschiff schleuse pegel sandbank damm wal seenotretter küstenwache lotse reederei fahrplan lok lokführer weiche gleisbett bäcker bäckerei metzger mühle brauerei winzer ernte weizen apfel obst gemüse vieh rind schwein huhn geflügel honig biene imker wolf bär storch hirsch luchs ausstellung gemälde roman orchester chor oper \
impfung impfstoff erreger seuche keim spital pflegeheim kita klassenzimmer abitur zeugnis lehrling ausbildung studium mensa forschungsschiff teleskop rakete raumfahrt sonde mond planet software rechner netzwerk chip prozessor server angreifer hacker passwort modell algorithmus";

/// Endings that only nouns without a bearer have.
const ENDINGS: [&str; 27] = [
    "ung", "ungen", "heit", "heiten", "keit", "keiten", "schaft", "schaften", "tion", "tionen",
    "sion", "sionen", "ität", "itäten", "ismus", "nisse", "nissen", "chen", "ling", "linge",
    "lingen", "ierung", "eure", "euren", "isten", "enz", "innen",
];

static STEMS: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| HEADS.split_whitespace().map(|head| stem(&head.replace('ß', "ss"))).collect());

/// Letters of the shortest head that counts at the end of a longer word: "Amt" also ends names.
const SHORTEST_HEAD: usize = 4;

/// Heads with which names of places end.
const IN_PLACES: [&str; 26] = [
    "stadt", "land", "dorf", "feld", "bach", "wald", "hof", "haus", "hafen", "tal", "see", "insel",
    "reich", "stein", "brucke", "bruck", "burg", "berg", "bad", "stamm", "hand", "mann", "baum",
    "fluss", "wert", "rand",
];

/// Whether a word in small letters is a noun for any of its kind, by itself or by its end.
pub(super) fn is_common(key: &str) -> bool {
    let whole = stem(key);
    if STEMS.contains(&whole) {
        return true;
    }
    if key.len() > 6 && ENDINGS.iter().any(|ending| key.ends_with(ending)) {
        return true;
    }
    let starts = whole.char_indices().map(|(at, _)| at).skip(3);
    starts
        .map(|at| &whole[at..])
        .take_while(|end| end.len() >= SHORTEST_HEAD)
        .any(|end| STEMS.contains(end) && !IN_PLACES.contains(&end))
}

/// Whether a word in small letters is itself one of the listed nouns.
pub(super) fn is_listed(key: &str) -> bool {
    STEMS.contains(&stem(key))
}

/// Trades that are surnames too: behind a given name they name somebody.
pub(super) fn is_surname_too(key: &str) -> bool {
    matches!(
        key,
        "fischer"
            | "müller"
            | "schneider"
            | "schmidt"
            | "bauer"
            | "koch"
            | "weber"
            | "richter"
            | "wolf"
            | "kaiser"
            | "könig"
            | "herbst"
            | "sommer"
            | "winter"
            | "berg"
            | "stein"
            | "baum"
            | "vogel"
            | "fuchs"
            | "lang"
            | "braun"
            | "schwarz"
            | "jung"
            | "sturm"
            | "stark"
            | "hahn"
            | "frost"
            | "brand"
            | "brandt"
            | "maurer"
            | "zimmer"
            | "graf"
            | "engel"
            | "roth"
            | "blum"
            | "horn"
            | "busch"
            | "kraft"
            | "haas"
            | "pfeiffer"
            | "schuster"
            | "becker"
            | "bischof"
            | "papst"
            | "tag"
    )
}
