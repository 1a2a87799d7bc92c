//! What a service whose care is limited knows of it: who is in it, what is promised, and which stays to come were foreseen.

use super::kept::Rooms;
use super::spell::{Spell, in_thousandths};
use crate::base::Distribution;
use crate::base::distribution::Family;
use crate::engine::Ledger;
use crate::scenario::plan::{Care, CareRule};

/// What is kept of somebody, by slot.
#[inline]
pub(super) fn slot<T: Copy>(of: &mut Vec<T>, p: u32, none: T) -> &mut T {
    let p = p as usize;
    if p >= of.len() {
        of.resize(p + 1, none);
    }
    &mut of[p]
}

/// A stay to come in a service, as foreseen for the person with this stamp, after so many stays.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coming {
    pub of: Option<(u16, u32)>,
    pub care: Spell,
    /// The days of that stay as drawn, and whether it may go on for want of what follows.
    pub days: f64,
    pub blocks: bool,
}

impl Coming {
    const NONE: Self = Self { of: None, care: Spell::NONE, days: 0.0, blocks: false };
}

/// Who starts in a service at one hour, if a place is given: the same for a whole line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct StartsNow {
    pub from_home: bool,
    pub from_hospital: bool,
}

/// What a service whose care is limited knows of it.
#[derive(Clone, Debug)]
pub(super) struct Book {
    /// People in it, where their care changes from day to day.
    pub members: Vec<u32>,
    /// Whether a smaller plan may pass a bigger one.
    may_pass: bool,
    /// Whether whole plans must fit or care may grow, so that care is promised for the days ahead.
    promises: bool,
    pub promised: Ledger,
    /// People whose care grows, in it or with a place held.
    pub growing: i64,
    /// Those in the line who have not been looked at, or whether all must be, as there is more room.
    pub newcomers: Vec<u32>,
    pub look_through: bool,
    /// Where parts are kept: for whom there was room when the line was last looked at, and who would have started.
    pub seen: (Rooms, StartsNow),
    /// The least care that anybody may need on a first day, and of all in the line: no less than this.
    pub least: i64,
    pub least_waiting: i64,
    /// The stays in it that were foreseen, by slot. Whoever stands in several lines is looked at in each of them.
    coming: Vec<Coming>,
}

impl Book {
    /// Of so many days; where care is not limited, there is nothing to know.
    pub fn new(care: Option<Care<'_>>, days: u32) -> Self {
        let may_pass = care.is_some_and(|care| care.rule == CareRule::WholePlanFits);
        let promises = may_pass || care.is_some_and(may_grow);
        let mut ahead = Ledger::default();
        ahead.clear(if promises { days } else { 0 });
        Self {
            members: Vec::new(),
            may_pass,
            promises,
            promised: ahead,
            growing: 0,
            newcomers: Vec::new(),
            look_through: false,
            seen: (Rooms::default(), StartsNow::default()),
            least: care.map_or(0, |care| in_thousandths(least_of(care.first), care.in_visits)),
            least_waiting: i64::MAX,
            coming: Vec::new(),
        }
    }

    /// Whether a smaller plan may pass a bigger one.
    #[inline]
    pub fn may_pass(&self) -> bool {
        self.may_pass
    }

    /// Whether care is promised for the days ahead.
    #[inline]
    pub fn promises(&self) -> bool {
        self.promises
    }

    /// There may be more room: everybody in the line must be looked at.
    #[inline]
    pub fn more_room(&mut self) {
        self.look_through = true;
    }

    /// Somebody has come into the line.
    #[inline]
    pub fn look_at(&mut self, p: u32) {
        if self.may_pass {
            self.newcomers.push(p);
        }
    }

    /// The stay that was foreseen for who has this slot now or had it before.
    #[inline]
    pub fn coming(&mut self, p: u32) -> &mut Coming {
        slot(&mut self.coming, p, Coming::NONE)
    }

    /// Somebody is in the service; its position.
    #[inline]
    pub fn join(&mut self, p: u32) -> u32 {
        self.members.push(p);
        self.members.len() as u32 - 1
    }

    /// Who had this position leaves; who has it now, if anybody.
    #[inline]
    pub fn leave(&mut self, member: u32) -> Option<u32> {
        self.members.swap_remove(member as usize);
        self.members.get(member as usize).copied()
    }
}

/// Whether somebody's care may be more at the end than at the start.
fn may_grow(care: Care<'_>) -> bool {
    let fixed = |care: &Distribution| {
        if let Family::Fixed(x) = care.family() {
            Some(x.clamp(care.bounds().0, care.bounds().1))
        } else {
            None
        }
    };
    let both = fixed(care.first).zip(fixed(care.last));
    !care.as_first && both.is_none_or(|(first, last)| last > first)
}

/// What no draw is below; 0 where that takes thought.
fn least_of(care: &Distribution) -> f64 {
    let least = match care.family() {
        Family::Fixed(x) => *x,
        Family::Uniform { min, .. } => *min,
        Family::Empirical(values) => values.iter().copied().fold(f64::INFINITY, f64::min),
        Family::Bands(bands) => bands.iter().map(|band| band.1).fold(f64::INFINITY, f64::min),
        Family::Exponential { .. }
        | Family::Lognormal { .. }
        | Family::Gamma { .. }
        | Family::Weibull { .. }
        | Family::Poisson { .. }
        | Family::Normal { .. }
        | Family::Triangular { .. } => 0.0,
    };
    least.clamp(care.bounds().0, care.bounds().1)
}
