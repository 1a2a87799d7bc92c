//! Tests of the selection.

use super::*;
use crate::base::Luck;

/// About normal, mean 0 and standard deviation 1.
fn noise(study: u64, design: usize, replication: u64) -> f64 {
    let luck = Luck::new(study, replication).part(design as u64);
    (0..12).map(|i| luck.part(i).uniform()).sum::<f64>() - 6.0
}

fn rule(targets: usize) -> Rule {
    Rule {
        first: 10,
        lot: 10,
        most: 4000,
        confidence: 0.95,
        cost_tolerance: 0.5,
        target_tolerances: vec![0.5; targets],
    }
}

fn run(rule: &Rule, designs: usize, value: impl Fn(usize, u64) -> Values) -> Selection {
    select(rule, designs, |_: &[(usize, u64)], _| Ok::<(), ()>(()), value).expect("nothing fails")
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
fn the_right_design_is_chosen_as_surely_where_costs_share_their_luck_and_runs_are_skewed() {
    // Draws of an exponential are as uneven as those of long queues; costs have most of their luck in
    // common. Seven designs, the third of which is right.
    let designs: [(f64, f64); 7] =
        [(8.0, 0.5), (9.0, 0.6), (10.0, -0.5), (10.5, -0.5), (11.0, -2.0), (11.0, 0.5), (14.0, -4.0)];
    let skewed = |study, design, i| {
        let luck = Luck::new(study, i).part(design as u64).part(99);
        -libm::log(1.0 - luck.uniform()) - 1.0
    };
    let right = (0..300)
        .filter(|&study| {
            let value = |design: usize, i: u64| Values {
                cost: Some(designs[design].0 + 5.0 * noise(study, 0, i) + noise(study, 1 + design, i) / 2.0),
                beyond: vec![Some(designs[design].1 + skewed(study, design, i))],
            };
            let found = run(&rule(1), 7, value);
            found.decided && found.chosen == Some(2)
        })
        .count();
    assert!(right >= 285, "{right} of 300");
}

#[test]
fn each_design_is_found_to_meet_its_targets_or_not_as_surely_as_asked() {
    // Two targets, each missed by its tolerance or met by it, at a confidence of 80%: costs are known, so
    // half of the error is left for eight designs of two targets together.
    let asked = Rule { confidence: 0.8, ..rule(2) };
    let mut missed = 0;
    let wrong = (0..400)
        .filter(|&study| {
            let side = |design: usize, target: usize| (design >> target) & 1 == 0;
            let value = |design: usize, i: u64| Values {
                // Those that meet both cost most, so that all are looked at.
                cost: Some(if design.is_multiple_of(4) { 100.0 } else { 1.0 }),
                beyond: (0..2)
                    .map(|target| {
                        let mean = if side(design, target) { -0.5 } else { 0.5 };
                        Some(mean + noise(study, 2 * design + target, i))
                    })
                    .collect(),
            };
            let found = run(&asked, 8, value);
            let right = |design: usize| match found.designs[design].verdict {
                Verdict::Meets => side(design, 0) && side(design, 1),
                Verdict::Fails => !(side(design, 0) && side(design, 1)),
                Verdict::Open => true,
            };
            let holds = |design: usize, target: usize| {
                let mean = if side(design, target) { -0.5 } else { 0.5 };
                found.beyond[design][target].is_none_or(|[low, high]| (low..=high).contains(&mean))
            };
            // Each end of an interval has the error of a verdict.
            missed += usize::from(!(0..8).all(|design| (0..2).all(|target| holds(design, target))));
            !(found.decided && (0..8).all(right) && found.chosen == Some(0))
        })
        .count();
    assert!(wrong <= 40, "{wrong} of 400: at most 10%");
    assert!(missed <= 80, "intervals miss in {missed} of 400: at most 10% at each end");
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
    assert!(runs[1] > 5 * runs[3] && runs[2] <= 20 && runs[3] == 10, "{runs:?}");
    assert_eq!(found.designs[2].verdict, Verdict::Fails);
    assert_eq!(found.designs[3].beaten_by, Some(0));
}

#[test]
fn what_costs_more_than_one_that_is_likely_to_meet_the_targets_gets_no_further_replications() {
    // The first needs some hundred replications to be sure of; those behind it cost more, be they close
    // to the target or far from it.
    let designs = [(10.0, -0.1), (12.0, -0.1), (14.0, 0.1), (16.0, -3.0)];
    let value = |design: usize, i: u64| Values {
        cost: Some(designs[design].0 + noise(11, 0, i)),
        // Up and down in turn, so that the first is likely to meet the target all the time.
        beyond: vec![Some(designs[design].1 + if i.is_multiple_of(2) { 2.0 } else { -2.0 })],
    };
    let found = run(&rule(1), 4, value);
    let runs: Vec<u64> = found.designs.iter().map(|d| d.runs).collect();
    assert_eq!((found.chosen, found.decided), (Some(0), true));
    assert!(runs[0] > 50 && runs[1..] == [10, 10, 10], "{runs:?}");
    assert!(found.designs[1..].iter().all(|d| d.beaten_by == Some(0)), "{:?}", found.designs);
}

#[test]
fn what_slept_behind_a_design_that_fails_after_all_is_looked_at() {
    // The first ten of the cheapest look well and the others do not; it fails, and the next is chosen.
    let value = |design: usize, i: u64| Values {
        cost: Some(design as f64),
        beyond: vec![Some(match (design, i) {
            (0, 0..10) => {
                if i.is_multiple_of(2) {
                    0.9
                } else {
                    -1.1
                }
            }
            (0, _) => 1.0 + noise(14, 0, i),
            _ => -0.7 + 2.0 * noise(14, design, i),
        })],
    };
    let found = run(&rule(1), 3, value);
    assert_eq!((found.chosen, found.decided), (Some(1), true), "{found:?}");
    assert_eq!(found.designs[0].verdict, Verdict::Fails);
    assert!(found.designs[1].runs > 10 && found.designs[2].runs == 10, "{:?}", found.designs);
}

#[test]
fn a_round_asks_for_all_that_is_likely_to_be_needed_at_once() {
    let rounds = std::cell::RefCell::new(Vec::new());
    let more = |wanted: &[(usize, u64)], _| {
        rounds.borrow_mut().push(wanted.to_vec());
        Ok::<(), ()>(())
    };
    let value = |design: usize, i: u64| Values {
        cost: Some(design as f64),
        beyond: vec![Some(if design < 6 { 0.3 } else { -0.3 } + 3.0 * noise(15, design, i))],
    };
    let found = select(&rule(1), 9, more, value).expect("nothing fails");
    let spent: u64 = found.designs.iter().map(|d| d.runs).sum();
    let rounds = rounds.into_inner();
    assert!(spent > 1000 && rounds.len() <= 25, "{spent} in {}", rounds.len());
    // No round asks for what is there, or for more than as much again.
    let mut have = [10; 9];
    for (design, runs) in rounds[1..].iter().flatten() {
        assert!(*runs >= have[*design] + 10 && *runs <= 2 * have[*design], "{rounds:?}");
        have[*design] = *runs;
    }
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
    assert!(found.designs.iter().all(|d| d.runs <= 20), "{:?}", found.designs);
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
    let more = |wanted: &[(usize, u64)], further: u64| {
        told.borrow_mut().push((wanted.to_vec(), further));
        Ok::<(), ()>(())
    };
    let value = |design: usize, i: u64| Values {
        cost: Some(design as f64),
        beyond: vec![Some(0.4 + 3.0 * noise(10, design, i))],
    };
    let found = select(&rule(1), 2, more, value).expect("nothing fails");
    let told = told.into_inner();
    assert!(told.len() > 3 && found.designs[0].runs < 4000);
    // Spreads, and with them what is told, change a little as replications come.
    let spent: u64 = found.designs.iter().map(|d| d.runs).sum();
    let mut have = [10, 10];
    for (wanted, further) in &told[3..] {
        for &(design, runs) in wanted {
            have[design] = runs;
        }
        assert!(have.iter().sum::<u64>() + further >= spent, "{told:?}");
    }
    assert!(told.last().map(|(_, further)| *further) < Some(told[1].1), "{told:?}");
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
