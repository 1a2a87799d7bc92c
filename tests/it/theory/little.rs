//! Little's law (1961): people waiting = people coming a day × their wait, for every queue on the way.

use wardflow::measures::DailyMeasure;

use super::study::{Study, agrees};

const DAYS: u32 = 1460;

/// Beds and two services, each short enough to be waited for; stays of any shape.
const QUEUES: &str = r#"{
    "name": "three queues",
    "calendar": { "start": "2024-01-01", "days": 1460, "warm_up": "60d" },
    "groups": { "everyone": { "arrivals": { "per_day": 20, "by_weekday": [1.2, 1.1, 1, 1, 1, 0.9, 0.8] },
                              "stay": { "lognormal": { "mean": "0.8d", "sigma": 0.9 } },
                              "needs": { "p0": 0.6, "p1": 0.25, "p2": 0.15 } } },
    "hospital": { "beds": 21 },
    "pathways": { "p1": { "services": ["care"] }, "p2": { "services": ["beds"] } },
    "services": { "beds": { "places": 9, "stay": { "exponential": { "mean": "2.5d" } } },
                  "care": { "places": 14, "stay": { "lognormal": { "mean": "2.4d", "sigma": 0.8 } } } }
}"#;

#[test]
fn every_queue_holds_as_many_as_come_times_their_wait() {
    let seen = Study::of(QUEUES, 40);
    let days = f64::from(DAYS);
    let ratio = |people: Vec<f64>, came: Vec<f64>, wait_days: Vec<f64>| -> Vec<f64> {
        assert!(people.iter().all(|&l| l > 0.1), "there is a queue");
        people.into_iter().zip(came).zip(wait_days).map(|((l, n), w)| l / (n / days * w)).collect()
    };
    let hours: Vec<f64> = seen.system("bed_wait_hours_mean").iter().map(|h| h / 24.0).collect();
    let for_bed = ratio(seen.daily_mean(DailyMeasure::BedQueue), seen.system("admissions"), hours);
    // Who waits across the first or the last midnight counts on one side only: hence not exactly 1.
    agrees("bed queue ÷ (admissions × wait)", &for_bed, 1.0, 0.001);
    for (s, name) in [(0, "beds"), (1, "care")] {
        let line =
            ratio(seen.service(s, "queue_mean"), seen.service(s, "starts"), seen.service(s, "wait_days_mean"));
        agrees(&format!("queue for {name} ÷ (starts × wait)"), &line, 1.0, 0.001);
        let inside =
            ratio(seen.service(s, "people_mean"), seen.service(s, "starts"), seen.service(s, "stay_days_mean"));
        agrees(&format!("people in {name} ÷ (starts × stay)"), &inside, 1.0, 0.001);
    }
    let delayed =
        ratio(seen.system("nctr_people"), seen.system("discharges"), seen.system("delay_days_mean"));
    agrees("delayed ÷ (discharges × delay)", &delayed, 1.0, 0.001);
}
