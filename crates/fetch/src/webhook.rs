//! Webhooks in the form of standardwebhooks.com: who is told can see from the signature that it was us.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

/// Least bytes of a secret, as the specification asks.
const LEAST: usize = 24;

/// What the sender and those who are told share.
pub struct Secret(hmac::Key);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// Reads `whsec_` and at least 24 bytes in base64.
    pub fn read(text: &str) -> Option<Secret> {
        let bytes = STANDARD.decode(text.trim().strip_prefix("whsec_")?).ok()?;
        (bytes.len() >= LEAST).then(|| Secret(hmac::Key::new(hmac::HMAC_SHA256, &bytes)))
    }

    /// The `webhook-signature` of a message of this id, sent at this second.
    pub fn signature(&self, id: &str, second: i64, body: &str) -> String {
        let tag = hmac::sign(&self.0, format!("{id}.{second}.{body}").as_bytes());
        format!("v1,{}", STANDARD.encode(tag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_the_one_that_the_specification_shows() {
        let secret = Secret::read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let body = "{\"test\": 2432232314}";
        let signature = secret.signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_secret_has_a_form_and_a_length() {
        for text in
            ["", "whsec_", "whsec_c2hvcnQ=", "whsec_not base64", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
        {
            assert!(Secret::read(text).is_none(), "{text}");
        }
        assert_eq!(
            format!("{:?}", Secret::read(&format!("whsec_{}", "A".repeat(32)))),
            "Some(Secret(…))"
        );
    }
}
