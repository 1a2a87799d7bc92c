//! Two classes in the line of one service, told apart by the order of their groups: Cobham's waits,
//! and Kleinrock's conservation law, by which an order of classes only moves waiting from one to
//! another. Classes at the hospital's door stand in `journey::theory`.

use super::erlang::Mmc;
use super::study::{LEVEL, Study, WAIT, agrees};

const FIRST: f64 = 9.0;
const SECOND: f64 = 21.0;
const Q: Mmc = Mmc { arrivals_per_day: FIRST + SECOND, service_days: 0.1, servers: 4 };

fn scenario(priority: &str) -> String {
    let group = |per_day: f64, pathway: &str| {
        format!(
            r#"{{ "enters": "ready", "arrivals": {{ "per_day": {per_day} }}, "needs": {{ "{pathway}": 1.0 }} }}"#
        )
    };
    let Mmc { service_days, servers, .. } = Q;
    format!(
        r#"{{ "name": "two classes", "calendar": {{ "start": "2024-01-01", "days": 1460, "warm_up": "30d" }},
              "groups": {{ "urgent": {}, "usual": {} }},
              "pathways": {{ "p1": {{ "services": ["care"] }}, "p2": {{ "services": ["care"] }} }},
              "services": {{ "care": {{ "places": {servers}, "priority": {priority},
                                        "stay": {{ "exponential": {{ "mean": "{service_days}d" }} }} }} }} }}"#,
        group(FIRST, "p1"),
        group(SECOND, "p2")
    )
}

#[test]
pub fn the_group_that_comes_first_in_a_line_waits_as_cobham_says() {
    // A. Cobham, Priority assignment in waiting line problems, Operations Research 2, 1954.
    let beds = f64::from(Q.servers);
    let soon = Q.waits() * Q.service_days / beds;
    let first = FIRST * Q.service_days / beds;
    let waits = [soon / (1.0 - first), soon / ((1.0 - first) * (1.0 - Q.utilisation()))];
    assert!(waits[1] > 3.0 * waits[0], "the classes differ: {waits:?}");

    let seen = Study::of(&scenario(r#"{ "group_order": ["urgent", "usual"] }"#), 60);
    let of = |pathway| seen.pathway(pathway, "delay_days_mean");
    agrees("wait of the first", &of("p1"), waits[0], WAIT);
    agrees("wait of the second", &of("p2"), waits[1], WAIT);
    agrees("queue_mean", &seen.service("care", "queue_mean"), Q.queue(), LEVEL);

    // Nobody is served faster on average than in plain turn: the whole queue is the same person by
    // person, and so is each class's share of it with the order turned round.
    let plain = Study::of(&scenario(r#""longest_wait""#), 60);
    agrees("wait in plain turn", &plain.pathway("p1", "delay_days_mean"), Q.wait_days(), WAIT);
    let conserved: Vec<f64> =
        of("p1").iter().zip(of("p2")).map(|(a, b)| (FIRST * a + SECOND * b) / Q.queue()).collect();
    agrees("waits weighted with their load", &conserved, 1.0, LEVEL);
}
