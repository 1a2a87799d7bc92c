//! Scenarios that are replicated together: which of their replications are missing, whose they are where several
//! share the work, and in which lots threads take them.

use std::ops::Range;
use std::sync::atomic::AtomicBool;

use crate::experiment::family::{Family, Workspace};
use crate::experiment::kept::{Keep, Shape, Share, earlier, keeps};
use crate::measures::Replication;
use crate::model::Ended;
use crate::scenario::Scenario;

/// How many replications of a family a thread takes at a time where each thread runs the time before the start:
/// several, as it does so for each lot. Else it takes one, so that no thread works long alone at the end.
const LOT_AFTER_LONG_RUN: u64 = 5;
/// Replications of one family that one thread runs.
pub type Lot = (usize, Range<u64>);

/// One scenario of which replications are missing.
#[derive(Debug)]
pub struct Member<'s> {
    pub scenario: &'s Scenario,
    pub runs: Range<u64>,
    pub shape: Shape,
}

impl Member<'_> {
    /// Its replication with this number, where it was kept earlier.
    fn earlier(&self, keep: &dyn Keep, number: u64) -> Option<Replication> {
        let fits = |found: &Replication| self.shape.holds_without_days(found);
        earlier(keep, (self.scenario.fingerprint.as_str(), number), fits)
    }
}

/// Scenarios that are replicated together.
#[derive(Debug)]
pub struct Together<'s> {
    pub members: Vec<Member<'s>>,
    family: Family<'s>,
}

impl<'s> Together<'s> {
    pub fn of(members: Vec<Member<'s>>, stop: &'s AtomicBool) -> Self {
        let family = Family::of(members.iter().map(|member| &member.scenario.plan), stop);
        Self { members, family }
    }

    /// The numbers of all that is missing of any.
    pub fn runs(&self) -> Range<u64> {
        let from = self.members.iter().map(|m| m.runs.start).min().unwrap_or(0);
        from..self.members.iter().map(|m| m.runs.end).max().unwrap_or(from)
    }

    /// How many replications are missing of those with these numbers.
    pub fn count(&self, numbers: &Range<u64>) -> u64 {
        let of = |m: &Member<'_>| m.runs.end.min(numbers.end).saturating_sub(m.runs.start.max(numbers.start));
        self.members.iter().map(of).sum()
    }

    /// The replications with this number that are missing, by member, where all of them were kept earlier.
    pub fn earlier(&self, keep: &dyn Keep, first: u64, i: u64) -> Option<Vec<(usize, Replication)>> {
        let members = self.members.iter().enumerate().filter(|(_, m)| m.runs.contains(&i));
        members.map(|(number, member)| Some((number, member.earlier(keep, first + i)?))).collect()
    }

    /// The replications with this number that are missing, by member: those kept earlier are taken, the others
    /// run together.
    pub fn replicate(
        &self,
        workspace: &mut Workspace<'s, ()>,
        keep: &dyn Keep,
        (seed, first): (u64, u64),
        i: u64,
        told: &dyn Fn(),
    ) -> Result<Vec<(usize, Replication)>, Ended> {
        let (mut all, mut missing) = (Vec::new(), Vec::new());
        for (number, member) in self.members.iter().enumerate().filter(|(_, m)| m.runs.contains(&i)) {
            match member.earlier(keep, first + i) {
                Some(found) => {
                    all.push((number, found));
                    told();
                }
                None => missing.push(number),
            }
        }
        if missing.is_empty() {
            return Ok(all);
        }
        for (&number, (found, ())) in
            missing.iter().zip(self.family.replicate(workspace, (seed, first + i), &missing)?)
        {
            let found = found.without_days();
            keeps(keep, (self.members[number].scenario.fingerprint.as_str(), first + i), &found);
            all.push((number, found));
            told();
        }
        Ok(all)
    }
}

/// Of each family the numbers that are ours. A unit is a number of a family; they are counted number by number, so
/// that a share has about as many of each family as every other, and those in a row, which share a world.
pub fn own(families: &[Together<'_>], share: Share) -> Vec<Range<u64>> {
    let runs: Vec<Range<u64>> = families.iter().map(Together::runs).collect();
    if share.is_all() {
        return runs;
    }
    let units = share.units(runs.iter().map(|runs| runs.end - runs.start).sum());
    // So many units have a number below `at`.
    let before =
        |at: u64| -> u64 { runs.iter().map(|runs| at.clamp(runs.start, runs.end) - runs.start).sum() };
    // The first number of the family at which this many units, or more, come before it.
    let reached = |of: usize, unit: u64| {
        let earlier = |at: u64| runs[..of].iter().filter(|runs| runs.contains(&at)).count() as u64;
        let (mut low, mut high) = (runs[of].start, runs[of].end);
        while low < high {
            let middle = low + (high - low) / 2;
            if before(middle) + earlier(middle) < unit { low = middle + 1 } else { high = middle }
        }
        low
    };
    (0..runs.len()).map(|of| reached(of, units.start)..reached(of, units.end)).collect()
}

/// What is ours, in lots: every family's first, then every family's second …
pub fn lots(families: &[Together<'_>], own: &[Range<u64>]) -> Vec<Lot> {
    let mut lots: Vec<Lot> = Vec::new();
    for (of, (family, own)) in families.iter().zip(own).enumerate() {
        let before = family.members.iter().any(|m| m.scenario.plan.before.is_some());
        let lot = if before { LOT_AFTER_LONG_RUN } else { 1 };
        let mut at = own.start;
        while at < own.end {
            let end = (at + lot).min(own.end);
            lots.push((of, at..end));
            at = end;
        }
    }
    // Stable: lots of one family stay in their order.
    lots.sort_by_key(|(_, lot)| lot.start);
    lots
}
