use super::directory::{DAY, file};
use super::samples::{approved, story};
use super::{at, on_each_database};
use crate::{Behind, Store, Within};
use news::{Subject, SubjectKind, Withdrawal};

async fn listed(
    store: &Store,
    of: &[Subject],
    within: Within,
    behind: Option<(i64, &str)>,
    limit: u32,
) -> String {
    let behind = behind.map(|(second, id)| Behind { latest: at(second), story: story(id) });
    let stories = store.catalogue.stories(of, within, behind.as_ref(), limit).await.unwrap();
    stories.into_iter().map(|listed| listed.story.0).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn stories_come_a_page_at_a_time() {
    on_each_database(async |store, _| {
        for (id, day) in [("s", 3), ("t", 5), ("u", 5), ("v", 1)] {
            file(store, id, day, &["Kelm"]).await;
        }
        // Published and never filed: in no list.
        store.briefs.publish(None, &approved("x", "Ferry"), at(60)).await.unwrap();
        let kelm = Subject::named(SubjectKind::Entity, "Kelm");
        let always = Within::ALWAYS;
        let section = Subject::named(SubjectKind::Section, "news");
        let outlet = Subject::named(SubjectKind::Outlet, "post.example");
        let lists = [vec![], vec![kelm.clone()], vec![section, outlet, kelm.clone()]];
        for of in &lists {
            assert_eq!(listed(store, of, always, None, 9).await, "u t s v");
            assert_eq!(listed(store, of, always, None, 2).await, "u t");
            assert_eq!(listed(store, of, always, Some((6 * DAY, "u")), 9).await, "t s v");
            assert_eq!(listed(store, of, always, Some((6 * DAY, "t")), 1).await, "s");
            assert_eq!(listed(store, of, always, Some((2 * DAY, "v")), 9).await, "");
            let days = Within { from: at(4 * DAY), to: at(6 * DAY) };
            assert_eq!(listed(store, of, days, None, 9).await, "s");
            assert_eq!(listed(store, of, days, Some((6 * DAY, "u")), 9).await, "s");
            assert_eq!(listed(store, of, days, Some((4 * DAY, "s")), 9).await, "");
        }
        let nobody = Subject::named(SubjectKind::Entity, "Nobody");
        assert_eq!(listed(store, &[kelm, nobody], always, None, 9).await, "");
        let withdrawal = Withdrawal { by: "Ada".to_owned(), at: at(7), why: None };
        store.briefs.withdraw(&story("t"), &withdrawal).await.unwrap();
        // A story that came while somebody was at a place changes nothing behind it.
        file(store, "w", 7, &["Kelm"]).await;
        for of in &lists {
            assert_eq!(listed(store, of, always, Some((6 * DAY, "u")), 9).await, "s v");
            assert_eq!(listed(store, of, always, None, 9).await, "w u s v");
        }
    })
    .await;
}
