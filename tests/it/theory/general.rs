//! M/G/c: stays of any shape. One bed has the closed form of Pollaczek and Khinchine; several beds
//! have exact values for stays of one length (Crommelin 1932) and of two exponential phases; for all
//! other shapes there is the approximation of Allen and Cunneen, which is good to some percent.

use wardflow::base::statistics::Moments;
use wardflow::measures::DailyMeasure;

use super::chain::stationary;
use super::erlang::Mmc;
use super::study::{LEVEL, Study, WAIT, agrees};

const ONE: Mmc = Mmc { arrivals_per_day: 60.0, service_days: 0.01, servers: 1 };
const FOUR: Mmc = Mmc { arrivals_per_day: 30.0, service_days: 0.1, servers: 4 };

/// Acute beds as servers, with a stay of this shape.
fn beds(q: Mmc, stay: &str, days: u32) -> String {
    let Mmc { arrivals_per_day, servers, .. } = q;
    format!(
        r#"{{ "name": "any shape", "calendar": {{ "start": "2024-01-01", "days": {days}, "warm_up": "30d" }},
              "groups": {{ "everyone": {{ "arrivals": {{ "per_day": {arrivals_per_day} }}, "stay": {stay} }} }},
              "hospital": {{ "beds": {servers} }} }}"#
    )
}

/// The queue of one server: λ² E[S²] ÷ 2(1 − ρ) (Pollaczek 1930, Khinchine 1932; Kleinrock, Queueing
/// Systems, volume 1, section 5.6), from the squared coefficient of variation of the stay.
fn pollaczek_khinchine(q: Mmc, scv: f64) -> f64 {
    let load = q.offered();
    load * load * (1.0 + scv) / (2.0 * (1.0 - load))
}

/// The queue by the rule of Allen and Cunneen for Poisson arrivals: that of M/M/c × (1 + scv) ÷ 2
/// (A. O. Allen, Probability, Statistics and Queueing Theory, 1978; exact for one server and for
/// exponential stays).
fn allen_cunneen(q: Mmc, scv: f64) -> f64 {
    q.queue() * f64::midpoint(1.0, scv)
}

/// The queue where all stays have one length D: after a time D whoever was in a bed has gone, so the
/// number there is max(n − c, 0) and those who came meanwhile (C. D. Crommelin, Delay probability
/// formulae when the holding times are constant, 1932).
fn crommelin(q: Mmc) -> f64 {
    const MOST: usize = 200;
    let (beds, load) = (q.servers as usize, q.offered());
    let mut come = vec![(-load).exp()];
    for n in 1..=MOST {
        come.push(come[n - 1] * load / n as f64);
    }
    let mut there = vec![0.0; MOST + 1];
    there[0] = 1.0;
    for _ in 0..5000 {
        let mut next = vec![0.0; MOST + 1];
        for (n, p) in there.iter().enumerate() {
            let left = n.saturating_sub(beds);
            for (more, come) in come[..=MOST - left].iter().enumerate() {
                next[left + more] += p * come;
            }
        }
        let moved = next.iter().zip(&there).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        there = next;
        if moved < 1e-15 {
            break;
        }
    }
    there.iter().enumerate().skip(beds + 1).map(|(n, p)| (n - beds) as f64 * p).sum()
}

/// The queue where a stay has two exponential phases, from the chain of people there and of those in
/// their second phase.
fn two_phases(q: Mmc) -> f64 {
    const MOST: usize = 150;
    let beds = q.servers as usize;
    let width = beds + 1;
    let phase = 2.0 / q.service_days;
    let chances = stationary((MOST + 1) * width, |state| {
        let (there, second) = (state / width, state % width);
        let in_bed = there.min(beds);
        let mut moves = Vec::new();
        // More in their second phase than there are in bed is no state; it is left at once.
        if second > in_bed {
            return vec![(there * width, phase)];
        }
        if there < MOST {
            moves.push((state + width, q.arrivals_per_day));
        }
        if in_bed > second {
            moves.push((state + 1, (in_bed - second) as f64 * phase));
        }
        if second > 0 {
            moves.push((state - width - 1, second as f64 * phase));
        }
        moves
    });
    chances.iter().enumerate().map(|(state, p)| (state / width).saturating_sub(beds) as f64 * p).sum()
}

#[test]
fn the_exact_values_agree_where_they_meet() {
    let one = Mmc { arrivals_per_day: 70.0, service_days: 0.01, servers: 1 };
    let near = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-8, "{a} against {b}");
    near(crommelin(one), pollaczek_khinchine(one, 0.0));
    near(two_phases(one), pollaczek_khinchine(one, 0.5));
    near(one.queue(), pollaczek_khinchine(one, 1.0));
    // Beds share the work better than the rule says where stays are alike, never worse than for
    // exponential stays.
    let (same, halved) = (crommelin(FOUR), two_phases(FOUR));
    assert!(allen_cunneen(FOUR, 0.0) < same && same < halved && halved < FOUR.queue());
}

fn queue_is(what: &str, q: Mmc, stay: &str, days: u32, replications: u64, exact: f64) {
    let seen = Study::of(&beds(q, stay, days), replications);
    agrees(&format!("queue, {what}"), &seen.daily_mean(DailyMeasure::BedQueue), exact, WAIT);
    let wait = 24.0 * exact / q.arrivals_per_day;
    agrees(&format!("hours waited, {what}"), &seen.system("bed_wait_hours_mean"), wait, WAIT);
    agrees(&format!("occupancy, {what}"), &seen.system("acute_occupancy"), q.utilisation(), LEVEL);
}

#[test]
pub fn one_bed_waits_by_pollaczek_and_khinchine_whatever_the_shape() {
    let sigma: f64 = 0.9;
    for (what, stay, scv) in [
        ("one length", r#"{ "fixed": "0.01d" }"#, 0.0),
        ("uniform", r#"{ "uniform": { "min": "0d", "max": "0.02d" } }"#, 1.0 / 3.0),
        ("gamma", r#"{ "gamma": { "mean": "0.01d", "sd": "0.013d" } }"#, 1.69),
        ("lognormal", r#"{ "lognormal": { "mean": "0.01d", "sigma": 0.9 } }"#, (sigma * sigma).exp() - 1.0),
    ] {
        queue_is(what, ONE, stay, 365, 24, pollaczek_khinchine(ONE, scv));
    }
}

#[test]
pub fn four_beds_with_stays_of_one_length_wait_by_crommelin() {
    queue_is("M/D/4", FOUR, r#"{ "fixed": "0.1d" }"#, 1460, 24, crommelin(FOUR));
}

#[test]
pub fn four_beds_with_stays_of_two_phases_wait_by_their_chain() {
    queue_is("M/E2/4", FOUR, r#"{ "erlang": { "mean": "0.1d", "shape": 2 } }"#, 1460, 24, two_phases(FOUR));
}

/// The rule of Allen and Cunneen is an approximation: it may be wrong by 6% of the queue for stays
/// that vary less or somewhat more than exponential ones, at three quarters full.
const RULE: f64 = 0.06;

fn near_the_rule(q: Mmc, days: u32, replications: u64) {
    let days_long = q.service_days;
    for (what, family, scv) in [
        (
            "lognormal",
            format!(r#"{{ "lognormal": {{ "mean": "{days_long}d", "sigma": 0.8 }} }}"#),
            0.64f64.exp() - 1.0,
        ),
        (
            "gamma",
            format!(r#"{{ "gamma": {{ "mean": "{days_long}d", "sd": "{}d" }} }}"#, 1.2 * days_long),
            1.44,
        ),
        ("two phases", format!(r#"{{ "erlang": {{ "mean": "{days_long}d", "shape": 2 }} }}"#), 0.5),
    ] {
        let seen = Study::of(&beds(q, &family, days), replications);
        let queue = Moments::of(&seen.daily_mean(DailyMeasure::BedQueue));
        let (rule, se) = (allen_cunneen(q, scv), queue.standard_error());
        println!(
            "{what:<12} queue {:.5} ± {se:.5}, by the rule {rule:.5} ({:+.2}%)",
            queue.mean,
            100.0 * (queue.mean / rule - 1.0)
        );
        assert!(se <= WAIT * rule, "{what}: standard error {se} of {rule} is too large");
        assert!(
            (queue.mean - rule).abs() <= RULE * rule + 3.0 * se,
            "{what}: {} ± {se} is not near {rule}",
            queue.mean
        );
        // The shape matters: without it the rule would be that of exponential stays.
        let exponential = q.queue();
        assert!((scv - 1.0) * (queue.mean - exponential) > 0.0, "{what}: {} and {exponential}", queue.mean);
    }
}

#[test]
fn four_beds_with_any_stays_wait_nearly_as_allen_and_cunneen_say() {
    near_the_rule(FOUR, 1460, 24);
}

#[test]
#[ignore = "long: run by .ci/slow"]
fn twenty_beds_with_any_stays_wait_nearly_as_allen_and_cunneen_say() {
    near_the_rule(Mmc { arrivals_per_day: 180.0, service_days: 0.1, servers: 20 }, 1460, 200);
}
