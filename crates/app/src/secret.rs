//! Where a secret is: in the environment, or in a file.

use std::path::Path;

/// The key that `env:NAME` or `file:PATH` names; none for nothing. Messages name the place, never the key.
pub fn read(place: &str, dir: &Path) -> Result<Option<String>, String> {
    let place = place.trim();
    if place.is_empty() {
        return Ok(None);
    }
    let key = if let Some(name) = place.strip_prefix("env:") {
        let name = name.trim();
        std::env::var(name).map_err(|_| {
            format!("its key is not there: the environment variable {name} is not set")
        })?
    } else if let Some(path) = place.strip_prefix("file:") {
        let path = dir.join(path.trim());
        std::fs::read_to_string(&path)
            .map_err(|cause| format!("its key cannot be read: {}: {cause}", path.display()))?
    } else {
        return Err("its key is named neither by env: nor by file:".to_owned());
    };
    match key.trim() {
        "" => Err(format!("its key is empty: {place}")),
        key => Ok(Some(key.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_from_the_environment_or_a_file() {
        let dir = tempfile::TempDir::new().expect("a temporary folder");
        std::fs::write(dir.path().join("key"), " sk-1\n").expect("the folder is ours");
        std::fs::write(dir.path().join("none"), "\n").expect("the folder is ours");
        assert_eq!(read("", dir.path()), Ok(None));
        assert_eq!(read("file:key", dir.path()), Ok(Some("sk-1".to_owned())));
        for (place, told) in [
            ("file:none", "its key is empty: file:none"),
            ("file:lost", "its key cannot be read"),
            ("env:NEWSLOOM_NO_SUCH_KEY", "variable NEWSLOOM_NO_SUCH_KEY is not set"),
            ("sk-2", "neither by env: nor by file:"),
        ] {
            let error = read(place, dir.path()).expect_err("there is no key");
            assert!(error.contains(told) && !error.contains("sk-2"), "{error}");
        }
    }
}
