//! German words that say the contrary of each other.

use super::stems::{stem, stem_of_small};
use std::collections::HashSet;
use std::sync::LazyLock;

const PAIRS: &str = "steigen fallen|steigen sinken|stieg sank|ansteigen sinken|anstieg rückgang|steigerung senkung|steigen zurückgehen|\
zunehmen abnehmen|zunahme abnahme|zunahme rückgang|wachsen schrumpfen|wachsen sinken|wachstum rückgang|erhöhen senken|erhöhen verringern|\
erhöhen kürzen|erhöhung senkung|erhöhung kürzung|anheben senken|anhebung senkung|heben senken|klettern fallen|klettern sinken|zulegen verlieren|\
zulegen nachgeben|gewinn verlust|gewinnen verlieren|sieg niederlage|siegen verlieren|plus minus|überschuss defizit|\
annehmen ablehnen|annahme ablehnung|zustimmen ablehnen|billigen ablehnen|zustimmung ablehnung|befürworten ablehnen|unterstützen ablehnen|\
befürworten kritisieren|unterstützen bekämpfen|erlauben verbieten|erlaubnis verbot|zulassen verbieten|genehmigen ablehnen|genehmigen untersagen|\
genehmigung ablehnung|erlauben untersagen|öffnen schliessen|öffnung schliessung|eröffnen schliessen|beginnen enden|beginn ende|anfang ende|\
starten stoppen|starten beenden|aufnehmen beenden|fortsetzen beenden|fortsetzen abbrechen|fortsetzen stoppen|aufnehmen einstellen|kaufen verkaufen|\
kauf verkauf|käufer verkäufer|erwerben verkaufen|einstellen entlassen|einstellung entlassung|ankunft abfahrt|ankommen abfahren|\
ankommen abreisen|eintreffen abreisen|einreisen ausreisen|betreten verlassen|beitreten austreten|beitritt austritt|eintreten austreten|\
angreifen verteidigen|angriff verteidigung|bauen abreissen|errichten abreissen|aufbauen abbauen|aufbau abbau|schaffen abbauen|schaffen streichen|\
einführen abschaffen|einführung abschaffung|verhängen aufheben|verschärfen lockern|verschärfung lockerung|verlängern verkürzen|\
verlängerung verkürzung|erweitern verkleinern|ausbauen abbauen|ausweiten einschränken|bestätigen dementieren|bestätigen bestreiten|zugeben bestreiten|\
einräumen bestreiten|einräumen zurückweisen|bestätigen zurückweisen|loben kritisieren|begrüssen verurteilen|begrüssen kritisieren|lob kritik|\
schuldig unschuldig|verurteilen freisprechen|verurteilung freispruch|legal illegal|rechtmässig rechtswidrig|öffentlich privat|\
sicher unsicher|sicher gefährlich|gesund krank|lebend tot|überleben sterben|bekannt unbekannt|gross klein|grösser kleiner|grösste kleinste|lang kurz|\
länger kürzer|hoch niedrig|höher niedriger|höhere niedrigere|höchste niedrigste|stark schwach|stärker schwächer|schnell langsam|schneller langsamer|früh spät|früher später|\
jung alt|neu alt|neu früher|neu ehemalig|gut schlecht|besser schlechter|beste schlechteste|positiv negativ|optimistisch pessimistisch|voll leer|\
reich arm|teuer billig|teurer billiger|teuer günstig|teurer günstiger|erste letzte|mehr weniger|meiste wenigste|viel wenig|viele wenige|\
nord süd|norden süden|osten westen|nördlich südlich|östlich westlich|oben unten|links rechts|innen aussen|morgen abend|vormittag nachmittag|\
tag nacht|sommer winter|frühjahr herbst|mann frau|männer frauen|sohn tochter|bruder schwester|vater mutter|junge mädchen|freund feind|krieg frieden|\
warm kalt|wärmer kälter|heiss kalt|trocken nass|trocken feucht|hell dunkel|leicht schwer|einfach schwierig|möglich unmöglich|wahrscheinlich unwahrscheinlich|\
vorläufig endgültig|vorübergehend dauerhaft|befristet unbefristet|freiwillig verpflichtend|inland ausland|inländisch ausländisch|national international|\
import export|einfuhr ausfuhr|mehrheit minderheit|mindestens höchstens|maximal minimal|oberhalb unterhalb|pflicht freiwillig|vollständig teilweise|\
verbessern verschlechtern|verbesserung verschlechterung|beschleunigen verlangsamen|beschleunigen bremsen|entspannen zuspitzen|erleichtern erschweren|\
entlasten belasten|entlastung belastung|aufhellen eintrüben|gelingen scheitern|gelungen gescheitert|erfolg misserfolg|erfolgreich erfolglos|erfolg scheitern|\
freigeben sperren|freigabe sperrung|freigegeben gesperrt|einsteigen aussteigen|einstieg ausstieg|aufsteigen absteigen|aufstieg abstieg|vermieten mieten|\
leihen verleihen|angebot nachfrage|einnahmen ausgaben|einnahme ausgabe|arbeitgeber arbeitnehmer|freilassen festnehmen|freilassung festnahme|\
wiedereröffnen schliessen|gekündigt verlängert|kündigen verlängern|räumen besetzen|retten töten|finden verlieren|anwesend abwesend|\
anfangen aufhören|hinweisen verschweigen|veröffentlichen zurückhalten|anordnen aufheben|aussetzen fortsetzen|abgesagt bestätigt|absagen zusagen|verbindlich unverbindlich|scheitern erfolgreich|kritisieren verteidigen|angreifen verteidigen|verteidigen kritisieren|loben tadeln|bestätigen widerlegen|zahlen verweigern|beenden fortsetzen|beginnen beenden|begrüssen ablehnen|erlauben ablehnen|übernehmen zurückweisen|stattgeben abweisen|zustimmen abweisen|abbrechen aufnehmen";

static OPPOSITES: LazyLock<HashSet<(String, String)>> = LazyLock::new(|| {
    let pairs = PAIRS.split('|').filter_map(|pair| pair.split_once(' '));
    let forms = |word: &str| [stem(word), stem_of_small(word)];
    pairs
        .flat_map(|(a, b)| {
            let (one, other) = (forms(a), forms(b));
            let both = one.into_iter().flat_map(move |a| other.clone().map(|b| (a.clone(), b)));
            both.flat_map(|(a, b)| [(a.clone(), b.clone()), (b, a)])
        })
        .collect()
});

/// Whether two stems say the contrary of each other: one is in a pair with the other, or denies it by "un".
pub(crate) fn are_opposite(one: &str, other: &str) -> bool {
    let denied =
        |long: &str, short: &str| short.len() > 3 && long.strip_prefix("un") == Some(short);
    denied(one, other)
        || denied(other, one)
        || OPPOSITES.contains(&(one.to_owned(), other.to_owned()))
}
