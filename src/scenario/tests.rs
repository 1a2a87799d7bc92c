//! Whole scenarios: what loads, and what comes out of it.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::base::distribution::Family;
use crate::base::{Distribution, Limit, Position, Span, Time};
use crate::scenario::plan::{
    BoardRound, CountLaw, Enters, Exit, GroupIndex, Load, PathwayIndex, Residual, Service, ServiceIndex, Set,
    Starts, StepStarts, TraitIndex,
};

/// Uses every word.
const VOCABULARY: &str = include_str!("vocabulary.json");

fn vocabulary() -> Scenario {
    Scenario::from_json(VOCABULARY).unwrap()
}

/// A moment of a day of the vocabulary's run, which starts on Monday 18 November 2024.
fn at(day: u32, hour: u64, minute: u64) -> Time {
    Time::midnight(day) + Span((hour * 60 + minute) * Span::MINUTE.0)
}

/// The number of a day of December 2024 in that run.
fn december(day: u32) -> u32 {
    day + 12
}

fn service<'a>(scenario: &'a Scenario, key: &str) -> &'a Service {
    let i = scenario.names.services.iter().position(|n| n.key == key).unwrap();
    &scenario.plan.services[i]
}

fn near(x: f64, y: f64) {
    assert!((x - y).abs() < 1e-9, "{x} against {y}");
}

#[test]
fn the_reference_network_becomes_a_plan() {
    let scenario = Scenario::from_json(include_str!("../../scenarios/reference-d2a.json")).unwrap();
    let plan = &scenario.plan;
    assert_eq!((plan.calendar.warm_up_days(), plan.calendar.measured_days()), (60, 365));
    assert_eq!(plan.groups.len(), 1);
    let group = &plan.groups[0];
    assert!(!group.booking.is_elective() && group.enters == Enters::Admission);
    assert_eq!(group.arrivals.per_day, [55.0; 425]);
    assert_eq!((group.arrivals.law, group.arrivals.by_hour.len()), (CountLaw::Poisson, 0));
    assert_eq!(group.needs, [(0.75, PathwayIndex(0)), (0.91, PathwayIndex(1)), (1.0, PathwayIndex(2))]);
    let Family::Lognormal { mu, sigma } = group.stay.family() else { panic!("{:?}", group.stay) };
    near(*mu, 3f64.ln());
    near(*sigma, (2.0 * (5.5f64 / 3.0).ln()).sqrt());
    assert_eq!(plan.hospital.beds.value_at(Time::START), 520);
    assert!(plan.hospital.rounds.is_empty() && plan.hospital.discharge_hours.is_constant());
    assert_eq!(
        (plan.hub.sees, plan.hub.work.staff.value_at(Time::midnight(9))),
        (Set::of(0b110), Limit::at_most(12))
    );
    assert_eq!(plan.hub.work.per_day.value_at(Time::START), Limit::NONE);
    assert_eq!(plan.hub.decides.as_slice(), [0, 1, 2].map(|p| vec![(1.0, PathwayIndex(p))]));
    let keys: Vec<&str> = scenario.names.services.iter().map(|n| n.key.as_str()).collect();
    assert_eq!(keys, ["beds", "home"]);
    assert_eq!(
        (plan.pathways[0].services.len(), plan.pathways[1].services.as_slice()),
        (0, [ServiceIndex(1)].as_slice())
    );
    assert!(plan.services[1].at_home && !plan.services[0].at_home);
    assert_eq!((scenario.fingerprint.len(), scenario.stem.as_str()), (64, "scenario"));
    assert_eq!(scenario.names.scenario, "D2A reference network");
}

#[test]
fn the_built_in_baseline_loads() {
    let scenario = Scenario::built_in(built_in::BASELINE, &[]).unwrap();
    assert_eq!(scenario.stem, built_in::BASELINE);
    let named =
        Scenario::open(std::path::Path::new(&format!("{}{}", built_in::PREFIX, built_in::BASELINE)), &[])
            .unwrap();
    assert_eq!(named.fingerprint, scenario.fingerprint);
}

#[test]
fn sections_left_out_are_neutral() {
    let text = r#"{ "name": "Least", "calendar": { "start": "2024-10-01", "days": 3 }, "groups": { "g": { "arrivals": { "per_day": 2 } } } }"#;
    let scenario = Scenario::from_json(text).unwrap();
    let plan = &scenario.plan;
    assert_eq!(scenario.names.pathways[0].key, "p0");
    assert_eq!(plan.groups[0].needs, [(1.0, PathwayIndex(0))]);
    assert!(plan.groups[0].stay.is_zero());
    assert_eq!(plan.hospital.beds.value_at(Time::START), Limit::NONE);
    assert!(plan.hub.sees.is_empty() && plan.steps.is_empty() && plan.services.is_empty());
    assert_eq!((plan.initial.acute, plan.initial.ready, plan.initial.groups.len()), (0, 0, 0));
    assert_eq!(plan.calendar.days_to_end(), 3);
}

#[test]
fn arrivals_have_every_profile_and_event_in_them() {
    let scenario = vocabulary();
    let [frail, home, planned] = scenario.plan.groups.as_slice() else { panic!("three groups") };
    // Monday 18 November; bank holiday, Thursday 28 November; Wednesday 25 December.
    near(frail.arrivals.per_day[0], 12.0 * 1.1 * 1.1);
    near(frail.arrivals.per_day[10], 12.0 * 1.1 * 0.5);
    near(frail.arrivals.per_day[december(25) as usize], 12.0 * 1.1 * 0.5);
    // The peak of the flu is Wednesday the 11th; the line starts at 0 on the 8th and ends on the 16th.
    let day = |d: u32| frail.arrivals.per_day[december(d) as usize];
    near(day(8), 12.0 * 1.1 * 0.9);
    near(day(9), 12.0 * 1.1 * 1.1 * (1.0 + 0.4 / 3.0));
    near(day(11), 12.0 * 1.1 * 1.4);
    near(day(15), 12.0 * 1.1 * 0.9 * (1.0 + 0.4 / 5.0));
    near(day(16), 12.0 * 1.1 * 1.1);
    near(frail.stay_factor.value_at(at(december(10), 5, 0)), 1.0 + 0.2 * 2.0 / 3.0);
    near(frail.stay_factor.value_at(at(december(16), 0, 0)), 1.0);
    assert!(planned.stay_factor.is_constant());
    assert_eq!(frail.arrivals.law, CountLaw::OverDispersed(1.3));
    assert_eq!(planned.arrivals.law, CountLaw::SharedOverDispersed(1.2));
    assert_eq!((planned.arrivals.per_day[5], planned.arrivals.per_day[december(25) as usize]), (0.0, 0.0));
    assert!(
        planned.booking.is_elective() && !frail.booking.is_elective() && home.enters == Enters::Community
    );
    // 16 shares fall between 08:00 and 20:00.
    let hours = &frail.arrivals.by_hour;
    assert_eq!((hours.len(), hours[7], hours[19], hours[23]), (24, 0.0, 1.0, 1.0));
    near(hours[8], 1.0 / 16.0);
    assert_eq!(frail.traits, [(TraitIndex(0), 0.3), (TraitIndex(1), 0.1), (TraitIndex(2), 0.2)]);
}

#[test]
fn a_file_of_counts_is_taken_as_observed() {
    let text = r#"{ "name": "File", "calendar": { "start": "2024-10-02", "days": 2, "warm_up": "1d" },
        "groups": { "g": { "arrivals": { "daily_counts": "n.csv" }, "stay": { "fixed": "1d" } } } }"#;
    let csv = "date,n\n2024-10-02,5\n2024-10-01,4\n2024-10-03,6\n2024-12-25,99\n";
    let files = |csv: &str| {
        let all = [("s.json", text), ("n.csv", csv)].map(|(path, text)| (path.to_owned(), text.to_owned()));
        Scenario::load(&Memory(BTreeMap::from(all)), "s.json", &[]).unwrap()
    };
    let scenario = files(csv);
    let arrivals = &scenario.plan.groups[0].arrivals;
    assert_eq!((arrivals.law, arrivals.per_day.as_slice()), (CountLaw::Observed, [4.0, 5.0, 6.0].as_slice()));
    assert_ne!(files(&csv.replace(",6", ",7")).fingerprint, scenario.fingerprint);
}

/// A group of half of the people that a file names by months, in January and February 2024.
fn by_months(arrivals: &str, csv: &str) -> Result<Scenario, String> {
    let text = format!(
        r#"{{ "name": "File", "calendar": {{ "start": "2024-02-01", "days": 29, "warm_up": "1d", "bank_holidays": ["2024-02-29"] }},
            "groups": {{ "g": {{ "arrivals": {{ "monthly_counts": "n.csv", "column": "n", "share": 0.5{arrivals} }},
                             "stay": {{ "fixed": "1d" }} }} }} }}"#
    );
    let all = [("s.json", text.as_str()), ("n.csv", csv)];
    let all = all.map(|(path, text)| (path.to_owned(), text.to_owned()));
    Scenario::load(&Memory(BTreeMap::from(all)), "s.json", &[]).map_err(|faults| faults.to_string())
}

#[test]
fn a_months_count_is_shared_out_over_its_days() {
    let csv = "month,other,n\n2023-12,1,9\n2024-01,1,620\n2024-02,1,290\n2024-03,1,NA\n";
    let level = by_months("", csv).unwrap();
    let arrivals = &level.plan.groups[0].arrivals;
    assert_eq!((arrivals.law, arrivals.per_day[0]), (CountLaw::Poisson, 10.0), "the warm-up is in January");
    assert_eq!(arrivals.per_day[1..], [5.0; 29]);
    assert_eq!(level.warnings, []);
    // Weekends and holidays move people within a month: none is lost. Bank holidays are typed for February.
    let shaped =
        r#", "by_weekday": [1.2, 1.2, 1.2, 1, 1, 0.7, 0.7], "by_bank_holiday": 0, "variance_over_mean": 1.5"#;
    let shaped = by_months(shaped, csv).unwrap();
    let arrivals = &shaped.plan.groups[0].arrivals;
    near(arrivals.per_day[1..].iter().sum(), 145.0);
    near(arrivals.per_day[5] / arrivals.per_day[3], 1.2 / 0.7);
    assert_eq!((arrivals.per_day[29], arrivals.law), (0.0, CountLaw::SharedOverDispersed(1.5)));
    near(arrivals.per_day[0], 310.0 * 1.2 / (15.0 * 1.2 + 8.0 + 8.0 * 0.7));
    assert_ne!(by_months("", &csv.replace("290", "291")).unwrap().fingerprint, level.fingerprint);
}

#[test]
fn months_without_a_count_have_the_rate_of_a_day_and_are_named() {
    let csv = "month,n\nFeb-24,290\nJan 2024,NA\n";
    let with_rate =
        by_months(r#", "per_day": 4, "by_month": [0.5, 1.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"#, csv).unwrap();
    assert_eq!(with_rate.plan.groups[0].arrivals.per_day[..2], [2.0, 5.0]);
    let told: Vec<String> = with_rate.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [r#"W33 groups.g.arrivals.monthly_counts: there is no count for 2024-01: "per_day" holds there"#]
    );
    let shown = |csv: &str| by_months("", csv).unwrap_err();
    assert_eq!(
        shown(csv),
        r#"s.json line 2 column 64 · groups.g.arrivals.monthly_counts: there is no count for 2024-01; expected every month of the run, warm-up included, or "per_day" for those without"#
    );
    for (csv, told) in [
        (
            "month,n\n2024-01,5\nQ1,6\n",
            r#"line 3 · groups.g.arrivals.monthly_counts: "Q1" is not a month; expected a month as in "2024-10", or "October 2024""#,
        ),
        (
            "month,n\n2024-01,5\nJan-24,6\n",
            "line 3 · groups.g.arrivals.monthly_counts: 2024-01 appears twice",
        ),
        (
            "month,n\n2024-01,5.5\n",
            r#"line 2 · groups.g.arrivals.monthly_counts: "5.5" is not a whole number; expected a count of people"#,
        ),
        (
            "month,n\n2024-01,\"2,470\"\n",
            r#"line 2 · groups.g.arrivals.monthly_counts: "2,470" is not a number; expected a number of people without "," or blanks in it"#,
        ),
        (
            "date,n\n2024-01,5\n",
            r#"line 1 · groups.g.arrivals.monthly_counts: there is no column "month"; expected it among date, n"#,
        ),
    ] {
        assert_eq!(shown(csv), format!("n.csv {told}"), "{csv}");
    }
}

#[test]
fn an_event_raises_what_the_months_say() {
    let text = r#"{ "name": "F", "calendar": { "start": "2024-02-01", "days": 29 },
        "groups": { "g": { "arrivals": { "monthly_counts": "n.csv" }, "stay": { "fixed": "1d" } } },
        "events": { "flu": { "groups": ["g"], "from": "2024-02-02", "to": "2024-02-02", "uplift": 0.5 } } }"#;
    let all = [("s.json", text), ("n.csv", "month,n\n2024-02,290\n")];
    let all = all.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let scenario = Scenario::load(&Memory(BTreeMap::from(all)), "s.json", &[]).unwrap();
    assert_eq!(scenario.plan.groups[0].arrivals.per_day[..3], [10.0, 15.0, 10.0]);
    assert_eq!(scenario.warnings, []);
}

#[test]
fn places_ramp_in_a_straight_line_and_round_down() {
    let scenario = vocabulary();
    let people = &service(&scenario, "visits").people;
    let on = |day| people.value_at(Time::midnight(day));
    assert_eq!([on(0), on(december(2)), on(december(3)), on(december(9))], [40, 40, 41, 47]);
    assert_eq!([on(december(16)), on(december(25)), on(december(26))], [54, 54, 54]);
    assert_eq!([on(december(27)), on(december(28)), on(december(29))], [56, 58, 60]);
    let beds = &scenario.plan.hospital.beds;
    assert_eq!([beds.value_at(Time::START), beds.value_at(Time::midnight(december(1)))], [120, 118]);
    assert_eq!(service(&scenario, "elsewhere").people.value_at(Time::START), Limit::NONE);
}

#[test]
fn starts_are_spread_over_the_week_and_halved_by_an_event() {
    let scenario = vocabulary();
    let Starts::SinceMonday(visits) = &service(&scenario, "visits").starts else { panic!("limited") };
    assert_eq!(visits.len(), 42);
    assert_eq!(visits[..7], [2, 4, 6, 8, 10, 12, 14]);
    assert_eq!(visits[35..], [1, 2, 3, 4, 5, 6, 7]);
    let Starts::SinceMonday(homes) = &service(&scenario, "care_home").starts else { panic!("limited") };
    assert_eq!([homes[0], homes[6], homes[7], homes[14]], [3, 3, 4, 3]);
    assert_eq!(service(&scenario, "ward_b").starts, Starts::Unlimited);
    assert!(service(&scenario, "care_home").permanent);
}

#[test]
fn hours_follow_the_calendar_and_events_close() {
    let scenario = vocabulary();
    let open = &scenario.plan.hospital.discharge_hours;
    assert!(open.value_at(at(0, 22, 59)) && !open.value_at(at(0, 23, 0)));
    assert!(open.value_at(at(5, 9, 0)) && !open.value_at(at(5, 8, 0)));
    // A bank holiday has Sunday's hours.
    assert!(!open.value_at(at(december(25), 21, 0)) && open.value_at(at(december(24), 21, 0)));
    let ward = &service(&scenario, "ward_b").admits;
    assert!(!ward.opens_on(december(12)) && !ward.opens_on(december(13)) && ward.opens_on(december(14)));
    assert!(service(&scenario, "rehab").admits.is_constant());
}

#[test]
fn rounds_stand_in_order_with_their_reach() {
    let scenario = vocabulary();
    let rounds = &scenario.plan.hospital.rounds;
    assert_eq!(
        rounds[..2],
        [BoardRound { at: at(0, 9, 30), reach: 0.5 }, BoardRound { at: at(0, 13, 0), reach: 0.5 }]
    );
    assert!(rounds.windows(2).all(|pair| pair[0].at < pair[1].at));
    let on =
        |day: u32| -> Vec<f64> { rounds.iter().filter(|r| r.at.day() == day).map(|r| r.reach).collect() };
    assert_eq!((on(5), on(10), on(december(10))), (vec![0.4], vec![0.3], vec![0.25, 0.25]));
    near(scenario.plan.hospital.round_spread, 0.33);
}

#[test]
fn work_has_its_roster_its_hours_and_its_clock() {
    let scenario = vocabulary();
    let hub = &scenario.plan.hub;
    let staff = |day, hour| hub.work.staff.value_at(at(day, hour, 0));
    assert_eq!([staff(0, 7), staff(0, 8), staff(0, 18), staff(5, 9), staff(5, 10)], [0, 8, 0, 0, 3]);
    // 60% of 8, rounded down; a bank holiday is as a Sunday, with the number that it has come to by then.
    assert_eq!([staff(december(10), 9), staff(december(25), 9), staff(december(25), 10)], [4, 0, 2]);
    assert_eq!(
        [staff(0, 12), staff(0, 13), staff(december(29), 11)],
        [0, 8, 4],
        "a break, and a dated change"
    );
    assert_eq!(hub.work.time.finish(at(0, 17, 0), Span(2 * Span::HOUR.0)), at(1, 9, 0));
    assert_eq!(hub.work.per_day.value_at(Time::START), 40);
    assert_eq!(hub.sees, Set::of(0b110));
    assert_eq!((hub.ahead_share, hub.ahead_by), (0.3, Span::DAY));
    assert_eq!(hub.decides[1], [(0.95, PathwayIndex(1)), (1.0, PathwayIndex(2))]);

    let keys: Vec<&str> = scenario.names.steps.iter().map(|n| n.key.as_str()).collect();
    assert_eq!(keys, ["therapy", "choice", "transport"]);
    let [therapy, choice, transport] = scenario.plan.steps.as_slice() else { panic!("three steps") };
    let staff = |day, hour| therapy.work.staff.value_at(at(day, hour, 0));
    assert_eq!([staff(0, 8), staff(0, 17), staff(december(17), 9), staff(december(20), 9)], [3, 0, 3, 5]);
    assert_eq!((therapy.starts, therapy.concerns.pathways), (StepStarts::Ready, Set::of(0b110)));
    // A day of choice is one open day: from Friday noon to Monday at the same share of the day.
    assert_eq!(choice.work.time.finish(at(4, 13, 0), Span::DAY), at(7, 13, 0));
    assert_eq!(choice.work.staff.value_at(at(0, 10, 0)), Limit::NONE);
    assert_eq!(choice.work.staff.value_at(at(0, 8, 0)), 0);
    assert_eq!((choice.concerns.groups, choice.concerns.traits), (Set::of(!0b100), Set::of(0b001)));
    assert_eq!(
        (choice.concerns.not_traits, choice.concerns.share, choice.skipped),
        (Set::of(0b010), 0.5, 0.4)
    );
    near(choice.factor.value_at(at(december(18), 0, 0)), 0.5);
    let Family::Lognormal { mu, sigma } = choice.takes.family() else { panic!("{:?}", choice.takes) };
    near(*mu, 3f64.ln());
    near(*sigma, 4f64.ln() / 1.281_551_565_544_600_4);
    assert_eq!(
        (transport.starts, transport.work.per_day.value_at(Time::START)),
        (StepStarts::Offer, Limit::at_most(30))
    );
    assert_eq!(transport.work.staff.value_at(at(0, 3, 0)), Limit::NONE);
}

#[test]
fn services_have_stays_exits_care_and_bridges() {
    let scenario = vocabulary();
    let visits = service(&scenario, "visits");
    let Family::Lognormal { sigma, .. } = visits.stay[0].family() else { panic!("{:?}", visits.stay) };
    near(*sigma, (1.0 + 0.45f64 * 0.45).ln().sqrt());
    assert_ne!(visits.stay[0], visits.stay[2]);
    assert_eq!(visits.exits[0], (0.6, Exit::Independent));
    assert_eq!(visits.exits[4], (1.0, Exit::Died));
    assert!(visits.reablement && visits.at_home && visits.accepts.not_traits == Set::of(0b010));
    near(visits.cost.per_person_day, 117.0);
    near(visits.cost.per_place_day, 30.0);
    near(visits.cost.set_up, 5000.0);
    let Load::Hours { amount, first, last, .. } = &service(&scenario, "rehab").load else {
        panic!("limited")
    };
    assert_eq!((amount.value_at(Time::START), last), (800_000, &Distribution::fixed(5.0)));
    near(first.mean(), 14.0);
    let bridge = &service(&scenario, "bridging").bridge[0];
    assert_eq!(bridge.respond_within, Span(3 * Span::HOUR.0));
    assert_eq!(bridge.time.finish(at(0, 18, 30), Span(4 * Span::HOUR.0)), at(1, 10, 30));
    assert_eq!((bridge.skips, bridge.longest_stay.days()), (Set::of(0b010), 14.0));
    let falls = bridge.falls_back_to[0].position();
    assert_eq!(scenario.names.services[falls].key, "rehab");
    let p1 = &scenario.plan.pathways[1];
    assert_eq!((p1.services.len(), p1.bridge.len()), (3, 1));
    assert_eq!(scenario.names.services[0].label, "Bridging");
    assert_eq!(scenario.names.groups[0].label, "Frail people");
}

#[test]
fn people_at_the_start_are_shared_out() {
    let scenario = vocabulary();
    let initial = &scenario.plan.initial;
    // Three of the twelve who are ready stand in the line of ward_b.
    assert_eq!((initial.acute, initial.ready, &initial.residual), (88, 9, &Residual::Uniform));
    let groups: Vec<u8> = initial.groups.iter().map(|(_, g)| g.0).collect();
    assert_eq!(groups, [0, 2]);
    let place = |key: &str| scenario.names.services.iter().position(|n| n.key == key).unwrap();
    let ward = &initial.services[place("ward_b")];
    assert_eq!((ward.people, ward.queue), (26, 3));
    assert_eq!(ward.who, [(1.0, GroupIndex(0), PathwayIndex(2))]);
    assert!(matches!(ward.residual, Residual::Drawn(_)));
    let visits = &initial.services[place("visits")];
    assert_eq!((visits.people, &visits.residual), (30, &Residual::LengthBiased));
    // Frail people whom it takes early, those on p1 who live near, and people from home who step up.
    assert_eq!(visits.who.iter().map(|w| (w.1.0, w.2.0)).collect::<Vec<_>>(), [(0, 0), (0, 1), (1, 4)]);
    let frail = scenario.plan.groups[0].arrivals.per_day.iter().sum::<f64>() / 42.0 * 0.3 * 0.9;
    near((visits.who[1].0 - visits.who[0].0) / (1.0 - visits.who[1].0), frail / 0.4);
}

#[test]
fn an_overlay_changes_what_it_names_and_nothing_else() {
    let winter = r#"{ "extends": "base.json", "name": "Winter", "services": { "visits": { "places": null, "starts_per_week": 21 } } }"#;
    let all = [("base.json", VOCABULARY), ("winter.json", winter)];
    let files = Memory(all.iter().map(|(p, t)| ((*p).to_owned(), (*t).to_owned())).collect());
    let scenario = Scenario::load(&files, "winter.json", &[]).unwrap();
    assert_eq!((scenario.names.scenario.as_str(), scenario.stem.as_str()), ("Winter", "winter"));
    assert_eq!(service(&scenario, "visits").people.value_at(Time::START), Limit::NONE);
    let Starts::SinceMonday(starts) = &service(&scenario, "visits").starts else { panic!("limited") };
    assert_eq!(starts[6], 21);
    assert_eq!(service(&scenario, "ward_b").people.value_at(Time::START), 30);
    assert!(scenario.resolved.get("extends").is_none() && scenario.resolved.get("$schema").is_none());
    // The figure is gone, and its source with it.
    assert!(scenario.provenance.iter().all(|entry| entry.path != "services.visits.places"));
    assert!(scenario.warnings.iter().all(|w| w.code != "W11"), "{:?}", scenario.warnings);
}

#[test]
fn a_source_for_a_figure_that_never_was_there_is_told_also_in_an_overlay() {
    let own = r#"{ "extends": "base.json", "provenance": { "services.nowhere.places": { "kind": "assumed", "source": "x" } } }"#;
    let all = [("base.json", VOCABULARY), ("own.json", own)];
    let files = Memory(all.iter().map(|(p, t)| ((*p).to_owned(), (*t).to_owned())).collect());
    let scenario = Scenario::load(&files, "own.json", &[]).unwrap();
    let told = |w: &&crate::scenario::Warning| w.code == "W11";
    let paths: Vec<&str> = scenario.warnings.iter().filter(told).map(|w| w.path.as_str()).collect();
    assert_eq!(paths, ["provenance.services.nowhere.places"]);
}

#[test]
fn a_file_on_disk_extends_its_neighbours() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("base.json"), VOCABULARY).unwrap();
    let option = folder.path().join("option.json");
    std::fs::write(&option, r#"{ "extends": "base.json" }"#).unwrap();
    let scenario = Scenario::open(&option, &[]).unwrap();
    assert_eq!((scenario.stem.as_str(), scenario.fingerprint), ("option", vocabulary().fingerprint));
}

#[test]
fn a_setting_on_a_timetable_sets_its_base() {
    let files = Memory(BTreeMap::from([("s.json".to_owned(), VOCABULARY.to_owned())]));
    let with = |settings: &[&str]| {
        let settings: Vec<Setting> = settings.iter().map(|s| Setting::parse(s).unwrap()).collect();
        Scenario::load(&files, "s.json", &settings).unwrap()
    };
    let more = with(&["services.visits.places=50"]);
    let people = &service(&more, "visits").people;
    assert_eq!([people.value_at(Time::START), people.value_at(Time::midnight(december(16)))], [50, 54]);
    assert_ne!(more.fingerprint, vocabulary().fingerprint);
    let other = with(&[r#"services.visits.stay={"fixed": "9d"}"#, "hub.staff=4", "name=Other"]);
    assert_eq!(service(&other, "visits").stay[2], Distribution::fixed(9.0));
    assert_eq!(other.plan.hub.work.staff.value_at(at(0, 3, 0)), 4);
    assert_eq!(other.names.scenario, "Other");
}

#[test]
fn what_is_added_or_multiplied_reaches_the_whole_timetable_and_roster() {
    let files = Memory(BTreeMap::from([("s.json".to_owned(), VOCABULARY.to_owned())]));
    let with = |setting: &str| Scenario::load(&files, "s.json", &[Setting::parse(setting).unwrap()]).unwrap();
    let places = |s: &Scenario| {
        let people = &service(s, "visits").people;
        [Time::START, Time::midnight(december(16))].map(|at| people.value_at(at).number().expect("a limit"))
    };
    let [base, later] = places(&vocabulary());
    assert_ne!(base, later, "it changes");
    assert_eq!(places(&with("services.visits.places+=2")), [base + 2, later + 2]);
    assert_eq!(places(&with("services.visits.places += -2")), [base - 2, later - 2]);
    assert_eq!(places(&with("services.visits.places*=2")), [base * 2, later * 2]);
    let nothing = with("services.visits.places+=0");
    assert_eq!(nothing.fingerprint, vocabulary().fingerprint, "nothing was changed");
    let on_duty =
        |s: &Scenario, day| s.plan.hub.work.staff.value_at(at(day, 11, 0)).number().expect("a limit");
    let more = with("hub.staff+=1");
    for day in 0..7 {
        let before = on_duty(&vocabulary(), day);
        assert_eq!(on_duty(&more, day), if before > 0 { before + 1 } else { 0 }, "day {day}");
    }
}

#[test]
fn the_fingerprint_knows_what_is_said_and_not_how() {
    let spaced = VOCABULARY.replace("{ ", "{  ").replace("\"days\": 28", "\"days\": 28.0");
    assert_eq!(Scenario::from_json(&spaced).unwrap().fingerprint, vocabulary().fingerprint);
    let other = VOCABULARY.replace("\"days\": 28", "\"days\": 29");
    assert_ne!(Scenario::from_json(&other).unwrap().fingerprint, vocabulary().fingerprint);
}

#[test]
fn sources_are_kept_with_their_ranges() {
    let scenario = vocabulary();
    assert_eq!(scenario.provenance.len(), 4);
    let places = scenario.provenance.iter().find(|p| p.path == "services.visits.places").unwrap();
    assert_eq!((places.kind, places.source.as_str()), (SourceKind::Stated, "A plan"));
    assert_eq!(places.range, Some([38.into(), 45.into()]));
}

/// A service with `places` places that gets one person a day for ten days each.
fn one_a_day(places: u32) -> Scenario {
    Scenario::from_json(&format!(
        r#"{{ "name": "Small", "calendar": {{ "start": "2024-10-01", "days": 70, "warm_up": "3650d" }},
            "groups": {{ "g": {{ "arrivals": {{ "per_day": 1 }}, "stay": {{ "fixed": "1d" }}, "needs": {{ "p1": 1 }} }} }},
            "pathways": {{ "p1": {{ "services": ["x"] }} }},
            "services": {{ "x": {{ "places": {places}, "stay": {{ "exponential": {{ "mean": "10d" }} }} }} }} }}"#
    ))
    .unwrap()
}

#[test]
fn a_hopeless_scenario_warns_with_both_figures() {
    let warnings: Vec<String> = one_a_day(9).warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        ["W01 services.x: waiting will grow without end: needs 10.0 places on average, has 9.0"]
    );
    assert!(one_a_day(20).warnings.is_empty());
}

#[test]
fn a_short_warm_up_warns_with_the_days_it_needs() {
    let small = r#"{ "name": "Short", "calendar": { "start": "2024-10-01", "days": 70, "warm_up": "7d" },
        "groups": { "g": { "arrivals": { "per_day": 1 }, "stay": { "fixed": "1d" }, "needs": { "p1": 1 } } },
        "pathways": { "p1": { "services": ["x"] } },
        "services": { "x": { "places": 12, "stay": { "exponential": { "mean": "10d" } } } } }"#;
    let warnings: Vec<String> =
        Scenario::from_json(small).unwrap().warnings.iter().map(ToString::to_string).collect();
    // 10 ÷ (12 (1 − √(10 ÷ 12))²) = 109.8
    assert_eq!(
        warnings,
        [
            "W10 services.x: the warm-up of 7 days is shorter than the 110 days that 12 places at 83% need to settle"
        ]
    );
}

#[test]
fn services_are_short_together_where_each_alone_may_not_be() {
    let text = r#"{ "name": "Two", "calendar": { "start": "2024-09-30", "days": 70, "warm_up": "3647d" },
        "groups": { "g": { "arrivals": { "per_day": 2 }, "needs": { "p1": 1 }, "traits": { "far": 0.5 }, "stay": { "fixed": "1d" } } },
        "pathways": { "p1": { "services": ["a", "b"] } },
        "services": {
            "a": { "places": 11, "starts_per_week": 14, "stay": { "fixed": "10d" } },
            "b": { "places": 7, "starts_per_week": 1, "stay": { "fixed": "10d" }, "accepts": { "traits": ["far"] } }
        } }"#;
    let said = |text: &str| -> Vec<String> {
        Scenario::from_json(text).unwrap().warnings.iter().map(ToString::to_string).collect()
    };
    // Half can go to a alone: 10 places are needed there, 11 there are; together 20 against 18.
    assert_eq!(
        said(text),
        [
            "W01 pathways.p1: its services together: waiting will grow without end: needs 20.0 places on average, has 18.0"
        ]
    );
    let fewer = text.replace("\"starts_per_week\": 14", "\"starts_per_week\": 6").replace("11,", "30,");
    assert_eq!(
        said(&fewer),
        [
            "W01 services.a: waiting will grow without end: needs 7.0 starts a week, has 6.0",
            "W01 pathways.p1: its services together: waiting will grow without end: needs 14.0 starts a week, has 7.0"
        ]
    );
}

#[test]
fn care_is_held_against_the_hours_there_are() {
    let text = r#"{ "name": "Care", "calendar": { "start": "2024-09-30", "days": 70 },
        "groups": { "g": { "arrivals": { "per_day": 2 }, "needs": { "p1": 1 }, "stay": { "fixed": "1d" } } },
        "pathways": { "p1": { "services": ["a"] } },
        "services": { "a": { "hours_per_week": 190, "care": { "first": 14, "last": 6 }, "stay": { "fixed": "10d" } } } }"#;
    let warnings = Scenario::from_json(text).unwrap().warnings;
    // Two a day, ten days each, ten hours a week on average.
    assert_eq!(
        warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["W01 services.a: waiting will grow without end: needs 200.0 hours of care a week, has 190.0"]
    );
}

#[test]
fn hours_round_the_clock_are_always() {
    let text = r#"{ "name": "Always", "calendar": { "start": "2024-10-01", "days": 9 },
        "groups": { "g": { "arrivals": { "per_day": 2 } } },
        "steps": { "s": { "hours": "00:00-24:00", "takes": { "fixed": "1d" } } } }"#;
    let work = &Scenario::from_json(text).unwrap().plan.steps[0].work;
    assert_eq!(work.time, crate::base::WorkingTime::always());
    assert_eq!(
        (work.staff.value_at(Time::START), work.staff.next_change(Time::START).day()),
        (Limit::NONE, 23)
    );
}

#[test]
fn words_that_do_nothing_are_told() {
    let text = VOCABULARY
        .replace(r#""permanent": true"#, r#""permanent": true, "places": 9"#)
        .replace(r#""setting": "bed", "places": 6"#, r#""spread": "free", "longest_stay": "2d", "places": 6"#)
        .replace(
            r#""from": "2024-12-16", "to": "2024-12-20""#,
            r#""from": "2025-12-16", "to": "2025-12-20""#,
        );
    let scenario = Scenario::from_json(&text).unwrap();
    let said: Vec<String> = scenario
        .warnings
        .iter()
        .filter(|w| ["W03", "W12"].contains(&w.code))
        .map(|w| format!("{} {}", w.code, w.path))
        .collect();
    assert_eq!(
        said,
        [
            "W03 events.push",
            "W12 services.care_home.places",
            "W12 services.memory_ward.longest_stay",
            "W12 services.memory_ward.spread",
            "W12 services.night_sitting"
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_is_a_plan_or_faults_and_never_a_panic(
        edits in prop::collection::vec((0usize..9_000, 0usize..40, 0usize..16), 1..4)
    ) {
        const PIECES: [&str; 16] = [
            "", "0", "-1", "1e308", "null", "{", "]", "\"start\"", "\"unlimited\"", "\"2024-12-25\"",
            "[[[[", "\"99999999d\"", "é", "1.5", "{ \"fixed\": \"0d\" }", "\u{0}",
        ];
        let mut text = VOCABULARY.to_owned();
        for (at, length, piece) in edits {
            let mut from = at.min(text.len());
            while !text.is_char_boundary(from) { from -= 1; }
            let mut to = (from + length).min(text.len());
            while !text.is_char_boundary(to) { to -= 1; }
            text.replace_range(from..to.max(from), PIECES[piece]);
        }
        if let Err(faults) = Scenario::from_json(&text) {
            prop_assert!(!faults.all().is_empty());
        }
    }

    #[test]
    fn values_of_any_kind_in_any_place_never_panic(which in 0usize..1_000, piece in 0usize..14) {
        const VALUES: [&str; 14] = [
            "0", "-1", "1", "1e6", "1000000", "true", "null", "[]", "{}", "\"x\"", "\"0d\"", "\"3650d\"",
            "\"unlimited\"", "[1, 2, 3]",
        ];
        // Replaces one number or text that follows a key.
        let starts: Vec<usize> = VOCABULARY.match_indices("\": ").map(|(i, _)| i + 3).collect();
        let at = starts[which % starts.len()];
        let rest = &VOCABULARY[at..];
        let length = rest.find([',', '}', '\n']).unwrap_or(rest.len());
        prop_assume!(!rest[..length].contains(['{', '[']));
        let text = format!("{}{} {}", &VOCABULARY[..at], VALUES[piece], &rest[length..]);
        if let Err(faults) = Scenario::from_json(&text) {
            prop_assert!(!faults.all().is_empty());
        }
    }
}

/// The numbers of a row of the table of bounds in the reference.
fn bounds_of(what: &str) -> Vec<u64> {
    let page = include_str!("schema/reference.md");
    let row = page.lines().find_map(|line| line.strip_prefix(&format!("| {what} | ")));
    let numbers = row.unwrap_or_else(|| panic!("there is no row \"{what}\"")).replace(',', "");
    numbers.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect()
}

#[test]
fn every_bound_stands_in_the_table_of_the_reference() {
    let of = |all: &[usize]| all.iter().map(|&bound| bound as u64).collect::<Vec<u64>>();
    let mut all = super::check::bounds();
    all.extend([
        (
            "a scenario with all that it extends",
            of(&[
                MOST_TEXT >> 20,
                text::document::MOST_EXTENDS,
                text::parse::DEEPEST,
                text::parse::MOST_KEYS,
            ]),
        ),
        ("files of daily numbers", of(&[LARGEST >> 20, csv_file::MOST_COLUMNS])),
        ("dated changes, or closures, of one amount", of(&[values::amount::MOST_DATES])),
        ("board rounds on a day", of(&[sections::hospital::words::MOST_ROUNDS])),
        (
            "a length of time; a number of places or people",
            vec![values::duration::LONGEST as u64, values::quantities::MOST as u64],
        ),
    ]);
    for (what, bounds) in all {
        let told = bounds_of(what);
        assert!(bounds.iter().all(|bound| told.contains(bound)), "{what}: {bounds:?}, told {told:?}");
    }
}
