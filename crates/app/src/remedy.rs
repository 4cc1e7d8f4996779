//! What an operator can do about a feed that fails, told by its cause.

/// A cause, by the words that its messages hold, and the remedy. The first that fits counts.
struct Remedy {
    /// Lowercase; a test holds them against the messages of the fetcher.
    marks: &'static [&'static str],
    /// What to do.
    advice: &'static str,
}

const REMEDIES: [Remedy; 15] = [
    Remedy {
        marks: &["is a private address"],
        advice: "if that is meant, list its host or network in fetch.allow_private of newsloom.toml; else remove the feed",
    },
    Remedy {
        marks: &["names the feed"],
        advice: "add that address with `feeds add` and remove this feed",
    },
    Remedy {
        marks: &["it is a web page", "holds no markup", "begins no feed"],
        advice: "open the address and look for the feed's own; `feeds add` takes it",
    },
    Remedy {
        marks: &["entities within entities", "that it declares itself"],
        advice: "the feed is broken or hostile: tell the outlet, or remove it",
    },
    Remedy {
        marks: &["answered 404", "gone for good"],
        advice: "it has probably moved: `feeds check` looks on its site for the new address",
    },
    Remedy {
        marks: &["answered 401", "answered 403", "answered 451"],
        advice: "the server does not let us in: set fetch.contact, or ask the outlet",
    },
    Remedy {
        marks: &["answered 429"],
        advice: "the server wants fewer requests: raise fetch.pace_ms or poll.every_minutes",
    },
    Remedy { marks: &["answered 5"], advice: "the server has trouble: wait" },
    Remedy {
        marks: &["robots.txt"],
        advice: "the site does not want to be read: ask the outlet, or remove the feed",
    },
    Remedy {
        marks: &["dns error", "failed to lookup", "name or service not known"],
        advice: "its name cannot be looked up: check the address for slips, and this machine's DNS",
    },
    Remedy {
        marks: &["certificate", "tls", "handshake"],
        advice: "its certificate cannot be trusted: check this machine's clock, then tell the outlet",
    },
    Remedy {
        marks: &["no complete answer within"],
        advice: "the server is slow: wait, or raise fetch.timeout_seconds",
    },
    Remedy {
        marks: &["larger than"],
        advice: "if a feed of that size is meant, raise fetch.limit_bytes",
    },
    Remedy {
        marks: &["redirects"],
        advice: "open it in a browser and add the address where it ends",
    },
    Remedy {
        marks: &["not an address of the web"],
        advice: "remove it, and add the right address",
    },
];

/// What to do about a feed that failed for `reason`.
pub fn remedy(reason: &str) -> &'static str {
    let reason = reason.to_lowercase();
    let fits = |remedy: &&Remedy| remedy.marks.iter().any(|mark| reason.contains(mark));
    // What is left is a connection that was refused or broke off, or an answer that says nothing.
    REMEDIES
        .iter()
        .find(fits)
        .map_or("the server cannot be reached or breaks off: wait", |remedy| remedy.advice)
}

/// The reason without the address at its start, where a line names that address already.
pub fn without_address<'a>(reason: &'a str, address: &str) -> &'a str {
    reason.strip_prefix(address).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fetch::{FetchError, StatusCode, Url};

    fn url() -> Url {
        Url::parse("https://a.example/feed").expect("written for this test")
    }

    fn refused(status: u16) -> FetchError {
        let status = StatusCode::from_u16(status).expect("written for this test");
        FetchError::Refused { url: url(), status, retry_after: None }
    }

    fn unreachable(cause: &str) -> FetchError {
        FetchError::Unreachable { url: url(), cause: cause.to_owned() }
    }

    #[test]
    fn each_cause_has_its_remedy() {
        let address = std::net::IpAddr::from([127, 0, 0, 1]);
        check(FetchError::Private { url: url(), address }, "fetch.allow_private");
        check(
            FetchError::LedInside { from: url(), to: Box::new(url()), address },
            "fetch.allow_private",
        );
        check(refused(404), "`feeds check`");
        check(FetchError::Gone { url: url() }, "`feeds check`");
        check(refused(403), "fetch.contact");
        check(refused(429), "poll.every_minutes");
        check(refused(500), "wait");
        check(refused(503), "wait");
        check(unreachable("dns error: failed to lookup address information"), "DNS");
        check(unreachable("invalid peer certificate: Expired"), "clock");
        check(unreachable("tcp connect error: Connection refused"), "wait");
        check(FetchError::TooSlow { url: url(), seconds: 20 }, "fetch.timeout_seconds");
        check(FetchError::TooLarge { url: url(), limit_bytes: 9 }, "fetch.limit_bytes");
        check(FetchError::RedirectLoop { url: url() }, "browser");
        check(FetchError::TooManyRedirects { url: url(), limit: 5 }, "browser");
        check(FetchError::Disallowed { url: url() }, "ask the outlet");
        let why = "no host".to_owned();
        check(FetchError::BadAddress { url: "x".to_owned(), why }, "right address");
        let bomb = b"<!DOCTYPE r [<!ENTITY a 'x'><!ENTITY b '&a;'>]><rss/>";
        check(pipeline::parse::parse(bomb, None, None).expect_err("no feed"), "tell the outlet");
        let page = pipeline::parse::parse(b"<html><p>x", None, None).expect_err("no feed");
        check(page, "look for the feed's own");
        check("it is a web page; it names the feed https://a.example/f", "add that address");
    }

    #[track_caller]
    fn check(error: impl std::fmt::Display, expected: &str) {
        let advice = remedy(&error.to_string());
        assert!(advice.contains(expected), "{error}: {advice}");
    }

    #[test]
    fn an_address_is_not_said_twice() {
        assert_eq!(without_address("https://a.example/: slow", "https://a.example/"), "slow");
        assert_eq!(
            without_address("https://a.example/x: slow", "https://a.example/"),
            "https://a.example/x: slow"
        );
    }
}
