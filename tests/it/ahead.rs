//! Back-casts and forecasts: what they say of data that the ensemble made itself, what they do not see, and the
//! commands from a file to their page.

use std::fmt::Write as _;
use std::sync::atomic::AtomicBool;

use jiff::civil::date;
use wardflow::base::standard::normal;
use wardflow::base::{Luck, NameHash};
use wardflow::experiment::backcast::{Hospital, Scale};
use wardflow::experiment::forecast::Method;
use wardflow::experiment::forecast::ensemble::Ensemble;
use wardflow::experiment::worlds::history::History;

use crate::place::{Place, err, out};

/// A made-up daily return of so many days from Monday, 6 January 2025: about 60 people remain.
pub fn daily_return(days: i64) -> String {
    let first = date(2025, 1, 6);
    let mut text = "date,nctr,discharged\n".to_owned();
    for day in 0..days {
        let on = first.checked_add(jiff::Span::new().days(day)).unwrap();
        let remaining = 60 + day % 7 + 5 * (day / 20 % 3) + day * 13 % 5;
        let discharged = 20 + day * 7 % 9;
        writeln!(text, "{on},{},{discharged}", remaining + discharged).unwrap();
    }
    text
}

/// Runs whose logarithm wanders about ln 100 with a memory of 60 days and a little noise.
fn wandering(runs: usize, days: usize) -> Vec<Vec<f32>> {
    let kept: f64 = libm::exp(-1.0 / 60.0);
    let run = |i: usize| {
        let luck = Luck::new(5, i as u64).name(NameHash::of("test"));
        let mut level = 0.25 * normal(&mut luck.part(9_999).generator());
        let mut day = |day: u64| {
            let mut luck = luck.part(day).generator();
            level = kept * level + 0.25 * (1.0 - kept * kept).sqrt() * normal(&mut luck);
            (100.0 * libm::exp(level + 0.05 * normal(&mut luck))) as f32
        };
        (0..days as u64).map(&mut day).collect()
    };
    (0..runs).map(run).collect()
}

/// One run as if it had been reported, and the others.
fn reported(runs: &[Vec<f32>], which: usize, days: usize) -> (History, Vec<Vec<f32>>) {
    let mut others = runs.to_vec();
    let seen: Vec<Option<f64>> = others.remove(which)[..days].iter().map(|&x| Some(f64::from(x))).collect();
    let history = History { first: date(2022, 4, 1), discharged: vec![None; days], remaining: seen };
    (history, others)
}

#[test]
fn a_hospital_that_is_as_its_model_is_forecast_near_what_is_attainable_and_bands_hold_as_said() {
    let (days, method) = (800, Method::default());
    let runs = wandering(70, days + 56);
    let (mut within, mut of, mut mae, mut attainable) = (0, 0, 0.0, 0.0);
    for which in 0..3 {
        let (history, others) = reported(&runs, 14 * which, days);
        let ensemble = Ensemble::of(&others, method.memory, 430, 1);
        let known = |day: usize| history.before(day);
        let hospital =
            Hospital { ensemble: &ensemble, history: &history, known: &known, method: &method, weeks: 8 };
        let origins: Vec<usize> = (440..744).step_by(38).collect();
        let found = hospital.backcast(&origins, &[1, 4], &AtomicBool::new(false)).unwrap();
        for lead in found.leads.iter().filter(|lead| lead.scale == Scale::Weeks) {
            within += lead.scores.within90;
            of += lead.scores.n;
        }
        mae += found.leads[2].scores.mae / 3.0;
        attainable += found.leads[2].attainable.mae / 3.0;
    }
    let share = f64::from(within as u32) / f64::from(of as u32);
    assert!((0.82..=0.97).contains(&share), "{within} of {of}");
    assert!(mae < 1.3 * attainable && mae > 0.7 * attainable, "{mae} beside {attainable}");
}

#[test]
fn nothing_that_came_later_changes_what_was_forecast() {
    let method = Method::default();
    let runs = wandering(20, 456);
    let (history, others) = reported(&runs, 3, 400);
    let ensemble = Ensemble::of(&others, method.memory, 430, 1);
    let forecast = |history: &History, origins: &[usize]| {
        let known = |day: usize| history.before(day);
        let hospital = Hospital { ensemble: &ensemble, history, known: &known, method: &method, weeks: 8 };
        let found = hospital.backcast(origins, &[1], &AtomicBool::new(false)).unwrap();
        found
            .rows
            .into_iter()
            .filter(|row| row.origin == 300)
            .map(|row| (row.edges, row.rules))
            .collect::<Vec<_>>()
    };
    let found = forecast(&history, &[300]);
    assert_eq!(found.len(), 8);
    for factor in [0.2, 3.0] {
        let mut other = history.clone();
        for x in other.remaining[300..].iter_mut().flatten() {
            *x *= factor;
        }
        assert_eq!(forecast(&other, &[300]), found, "later days times {factor}");
    }
    assert_eq!(forecast(&history, &[200, 300, 390]), found, "other origins change nothing");
}

const TOWN: &str = r#"{
  "name": "Town", "calendar": { "start": "2025-01-06", "days": 91, "warm_up": "60d" },
  "groups": { "all": { "arrivals": { "per_day": 12 }, "stay": { "lognormal": { "mean": "4d", "sigma": 1 } }, "needs": { "p0": 1 } } },
  "steps": { "arrange": { "starts": "ready", "takes": { "lognormal": { "mean": "5d", "sigma": 1 } } } },
  "pathways": { "p0": { "services": [] } }, "services": {},
  "hospital": { "daily_return": { "spread": 0.05 } },
  "events": { "slow_change": { "label": "Slow change", "drifts": { "memory": "140d" }, "step_factor": 1.25 } }
}"#;

fn town() -> Place {
    let worlds = "world,weight,events.slow_change.step_factor\n1,0.5,1.1\n2,0.5,1.4\n";
    Place::with(&[("town.json", TOWN), ("return.csv", &daily_return(200)), ("worlds.csv", worlds)])
}

const QUICK: &str = "--observed return.csv --members 12 --charts none --force --out o";

#[test]
fn a_back_cast_writes_its_scores_and_says_what_was_required() {
    let place = town();
    let page = place.done(&format!("backcast town.json --worlds worlds.csv {QUICK}"));
    let said = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in
        ["with only what was known then", "each by 12 runs of 2 worlds", "the best simple rule", "90%"]
    {
        assert!(said.contains(words), "{words}: {page}");
    }
    let scores = place.text("o/scores.csv");
    assert_eq!(scores.lines().count(), 1 + 2 * 4, "{scores}");
    let found = place.json("o/results.json");
    let origins = found["origins"].as_array().unwrap().len();
    // 1 February to 1 July 2025: the last with a week after it.
    assert_eq!((origins, found["worlds"].as_u64()), (6, Some(2)));
    let manifest = place.json("o/manifest.json");
    // Twelve a day in each of twelve runs over 60 days of warm-up, 200 of the return and eight weeks.
    let people = manifest["people_simulated"].as_f64().unwrap() / (12.0 * 12.0 * 316.0);
    assert!((people - 1.0).abs() < 0.05, "{people}");
    assert_eq!(place.text("o/origins.csv").lines().count(), 1 + 8 * origins);
    let ended = place.run(&format!("backcast town.json --require-skill=99% {QUICK}"));
    assert_eq!(ended.status.code(), Some(4), "{}", err(&ended));
    assert!(out(&ended).contains("required skill is missing"), "{}", out(&ended));
}

#[test]
fn worlds_that_were_fitted_to_later_days_are_told_and_prove_no_skill() {
    let place = town();
    let fitted =
        "world,weight,fitted_to,events.slow_change.step_factor\n1,0.5,2025-04-15,1.1\n2,0.5,2025-04-15,1.4\n";
    place.write("worlds.csv", fitted);
    let page = place.done(&format!("backcast town.json --worlds worlds.csv {QUICK}"));
    let said = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("3 of 6 forecasts start on days that the figures were fitted to"), "{page}");
    assert!(said.contains("--to 2025-01-31"), "{page}");
    let found = place.json("o/results.json");
    assert_eq!((&found["fitted_to"], &found["forecasts_that_knew"]), (&"2025-04-15".into(), &3.into()));
    let ended = place.run(&format!("backcast town.json --worlds worlds.csv --require-skill {QUICK}"));
    assert_eq!(ended.status.code(), Some(2), "{}", out(&ended));
    assert!(err(&ended).contains("they would know what came"), "{}", err(&ended));
    let later = place
        .run(&format!("backcast town.json --worlds worlds.csv --require-skill --from 2025-05-01 {QUICK}"));
    assert!(matches!(later.status.code(), Some(0 | 4)), "{}", err(&later));
    // A calibrated scenario says it by itself.
    let source = r#""provenance": { "groups.all.arrivals.per_day": { "kind": "fitted", "source": "x", "fitted_to": "2025-03-05" } }, "events""#;
    place.write("fitted.json", TOWN.replacen("\"events\"", source, 1));
    let page = place.done(&format!("backcast fitted.json {QUICK}"));
    assert!(page.contains("2 of 6 forecasts start on days"), "{page}");
}

#[test]
fn a_forecast_begins_after_the_last_reported_day_and_its_score_stands_before_it() {
    let place = town();
    let page = place.done(&format!("forecast town.json --weeks 4 {QUICK}"));
    let score = page.find("How good such forecasts were").unwrap();
    assert!(score < page.find("What is expected now").unwrap(), "{page}");
    let found = place.json("o/results.json");
    assert_eq!(found["observed"]["last"], "2025-07-24");
    assert_eq!(found["from"], "2025-07-25");
    assert_eq!(place.text("o/forecast.csv").lines().count(), 1 + 4 + 28);
    let week = &found["weeks"][0];
    let edges = ["p5", "p25", "p50", "p75", "p95"].map(|key| week[key].as_f64().unwrap());
    assert!(edges.is_sorted() && edges[2] > 40.0 && edges[2] < 110.0, "{week}");
}

#[test]
fn what_cannot_be_forecast_from_is_refused_with_the_reason() {
    let place = town();
    place.write("short.csv", daily_return(20));
    for (words, told) in [
        ("backcast town.json --observed nothing.csv", "nothing.csv"),
        ("backcast town.json --observed short.csv", "are not enough; expected at least 8 weeks"),
        ("backcast town.json --observed return.csv --from 2026-01-01", "there is no first of a month"),
        ("backcast town.json --observed return.csv --weeks 0", "expected a number of weeks from 1 to 26"),
        ("forecast town.json --observed return.csv --worlds return.csv", "weight"),
        ("backcast town.json --observed return.csv --require-skill=2", "expected a share from 0 up to 1"),
    ] {
        let ended = place.run(words);
        assert_eq!(ended.status.code(), Some(2), "{words}");
        assert!(err(&ended).contains(told), "{words}: {}", err(&ended));
    }
}
