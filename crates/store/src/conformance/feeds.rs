use super::samples::{arrival, follow, lease, poll, record, take_one, take_subjects};
use super::{at, on_each_database};
use crate::{FeedHistory, NewFeed, Poll, Settled, Stage, Store};
use news::{Activity, EntryId, FeedId, KnownSitemap, OutletId, SourceTime, Validators};

#[tokio::test]
async fn feeds_are_numbered_in_the_order_of_adding() {
    on_each_database(async |store, _| {
        assert_eq!(follow(store, "https://b.example/").await, FeedId(1));
        assert_eq!(follow(store, "https://a.example/").await, FeedId(2));
        assert_eq!(follow(store, "https://b.example/").await, FeedId(1));
        let titled = NewFeed {
            url: "https://c.example/".to_owned(),
            outlet: OutletId("c.example".to_owned()),
            title: Some("C".to_owned()),
        };
        assert_eq!(store.feeds.add(&titled, at(7)).await.unwrap(), FeedId(3));
        let feeds = store.feeds.list().await.unwrap();
        assert_eq!(feeds.iter().map(|feed| feed.id.0).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(feeds[2].title.as_deref(), Some("C"));
        assert_eq!(feeds[2].outlet.0, "c.example");
        assert_eq!((feeds[2].failures, feeds[2].retired), (0, false));
        assert_eq!(store.feeds.feed(FeedId(3)).await.unwrap().as_ref(), Some(&feeds[2]));
        assert_eq!(store.feeds.feed(FeedId(4)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_removed_feed_leaves_its_entries_and_its_number() {
    on_each_database(async |store, _| {
        let feed = follow(store, "https://a.example/").await;
        lease(store, 100).await;
        record(store, &poll(feed, 100, vec![arrival("e1", "x")])).await;
        assert!(store.feeds.remove(feed).await.unwrap());
        assert!(!store.feeds.remove(feed).await.unwrap());
        assert_eq!(store.feeds.list().await.unwrap(), []);
        let entry = store.entries.entry(&EntryId("e1".to_owned())).await.unwrap().unwrap();
        assert_eq!(entry.feed, feed);
        assert_eq!(follow(store, "https://a.example/").await, FeedId(2));
    })
    .await;
}

#[tokio::test]
async fn feeds_say_when_they_are_due() {
    on_each_database(async |store, _| {
        let one = follow(store, "https://a.example/").await;
        lease(store, 100).await;
        record(store, &poll(one, 100, vec![])).await;
        let feed = store.feeds.feed(one).await.unwrap().unwrap();
        assert_eq!(feed.due, poll(one, 100, vec![]).next_due);
    })
    .await;
}

#[tokio::test]
async fn what_a_clock_put_far_off_is_brought_forward() {
    on_each_database(async |store, _| {
        let far = follow(store, "https://a.example/").await;
        lease(store, 5000).await;
        let found = poll(far, 5000, vec![arrival("e1", "x")]);
        let next = found.next_due;
        record(store, &found).await;
        assert_eq!(store.work.bring_forward(next, at(100)).await.unwrap(), 0);
        assert_eq!(take_subjects(store, Stage::Fetch, 100).await, "");
        assert_eq!(store.work.bring_forward(at(4000), at(100)).await.unwrap(), 2);
        assert_eq!(lease(store, 100).await, [1]);
        assert_eq!(take_subjects(store, Stage::Fetch, 100).await, "e1");
    })
    .await;
}

#[tokio::test]
async fn leases_keep_pollers_apart() {
    on_each_database(async |store, other| {
        let one = follow(store, "https://a.example/").await;
        let two = follow(store, "https://b.example/").await;
        assert_eq!(store.feeds.next_due().await.unwrap(), Some(at(0)));
        let leased = store.feeds.take_due(at(100), at(160), 1).await.unwrap();
        assert_eq!((leased[0].feed.id, leased[0].lease_end), (one, at(160)));
        assert_eq!(lease(other, 100).await, [2]);
        assert_eq!(lease(other, 159).await, [0; 0]);
        assert_eq!(record(store, &poll(one, 100, vec![])).await, Settled::Done);
        assert_eq!(lease(other, 160).await, [2]);
        // The first worker wakes up late; the second one's lease stands and nothing is filed.
        let late = poll(two, 100, vec![arrival("e1", "x")]);
        assert_eq!(record(store, &late).await, Settled::LeaseLost);
        assert_eq!(take_subjects(store, Stage::Fetch, 999).await, "");
        assert_eq!(store.feeds.next_due().await.unwrap(), Some(at(0)));
        assert_eq!(lease(other, 1100).await, [2, 1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_pollers_at_once_share_the_feeds() {
    on_each_database(async |store, other| {
        for number in 0..40 {
            follow(store, &format!("https://{number}.example/")).await;
        }
        let (one, two) = tokio::join!(poll_all(store, false), poll_all(other, true));
        let mut all = [one, two].concat();
        all.sort();
        assert_eq!(all, (1..=40).collect::<Vec<_>>());
        assert_eq!(store.work.counts().await.unwrap()[0].open, 40 + 1);
    })
    .await;
}

#[tokio::test]
async fn polls_are_filed_together_and_each_by_itself() {
    on_each_database(async |store, _| {
        let mut feeds = Vec::new();
        for name in ["a", "b", "c"] {
            feeds.push(follow(store, &format!("https://{name}.example/")).await);
        }
        assert_eq!(lease(store, 100).await, [1, 2, 3]);
        let mut late = poll(feeds[1], 100, vec![arrival("late", "x")]);
        late.lease_end = at(159);
        let failed = Poll { failure: Some("no answer".to_owned()), ..poll(feeds[2], 100, vec![]) };
        let listed = vec![arrival("e", "x"), arrival("f", "x")];
        let all = [poll(feeds[0], 100, listed), late, failed];
        let settled = store.feeds.record_polls(&all).await.unwrap();
        assert_eq!(settled, [Settled::Done, Settled::LeaseLost, Settled::Done]);
        assert_eq!(take_subjects(store, Stage::Fetch, 100).await, "e f");
        let failures: Vec<u32> =
            store.feeds.list().await.unwrap().iter().map(|feed| feed.failures).collect();
        assert_eq!(failures, [0, 0, 1]);
        assert_eq!(lease(store, 160).await, [2]);
        assert_eq!(store.feeds.record_polls(&[]).await.unwrap(), []);
    })
    .await;
}

/// Polls until nothing is due; every feed lists an entry of its own and one that all list.
async fn poll_all(store: &Store, is_backwards: bool) -> Vec<i64> {
    let feeds = store.feeds.clone();
    let worker = tokio::spawn(async move {
        let mut polled = Vec::new();
        loop {
            let leased = feeds.take_due(at(100), at(160), 3).await.unwrap();
            if leased.is_empty() {
                return polled;
            }
            let found = leased.iter().map(|leased| {
                let id = leased.feed.id;
                let own = arrival(&format!("own-{id}"), "x");
                poll(id, 100, vec![own, arrival("shared", "x")])
            });
            let mut found: Vec<Poll> = found.collect();
            // Each worker in an order of its own.
            if is_backwards {
                found.reverse();
            }
            let settled = feeds.record_polls(&found).await.unwrap();
            assert!(settled.iter().all(|settled| *settled == Settled::Done));
            polled.extend(found.iter().map(|poll| poll.feed.0));
        }
    });
    worker.await.unwrap()
}

#[tokio::test]
async fn new_and_changed_entries_are_fetched_in_order() {
    on_each_database(async |store, _| {
        let feed = follow(store, "https://a.example/").await;
        let dated = |id: &str, second: i64| {
            let mut arrival = arrival(id, "x");
            arrival.entry.published = Some(SourceTime::utc(at(second)));
            arrival
        };
        lease(store, 100).await;
        let listed = vec![dated("future", 9_999), dated("b", 50), dated("a", 50), dated("c", 20)];
        record(store, &poll(feed, 100, listed)).await;
        assert_eq!(take_subjects(store, Stage::Fetch, 99).await, "");
        let jobs = super::samples::take(store, Stage::Fetch, 100).await;
        assert_eq!(super::samples::subjects(&jobs), "c a b future");
        for job in &jobs {
            store.work.finish(job).await.unwrap();
        }
        lease(store, 1100).await;
        let again = vec![arrival("a", "y"), arrival("b", "x"), arrival("a", "z")];
        record(store, &poll(feed, 1100, again)).await;
        let job = take_one(store, Stage::Fetch, 1100).await;
        assert_eq!((job.subject.as_str(), job.input.as_str()), ("a", "y"));
        let filed = store.entries.entry(&EntryId("a".to_owned())).await.unwrap().unwrap();
        assert_eq!((filed.seen, filed.entry.title.as_deref()), (at(100), Some("a as y")));
    })
    .await;
}

#[tokio::test]
async fn two_feeds_of_an_outlet_may_describe_an_entry_differently() {
    on_each_database(async |store, _| {
        let (one, two) =
            (follow(store, "https://a.example/").await, follow(store, "https://b.example/").await);
        for second in [100, 1100, 2100] {
            lease(store, second).await;
            for (feed, input) in [(one, "long"), (two, "short")] {
                let found = poll(feed, second, vec![arrival("e", input)]);
                assert_eq!(record(store, &found).await, Settled::Done);
            }
        }
        let job = take_one(store, Stage::Fetch, 9_999).await;
        assert_eq!(job.input, "long");
        let filed = store.entries.entry(&EntryId("e".to_owned())).await.unwrap().unwrap();
        assert_eq!(filed.feed, one);
    })
    .await;
}

#[tokio::test]
async fn a_poll_says_how_the_feed_fares() {
    on_each_database(async |store, _| {
        let feed = follow(store, "https://a.example/").await;
        let validators = Validators { etag: Some("\"1\"".to_owned()), last_modified: None };
        let read = Poll {
            validators: Some(validators.clone()),
            title: Some("A".to_owned()),
            ..poll(feed, 100, vec![])
        };
        let failed =
            |second| Poll { failure: Some("no answer".to_owned()), ..poll(feed, second, vec![]) };
        for found in [read, failed(1100), failed(2100)] {
            lease(store, found.at.as_second()).await;
            assert_eq!(record(store, &found).await, Settled::Done);
        }
        let kept = store.feeds.list().await.unwrap().remove(0);
        assert_eq!((kept.failures, kept.last_failure.as_deref()), (2, Some("no answer")));
        assert_eq!((kept.failed_at, kept.answered), (Some(at(2100)), Some(at(100))));
        assert_eq!((kept.title.as_deref(), kept.validators), (Some("A"), validators));
        lease(store, 3100).await;
        record(store, &poll(feed, 3100, vec![])).await;
        let kept = store.feeds.list().await.unwrap().remove(0);
        assert_eq!((kept.failures, kept.last_failure), (0, None));
        assert_eq!((kept.failed_at, kept.answered), (None, Some(at(3100))));
        assert_eq!(kept.due, at(4100));
        let history = store.feeds.history(feed).await.unwrap();
        let times: Vec<i64> = history.failures.iter().map(|f| f.at.as_second()).collect();
        assert_eq!((times, history.addresses), (vec![2100, 1100], vec![]));
        assert_eq!(store.feeds.unsteady(at(1100), 2).await.unwrap(), [(feed, 2)]);
        assert_eq!(store.feeds.unsteady(at(1101), 2).await.unwrap(), []);
        lease(store, 4100).await;
        record(store, &failed(4100)).await;
        assert_eq!(store.feeds.unsteady(at(0), 2).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn feeds_move_and_retire() {
    on_each_database(async |store, _| {
        let (one, two) =
            (follow(store, "https://a.example/").await, follow(store, "https://b.example/").await);
        lease(store, 100).await;
        let moved =
            |feed, to: &str| Poll { moved_to: Some(to.to_owned()), ..poll(feed, 100, vec![]) };
        record(store, &moved(one, "https://new.example/")).await;
        record(store, &moved(two, "https://new.example/")).await;
        let feeds = store.feeds.list().await.unwrap();
        assert_eq!((feeds[0].url.as_str(), feeds[0].retired), ("https://new.example/", false));
        assert_eq!((feeds[1].url.as_str(), feeds[1].retired), ("https://b.example/", true));
        assert!(feeds[1].last_failure.as_deref().unwrap().contains("feed 1"));
        assert_eq!(lease(store, 1100).await, [1]);
        let gone = Poll { retired: true, ..poll(one, 1100, vec![]) };
        record(store, &gone).await;
        assert_eq!(lease(store, 9_999).await, [0; 0]);
        assert_eq!(store.feeds.next_due().await.unwrap(), None);
        assert_eq!(follow(store, "https://b.example/").await, two);
        assert_eq!(lease(store, 9_999).await, [2]);
        // Who adds the old address means the feed that was there.
        assert_eq!(follow(store, "https://a.example/").await, one);
        let history = store.feeds.history(one).await.unwrap();
        assert_eq!(history.addresses, [("https://a.example/".to_owned(), at(100))]);
        store.feeds.remove(one).await.unwrap();
        assert_eq!(store.feeds.history(one).await.unwrap(), FeedHistory::default());
        assert_eq!(follow(store, "https://a.example/").await, FeedId(3));
    })
    .await;
}

#[tokio::test]
async fn a_feed_that_comes_back_has_its_address_again() {
    on_each_database(async |store, _| {
        let feed = follow(store, "https://a.example/").await;
        for (second, to) in [(100, "https://b.example/"), (1100, "https://a.example/")] {
            lease(store, second).await;
            let moved = Poll { moved_to: Some(to.to_owned()), ..poll(feed, second, vec![]) };
            assert_eq!(record(store, &moved).await, Settled::Done);
        }
        let history = store.feeds.history(feed).await.unwrap();
        assert_eq!(history.addresses, [("https://b.example/".to_owned(), at(1100))]);
        assert_eq!(store.feeds.list().await.unwrap()[0].url, "https://a.example/");
    })
    .await;
}

#[tokio::test]
async fn what_is_learned_of_a_feed_is_kept() {
    on_each_database(async |store, _| {
        let feed = follow(store, "https://a.example/").await;
        lease(store, 100).await;
        let activity = Activity { entries_milli: 2500, watched_seconds: 7200 };
        let read = Poll {
            activity: Some(activity),
            content: Some("hash".to_owned()),
            rest_seconds: Some(3600),
            ..poll(feed, 100, vec![])
        };
        record(store, &read).await;
        lease(store, 1100).await;
        record(store, &poll(feed, 1100, vec![])).await;
        let kept = store.feeds.list().await.unwrap().remove(0);
        assert_eq!((kept.activity, kept.rest_seconds), (activity, 3600));
        assert_eq!((kept.content.as_deref(), kept.answered), (Some("hash"), Some(at(1100))));
        assert_eq!(store.feeds.take_due(at(9_999), at(9_999), 9).await.unwrap()[0].feed, kept);
    })
    .await;
}

#[tokio::test]
async fn only_the_latest_failures_are_remembered() {
    on_each_database(async |store, _| {
        let (feed, other) =
            (follow(store, "https://a.example/").await, follow(store, "https://b.example/").await);
        for round in 0..i64::from(FeedHistory::KEPT) + 5 {
            let second = 100 + round * 2000;
            lease(store, second).await;
            for (feed, kept) in [(feed, true), (other, round == 0)] {
                let failure = kept.then(|| format!("failure {round}"));
                let found = Poll { failure, ..poll(feed, second, vec![]) };
                assert_eq!(record(store, &found).await, Settled::Done);
            }
        }
        let failures = store.feeds.history(feed).await.unwrap().failures;
        assert_eq!(failures.len(), FeedHistory::KEPT as usize);
        assert_eq!(
            (failures[0].reason.as_str(), failures[19].reason.as_str()),
            ("failure 24", "failure 5")
        );
        assert_eq!(store.feeds.history(other).await.unwrap().failures.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_known_of_sitemaps_is_kept() {
    on_each_database(async |store, _| {
        let feed = follow(store, "https://a.example/sitemap.xml").await;
        let known = |url: &str, second| KnownSitemap {
            url: url.to_owned(),
            validators: Validators { etag: Some("\"1\"".to_owned()), last_modified: None },
            updated: Some(SourceTime { instant: at(second), offset_minutes: 60 }),
            asked: at(second),
        };
        let undated = KnownSitemap { updated: None, ..known("https://a.example/2.xml", 50) };
        let sitemaps = vec![known("https://a.example/1.xml", 50), undated];
        let kept = async |second: i64, sitemaps| {
            lease(store, second).await;
            let found = Poll { sitemaps, ..poll(feed, second, vec![]) };
            assert_eq!(record(store, &found).await, Settled::Done);
            store.feeds.sitemaps(feed).await.unwrap()
        };
        assert_eq!(kept(100, Some(sitemaps.clone())).await, sitemaps);
        assert_eq!(kept(1100, None).await, sitemaps);
        let later = vec![known("https://a.example/3.xml", 60)];
        assert_eq!(kept(2100, Some(later.clone())).await, later);
        store.feeds.remove(feed).await.unwrap();
        assert_eq!(store.feeds.sitemaps(feed).await.unwrap(), []);
    })
    .await;
}
