//! M/G/∞: with beds for everybody, the number in bed is Poisson with mean rate × mean stay, whatever
//! the shape of the stay (Palm 1943).

use statrs::distribution::{Discrete, Poisson};
use wardflow::base::statistics::Moments;
use wardflow::measures::Place;

use crate::table::record::at_most;

use super::study::{LEVEL, Study, agrees, agrees_throughout};

/// 24 a day for a lognormal quarter of a day: six in bed. With a heavy tail, so that a memory of
/// the shape would show.
const BEDS: &str = r#"{
    "name": "beds for everybody",
    "calendar": { "start": "2024-01-01", "days": 1460, "warm_up": "30d" },
    "groups": { "everyone": { "arrivals": { "per_day": 24 },
                              "stay": { "lognormal": { "mean": "0.25d", "sigma": 0.9 } } } }
}"#;

#[test]
pub fn people_in_unlimited_beds_are_poisson_whatever_the_shape_of_their_stay() {
    let seen = Study::of(BEDS, 100);
    poisson(&seen.shares(Place::Hospital), 6.0, 0.01);
    let bed_days: Vec<f64> = seen.system("acute_bed_days").iter().map(|d| d / 1460.0).collect();
    agrees("acute_bed_days a day", &bed_days, 6.0, LEVEL);
}

/// Places for everybody in a service after the hospital: Poisson in, so Poisson there too.
const SERVICE: &str = r#"{
    "name": "places for everybody",
    "calendar": { "start": "2024-01-01", "days": 1460, "warm_up": "30d" },
    "groups": { "everyone": { "arrivals": { "per_day": 24 },
                              "stay": { "lognormal": { "mean": "0.25d", "sigma": 0.9 } },
                              "needs": { "p1": 1.0 } } },
    "pathways": { "p1": { "services": ["care"] } },
    "services": { "care": { "places": "unlimited", "stay": { "uniform": { "min": "2h", "max": "8h" } } } }
}"#;

#[test]
fn people_in_a_service_with_places_for_everybody_are_poisson_too() {
    let seen = Study::of(SERVICE, 60);
    poisson(&seen.shares(Place::Service(seen.service_index("care"))), 5.0, 0.012);
    assert!(seen.system("nctr_people").iter().all(|&delayed| delayed == 0.0), "nobody is delayed");
}

/// Mean, variance and every share of 1% and more agree with the Poisson distribution; the standard
/// error of each such share is at most `precision` of it.
fn poisson(shares: &[Vec<f64>], mean: f64, precision: f64) {
    let law = Poisson::new(mean).expect("a mean above 0");
    let at = |s: &[f64], n: usize| s.get(n).copied().unwrap_or(0.0);
    let of = |f: &dyn Fn(&[f64]) -> f64| -> Vec<f64> { shares.iter().map(|s| f(s)).collect() };
    agrees("mean", &of(&|s| (0..s.len()).map(|n| n as f64 * s[n]).sum()), mean, LEVEL);
    let second = |s: &[f64]| (0..s.len()).map(|n| (n as f64 - mean).powi(2) * s[n]).sum();
    agrees("variance", &of(&second), mean, LEVEL);

    let cells: Vec<usize> = (0..100).filter(|&n| law.pmf(n as u64) >= 0.01).collect();
    let (estimates, exact): (Vec<_>, Vec<_>) =
        cells.iter().map(|&n| (of(&|s| at(s, n)), law.pmf(n as u64))).unzip();
    agrees_throughout(&format!("share of time with {cells:?}"), &estimates, &exact, precision);
    let rest = |s: &[f64]| (0..s.len()).filter(|n| !cells.contains(n)).map(|n| s[n]).sum();
    agrees("share of time with any other", &of(&rest), 1.0 - exact.iter().sum::<f64>(), 0.03);
    let apart = estimates.iter().zip(&exact).map(|(e, x)| (Moments::of(e).mean - x).abs());
    let distance = apart.sum::<f64>() / 2.0;
    at_most("total variation distance", distance, 0.005);
}
