//! Words that say the contrary of each other.

use super::lexicon::stem;
use std::collections::HashSet;
use std::sync::LazyLock;

const PAIRS: &str = "increase decrease|increase reduce|increase decline|increase drop|increase fall|\
increase cut|rise fall|rise drop|rise decline|rise decrease|gain lose|gain loss|gain fall|\
grow shrink|grow decline|grow drop|grow fall|growth decline|raise lower|raise cut|raise reduce|\
surge plunge|surge drop|surge fall|surge decline|soar plunge|soar fall|climb fall|climb drop|jump fall|jump drop|\
up down|higher lower|high low|highest lowest|more less|more fewer|most least|above below|\
over under|before after|early late|earlier later|first last|new old|new former|young old|free paid|\
easy difficult|easy hard|simple complex|good bad|better worse|best worst|strong weak|strengthen weaken|\
strength weakness|positive negative|optimistic pessimistic|support oppose|supporter opponent|support reject|for against|accept reject|\
approve reject|approve block|agree disagree|agree refuse|allow ban|allow forbid|allow prohibit|allow prevent|permit ban|\
encourage discourage|win lose|win loss|victory defeat|succeed fail|success failure|profit loss|\
buy sell|purchase sale|open close|begin end|start end|start stop|start finish|launch cancel|continue stop|continue halt|\
include exclude|join leave|enter leave|arrive leave|arrive depart|add remove|create destroy|build destroy|attack defend|\
guilty innocent|convict acquit|legal illegal|lawful unlawful|true false|correct incorrect|right wrong|\
public private|national international|domestic foreign|local national|internal external|inside outside|\
safe dangerous|safe unsafe|healthy sick|alive dead|live die|survive die|known unknown|\
major minor|large small|big small|larger smaller|long short|longer shorter|fast slow|faster slower|quick slow|accelerate slow|\
full empty|rich poor|cheap expensive|cheaper costlier|popular unpopular|likely unlikely|possible impossible|able unable|\
improve worsen|improve deteriorate|expand shrink|expand reduce|expand contract|widen narrow|extend shorten|lengthen shorten|\
praise criticize|praise condemn|welcome condemn|love hate|like dislike|hope fear|happy sad|happy unhappy|satisfied dissatisfied|\
majority minority|maximum minimum|senior junior|male female|man woman|men women|mother father|husband wife|\
son daughter|brother sister|boy girl|north south|east west|northern southern|eastern western|morning evening|day night|\
summer winter|remember forget|confirm deny|admit deny|hire fire|employ dismiss|lend borrow|push pull|hot cold|warm cold|\
dry wet|light heavy|light dark|bright dark|present absent|same different|similar different|temporary permanent|\
mandatory optional|mandatory voluntary|compulsory voluntary|formal informal|official unofficial|direct indirect|active inactive|\
complete incomplete|sufficient insufficient|adequate inadequate|effective ineffective|efficient inefficient|certain uncertain|\
stable unstable|common rare|usual unusual|advantage disadvantage|benefit harm|help hinder|protect endanger|cause prevent|\
upgrade downgrade|outperform underperform|overestimate underestimate|exceed miss|tighten loosen|tighten ease|inflow outflow|\
import export|supply demand|ancient modern|recent distant|near distant|near far|close distant|wide narrow|always never|everyone nobody|\
all none|everything nothing|inexpensive expensive|unchanged changed|voluntary forced|online offline|remote onsite|tailored generic|\
individual collective|offer deny|offer refuse|grant deny|secure insecure|release withhold|reveal hide|reveal conceal|disclose conceal|\
appoint dismiss|elect defeat|resume suspend|resume halt|lift impose|relax tighten|restore abolish|keep abandon|maintain abandon|\
consent refuse|convince dissuade|persuade dissuade|trust distrust|respect disrespect|united divided|unite divide|peace war|friend enemy|ally enemy|ally rival|\
hardware software|customer supplier|buyer seller|employer employee|teacher student|doctor patient|winner loser|innocence guilt|lack abundance|shortage surplus|deficit surplus|asset liability|debit credit";

static OPPOSITES: LazyLock<HashSet<(String, String)>> = LazyLock::new(|| {
    let pairs = PAIRS.split('|').filter_map(|pair| pair.split_once(' '));
    pairs.flat_map(|(a, b)| [(stem(a), stem(b)), (stem(b), stem(a))]).collect()
});

/// Prefixes that turn a word into its contrary.
const DENYING: [&str; 7] = ["un", "in", "im", "dis", "non", "ir", "il"];

/// Whether two stems say the contrary of each other.
pub(crate) fn are_opposite(one: &str, other: &str) -> bool {
    let prefixed = |long: &str, short: &str| {
        short.len() > 3
            && DENYING
                .iter()
                .any(|prefix| long.strip_prefix(prefix).is_some_and(|rest| rest == short))
    };
    prefixed(one, other)
        || prefixed(other, one)
        || OPPOSITES.contains(&(one.to_owned(), other.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contraries_are_found_by_stem() {
        check("rising", "fell", true);
        check("unable", "able", true);
        check("increased", "reduces", true);
        check("rising", "rose", false);
        check("in", "out", false);
    }

    #[track_caller]
    fn check(one: &str, other: &str, expected: bool) {
        assert_eq!(are_opposite(&stem(one), &stem(other)), expected, "{one} {other}");
    }
}
