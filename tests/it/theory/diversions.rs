//! Diversions round an acute bed against theory, and their directions on paired replications: a service that takes
//! people at once or not at all is a loss system (Erlang 1917, insensitive to the shape of stays), and emergencies who
//! leave the queue for a bed at a rate make it Erlang-A (Palm 1957).

use wardflow::base::statistics::Moments;
use wardflow::measures::DailyMeasure;

use super::patience::erlang_a;
use super::study::{LEVEL, Study, agrees};

/// The share of arrivals that find all places taken.
fn erlang_b(load: f64, places: u32) -> f64 {
    (1..=places).fold(1.0, |b, n| load * b / (f64::from(n) + load * b))
}

#[test]
pub fn a_service_that_takes_people_at_once_or_not_at_all_loses_by_erlang_b_whatever_the_shape_of_stays() {
    for stay in [r#"{ "fixed": "2d" }"#, r#"{ "lognormal": { "mean": "2d", "sigma": 0.9 } }"#] {
        for (load, places) in [(8.0, 10), (12.0, 10)] {
            let per_day = load / 2.0;
            let text = format!(
                r#"{{ "name": "loss", "calendar": {{ "start": "2024-01-01", "days": 2000, "warm_up": "30d" }},
                      "groups": {{ "ill": {{ "arrivals": {{ "per_day": {per_day} }}, "stay": {{ "fixed": "1d" }},
                                             "instead_of_admission": {{ "team": {{}} }} }} }},
                      "services": {{ "team": {{ "places": {places}, "stay": {stay} }} }} }}"#
            );
            let seen = Study::of(&text, 40);
            let lost = seen.each(|r| {
                let [taken, not] = [0, 1].map(|i| r.diversions[0][i].unwrap());
                not / (taken + not)
            });
            let exact = erlang_b(load, places);
            agrees(&format!("share lost at load {load}, stays {stay}"), &lost, exact, 0.02);
            agrees("people there", &seen.service("team", "people_mean"), load * (1.0 - exact), LEVEL);
            agrees("acute beds", &seen.daily_mean(DailyMeasure::Hospital), per_day * exact, 0.02);
        }
    }
}

#[test]
pub fn emergencies_who_leave_the_queue_for_a_bed_at_a_rate_wait_by_erlang_a_below_and_above_a_full_load() {
    for load in [0.9, 1.2, 1.5] {
        let per_day = load * 10.0 / 0.5;
        let text = format!(
            r#"{{ "name": "patience at the door", "calendar": {{ "start": "2024-01-01", "days": 1460, "warm_up": "20d" }},
                  "groups": {{ "ill": {{ "arrivals": {{ "per_day": {per_day} }},
                                         "stay": {{ "exponential": {{ "mean": "0.5d" }} }},
                                         "leaves_bed_queue": {{ "per_day": 1.5 }} }} }},
                  "hospital": {{ "beds": 10 }} }}"#
        );
        let seen = Study::of(&text, 40);
        let queue = erlang_a(load, 1.5);
        agrees(&format!("queue at load {load}"), &seen.daily_mean(DailyMeasure::BedQueue), queue, LEVEL);
        let gone: Vec<f64> = seen.each(|r| r.diversions[0][0].unwrap() / 1460.0);
        agrees(&format!("leave a day at load {load}"), &gone, 1.5 * queue, 0.02);
    }
}

/// A small hospital nearly full, with something laid into its group, its hospital and its services.
fn small(group: &str, hospital: &str, services: &str) -> Study {
    let text = format!(
        r#"{{ "name": "small", "calendar": {{ "start": "2024-01-01", "days": 182, "warm_up": "60d" }},
              "groups": {{ "ill": {{ {group} "stay": {{ "lognormal": {{ "mean": "5d", "sigma": 0.8 }} }},
                                     "needs": {{ "p0": 0.8, "p1": 0.2 }} }} }},
              "hospital": {{ {hospital} }},
              "pathways": {{ "p1": {{ "services": ["care"] }} }},
              "services": {{ {services} "care": {{ "places": 40, "stay": {{ "exponential": {{ "mean": "15d" }} }} }} }} }}"#
    );
    Study::of(&text, 40)
}

const COME: &str = r#""arrivals": { "per_day": 10 },"#;
const BEDS: &str = r#""beds": 52"#;

/// That an outcome is lower than before: the whole 95% interval of the paired difference is.
#[track_caller]
fn falls(what: &str, before: &Study, after: &Study) {
    let pairs = before.system(what).into_iter().zip(after.system(what));
    let differences: Vec<f64> = pairs.map(|(before, after)| after - before).collect();
    let Moments { mean, sd, .. } = Moments::of(&differences);
    let half = 2.02 * sd / (differences.len() as f64).sqrt();
    println!("{what}: {mean:.3} ± {half:.3}");
    assert!(mean + half < 0.0, "{what}: {mean} ± {half}");
}

#[test]
pub fn people_looked_after_instead_of_being_admitted_free_beds_and_more_places_free_more() {
    let none = small(COME, BEDS, "");
    let instead =
        format!(r#"{COME} "instead_of_admission": {{ "team": {{ "share": 0.2, "waits": "2h" }} }},"#);
    let team = |places: u32| format!(r#""team": {{ "places": {places}, "stay": {{ "fixed": "6d" }} }},"#);
    let few = small(&instead, BEDS, &team(3));
    let many = small(&instead, BEDS, &team(12));
    for what in ["admissions", "acute_bed_days", "bed_wait_hours_mean", "hours_with_bed_queue"] {
        falls(what, &none, &few);
        falls(what, &few, &many);
    }
}

#[test]
pub fn people_taken_before_their_stay_is_over_free_beds() {
    let none = small(COME, BEDS, "");
    let team = |by: &str| {
        format!(
            r#""team": {{ "places": 12, "stay": {{ "fixed": "5d" }},
                          "takes_early": {{ "by": "{by}", "share": 0.3, "pathways": ["p0"] }} }},"#
        )
    };
    let (a_day, three) = (small(COME, BEDS, &team("1d")), small(COME, BEDS, &team("3d")));
    for what in ["acute_bed_days", "bed_wait_hours_mean", "hours_with_bed_queue"] {
        falls(what, &none, &a_day);
        falls(what, &a_day, &three);
    }
}

#[test]
pub fn emergencies_who_leave_the_queue_shorten_it_for_the_others_and_deaths_by_waiting_fall_with_beds() {
    const HARM: &str = r#", "bed_wait_harm": { "over": "5h", "harmed": 0.0122 }"#;
    let beds = |beds: u32| format!(r#""beds": {beds}{HARM}"#);
    let none = small(COME, &beds(52), "");
    let leave = format!(r#"{COME} "leaves_bed_queue": {{ "after": "6h", "per_day": 1 }},"#);
    let leave = small(&leave, &beds(52), "");
    for what in ["admissions", "bed_wait_hours_mean", "bed_wait_deaths", "hours_with_bed_queue"] {
        falls(what, &none, &leave);
    }
    falls("bed_wait_deaths", &none, &small(COME, &beds(56), ""));
}

#[test]
pub fn people_who_come_together_wait_longer_and_those_who_come_in_one_hour_too() {
    let alone = small(COME, BEDS, "");
    let together =
        small(r#""arrivals": { "per_day": 10, "batch": { "empirical": [1, 1, 1, 9] } },"#, BEDS, "");
    falls("bed_wait_hours_mean", &together, &alone);
    let hours = |hour: usize| format!("{:?}", (0..24).map(|h| usize::from(h == hour)).collect::<Vec<_>>());
    let by_day = format!(r#"{{ "mon-fri": {}, "sat-sun": {} }}"#, hours(9), hours(21));
    let at_once = small(&format!(r#""arrivals": {{ "per_day": 10, "by_hour": {by_day} }},"#), BEDS, "");
    falls("bed_wait_hours_mean", &at_once, &alone);
}

#[test]
pub fn people_who_come_together_have_the_mean_that_is_given_and_the_variance_of_a_compound_count() {
    // Batches of 1, 1 or 4: mean 2, mean square 6, variance 2.
    for (law, ratio) in [("", 3.0), (r#""variance_over_mean": 1.5, "per_group": true,"#, 1.5 * 2.0 + 1.0)] {
        let text = format!(
            r#"{{ "name": "batches", "calendar": {{ "start": "2024-01-01", "days": 700 }},
                  "groups": {{ "ill": {{ "arrivals": {{ "per_day": 12, {law} "batch": {{ "empirical": [1, 1, 4] }} }},
                                         "stay": {{ "fixed": "1d" }} }} }} }}"#
        );
        let seen = Study::of(&text, 60);
        agrees("people a day", &seen.daily_mean(DailyMeasure::EmergencyArrivals), 12.0, LEVEL);
        let variance = seen.each(|r| {
            let days: Vec<f64> =
                seen.days(r, DailyMeasure::EmergencyArrivals).iter().map(|&n| f64::from(n)).collect();
            Moments::of(&days).sd.powi(2)
        });
        agrees("variance of a day", &variance, 12.0 * ratio, 0.02);
    }
    // Whole numbers are made of any distribution, and the number of people stays as given.
    for batch in [
        r#"{ "poisson": { "mean": 1.5 } }"#,
        r#"{ "uniform": { "min": 1, "max": 4 } }"#,
        r#"{ "lognormal": { "mean": 3, "sigma": 0.7 } }"#,
        "3",
    ] {
        let text = format!(
            r#"{{ "name": "batches", "calendar": {{ "start": "2024-01-01", "days": 700 }},
                  "groups": {{ "ill": {{ "arrivals": {{ "per_day": 12, "batch": {batch} }}, "stay": {{ "fixed": "1d" }} }} }} }}"#
        );
        let seen = Study::of(&text, 60);
        agrees(batch, &seen.daily_mean(DailyMeasure::EmergencyArrivals), 12.0, LEVEL);
    }
}
