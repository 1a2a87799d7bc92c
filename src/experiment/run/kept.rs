//! What is finished is kept as it comes: a port to where it is kept, and where it is looked for before it
//! is done again.
//!
//! A piece of work is one replication, of one part of a command. It depends on nothing but the part, its
//! number and the seed, so that a piece from before is what doing it again would give: a caller cannot tell
//! the two apart, and a study that goes on from what was kept takes the very decisions of one that was
//! never interrupted. `pieces` says how a piece becomes bytes and back, to the last bit. Knows no file;
//! `report::journal` is one.

mod pieces;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;
use std::sync::{Mutex, PoisonError};

pub(crate) use pieces::fields;
pub use pieces::{Bytes, Piece, Shape};

/// Where finished pieces are kept. Called from several threads.
pub trait Keep: fmt::Debug + Send + Sync {
    /// What was kept of this piece earlier, if anything.
    fn earlier(&self, part: &str, index: u64) -> Option<Vec<u8>>;

    /// Keeps a piece that was just finished. Where that fails, work goes on without.
    fn keep(&self, part: &str, index: u64, piece: &[u8]);
}

/// Keeps nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nowhere;

impl Keep for Nowhere {
    fn earlier(&self, _: &str, _: u64) -> Option<Vec<u8>> {
        None
    }

    fn keep(&self, _: &str, _: u64, _: &[u8]) {}
}

/// Keeps pieces in memory.
#[derive(Debug, Default)]
pub struct Memory(Mutex<BTreeMap<(String, u64), Vec<u8>>>);

impl Memory {
    /// How many pieces there are.
    pub fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Keep for Memory {
    fn earlier(&self, part: &str, index: u64) -> Option<Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&(part.to_owned(), index)).cloned()
    }

    fn keep(&self, part: &str, index: u64, piece: &[u8]) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert((part.to_owned(), index), piece.to_vec());
    }
}

/// The piece with this number from earlier, where there is one that fits; else it is run, and kept.
pub fn or_run<P: Piece>(
    keep: &dyn Keep,
    which: (&str, u64),
    fits: impl Fn(&P) -> bool,
    run: impl FnOnce() -> P,
) -> P {
    let Ok(piece) = or_try(keep, which, fits, || Ok::<P, Infallible>(run()));
    piece
}

/// The same of a piece that may not come to its end; then nothing is kept.
///
/// # Errors
/// Whatever `run` returns.
pub fn or_try<P: Piece, E>(
    keep: &dyn Keep,
    (part, index): (&str, u64),
    fits: impl Fn(&P) -> bool,
    run: impl FnOnce() -> Result<P, E>,
) -> Result<P, E> {
    if let Some(piece) = earlier(keep, (part, index), fits) {
        return Ok(piece);
    }
    let piece = run()?;
    keeps(keep, (part, index), &piece);
    Ok(piece)
}

/// The piece with this number from earlier, where there is one that fits: one that does not comes from elsewhere.
pub fn earlier<P: Piece>(
    keep: &dyn Keep,
    (part, index): (&str, u64),
    fits: impl Fn(&P) -> bool,
) -> Option<P> {
    keep.earlier(part, index).and_then(|bytes| P::of(&bytes)).filter(|p| fits(p))
}

/// Keeps a piece that was just finished.
pub fn keeps<P: Piece>(keep: &dyn Keep, (part, index): (&str, u64), piece: &P) {
    let mut bytes = Vec::new();
    piece.write(&mut bytes);
    keep.keep(part, index, &bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_run_once_and_found_from_then_on() {
        let memory = Memory::default();
        let piece = |fits: bool, runs: u64| {
            or_run(&memory, ("a", 3), |_| fits, || vec![Some(1.5), None, Some(runs as f64)])
        };
        assert_eq!(piece(true, 1), piece(true, 2));
        assert_eq!(piece(false, 3)[2], Some(3.0), "one that does not fit is run again");
        assert_eq!((piece(true, 4)[2], memory.len()), (Some(3.0), 1));
        assert_eq!(or_run(&Nowhere, ("a", 3), |_| true, || 7_u64), 7);
    }
}
