//! Which of many designs meets every target at the least cost: replications go where that is still
//! open, and only as long as the answer depends on them.
//!
//! The questions are those of S. Andradóttir and S.-H. Kim, Fully sequential procedures for comparing
//! constrained systems via simulation, Naval Research Logistics 57, 2010: does a design meet the targets, by
//! the tolerances, and does one that meets them cost less? Three things are later than their procedure:
//!
//! - Each question is answered by evidence that holds at any time ([`Anytime`]), so that no first stage is
//!   needed to know a spread, and looks may come as they like.
//! - A design that costs more than one which is likely to meet the targets sleeps: it gets no replications
//!   until that one is found to fail, and none at all once it meets them (C. M. Healey, S. Andradóttir and
//!   S.-H. Kim, Efficient comparison of constrained systems using dormancy, European Journal of Operational
//!   Research 224, 2013; with common random numbers and several targets the same authors, Selection
//!   procedures for simulations with multiple constraints under independent and correlated sampling, ACM
//!   Transactions on Modeling and Computer Simulation 24, 2014).
//! - Every round asks for as many replications of each design as its question is likely to need, so that
//!   there is work for many threads at once.
//!
//! The chance of a wrong choice is split evenly between targets and costs, and then among designs: of all
//! designs and targets, and of all rivals of the best one, by Bonferroni's inequality.
//!
//! Knows nothing of what a design is: values come from a function.

use crate::base::anytime::Anytime;

/// What is asked of a selection.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Replications of every design before anything is judged.
    pub first: u64,
    /// Replications added at a time to a design at least.
    pub lot: u64,
    /// At most so many of one design.
    pub most: u64,
    /// The chance that the choice is right, for differences that matter.
    pub confidence: f64,
    /// Differences of cost up to this do not matter.
    pub cost_tolerance: f64,
    /// How far from each target does not matter.
    pub target_tolerances: Vec<f64>,
}

/// Whether a design meets the targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All of them.
    Meets,
    /// Not one of them at least.
    Fails,
    /// Not decided.
    Open,
}

/// How far the procedure came with one design.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Whether it meets the targets.
    pub verdict: Verdict,
    /// A design that meets them for less.
    pub beaten_by: Option<usize>,
    /// How many replications it took.
    pub runs: u64,
}

/// The values of one replication of a design; `None` where one is undefined, as a mean over no one. Such a
/// replication says nothing of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// Its cost.
    pub cost: Option<f64>,
    /// How far beyond each target it is; 0 or less meets it.
    pub beyond: Vec<Option<f64>>,
}

/// What a selection came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// The design of least cost among those that meet the targets, or are not decided and meet them on
    /// average so far; `None` where there is none.
    pub chosen: Option<usize>,
    /// Whether everything was decided before the most replications were reached.
    pub decided: bool,
    /// How far it came with each design.
    pub designs: Vec<Judged>,
    /// Of each design, between what it lies beyond each target: all of these hold together with half of the
    /// error that is allowed at each end, however often one has looked. `None` where too few replications say
    /// nothing.
    pub beyond: Vec<Vec<Option<[f64; 2]>>>,
}

/// Selects among so many designs. `more` makes sure that there are so many replications of each design
/// named, and is told about how many further ones there may be at most; `value` is one of them.
///
/// # Errors
/// Whatever `more` returns.
pub fn select<E>(
    rule: &Rule,
    designs: usize,
    mut more: impl FnMut(&[(usize, u64)], u64) -> Result<(), E>,
    value: impl Fn(usize, u64) -> Values,
) -> Result<Selection, E> {
    let first = rule.first.max(2);
    more(&(0..designs).map(|design| (design, first)).collect::<Vec<_>>(), 0)?;
    let mut search = Search {
        rule,
        values: (0..designs).map(|design| (0..first).map(|i| value(design, i)).collect()).collect(),
        judged: vec![Judged { verdict: Verdict::Open, beaten_by: None, runs: first }; designs],
    };
    loop {
        search.judge();
        let left = search.left();
        let decided = match left.as_slice() {
            [] => true,
            [last] => search.judged[*last].verdict == Verdict::Meets,
            _ => false,
        };
        let wanted = if decided { Vec::new() } else { search.wanted(&left) };
        if wanted.is_empty() {
            let (chosen, beyond) = (search.best(&left), search.intervals());
            return Ok(Selection { chosen, decided, designs: search.judged, beyond });
        }
        more(&wanted, search.further(&left, &wanted))?;
        for (design, runs) in wanted {
            let have = search.judged[design].runs;
            search.values[design].extend((have..runs).map(|i| value(design, i)));
            search.judged[design].runs = runs;
        }
    }
}

/// A search under way.
struct Search<'r> {
    rule: &'r Rule,
    /// Of each design, in the order of its replications.
    values: Vec<Vec<Values>>,
    judged: Vec<Judged>,
}

impl Search<'_> {
    /// The chance of error of one target of one design.
    fn error_of_target(&self) -> f64 {
        let questions = self.judged.len() * self.rule.target_tolerances.len().max(1);
        (1.0 - self.rule.confidence) / 2.0 / questions as f64
    }

    /// The chance of error of one comparison with the best.
    fn error_of_cost(&self) -> f64 {
        (1.0 - self.rule.confidence) / 2.0 / (self.judged.len().max(2) - 1) as f64
    }

    /// Designs neither failed nor beaten.
    fn left(&self) -> Vec<usize> {
        let left = |d: &Judged| d.verdict != Verdict::Fails && d.beaten_by.is_none();
        (0..self.judged.len()).filter(|&design| left(&self.judged[design])).collect()
    }

    /// What is known by now of those left. A verdict stays: it was right, or wrong, when it was reached.
    fn judge(&mut self) {
        for design in self.left() {
            if self.judged[design].verdict == Verdict::Open {
                self.judged[design].verdict = self.verdict(design);
            }
        }
        for design in self.left() {
            let beats = |&other: &usize| {
                self.judged[other].verdict == Verdict::Meets && self.costs_less(other, design)
            };
            self.judged[design].beaten_by = self.left().into_iter().find(beats);
        }
    }

    /// How far beyond a target a design is.
    fn beyond(&self, design: usize, target: usize) -> Anytime {
        self.values[design].iter().filter_map(|v| v.beyond[target]).collect()
    }

    /// Of each design, between what it lies beyond each target.
    fn intervals(&self) -> Vec<Vec<Option<[f64; 2]>>> {
        let targets = 0..self.rule.target_tolerances.len();
        let of = |design, target| self.beyond(design, target).interval(self.error_of_target());
        (0..self.judged.len())
            .map(|design| targets.clone().map(|target| of(design, target)).collect())
            .collect()
    }

    /// Whether a design meets the targets. Within the tolerance either answer is right, and where both are
    /// shown the mean tells.
    fn verdict(&self, design: usize) -> Verdict {
        let error = self.error_of_target();
        let mut all = Verdict::Meets;
        for (target, &tolerance) in self.rule.target_tolerances.iter().enumerate() {
            let beyond = self.beyond(design, target);
            let [fails, meets] = [beyond.is_above(-tolerance, error), beyond.is_below(tolerance, error)];
            if fails && (!meets || beyond.mean > 0.0) {
                return Verdict::Fails;
            }
            if !meets {
                all = Verdict::Open;
            }
        }
        all
    }

    /// What the second costs more than the first in the replications that both have.
    fn dearer(&self, cheaper: usize, dearer: usize) -> Anytime {
        let pairs = self.values[cheaper].iter().zip(&self.values[dearer]);
        pairs.filter_map(|(c, d)| Some(d.cost? - c.cost?)).collect()
    }

    /// Whether one costs less than another, or is shown to cost no more than by what does not matter. Of two
    /// that cost the very same in every replication the first one stays.
    fn costs_less(&self, one: usize, other: usize) -> bool {
        if one == other {
            return false;
        }
        let dearer = self.dearer(one, other);
        let same = || self.values[one].iter().zip(&self.values[other]).all(|(c, d)| c.cost == d.cost);
        dearer.is_above(-self.rule.cost_tolerance, self.error_of_cost())
            && (dearer.mean > 0.0 || (dearer.mean == 0.0 && one < other && same()))
    }

    /// Whether a design meets the targets, or is undecided and meets them on average. Of a target that no
    /// replication has nothing can be said.
    fn likely(&self, design: usize) -> bool {
        let meets = |target| {
            let beyond = self.beyond(design, target);
            beyond.n > 0 && beyond.mean <= 0.0
        };
        self.judged[design].verdict == Verdict::Meets || (0..self.rule.target_tolerances.len()).all(meets)
    }

    /// The mean cost of a design.
    fn cost(&self, design: usize) -> f64 {
        let known: Anytime = self.values[design].iter().filter_map(|v| v.cost).collect();
        if known.n > 0 { known.mean } else { f64::INFINITY }
    }

    /// The one that costs least of those that meet the targets, or do so on average.
    fn best(&self, left: &[usize]) -> Option<usize> {
        let meets = left.iter().copied().filter(|&d| self.judged[d].verdict == Verdict::Meets);
        let likely = left.iter().copied().filter(|&d| self.likely(d));
        meets.chain(likely).min_by(|a, b| self.cost(*a).total_cmp(&self.cost(*b)))
    }

    /// Those that the answer depends on now: none of those left that are likely to meet the targets costs less.
    fn awake(&self, left: &[usize]) -> Vec<usize> {
        let mut likely: Vec<usize> = left.iter().copied().filter(|&design| self.likely(design)).collect();
        // The cheapest one sends most to sleep.
        likely.sort_by(|a, b| self.cost(*a).total_cmp(&self.cost(*b)));
        let sleeps = |design: usize| likely.iter().any(|&other| self.costs_less(other, design));
        let awake: Vec<usize> = left.iter().copied().filter(|&design| !sleeps(design)).collect();
        // Costs compared over different replications may go round in a circle.
        if awake.is_empty() { left.to_vec() } else { awake }
    }

    /// How many replications each design shall have next: as many as its questions are likely to need, a lot
    /// more than it has at least, and twice as many at most. Empty where none can have more.
    fn wanted(&self, left: &[usize]) -> Vec<(usize, u64)> {
        let awake = self.awake(left);
        let rivals: Vec<usize> = awake.iter().copied().filter(|&design| self.likely(design)).collect();
        let next = |&design: &usize| {
            let have = self.judged[design].runs;
            let of_targets =
                (self.judged[design].verdict == Verdict::Open).then(|| self.targets_need(design));
            let others = rivals.iter().filter(|&&rival| rival != design && rivals.contains(&design));
            let of_costs = others.filter_map(|&rival| self.costs_need([design, rival])).max();
            let needs =
                of_targets.max(of_costs)?.clamp(have + self.rule.lot.max(1), 2 * have.max(self.rule.lot));
            Some((design, needs.min(self.rule.most))).filter(|(_, runs)| *runs > have)
        };
        awake.iter().filter_map(next).collect()
    }

    /// About how many replications it takes until the targets of a design are decided.
    fn targets_need(&self, design: usize) -> u64 {
        let tolerances = self.rule.target_tolerances.iter().enumerate();
        let needs = tolerances.map(|(target, tolerance)| {
            let beyond = self.beyond(design, target);
            beyond.shows_after(beyond.mean.abs() + tolerance, self.error_of_target(), self.rule.most)
        });
        needs.max().unwrap_or(0)
    }

    /// The same of which of two costs less. Where the other one has fewer, this one waits for it.
    fn costs_need(&self, [one, other]: [usize; 2]) -> Option<u64> {
        let dearer = self.dearer(one, other);
        let far = dearer.mean.abs() + self.rule.cost_tolerance;
        (self.judged[other].runs >= self.judged[one].runs)
            .then(|| dearer.shows_after(far, self.error_of_cost(), self.rule.most))
    }

    /// About how many replications may follow at most after those that are wanted now: as if every design
    /// left lay just on its targets, and cost just what the best one does.
    fn further(&self, left: &[usize], wanted: &[(usize, u64)]) -> u64 {
        let best = self.best(left);
        let longest = |&design: &usize| {
            let has = wanted.iter().find(|(wanted, _)| *wanted == design).map(|(_, runs)| *runs);
            let has = has.unwrap_or(self.judged[design].runs);
            let targets = self.rule.target_tolerances.iter().enumerate().map(|(target, &tolerance)| {
                self.beyond(design, target).shows_after(tolerance, self.error_of_target(), self.rule.most)
            });
            let cost = best.filter(|&best| best != design).map(|best| {
                let dearer = self.dearer(best, design);
                dearer.shows_after(self.rule.cost_tolerance, self.error_of_cost(), self.rule.most)
            });
            targets.chain(cost).max().unwrap_or(0).saturating_sub(has)
        };
        left.iter().map(longest).sum()
    }
}

#[cfg(test)]
mod tests;
