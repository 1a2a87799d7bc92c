//! What the hospital's daily return makes of the people past ready.

use serde_json::{Value, json};
use wardflow::measures::DailyMeasure;
use wardflow::scenario::Scenario;

use crate::support::{Story, assert_near, scenario, story, tell};

/// One person, ready on Monday, 1 January at 10:00 and gone on Thursday at 16:00: remaining at three midnights.
fn case(daily_return: &Value) -> Value {
    json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "hospital": { "daily_return": daily_return },
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": { "setting": "bed", "places": 1, "stay": { "fixed": "2d" } } },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } },
                     "services": { "beds": { "people": 1, "residual": { "fixed": "88h" } } } }
    })
}

fn remaining(story: &Story) -> Vec<f32> {
    let all = DailyMeasure::all(story.scenario.plan.services.len());
    let at = all.iter().position(|measure| *measure == DailyMeasure::NctrRemaining).unwrap();
    story.found.daily[at].clone()
}

#[test]
fn the_return_counts_so_many_for_each_person_from_its_date_on() {
    let changes = json!([{ "from": "2024-01-03", "to": 2.5 }]);
    let story = tell(&case(&json!({ "counts": { "base": 1, "changes": changes } })));
    assert_eq!(remaining(&story)[..4], [1.0, 1.0, 2.5, 0.0]);
    assert_near(story.outcome("nctr_remaining"), 4.5 / 28.0);
    assert_near(story.outcome("nctr_return"), 5.5 / 28.0);
    // People are people.
    assert_near(story.outcome("nctr_bed_days"), 3.25);
    assert_near(story.outcome("nctr_people"), 3.25 / 28.0);
    assert_near(story.outcome("delay_days_mean"), 3.25);
}

#[test]
fn a_return_that_counts_one_without_error_is_as_if_nothing_were_said() {
    let plain = tell(&case(&Value::Null));
    for neutral in [json!({}), json!({ "counts": 1, "spread": 0 }), json!({ "counts": { "base": 1 } })] {
        let story = tell(&case(&neutral));
        assert!(story.scenario.plan.hospital.daily_return.is_plain());
        assert_eq!(story.found, plain.found);
    }
    assert_eq!(remaining(&tell(&case(&json!({ "counts": 0 }))))[..3], [0.0; 3]);
}

/// 400 people who never leave, 300 days.
fn crowd(beds: u32) -> Scenario {
    scenario(&json!({
        "calendar": { "days": 300 },
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "hospital": { "daily_return": { "counts": 1.25, "spread": 0.2 } },
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": { "setting": "bed", "places": beds, "stay": { "fixed": "1000d" } } },
        "initial": { "hospital": { "people": 400, "residual": { "fixed": "1h" } } }
    }))
}

#[test]
fn days_of_the_return_err_as_its_spread_says_and_on_average_not_at_all() {
    let mut errors: Vec<f64> = Vec::new();
    for index in 0..20 {
        let story = story(crowd(0), 7, index);
        errors.extend(remaining(&story).iter().map(|n| f64::from(*n) / 500.0));
    }
    let n = errors.len() as f64;
    let mean = errors.iter().sum::<f64>() / n;
    let logs: Vec<f64> = errors.iter().map(|e| e.ln()).collect();
    let of_logs = logs.iter().sum::<f64>() / n;
    let sd = (logs.iter().map(|x| (x - of_logs) * (x - of_logs)).sum::<f64>() / (n - 1.0)).sqrt();
    assert!((mean - 1.0).abs() < 3.0 * 0.2 / n.sqrt(), "mean {mean}");
    assert!((sd - 0.2).abs() < 3.0 * 0.2 / (2.0 * n).sqrt(), "sd {sd}");
    let lag = logs.windows(2).map(|w| (w[0] - of_logs) * (w[1] - of_logs)).sum::<f64>() / (n * sd * sd);
    assert!(lag.abs() < 3.0 / n.sqrt(), "lag {lag}");
}

#[test]
fn a_days_error_is_the_same_in_every_scenario_and_another_in_every_replication() {
    let [all, fewer] = [0, 100].map(|beds| remaining(&story(crowd(beds), 7, 3)));
    for (all, fewer) in all.iter().zip(&fewer).skip(1) {
        assert!((fewer / all - 0.75).abs() < 1e-6, "{fewer} beside {all}");
    }
    assert_ne!(remaining(&story(crowd(0), 7, 4)), all);
    assert_ne!(remaining(&story(crowd(0), 8, 3)), all);
}
