//! The topics that ship with the program, compiled in.

use anyhow::Context;
use pipeline::screen::topic::Topic;

/// Each with the word by which settings name it.
const TOPICS: [(&str, &str); 1] = [("ai", include_str!("../../../data/topics/ai.json"))];

/// The words of all of them.
pub fn names() -> impl Iterator<Item = &'static str> {
    TOPICS.iter().map(|(name, _)| *name)
}

/// The topic of this name; none when there is none.
pub fn shipped(name: &str) -> anyhow::Result<Option<Topic>> {
    let text = TOPICS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
    let topic = text.map(Topic::read).transpose();
    topic.with_context(|| format!("the compiled-in topic {name} is broken"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_is_read_under_its_name_and_says_where_it_comes_from() {
        for name in names() {
            let topic = shipped(name).expect("it is valid").expect("it is listed");
            assert_eq!(topic.name(), name);
            assert!(!topic.learned().is_empty(), "{name}");
        }
        assert!(shipped("sport").expect("none is no fault").is_none());
    }
}
