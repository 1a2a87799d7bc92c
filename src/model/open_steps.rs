//! Steps that somebody needs and that are not done: a set for each moment at which steps start, and what
//! the steps of each hold up. `steps` begins them.

use super::patient::Patient;
use crate::base::Time;
use crate::scenario::plan::{PathwayIndex, Set, StepIndex, StepStarts};

/// What steps that start at one moment hold up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Holds {
    /// Whether somebody is free to take a place only once they are done.
    turn: bool,
    /// Whether a bridge may take somebody home before they are done.
    may_finish_at_home: bool,
}

impl Holds {
    #[inline(always)]
    const fn of(starts: StepStarts) -> Self {
        match starts {
            StepStarts::Ready => Self { turn: true, may_finish_at_home: false },
            StepStarts::Decision => Self { turn: true, may_finish_at_home: true },
            StepStarts::Offer => Self { turn: false, may_finish_at_home: false },
        }
    }
}

/// Steps that have begun and are not done, by when they start, in the order in which they are waited for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct OpenSteps([Set<StepIndex>; StepStarts::ALL.len()]);

impl OpenSteps {
    /// None at all.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.all().is_empty()
    }

    /// All of them.
    #[inline]
    pub fn all(&self) -> Set<StepIndex> {
        self.0.iter().fold(Set::NONE, |all, set| all.and(*set))
    }

    /// Those that start then.
    #[inline]
    pub fn of(&self, starts: StepStarts) -> Set<StepIndex> {
        self.0[starts as usize]
    }

    /// These have begun.
    #[inline]
    pub fn begin(&mut self, starts: StepStarts, steps: Set<StepIndex>) {
        self.0[starts as usize] = steps;
    }

    /// A step is done, or nobody will do it.
    #[inline]
    pub fn end(&mut self, step: StepIndex) {
        self.0.iter_mut().for_each(|set| *set = set.without(step));
    }

    /// Whether nothing keeps somebody from taking a place.
    #[inline]
    pub fn leave_the_turn(&self) -> bool {
        self.first(true).is_none()
    }

    /// The first of those that must be done before a place can be taken, or of the others.
    #[inline]
    pub fn first(&self, before_a_place: bool) -> Option<StepIndex> {
        let mut all = StepStarts::ALL.iter().filter(|(_, starts)| Holds::of(*starts).turn == before_a_place);
        all.find_map(|&(_, starts)| self.of(starts).first())
    }

    /// Those that keep somebody in its bed whom a bridge waits for, under which these may finish at home.
    #[inline]
    pub fn without(&self, at_home: Set<StepIndex>) -> Self {
        let mut left = *self;
        for &(_, starts) in StepStarts::ALL {
            if Holds::of(starts).may_finish_at_home {
                left.0[starts as usize] = left.of(starts).but(at_home);
            }
        }
        left
    }
}

impl Patient {
    /// Since when it needs the steps that start then.
    #[inline]
    pub fn began(&self, starts: StepStarts) -> Time {
        match starts {
            StepStarts::Ready => self.ready,
            StepStarts::Decision => self.decided_at,
            StepStarts::Offer => self.offered_at,
        }
    }

    /// The pathway of which it needs the steps that start then.
    #[inline]
    pub(super) fn pathway_at(&self, starts: StepStarts) -> PathwayIndex {
        match starts {
            StepStarts::Ready => self.need,
            StepStarts::Decision | StepStarts::Offer => self.pathway,
        }
    }
}
