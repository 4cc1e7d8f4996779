//! One fetch under way: where it is, where it has been, how much time is left.

use crate::FetchError;
use std::time::Duration;
use url::Url;

/// How many bytes are read, and what happens to more.
#[derive(Clone, Copy, Debug)]
pub enum Limit {
    /// More is an error.
    Refuse(u64),
    /// More is left unread.
    Cut(u64),
}

/// A fetch from its first address to its last.
pub struct Trip {
    /// Where we are.
    pub url: Url,
    /// Time that may still be spent on the network.
    pub time_left: Duration,
    /// How much is read of the body.
    pub limit: Limit,
    been: Vec<Url>,
    permanent: bool,
    /// User and password that the operator wrote into the address. Kept apart, so that no error text and
    /// no other site gets to see them.
    login: Option<(String, Option<String>)>,
}

impl Trip {
    /// A trip to `url`.
    pub fn new(url: &str, time_left: Duration, limit: Limit) -> Result<Trip, FetchError> {
        let mut url = web_address(url)?;
        let login = (!url.username().is_empty())
            .then(|| (url.username().to_owned(), url.password().map(str::to_owned)));
        forget_login(&mut url);
        Ok(Trip { url, time_left, limit, been: Vec::new(), permanent: true, login })
    }

    /// The address to ask, with the login if there is one.
    pub fn address(&self) -> Url {
        let mut url = self.url.clone();
        if let Some((user, password)) = &self.login {
            let _ = (url.set_username(user), url.set_password(password.as_deref()));
        }
        url
    }

    /// Goes where a redirect points; `permanent` when the server said that it is for good.
    pub fn follow(&mut self, to: &str, permanent: bool, limit: u32) -> Result<(), FetchError> {
        let url = self.url.clone();
        let next = url.join(to).map_err(|why| FetchError::BadAddress {
            url: to.to_owned(),
            why: format!("{url} redirects to it: {why}"),
        })?;
        let mut next = web_address(next.as_str())?;
        // A redirect may not make us send a password that the operator did not give.
        forget_login(&mut next);
        if next == url || self.been.contains(&next) {
            return Err(FetchError::RedirectLoop { url: next });
        }
        if self.been.len() >= limit as usize {
            return Err(FetchError::TooManyRedirects { url, limit });
        }
        if next.origin() != url.origin() {
            self.login = None;
        }
        self.permanent &= permanent;
        self.been.push(std::mem::replace(&mut self.url, next));
        Ok(())
    }

    /// The error with the address that redirected here, where a redirect is to blame for it.
    pub fn blamed(&self, error: FetchError) -> FetchError {
        match (error, self.been.last()) {
            (FetchError::Private { url, address }, Some(from)) => {
                FetchError::LedInside { from: from.clone(), to: Box::new(url), address }
            }
            (error, _) => error,
        }
    }

    /// The new address, with its login, when every redirect so far was for good.
    pub fn moved_to(&self) -> Option<Url> {
        (self.permanent && !self.been.is_empty()).then(|| self.address())
    }
}

fn forget_login(url: &mut Url) {
    // These fail only for addresses without a host, and those are no web addresses.
    let _ = (url.set_username(""), url.set_password(None));
}

fn web_address(text: &str) -> Result<Url, FetchError> {
    let wrong = |why: &str| FetchError::BadAddress { url: text.to_owned(), why: why.to_owned() };
    let mut url = Url::parse(text.trim()).map_err(|why| wrong(&why.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong("only http and https are fetched"));
    }
    if !url.has_host() {
        return Err(wrong("it names no host"));
    }
    url.set_fragment(None);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trip() -> Trip {
        Trip::new("http://a.example/feed#top", Duration::ZERO, Limit::Refuse(1)).unwrap()
    }

    #[test]
    fn only_web_addresses_are_travelled() {
        let check = |url: &str| Trip::new(url, Duration::ZERO, Limit::Refuse(1)).map(|t| t.url);
        assert_eq!(check(" http://a.example/x#y ").unwrap().as_str(), "http://a.example/x");
        for wrong in ["ftp://a.example/", "file:///etc/passwd", "a.example", "http://", "data:,x"] {
            assert!(matches!(check(wrong), Err(FetchError::BadAddress { .. })), "{wrong}");
        }
    }

    #[test]
    fn a_move_for_good_is_remembered_only_if_every_step_was() {
        let mut trip = trip();
        assert_eq!(trip.moved_to(), None);
        trip.follow("/new", true, 5).unwrap();
        assert_eq!(trip.moved_to().unwrap().as_str(), "http://a.example/new");
        trip.follow("//user:word@b.example/", false, 5).unwrap();
        assert_eq!(trip.url.as_str(), "http://b.example/");
        assert_eq!(trip.moved_to(), None);
    }

    #[test]
    fn passwords_stay_with_their_site_and_out_of_sight() {
        let url = "http://ann:s%20cret@a.example/feed";
        let mut trip = Trip::new(url, Duration::ZERO, Limit::Refuse(1)).unwrap();
        assert_eq!(trip.url.as_str(), "http://a.example/feed");
        assert_eq!(trip.address().as_str(), url);
        trip.follow("/new", true, 5).unwrap();
        assert_eq!(trip.address().as_str(), "http://ann:s%20cret@a.example/new");
        trip.follow("http://b.example/", true, 5).unwrap();
        assert_eq!(trip.address().as_str(), "http://b.example/");
    }

    #[test]
    fn circles_and_long_ways_end() {
        let mut trip = trip();
        assert!(matches!(trip.follow("/feed", true, 5), Err(FetchError::RedirectLoop { .. })));
        trip.follow("/1", true, 2).unwrap();
        assert!(matches!(trip.follow("/feed", true, 2), Err(FetchError::RedirectLoop { .. })));
        trip.follow("/2", true, 2).unwrap();
        let end = trip.follow("/3", true, 2);
        assert!(matches!(end, Err(FetchError::TooManyRedirects { limit: 2, .. })));
        assert!(matches!(trip.follow("file:///x", true, 9), Err(FetchError::BadAddress { .. })));
    }
}
