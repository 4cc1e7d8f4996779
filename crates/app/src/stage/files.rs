//! Files, folders and standard input, as the commands that read documents take them.

use anyhow::Context;
use flate2::read::MultiGzDecoder;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// One document to read.
#[derive(Debug, PartialEq, Eq)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Standard,
}

/// The documents that `paths` name: a folder stands for its files in byte order of their names,
/// `-` and no path at all for standard input.
pub fn inputs(paths: &[PathBuf]) -> anyhow::Result<Vec<Input>> {
    if paths.is_empty() {
        return Ok(vec![Input::Standard]);
    }
    let mut inputs = Vec::new();
    for path in paths {
        match path {
            path if path.as_os_str() == "-" => inputs.push(Input::Standard),
            path if path.is_dir() => inputs.extend(files_of(path)?.into_iter().map(Input::File)),
            path => inputs.push(Input::File(path.clone())),
        }
    }
    Ok(inputs)
}

fn files_of(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let problem = || format!("{}: could not read the folder", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(problem)? {
        let path = entry.with_context(problem)?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    Ok(files)
}

impl Input {
    /// The file's name; `-` for standard input.
    pub fn name(&self) -> String {
        match self {
            Input::Standard => "-".to_owned(),
            Input::File(path) => {
                path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
            }
        }
    }

    /// Its bytes, unpacked when they are gzip by their first bytes, and no more than `limit_bytes`.
    pub fn read(&self, limit_bytes: u64) -> io::Result<Vec<u8>> {
        let bytes = match self {
            Input::Standard => bounded(io::stdin().lock(), limit_bytes)?,
            Input::File(path) => {
                let file = fs::File::open(path)?;
                // One more byte than it says to hold: so the end is seen without growing.
                let size = file.metadata().map_or(0, |about| about.len()).min(limit_bytes) + 1;
                let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
                file.take(limit_bytes).read_to_end(&mut bytes)?;
                bytes
            }
        };
        unpacked(bytes, limit_bytes)
    }
}

fn bounded(source: impl Read, limit_bytes: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(limit_bytes).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What was unpacked before the limit counts; a file that was cut off or damaged is an error.
fn unpacked(bytes: Vec<u8>, limit_bytes: u64) -> io::Result<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut page = Vec::new();
    MultiGzDecoder::new(&bytes[..]).take(limit_bytes).read_to_end(&mut page)?;
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const LIMIT: u64 = 16 << 20;

    #[test]
    fn gzip_is_unpacked_and_bounded() {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let zeros = vec![b' '; 1 << 20];
        for _ in 0..20 {
            packer.write_all(&zeros).expect("memory takes it");
        }
        let bomb = packer.finish().expect("memory takes it");
        let cut = bomb[..bomb.len() / 2].to_vec();
        assert_eq!(unpacked(bomb, LIMIT).expect("it is gzip").len() as u64, LIMIT);
        assert_eq!(unpacked(b"<p>plain".to_vec(), LIMIT).expect("no gzip"), b"<p>plain");
        assert!(unpacked(cut, LIMIT).is_err());
        assert!(unpacked(b"\x1f\x8bbroken".to_vec(), LIMIT).is_err());
    }
}
