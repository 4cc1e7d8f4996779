//! What WebSub (W3C recommendation, 2018) needs of cryptography: secrets, and signatures made with them.

use ring::hmac::{self, Algorithm};
use ring::rand::{SecureRandom, SystemRandom};

/// Bytes of a secret, and of the part of a callback's address that nobody can guess. The hash of
/// HMAC-SHA256 has as many; section 5.1.2 allows secrets of up to 200.
const SECRET_BYTES: usize = 32;

/// A new secret, as hexadecimal digits. None when the system has no random numbers to give.
pub fn secret() -> Option<String> {
    let mut bytes = [0; SECRET_BYTES];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whether `signature`, as in `X-Hub-Signature`, proves that whoever knows `secret` sent `body`.
///
/// `sha1` is weak for other ends, but not as an HMAC, and the largest hubs know nothing else.
pub fn is_signed(secret: &str, signature: &str, body: &[u8]) -> bool {
    let Some((method, digits)) = signature.trim().split_once('=') else { return false };
    let algorithm: Algorithm = match method.to_ascii_lowercase().as_str() {
        "sha1" => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        "sha256" => hmac::HMAC_SHA256,
        "sha384" => hmac::HMAC_SHA384,
        "sha512" => hmac::HMAC_SHA512,
        _ => return false,
    };
    let key = hmac::Key::new(algorithm, secret.as_bytes());
    hex(digits).is_some_and(|tag| hmac::verify(&key, body, &tag).is_ok())
}

/// The `X-Hub-Signature` of a body by HMAC-SHA256, as a hub makes it.
pub fn signature(secret: &str, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, body);
    let digits: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={digits}")
}

fn hex(digits: &str) -> Option<Vec<u8>> {
    let value = |digit: u8| char::from(digit).to_digit(16);
    let pair = |pair: &[u8]| match pair {
        [high, low] => u8::try_from(value(*high)? * 16 + value(*low)?).ok(),
        _ => None,
    };
    digits.trim().as_bytes().chunks(2).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_secret_makes_the_signature() {
        let body = b"what do ya want for nothing?";
        // The second test case of RFC 4231 and of RFC 2202.
        let sha256 = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let sha1 = "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";
        assert_eq!(signature("Jefe", body), sha256);
        check(sha256, true);
        check(&sha256.to_uppercase(), true);
        check(sha1, true);
        check("sha256=5bdcc146", false);
        check("sha256=", false);
        check("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec384", false);
        check("md5=750c783e6ab0b503eaa86e310a5db738", false);
        check("Jefe", false);
        check("", false);
    }

    #[track_caller]
    fn check(signature: &str, expected: bool) {
        let body = b"what do ya want for nothing?";
        assert_eq!(is_signed("Jefe", signature, body), expected, "{signature}");
        assert!(!is_signed("Jeff", signature, body), "{signature}");
    }

    #[test]
    fn secrets_are_long_and_differ() {
        let (one, other) = (secret().unwrap(), secret().unwrap());
        assert_eq!(one.len(), 2 * SECRET_BYTES);
        assert_ne!(one, other);
    }
}
