//! Day counts: Poisson, and over-dispersed with the variance that the scenario asks for.

use statrs::distribution::{ContinuousCDF, Gamma};
use wardflow::measures::{DailyMeasure, Place};

use super::study::{LEVEL, Study, agrees};

/// Two groups of 12 and 8 a day on average.
fn arrivals(dispersion: &str) -> String {
    let group = |per_day: u32| {
        format!(r#"{{ "arrivals": {{ "per_day": {per_day} {dispersion} }}, "stay": {{ "fixed": "0.1d" }} }}"#)
    };
    format!(
        r#"{{ "name": "counts", "calendar": {{ "start": "2024-01-01", "days": 730 }},
              "groups": {{ "first": {}, "second": {} }} }}"#,
        group(12),
        group(8)
    )
}

/// Mean and variance of the day counts of everybody, whose exact mean is 20.
fn day_counts(law: &str, dispersion: &str, variance: f64) {
    const MEAN: f64 = 20.0;
    let seen = Study::of(&arrivals(dispersion), 60);
    let measure = DailyMeasure::EmergencyArrivals;
    agrees(&format!("people a day, {law}"), &seen.daily_mean(measure), MEAN, LEVEL);
    let spread = seen.each(|r| {
        let days = seen.days(r, measure);
        days.iter().map(|&n| (f64::from(n) - MEAN).powi(2)).sum::<f64>() / days.len() as f64
    });
    agrees(&format!("variance of a day, {law}"), &spread, variance, LEVEL);
    // Neighbouring days know nothing of each other.
    let together = seen.each(|r| {
        let days = seen.days(r, measure);
        let pairs = days.windows(2).map(|w| (f64::from(w[0]) - MEAN) * (f64::from(w[1]) - MEAN));
        1.0 + pairs.sum::<f64>() / (days.len() - 1) as f64 / variance
    });
    agrees(&format!("1 + correlation of days, {law}"), &together, 1.0, LEVEL);
}

#[test]
pub fn day_counts_are_poisson() {
    day_counts("Poisson", "", 20.0);
}

#[test]
fn groups_with_day_factors_of_their_own_spread_as_asked() {
    day_counts("per group", r#", "variance_over_mean": 1.3, "per_group": true"#, 1.3 * 20.0);
}

#[test]
fn a_shared_day_factor_spreads_each_group_as_asked_and_all_together_more() {
    // Each day's rate is a gamma with variance 0.3 × mean, and both groups take it at the same rank:
    // their covariance is ∫ Q₁(u) Q₂(u) du − 12 × 8.
    let rate = |mean: f64| Gamma::new(mean / 0.3, 1.0 / 0.3).expect("a mean above 0");
    let (first, second) = (rate(12.0), rate(8.0));
    let ranks = (0..2000).map(|i| (f64::from(i) + 0.5) / 2000.0);
    let covariance =
        ranks.map(|u| (first.inverse_cdf(u) - 12.0) * (second.inverse_cdf(u) - 8.0)).sum::<f64>() / 2000.0;
    assert!((covariance / (0.3 * 96.0f64.sqrt()) - 1.0).abs() < 0.01, "{covariance}");
    day_counts("shared", r#", "variance_over_mean": 1.3"#, 1.3 * 20.0 + 2.0 * covariance);
}

#[test]
fn admissions_within_a_day_come_evenly() {
    // Poisson day counts with even times are a Poisson process: with unlimited beds and stays of a
    // tenth of a day, the number in bed is Poisson with mean 2, so its variance is its mean.
    let seen = Study::of(&arrivals(""), 60);
    let shares = seen.shares(Place::Hospital);
    let moment = |power: i32| -> Vec<f64> {
        shares.iter().map(|s| s.iter().enumerate().map(|(n, p)| (n as f64).powi(power) * p).sum()).collect()
    };
    agrees("people in bed", &moment(1), 2.0, LEVEL);
    agrees("square of people in bed", &moment(2), 6.0, LEVEL);
}
