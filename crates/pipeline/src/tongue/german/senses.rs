//! What German words mean to the rules, in all their forms.

use super::super::Sense;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

const SENSES: [(Sense, &str); 19] = [
    (
        Sense::Denies,
        "nicht kein keine keinen keinem keiner keines keins nie niemals niemand niemanden niemandem \
         nichts weder ohne nirgends nirgendwo keinesfalls keineswegs mitnichten ausser ausgenommen \
         unmöglich ausgeschlossen",
    ),
    (
        Sense::Doubts,
        "zweifel zweifelt zweifeln zweifelte zweifelten bezweifelt bezweifelte bezweifeln bezweifelten \
         bestreitet bestritt bestritten bestreiten dementiert dementierte dementierten dementieren leugnet \
         leugnete leugnen wies weist zurückgewiesen falsch unwahr gerücht gerüchte gerüchten mythos unklar \
         hofft hoffte hoffen fürchtet fürchtete befürchtet befürchtete unwahrscheinlich widersprach widerspricht",
    ),
    (Sense::That, "dass ob"),
    (Sense::Whether, "ob"),
    (Sense::OpensCondition, "falls sofern wenn vorausgesetzt solange"),
    (
        Sense::Hedges,
        "könnte könnten dürfte dürften soll sollen sollte sollten möglicherweise möglich mögliche möglichen \
         möglicher mögliches angeblich angebliche angeblichen angeblicher angebliches voraussichtlich erwägt \
         erwägen erwog erwogen erwäge vermutlich vermutete vermutet vermuten mutmasslich mutmassliche \
         mutmasslichen mutmasslicher wahrscheinlich vielleicht eventuell womöglich wohl offenbar anscheinend \
         scheinbar scheint scheinen schien schienen wolle wollen will wollte wollten plant planen plante planten \
         geplant geplante geplanten erwartet erwarten erwartete erwarteten hofft hoffen hoffte hofften prüft \
         prüfen prüfte prüften versucht versuchen versuchte versuchten würde würden wäre wären hätte hätten \
         müsste müssten droht drohen drohte drohten vorgeschlagen schlägt schlug verdächtigt verdächtigte \
         verdächtig verdacht strebt streben anstrebt angestrebt beabsichtigt beabsichtigen falls könne können \
         glaubt glauben glaubte wünscht beschuldigt beschuldigte beschuldigten bezichtigt bezichtigte bezweifelt bezweifelte kann \
         zufolge bewirbt schätzungsweise gilt gelten rechnet rechnen rechnete",
    ),
    (
        Sense::Reports,
        "habe sei seien werde könne solle müsse wolle dürfe wisse gebe komme gehe stehe bleibe liege mache \
         nehme sehe halte führe finde brauche laufe hätten hätte wären wäre würden würde",
    ),
    (
        Sense::Causal,
        "weil da denn wegen aufgrund deshalb deswegen daher darum folglich infolge dank angesichts durch nach \
         verursacht verursachte verursachten verursachen ausgelöst löste lösten auslöste führte führten führt \
         geführt grund ursache ursachen anlass nachdem damit dadurch somit so folge folgen zwang zwangen \
         bedingt mangels da seit bei reaktion sodass",
    ),
    (
        Sense::ClaimsCause,
        "weil wegen aufgrund deshalb deswegen daher darum folglich infolge dank verursacht verursachte \
         verursachten verursachen ausgelöst auslöste grund ursache dadurch sodass mangels",
    ),
    (
        Sense::Says,
        "sagt sagte sagten sagen gesagt erklärt erklärte erklärten erklären teilt teilte teilten mitgeteilt \
         mitteilte mitteilten mitteilt betont betonte betonten meint meinte meinten berichtet berichtete \
         berichteten schreibt schrieb schrieben antwortet antwortete fragt fragte kündigt kündigte kündigten \
         angekündigt ankündigte ankündigten behauptet behauptete behaupteten räumt räumte einräumte eingeräumt \
         warnt warnte warnten fügt fügte hinzufügte ergänzt ergänzte äussert äusserte äusserten versichert \
         versicherte versicherten bestätigt bestätigte bestätigten spricht sprach sprachen nennt nannte nannten \
         bezeichnet bezeichnete bezeichneten verkündet verkündete ruft rief riefen meldet meldete meldeten \
         erzählt erzählte kritisiert kritisierte mahnt mahnte laut zufolge angaben verlautete heisst hiess \
         beteuert beteuerte unterstreicht unterstrich argumentiert argumentierte entgegnet entgegnete \
         bekräftigt bekräftigte schildert schilderte stellt klarstellte hiess lobt lobte",
    ),
    (Sense::Accords, "laut zufolge angaben aussage worten"),
    (
        Sense::Judges,
        "lobte lobt würdigte würdigt verurteilte verurteilt beschrieb beschreibt versprach verspricht \
         beklagte beklagt forderte fordert prophezeite schimpfte klagte klagt spottete höhnte twitterte \
         postete zitierte zitiert bedauerte bedauert begrüsste begrüsst appellierte appelliert verlangte \
         verlangt erinnerte erinnert",
    ),
    (
        Sense::Pronoun,
        "er sie es ihm ihr ihn ihnen ihre ihrem ihren ihrer ihres sein seine seinem seinen seiner seines \
         dieser diese dieses ich wir mein meine uns unser unsere",
    ),
    (Sense::CanSpeak, "er sie ich wir"),
    (
        Sense::SpeakerNoun,
        "sprecher sprecherin sprechern regierungssprecher polizeisprecher polizeisprecherin \
         unternehmenssprecher konzernsprecher behörde behörden polizei staatsanwaltschaft feuerwehr ministerium \
         unternehmen konzern regierung gewerkschaft anwalt anwältin anwälte richter richterin minister \
         ministerin experte experten expertin analyst analysten kritiker augenzeuge augenzeugen zeuge zeugen \
         insider insidern kreise kreisen bericht medienbericht verband betreiber vorstand abgeordneter \
         abgeordnete senator senatorin gouverneur beamter beamte wetterdienst institut gericht sender \
         agentur zeitung nachrichtenagentur",
    ),
    (
        Sense::Title,
        "präsident präsidentin präsidenten bundespräsident bundespräsidentin kanzler kanzlerin bundeskanzler \
         bundeskanzlerin minister ministerin ministers aussenminister aussenministerin innenminister \
         innenministerin finanzminister finanzministerin verkehrsminister verkehrsministerin \
         wirtschaftsminister wirtschaftsministerin umweltminister umweltministerin verteidigungsminister \
         verteidigungsministerin gesundheitsminister gesundheitsministerin justizminister justizministerin \
         bildungsminister bildungsministerin agrarminister agrarministerin sozialministerin sozialminister \
         ministerpräsident ministerpräsidentin premierminister premierministerin premier regierungschef \
         regierungschefin bürgermeister bürgermeisterin oberbürgermeister oberbürgermeisterin landrat landrätin \
         senator senatorin gouverneur gouverneurin abgeordnete abgeordneter herr herrn frau dr prof professor \
         professorin könig königin prinz prinzessin papst bischof bischöfin kardinal general richter richterin \
         staatsanwalt staatsanwältin oberstaatsanwalt oberstaatsanwältin anwalt anwältin trainer trainerin \
         kapitän kapitänin chef chefin vorsitzende vorsitzender vorsitzenden geschäftsführer geschäftsführerin \
         vorstand vorstandschef vorstandschefin konzernchef konzernchefin firmenchef direktor direktorin sprecher \
         sprecherin polizeisprecher polizeisprecherin regierungssprecher regierungssprecherin \
         unternehmenssprecher unternehmenssprecherin generalsekretär generalsekretärin botschafter botschafterin \
         forscher forscherin experte expertin ökonom ökonomin analyst analystin historiker historikerin arzt ärztin \
         leiter leiterin landeschef gewerkschaftschef gewerkschafter fraktionschef fraktionschefin parteichef \
         parteichefin staatssekretär staatssekretärin ex vize sänger sängerin schauspieler schauspielerin autor \
         autorin regisseur regisseurin torwart stürmer stadtrat stadträtin baustadtrat polizeichef \
         polizeichefin feuerwehrchef einsatzleiter einsatzleiterin intendant intendantin pfarrer kommissarin \
         kommissar präsidentschaftskandidat spitzenkandidat spitzenkandidatin gründer gründerin \
         betriebsratschef betriebsratschefin verbandschef verbandschefin",
    ),
    (
        Sense::Rounds,
        "rund etwa knapp fast beinahe nahezu über ungefähr circa ca gut als mindestens höchstens zu gegen \
         annähernd schätzungsweise maximal um kaum",
    ),
    (
        Sense::MeansAll,
        "alle allen aller alles sämtliche sämtlichen jeder jede jedes jedem jeden immer stets ganze ganzen \
         gesamte gesamten beide beiden",
    ),
    (
        Sense::MeansSome,
        "einige einigen einiger einer eine eines einen einzelne einzelnen mehrere mehreren viele vielen manche manchen wenige \
         wenigen hälfte nur lediglich teilweise meisten oft manchmal teil zwei",
    ),
];

const FUNCTION_WORDS: &str = "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner keines \
    und oder aber sondern denn doch jedoch sowie auch als wie wenn weil dass ob da damit sodass falls sofern obwohl \
    während nachdem bevor bis seit seitdem indem in im ins an am ans auf aufs aus bei beim mit nach von vom vor vorm zu zum zur \
    für fürs über übers unter gegen durch durchs um ohne wegen trotz ab zwischen hinter neben innerhalb ausserhalb \
    entlang samt laut zufolge aufgrund infolge dank angesichts gegenüber je pro per \
    er sie es wir ihr ich du man sich mich mir dich dir uns euch ihm ihn ihnen ihre ihrem ihren ihrer ihres sein seine seinem \
    seinen seiner seines mein meine meinem meinen meiner unser unsere unserem unseren unserer dieser diese dieses diesem diesen jener \
    jene jenes jenem jenen welcher welche welches welchem welchen deren dessen denen wer wen wem wessen was wo woher wohin warum wann \
    ist sind war waren sei seien wäre wären bin gewesen hat haben hatte hatten habe hätte hätten gehabt wird werden wurde \
    wurden worden würde würden werde geworden kann können konnte konnten könnte könnten könne soll sollen sollte sollten solle muss müssen \
    musste mussten müsste müssten müsse darf dürfen durfte durften dürfte dürften dürfe will wollen wollte wollten wolle mag mögen \
    nicht nie nichts nur noch schon bereits mehr sehr so dann dabei dafür dagegen daher darauf daran darin darum darunter davon davor \
    dazu deshalb deswegen hier dort nun jetzt heute zudem ausserdem zunächst zuvor danach dadurch wieder weiter weiterhin immer \
    alle allen aller alles einige einigen viele vielen andere anderen anderer anderes anderem beide beiden solche solchen solcher selbst \
    etwa rund knapp fast gut ganz eben erst gar etwas jeder jede jedes jedem jeden herr herrn frau weniger meist \
    hin her weg ja nein also allerdings unterdessen derzeit zugleich jeweils insgesamt vielmehr";

static BY_WORD: LazyLock<FxHashMap<&str, u32>> = LazyLock::new(|| {
    let mut found: FxHashMap<&str, u32> = FxHashMap::default();
    for (sense, words) in &SENSES {
        for word in words.split_whitespace() {
            *found.entry(word).or_default() |= 1 << *sense as u8;
        }
    }
    found
});

static SMALL: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| FUNCTION_WORDS.split_whitespace().collect());

/// Whether a word in small letters means this.
pub(crate) fn has(sense: Sense, key: &str) -> bool {
    BY_WORD.get(key).is_some_and(|known| known & (1 << sense as u8) != 0)
}

/// Whether a word carries grammar rather than meaning.
pub(crate) fn is_function_word(key: &str) -> bool {
    SMALL.contains(key)
}
