use super::on_each_database;
use crate::database::{Sql, text};
use news::ArticleVersionId;

#[tokio::test]
async fn what_a_model_made_of_a_version_is_kept_to_fine_steps() {
    on_each_database(async |store, other| {
        let version = |id: &str| ArticleVersionId(id.to_owned());
        assert_eq!(store.vectors.made("mini", &version("a")).await.unwrap(), None);
        let numbers = vec![0.25, -1.0, 1.0, 0.0, -0.000_02];
        let made = [(version("b"), vec![0.5]), (version("a"), numbers.clone())];
        store.vectors.keep("mini", &made).await.unwrap();
        let kept = other.vectors.made("mini", &version("a")).await.unwrap().unwrap();
        let near = |(a, b): (&f32, &f32)| (a - b).abs() < 2e-5;
        assert!(kept.len() == numbers.len() && kept.iter().zip(&numbers).all(near), "{kept:?}");
        // What was read back is kept exactly.
        other.vectors.keep("mini", &[(version("a"), kept.clone())]).await.unwrap();
        assert_eq!(store.vectors.made("mini", &version("a")).await.unwrap(), Some(kept));
        assert_eq!(store.vectors.made("large", &version("a")).await.unwrap(), None);
        store.vectors.keep("large", &[(version("a"), vec![])]).await.unwrap();
        assert_eq!(store.vectors.made("large", &version("a")).await.unwrap(), Some(vec![]));
    })
    .await;
}

#[tokio::test]
async fn two_keep_the_same_vectors_at_once() {
    on_each_database(async |store, other| {
        let made = |first: usize| -> Vec<_> {
            let id = |n: usize| ArticleVersionId(format!("v{:02}", (first + n) % 20));
            (0..20).map(|n| (id(n), vec![0.5; 8])).collect()
        };
        let (here, there) = (made(0), made(10));
        let both =
            tokio::join!(store.vectors.keep("mini", &here), other.vectors.keep("mini", &there));
        both.0.unwrap();
        both.1.unwrap();
        for (version, _) in here {
            assert!(store.vectors.made("mini", &version).await.unwrap().is_some());
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_not_written_by_us_is_named() {
    const SPOIL: Sql =
        Sql::Both("insert into vectors (version, model, numbers) values ($1, $2, $3)");
    on_each_database(async |store, _| {
        for (version, numbers) in [("a", "12"), ("b", "00zz"), ("c", "0ü00")] {
            let mut transaction = store.database.write("spoil").await.unwrap();
            let values = [text(version), text("mini"), text(numbers)];
            transaction.run(SPOIL, &values).await.unwrap();
            transaction.commit().await.unwrap();
            let error = store.vectors.made("mini", &ArticleVersionId(version.to_owned())).await;
            let error = error.unwrap_err().to_string();
            assert!(error.contains("no row of hexadecimal numbers"), "{error}");
        }
    })
    .await;
}
