//! M/M/c: acute beds as servers that people queue for at the door, and places of a service as
//! servers that people wait for in bed. Exact values are Erlang's (`erlang`).

use wardflow::measures::DailyMeasure;

use super::erlang::Mmc;
use super::study::{LEVEL, Study, WAIT, agrees};

/// The rows `textbook M/M/1` and `textbook M/M/c` of the table, with the clock a hundred times faster.
const ONE: Mmc = Mmc { arrivals_per_day: 50.0, service_days: 0.01, servers: 1 };
const FOUR: Mmc = Mmc { arrivals_per_day: 25.0, service_days: 0.1, servers: 4 };
/// A row of the table as it stands: a reablement service of today's size.
const REABLEMENT: Mmc = Mmc { arrivals_per_day: 4.0, service_days: 16.25, servers: 72 };

fn beds(q: Mmc, days: u32) -> String {
    let Mmc { arrivals_per_day, service_days, servers } = q;
    format!(
        r#"{{ "name": "acute beds as servers",
              "calendar": {{ "start": "2024-01-01", "days": {days}, "warm_up": "30d" }},
              "groups": {{ "everyone": {{ "arrivals": {{ "per_day": {arrivals_per_day} }},
                                          "stay": {{ "exponential": {{ "mean": "{service_days}d" }} }} }} }},
              "hospital": {{ "beds": {servers} }} }}"#
    )
}

fn service(q: Mmc, days: u32, warm_up: u32) -> String {
    let Mmc { arrivals_per_day, service_days, servers } = q;
    format!(
        r#"{{ "name": "a service as servers",
              "calendar": {{ "start": "2024-01-01", "days": {days}, "warm_up": "{warm_up}d" }},
              "groups": {{ "everyone": {{ "enters": "ready", "arrivals": {{ "per_day": {arrivals_per_day} }},
                                          "needs": {{ "p1": 1.0 }} }} }},
              "pathways": {{ "p1": {{ "services": ["care"] }} }},
              "services": {{ "care": {{ "places": {servers},
                                        "stay": {{ "exponential": {{ "mean": "{service_days}d" }} }} }} }} }}"#
    )
}

fn beds_follow_erlang(q: Mmc, days: u32, replications: u64) -> Study {
    let seen = Study::of(&beds(q, days), replications);
    agrees("bed_wait_hours_mean", &seen.system("bed_wait_hours_mean"), 24.0 * q.wait_days(), WAIT);
    agrees("people queueing for a bed", &seen.daily_mean(DailyMeasure::BedQueue), q.queue(), LEVEL);
    agrees("acute_occupancy", &seen.system("acute_occupancy"), q.utilisation(), LEVEL);
    let queued: Vec<f64> =
        seen.system("hours_with_bed_queue").iter().map(|h| h / 24.0 / f64::from(days)).collect();
    agrees("share of time with a queue", &queued, q.waits() * q.utilisation(), LEVEL);
    let admitted: Vec<f64> = seen.system("admissions").iter().map(|n| n / f64::from(days)).collect();
    agrees("admissions a day", &admitted, q.arrivals_per_day, LEVEL);
    seen
}

#[test]
pub fn acute_beds_as_servers_wait_by_erlang_c() {
    let seen = beds_follow_erlang(FOUR, 1460, 60);
    let four_hours = FOUR.waits_longer_than(4.0 / 24.0);
    agrees("bed_wait_over_4h", &seen.system("bed_wait_over_4h"), four_hours, WAIT);
}

#[test]
pub fn one_acute_bed_waits_as_a_single_queue() {
    beds_follow_erlang(ONE, 365, 40);
}

fn service_follows_erlang(q: Mmc, (days, warm_up): (u32, u32), replications: u64) -> Study {
    let seen = Study::of(&service(q, days, warm_up), replications);
    agrees("delay_days_mean", &seen.system("delay_days_mean"), q.wait_days(), WAIT);
    agrees("delay_days_mean of the pathway", &seen.pathway("p1", "delay_days_mean"), q.wait_days(), WAIT);
    agrees("wait_days_mean of the service", &seen.service("care", "wait_days_mean"), q.wait_days(), WAIT);
    agrees("nctr_people", &seen.system("nctr_people"), q.queue(), LEVEL);
    agrees("queue_mean", &seen.service("care", "queue_mean"), q.queue(), LEVEL);
    agrees("people_mean", &seen.service("care", "people_mean"), q.offered(), LEVEL);
    agrees("utilisation", &seen.service("care", "utilisation"), q.utilisation(), LEVEL);
    agrees("stay_days_mean", &seen.service("care", "stay_days_mean"), q.service_days, LEVEL);
    seen
}

#[test]
pub fn a_service_waited_for_in_bed_delays_by_erlang_c() {
    let seen = service_follows_erlang(FOUR, (1460, 30), 60);
    agrees("delay_days_p90", &seen.system("delay_days_p90"), FOUR.wait_exceeded_by(0.1), WAIT);
    agrees("delay_days_p95", &seen.system("delay_days_p95"), FOUR.wait_exceeded_by(0.05), WAIT);
    // Nobody is in an acute bed but those who wait.
    assert_eq!(seen.system("acute_bed_days"), seen.system("nctr_bed_days"));
}

#[test]
#[ignore = "long: run by .ci/slow"]
fn a_reablement_service_of_full_size_delays_by_erlang_c() {
    service_follows_erlang(REABLEMENT, (3650, 1000), 2000);
}
