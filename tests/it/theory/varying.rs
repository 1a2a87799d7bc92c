//! M(t)/M/c: people come at a rate that changes by hour and weekday, to beds that are too few by day
//! and plenty by night. The chances of each number there follow Kolmogorov's forward equations (1931),
//! integrated here step by step from an empty hospital.

use wardflow::measures::DailyMeasure;

use super::study::{Study, WAIT, agrees, agrees_throughout};

const BEDS: usize = 4;
const STAY_DAYS: f64 = 0.1;
const PER_DAY: f64 = 30.0;
const DAYS: usize = 14;
const WEEK: [f64; 7] = [1.3, 1.1, 1.0, 1.0, 1.0, 0.8, 0.8];

/// People come by day, fewer in the evening, few at night; mean 1.
fn by_hour() -> [f64; 24] {
    std::array::from_fn(|hour| [0.25, 2.0, 0.75][hour / 8])
}

/// What the equations say of a day: time averages of people in bed and in the queue, and the share
/// of time with a queue.
struct Day {
    in_bed: f64,
    queue: f64,
    queued: f64,
}

/// People beyond this number have a chance below 10⁻⁹.
const MOST: usize = 160;

/// dp/dt for this rate of arrivals a day.
fn change(p: &[f64], rate: f64) -> Vec<f64> {
    let leave = |n: usize| n.min(BEDS) as f64 / STAY_DAYS;
    (0..=MOST)
        .map(|n| {
            let come = if n > 0 { rate * p[n - 1] } else { 0.0 };
            let left = if n < MOST { leave(n + 1) * p[n + 1] } else { 0.0 };
            let out = leave(n) + if n < MOST { rate } else { 0.0 };
            come + left - out * p[n]
        })
        .collect()
}

/// Runge and Kutta's step of the fourth order.
fn step(p: &[f64], rate: f64, h: f64) -> Vec<f64> {
    let ahead =
        |slope: &[f64], by: f64| -> Vec<f64> { p.iter().zip(slope).map(|(p, k)| p + by * k).collect() };
    let k1 = change(p, rate);
    let k2 = change(&ahead(&k1, h / 2.0), rate);
    let k3 = change(&ahead(&k2, h / 2.0), rate);
    let k4 = change(&ahead(&k3, h), rate);
    (0..=MOST).map(|n| p[n] + h / 6.0 * (k1[n] + 2.0 * k2[n] + 2.0 * k3[n] + k4[n])).collect()
}

/// Each day from an empty hospital, with so many steps an hour.
fn forward(steps: usize, rate_of: impl Fn(usize, usize) -> f64) -> Vec<Day> {
    let mut p = vec![0.0; MOST + 1];
    p[0] = 1.0;
    let weight =
        |p: &[f64], of: &dyn Fn(usize) -> f64| p.iter().enumerate().map(|(n, p)| of(n) * p).sum::<f64>();
    let h = 1.0 / (24.0 * steps as f64);
    (0..DAYS)
        .map(|day| {
            let mut all = Day { in_bed: 0.0, queue: 0.0, queued: 0.0 };
            for hour in 0..24 {
                for _ in 0..steps {
                    let next = step(&p, rate_of(day, hour), h);
                    // The trapezium over the step.
                    for p in [&p, &next] {
                        all.in_bed += h / 2.0 * weight(p, &|n| n.min(BEDS) as f64);
                        all.queue += h / 2.0 * weight(p, &|n| n.saturating_sub(BEDS) as f64);
                        all.queued += h / 2.0 * weight(p, &|n| f64::from(u8::from(n > BEDS)));
                    }
                    p = next;
                }
            }
            assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-9 && p[MOST] < 1e-9, "no chance is lost");
            all
        })
        .collect()
}

#[test]
fn the_forward_equations_of_a_constant_rate_settle_at_erlangs_queue() {
    let q = super::erlang::Mmc { arrivals_per_day: 25.0, service_days: STAY_DAYS, servers: 4 };
    let last = forward(20, |_, _| q.arrivals_per_day).pop().expect("a day");
    assert!((last.queue / q.queue() - 1.0).abs() < 1e-6, "{} against {}", last.queue, q.queue());
    assert!((last.in_bed / q.offered() - 1.0).abs() < 1e-6, "{} against {}", last.in_bed, q.offered());
}

#[test]
pub fn beds_too_few_by_day_queue_as_the_forward_equations_say() {
    let scenario = format!(
        r#"{{ "name": "day and night", "calendar": {{ "start": "2024-01-01", "days": {DAYS} }},
              "groups": {{ "everyone": {{
                  "arrivals": {{ "per_day": {PER_DAY}, "by_weekday": {WEEK:?}, "by_hour": {:?} }},
                  "stay": {{ "exponential": {{ "mean": "{STAY_DAYS}d" }} }} }} }},
              "hospital": {{ "beds": {BEDS} }} }}"#,
        by_hour()
    );
    let exact = forward(40, |day, hour| PER_DAY * WEEK[day % 7] * by_hour()[hour]);
    let of = |of: &dyn Fn(&Day) -> f64| -> Vec<f64> { exact.iter().map(of).collect() };
    let level = super::erlang::Mmc { arrivals_per_day: PER_DAY, service_days: STAY_DAYS, servers: 4 };
    assert!(
        exact[7].queue > 2.0 * level.queue(),
        "the hour matters: {} and {}",
        exact[7].queue,
        level.queue()
    );

    let seen = Study::of(&scenario, 3000);
    let days = |measure| -> Vec<Vec<f64>> {
        (0..DAYS).map(|day| seen.each(|r| f64::from(seen.days(r, measure)[day]))).collect()
    };
    agrees_throughout("people in bed", &days(DailyMeasure::Hospital), &of(&|d| d.in_bed), 0.01);
    agrees_throughout("queue", &days(DailyMeasure::BedQueue), &of(&|d| d.queue), 0.04);
    let hours: f64 = 24.0 * of(&|d| d.queued).iter().sum::<f64>();
    agrees("hours_with_bed_queue", &seen.system("hours_with_bed_queue"), hours, WAIT);
}
