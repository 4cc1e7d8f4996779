//! The key that exports are signed with, in the form of the program `minisign`, so that anybody who has that program
//! can check a manifest without us, and an operator can bring a key made by it.

use crate::settings;
use anyhow::{Context, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use blake2::{Blake2b512, Digest};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// The environment variable that holds the secret key itself, for machines that keep secrets there.
pub const SIGNING_KEY: &str = "NEWSLOOM_SIGNING_KEY";

/// The line above a signature. Nothing vouches for it, so whoever checks asks for this very one.
pub const UNTRUSTED: &str = "untrusted comment: signature of newsloom; check it with: minisign -Vm manifest.json -p newsloom.pub";

/// Ed25519 keys, and signatures over a file itself.
const ALGORITHM: [u8; 2] = *b"Ed";
/// Signatures over the BLAKE2b of a file.
const PREHASHED: [u8; 2] = *b"ED";
/// The check sum of a secret key would be its BLAKE2b; without a password it is left empty.
const CHECK: [u8; 2] = *b"B2";
/// A secret key without a password.
const NO_PASSWORD: [u8; 2] = [0, 0];
/// Bytes of a secret key: algorithms, salt and costs of a password, number, seed with public key, check sum.
const SECRET_BYTES: usize = 2 + 2 + 2 + 32 + 8 + 8 + 8 + 64 + 32;

/// A secret key with its public half.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    seed: [u8; 32],
    /// Chance, by which a signature says of which key it is.
    number: [u8; 8],
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.public())
    }
}

impl SigningKey {
    /// The instance's key: from the environment, or from the file that the settings name, which is made at first use.
    pub fn of_instance(dir: &Path, settings: &settings::Export) -> anyhow::Result<SigningKey> {
        if let Some(text) = std::env::var(SIGNING_KEY).ok().filter(|text| !text.is_empty()) {
            return SigningKey::read(&text).with_context(|| SIGNING_KEY.to_owned());
        }
        let path = dir.join(&settings.key_file);
        match SigningKey::read_file(&path)? {
            Some(key) => Ok(key),
            None => SigningKey::make(&path),
        }
    }

    /// The public half of the instance's key, as a file; none when nothing was signed yet.
    pub fn public_of(dir: &Path, settings: &settings::Export) -> anyhow::Result<Option<String>> {
        let path = dir.join(&settings.key_file);
        let named = std::env::var(SIGNING_KEY).is_ok_and(|text| !text.is_empty());
        if !named && !path.exists() {
            return Ok(None);
        }
        Ok(Some(SigningKey::of_instance(dir, settings)?.public_file()))
    }

    fn read_file(path: &Path) -> anyhow::Result<Option<SigningKey>> {
        let shown = path.display();
        match std::fs::read_to_string(path) {
            Ok(text) => SigningKey::read(&text).with_context(|| shown.to_string()).map(Some),
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(cause).with_context(|| format!("{shown}: cannot be read")),
        }
    }

    /// Makes a key and keeps it where only its owner may read it. Of two that do so at once, one key stands.
    fn make(path: &Path) -> anyhow::Result<SigningKey> {
        let shown = path.display();
        let key = SigningKey::fresh()?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(path) {
            Ok(mut file) => {
                let written =
                    file.write_all(key.secret_file().as_bytes()).and_then(|()| file.sync_all());
                written.with_context(|| format!("{shown}: cannot be written"))?;
                Ok(key)
            }
            Err(cause) if cause.kind() == ErrorKind::AlreadyExists => SigningKey::read_file(path)?
                .with_context(|| format!("{shown}: went away while it was read")),
            Err(cause) => {
                Err(cause).with_context(|| format!("{shown}: a key cannot be made there"))
            }
        }
    }

    fn fresh() -> anyhow::Result<SigningKey> {
        let (mut seed, mut number) = ([0; 32], [0; 8]);
        let random = SystemRandom::new();
        let filled = random.fill(&mut seed).and_then(|()| random.fill(&mut number));
        filled.ok().context("this machine gives no random numbers")?;
        SigningKey::of(seed, number)
    }

    /// The key that this seed makes.
    pub(super) fn of(seed: [u8; 32], number: [u8; 8]) -> anyhow::Result<SigningKey> {
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).ok().context("is no key")?;
        Ok(SigningKey { pair, seed, number })
    }

    /// Reads a secret key without a password, with or without the comment above it.
    pub fn read(text: &str) -> anyhow::Result<SigningKey> {
        let line = text.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
        let bytes = STANDARD.decode(line).ok().filter(|bytes| bytes.len() == SECRET_BYTES);
        let Some(bytes) = bytes.filter(|bytes| bytes[..2] == ALGORITHM) else {
            bail!(
                "is no secret key of minisign's; `minisign -G -W -s newsloom.key -p newsloom.pub` makes one"
            );
        };
        if bytes[2..4] != NO_PASSWORD {
            bail!(
                "is locked with a password, which nobody is there to type; `minisign -C -W -s FILE` takes it off"
            );
        }
        let (mut seed, mut number) = ([0; 32], [0; 8]);
        number.copy_from_slice(&bytes[54..62]);
        seed.copy_from_slice(&bytes[62..94]);
        let key = SigningKey::of(seed, number)?;
        if bytes[94..126] != *key.pair.public_key().as_ref() {
            bail!("is a secret key that was damaged: its two halves do not fit");
        }
        Ok(key)
    }

    /// The key as the file that [`SigningKey::read`] reads.
    fn secret_file(&self) -> String {
        let head = [ALGORITHM, NO_PASSWORD, CHECK].concat();
        let bytes = [
            &head[..],
            &[0; 48],
            &self.number,
            &self.seed,
            self.pair.public_key().as_ref(),
            &[0; 32],
        ];
        format!(
            "untrusted comment: minisign secret key of newsloom: whoever has it can sign as this site\n{}\n",
            STANDARD.encode(bytes.concat())
        )
    }

    /// The public key in one line, as `minisign -P` takes it.
    pub fn public(&self) -> String {
        STANDARD.encode([&ALGORITHM[..], &self.number, self.pair.public_key().as_ref()].concat())
    }

    /// The public key as the file that `minisign -p` takes.
    pub fn public_file(&self) -> String {
        let number = u64::from_le_bytes(self.number);
        format!("untrusted comment: minisign public key {number:016X}\n{}\n", self.public())
    }

    /// The file beside `bytes` that says that they are ours. `trusted` is vouched for too; it must be one line.
    pub fn sign(&self, bytes: &[u8], trusted: &str) -> String {
        let signature = self.pair.sign(&Blake2b512::digest(bytes));
        let whole = self.pair.sign(&[signature.as_ref(), trusted.as_bytes()].concat());
        let signature = [&PREHASHED[..], &self.number, signature.as_ref()].concat();
        let (signature, whole) = (STANDARD.encode(signature), STANDARD.encode(whole));
        format!("{UNTRUSTED}\n{signature}\ntrusted comment: {trusted}\n{whole}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use minisign_verify::{PublicKey, Signature};

    /// Made by `minisign -G -W`, version 0.11, for this test.
    const BY_MINISIGN: &str = "untrusted comment: minisign encrypted secret key\n\
        RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAfT4JsWxOLqyzP54w5ZkEMTsjYq8f/zh2atosedKDdUNJb0K0+8emewsVzl1zxJEE7kl//+DogLUUuGflHbKnsvbA08ammj6AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
    const ITS_PUBLIC: &str = "RWR9PgmxbE4urAsVzl1zxJEE7kl//+DogLUUuGflHbKnsvbA08ammj6A";

    fn key() -> SigningKey {
        SigningKey::of([7; 32], *b"newsloom").unwrap()
    }

    #[test]
    fn what_is_signed_is_found_so_by_other_code() {
        let key = key();
        let public = PublicKey::from_base64(&key.public()).unwrap();
        let text = key.sign(b"a manifest", "timestamp:0");
        let signature = Signature::decode(&text).unwrap();
        public.verify(b"a manifest", &signature, false).unwrap();
        assert_eq!(signature.trusted_comment(), "timestamp:0");
        assert!(public.verify(b"a manifesto", &signature, false).is_err());
        assert_eq!(key.sign(b"a manifest", "timestamp:0"), text, "the same each time");
        assert_eq!(key.public_file().lines().last(), Some(key.public().as_str()));
    }

    #[test]
    fn a_key_of_minisign_is_taken() {
        let key = SigningKey::read(BY_MINISIGN).unwrap();
        assert_eq!(key.public(), ITS_PUBLIC);
        let again = SigningKey::read(&key.secret_file()).unwrap();
        assert_eq!(again.public(), ITS_PUBLIC);
    }

    #[test]
    fn what_is_no_key_is_refused_with_the_reason() {
        let own = key().secret_file();
        let line = own.lines().last().unwrap();
        let mut locked = STANDARD.decode(line).unwrap();
        locked[2..4].copy_from_slice(b"Sc");
        let mut damaged = STANDARD.decode(line).unwrap();
        damaged[70] ^= 1;
        for (text, why) in [
            (String::new(), "no secret key"),
            (line[..100].to_owned(), "no secret key"),
            (key().public(), "no secret key"),
            (STANDARD.encode(locked), "password"),
            (STANDARD.encode(damaged), "damaged"),
        ] {
            let error = SigningKey::read(&text).unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_key_is_made_once_and_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("newsloom.key");
        let made = SigningKey::make(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(SigningKey::make(&path).unwrap().public(), made.public(), "the first stands");
        assert_eq!(SigningKey::read_file(&path).unwrap().unwrap().public(), made.public());
    }
}
