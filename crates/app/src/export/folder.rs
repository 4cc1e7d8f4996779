//! The folder that an export goes to.

use super::manifest::Manifest;
use super::{MANIFEST, MARKED, MARKER, SIGNATURE};
use anyhow::{Context, bail};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// A folder that is ours to write to.
pub struct Folder {
    to: PathBuf,
}

impl Folder {
    /// Makes the folder ours; one that holds files of somebody else is refused.
    pub fn claim(to: &Path) -> anyhow::Result<Folder> {
        let shown = to.display();
        let marker = to.join(MARKER);
        let taken = to.read_dir().is_ok_and(|mut files| files.next().is_some());
        if taken && !marker.exists() {
            bail!("{shown}: there are files that no export wrote; name an empty or a new folder");
        }
        std::fs::create_dir_all(to).with_context(|| format!("{shown}: cannot be made"))?;
        std::fs::write(&marker, MARKED).with_context(|| marker.display().to_string())?;
        Ok(Folder { to: to.to_owned() })
    }

    /// Takes the files of an earlier export away, its manifest first: half an export never looks whole.
    pub fn clear(&self) -> anyhow::Result<()> {
        let earlier = std::fs::read(self.to.join(MANIFEST)).ok();
        let earlier = earlier.and_then(|bytes| Manifest::read(&bytes).ok());
        let files = earlier.into_iter().flat_map(|manifest| manifest.files.into_keys());
        for name in [MANIFEST, SIGNATURE].map(str::to_owned).into_iter().chain(files) {
            // A manifest that somebody else wrote may name anything.
            let Ok(path) = self.path(&name) else { continue };
            match std::fs::remove_file(&path) {
                Err(cause) if cause.kind() != ErrorKind::NotFound => {
                    return Err(cause).with_context(|| path.display().to_string());
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Writes a file by its path below the folder, with `/` between its parts.
    pub fn write(&self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let path = self.path(name)?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        std::fs::write(&path, bytes).with_context(|| path.display().to_string())
    }

    fn path(&self, name: &str) -> anyhow::Result<PathBuf> {
        let below = safe_path(name)
            .with_context(|| format!("{name}: would be written outside the folder"))?;
        let mut path = self.to.clone();
        for part in below.iter() {
            path.push(part);
            if path.is_symlink() {
                let link = path.display();
                bail!("{link}: is a link, through which nothing is written; take it away");
            }
        }
        Ok(path)
    }
}

/// A name as a path that cannot lead out of the folder; none for one that would.
pub fn safe_path(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(name);
    let is_safe = path.components().all(|part| matches!(part, Component::Normal(_)));
    (is_safe && !name.is_empty()).then_some(path)
}
