mod answers;
mod fortnight;
mod markup;
mod read_back;
mod served;
mod threads;

use super::answer::{Answer, Ask, answer};
use super::world::{Report, World};
use jiff::Timestamp;

impl World {
    /// The address of a report's page.
    fn url(&self, report: &Report) -> String {
        self.publishers[report.publisher].url(&report.path)
    }
}

fn world() -> World {
    World::load().unwrap()
}

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

fn report<'a>(world: &'a World, key: &str) -> &'a Report {
    world.reports.iter().find(|report| report.key == key).unwrap()
}

/// What a plain request for `url` gets at `now`.
fn get(world: &World, now: Timestamp, url: &str) -> Answer {
    answer(world, now, &ask(url))
}

fn ask(url: &str) -> Ask {
    let url = url::Url::parse(url).unwrap();
    let host = url.host_str().unwrap().to_owned();
    Ask { host, path: url.path().to_owned(), ..Ask::default() }
}

fn body(world: &World, now: Timestamp, url: &str) -> String {
    let answer = get(world, now, url);
    assert_eq!(answer.status, 200, "{url}");
    String::from_utf8_lossy(&answer.body).into_owned()
}
