//! Closed forms at realistic size, and a peer's small example. `theory` has the same laws at a fast
//! clock, where they can be checked more sharply.

use jiff::civil::Date;
use serde_json::{Map, Value, json};
use wardflow::base::statistics::Moments;
use wardflow::measures::{DailyMeasure, Place};

use super::{mean, set, shipped, without};
use crate::table::holds;
use crate::table::record::{Row, row, shown, with_interval, within};
use crate::theory::erlang::{self, Mmc};
use crate::theory::study::{LEVEL, Study, WAIT, agrees, agrees_throughout};

/// Above this utilisation a line takes years to settle and longer to average.
const SETTLES: f64 = 0.95;

/// Many lines side by side, each with people, places and a stay of its own.
fn side_by_side(all: &[Mmc], runs: u64) -> Study {
    let (mut groups, mut pathways, mut services, mut initial) =
        (Map::new(), Map::new(), Map::new(), Map::new());
    for (i, q) in all.iter().enumerate() {
        let name = format!("line_{i}");
        let stay = format!("{}d", q.service_days);
        groups.insert(
            name.clone(),
            json!({ "enters": "ready", "arrivals": { "per_day": q.arrivals_per_day }, "needs": { &name: 1 } }),
        );
        pathways.insert(name.clone(), json!({ "services": [&name] }));
        services.insert(
            name.clone(),
            json!({ "places": q.servers, "stay": { "exponential": { "mean": stay } } }),
        );
        // Near where it settles from the start.
        initial.insert(name, json!({ "people": q.offered().round() as u32 }));
    }
    let scenario: Value = json!({
        "name": "lines side by side",
        "calendar": { "start": "2024-01-01", "days": 3000, "warm_up": "1500d" },
        "groups": groups, "pathways": pathways, "services": services, "initial": { "services": initial }
    });
    Study::of(&scenario.to_string(), runs)
}

#[test]
#[ignore = "long: run by .ci/slow"]
pub fn lines_are_those_of_erlang() {
    holds("V5a");
}

/// The figures of V5a.
pub fn lines() {
    let all: Vec<(String, Mmc)> = erlang::rows()
        .into_iter()
        .map(|(case, q, _)| (case, q))
        .filter(|(_, q)| q.utilisation() <= SETTLES)
        .collect();
    let queues: Vec<Mmc> = all.iter().map(|(_, q)| *q).collect();
    // Many, because some of the lines are rare and their means uneven.
    let seen = side_by_side(&queues, 400);
    let service = |i: usize| seen.service_index(&format!("line_{i}"));
    let full: Vec<Vec<f64>> = queues
        .iter()
        .enumerate()
        .map(|(i, q)| {
            let shares = seen.shares(Place::Service(service(i)));
            shares.iter().map(|s| s.get(q.servers as usize).copied().unwrap_or(0.0)).collect()
        })
        .collect();
    let exact: Vec<f64> = queues.iter().map(|q| q.waits()).collect();
    agrees_throughout("share of time in which everybody must wait", &full, &exact, f64::INFINITY);
    let waiting: Vec<Vec<f64>> =
        (0..queues.len()).map(|i| seen.service(&format!("line_{i}"), "queue_mean")).collect();
    for ((case, q), waiting) in all.iter().zip(&waiting) {
        let what = format!("{case}, {} places: people waiting", q.servers);
        agrees(&what, waiting, q.queue(), f64::INFINITY);
    }
    least_costs(&all, &waiting);
}

/// Pounds a day for places and for those who wait in an acute bed, at the number of places that
/// makes it least by the formula.
fn least_costs(all: &[(String, Mmc)], waiting: &[Vec<f64>]) {
    const DELAY: f64 = 346.0;
    for (case, place) in [
        ("reablement, 28 starts a week", 125.0),
        ("reablement, 35.6 starts a week", 125.0),
        ("recuperation beds, 36.34 days", 150.0),
        ("recuperation beds, 39.46 days", 150.0),
    ] {
        let costs = |queue: &dyn Fn(usize) -> f64| -> Vec<(u32, f64)> {
            let lines = all.iter().enumerate().filter(|(_, (name, _))| name == case);
            lines.map(|(i, (_, q))| (q.servers, f64::from(q.servers) * place + DELAY * queue(i))).collect()
        };
        let least = |costs: &[(u32, f64)]| *costs.iter().min_by(|a, b| a.1.total_cmp(&b.1)).expect("some");
        let best = least(&costs(&|i| all[i].1.queue())).0;
        let here = costs(&|i| mean(&waiting[i]));
        let (found, lowest) = least(&here);
        let there = here.iter().find(|(servers, _)| *servers == best).expect("the same grid").1;
        let excess = 100.0 * (there / lowest - 1.0);
        row(
            Row {
                what: format!("{case}: places of least cost"),
                expected: format!("{best}, or within 1% of its cost"),
                ours: format!("{found}; {best} cost {}% more", shown(excess)),
                holds: excess <= 1.0,
            },
            &[f64::from(found), excess],
        );
    }
}

#[test]
pub fn weeks_move_people_as_the_integral_says() {
    const WEEKS: usize = 104;
    let places = [
        "p2_bristol",
        "p2_north_somerset",
        "p2_south_gloucestershire",
        "p3_bristol",
        "p3_north_somerset",
        "p3_south_gloucestershire",
    ];
    let nodes = ["P2_B", "P2_NS", "P2_SG", "P3_B", "P3_NS", "P3_SG"];
    let mut settings = vec![set("calendar.warm_up", "365d"), set("calendar.days", 7 * WEEKS)];
    for place in places {
        settings.push(set(format!("services.{place}.places"), "unlimited"));
    }
    for locality in ["bristol", "north_somerset", "south_gloucestershire"] {
        let name = format!("p1_{locality}");
        settings.extend(without(&name, &name));
    }
    let seen = Study::of_scenario(shipped("bristol-ipacs.json", &settings), 120);
    assert_eq!(seen.scenario.plan.calendar.start(), Date::constant(2023, 1, 1), "a Sunday");
    let text = include_str!("../../data/analytic_mtginf_weekly.csv");
    let table: Vec<(String, String, f64, f64)> =
        csv::Reader::from_reader(text.as_bytes()).into_deserialize().map(|row| row.expect("a row")).collect();
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    let mut farthest = (0.0f64, String::new());
    let mut off = Vec::new();
    for (node, weekday, exact, _) in &table {
        let place = places[nodes.iter().position(|n| n == node).expect("a node")];
        let first = days.iter().position(|d| d == weekday).expect("a weekday");
        let measure = DailyMeasure::Service(seen.service_index(place));
        let inside = mean(&seen.each(|r| {
            let all: f32 = seen.days(r, measure)[first..].iter().step_by(7).sum();
            f64::from(all) / WEEKS as f64
        }));
        let error = 100.0 * (inside / exact - 1.0);
        off.push(error);
        if error.abs() > farthest.0.abs() {
            farthest = (error, format!("{node} on {weekday}: {} for {exact}", shown(inside)));
        }
    }
    println!("farthest: {}", farthest.1);
    assert_eq!(off.len(), 42);
    within(
        "people in unlimited places by weekday, 42 values: the farthest off, in %",
        farthest.0,
        [-1.0, 1.0],
    );
    within("the same, mean of 42 values in %", mean(&off), [-0.3, 0.3]);
    weekday_shape(&seen, &table);
}

/// The week itself: from its least day to its greatest, over the mean of the week.
fn weekday_shape(seen: &Study, table: &[(String, String, f64, f64)]) {
    let service = seen.service_index("p2_south_gloucestershire");
    let of = |node: &str, day: &str| table.iter().find(|r| r.0 == node && r.1 == day).expect("a row").2;
    let exact = of("P2_SG", "Sun") / of("P2_SG", "Tue");
    let ratio = seen.each(|r| {
        let days = seen.days(r, DailyMeasure::Service(service));
        let on = |first: usize| days[first..].iter().step_by(7).map(|&x| f64::from(x)).sum::<f64>();
        on(0) / on(2)
    });
    agrees("P2_SG: people on Sunday over people on Tuesday", &ratio, exact, LEVEL);
}

/// Minutes between arrivals and minutes of service of the peer's example, and its four nurses.
const NURSES: Mmc = Mmc { arrivals_per_day: 360.0, service_days: 10.0 / 1440.0, servers: 4 };

#[test]
pub fn four_nurses_are_as_busy_as_a_peer_found() {
    let Mmc { arrivals_per_day, servers, .. } = NURSES;
    let seen = Study::of(
        &format!(
            r#"{{ "name": "four nurses", "calendar": {{ "start": "2024-01-01", "days": 28, "warm_up": "1d" }},
                  "groups": {{ "everyone": {{ "enters": "ready", "arrivals": {{ "per_day": {arrivals_per_day} }}, "needs": {{ "p1": 1 }} }} }},
                  "pathways": {{ "p1": {{ "services": ["nurses"] }} }},
                  "services": {{ "nurses": {{ "places": {servers}, "stay": {{ "exponential": {{ "mean": "10min" }} }} }} }} }}"#
        ),
        60,
    );
    let minutes = |days: Vec<f64>| days.into_iter().map(|d| 1440.0 * d).collect::<Vec<_>>();
    let used = seen.service("nurses", "utilisation");
    let queue = seen.service("nurses", "queue_mean");
    let wait = minutes(seen.service("nurses", "wait_days_mean"));
    // The peer's five runs: mean and 95% interval.
    for (what, ours, exact, peer) in [
        ("share of time at work", &used, NURSES.utilisation(), [0.609, 0.670]),
        ("people waiting", &queue, NURSES.queue(), [0.288, 0.775]),
        ("minutes of waiting", &wait, 1440.0 * NURSES.wait_days(), [1.113, 3.116]),
    ] {
        within(&format!("{what}, by Erlang's formula, in the peer's interval"), exact, peer);
        let moments = Moments::of(ours);
        let holds = (peer[0]..=peer[1]).contains(&moments.mean);
        let expected = format!("{} to {}", shown(peer[0]), shown(peer[1]));
        let here = with_interval(moments.mean, moments.standard_error());
        let what = format!("{what}, simulated, in the peer's interval");
        row(Row { what, expected, ours: here, holds }, &[moments.mean]);
    }
    agrees("people waiting, against the formula", &queue, NURSES.queue(), WAIT);
}
