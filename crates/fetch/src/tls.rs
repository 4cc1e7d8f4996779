//! Whom we believe to be who they say they are.

use crate::FetchError;
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;

/// TLS with the ring provider and Mozilla's root certificates.
///
/// The roots are compiled in, so that a bare container without a certificate store works too.
pub fn config() -> Result<ClientConfig, FetchError> {
    let roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|cause| FetchError::BadSettings(format!("TLS cannot be set up: {cause}")))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
