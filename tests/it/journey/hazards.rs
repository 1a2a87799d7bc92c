//! What may happen to people who wait: they recover, are unwell again, or die.
//!
//! The moment of a hazard is drawn, so cases are told relative to it, and the luck is searched for
//! one in which the order of things is the one that is counted here.

use serde_json::{Value, json};
use wardflow::base::Time;
use wardflow::measures::log::{Entry, What, log};
use wardflow::measures::outcome::{PATHWAY, index_of};

use crate::support::{Person, Story, assert_near, at, minutes, scenario, scenario_with, story};

/// "a" waits from 10:00 on Monday for the only place, which is free after `free`, and something may
/// happen to it meanwhile. "b", to whom nothing happens, may wait behind it.
fn case(hazards: &Value, free: &str) -> Value {
    json!({
        "groups": {
            "a": { "while_waiting": hazards, "needs": { "p1": 1.0 } },
            "b": { "enters": "community", "needs": { "p1": 1.0 } }
        },
        "pathways": { "p1": { "services": ["helpers"] } },
        "services": { "helpers": { "places": 1, "stay": { "fixed": "6d" } } },
        "initial": { "hospital": { "people": 1, "group": "a", "residual": { "fixed": "10h" } },
                     "services": { "helpers": { "people": 1, "group": "b", "residual": { "fixed": free } } } }
    })
}

/// The first luck in which this holds.
fn such_that(text: &Value, holds: impl Fn(&Story) -> bool) -> (Story, u64) {
    let scenario = scenario(text);
    let tries = (1..2000).map(|seed| (story(scenario.clone(), seed, 0), seed));
    tries.into_iter().find(|(story, _)| holds(story)).expect("a seed with this order")
}

fn with_seed(text: &Value, seed: u64) -> Story {
    story(scenario(text), seed, 0)
}

fn one(story: &Story, what: &str) -> Time {
    let moments = story.moments(what);
    assert_eq!(moments.len(), 1, "{what}: {:?}", story.told);
    moments[0]
}

fn happened(story: &Story, what: &str) -> bool {
    !story.moments(what).is_empty()
}

/// Days of delay for this reason.
fn days_for(story: &Story, reason: &str) -> f64 {
    use wardflow::scenario::{Reason, Reasons};
    let reasons = Reasons::of(&story.scenario.plan);
    let keys = (0..story.found.reasons.len() as u16).map(|i| reasons.key(Reason(i), &story.scenario.names));
    keys.zip(&story.found.reasons).find(|(key, _)| key == reason).map(|(_, days)| *days).expect("a reason")
}

fn patient(story: &Story) -> Person {
    story.to_whom("ready")[0]
}

#[test]
fn whoever_recovers_goes_home_on_pathway_0_and_leaves_every_line() {
    let recovers = json!({ "recovers_per_day": 0.4 });
    let (story, _) = such_that(&case(&recovers, "20d"), |s| happened(s, "left for home"));
    let gone = one(&story, "left for home");
    assert!(gone > at(0, 10, 0) && gone < at(20, 0, 0));
    assert!(!happened(&story, "left for helpers") && !happened(&story, "started helpers"));
    assert_near(Some(days_for(&story, "capacity:helpers")), gone.since(at(0, 10, 0)).days());
    assert_near(story.outcome("nctr_bed_days"), gone.since(at(0, 10, 0)).days());
    assert_near(story.outcome("discharges"), 1.0);
    let home = story.scenario.names.pathways.iter().position(|p| p.key == "p0").unwrap();
    assert_near(story.found.pathways[home][index_of(PATHWAY, "discharges")], 1.0);
    assert_near(story.of_service("helpers", "queue_mean"), gone.since(at(0, 10, 0)).days() / 28.0);
    assert_eq!(story.of_service("helpers", "wait_days_mean"), None);
}

#[test]
fn whoever_recovers_leaves_when_the_ward_opens() {
    let mut text = case(&json!({ "recovers_per_day": 0.4 }), "20d");
    let (story, seed) = such_that(&text, |s| {
        s.moments("left for home")
            .first()
            .is_some_and(|t| t.time_of_day() > minutes(12 * 60) && *t < at(9, 0, 0))
    });
    let recovered = one(&story, "left for home");
    text["hospital"] = json!({ "discharge_hours": "08:00-11:00" });
    let story = with_seed(&text, seed);
    let opens = at(recovered.day() + 1, 8, 0);
    assert_eq!(story.moments("left for home"), [opens]);
    assert_near(Some(days_for(&story, "capacity:helpers")), recovered.since(at(0, 10, 0)).days());
    assert_near(Some(days_for(&story, "ward_closed")), opens.since(recovered).days());
}

#[test]
fn whoever_recovers_gives_back_the_place_that_was_held() {
    let mut text = case(&json!({ "recovers_per_day": 0.4 }), "20d");
    text["steps"] = json!({ "transport": { "starts": "offer", "takes": { "fixed": "10d" } } });
    text["initial"]["services"] = json!({ "helpers": { "people": 0 } });
    let (story, _) = such_that(&text, |s| happened(s, "left for home"));
    let gone = one(&story, "left for home");
    assert_eq!(story.moments("held helpers"), [at(0, 10, 0)]);
    assert_eq!(story.moments("not held helpers"), [gone]);
    assert_near(story.of_service("helpers", "utilisation"), gone.since(at(0, 10, 0)).days() / 28.0);
    assert_near(Some(days_for(&story, "step:transport")), gone.since(at(0, 10, 0)).days());
}

#[test]
fn whoever_recovers_before_the_decision_is_not_assessed_any_more() {
    let mut text = case(&json!({ "recovers_per_day": 0.05 }), "20d");
    // One person assesses for four days; the second in line recovers meanwhile, the third is next.
    text["hub"] = json!({ "staff": 1, "assessment": { "fixed": "4d" } });
    text["initial"]["hospital"]["people"] = json!(3);
    let (story, _) = such_that(&text, |s| {
        let left = s.moments("left for home");
        let second = s.to_whom("ready")[1];
        left.len() == 1 && s.to_whom("left for home") == [second] && left[0] < at(4, 10, 0)
    });
    assert_eq!(story.when("decided p1"), ["day 4 10:00", "day 8 10:00"]);
}

#[test]
fn whoever_dies_gives_everything_back_and_is_no_discharge() {
    let mut text = case(&json!({ "dies_per_day": 0.4 }), "20d");
    text["steps"] = json!({ "transport": { "starts": "offer", "takes": { "fixed": "10d" } } });
    text["initial"]["services"] = json!({ "helpers": { "people": 0 } });
    let (story, _) = such_that(&text, |s| happened(s, "died"));
    let died = one(&story, "died");
    assert_eq!(story.moments("not held helpers"), [died]);
    assert_near(story.outcome("discharges"), 0.0);
    assert_near(story.outcome("nctr_bed_days"), died.since(at(0, 10, 0)).days());
    assert_near(story.outcome("acute_bed_days"), died.since(at(0, 0, 0)).days());
    assert_eq!(story.outcome("delay_days_mean"), None);
    assert_near(story.outcome("still_waiting"), 0.0);
}

#[test]
fn whoever_dies_in_line_lets_the_next_one_pass() {
    let mut text = case(&json!({ "dies_per_day": 0.4 }), "8d");
    text["groups"]["b"]["arrivals"] = json!({ "per_day": 0.0 });
    text["initial"]["hospital"] = json!({ "people": 2, "group": "a", "residual": { "fixed": "10h" } });
    let (story, _) = such_that(&text, |s| {
        let first = s.to_whom("ready")[0];
        s.to_whom("died") == [first] && s.moments("died")[0] < at(7, 0, 0)
    });
    assert_eq!(story.when("started helpers"), ["day 8 00:00"]);
    assert_eq!(story.to_whom("started helpers"), [story.to_whom("ready")[1]]);
}

/// Found at the rounds of 13:00; unwell for exactly five days; a review of two hours from ready.
fn unwell(free: &str) -> Value {
    let mut text = case(&json!({ "unwell_per_day": 0.3, "unwell_stay": { "fixed": "5d" } }), free);
    text["hospital"] = json!({ "board_rounds": { "mon-sun": { "at": ["13:00"] } } });
    text["steps"] = json!({ "review": { "takes": { "fixed": "2h" } } });
    text
}

/// In which "a" is unwell once, and on one of these days.
fn unwell_once(text: &Value, from: Time, to: Time) -> (Story, Time) {
    let (story, _) = such_that(text, |s| {
        let who = patient(s);
        let ready = s.moments_of(who, "ready").len();
        let ends = s.moments_of(who, "free");
        let gone = s.moments_of(who, "left for helpers").len() == 1;
        gone && ready == 2 && ends.len() <= 2 && ends[0] > from && ends[0] < to
    });
    let unwell = story.moments_of(patient(&story), "free")[0];
    (story, unwell)
}

#[test]
fn whoever_is_unwell_again_is_found_again_and_the_clock_starts_anew() {
    let (story, fell_ill) = unwell_once(&unwell("12d"), at(1, 0, 0), at(4, 0, 0));
    let who = patient(&story);
    let over = fell_ill + minutes(5 * 1440);
    let found = at(if over.time_of_day() <= minutes(780) { over.day() } else { over.day() + 1 }, 13, 0);
    let left = at(12, 0, 0);
    assert_eq!(story.moments_of(who, "ready"), [at(0, 13, 0), found]);
    assert_eq!(story.moments_of(who, "left for helpers"), [left]);
    // Delay from the last date; bed-days of every interval; one stay in hospital all the while.
    let second = left.since(found).days();
    assert_near(story.outcome("delay_days_mean"), second);
    let band = if left.day() - found.day() <= 3 { "delay_band_2_3" } else { "delay_band_4_6" };
    assert_near(story.outcome(band), 1.0);
    assert_near(story.outcome("delayed_days_mean"), f64::from(left.day() - found.day()));
    assert_near(story.outcome("nctr_bed_days"), fell_ill.since(at(0, 13, 0)).days() + second);
    assert_near(story.outcome("acute_bed_days"), 12.0);
    assert_near(story.outcome("discharges"), 1.0);
    assert_near(story.outcome("stays_7_days"), 5.0 / 28.0);
    // Found twice: after three hours, and after what the second round left.
    let rounds = 3.0 + found.since(over).hours();
    assert_near(story.outcome("round_wait_hours_mean"), rounds / 2.0);
}

#[test]
fn decision_and_finished_steps_are_kept_by_whoever_is_unwell_again() {
    let (story, fell_ill) = unwell_once(&unwell("12d"), at(1, 0, 0), at(4, 0, 0));
    assert_eq!(story.when("decided p1"), ["day 0 13:00"]);
    assert_eq!(story.when("done review"), ["day 0 15:00"]);
    assert_near(Some(days_for(&story, "step:review")), 2.0 / 24.0);
    let capacity = fell_ill.since(at(0, 15, 0)).days() + story.outcome("delay_days_mean").unwrap();
    assert_near(Some(days_for(&story, "capacity:helpers")), capacity);
}

#[test]
fn a_step_goes_on_while_somebody_is_unwell_again() {
    let mut text = unwell("1h");
    text["steps"]["review"]["takes"] = json!({ "fixed": "6d" });
    let (story, _) = unwell_once(&text, at(1, 0, 0), at(4, 0, 0));
    let who = patient(&story);
    assert_eq!(story.when("done review"), ["day 6 13:00"]);
    let found = story.moments_of(who, "ready")[1];
    assert!(found >= at(6, 13, 0));
    assert_eq!(story.moments_of(who, "left for helpers"), [found]);
    assert_near(story.outcome("delay_days_mean"), 0.0);
    assert_near(story.outcome("discharged_on_ready_day"), 1.0);
}

#[test]
fn the_hub_decides_meanwhile_and_the_decision_counts_when_found_again() {
    let mut text = unwell("1h");
    text["hub"] = json!({ "assessment": { "fixed": "5d" } });
    let (story, fell_ill) = unwell_once(&text, at(1, 0, 0), at(4, 0, 0));
    assert!(fell_ill < at(5, 13, 0));
    let found = story.moments_of(patient(&story), "ready")[1];
    assert_eq!(story.moments("decided p1"), [found]);
    assert_eq!(story.moments("left for helpers"), [found]);
}

#[test]
fn lines_pass_over_whoever_is_unwell_again_and_its_turn_is_kept() {
    // Places at 4 days for the first in line, who is unwell then; the second in line, later ready,
    // takes it for six days; at 10 days the first is before the third, who was ready before it.
    let mut text = unwell("4d");
    text["groups"]["c"] =
        json!({ "arrivals": { "by_hour": super::seen::only_at(15) }, "needs": { "p1": 1.0 } });
    let counts: [(&str, &[u32]); 1] = [("c", &[1, 1])];
    let (story, _) = {
        let scenario = crate::support::scenario_with(&text, &counts);
        let tries = (1..2000).map(|seed| (story(scenario.clone(), seed, 0), seed));
        tries
            .into_iter()
            .find(|(s, _)| {
                let who = patient(s);
                let (ready, ends) = (s.moments_of(who, "ready"), s.moments_of(who, "free"));
                let in_time = |t: &Time| *t > at(1, 0, 0) && *t < at(3, 20, 0);
                ready.len() == 2 && ends.len() == 2 && in_time(&ends[0])
            })
            .expect("a seed with this order")
    };
    let (first, others) = (patient(&story), story.to_whom("arrived"));
    assert_eq!(story.to_whom("started helpers")[..2], [others[0], first]);
    assert_eq!(story.when("started helpers")[..3], ["day 4 00:00", "day 10 00:00", "day 16 00:00"]);
    assert_eq!(story.to_whom("started helpers")[2], others[1]);
    assert!(story.moments_of(others[1], "ready")[0] < story.moments_of(first, "ready")[1]);
}

#[test]
fn a_place_already_taken_is_kept_for_whoever_is_unwell_again() {
    let mut text = unwell("1h");
    text["steps"] = json!({ "transport": { "starts": "offer", "takes": { "fixed": "6d" } } });
    let (story, fell_ill) = unwell_once(&text, at(1, 0, 0), at(4, 0, 0));
    let who = patient(&story);
    let found = story.moments_of(who, "ready")[1];
    assert_eq!(story.when("held helpers"), ["day 0 13:00"]);
    assert_eq!(story.when("done transport"), ["day 6 13:00"]);
    assert!(fell_ill < at(4, 0, 0) && found >= at(6, 13, 0));
    // Given up once only: when it is used.
    assert_eq!(story.moments("not held helpers"), [found]);
    assert_eq!(story.moments_of(who, "left for helpers"), [found]);
}

#[test]
fn a_later_stay_is_longer_for_the_days_of_every_wait() {
    let mut text = unwell("12d");
    text["hospital"]["deconditioning"] = json!({ "stay_factor_per_day": 0.1 });
    let (story, _) = unwell_once(&text, at(1, 0, 0), at(4, 0, 0));
    let waited = story.outcome("nctr_bed_days").unwrap();
    let ended = story.moments("ended helpers");
    let stayed = ended[1].since(at(12, 0, 0)).days();
    assert!((stayed - 6.0 * (1.0 + 0.1 * waited)).abs() < 1e-6, "{stayed} after {waited}");
}

#[test]
fn hazards_of_nothing_change_nothing() {
    let text = case(&json!({ "recovers_per_day": 0, "unwell_per_day": 0, "dies_per_day": 0 }), "20d");
    let story = with_seed(&text, 1);
    assert_eq!(story.when("left for helpers"), ["day 20 00:00"]);
}

#[test]
fn hazards_compete_in_proportion_to_their_chances() {
    use wardflow::measures::checked;
    let mut text = case(&json!({ "recovers_per_day": 0.3, "dies_per_day": 0.1 }), "28d");
    text["initial"]["hospital"]["people"] = json!(4000);
    let scenario = scenario(&text);
    let found = checked(&scenario.plan, 1, 0).unwrap();
    let of = |name: &str| found.system[index_of(wardflow::measures::outcome::SYSTEM, name)].unwrap();
    // After 27 days and a half next to nobody is left: three of four have recovered.
    let (recovered, left) = (of("discharges"), of("still_waiting"));
    assert!((recovered - 3000.0).abs() < 3.0 * 27.4, "{recovered}");
    assert!(left <= 3.0, "{left}");
    // 0.6 are left after each day: their mean wait is −1 ÷ ln 0.6 days, with a standard error of that ÷ √4000.
    let mean = of("nctr_bed_days") / 4000.0;
    let expected = -1.0 / 0.6_f64.ln();
    assert!((mean - expected).abs() < 3.0 * expected / 4000.0_f64.sqrt(), "{mean}");
}

#[test]
fn a_chance_a_day_is_the_share_that_goes_within_a_day() {
    // All are ready at 10:00 on Monday.
    for (chances, share) in [
        (json!({ "recovers_per_day": 0.5 }), 0.5),
        (json!({ "recovers_per_day": 0.3, "dies_per_day": 0.2 }), 0.5),
        (json!({ "recovers_per_day": 1 }), 1.0),
        (
            json!({ "recovers_per_day": 0.7, "dies_per_day": 0.2, "unwell_per_day": 0.1, "unwell_stay": { "fixed": "0d" } }),
            1.0,
        ),
    ] {
        let mut text = case(&chances, "28d");
        text["initial"]["hospital"]["people"] = json!(2000);
        let story = with_seed(&text, 1);
        let gone: Vec<Time> = [story.moments("left for home"), story.moments("died")].concat();
        let within = gone.iter().filter(|moment| **moment <= at(1, 10, 0)).count() as f64 / 2000.0;
        if share < 1.0 {
            assert!((within - share).abs() < 3.0 * (0.25_f64 / 2000.0).sqrt(), "{chances}: {within}");
        } else if chances.get("unwell_per_day").is_none() {
            assert_eq!(gone.len(), 2000, "{chances}");
            assert!(within >= 1.0, "{chances}: {within}");
        } else {
            // Whoever is unwell for no time at all begins to wait anew.
            assert!(within > 0.999, "{chances}: {within}");
        }
    }
}

#[test]
fn nothing_is_open_for_whoever_recovers_but_work_in_hand() {
    // The only therapist works for "b" when "a" is ready, and begins nothing for "a" any more.
    let text = json!({
        "groups": {
            "a": { "stay": { "fixed": "2d" }, "while_waiting": { "recovers_per_day": 0.4 }, "needs": { "p1": 1.0 } },
            "b": { "stay": { "fixed": "1d" }, "needs": { "p1": 1.0 } }
        },
        "hospital": { "discharge_hours": "12:00-13:00" },
        "steps": { "therapy": { "starts": "ready", "staff": 1, "takes": { "fixed": "24d" } } },
        "pathways": { "p1": { "services": ["helpers"] } },
        "services": { "helpers": { "places": 1, "stay": { "fixed": "6d" } } }
    });
    let scenario = scenario_with(&text, &[("a", &[1]), ("b", &[1])]);
    let mut told = 0;
    for seed in 1..20 {
        let entries = log(&scenario.plan, seed, 0, None).unwrap();
        let recovered = |e: &Entry| e.what == What::Recovered;
        let Some(i) = entries.iter().position(recovered) else { continue };
        let since = entries[i..].iter().filter(|e| e.who == entries[i].who);
        for entry in since {
            if let What::Waits { also, .. } = &entry.what {
                assert!(also.is_empty(), "seed {seed}: {entry:?}");
                told += 1;
            }
        }
    }
    assert!(told > 5, "{told}");
}
