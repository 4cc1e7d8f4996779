//! The commonest words and the own letters of languages that share a script.

use super::scripts::Script;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// What we know of a language.
struct Language {
    code: &'static str,
    /// ISO 639-3, as other tools name it.
    three: &'static str,
    script: Script,
    /// Words that carry no topic: articles, prepositions, auxiliaries, and those of headlines.
    words: &'static str,
    /// Its letters beyond those that all languages of the script have.
    letters: &'static str,
}

const fn latin(
    code: &'static str,
    three: &'static str,
    letters: &'static str,
    words: &'static str,
) -> Language {
    Language { code, three, script: Script::Latin, words, letters }
}

const fn cyrillic(
    code: &'static str,
    three: &'static str,
    letters: &'static str,
    words: &'static str,
) -> Language {
    Language { code, three, script: Script::Cyrillic, words, letters }
}

const fn arabic(
    code: &'static str,
    three: &'static str,
    letters: &'static str,
    words: &'static str,
) -> Language {
    Language { code, three, script: Script::Arabic, words, letters }
}

const fn devanagari(
    code: &'static str,
    three: &'static str,
    letters: &'static str,
    words: &'static str,
) -> Language {
    Language { code, three, script: Script::Devanagari, words, letters }
}

#[rustfmt::skip]
const LANGUAGES: &[Language] = &[
    latin("en", "eng", "é", "the of and to in is are was were be been has have had for on with that this these those it its as at by from or not but they he she his her their we you will would can could should after before over into about than more most new says said how why what who when where which there no up out off down under between against amid during while if all one two first year years people"),
    latin("de", "deu", "äöüß", "der die das den dem des ein eine einen einem einer eines und oder aber nicht ist sind war waren wird werden wurde wurden hat haben hatte im in am an auf aus bei mit nach von vom vor zu zum zur für über unter gegen durch um wie was wer wenn als auch noch nur mehr sich es er sie wir ihr ich man kein keine soll will kann können muss müssen neue neuer neues neuen jahr jahre jahren uhr seit zwischen ohne bis dass weil"),
    latin("fr", "fra", "àâæçéèêëîïôœùûüÿ", "le la les un une des du de au aux et ou mais est sont était ont été être avoir dans sur sous pour par avec sans chez entre vers depuis après avant contre pendant que qui quoi dont où ce cet cette ces son sa ses leur leurs il elle ils elles on nous vous ne pas plus moins très aussi comme se en y à selon fait faire deux ans année nouveau nouvelle nouveaux après l d s n qu c j"),
    latin("es", "spa", "áéíñóúü¿¡", "el la los las un una unos unas del de al y o pero es son era fue fueron ser está están ha han hay había en con por para sin sobre entre desde hasta tras ante según contra durante que quien como cuando donde cual su sus se lo le les no más menos muy también ya este esta estos estas ese esa años año nuevo nueva nuevos dos primera primer hoy sino todo todos mientras"),
    latin("it", "ita", "àèéìíòóùú", "il lo la i gli le un uno una di del dello della dei degli delle da dal dalla dai dalle al alla allo ai agli alle nel nella nei nelle sul sulla sui sulle con per tra fra su e ed o ma è sono era erano ha hanno stato stata stati essere che chi cui come quando dove non più meno anche ancora già si ci ne suo sua suoi loro questo questa questi quello dopo prima contro senza anni anno nuovo nuova due oggi l d dell all nell sull dall"),
    latin("pt", "por", "áâãàçéêíóôõú", "o a os as um uma uns umas do da dos das de no na nos nas ao aos à às pelo pela pelos pelas em com por para sem sobre entre desde até após e ou mas é são foi foram era ser está estão tem têm há não mais menos muito também já que quem como quando onde se seu sua seus suas ele ela eles este esta isso novo nova dois duas anos ano diz contra ainda segundo mesmo"),
    latin("nl", "nld", "éëïóöü", "de het een en of maar is zijn was waren wordt worden werd werden heeft hebben had in op aan van voor met door bij naar uit over onder tegen tussen na tot om te ten ter niet geen ook nog wel meer als dan dat die dit deze er hij zij ze we wij je zich hun haar kan kunnen moet moeten zal zullen wil nieuwe nieuw jaar uur hoe wat wie waar waarom zonder tijdens volgens door"),
    latin("sv", "swe", "åäöé", "och att det den en ett de som i på av för med till från om är var blir blev har hade inte men eller när efter över under mellan mot vid hos utan genom sig sin sitt sina han hon vi ni jag man kan ska skulle vill får måste mer mest nya ny nytt år alla många också redan här där vad hur varför två första enligt säger sedan inför"),
    latin("da", "dan", "æøåé", "og at det den en et de som i på af for med til fra om er var bliver blev har havde ikke men eller når efter over under mellem mod ved hos uden gennem sig sin sit sine han hun vi jeg man kan skal skulle vil får må mere mest nye ny nyt år alle mange også allerede her der hvad hvordan hvorfor to første ifølge siger siden bliver deres nu efter blandt"),
    latin("no", "nob", "æøåé", "og at det den en et ei de som i på av for med til fra om er var blir ble har hadde ikke men eller når etter over under mellom mot ved hos uten gjennom seg sin sitt sine han hun vi jeg man kan skal skulle vil får må mer mest nye ny nytt år alle mange også allerede her der hva hvordan hvorfor to første ifølge sier siden deres nå etter blant fikk"),
    latin("fi", "fin", "äöå", "ja on ei että se ne hän he oli ovat olivat ole ollut oli mutta tai kun jos niin kuin myös vain vielä jo nyt sekä joka jotka mitä mikä kuka missä miten miksi sen tämä tämän nämä hänen heidän mukaan jälkeen ennen kanssa ilman yli alle vuoden vuotta vuonna uusi uuden uudet kaksi ensimmäinen voi saa pitää tulee sanoo kertoo suomen asti vastaan"),
    latin("pl", "pol", "ąćęłńóśźż", "i w z na do nie się jest są był była było byli będzie będą to ten ta te tego tej tym tych że o od po za przez dla przed pod nad między przy bez oraz lub albo ale jak jako gdy kiedy gdzie co kto który która które których już tylko także też bardziej więcej może mogą ma mają po lat rok roku nowy nowa nowe dwa po ze we jego jej ich swoje według czy"),
    latin("cs", "ces", "áčďéěíňóřšťúůýž", "a v ve s se si z ze na do je jsou byl byla bylo byli bude budou to ten ta ty toho této že o od po za pro před pod nad mezi při bez nebo ale i jak jako když kde co kdo který která které už jen také více může mohou má mají podle let rok roku nový nová nové dva první proti až kvůli jeho její jejich své není byl ho by aby"),
    latin("sk", "slk", "áäčďéíĺľňóôŕšťúýž", "a v vo s so sa si z zo na do je sú bol bola bolo boli bude budú to ten tá tie toho tejto že o od po za pre pred pod nad medzi pri bez alebo ale aj i ako keď kde čo kto ktorý ktorá ktoré už len tiež viac môže môžu má majú podľa rokov rok roku nový nová nové dva prvý proti až pre jeho jej ich svoje nie aby"),
    latin("hu", "hun", "áéíóöőúüű", "a az és hogy nem is egy volt van vannak lesz lett már még csak meg ki be fel le el de vagy mint ha amikor ahol aki ami mert szerint után előtt között alatt nélkül ellen felett sem több minden új két első évben év ezer milliárd magyar ez ezt azt ezek annak ennek kell lehet most majd"),
    latin("ro", "ron", "ăâîșțşţ", "și în de la cu pe pentru din prin este sunt a au fost era fi va vor nu mai că care ce cine cum când unde un o unui unei ale al ai lui ei lor sau dar după înainte între fără până despre împotriva sub peste acest această aceste acum anul ani nou nouă noi noul doi două prima toate toți fost spune"),
    latin("tr", "tur", "çğıöşüâî", "ve bir bu da de için ile olarak olan oldu olacak olduğu daha çok en gibi kadar sonra önce göre karşı ancak ama ya veya ise mi mı mu ne nasıl neden kim hangi her tüm var yok değil etti ediyor edildi yapıldı dedi diye yeni yıl yılında iki ilk son üzerinde arasında o şu ki hem"),
    latin("id", "ind", "é", "yang dan di ke dari untuk dengan pada ini itu adalah akan tidak juga telah sudah oleh dalam sebagai karena atau tetapi lebih bisa dapat ada saat setelah sebelum antara bagi para kami kita mereka dia ia tahun baru dua pertama warga orang harus hingga secara terhadap usai soal jadi"),
    latin("vi", "vie", "ơưđăạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹáàãâéèêíìóòõôúùý", "và của là có trong cho với các những được không một này đã đang sẽ từ đến khi người năm về ra tại theo nhiều như để vào trên sau trước bị hai mới ngày phải còn cũng nhưng làm"),
    latin("hr", "hrv", "čćđšž", "i u na je se da su bio bila bilo bili biti će za od do s sa iz po o koji koja koje što kako kada gdje ali ili ne nije nisu već samo još više može mogu ima imaju prema nakon prije između bez protiv kod zbog godine godina novi nova nove dva prvi ovaj ova ovo to taj ta njegov svoje jer"),
    latin("sl", "slv", "čšž", "in v na je se da so bil bila bilo bili biti bo bodo za od do s z iz po o ki ko kako kdaj kje ali pa ne ni niso že samo še več lahko ima imajo po pred med brez proti pri zaradi leta let novi nova nove dva prvi ta to tega svoje tudi kot kaj"),
    latin("ca", "cat", "àçèéíïòóúü", "el la els les un una uns unes del dels de al als i o però és són era va van ha han hi en amb per sense sobre entre des fins després segons contra durant que qui com quan on quin seu seva seus seves es ho li no més menys molt també ja aquest aquesta aquests anys any nou nova dos primera avui l d s tots mentre"),
    latin("et", "est", "äõöüšž", "ja on ei et see oli olid ka kui mis kes või aga ning oma ta nad selle seda pärast enne koos ilma vastu üle alla juba veel vaid ainult rohkem uus uue aasta aastat kaks esimene peab võib saab tuleb ütles eesti"),
    latin("lv", "lav", "āčēģīķļņšūž", "un ir no par ar uz kas ka bija nav tas tā šo šī to arī vai bet kā kad kur pēc pirms bez līdz pret starp pie jau vēl tikai vairāk jauns jauna gada gadu divi pirmais var viņš viņa savu latvijas"),
    latin("lt", "lit", "ąčęėįšųūž", "ir yra kad su į iš ne bei buvo tai bet kaip kai kur po prieš be iki nuo per už apie pagal jau dar tik daugiau naujas nauja metų metais du pirmas gali jis ji savo lietuvos šis ši tačiau"),
    latin("is", "isl", "áðéíóúýþæö", "og að í á er var sem um við með til frá en ekki það hann hún þeir eru voru verður hefur hafa fyrir eftir yfir undir milli án gegn ný nýr nýtt ár ára tveir fyrsta íslands segir"),
    cyrillic("ru", "rus", "ыэёъщ", "и в во не на с со что как по из у к за от до о об для при без под над между после перед это этот эта эти его ее их они он она мы вы я но или а же бы был была было были есть будет будут может могут уже еще только также более всех все который которая которые где когда если чем тем нет году лет года новый новая новые два первый свои стал стала"),
    cyrillic("uk", "ukr", "іїєґщ", "і й та в у не на з зі із що як по до о об для при без під над між після перед це цей ця ці його її їх вони він вона ми ви я але або ж би був була було були є буде будуть може можуть вже ще тільки лише також більше всіх все який яка які де коли якщо ніж немає році років року новий нова нові два перший свої від про за через"),
    cyrillic("bg", "bul", "ъщ", "и в във не на с със че как по от до о за при без под над между след преди това този тази тези го му им те той тя ние вие но или а ще би беше бяха е са бъде може могат вече още само също повече всички който която които където кога ако няма година години нов нова нови два първи свои се да си ли"),
    cyrillic("sr", "srp", "ђјљњћџ", "и у на је се да су био била било били ће за од до с са из по о који која које што како када где али или не није нису већ само још више може могу има имају према након пре између без против код због године година нови нова нове два први овај ова ово то"),
    cyrillic("mk", "mkd", "ѓќѕјљњџ", "и во не на со дека како по од до за при без под над меѓу по пред ова овој оваа овие го му им тие тој таа ние но или а ќе би беше беа е се може веќе уште само исто повеќе сите кој која кои каде кога ако нема година години нов нова нови два прв да"),
    cyrillic("be", "bel", "ўіыэё", "і у не на з са што як па да для пры без пад над паміж пасля перад гэта гэты яго яе іх яны ён яна мы вы але або ж бы быў была было былі ёсць будзе можа ўжо яшчэ толькі таксама больш усе які якая якія дзе калі годзе гадоў новы два першы ад пра"),
    cyrillic("kk", "kaz", "әғқңөұүһіыэёъщ", "және мен бен пен бұл осы үшін бойынша туралы деп да де жаңа жыл жылы болды болып болған бар жоқ қазақстан"),
    arabic("ar", "ara", "ةىأإؤئ", "في من على إلى عن مع أن إن لا ما هذا هذه ذلك التي الذي كان كانت قد بعد قبل بين حول خلال ضد عند حتى أو ثم كل هو هي هم لم لن غير أكثر أول عام جديد جديدة يوم بسبب منذ وقال قال"),
    arabic("fa", "pes", "پچژگکی", "و در به از که این آن را با برای است بود شد شده می ها های یک تا بر هم نیز اما یا اگر پس پیش بین درباره علیه هر همه خود ما آنها او کرد کرده کند دارد دارند نیست سال جدید روز دو اول بیش گفت"),
    arabic("ur", "urd", "ٹڈڑںےھہ", "کے کی کا میں سے کو اور ہے ہیں نے پر کہ یہ وہ تھا تھے تھی گیا گئی گئے کر کیا بھی نہیں ایک اس ان لیے ساتھ بعد پہلے تک جو ہو ہوا ہوئی رہا رہے"),
    devanagari("hi", "hin", "", "के का की में है हैं से को और पर ने यह वह इस उस एक भी नहीं था थे थी कर करने किया गया गई गए लिए साथ बाद पहले तक जो हो हुआ हुई रहा रहे या लेकिन अब नए नई नया साल दो अपने कहा"),
    devanagari("mr", "mar", "ळ", "आणि आहे आहेत या च्या चा ची चे ने ला मध्ये वर साठी एक हे ही हा तो ती ते होते होता होती केला केली केले नाही पण किंवा असे नंतर पूर्वी पर्यंत जे नवीन वर्षे दोन म्हणाले"),
    devanagari("ne", "nep", "", "र छ छन् को का की मा ले लाई यो त्यो एक पनि हुन भएको गरेको गर्ने गरे थियो थिए बाट सँग पछि अघि सम्म जो वा तर अब नयाँ वर्ष दुई भने"),
];

/// What a word weighs that only one language has.
const WORD: f64 = 1.0;
/// What a letter weighs that only one language has: less, since names travel. One that a language
/// does not have speaks half as much against it.
const LETTER: f64 = 0.6;
const FOREIGN_LETTER: f64 = 0.3;
/// Times that one letter is counted: more says nothing new.
const MOST_OF_A_LETTER: usize = 3;

/// The languages that have a word, as places in [`LANGUAGES`]; scripts do not share words.
static WORDS: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Vec<usize>> = HashMap::new();
    for (place, language) in LANGUAGES.iter().enumerate() {
        for word in language.words.split_whitespace() {
            let places = words.entry(word).or_default();
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    words
});

/// The languages that have a letter of their own.
static LETTERS: LazyLock<HashMap<char, Vec<usize>>> = LazyLock::new(|| {
    let mut letters: HashMap<char, Vec<usize>> = HashMap::new();
    for (place, language) in LANGUAGES.iter().enumerate() {
        for letter in language.letters.chars() {
            letters.entry(letter).or_default().push(place);
        }
    }
    letters
});

/// How much the words and letters of a text speak for each language of its script, or against it.
/// What several languages have is shared among them.
pub fn scores(script: Script, text: &str) -> BTreeMap<&'static str, f64> {
    let lower = text.to_lowercase();
    let mut scores = BTreeMap::new();
    let mut add = |places: &[usize], weight: f64| {
        for language in places.iter().filter_map(|place| LANGUAGES.get(*place)) {
            if language.script == script {
                *scores.entry(language.code).or_default() += weight / places.len() as f64;
            }
        }
    };
    for word in lower.split(|c: char| !c.is_alphabetic() && !is_mark(c)) {
        if let Some(places) = WORDS.get(word) {
            add(places, WORD);
        }
    }
    let letters = letters_of(&lower);
    for (letter, count) in &letters {
        if let Some(places) = LETTERS.get(letter) {
            add(places, LETTER * (*count).min(MOST_OF_A_LETTER) as f64);
        }
    }
    for language in LANGUAGES.iter().filter(|language| language.script == script) {
        let foreign = letters.keys().filter(|letter| !language.letters.contains(**letter)).count();
        *scores.entry(language.code).or_default() -= FOREIGN_LETTER * foreign as f64;
    }
    scores
}

/// The letters of a text by which languages differ, in order: sums of fractions must not depend on chance.
fn letters_of(lower: &str) -> BTreeMap<char, usize> {
    let mut letters = BTreeMap::new();
    for letter in lower.chars().filter(|c| !c.is_ascii() && LETTERS.contains_key(c)) {
        *letters.entry(letter).or_default() += 1;
    }
    letters
}

/// Signs inside words that are no letters: vowels and joiners of Indian scripts.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{200c}' | '\u{200d}')
}

/// Whether a language is written in a script, as far as we know it.
pub fn is_in(script: Script, code: &str) -> bool {
    LANGUAGES.iter().any(|language| language.code == code && language.script == script)
}

/// The code of two letters for one of three.
pub fn of_three_letters(three: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|language| language.three == three).map(|language| language.code)
}
