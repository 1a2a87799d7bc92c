//! Numbers for names, and sets of them.

use std::marker::PhantomData;

use crate::base::Position;
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
    /// The index of a trait in [`Plan::traits`](super::Plan::traits).
    TraitIndex(u8);
    /// The index of a rule by which people give way in [`Plan::gives_way`](super::Plan::gives_way).
    RuleIndex(u16);
    /// The index of a trigger in [`Plan::triggers`](super::Plan::triggers).
    TriggerIndex(u16);
    /// The index of a fund in [`Plan::funds`](super::Plan::funds).
    FundIndex(u8);
}

/// Which of up to 64 things of one kind: bit i for index i.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Set<I>(pub u64, PhantomData<I>);

impl<I> Default for Set<I> {
    fn default() -> Self {
        Self::NONE
    }
}

impl<I> Set<I> {
    /// All.
    pub const ALL: Self = Self::of(u64::MAX);
    /// None.
    pub const NONE: Self = Self::of(0);

    /// Of these bits.
    #[inline]
    pub const fn of(bits: u64) -> Self {
        Self(bits, PhantomData)
    }

    /// Whether nothing is in it.
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.0 == 0
    }
}

impl<I: Position> Set<I> {
    /// Whether it holds this index.
    #[inline]
    pub fn has(self, i: I) -> bool {
        self.0 >> i.position() & 1 == 1
    }

    /// With this index as well.
    #[must_use]
    #[inline]
    pub fn with(self, i: I) -> Self {
        Self::of(self.0 | 1 << i.position())
    }

    /// Without this index.
    #[must_use]
    #[inline]
    pub fn without(self, i: I) -> Self {
        Self::of(self.0 & !(1 << i.position()))
    }

    /// With all of these as well.
    #[must_use]
    #[inline]
    pub fn and(self, more: Self) -> Self {
        Self::of(self.0 | more.0)
    }

    /// Those of it that are not among these.
    #[must_use]
    #[inline]
    pub fn but(self, these: Self) -> Self {
        Self::of(self.0 & !these.0)
    }

    /// Those of it that are among these.
    #[must_use]
    #[inline]
    pub fn among(self, these: Self) -> Self {
        Self::of(self.0 & these.0)
    }

    /// The lowest index that it holds.
    #[inline]
    pub fn first(self) -> Option<I> {
        if self.is_empty() { None } else { Some(I::at(self.0.trailing_zeros() as usize)) }
    }
}

impl<I: Position> FromIterator<I> for Set<I> {
    fn from_iter<L: IntoIterator<Item = I>>(list: L) -> Self {
        list.into_iter().fold(Self::NONE, Self::with)
    }
}

impl<I: Position> IntoIterator for Set<I> {
    type Item = I;
    type IntoIter = Members<I>;

    #[inline]
    fn into_iter(self) -> Members<I> {
        Members(self)
    }
}

/// The indices in a set, the lowest first.
#[derive(Clone, Debug)]
pub struct Members<I>(Set<I>);

impl<I: Position> Iterator for Members<I> {
    type Item = I;

    #[inline]
    fn next(&mut self) -> Option<I> {
        let first = self.0.first()?;
        self.0.0 &= self.0.0 - 1;
        Some(first)
    }
}
