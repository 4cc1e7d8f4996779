//! Large inputs for one reader, or for all: `large [TARGET] [SECONDS] [FOLDER…]`.
//!
//! Fuzzers find short inputs that crash; what takes a minute or a gigabyte is long and repeats itself. So
//! this takes pieces of the seeds, repeats, nests and crosses them up to 10 MB, and watches what one reading
//! costs. It needs no nightly compiler. What breaks a promise is kept in `artifacts/`, and the exit status is 1.

use newsloom_fuzz::{TARGETS, Target};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// The largest input.
const LIMIT_BYTES: usize = 10 << 20;
/// Processor time that one reading may take.
const LIMIT_TIME: Duration = Duration::from_millis(1500);
/// Memory that the process may need at its peak, the input included.
const LIMIT_KIB: u64 = 300 * 1024;
/// How long each target is tried when nobody says.
const SECONDS: u64 = 60;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next();
    let seconds = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(SECONDS);
    let folders: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    let is_wanted = |target: &&Target| name.as_deref().is_none_or(|name| name == target.0);
    let targets: Vec<&Target> = TARGETS.iter().filter(is_wanted).collect();
    if targets.is_empty() {
        eprintln!("large: there is no such target; there are {:?}", TARGETS.map(|(name, _)| name));
        return ExitCode::from(2);
    }
    let broken: usize =
        targets.iter().map(|target| try_out(target, &folders, Duration::from_secs(seconds))).sum();
    ExitCode::from(u8::from(broken > 0))
}

/// Tries a target for so long; gives how many inputs broke a limit.
fn try_out(target: &Target, folders: &[PathBuf], time: Duration) -> usize {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target.0);
    let seeds: Vec<Vec<u8>> =
        std::iter::once(&own).chain(folders).flat_map(|folder| files(folder)).collect();
    let mut chance = Chance(u64::from_le_bytes(*b"newsloom"));
    let (start, mut count, mut broken) = (Instant::now(), 0usize, 0usize);
    let mut worst = Cost::default();
    while start.elapsed() < time {
        let input = grown(&seeds, &mut chance);
        let cost = cost_of(target, &input);
        count += 1;
        if cost.crashed || cost.time > LIMIT_TIME || cost.memory_kib > LIMIT_KIB {
            broken += 1;
            let kept = keep(target.0, broken, &input);
            println!("{}: {cost:?}, {} bytes, {}", target.0, input.len(), kept.display());
        }
        worst.time = worst.time.max(cost.time);
        worst.memory_kib = worst.memory_kib.max(cost.memory_kib);
    }
    println!("{}: {count} inputs, {broken} broke a limit; at most {worst:?}", target.0);
    broken
}

fn files(folder: &Path) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .map(|files| files.flatten().map(|file| file.path()).collect())
        .unwrap_or_default();
    paths.sort();
    paths.iter().filter_map(|path| fs::read(path).ok()).collect()
}

#[derive(Debug, Default)]
struct Cost {
    crashed: bool,
    time: Duration,
    memory_kib: u64,
}

fn cost_of(target: &Target, input: &[u8]) -> Cost {
    // Resets the peak (Linux; elsewhere the peak of the whole run counts, where it can be read at all).
    let _ = fs::write("/proc/self/clear_refs", "5");
    let before = spent();
    let crashed = std::panic::catch_unwind(|| target.1(input)).is_err();
    Cost { crashed, time: spent().saturating_sub(before), memory_kib: peak_kib() }
}

/// Processor time of this thread.
fn spent() -> Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|number| number.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

fn peak_kib() -> u64 {
    let told = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|peak| peak.trim().strip_suffix(" kB")?.trim().parse().ok()).unwrap_or(0)
}

fn keep(target: &str, number: usize, input: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts").join(target);
    let path = folder.join(format!("large-{number}"));
    let _ = fs::create_dir_all(&folder).and_then(|()| fs::write(&path, input));
    path
}

/// An input of up to the limit made of pieces of the seeds.
fn grown(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let size = LIMIT_BYTES >> chance.below(8);
    let seed = chance.one_of(seeds);
    let (head, tail) = seed.split_at(chance.below(seed.len() + 1));
    let mut input = head.to_vec();
    let rounds = 1 + chance.below(4);
    for _ in 0..rounds {
        let bit: Vec<u8> = (0..=chance.below(3)).flat_map(|_| piece(seeds, chance)).collect();
        let until = input.len() + size / rounds;
        while input.len() < until && !bit.is_empty() {
            input.extend_from_slice(&bit);
        }
    }
    input.extend_from_slice(tail);
    input.truncate(LIMIT_BYTES);
    input
}

/// A piece between two places where markup and words change, or a short run of any bytes.
fn piece(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let seed = chance.one_of(seeds);
    if seed.is_empty() || chance.below(8) == 0 {
        return (0..=chance.below(4)).map(|_| chance.byte()).collect();
    }
    let cuts: Vec<usize> = (0..seed.len())
        .filter(|at| b"<>&;\"'=:/ ,.{}[]\n-".contains(&seed[*at]))
        .chain([0, seed.len()])
        .collect();
    let (a, b) = (*chance.one_of(&cuts), *chance.one_of(&cuts));
    let longest = [12, 40, 400][chance.below(3)];
    let (from, to) = (a.min(b), a.max(b).min(a.min(b) + longest));
    seed[from..to].to_vec()
}

/// Numbers that look like chance and are the same in each run (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}
