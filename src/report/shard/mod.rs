//! A command's work in several shards: one file for what each has found, and all of them together.
//!
//! Each shard is the command itself with `--shard I/N`; `work` keeps what it finishes and writes its file, whole or not
//! at all. `file` says what stands in one, `header` of which command it is, `together` holds the pieces of all of them
//! for `merge`. Seeds depend on no shard, so that what they find together is what one machine finds.

pub mod file;
pub mod header;
mod judged;
pub mod together;
pub mod work;

#[cfg(test)]
mod tests;

pub use header::Header;
pub use together::Together;
pub use work::{Begun, Work};

use std::io;
use std::thread::sleep;
use std::time::Duration;

/// How the name of a shard's file ends.
pub const ENDING: &str = ".wardflow-shard";
/// How the name of one ends that is not finished.
pub const UNFINISHED: &str = ".unfinished";
/// So long it is waited, the second time twice as long, before something on a shared disk is tried again: what another
/// machine has just written may not be seen at once.
const PATIENCE: Duration = Duration::from_millis(100);
/// How often it is tried again.
const TRIES: u32 = 3;

/// Waits before the try with this number, the first from 0; `false` where there is none left.
fn waited(tried: u32) -> bool {
    if tried < TRIES {
        sleep(PATIENCE * 2_u32.pow(tried));
    }
    tried < TRIES
}

/// Tries again what a shared disk refuses for the moment.
fn patiently<T>(mut work: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let passes = |error: &io::Error| {
        use io::ErrorKind::{Interrupted, ResourceBusy, StaleNetworkFileHandle, TimedOut, WouldBlock};
        matches!(error.kind(), Interrupted | ResourceBusy | StaleNetworkFileHandle | TimedOut | WouldBlock)
    };
    let mut tried = 0;
    loop {
        match work() {
            Err(error) if passes(&error) && waited(tried) => tried += 1,
            done => return done,
        }
    }
}
