use crate::error::is_full;
use crate::{Durability, StoreError};
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Raw pages and images: a folder of files named by the hash of their bytes.
///
/// `ab/cdef…` holds the bytes whose SHA-256 is `abcdef…`, so that `sha256sum` can check it. All calls
/// block on the disk; async callers put them onto a blocking thread.
#[derive(Clone, Debug)]
pub struct Objects {
    folder: PathBuf,
    durability: Durability,
}

/// How much a folder of objects holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ObjectsSize {
    /// Objects.
    pub count: u64,
    /// Bytes in all of them.
    pub size_bytes: u64,
}

impl Objects {
    /// Uses `folder`, making it when it is not there.
    pub fn open(folder: PathBuf, durability: Durability) -> Result<Objects, StoreError> {
        fs::create_dir_all(&folder).map_err(|cause| failure(&folder, cause))?;
        Ok(Objects { folder, durability })
    }

    /// Keeps `bytes` and gives their key: 64 hex digits. Durable when it returns; the same bytes
    /// again change nothing.
    pub fn put(&self, bytes: &[u8]) -> Result<String, StoreError> {
        let key: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let (shelf, name) = key.split_at(2);
        let shelf = self.folder.join(shelf);
        let path = shelf.join(name);
        // A file of another length was cut short by a disk that lied; it is written again.
        let is_kept = fs::metadata(&path).is_ok_and(|file| file.len() == bytes.len() as u64);
        if !is_kept {
            if !shelf.is_dir() {
                fs::create_dir_all(&shelf).map_err(|cause| failure(&shelf, cause))?;
                self.sync(&self.folder)?;
            }
            write_whole(&path, bytes, self.durability)?;
        }
        // Also when it was there: whoever wrote it may have died before this.
        self.sync(&shelf)?;
        Ok(key)
    }

    /// Makes the names in a folder durable.
    fn sync(&self, folder: &Path) -> Result<(), StoreError> {
        if self.durability == Durability::Throwaway {
            return Ok(());
        }
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(|cause| failure(folder, cause))
    }

    /// The bytes of `key`; nothing for what cannot be a key, so that an address of the site can be
    /// passed on as it came.
    pub fn get(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        if !is_key(key) {
            return Ok(None);
        }
        let (shelf, name) = key.split_at(2);
        let path = self.folder.join(shelf).join(name);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(failure(&path, cause)),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How much there is, by reading the folder: seconds for a million objects.
    pub fn size(&self) -> Result<ObjectsSize, StoreError> {
        let mut size = ObjectsSize::default();
        for shelf in entries(&self.folder)?.filter(|shelf| shelf.path().is_dir()) {
            let shelf_name = shelf.file_name();
            for object in entries(&shelf.path())? {
                let key = format!("{}{}", shelf_name.display(), object.file_name().display());
                // An object may be replaced meanwhile, and what was left half written is none.
                if let (true, Ok(file)) = (is_key(&key), object.metadata()) {
                    size.count += 1;
                    size.size_bytes += file.len();
                }
            }
        }
        Ok(size)
    }
}

fn is_key(key: &str) -> bool {
    key.len() == 64 && key.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn entries(folder: &Path) -> Result<impl Iterator<Item = fs::DirEntry>, StoreError> {
    let found = fs::read_dir(folder).map_err(|cause| failure(folder, cause))?;
    Ok(found.filter_map(Result::ok))
}

/// Writes beside `path` and renames, so that nobody ever sees half a file.
fn write_whole(path: &Path, bytes: &[u8], durability: Durability) -> Result<(), StoreError> {
    static WRITTEN: AtomicU64 = AtomicU64::new(0);
    let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let draft = path.with_extension(format!("{}-{number}.new", std::process::id()));
    let written = OpenOptions::new().write(true).create(true).truncate(true).open(&draft).and_then(
        |mut file| {
            file.write_all(bytes)?;
            if durability == Durability::Full {
                file.sync_all()?;
            }
            fs::rename(&draft, path)
        },
    );
    written.map_err(|cause| {
        // What could not be written whole only takes room; that it cannot be removed changes nothing.
        fs::remove_file(&draft).ok();
        failure(path, cause)
    })
}

fn failure(path: &Path, cause: std::io::Error) -> StoreError {
    let path = path.display().to_string();
    match cause.kind() {
        kind if is_full(kind) => StoreError::DiskFull { what: path },
        _ => StoreError::File { path, cause },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty() -> (tempfile::TempDir, Objects) {
        let folder = tempfile::tempdir().unwrap();
        let objects = Objects::open(folder.path().join("objects"), Durability::Throwaway).unwrap();
        (folder, objects)
    }

    #[test]
    fn bytes_come_back_under_their_hash() {
        let (_folder, objects) = empty();
        let key = objects.put(b"abc").unwrap();
        assert_eq!(key, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(objects.put(b"abc").unwrap(), key);
        objects.put(b"").unwrap();
        assert_eq!(objects.get(&key).unwrap().as_deref(), Some(&b"abc"[..]));
        assert_eq!(objects.size().unwrap(), ObjectsSize { count: 2, size_bytes: 3 });
    }

    #[test]
    fn what_is_not_a_key_names_nothing() {
        let (folder, objects) = empty();
        let key = objects.put(b"abc").unwrap();
        fs::write(folder.path().join("secret"), "x").unwrap();
        for name in ["", "../secret", "ba/../../secret", &key[..63], &key.to_uppercase(), "é"] {
            assert_eq!(objects.get(name).unwrap(), None, "{name}");
        }
        assert_eq!(objects.get(&"0".repeat(64)).unwrap(), None);
    }

    #[test]
    fn a_file_that_was_cut_short_is_written_again() {
        let (_folder, objects) = empty();
        let key = objects.put(b"abc").unwrap();
        fs::write(objects.folder().join(&key[..2]).join(&key[2..]), "a").unwrap();
        objects.put(b"abc").unwrap();
        assert_eq!(objects.get(&key).unwrap().as_deref(), Some(&b"abc"[..]));
    }

    #[test]
    fn a_folder_that_cannot_be_is_named() {
        let (folder, _) = empty();
        fs::write(folder.path().join("file"), "").unwrap();
        let error =
            Objects::open(folder.path().join("file/objects"), Durability::Full).unwrap_err();
        assert!(error.to_string().contains("file/objects"), "{error}");
    }
}
