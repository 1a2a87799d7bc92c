//! What a full hospital does: acute stays pass faster and rounds find more, by the share of beds in use.

use serde_json::{Value, json};
use wardflow::measures::Place;
use wardflow::scenario::Scenario;

use crate::support::{Story, at, scenario, story, tell};
use crate::theory::study::{LEVEL, Study, agrees};

/// So many people in beds at the start, each with so much of the stay left, and nobody else.
fn case(hospital: &Value, people: u32, left: &str) -> Value {
    json!({
        "groups": { "people": {} },
        "hospital": hospital,
        "initial": { "hospital": { "people": people, "residual": { "fixed": left } } }
    })
}

fn ends(hospital: &Value, people: u32, left: &str) -> Vec<String> {
    let mut when = tell(&case(hospital, people, left)).when("ready");
    when.dedup();
    when
}

#[test]
fn a_stay_passes_twice_as_fast_where_twice_the_reference_is_in_use() {
    let pressure = |stays: f64| json!({ "beds": 2, "pressure": { "reference": 0.5, "stays": stays } });
    assert_eq!(ends(&pressure(1.0), 2, "36h"), ["day 0 18:00"]);
    assert_eq!(ends(&pressure(2.0), 2, "36h"), ["day 0 09:00"]);
    assert_eq!(ends(&pressure(0.0), 2, "36h"), ["day 1 12:00"]);
    assert_eq!(ends(&pressure(1.0), 1, "36h"), ["day 1 12:00"]);
    // At most four times as fast, and at least a quarter.
    assert_eq!(ends(&pressure(9.0), 2, "36h"), ["day 0 09:00"]);
    let hardly = json!({ "beds": 400, "pressure": { "stays": 1 } });
    assert_eq!(ends(&hardly, 1, "6h"), ["day 1 00:00"]);
}

#[test]
fn what_is_left_at_midnight_passes_at_the_pace_of_the_new_day() {
    // Twice as fast on the first day, on which 48 hours pass, and as given from then on.
    let hospital = json!({
        "beds": { "base": 8, "changes": [{ "from": "2024-01-02", "to": 16 }] },
        "pressure": { "reference": 0.25, "stays": 1 }
    });
    assert_eq!(ends(&hospital, 4, "60h"), ["day 1 12:00"]);
    assert_eq!(ends(&hospital, 4, "48h"), ["day 1 00:00"]);
    assert_eq!(ends(&hospital, 4, "47h"), ["day 0 23:30"]);
    assert_eq!(ends(&hospital, 4, "73h"), ["day 2 01:00"]);
}

#[test]
fn beds_that_are_open_beyond_the_core_are_beds_that_there_are() {
    let hospital = |more: u32| {
        json!({ "beds": 2, "escalation": { "beds": more, "open_above": 0.5 },
                "pressure": { "reference": 0.25, "stays": 1 } })
    };
    assert_eq!(ends(&hospital(0), 2, "36h"), ["day 0 09:00"]);
    assert_eq!(ends(&hospital(2), 2, "36h"), ["day 0 18:00"]);
}

#[test]
fn without_a_limit_of_beds_no_share_of_them_is_in_use_and_nothing_is_different() {
    let hospital = json!({ "pressure": { "reference": 0.5, "rounds": 3, "stays": 3 } });
    assert_eq!(ends(&hospital, 2, "36h"), ["day 1 12:00"]);
    let scenario = scenario(&case(&hospital, 2, "36h"));
    let said = "hospital.pressure: the acute beds are unlimited, so this does nothing";
    let warned: Vec<String> = scenario.warnings.iter().map(ToString::to_string).collect();
    assert!(warned.iter().any(|warning| warning.contains("W12") && warning.contains(said)), "{warned:?}");
}

#[test]
fn somebody_referred_ahead_is_referred_so_much_of_the_stay_before_its_end() {
    // The end comes after 24 hours of which the stay takes 48: half a day of it is six hours.
    let leaves = |ahead: &Value| {
        let mut text = case(&json!({ "beds": 2, "pressure": { "reference": 0.5, "stays": 1 } }), 2, "48h");
        text["hub"] = json!({ "sees": ["p0"], "referred_ahead": ahead, "assessment": { "fixed": "7h" } });
        let mut when = tell(&text).when("left for home");
        when.dedup();
        when
    };
    assert_eq!(leaves(&json!({ "share": 0, "by": "12h" })), ["day 1 07:00"]);
    assert_eq!(leaves(&json!({ "share": 1, "by": "12h" })), ["day 1 01:00"]);
    assert_eq!(leaves(&json!({ "share": 1, "by": "60h" })), ["day 1 00:00"]);
}

#[test]
fn a_further_acute_stay_passes_as_the_first_does() {
    let text = |stays: u32| {
        let mut text =
            case(&json!({ "beds": 2, "pressure": { "reference": 0.25, "stays": stays } }), 1, "8h");
        text["groups"]["people"] = json!({
            "needs": { "p1": 1.0 }, "while_waiting": { "unwell_per_day": 0.9, "unwell_stay": { "fixed": "2d" } }
        });
        text["pathways"] = json!({ "p1": { "services": ["none"] } });
        text["services"] = json!({ "none": { "places": 0 } });
        text
    };
    let again = |stays: u32| {
        let Story { patients, .. } = tell(&text(stays));
        // Ready a second time: the acute stay before it began when the first wait ended.
        let times = patients.iter().map(|(_, patient)| patient.ready).collect::<Vec<_>>();
        (times[0], times[1].since(times[0]).hours(), times[2].since(times[1]).hours())
    };
    let ((ready, first, second), (plain, as_given, as_given_again)) = (again(1), again(0));
    assert_eq!((ready, plain), (at(0, 4, 0), at(0, 8, 0)));
    // The waits are the same luck; each of the two stays of 48 hours takes 24.
    assert!((as_given - first - 24.0).abs() < 1e-3, "{first} {as_given}");
    assert!((as_given_again - second - 24.0).abs() < 1e-3, "{second} {as_given_again}");
}

#[test]
fn a_round_finds_by_odds_that_grow_with_the_share_in_use() {
    // Odds of 1 at half of the beds are odds of 2 at all, of 4 squared, and of 1/2 at a quarter.
    let found = |beds: u32, reach: f64, pressure: &Value| {
        let text = case(
            &json!({ "beds": beds, "pressure": pressure,
                     "board_rounds": { "mon-sun": { "at": ["09:30"], "reach": reach }, "spread": 0.4 } }),
            120,
            "8h",
        );
        let story = tell(&text);
        let first: Vec<_> = story.told.iter().filter(|t| t.what == "ready" && t.at == at(0, 9, 30)).collect();
        first.iter().map(|t| t.who).collect::<Vec<_>>()
    };
    let of = |rounds: u32| json!({ "reference": 0.5, "rounds": rounds });
    for (beds, rounds, reach) in [(120, 1, 2.0 / 3.0), (120, 2, 0.8), (480, 1, 1.0 / 3.0), (240, 2, 0.5)] {
        let pressed = found(beds, 0.5, &of(rounds));
        assert_eq!(pressed, found(beds, reach, &of(0)), "{beds} {rounds}");
        assert!(pressed.len() > 20 && pressed.len() < 120, "{}", pressed.len());
    }
    assert_eq!(found(120, 1.0, &of(2)).len(), 120);
    assert!(found(120, 0.0, &of(2)).is_empty());
}

#[test]
fn an_overlay_that_takes_it_out_leaves_the_plan_without_it() {
    let with = case(&json!({ "beds": 2, "pressure": { "reference": 0.5, "stays": 2 } }), 2, "36h");
    let mut without = with.clone();
    without["hospital"].as_object_mut().unwrap().remove("pressure");
    let mut null = with.clone();
    null["hospital"]["pressure"] = Value::Null;
    let plan = |text: &Value| format!("{:?}", scenario(text).plan);
    assert_eq!(plan(&without), plan(&null));
    assert_ne!(plan(&without), plan(&with));
}

#[test]
fn a_share_in_use_of_nothing_is_no_reference() {
    let mut text = case(&json!({ "beds": 2, "pressure": { "reference": 0, "stays": 2 } }), 2, "36h");
    text["name"] = json!("case");
    text["calendar"] = json!({ "start": "2024-01-01", "days": 7 });
    text["groups"]["people"]["arrivals"] = json!({ "per_day": 1 });
    let faults = Scenario::from_json(&text.to_string()).unwrap_err().to_string();
    assert!(faults.contains("hospital.pressure.reference"), "{faults}");
    assert!(faults.contains("a share above 0"), "{faults}");
}

/// People who queue for beds that are always full: so many stays of this length at this pace.
#[test]
fn a_hospital_that_is_always_full_lets_so_many_more_through_as_its_stays_pass_faster() {
    let admitted = |stays: f64| {
        let text = json!({
            "calendar": { "start": "2024-03-01", "days": 64, "warm_up": "40d" },
            "groups": { "people": { "arrivals": { "per_day": 30 }, "stay": { "fixed": "4d" } } },
            "hospital": { "beds": 10, "pressure": { "reference": 0.5, "stays": stays } }
        });
        let story = story(scenario(&text), 3, 0);
        assert!(story.found.events > 0);
        story.outcome("admissions").expect("a number") as u32
    };
    // Ten beds, 64 days and stays of four, of two and of one.
    assert_eq!([0.0, 1.0, 2.0].map(admitted), [160, 320, 640]);
}

#[test]
fn more_pressure_is_less_waiting_for_a_bed_for_the_same_people() {
    let waits = |word: &str, power: f64| {
        let text = format!(
            r#"{{ "name": "busy", "calendar": {{ "start": "2024-01-01", "days": 200, "warm_up": "100d" }},
                  "groups": {{ "people": {{ "arrivals": {{ "per_day": 11.2, "variance_over_mean": 1.5 }},
                                            "stay": {{ "lognormal": {{ "mean": "4d", "sigma": 0.8 }} }} }} }},
                  "hospital": {{ "beds": 50, "pressure": {{ "reference": 0.85, "{word}": {power} }},
                                 "board_rounds": {{ "mon-sun": {{ "at": ["09:00", "14:00"], "reach": 0.6 }} }} }} }}"#
        );
        Study::of(&text, 6).system("bed_wait_hours_mean")
    };
    for (word, powers) in [("stays", [0.0, 0.3, 1.0]), ("rounds", [0.0, 2.0, 6.0])] {
        let [none, some, much] = powers.map(|power| waits(word, power));
        for (i, ((none, some), much)) in none.iter().zip(&some).zip(&much).enumerate() {
            assert!(none > some && some > much, "{word} of {i}: {none} {some} {much}");
        }
    }
}

/// People a day, mean stay in days, and beds, of which at most a third are in use on average.
const RATE: f64 = 10.0;
const STAY: f64 = 2.0;
const BEDS: u32 = 60;

/// Midnight by midnight a Markov chain: of those there, each stays on with the chance e^−pace/stay, and of
/// those who come in the day a Poisson number is there at its end. The mean over the time between midnights.
fn in_use(power: f64) -> f64 {
    let most = 90;
    let pace = |n: usize| (n as f64 / (RATE * STAY)).powf(power).clamp(0.25, 4.0);
    let poisson = |mean: f64| {
        let mut chances = vec![(-mean).exp()];
        for k in 1..=most {
            chances.push(chances[k - 1] * mean / k as f64);
        }
        chances
    };
    let binomial = |n: usize, p: f64| {
        let mut chances = vec![0.0; n + 1];
        chances[0] = 1.0;
        for i in 0..n {
            for k in (0..=i).rev() {
                chances[k + 1] += chances[k] * p;
                chances[k] *= 1.0 - p;
            }
        }
        chances
    };
    let moves: Vec<Vec<f64>> = (0..=most)
        .map(|n| {
            let per_day = pace(n) / STAY;
            let left = (-per_day).exp();
            let (stay, come) = (binomial(n, left), poisson(RATE * (1.0 - left) / per_day));
            let mut to = vec![0.0; most + 1];
            for (i, stays) in stay.iter().enumerate() {
                for (j, comes) in come.iter().enumerate().take(most + 1 - i) {
                    to[i + j] += stays * comes;
                }
            }
            to
        })
        .collect();
    let mut chance = vec![1.0 / (most + 1) as f64; most + 1];
    for _ in 0..400 {
        let mut next = vec![0.0; most + 1];
        for (from, p) in chance.iter().enumerate() {
            for (to, q) in moves[from].iter().enumerate() {
                next[to] += p * q;
            }
        }
        chance = next;
    }
    let over_a_day = |n: usize| {
        let per_day = pace(n) / STAY;
        let gone = (1.0 - (-per_day).exp()) / per_day;
        n as f64 * gone + RATE / per_day * (1.0 - gone)
    };
    chance.iter().enumerate().map(|(n, p)| p * over_a_day(n)).sum()
}

#[test]
pub fn people_in_beds_are_those_of_the_chain_whose_stays_pass_by_how_many_are_there_at_midnight() {
    for (power, narrower) in [(0.0, 1.0), (1.0, 0.75), (3.0, 0.55)] {
        let text = format!(
            r#"{{ "name": "pace", "calendar": {{ "start": "2024-01-01", "days": 1460, "warm_up": "30d" }},
                  "groups": {{ "people": {{ "arrivals": {{ "per_day": {RATE} }},
                                            "stay": {{ "exponential": {{ "mean": "{STAY}d" }} }} }} }},
                  "hospital": {{ "beds": {BEDS},
                                 "pressure": {{ "reference": {}, "stays": {power} }} }} }}"#,
            RATE * STAY / f64::from(BEDS)
        );
        let study = Study::of(&text, 30);
        let shares = study.shares(Place::Hospital);
        let people: Vec<f64> = shares
            .iter()
            .map(|shares| shares.iter().enumerate().map(|(n, share)| n as f64 * share).sum())
            .collect();
        agrees(&format!("people in beds, power {power}"), &people, in_use(power), LEVEL);
        // The faster a full hospital lets people go, the less it swings.
        let spread = shares.iter().map(|shares| {
            let mean: f64 = shares.iter().enumerate().map(|(n, share)| n as f64 * share).sum();
            shares.iter().enumerate().map(|(n, share)| (n as f64 - mean).powi(2) * share).sum::<f64>()
        });
        let spread = spread.sum::<f64>() / people.len() as f64;
        assert!(spread < (narrower + 0.05) * RATE * STAY, "power {power}: {spread}");
    }
}
