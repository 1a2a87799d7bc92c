//! Every family of distributions as typed: its draws against the law (Kolmogorov–Smirnov, or
//! chi-square for whole numbers), against mean and variance, and set to bounds.

use statrs::distribution::{ContinuousCDF, Discrete, DiscreteCDF};
use statrs::distribution::{Exp, Gamma, LogNormal, NegativeBinomial, Normal, Poisson, Weibull};
use wardflow::base::distribution::{over_dispersed_inverse, poisson_inverse};
use wardflow::base::{Distribution, Luck, NameHash};
use wardflow::scenario::Scenario;

use super::tools::{Seen, chi_square, kolmogorov_smirnov, none_is_rare, of_mean, of_z};

const DRAWS: u64 = 50_000;

/// A stay as a scenario's group has it.
fn typed(stay: &str) -> Distribution {
    let text = format!(
        r#"{{ "name": "draws", "calendar": {{ "start": "2024-01-01", "days": 1 }},
              "groups": {{ "all": {{ "arrivals": {{ "per_day": 1 }}, "stay": {stay} }} }} }}"#
    );
    let scenario = Scenario::from_json(&text).unwrap_or_else(|faults| panic!("{faults}"));
    scenario.plan.groups[0].stay.clone()
}

/// The luck of one person after another, for a purpose named by what is drawn.
fn lucks(purpose: &str, n: u64) -> impl Iterator<Item = Luck> {
    let name = NameHash::of(purpose);
    (0..n).map(move |i| {
        Luck::new(1, 0).name(NameHash::of("all")).part(20_000).part(i).part(0).name(name).part(0)
    })
}

fn draws(stay: &Distribution, purpose: &str) -> Vec<f64> {
    lucks(purpose, DRAWS).map(|luck| stay.draw(luck)).collect()
}

type Cdf = Box<dyn Fn(f64) -> f64>;

fn cdf(law: impl ContinuousCDF<f64, f64> + 'static) -> Cdf {
    Box::new(move |x| law.cdf(x))
}

/// A family as typed, with its law in days, mean and variance.
fn continuous() -> Vec<(&'static str, Cdf, f64, f64)> {
    let normal = |mean: f64, sd: f64| {
        let law = Normal::new(mean, sd).expect("a normal");
        let below = law.cdf(0.0);
        // Truncated at 0: Johnson, Kotz and Balakrishnan, Continuous univariate distributions, 1994.
        let ratio = (-0.5 * (mean / sd).powi(2)).exp() / (2.0 * std::f64::consts::PI).sqrt() / (1.0 - below);
        let at = -mean / sd;
        let cdf: Cdf = Box::new(move |x| (law.cdf(x) - below) / (1.0 - below));
        (cdf, mean + sd * ratio, sd * sd * (1.0 + at * ratio - ratio * ratio))
    };
    let gamma = |shape: f64, scale: f64| {
        (cdf(Gamma::new(shape, 1.0 / scale).expect("a gamma")), shape * scale, shape * scale * scale)
    };
    let lognormal = |mu: f64, sigma: f64| {
        let (s2, mean) = (sigma * sigma, (mu + sigma * sigma / 2.0).exp());
        (cdf(LogNormal::new(mu, sigma).expect("a lognormal")), mean, s2.exp_m1() * mean * mean)
    };
    let weibull = |shape: f64, scale: f64| {
        let moment = |k: f64| libm::tgamma(1.0 + k / shape);
        let variance = scale * scale * (moment(2.0) - moment(1.0).powi(2));
        (cdf(Weibull::new(shape, scale).expect("a Weibull")), scale * moment(1.0), variance)
    };
    let triangular: Cdf = Box::new(|x| match x {
        x if x <= 2.0 => (x - 1.0).max(0.0).powi(2) / 5.0,
        x if x < 6.0 => 1.0 - (6.0 - x).powi(2) / 20.0,
        _ => 1.0,
    });
    let bands: Cdf = Box::new(|x| if x < 1.0 { 0.4 * x } else { (0.4 + 0.1 * (x - 1.0)).min(1.0) });
    let p90 = 1.281_551_565_544_600_4;
    let row = |text, (cdf, mean, variance): (Cdf, f64, f64)| (text, cdf, mean, variance);
    vec![
        row(
            r#"{ "exponential": { "mean": "5d" } }"#,
            (cdf(Exp::new(0.2).expect("an exponential")), 5.0, 25.0),
        ),
        row(r#"{ "lognormal": { "mu": 1.0, "sigma": 0.9 } }"#, lognormal(1.0, 0.9)),
        row(r#"{ "lognormal": { "mean": "5.7d", "sigma": 0.5 } }"#, lognormal(5.7f64.ln() - 0.125, 0.5)),
        row(
            r#"{ "lognormal": { "mean": "6d", "median": "4d" } }"#,
            lognormal(4f64.ln(), (2.0 * 1.5f64.ln()).sqrt()),
        ),
        row(
            r#"{ "lognormal": { "mean": "6d", "sd": "3d" } }"#,
            lognormal(6f64.ln() - 1.25f64.ln() / 2.0, 1.25f64.ln().sqrt()),
        ),
        row(r#"{ "lognormal": { "p50": "3d", "p90": "9d" } }"#, lognormal(3f64.ln(), 3f64.ln() / p90)),
        row(r#"{ "gamma": { "mean": "6h", "sd": "3h" } }"#, gamma(4.0, 0.0625)),
        row(r#"{ "gamma": { "shape": 0.3, "scale": "10d" } }"#, gamma(0.3, 10.0)),
        row(r#"{ "gamma": { "mean": "5d", "shape": 250 } }"#, gamma(250.0, 0.02)),
        row(r#"{ "erlang": { "mean": "3d", "shape": 3 } }"#, gamma(3.0, 1.0)),
        row(r#"{ "weibull": { "scale": "4d", "shape": 0.7 } }"#, weibull(0.7, 4.0)),
        row(r#"{ "weibull": { "mean": "2d", "shape": 2.5 } }"#, weibull(2.5, 2.0 / libm::tgamma(1.4))),
        row(r#"{ "normal": { "mean": "14d", "sd": "2d" } }"#, normal(14.0, 2.0)),
        row(r#"{ "normal": { "mean": "1d", "sd": "2d" } }"#, normal(1.0, 2.0)),
        row(
            r#"{ "uniform": { "min": "1d", "max": "5d" } }"#,
            (Box::new(|x: f64| ((x - 1.0) / 4.0).clamp(0.0, 1.0)), 3.0, 16.0 / 12.0),
        ),
        row(
            r#"{ "triangular": { "min": "1d", "mode": "2d", "max": "6d" } }"#,
            (triangular, 3.0, (1.0 + 4.0 + 36.0 - 2.0 - 6.0 - 12.0) / 18.0),
        ),
        row(
            r#"{ "bands": [{ "share": 0.4, "from": "0d", "to": "1d" }, { "share": 0.6, "from": "1d", "to": "7d" }] }"#,
            (bands, 2.6, 0.4 / 3.0 + 0.6 * (16.0 + 3.0) - 2.6 * 2.6),
        ),
    ]
}

/// The chance of the sample's spread round a mean that is known.
fn of_variance(values: &[f64], mean: f64, variance: f64) -> f64 {
    of_mean(&values.iter().map(|x| (x - mean).powi(2)).collect::<Vec<_>>(), variance)
}

#[test]
fn draws_follow_the_law_that_was_typed_with_its_mean_and_variance() {
    let mut seen: Vec<Seen> = Vec::new();
    for (text, cdf, mean, variance) in continuous() {
        let stay = typed(text);
        let values = draws(&stay, text);
        seen.push((format!("law of {text}"), kolmogorov_smirnov(&values, cdf)));
        seen.push((format!("mean of {text}"), of_mean(&values, mean)));
        // Of heavy tails the spread of the spread is not to be had from a sample.
        if variance < 1.5 * mean * mean {
            seen.push((format!("variance of {text}"), of_variance(&values, mean, variance)));
        }
    }
    none_is_rare("continuous families", &seen);
}

#[test]
fn whole_numbers_and_lists_are_drawn_in_their_shares() {
    let mut seen: Vec<Seen> = Vec::new();
    for mean in [0.4, 13.0, 300.0] {
        let text = format!(r#"{{ "poisson": {{ "mean": "{mean}d" }} }}"#);
        let values = draws(&typed(&text), &text);
        assert!(values.iter().all(|x| x.fract() == 0.0));
        let law = Poisson::new(mean).expect("a Poisson");
        seen.push((text.clone(), counts_follow(&values, |n| law.pmf(n))));
        seen.push((format!("mean of {text}"), of_mean(&values, mean)));
        seen.push((format!("variance of {text}"), of_variance(&values, mean, mean)));
    }
    let text = r#"{ "empirical": ["1d", "2d", "2d", "7d", "9d"] }"#;
    let values = draws(&typed(text), text);
    let share =
        |n: u64| [0.0, 0.2, 0.4, 0.0, 0.0, 0.0, 0.0, 0.2, 0.0, 0.2].get(n as usize).copied().unwrap_or(0.0);
    seen.push((text.to_owned(), counts_follow(&values, share)));
    assert!(draws(&typed(r#"{ "fixed": "36h" }"#), "fixed").iter().all(|&x| (x - 1.5).abs() < 1e-12));
    none_is_rare("whole numbers", &seen);
}

/// Chi-square of whole numbers against their chances; rare ones together.
fn counts_follow(values: &[f64], chance: impl Fn(u64) -> f64) -> f64 {
    const ENOUGH: f64 = 20.0;
    let n = values.len() as f64;
    let (mut counts, mut expected) = (vec![0u64], vec![0.0]);
    for at in 0..2000u64 {
        let chance = chance(at) * n;
        let here = values.iter().filter(|&&x| x as u64 == at).count() as u64;
        if chance >= ENOUGH {
            counts.push(here);
            expected.push(chance);
        } else {
            counts[0] += here;
            expected[0] += chance;
        }
    }
    if expected[0] < ENOUGH {
        let (rest, least) = (counts.remove(0), expected.remove(0));
        *counts.last_mut().expect("a cell") += rest;
        *expected.last_mut().expect("a cell") += least;
    }
    chi_square(&counts, &expected, 1)
}

#[test]
fn counts_of_a_day_follow_poisson_and_its_mixture() {
    let mut seen: Vec<Seen> = Vec::new();
    for mean in [0.3, 23.5, 250.0] {
        let purpose = format!("poisson {mean}");
        let values: Vec<f64> =
            lucks(&purpose, DRAWS).map(|l| f64::from(poisson_inverse(mean, l.uniform()))).collect();
        let law = Poisson::new(mean).expect("a Poisson");
        seen.push((purpose, counts_follow(&values, |n| law.pmf(n))));
        for v in [1.05, 1.3, 3.0] {
            let purpose = format!("mixture {mean} {v}");
            let values: Vec<f64> = lucks(&purpose, DRAWS)
                .map(|l| f64::from(over_dispersed_inverse(mean, v, l.uniform())))
                .collect();
            let law = NegativeBinomial::new(mean / (v - 1.0), 1.0 / v).expect("a negative binomial");
            seen.push((format!("variance of {purpose}"), of_variance(&values, mean, v * mean)));
            seen.push((purpose, counts_follow(&values, |n| law.pmf(n))));
        }
    }
    none_is_rare("counts of a day", &seen);
    // The walk from 0 and the other way, for great means, agree with the law's own inverse.
    for mean in [5.0, 590.0, 650.0] {
        let law = Poisson::new(mean).expect("a Poisson");
        for u in [0.001, 0.3, 0.77, 0.999] {
            assert!(u64::from(poisson_inverse(mean, u)).abs_diff(law.inverse_cdf(u)) <= 1, "{mean} {u}");
        }
    }
}

/// Families with bounds that cut both tails: what was typed, the law before the cut, the bounds.
fn bounded() -> Vec<(String, Cdf, f64, f64)> {
    let of = |family: &str, law: Cdf, least: f64, most: f64| {
        let text = format!("{{ {family}, \"at_least\": \"{least}d\", \"at_most\": \"{most}d\" }} }}");
        (text, law, least, most)
    };
    vec![
        of(r#""exponential": { "mean": "5d""#, cdf(Exp::new(0.2).expect("an exponential")), 1.0, 12.0),
        of(
            r#""lognormal": { "mu": 1.0, "sigma": 0.9"#,
            cdf(LogNormal::new(1.0, 0.9).expect("a lognormal")),
            0.5,
            9.0,
        ),
        of(
            r#""gamma": { "shape": 2, "scale": "3d""#,
            cdf(Gamma::new(2.0, 1.0 / 3.0).expect("a gamma")),
            1.0,
            14.0,
        ),
        of(
            r#""weibull": { "shape": 1.4, "scale": "4d""#,
            cdf(Weibull::new(1.4, 4.0).expect("a Weibull")),
            0.75,
            8.0,
        ),
        of(
            r#""uniform": { "min": "1d", "max": "5d""#,
            Box::new(|x: f64| ((x - 1.0) / 4.0).clamp(0.0, 1.0)),
            1.5,
            4.0,
        ),
    ]
}

/// Mean of a draw set to its bounds: the lower one + ∫ P(longer) between them.
fn mean_within(cdf: &Cdf, least: f64, most: f64) -> f64 {
    const CELLS: usize = 20_000;
    let h = (most - least) / CELLS as f64;
    least + (0..CELLS).map(|i| h * (1.0 - cdf(least + (i as f64 + 0.5) * h))).sum::<f64>()
}

#[test]
fn draws_beyond_a_bound_lie_on_it_and_all_others_follow_the_law() {
    let mut seen: Vec<Seen> = Vec::new();
    for (text, cdf, least, most) in bounded() {
        let values = draws(&typed(&text), &text);
        assert!(values.iter().all(|x| (least..=most).contains(x)), "{text}");
        let (low, high) = (cdf(least), 1.0 - cdf(most));
        let share = |at: f64| {
            values.iter().filter(|x| x.to_bits() == at.to_bits()).count() as f64 / values.len() as f64
        };
        for (bound, chance) in [(least, low), (most, high)] {
            let se = (chance * (1.0 - chance) / values.len() as f64).sqrt();
            assert!(chance > 0.01, "{text}: the bound matters");
            seen.push((format!("share at {bound} of {text}"), of_z((share(bound) - chance) / se)));
        }
        let within: Vec<f64> = values.iter().copied().filter(|&x| x > least && x < most).collect();
        seen.push((
            format!("law within {text}"),
            kolmogorov_smirnov(&within, |x| (cdf(x) - low) / (1.0 - low - high)),
        ));
        seen.push((format!("mean of {text}"), of_mean(&values, mean_within(&cdf, least, most))));
    }
    none_is_rare("bounded families", &seen);
}

#[test]
fn the_rest_of_a_stay_that_has_begun_follows_the_law_of_longer_stays() {
    let mut seen: Vec<Seen> = Vec::new();
    for (text, cdf, ..) in continuous() {
        let stay = typed(text);
        let gone = stay.mean() * 0.7;
        let left: Vec<f64> = lucks(text, 10_000).map(|luck| stay.draw_beyond(gone, luck)).collect();
        assert!(left.iter().all(|&x| x > 0.0), "{text}");
        let longer = 1.0 - cdf(gone);
        seen.push((text.to_owned(), kolmogorov_smirnov(&left, |x| 1.0 - (1.0 - cdf(gone + x)) / longer)));
    }
    none_is_rare("rest of a stay", &seen);
}
