//! Why two articles are in one story or in two.

use super::Window;
use crate::stage::lines::Line;
use crate::stage::report;
use anyhow::bail;
use news::{ArticleId, StoryId};
use pipeline::thread::{Candidate, FEATURE_NAMES, Threader, Thresholds};
use serde_json::{Value, json};
use std::io;

/// Features that are named: the ones that speak loudest.
const REASONS: usize = 8;

/// Where an article of the pair went.
struct Told {
    id: ArticleId,
    story: StoryId,
    origin: ArticleId,
    candidates: Vec<Candidate>,
}

/// Threads all articles of the input and says what was decided of the two when the later one came.
/// Lines that cannot be read are passed over.
pub fn explain(
    input: impl Iterator<Item = io::Result<Line>>,
    window: &mut Window,
    ids: [&String; 2],
) -> anyhow::Result<Value> {
    let mut told: Vec<Told> = Vec::new();
    for line in input {
        let Ok(object) = line? else { continue };
        let Ok((article, placement, candidates)) = window.place_among(&object.fields) else {
            continue;
        };
        let wanted = ids.iter().any(|id| shown(&article.id) == **id);
        if wanted && told.iter().all(|known| known.id != article.id) {
            let (story, origin) = (placement.story, placement.origin);
            told.push(Told { id: article.id, story, origin, candidates });
        }
    }
    let missing = ids.iter().find(|id| told.iter().all(|known| shown(&known.id) != ***id));
    if let Some(id) = missing {
        bail!("{id}: there is no article of this id in the input");
    }
    let [first, later] = &told[..] else { bail!("{}: give the ids of two articles", ids[0]) };
    Ok(because(first, later, &window.threader))
}

/// The id as a person writes it, a number without marks.
fn shown(id: &ArticleId) -> String {
    match report::given(id) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

fn because(first: &Told, later: &Told, threader: &Threader) -> Value {
    let mut answer = json!({
        "first": report::given(&first.id),
        "later": report::given(&later.id),
        "together": first.story == later.story,
        "stories": [first.story.0, later.story.0],
    });
    let join = Thresholds::standard().join;
    let held = later.candidates.iter().find(|candidate| candidate.story == first.story);
    let why = match held {
        _ if later.origin == first.origin => {
            "the later one repeats the text of the first".to_owned()
        }
        Some(candidate) => {
            answer["chance"] = json!(candidate.chance);
            answer["join"] = json!(join);
            answer["because"] = reasons(candidate, threader);
            verdict(first, later, candidate, join)
        }
        None if later.candidates.is_empty() && later.story == first.story => {
            "the later one repeats a text of the story".to_owned()
        }
        None => "the story of the first was not among those most like the later one".to_owned(),
    };
    answer["why"] = json!(why);
    answer
}

fn verdict(first: &Told, later: &Told, candidate: &Candidate, join: f64) -> String {
    if first.story == later.story {
        "the later one most likely belongs to the story of the first".to_owned()
    } else if f64::from(candidate.chance) < join {
        "the later one is not likely enough to belong to the story of the first".to_owned()
    } else {
        "the later one more likely belongs to another story".to_owned()
    }
}

/// The features that speak loudest, for or against.
fn reasons(candidate: &Candidate, threader: &Threader) -> Value {
    let adds = threader.reasons(candidate);
    let mut order: Vec<usize> = (0..FEATURE_NAMES.len()).collect();
    order.sort_by(|a, b| adds[*b].abs().total_cmp(&adds[*a].abs()).then(a.cmp(b)));
    let reason = |place: usize| {
        let (name, says) = FEATURE_NAMES[place];
        let (value, adds) = (candidate.features[place], adds[place]);
        json!({"feature": name, "says": says, "value": value, "adds": adds})
    };
    order.into_iter().take(REASONS).map(reason).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::lines;

    const INPUT: &str = r#"{"id": 1, "title": "Oldport closes wooden pier after divers find worms"}
{"id": "b", "title": "Glider crosses the Alps in record time"}
nonsense
{"id": "c", "title": "Worms force Oldport to close its wooden pier"}
"#;

    #[test]
    fn a_pair_is_explained_by_what_was_decided_when_the_later_one_came() {
        check("1", "c", true, "the later one most likely belongs to the story of the first");
        check("c", "1", true, "the later one most likely belongs to the story of the first");
        let unlike = "the story of the first was not among those most like the later one";
        check("b", "c", false, unlike);
    }

    #[track_caller]
    fn check(one: &str, other: &str, together: bool, why: &str) {
        let ids = [&one.to_owned(), &other.to_owned()];
        let explained = explain(lines::read(INPUT.as_bytes()), &mut Window::new(None), ids)
            .expect("both are there");
        assert_eq!(explained["together"], json!(together), "{explained}");
        assert_eq!(explained["why"], json!(why), "{explained}");
    }

    #[test]
    fn an_id_that_is_not_there_is_named() {
        let ids = [&"1".to_owned(), &"z".to_owned()];
        let missing = explain(lines::read(INPUT.as_bytes()), &mut Window::new(None), ids)
            .map_err(|e| e.to_string());
        assert_eq!(missing, Err("z: there is no article of this id in the input".to_owned()));
    }
}
