//! Which of many designs meets every target at the least cost: replications go where that is still
//! open.
//!
//! A fully sequential procedure for constrained systems after S. Andradóttir and S.-H. Kim, Fully
//! sequential procedures for comparing constrained systems via simulation, Naval Research Logistics 57,
//! 2010. Targets are judged as in D. Batur and S.-H. Kim, Finding feasible systems in the presence of
//! constraints on multiple performance measures, ACM Transactions on Modeling and Computer Simulation 20,
//! 2010; costs are compared as in S.-H. Kim and B. L. Nelson, A fully sequential procedure for
//! indifference-zone selection in simulation, the same journal 11, 2001, which allows common random
//! numbers. The chance of a wrong choice is split evenly between the two.
//!
//! Knows nothing of what a design is: values come from a function.

/// What is asked of a selection.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Replications of every design before anything is judged; their spread is what the procedure
    /// goes by.
    pub first: u64,
    /// Replications added at a time to designs that are still open.
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
}

/// Kim and Nelson's η for a chance of error, from the spread of `first` replications.
fn eta(error: f64, first: u64) -> f64 {
    0.5 * (libm::pow(2.0 * error, -2.0 / (first as f64 - 1.0)) - 1.0)
}

/// How far a sum over `runs` replications must be from 0 to decide: a triangle that closes as they grow.
fn bound(eta: f64, variance: f64, tolerance: f64, first: u64, runs: u64) -> f64 {
    let h2 = 2.0 * eta * (first as f64 - 1.0);
    (h2 * variance / (2.0 * tolerance) - tolerance / 2.0 * runs as f64).max(0.0)
}

/// For how many replications a sum can be undecided: where the triangle has closed.
fn longest(eta: f64, variance: f64, tolerance: f64, first: u64) -> f64 {
    2.0 * eta * (first as f64 - 1.0) * variance / (tolerance * tolerance)
}

fn variance(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0)
}

/// A sum over the replications that have a value, and what it must exceed to decide.
struct Sum {
    total: f64,
    bound: f64,
    /// Of how many replications at most it is undecided.
    longest: f64,
}

impl Sum {
    /// Of the values of replications in their order; the first `first` give the spread. `None` where
    /// fewer than two of these have a value.
    fn of(error: f64, tolerance: f64, first: u64, values: &[Option<f64>]) -> Option<Self> {
        let stage: Vec<f64> = values.iter().take(first as usize).filter_map(|x| *x).collect();
        let known: Vec<f64> = values.iter().filter_map(|x| *x).collect();
        if stage.len() < 2 {
            return None;
        }
        let first = stage.len() as u64;
        let (eta, spread) = (eta(error, first), variance(&stage));
        Some(Self {
            total: known.iter().sum(),
            bound: bound(eta, spread, tolerance, first, known.len() as u64),
            longest: longest(eta, spread, tolerance, first),
        })
    }
}

/// Selects among so many designs. `more` makes sure that there are so many replications of each design
/// named, and is told how many further ones there may be at most; `value` is one of them.
///
/// # Errors
/// Whatever `more` returns.
pub fn select<E>(
    rule: &Rule,
    designs: usize,
    mut more: impl FnMut(&[usize], u64, u64) -> Result<(), E>,
    value: impl Fn(usize, u64) -> Values,
) -> Result<Selection, E> {
    let first = rule.first.max(2);
    let all: Vec<usize> = (0..designs).collect();
    more(&all, first, 0)?;
    let mut values: Vec<Vec<Values>> =
        all.iter().map(|&design| (0..first).map(|i| value(design, i)).collect()).collect();
    let mut judged = vec![Judged { verdict: Verdict::Open, beaten_by: None, runs: first }; designs];
    let error = (1.0 - rule.confidence) / 2.0;
    let each_target = error / (designs * rule.target_tolerances.len().max(1)) as f64;
    let each_cost = error / (designs.max(2) - 1) as f64;
    let mut runs = first;
    loop {
        let mut longest = vec![0.0; designs];
        for design in open(&judged) {
            (judged[design].verdict, longest[design]) = judge(rule, (each_target, first), &values[design]);
        }
        for design in open(&judged) {
            let cheaper = open(&judged).find(|&other| {
                judged[other].verdict == Verdict::Meets
                    && other != design
                    && beats(rule, (each_cost, first), (other, &values[other]), (design, &values[design]))
            });
            judged[design].beaten_by = cheaper;
        }
        let left: Vec<usize> = open(&judged).collect();
        let decided = match left.as_slice() {
            [] => true,
            [last] => judged[*last].verdict == Verdict::Meets,
            _ => false,
        };
        let cost = |design: usize| mean(values[design].iter().map(|v| v.cost)).unwrap_or(f64::INFINITY);
        let best = |of: &mut dyn Iterator<Item = usize>| of.min_by(|a, b| cost(*a).total_cmp(&cost(*b)));
        if decided || runs >= rule.most {
            // Of those left, one that meets the targets goes before one that is open.
            let meets = left.iter().copied().filter(|&d| judged[d].verdict == Verdict::Meets);
            let likely = left.iter().copied().filter(|&d| likely(&values[d]));
            let chosen = best(&mut meets.chain(likely));
            return Ok(Selection { chosen, decided, designs: judged });
        }
        let next = (runs + rule.lot.max(1)).min(rule.most);
        let best = best(&mut left.iter().copied());
        let further = left.iter().map(|&design| {
            let rival = best.filter(|best| *best != design);
            let cost = rival.and_then(|best| costs(rule, (each_cost, first), &values[best], &values[design]));
            let needed = longest[design].max(cost.map_or(0.0, |sum| sum.longest)).min(rule.most as f64);
            (needed as u64).saturating_sub(next)
        });
        let further = further.sum();
        runs = next;
        more(&left, runs, further)?;
        for design in left {
            let have = values[design].len() as u64;
            values[design].extend((have..runs).map(|i| value(design, i)));
            judged[design].runs = runs;
        }
    }
}

/// The mean of what is known.
fn mean(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let known: Vec<f64> = values.flatten().collect();
    (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
}

/// Designs neither failed nor beaten.
fn open(judged: &[Judged]) -> impl Iterator<Item = usize> + use<> {
    let left: Vec<usize> = (judged.iter().enumerate())
        .filter(|(_, d)| d.verdict != Verdict::Fails && d.beaten_by.is_none())
        .map(|(design, _)| design)
        .collect();
    left.into_iter()
}

/// Whether the means meet every target. Of one that no replication has nothing can be said.
fn likely(values: &[Values]) -> bool {
    let targets = values.first().map_or(0, |v| v.beyond.len());
    (0..targets).all(|t| mean(values.iter().map(|v| v.beyond[t])).is_some_and(|mean| mean <= 0.0))
}

/// Whether a design meets the targets, and of how many replications at most that is undecided.
fn judge(rule: &Rule, (error, first): (f64, u64), values: &[Values]) -> (Verdict, f64) {
    let (mut all, mut longest) = (Verdict::Meets, 0.0_f64);
    for (t, tolerance) in rule.target_tolerances.iter().enumerate() {
        let beyond: Vec<Option<f64>> = values.iter().map(|v| v.beyond[t]).collect();
        match Sum::of(error, *tolerance, first, &beyond) {
            Some(of) if of.total > of.bound => return (Verdict::Fails, 0.0),
            Some(of) if of.total <= -of.bound => {}
            of => {
                all = Verdict::Open;
                longest = longest.max(of.map_or(f64::INFINITY, |of| of.longest));
            }
        }
    }
    (all, longest)
}

/// What the second costs more than the first.
fn costs(rule: &Rule, (error, first): (f64, u64), cheaper: &[Values], dearer: &[Values]) -> Option<Sum> {
    let saved: Vec<Option<f64>> = dearer.iter().zip(cheaper).map(|(d, c)| Some(d.cost? - c.cost?)).collect();
    Sum::of(error, rule.cost_tolerance, first, &saved)
}

/// Whether the first costs clearly less than the second, or no more than does not matter. Of two that
/// cost the very same in every replication the first one stays.
fn beats(
    rule: &Rule,
    stage: (f64, u64),
    (one, cheaper): (usize, &[Values]),
    (other, dearer): (usize, &[Values]),
) -> bool {
    let same = || cheaper.iter().zip(dearer).all(|(c, d)| c.cost == d.cost);
    costs(rule, stage, cheaper, dearer).is_some_and(|of| {
        of.total >= of.bound && (of.total > 0.0 || (of.total == 0.0 && one < other && same()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Luck;

    /// About normal, mean 0 and standard deviation 1.
    fn noise(study: u64, design: usize, replication: u64) -> f64 {
        let luck = Luck::new(study, replication).part(design as u64);
        (0..12).map(|i| luck.part(i).uniform()).sum::<f64>() - 6.0
    }

    fn rule(targets: usize) -> Rule {
        Rule {
            first: 20,
            lot: 5,
            most: 4000,
            confidence: 0.95,
            cost_tolerance: 0.5,
            target_tolerances: vec![0.5; targets],
        }
    }

    fn run(rule: &Rule, designs: usize, value: impl Fn(usize, u64) -> Values) -> Selection {
        select(rule, designs, |_: &[usize], _, _| Ok::<(), ()>(()), value).expect("nothing fails")
    }

    #[test]
    fn the_right_design_is_chosen_19_times_in_20_where_differences_just_matter() {
        // Design 0 meets the target by the tolerance and costs least; 1 costs the tolerance more; 2 costs
        // much less and misses the target by the tolerance; 3 is far from everything.
        let designs = [(10.0, -0.5), (10.5, -3.0), (2.0, 0.5), (30.0, -9.0)];
        let right = (0..400)
            .filter(|&study| {
                let value = |design: usize, i: u64| Values {
                    cost: Some(designs[design].0 + noise(study, design, i)),
                    beyond: vec![Some(designs[design].1 + noise(study + 1000, design, i))],
                };
                let found = run(&rule(1), 4, value);
                found.decided && found.chosen == Some(0)
            })
            .count();
        assert!(right >= 380, "{right} of 400");
    }

    #[test]
    fn replications_go_where_the_choice_is_close() {
        let designs = [(10.0, -2.0), (10.6, -2.0), (10.0, 5.0), (60.0, -2.0)];
        let value = |design: usize, i: u64| Values {
            cost: Some(designs[design].0 + 3.0 * noise(3, design, i)),
            beyond: vec![Some(designs[design].1 + noise(4, design, i))],
        };
        let found = run(&rule(1), 4, value);
        let runs: Vec<u64> = found.designs.iter().map(|d| d.runs).collect();
        assert_eq!((found.chosen, found.decided), (Some(0), true));
        assert!(runs[1] > 2 * runs[3] && runs[2] < 40 && runs[3] < 40, "{runs:?}");
        assert_eq!(found.designs[2].verdict, Verdict::Fails);
        assert_eq!(found.designs[3].beaten_by, Some(0));
    }

    #[test]
    fn where_all_fail_none_is_chosen_and_where_time_runs_out_it_is_said() {
        let value =
            |design: usize, i: u64| Values { cost: Some(1.0), beyond: vec![Some(5.0 + noise(5, design, i))] };
        let none = run(&rule(1), 3, value);
        assert_eq!((none.chosen, none.decided), (None, true));
        let close =
            |design: usize, i: u64| Values { cost: Some(1.0), beyond: vec![Some(9.0 * noise(6, design, i))] };
        let open = run(&Rule { most: 30, ..rule(1) }, 1, close);
        assert!(!open.decided && open.designs[0].runs == 30);
    }

    #[test]
    fn of_designs_that_cost_the_very_same_the_first_that_meets_the_target_is_chosen_at_once() {
        let value = |design: usize, i: u64| Values {
            cost: Some(7.0),
            beyond: vec![Some(if design == 0 { 9.0 } else { -9.0 } + noise(8, design, i))],
        };
        let found = run(&rule(1), 4, value);
        assert_eq!((found.chosen, found.decided), (Some(1), true));
        assert!(found.designs.iter().all(|d| d.runs == 20), "{:?}", found.designs);
    }

    #[test]
    fn replications_without_a_value_say_nothing_of_a_target() {
        // Half of the replications have nobody: the others miss the target, and a 0 for nobody would meet it.
        let value = |design: usize, i: u64| Values {
            cost: Some(1.0),
            beyond: vec![i.is_multiple_of(2).then(|| 0.6 + noise(9, design, i) / 4.0)],
        };
        assert_eq!(run(&rule(1), 1, value).designs[0].verdict, Verdict::Fails);
        let never = |_: usize, _: u64| Values { cost: Some(1.0), beyond: vec![None] };
        let found = run(&Rule { most: 40, ..rule(1) }, 1, never);
        assert_eq!((found.chosen, found.decided), (None, false), "nothing to judge by");
    }

    #[test]
    fn it_is_told_how_many_replications_may_follow_at_most() {
        let told = std::cell::RefCell::new(Vec::new());
        let more = |designs: &[usize], runs: u64, further: u64| {
            told.borrow_mut().push((designs.len() as u64, runs, further));
            Ok::<(), ()>(())
        };
        let value = |design: usize, i: u64| Values {
            cost: Some(design as f64),
            beyond: vec![Some(0.4 + 3.0 * noise(10, design, i))],
        };
        let found = select(&rule(1), 2, more, value).expect("nothing fails");
        let told = told.into_inner();
        assert!(told.len() > 3 && found.designs[0].runs < 4000);
        let most: Vec<u64> =
            told[1..].iter().map(|(designs, runs, further)| designs * runs + further).collect();
        assert!(most.iter().all(|most| *most >= told.last().expect("told").1), "{most:?}");
        assert_eq!(told.last().map(|(_, _, further)| *further < told[1].2), Some(true), "{told:?}");
    }

    #[test]
    fn common_luck_needs_fewer_replications_than_luck_of_its_own() {
        let runs = |shared: bool| {
            let value = |design: usize, i: u64| Values {
                cost: Some(10.0 + design as f64 + 5.0 * noise(7, if shared { 0 } else { design }, i)),
                beyond: Vec::new(),
            };
            let found = run(&rule(0), 3, value);
            assert_eq!(found.chosen, Some(0));
            found.designs.iter().map(|d| d.runs).sum::<u64>()
        };
        assert!(runs(true) * 4 < runs(false), "{} and {}", runs(true), runs(false));
    }
}
