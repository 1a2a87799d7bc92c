//! People who give way: queues with patience. Exponential patience is Erlang-A (Palm 1957), patience of one length is
//! M/M/c+D (Barrer 1957; Baccelli and Hébuterne 1981), and an interim place for all is M/G/∞.

use wardflow::measures::Place;

use super::chain::stationary;
use super::study::{LEVEL, Study, agrees, agrees_throughout};

/// Places of a service that people wait for in bed.
const PLACES: u32 = 10;
const STAY_DAYS: f64 = 0.5;

fn case(load: f64, rule: &str, services: &str, days: u32) -> String {
    let per_day = load * f64::from(PLACES) / STAY_DAYS;
    format!(
        r#"{{ "name": "people who give way",
              "calendar": {{ "start": "2024-01-01", "days": {days}, "warm_up": "20d" }},
              "groups": {{ "everyone": {{ "enters": "ready", "arrivals": {{ "per_day": {per_day} }},
                                          "needs": {{ "p1": 1.0 }} }} }},
              "pathways": {{ "p1": {{ "services": ["care"], "gives_way": {{ "tired": {rule} }} }} }},
              "services": {{ {services}
                             "care": {{ "places": {PLACES},
                                        "stay": {{ "exponential": {{ "mean": "{STAY_DAYS}d" }} }} }} }} }}"#
    )
}

/// The queue where each waiting person leaves at this rate: a birth and death chain.
pub fn erlang_a(load: f64, leaves_per_day: f64) -> f64 {
    let most = 150;
    let (arrive, serve) = (load * f64::from(PLACES) / STAY_DAYS, 1.0 / STAY_DAYS);
    let places = PLACES as usize;
    let chances = stationary(most + 1, |n| {
        let mut moves = Vec::new();
        if n < most {
            moves.push((n + 1, arrive));
        }
        if n > 0 {
            moves.push((
                n - 1,
                n.min(places) as f64 * serve + n.saturating_sub(places) as f64 * leaves_per_day,
            ));
        }
        moves
    });
    chances.iter().enumerate().skip(places + 1).map(|(n, p)| (n - places) as f64 * p).sum()
}

#[test]
pub fn people_who_leave_the_queue_at_a_rate_wait_by_erlang_a_below_and_above_a_full_load() {
    for load in [0.9, 1.2, 1.5] {
        let seen = Study::of(&case(load, r#"{ "share": 1, "per_day": 1.5, "to": "home" }"#, "", 1460), 40);
        let queue = erlang_a(load, 1.5);
        agrees(&format!("queue_mean at load {load}"), &seen.service("care", "queue_mean"), queue, LEVEL);
        agrees(&format!("nctr_people at load {load}"), &seen.system("nctr_people"), queue, LEVEL);
    }
}

/// The queue, and the share that leaves it, where everybody waits at most so long: the density of the wait that
/// would be is that of an M/M/c queue up to then, and falls at the rate of the servers beyond.
fn one_patience(load: f64, patience: f64) -> (f64, f64) {
    let (arrive, c) = (load * f64::from(PLACES) / STAY_DAYS, PLACES);
    let serve = f64::from(c) / STAY_DAYS;
    let offered = arrive * STAY_DAYS;
    let term = |n: u32| (1..=n).map(|i| offered / f64::from(i)).product::<f64>();
    let free: f64 = (0..c).map(term).sum();
    let slope = arrive - serve;
    let start = arrive * term(c - 1);
    let steps = 200_000;
    let h = patience / f64::from(steps);
    // Simpson's rule over the wait up to the patience.
    let integral = |f: &dyn Fn(f64) -> f64| {
        let inner: f64 = (1..steps).map(|i| if i % 2 == 1 { 4.0 } else { 2.0 } * f(f64::from(i) * h)).sum();
        (f(0.0) + inner + f(patience)) * h / 3.0
    };
    let short = integral(&|x| start * (slope * x).exp());
    let waited = integral(&|x| x * start * (slope * x).exp());
    let beyond = start * (slope * patience).exp() / serve;
    let all = free + short + beyond;
    (arrive * (waited + patience * beyond) / all, beyond / all)
}

#[test]
pub fn people_who_all_wait_as_long_at_most_wait_by_the_formula_for_one_patience() {
    for load in [0.9, 1.2, 1.5] {
        let seen = Study::of(&case(load, r#"{ "after": "6h", "to": "home" }"#, "", 1460), 40);
        let (queue, leaves) = one_patience(load, 0.25);
        agrees(&format!("queue_mean at load {load}"), &seen.service("care", "queue_mean"), queue, LEVEL);
        let come = load * f64::from(PLACES) / STAY_DAYS * 1460.0;
        let gone: Vec<f64> = seen.each(|r| r.gives_way[0][0].unwrap() / come);
        agrees(&format!("share that leaves at load {load}"), &gone, leaves, 0.02);
    }
}

/// The queue, and the share turned away, where at most so many wait: M/M/c/K, a birth and death chain.
fn with_a_limit(load: f64, most_waiting: usize) -> (f64, f64) {
    let most = PLACES as usize + most_waiting;
    let (arrive, serve) = (load * f64::from(PLACES) / STAY_DAYS, 1.0 / STAY_DAYS);
    let chances = stationary(most + 1, |n| {
        let more = (n < most).then_some((n + 1, arrive));
        let fewer = (n > 0).then(|| (n - 1, n.min(PLACES as usize) as f64 * serve));
        more.into_iter().chain(fewer).collect()
    });
    let queue =
        chances.iter().enumerate().skip(PLACES as usize).map(|(n, p)| (n - PLACES as usize) as f64 * p).sum();
    (queue, chances[most])
}

#[test]
pub fn people_who_find_the_queue_at_its_limit_go_elsewhere_by_the_formula_for_a_limited_queue() {
    for (load, limit) in [(0.9, 0), (0.9, 5), (1.5, 3)] {
        let rule =
            format!(r#"{{ "when_queue_above": {{ "service": "care", "people": {limit} }}, "to": "home" }}"#);
        let seen = Study::of(&case(load, &rule, "", 1460), 40);
        let (queue, turned_away) = with_a_limit(load, limit);
        if limit > 0 {
            agrees(&format!("queue_mean at load {load}"), &seen.service("care", "queue_mean"), queue, LEVEL);
        }
        let come = load * f64::from(PLACES) / STAY_DAYS * 1460.0;
        let gone: Vec<f64> = seen.each(|r| r.gives_way[0][0].unwrap() / come);
        agrees(&format!("share turned away at load {load}"), &gone, turned_away, 0.02);
    }
}

/// The chances of a Poisson number.
fn poisson(mean: f64, most: usize) -> Vec<f64> {
    let mut p = vec![(-mean).exp()];
    for n in 1..=most {
        p.push(p[n - 1] * mean / n as f64);
    }
    p
}

#[test]
pub fn an_interim_place_for_everybody_at_once_holds_as_many_as_a_queue_with_servers_without_end() {
    // Nobody has a place of their own, so all take the interim one, for its longest stay.
    let text = case(
        0.8,
        r#"{ "to": "interim" }"#,
        r#""interim": { "bridge": true, "places": "unlimited", "respond": { "fixed": "0h" }, "longest_stay": "9h",
                        "falls_back_to": "after" },
           "after": { "places": "unlimited", "stay": { "fixed": "1d" } },"#,
        365,
    );
    let seen = Study::of(&text.replace(r#""places": 10"#, r#""places": 0"#), 60);
    let mean = 16.0 * 9.0 / 24.0;
    agrees("people on the interim place", &seen.service("interim", "people_mean"), mean, LEVEL);
    assert!(seen.system("nctr_bed_days").iter().all(|&days| days < 1e-9), "nobody waits in hospital");
    let shares = seen.shares(Place::Service(seen.service_index("interim")));
    let exact = poisson(mean, 12);
    let by_count: Vec<Vec<f64>> =
        (0..exact.len()).map(|n| shares.iter().map(|r| r.get(n).copied().unwrap_or(0.0)).collect()).collect();
    agrees_throughout("share of time with so many on it", &by_count, &exact, 0.06);
}

#[test]
pub fn a_service_for_everybody_at_once_holds_as_many_as_its_stays_with_their_factor() {
    let text = case(
        0.8,
        r#"{ "to": "home_care", "stay_factor": 1.25 }"#,
        r#""home_care": { "places": "unlimited", "stay": { "lognormal": { "mean": "2d", "sigma": 0.8 } } },"#,
        365,
    );
    let seen = Study::of(&text.replace(r#""places": 10"#, r#""places": 0"#), 60);
    agrees("people in it", &seen.service("home_care", "people_mean"), 16.0 * 2.5, LEVEL);
    let there: Vec<f64> = seen.each(|r| r.gives_way[0][1].unwrap());
    assert_eq!(there, seen.service("home_care", "people_mean"), "all of them gave way");
}

#[test]
pub fn the_later_people_give_way_the_more_bed_days_are_delayed_in_every_replication() {
    let mut last: Option<Vec<f64>> = None;
    for after in ["0d", "3h", "12h", "2d", "20d"] {
        let text = case(1.1, &format!(r#"{{ "after": "{after}", "to": "home" }}"#), "", 200);
        let days = Study::of(&text, 30).system("nctr_bed_days");
        if let Some(last) = &last {
            let fewer = days.iter().zip(last).filter(|(now, before)| now < before).count();
            assert_eq!(fewer, 0, "after {after}");
        }
        last = Some(days);
    }
}
