//! The real program, run by a test in the folder of an instance.

use std::path::Path;
use std::process::Command;

/// Runs a command: whether it went well, and all that it said.
pub fn newsloom(dir: &Path, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command.env_remove("NEWSLOOM_DATABASE").env("NEWSLOOM_LOG", "error").current_dir(dir);
    let output = command.args(arguments).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (output.status.success(), said.into_owned())
}

/// What a command says that goes well.
#[track_caller]
pub fn done(dir: &Path, arguments: &[&str]) -> String {
    let (fine, said) = newsloom(dir, arguments);
    assert!(fine, "{arguments:?}: {said}");
    said
}

/// Expects a command to fail and to say why.
#[track_caller]
pub fn refused(dir: &Path, arguments: &[&str], why: &str) {
    let (fine, said) = newsloom(dir, arguments);
    assert!(!fine && said.contains(why), "{arguments:?}: {said}");
}
