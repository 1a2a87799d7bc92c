//! Numbers for names, and sets of them.

use crate::base::indexed::position;

position! {
    /// The index of a group in [`Plan::groups`](super::Plan::groups).
    GroupIndex(u8);
    /// The index of a pathway in [`Plan::pathways`](super::Plan::pathways).
    PathwayIndex(u8);
    /// The index of a service in [`Plan::services`](super::Plan::services).
    ServiceIndex(u16);
    /// The index of a step in [`Plan::steps`](super::Plan::steps).
    StepIndex(u8);
}

/// Which of up to 64 things: bit i for index i.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Set(pub u64);

impl Set {
    /// All.
    pub const ALL: Self = Self(u64::MAX);

    /// Whether it holds index `i`.
    #[inline]
    pub fn has(self, i: impl Into<usize>) -> bool {
        self.0 >> i.into() & 1 == 1
    }

    /// With index `i` as well.
    #[must_use]
    #[inline]
    pub fn with(self, i: impl Into<usize>) -> Self {
        Self(self.0 | 1 << i.into())
    }

    /// Whether nothing is in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The lowest index that it holds.
    #[inline]
    pub const fn first(self) -> Option<u8> {
        if self.is_empty() { None } else { Some(self.0.trailing_zeros() as u8) }
    }
}

impl IntoIterator for Set {
    type Item = u8;
    type IntoIter = Members;

    #[inline]
    fn into_iter(self) -> Members {
        Members(self)
    }
}

/// The indices in a set, the lowest first.
#[derive(Clone, Debug)]
pub struct Members(Set);

impl Iterator for Members {
    type Item = u8;

    #[inline]
    fn next(&mut self) -> Option<u8> {
        let first = self.0.first()?;
        self.0.0 &= self.0.0 - 1;
        Some(first)
    }
}
