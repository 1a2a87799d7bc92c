//! Little's law (1961): people waiting = people coming a day × their wait, for every queue on the way.

use wardflow::measures::DailyMeasure;

use super::study::{Study, agrees};

/// Whole weeks.
const DAYS: u32 = 1456;

/// Beds and two services, each short enough to be waited for; stays of any shape.
const QUEUES: &str = r#"{
    "name": "three queues",
    "calendar": { "start": "2024-01-01", "days": 1456, "warm_up": "60d" },
    "groups": { "everyone": { "arrivals": { "per_day": 20, "by_weekday": [1.2, 1.1, 1, 1, 1, 0.9, 0.8] },
                              "stay": { "lognormal": { "mean": "0.8d", "sigma": 0.9 } },
                              "needs": { "p0": 0.6, "p1": 0.25, "p2": 0.15 } } },
    "hospital": { "beds": 21 },
    "pathways": { "p1": { "services": ["care"] }, "p2": { "services": ["beds"] } },
    "services": { "beds": { "places": 9, "stay": { "exponential": { "mean": "2.5d" } } },
                  "care": { "places": 14, "stay": { "lognormal": { "mean": "2.4d", "sigma": 0.8 } } } }
}"#;

#[test]
pub fn every_queue_holds_as_many_as_come_times_their_wait() {
    let seen = Study::of(QUEUES, 60);
    let days = f64::from(DAYS);
    let hours = seen.system("bed_wait_hours_mean").iter().map(|h| h / 24.0).collect();
    let beds = [seen.daily_mean(DailyMeasure::BedQueue), seen.system("admissions"), hours];
    holds("bed queue and bed waits", days, beds);
    let delayed = ["nctr_people", "discharges", "delay_days_mean"].map(|name| seen.system(name));
    holds("people delayed and their delays", days, delayed);
    for service in ["beds", "care"] {
        let of = |names: [&str; 3]| names.map(|name| seen.service(service, name));
        holds(
            &format!("queue and waits for {service}"),
            days,
            of(["queue_mean", "starts", "wait_days_mean"]),
        );
        holds(
            &format!("people and stays in {service}"),
            days,
            of(["people_mean", "starts", "stay_days_mean"]),
        );
    }
}

/// Whoever waits across the first or the last midnight of the measured days counts in full on one
/// side and in part on the other: so it holds on average, and nearly in each replication.
fn holds(what: &str, days: f64, [people, came, wait_days]: [Vec<f64>; 3]) {
    let average = people.iter().sum::<f64>() / people.len() as f64;
    assert!(average > 0.1, "{what}: somebody waits");
    let of_average = |l: f64, n: f64, w: f64| 1.0 + (l - n / days * w) / average;
    let each: Vec<f64> =
        people.iter().zip(&came).zip(&wait_days).map(|((&l, &n), &w)| of_average(l, n, w)).collect();
    agrees(what, &each, 1.0, 0.001);
}
