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

/// The values of one replication of a design.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// Its cost.
    pub cost: f64,
    /// How far beyond each target it is; 0 or less meets it.
    pub beyond: Vec<f64>,
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
    0.5 * ((2.0 * error).powf(-2.0 / (first as f64 - 1.0)) - 1.0)
}

/// How far a sum over `runs` replications must be from 0 to decide: a triangle that closes as they grow.
fn bound(eta: f64, variance: f64, tolerance: f64, first: u64, runs: u64) -> f64 {
    let h2 = 2.0 * eta * (first as f64 - 1.0);
    (h2 * variance / (2.0 * tolerance) - tolerance / 2.0 * runs as f64).max(0.0)
}

fn variance(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let n = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / n;
    values.map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0)
}

/// Selects among so many designs. `more` makes sure that there are so many replications of each design
/// named; `value` is one of them.
///
/// # Errors
/// Whatever `more` returns.
pub fn select<E>(
    rule: &Rule,
    designs: usize,
    mut more: impl FnMut(&[usize], u64) -> Result<(), E>,
    value: impl Fn(usize, u64) -> Values,
) -> Result<Selection, E> {
    let first = rule.first.max(2);
    let all: Vec<usize> = (0..designs).collect();
    more(&all, first)?;
    let mut values: Vec<Vec<Values>> =
        all.iter().map(|&design| (0..first).map(|i| value(design, i)).collect()).collect();
    let mut judged = vec![Judged { verdict: Verdict::Open, beaten_by: None, runs: first }; designs];
    let error = (1.0 - rule.confidence) / 2.0;
    let each_target = error / (designs * rule.target_tolerances.len().max(1)) as f64;
    let (eta_target, eta_cost) = (eta(each_target, first), eta(error / (designs.max(2) - 1) as f64, first));
    let mut runs = first;
    loop {
        for design in open(&judged) {
            judged[design].verdict = judge(rule, (eta_target, first), &values[design]);
        }
        for design in open(&judged) {
            let cheaper = open(&judged).find(|&other| {
                judged[other].verdict == Verdict::Meets
                    && other != design
                    && beats(rule, (eta_cost, first), &values[other], &values[design])
            });
            judged[design].beaten_by = cheaper;
        }
        let left: Vec<usize> = open(&judged).collect();
        let decided = match left.as_slice() {
            [] => true,
            [last] => judged[*last].verdict == Verdict::Meets,
            _ => false,
        };
        if decided || runs >= rule.most {
            let mean = |&design: &usize| {
                values[design].iter().map(|v| v.cost).sum::<f64>() / values[design].len() as f64
            };
            // Of those left, one that meets the targets goes before one that is open.
            let meets = left.iter().copied().filter(|&d| judged[d].verdict == Verdict::Meets);
            let likely = left.iter().copied().filter(|&d| likely(&values[d]));
            let best = |of: &mut dyn Iterator<Item = usize>| of.min_by(|a, b| mean(a).total_cmp(&mean(b)));
            let chosen = best(&mut meets.chain(likely));
            return Ok(Selection { chosen, decided, designs: judged });
        }
        runs = (runs + rule.lot.max(1)).min(rule.most);
        more(&left, runs)?;
        for design in left {
            let have = values[design].len() as u64;
            values[design].extend((have..runs).map(|i| value(design, i)));
            judged[design].runs = runs;
        }
    }
}

/// Designs neither failed nor beaten.
fn open(judged: &[Judged]) -> impl Iterator<Item = usize> + use<> {
    let left: Vec<usize> = (judged.iter().enumerate())
        .filter(|(_, d)| d.verdict != Verdict::Fails && d.beaten_by.is_none())
        .map(|(design, _)| design)
        .collect();
    left.into_iter()
}

/// Whether the means meet every target.
fn likely(values: &[Values]) -> bool {
    let targets = values.first().map_or(0, |v| v.beyond.len());
    (0..targets).all(|t| values.iter().map(|v| v.beyond[t]).sum::<f64>() <= 0.0)
}

fn judge(rule: &Rule, (eta, first): (f64, u64), values: &[Values]) -> Verdict {
    let mut all = Verdict::Meets;
    for (t, tolerance) in rule.target_tolerances.iter().enumerate() {
        let beyond = values.iter().map(|v| v.beyond[t]);
        let spread = variance(beyond.clone().take(first as usize));
        let bound = bound(eta, spread, *tolerance, first, values.len() as u64);
        match beyond.sum::<f64>() {
            sum if sum > bound => return Verdict::Fails,
            sum if sum <= -bound => {}
            _ => all = Verdict::Open,
        }
    }
    all
}

/// Whether the first costs clearly less than the second, or no more than does not matter.
fn beats(rule: &Rule, (eta, first): (f64, u64), cheaper: &[Values], dearer: &[Values]) -> bool {
    let saved = dearer.iter().zip(cheaper).map(|(d, c)| d.cost - c.cost);
    let n = dearer.len().min(cheaper.len()) as u64;
    let spread = variance(saved.clone().take(first as usize));
    let sum = saved.sum::<f64>();
    sum > 0.0 && sum >= bound(eta, spread, rule.cost_tolerance, first, n)
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
        select(rule, designs, |_: &[usize], _| Ok::<(), ()>(()), value).expect("nothing fails")
    }

    #[test]
    fn the_right_design_is_chosen_19_times_in_20_where_differences_just_matter() {
        // Design 0 meets the target by the tolerance and costs least; 1 costs the tolerance more; 2 costs
        // much less and misses the target by the tolerance; 3 is far from everything.
        let designs = [(10.0, -0.5), (10.5, -3.0), (2.0, 0.5), (30.0, -9.0)];
        let right = (0..400)
            .filter(|&study| {
                let value = |design: usize, i: u64| Values {
                    cost: designs[design].0 + noise(study, design, i),
                    beyond: vec![designs[design].1 + noise(study + 1000, design, i)],
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
            cost: designs[design].0 + 3.0 * noise(3, design, i),
            beyond: vec![designs[design].1 + noise(4, design, i)],
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
        let value = |design: usize, i: u64| Values { cost: 1.0, beyond: vec![5.0 + noise(5, design, i)] };
        let none = run(&rule(1), 3, value);
        assert_eq!((none.chosen, none.decided), (None, true));
        let close = |design: usize, i: u64| Values { cost: 1.0, beyond: vec![9.0 * noise(6, design, i)] };
        let open = run(&Rule { most: 30, ..rule(1) }, 1, close);
        assert!(!open.decided && open.designs[0].runs == 30);
    }

    #[test]
    fn common_luck_needs_fewer_replications_than_luck_of_its_own() {
        let runs = |shared: bool| {
            let value = |design: usize, i: u64| Values {
                cost: 10.0 + design as f64 + 5.0 * noise(7, if shared { 0 } else { design }, i),
                beyond: Vec::new(),
            };
            let found = run(&rule(0), 3, value);
            assert_eq!(found.chosen, Some(0));
            found.designs.iter().map(|d| d.runs).sum::<u64>()
        };
        assert!(runs(true) * 4 < runs(false), "{} and {}", runs(true), runs(false));
    }
}
