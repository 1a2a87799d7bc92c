//! Parts of places, or of beds, that only some people may use, or use first.

use super::index::{GroupIndex, PathwayIndex, Set, TraitIndex};
use super::who::Who;
use crate::base::{Limit, Timetable};
use crate::scenario::sections::services::words::Others;

/// A part that is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// For whom.
    pub who: Who,
    /// How many.
    pub places: Timetable<Limit>,
    /// When others may use them.
    pub others: Others,
}

/// The part that is kept for somebody: the first by name of those that are.
#[inline]
pub fn part_of(
    kept: &[Kept],
    pathway: PathwayIndex,
    group: GroupIndex,
    traits: Set<TraitIndex>,
) -> Option<usize> {
    kept.iter().position(|part| part.who.includes(pathway, group, traits))
}

/// What each part has of so many places: those before it by name come first, and none has more than is left.
pub fn shared_out(kept: impl IntoIterator<Item = Limit>, places: Limit) -> impl Iterator<Item = u32> {
    let mut left = places.number().unwrap_or(u32::MAX);
    kept.into_iter().map(move |wanted| {
        let has = wanted.number().unwrap_or(left).min(left);
        left -= has;
        has
    })
}
