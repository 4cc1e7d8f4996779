use super::samples::story;
use super::{at, on_each_database};
use crate::ReaderReport;

#[tokio::test]
async fn what_readers_report_is_kept_once() {
    on_each_database(async |store, _| {
        let report = |id: &str, second: i64| ReaderReport {
            id: id.to_owned(),
            story: story("s"),
            issue: "inaccurate".to_owned(),
            description: "It was 31, not 30.\nSee \"page 2\".".to_owned(),
            sources: vec!["https://gazette.example/a?b=1".to_owned()],
            at: at(second),
        };
        let (one, two) = (report("1", 10), report("2", 20));
        for report in [&one, &two, &one] {
            store.reader_reports.file_reader_report(report).await.unwrap();
        }
        let kept = store.reader_reports.reader_reports(9).await.unwrap();
        assert_eq!(kept, [two.clone(), one]);
        assert_eq!(store.reader_reports.reader_reports(1).await.unwrap(), [two]);
    })
    .await;
}
