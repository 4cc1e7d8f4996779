use super::*;
use crate::{ArticleId, OutletId};
use jiff::Timestamp;
use proptest::prelude::*;

fn article(title: &str, text: &str) -> Article {
    Article {
        id: ArticleId("a1".to_owned()),
        outlet: OutletId("harbour.example".to_owned()),
        url: Some("https://harbour.example/1".to_owned()),
        title: title.to_owned(),
        text: text.to_owned(),
        byline: None,
        published: None,
        modified: None,
        language: None,
        section: None,
        image: None,
        named_source: None,
        reserved: None,
        seen: Timestamp::UNIX_EPOCH,
    }
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<&str> = sentences(text).into_iter().map(|span| &text[span]).collect();
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn sentences_give_the_text_again() {
    check("", &[]);
    check("No stop", &["No stop"]);
    check("One. Two!  Three?", &["One. ", "Two!  ", "Three?"]);
    check(
        "It cost 1.5 million. \"No.\" He left.",
        &["It cost 1.5 million. ", "\"No.\" ", "He left."],
    );
    check("Head\n\nBody goes on\nhere.", &["Head\n\n", "Body goes on\n", "here."]);
    check(
        "船は座礁した。「無事だ。」と述べた。",
        &["船は座礁した。", "「無事だ。」", "と述べた。"],
    );
    check("\n \nLate", &["\n \n", "Late"]);
}

/// The roots of RFC 6962's reference implementation for its eight test leaves (trees of 1 to 8), of the same nodes over
/// bare leaves.
#[test]
fn nodes_are_those_of_the_specification() {
    let leaves: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let bare = |leaf: &&[u8]| -> Hash {
        Sha256::new_with_prefix([0]).chain_update(leaf).finalize().into()
    };
    let leaves: Vec<Hash> = leaves.iter().map(bare).collect();
    for (count, expected) in [
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        (5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ] {
        assert_eq!(crate::hex(&root(&leaves[..count])), expected, "{count} leaves");
    }
}

#[test]
fn the_root_covers_what_the_version_covers() {
    let one = article("Ferry aground", "All are safe. It sails again.");
    let root = HashTree::of(&one).root();
    assert_eq!(
        crate::hex(&root),
        "b63f7261a8bf98063b88e878c3cfbf78801f4a6b51d3a5660848302cf9894b31",
        "the root of an article must never change: exports that were signed name it"
    );
    let mut others =
        vec![article("Ferry aground.", &one.text), article(&one.title, "All are safe.")];
    others.push(Article { byline: Some("Ada".to_owned()), ..one.clone() });
    others.push(Article { outlet: OutletId("b.example".to_owned()), ..one.clone() });
    others.push(Article { reserved: Some("robots".to_owned()), ..one.clone() });
    for other in others {
        assert_ne!(HashTree::of(&other).root(), root, "{other:?}");
    }
    let later = Article { seen: Timestamp::MAX, ..one };
    assert_eq!(HashTree::of(&later).root(), root, "when we saw it is no part of it");
}

proptest! {
    #[test]
    fn every_leaf_has_its_path_and_no_other(title in ".{0,40}", text in "[a-c.!? \n。é]{0,200}") {
        let article = article(&title, &text);
        let leaves = article.leaves();
        let whole: String = leaves.iter().filter(|l| l.kind == LeafKind::Text).map(|l| l.text.as_str()).collect();
        prop_assert_eq!(&whole, &text);
        let tree = HashTree::of(&article);
        for (index, leaf) in leaves.iter().enumerate() {
            let path = tree.path(index).unwrap();
            let reached = |leaf: &Leaf, index, path: &[Hash]| climb(leaf.hash(), index, leaves.len(), path);
            prop_assert_eq!(reached(leaf, index, &path), Some(tree.root()));
            let moved = Leaf { start: leaf.start + 1, ..leaf.clone() };
            prop_assert_ne!(reached(&moved, index, &path), Some(tree.root()));
            let other = Leaf { text: format!("{} ", leaf.text), ..leaf.clone() };
            prop_assert_ne!(reached(&other, index, &path), Some(tree.root()));
            if !path.is_empty() {
                prop_assert_ne!(reached(leaf, index, &path[1..]), Some(tree.root()));
                prop_assert_ne!(reached(leaf, (index + 1) % leaves.len(), &path), Some(tree.root()));
            }
            let longer = [path.clone(), vec![[0; 32]]].concat();
            prop_assert_ne!(reached(leaf, index, &longer), Some(tree.root()));
        }
        prop_assert_eq!(tree.path(leaves.len()), None);
    }
}
