//! What is finished is kept as it comes: a port to where it is kept, and where it is looked for before it
//! is done again.
//!
//! A piece of work is one replication, of one part of a command. It depends on nothing but the part, its
//! number and the seed, so that a piece from before is what doing it again would give: a caller cannot tell
//! the two apart, and a study that goes on from what was kept takes the very decisions of one that was
//! never interrupted. `pieces` says how a piece becomes bytes and back, to the last bit. Knows no file;
//! `report::journal` is one. Where several share a command out, `share` says which pieces are whose.

mod pieces;
mod share;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

pub(crate) use pieces::fields;
pub use pieces::{Bytes, Piece, Shape};
pub use share::Share;

/// Where finished pieces are kept. Called from several threads.
pub trait Keep: fmt::Debug + Send + Sync {
    /// What was kept of this piece earlier, if anything.
    fn earlier(&self, part: &str, index: u64) -> Option<Vec<u8>>;

    /// Keeps a piece that was just finished. Where that fails, work goes on without.
    fn keep(&self, part: &str, index: u64, piece: &[u8]);

    /// Which part of the work is done here. What is not, and was not kept earlier, is somebody else's.
    fn share(&self) -> Share {
        Share::ALL
    }
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

/// The piece with this number from earlier, where there is one that fits; else it is run, and kept, where it is
/// ours. `None` where it is somebody else's to run.
///
/// # Errors
/// Whatever `run` returns; then nothing is kept.
pub fn or_try<P: Piece, E>(
    keep: &dyn Keep,
    ((part, index), ours): ((&str, u64), bool),
    fits: impl Fn(&P) -> bool,
    run: impl FnOnce() -> Result<P, E>,
) -> Result<Option<P>, E> {
    let there = earlier(keep, (part, index), fits);
    if there.is_some() || !ours {
        return Ok(there);
    }
    let piece = run()?;
    keeps(keep, (part, index), &piece);
    Ok(Some(piece))
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
        let run = |runs: u64| Ok::<_, ()>(vec![Some(1.5), None, Some(runs as f64)]);
        let piece = |fits: bool, runs: u64| {
            or_try(&memory, (("a", 3), true), |_| fits, || run(runs)).expect("it runs").expect("it is ours")
        };
        assert_eq!(piece(true, 1), piece(true, 2));
        assert_eq!(piece(false, 3)[2], Some(3.0), "one that does not fit is run again");
        assert_eq!((piece(true, 4)[2], memory.len()), (Some(3.0), 1));
        assert_eq!(or_try(&Nowhere, (("a", 3), true), |_| true, || Ok::<_, ()>(7_u64)), Ok(Some(7)));
        assert_eq!(or_try(&memory, (("a", 4), true), |_: &u64| true, || Err(5)), Err(5));
        assert_eq!(memory.len(), 1, "one that fails is not kept");
    }

    #[test]
    fn a_piece_that_is_not_ours_is_taken_where_it_is_there_and_never_run() {
        let memory = Memory::default();
        let run = || -> Result<u64, ()> { unreachable!("it is not ours") };
        assert_eq!(or_try(&memory, (("a", 3), false), |_| true, run), Ok(None));
        keeps(&memory, ("a", 3), &7_u64);
        assert_eq!(or_try(&memory, (("a", 3), false), |_| true, run), Ok(Some(7)));
        assert_eq!(or_try(&memory, (("a", 3), false), |_| false, run), Ok(None));
    }
}
