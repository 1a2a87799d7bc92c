//! Any words, one a line, as a command line: it is a command or a complaint. Nothing is run.

use std::ffi::OsString;

/// Tries these bytes.
pub fn run(bytes: &[u8]) {
    let words = bytes.split(|&byte| byte == b'\n').take(40).map(word);
    match wardflow::cli::understood(std::iter::once(OsString::from("wardflow")).chain(words)) {
        Ok(()) => {}
        Err(complaint) => assert!(!complaint.is_empty()),
    }
}

#[cfg(unix)]
fn word(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStringExt as _;
    OsString::from_vec(bytes.to_vec())
}

#[cfg(not(unix))]
fn word(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}
