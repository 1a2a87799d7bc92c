//! Every kind of fault with its exact message: what people read is part of the contract.

mod capacity;
mod census;
mod diversions;
mod events;
mod gives_way;
mod hours;
mod lines;
mod odd;

use super::*;

/// A sound scenario, one section a line, for the tests to break.
const SOUND: &str = r#"{
  "name": "Sound",
  "calendar": { "start": "2024-10-01", "days": 28, "warm_up": "7d" },
  "groups": {
    "older": { "arrivals": { "per_day": 10 }, "stay": { "fixed": "5d" }, "needs": { "p0": 0.8, "p1": 0.2 }, "traits": { "far": 0.1 } },
    "home": { "enters": "community", "arrivals": { "per_day": 0.5 }, "needs": { "p1": 1 } }
  },
  "hospital": { "beds": 100 },
  "steps": { "equipment": { "starts": "decision", "takes": { "fixed": "1d" } } },
  "pathways": { "p1": { "services": ["care", "abroad"] } },
  "services": {
    "care": { "places": 40, "stay": { "exponential": { "mean": "10d" } } },
    "abroad": { "accepts": { "traits": ["far"] } }
  }
}"#;

/// The sound scenario with something replaced, which must be there.
fn with(from: &str, to: &str) -> String {
    assert!(SOUND.contains(from), "{from} does not stand in the sound scenario");
    SOUND.replacen(from, to, 1)
}

fn faults(text: &str) -> Vec<String> {
    match Scenario::from_json(text) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.all().iter().map(ToString::to_string).collect(),
    }
}

/// The only fault of the sound scenario with something replaced.
fn fault(from: &str, to: &str) -> String {
    let all = faults(&with(from, to));
    assert_eq!(all.len(), 1, "{all:#?}");
    all.into_iter().next().unwrap_or_default()
}

fn files(all: &[(&str, &str)]) -> Memory {
    Memory(all.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
}

fn fault_of_files(all: &[(&str, &str)], path: &str) -> String {
    Scenario::load(&files(all), path, &[]).map_or_else(|f| f.to_string(), |_| "no fault".to_owned())
}

fn fault_of_setting(text: &str) -> String {
    let settings = [Setting::parse(text).unwrap()];
    let files = files(&[("s.json", SOUND)]);
    Scenario::load(&files, "s.json", &settings).map_or_else(|f| f.to_string(), |_| "no fault".to_owned())
}

#[test]
fn chances_a_day_sum_to_at_most_1() {
    let older = r#""stay": { "fixed": "5d" }, "needs": { "p0": 0.8"#;
    let waiting = |chances: &str| {
        format!(r#""stay": {{ "fixed": "5d" }}, "while_waiting": {{ {chances} }}, "needs": {{ "p0": 0.8"#)
    };
    let told = fault(older, &waiting(r#""recovers_per_day": 0.7, "dies_per_day": 0.4"#));
    assert!(told.contains("groups.older.while_waiting: the chances a day sum to 1.1"), "{told}");
    assert!(told.contains("at most 1"), "{told}");
    let whole = waiting(r#""recovers_per_day": 0.7, "unwell_per_day": 0.1, "dies_per_day": 0.2"#);
    assert_eq!(faults(&with(older, &whole)), Vec::<String>::new());
}

#[test]
fn the_sound_scenario_has_no_fault() {
    assert_eq!(faults(SOUND), [""; 0]);
}

#[test]
fn an_unknown_key_names_the_nearest_one() {
    assert_eq!(
        fault(r#""places": 40"#, r#""palces": 40"#),
        r#"scenario.json line 12 column 15 · services.care.palces: this key is not known; did you mean "places"?"#
    );
    assert_eq!(
        fault(r#""days": 28"#, r#""days": 28, "colour": 1"#),
        "scenario.json line 3 column 52 · calendar.colour: this key is not known; expected one of start, days, warm_up, bank_holidays, notes"
    );
}

#[test]
fn a_value_of_the_wrong_type_is_shown() {
    assert_eq!(
        fault(r#""places": 40"#, r#""places": "forty""#),
        r#"scenario.json line 12 column 25 · services.care.places: "forty" is not a number of places; expected a whole number, or "unlimited""#
    );
    assert_eq!(
        fault(r#""days": 28"#, r#""days": [28]"#),
        "scenario.json line 3 column 48 · calendar.days: a list is not a number; expected a whole number, from 0 to 1000000"
    );
    assert_eq!(
        fault(r#"{ "services": ["care", "abroad"] }"#, r#"{ "services": "care" }"#),
        r#"scenario.json line 10 column 37 · pathways.p1.services: "care" is not a list; expected a list"#
    );
    assert_eq!(
        fault(r#"{ "beds": 100 }"#, "100"),
        "scenario.json line 8 column 15 · hospital: 100 is not a map; expected a map"
    );
    assert_eq!(
        fault(r#""community""#, r#""comunity""#),
        r#"scenario.json line 6 column 25 · groups.home.enters: "comunity" is not one of these words; expected "admission", "ready" or "community"; did you mean "community"?"#
    );
}

#[test]
fn a_share_beyond_1_is_out_of_range() {
    assert_eq!(
        fault(r#""traits": { "far": 0.1 }"#, r#""traits": { "far": 1.1 }"#),
        "scenario.json line 5 column 128 · groups.older.traits.far: 1.1 is out of range; expected a share, from 0 to 1"
    );
}

#[test]
fn shares_that_do_not_sum_to_1_are_told_with_their_sum() {
    assert_eq!(
        fault(r#""p0": 0.8"#, r#""p0": 0.7"#),
        "scenario.json line 5 column 83 · groups.older.needs: the shares sum to 0.9; expected shares that sum to 1"
    );
    assert_eq!(
        fault(r#""places": 40"#, r#""exits": { "independent": 0.5, "died": 0.6 }"#),
        "scenario.json line 12 column 24 · services.care.exits: the shares sum to 1.1; expected shares that sum to 1"
    );
}

#[test]
fn a_pathway_that_names_no_service_names_the_nearest_one() {
    assert_eq!(
        fault(r#"["care", "abroad"]"#, r#"["caer", "abroad", "care"]"#),
        r#"scenario.json line 10 column 38 · pathways.p1.services[0]: there is no service "caer"; did you mean "care"?"#
    );
}

#[test]
fn a_need_without_a_pathway_is_a_fault() {
    assert_eq!(
        fault(r#""p1": 0.2"#, r#""p2": 0.2"#),
        r#"scenario.json line 5 column 102 · groups.older.needs.p2: there is no pathway "p2"; did you mean "p0"?"#
    );
}

#[test]
fn files_that_extend_each_other_in_a_circle_are_told_in_order() {
    let all = [("a.json", r#"{ "extends": "b.json" }"#), ("b.json", r#"{ "extends": "a.json" }"#)];
    assert_eq!(
        fault_of_files(&all, "a.json"),
        "b.json line 1 column 14 · extends: the files extend each other in a circle: a.json → b.json → a.json"
    );
    assert_eq!(
        fault_of_files(&[("a.json", r#"{ "extends": "a.json" }"#)], "a.json"),
        "a.json line 1 column 14 · extends: the files extend each other in a circle: a.json → a.json"
    );
}

#[test]
fn a_chain_of_too_many_files_ends() {
    let texts: Vec<(String, String)> =
        (0..20).map(|i| (format!("{i}.json"), format!(r#"{{ "extends": "{}.json" }}"#, i + 1))).collect();
    let files = Memory(texts.into_iter().collect());
    assert_eq!(
        Scenario::load(&files, "0.json", &[]).unwrap_err().to_string(),
        "15.json line 1 column 14 · extends: more than 16 files extend each other"
    );
}

#[test]
fn a_missing_file_is_told_where_it_is_named() {
    assert_eq!(
        fault_of_files(&[("a.json", "{\n  \"extends\": \"b.json\"\n}")], "a.json"),
        r#"a.json line 2 column 14 · extends: "b.json": there is no such file"#
    );
    assert_eq!(fault_of_files(&[], "a.json"), "a.json: there is no such file");
    let baseline = built_in::BASELINE;
    assert_eq!(
        Scenario::built_in(&format!("{baseline}s"), &[]).unwrap_err().to_string(),
        format!(r#"builtin:{baseline}s: there is no such file; did you mean "builtin:{baseline}"?"#)
    );
    assert_eq!(
        Scenario::built_in("nothing-like-it", &[]).unwrap_err().to_string(),
        format!("builtin:nothing-like-it: there is no such file; expected one of {}", built_in::list())
    );
    let text = with(r#""per_day": 10"#, r#""daily_rates": "rates.csv""#);
    assert_eq!(
        faults(&text),
        [
            r#"scenario.json line 5 column 45 · groups.older.arrivals.daily_rates: "rates.csv": there is no such file"#
        ]
    );
}

#[test]
fn no_path_leaves_the_folder_of_its_file() {
    for path in ["../base.json", "/base.json", "a/../../base.json"] {
        let text = format!(r#"{{ "extends": "{path}" }}"#);
        assert_eq!(
            fault_of_files(&[("a.json", &text), ("base.json", SOUND)], "a.json"),
            format!(
                r#"a.json line 1 column 14 · extends: "{path}" leaves the folder of this file; expected a path inside it, with "/" between its parts"#
            )
        );
    }
    let text = with(r#""per_day": 10"#, r#""daily_rates": "..\\rates.csv""#);
    assert_eq!(
        faults(&text),
        [
            r#"scenario.json line 5 column 45 · groups.older.arrivals.daily_rates: "..\rates.csv" leaves the folder of this file; expected a path inside it, with "/" between its parts"#
        ]
    );
}

#[test]
fn dates_out_of_order_are_faults() {
    let event =
        r#""events": { "cold": { "from": "2024-10-20", "to": "2024-10-10", "uplift": 0.2 } }, "hospital""#;
    assert_eq!(
        fault(r#""hospital""#, event),
        "scenario.json line 8 column 53 · events.cold.to: the last day, 2024-10-10, comes before the first, 2024-10-20; expected dates in order"
    );
    let event = event.replace("\"to\": \"2024-10-10\"", "\"to\": \"2024-10-30\", \"peak\": \"2024-11-02\"");
    assert_eq!(
        fault(r#""hospital""#, &event),
        "scenario.json line 8 column 75 · events.cold.peak: the peak, 2024-11-02, is not between 2024-10-20 and 2024-10-30; expected dates in order"
    );
    let places = r#""places": { "base": 40, "changes": [{ "from": "2024-10-09", "to": 50 }, { "from": "start", "to": 60 }] }"#;
    assert_eq!(
        fault(r#""places": 40"#, places),
        "scenario.json line 12 column 97 · services.care.places.changes[1].from: 2024-10-01 does not come after the change before it; expected dates in order"
    );
    assert_eq!(
        fault(r#""2024-10-01""#, r#""1 October 2024""#),
        r#"scenario.json line 3 column 26 · calendar.start: "1 October 2024" is not a date; expected a date from 1900 to 2199, as in "2024-10-01""#
    );
}

#[test]
fn negative_and_absurd_amounts_are_faults() {
    assert_eq!(
        fault(r#""places": 40"#, r#""places": -3"#),
        "scenario.json line 12 column 25 · services.care.places: -3 is out of range; expected a whole number, from 0 to 1000000"
    );
    assert_eq!(
        fault(r#""places": 40"#, r#""places": 12.5"#),
        r#"scenario.json line 12 column 25 · services.care.places: 12.5 is not a whole number of places; expected a whole number, or "unlimited""#
    );
    assert_eq!(
        fault(r#""per_day": 10"#, r#""per_day": 20000"#),
        "scenario.json line 5 column 41 · groups.older.arrivals.per_day: 20000 is out of range; expected people a day, from 0 to 10000"
    );
    assert_eq!(
        fault(r#""per_day": 10"#, r#""per_day": 900"#),
        "scenario.json line 5 column 28 · groups.older.arrivals: 900 people come on 2024-09-24; expected at most 700 a day in one group"
    );
    assert_eq!(
        fault(r#""per_day": 10"#, r#""per_day": 1e999"#),
        r#"scenario.json line 5 column 41 · groups.older.arrivals.per_day: "1e999" is too large a number"#
    );
    assert_eq!(
        fault(r#""days": 28"#, r#""days": 0"#),
        "scenario.json line 3 column 48 · calendar.days: 0 days are not a run; expected from 1 to 36525 days"
    );
    assert_eq!(
        fault(r#""5d""#, r#""-5d""#),
        r#"scenario.json line 5 column 66 · groups.older.stay.fixed: "-5d" is not between 0 and 3650 days; expected a length of time, as in "5.5d", "4h", "30min" or "8w""#
    );
}

#[test]
fn a_lognormal_cannot_have_its_mean_below_its_median() {
    assert_eq!(
        fault(r#"{ "fixed": "5d" }"#, r#"{ "lognormal": { "mean": "3d", "median": "5d" } }"#),
        "scenario.json line 5 column 70 · groups.older.stay.lognormal: the mean of a lognormal is below its median; expected a mean of at least the median"
    );
}

#[test]
fn distributions_are_told_what_they_lack() {
    let stay = |to: &str| fault(r#"{ "fixed": "5d" }"#, to);
    assert_eq!(
        stay(r#""5d""#),
        r#"scenario.json line 5 column 55 · groups.older.stay: "5d" is not a distribution; expected a distribution, as in {"fixed": "5d"}"#
    );
    assert_eq!(
        stay(r#"{ "lognormla": { "mean": "5d" } }"#),
        r#"scenario.json line 5 column 57 · groups.older.stay.lognormla: this is not a family of distributions; expected one of fixed, exponential, lognormal, gamma, weibull, erlang, poisson, normal, uniform, triangular, empirical, bands; did you mean "lognormal"?"#
    );
    assert_eq!(
        stay(r#"{ "gamma": { "mean": "5d" } }"#),
        r#"scenario.json line 5 column 66 · groups.older.stay.gamma: these parameters do not make a gamma; expected "mean" with "sd" or "shape", or "shape" with "scale""#
    );
    assert_eq!(
        stay(r#"{ "fixed": "5d", "gamma": {} }"#),
        r#"scenario.json line 5 column 55 · groups.older.stay: fixed and gamma are both given, and a distribution has one family; expected one of them; in an overlay, "fixed": null removes one"#
    );
    assert_eq!(
        stay(r#"{ "uniform": { "min": "5d", "max": "4d" } }"#),
        "scenario.json line 5 column 68 · groups.older.stay.uniform: min is above max; expected min to be the lesser"
    );
    assert_eq!(
        stay(r#"{ "bands": [{ "share": 0.5, "from": "0d", "to": "1d" }] }"#),
        "scenario.json line 5 column 66 · groups.older.stay.bands: the shares of the bands sum to 0.5; expected shares that sum to 1"
    );
}

#[test]
fn hours_that_never_open_are_faults() {
    assert_eq!(
        fault(r#""places": 40"#, r#""admits": "08:00-08:00""#),
        r#"scenario.json line 12 column 25 · services.care.admits: "08:00-08:00" never opens; expected an end after the start, on the same day or the next"#
    );
    assert_eq!(
        fault(r#""places": 40"#, r#""admits": {}"#),
        "scenario.json line 12 column 25 · services.care.admits: these hours never open; expected hours on at least one day"
    );
    assert_eq!(
        fault(r#""takes": {"#, r#""staff": { "mon-fri": 0 }, "takes": {"#),
        "scenario.json line 9 column 60 · steps.equipment.staff: no member of staff is ever on duty; expected \
         people on at least one day"
    );
    assert_eq!(
        fault(r#""places": 40"#, r#""admits": { "mon-fri": "08:00-25:00" }"#),
        r#"scenario.json line 12 column 38 · services.care.admits.mon-fri: "08:00-25:00" are not hours; expected hours as in "08:00-18:00""#
    );
}

#[test]
fn days_are_checked() {
    assert_eq!(
        fault(r#""places": 40"#, r#""admits": { "mon-fry": "08:00-18:00" }"#),
        r#"scenario.json line 12 column 27 · services.care.admits.mon-fry: "mon-fry" is not a day; expected "mon" to "sun", a range as in "mon-fri", or "bank_holiday"; did you mean "mon-fri"?"#
    );
    assert_eq!(
        fault(r#""places": 40"#, r#""admits": { "mon-fri": "08:00-18:00", "fri-sun": "09:00-17:00" }"#),
        r#"scenario.json line 12 column 53 · services.care.admits.fri-sun: "fri" is in two keys; expected each day once"#
    );
}

#[test]
fn a_duration_needs_a_unit() {
    let expected = r#"expected a length of time, as in "5.5d", "4h", "30min" or "8w""#;
    assert_eq!(
        fault(r#""5d""#, "5"),
        format!("scenario.json line 5 column 66 · groups.older.stay.fixed: 5 has no unit; {expected}")
    );
    assert_eq!(
        fault(r#""5d""#, r#""5""#),
        format!(r#"scenario.json line 5 column 66 · groups.older.stay.fixed: "5" has no unit; {expected}"#)
    );
    assert_eq!(
        fault(r#""5d""#, r#""5 days""#),
        format!(
            r#"scenario.json line 5 column 66 · groups.older.stay.fixed: "days" in "5 days" is not a unit of time; {expected}"#
        )
    );
}

fn with_rates(csv: &str) -> String {
    let text = with(r#""per_day": 10"#, r#""daily_rates": "data/rates.csv", "column": "older""#);
    fault_of_files(&[("s.json", &text), ("data/rates.csv", csv)], "s.json")
}

fn rates(skip: &str) -> String {
    let days = (24..=30).map(|d| format!("2024-09-{d}")).chain((1..=28).map(|d| format!("2024-10-{d:02}")));
    let rows: Vec<String> = days.filter(|d| d != skip).map(|d| format!("{d},1,10.5")).collect();
    format!("date,other,older\n{}\n", rows.join("\n"))
}

/// The same with one column beside the date.
fn narrow_rates() -> String {
    rates("").replace(",1,", ",").replace("other,", "")
}

#[test]
fn an_arrivals_file_must_have_every_day() {
    assert_eq!(with_rates(&rates("")), "no fault");
    assert_eq!(
        with_rates(&rates("2024-09-24")),
        "data/rates.csv · groups.older.arrivals.daily_rates: there is no row for 2024-09-24; expected every day from 2024-09-24 to 2024-10-28, warm-up included"
    );
}

#[test]
fn bad_cells_of_an_arrivals_file_are_told_with_their_line() {
    let at = "data/rates.csv line 3 · groups.older.arrivals.daily_rates";
    assert_eq!(
        with_rates(&rates("").replace("2024-09-25,1,10.5", "2024-09-25,1,many")),
        format!(r#"{at}: "many" is not a number; expected a number of people"#)
    );
    assert_eq!(
        with_rates(&rates("").replace("2024-09-25,1,10.5", "2024-09-25,1,-1")),
        format!(r#"{at}: "-1" is out of range; expected from 0 to 10000 people"#)
    );
    assert_eq!(
        with_rates(&rates("").replace("2024-09-25,1,10.5", "25/09/2024,1,10.5")),
        format!(r#"{at}: "25/09/2024" is not a date; expected a date as in "2024-10-01""#)
    );
    assert_eq!(
        with_rates(&rates("").replace("2024-09-25,1,10.5", "2024-09-24,1,10.5")),
        format!("{at}: 2024-09-24 appears twice")
    );
    assert_eq!(
        with_rates(&rates("").replace("2024-09-25,1,10.5", "2024-09-25,1")),
        format!("{at}: the row has 2 cells, the heading 3")
    );
    assert_eq!(
        with_rates(&rates("").replace("older", "odler")),
        r#"data/rates.csv line 1 · groups.older.arrivals.daily_rates: there is no column "older"; did you mean "odler"?"#
    );
    let text = with(r#""per_day": 10"#, r#""daily_counts": "counts.csv""#);
    let counts = narrow_rates();
    assert_eq!(
        fault_of_files(&[("s.json", &text), ("counts.csv", &counts)], "s.json").lines().next(),
        Some(
            r#"counts.csv · groups.older.arrivals.daily_counts: 35 rows: "10.5" is not a whole number, first at line 2; expected a count of people"#
        )
    );
}

#[test]
fn a_file_of_daily_numbers_stands_alone() {
    let text = with(r#""per_day": 10"#, r#""per_day": 10, "daily_rates": "rates.csv""#);
    assert_eq!(
        fault_of_files(&[("s.json", &text), ("rates.csv", &narrow_rates())], "s.json"),
        r#"s.json line 5 column 41 · groups.older.arrivals.per_day: "daily_rates" is given, which says all about a day's number; expected no "per_day" beside it"#
    );
}

#[test]
fn people_who_enter_ready_need_unlimited_beds_and_no_stay() {
    let all = faults(&with(r#""older": {"#, r#""older": { "enters": "ready","#));
    assert_eq!(
        all,
        [
            r#"scenario.json line 5 column 26 · groups.older.enters: people who enter by "ready" are in a bed at once, but hospital.beds is limited; expected "unlimited" hospital.beds, or to enter by "admission""#,
            r#"scenario.json line 5 column 74 · groups.older.stay: people who enter by "ready" have no acute stay, so no "stay"; expected it to be left out"#,
        ]
    );
}

#[test]
fn community_people_have_no_stay_and_need_a_service() {
    assert_eq!(
        fault(r#""needs": { "p1": 1 }"#, r#""needs": { "p0": 1 }"#),
        "scenario.json line 6 column 87 · groups.home.needs.p0: people at home need a service, but pathway p0 has none; expected a pathway with services"
    );
    assert_eq!(
        fault(r#""enters": "community","#, r#""enters": "community", "stay": { "fixed": "1d" },"#),
        r#"scenario.json line 6 column 46 · groups.home.stay: people who enter by "community" have no acute stay, so no "stay"; expected it to be left out"#
    );
}

#[test]
fn people_whom_no_service_takes_are_named() {
    assert_eq!(
        fault(
            r#"{ "places": 40,"#,
            r#"{ "accepts": { "not_traits": ["far"], "groups": ["home"] }, "places": 40,"#
        ),
        "scenario.json line 10 column 37 · pathways.p1.services: no one here takes people of older; expected a \
         service that accepts them"
    );
    assert_eq!(
        fault(r#""traits": ["far"]"#, r#""traits": ["fra"]"#),
        r#"scenario.json line 13 column 41 · services.abroad.accepts.traits[0]: no group has a trait "fra"; did you mean "far"?"#
    );
}

#[test]
fn bridges_are_checked() {
    assert_eq!(
        fault(r#"["care", "abroad"] }"#, r#"["care", "abroad"], "bridge": "care" }"#),
        r#"scenario.json line 10 column 67 · pathways.p1.bridge: care is not a bridge; expected a service with "bridge": true, so set services.care.bridge"#
    );
    let bridge = |words: &str| {
        let bridge =
            format!(r#""services": {{ "over": {{ "bridge": true, {words} }}, "care": {{ "places": 40"#);
        with("\"services\": {\n    \"care\": { \"places\": 40", &bridge)
    };
    assert_eq!(faults(&bridge(r#""skips": ["equipment"], "falls_back_to": "care""#)), [""; 0]);
    assert_eq!(
        faults(&bridge(r#""falls_back_to": "over""#)),
        [
            "scenario.json line 11 column 60 · services.over.falls_back_to: over is a bridge itself; expected a service that is none"
        ]
    );
    let at_ready =
        bridge(r#""skips": ["equipment"]"#).replace(r#""starts": "decision""#, r#""starts": "ready""#);
    assert_eq!(
        faults(&at_ready),
        [
            "scenario.json line 11 column 53 · services.over.skips[0]: equipment does not start at the decision; expected a step that starts at the decision"
        ]
    );
    let listed = bridge(r#""places": 2"#).replace(r#"["care", "abroad"]"#, r#"["over", "care", "abroad"]"#);
    assert_eq!(
        faults(&listed),
        [
            r#"scenario.json line 10 column 38 · pathways.p1.services[0]: over is a bridge, which does not end a wait; expected it as the "bridge" of the pathway"#
        ]
    );
}

#[test]
fn settings_are_faults_where_they_lead_nowhere() {
    assert_eq!(
        fault_of_setting("services.caer.places=3"),
        r#"--set services.caer.places: there is no "caer" in services; expected a name that the scenario has; did you mean "care"?"#
    );
    assert_eq!(
        fault_of_setting("services.care.palces=3"),
        r#"--set services.care.palces: this key is not known; did you mean "places"?"#
    );
    assert_eq!(
        fault_of_setting("services.care.places=many"),
        r#"--set services.care.places: "many" is not a number of places; expected a whole number, or "unlimited""#
    );
    assert_eq!(
        fault_of_setting("pathways.p1.services.0=care"),
        "--set pathways.p1.services.0: pathways.p1.services is a list; expected a path to the whole list, with a list as its value"
    );
    assert_eq!(
        fault_of_setting("services.care.palces+=3"),
        "--set services.care.palces: services.care.palces is not given, so there is nothing to change"
    );
    assert_eq!(
        fault_of_setting("services.care.places+=many"),
        r#"--set services.care.places: "many" is not a number; expected a number, or a length of time as in 2d"#
    );
    assert_eq!(
        fault_of_setting("services.care.places+=2d"),
        r#"--set services.care.places: services.care.places is 40, to which "+=2d" cannot be done; expected a number, a timetable or a roster there; or a length of time in the same unit"#
    );
    assert_eq!(
        Setting::parse("services.care.places").unwrap_err().to_string(),
        r#"--set services.care.places: there is no "="; expected PATH=VALUE, as in services.x.places=12"#
    );
}

#[test]
fn json_is_read_strictly() {
    for (text, message) in [
        (
            "{ \"name\": \"x\",\n }",
            "scenario.json line 1 column 14: trailing commas are not allowed; expected no comma after the last of a map or list",
        ),
        (
            "{ \"name\": \"x\" \"notes\": 1 }",
            "scenario.json line 1 column 14: a comma is left out before this; expected commas between keys and between values",
        ),
        (
            "{ name: 1 }",
            "scenario.json line 1 column 3: a key is written here without quotes; expected double quotes: \"",
        ),
        (
            "{ \"name\": 'x' }",
            "scenario.json line 1 column 11: single-quoted strings are not allowed; expected double quotes: \"",
        ),
        (
            "{ \"name\": \"x\"",
            "scenario.json line 1 column 1: the map that begins here is not closed; expected \"}\" before the end of the file",
        ),
        (
            "{ \u{201c}name\u{201d}: \"x\" }",
            "scenario.json line 1 column 3: this is a curly quote, as word processors set it; expected a straight one: \"",
        ),
        (
            "{ \"notes\": tru }",
            "scenario.json line 1 column 12: \"tru\" does not belong here; expected a value or a key as JSON has them",
        ),
        ("", "scenario.json: the file is empty; expected a scenario"),
        ("[]", "scenario.json line 1 column 1: a list is not a scenario; expected a map"),
        (
            "{ \"name\": \"x\", \"name\": \"y\" }",
            "scenario.json line 1 column 16 · name: this key appears twice",
        ),
    ] {
        assert!(faults(text).iter().any(|fault| fault == message), "{text}: {:?}", faults(text));
    }
    let deep = format!("{{ \"notes\": {}1{} }}", "[".repeat(100), "]".repeat(100));
    assert!(faults(&deep).iter().any(|fault| fault.ends_with("more than 64 deep")), "{:?}", faults(&deep));
    let deeper = format!("{{ \"notes\": {}", "[".repeat(100_000));
    assert!(faults(&deeper)[0].ends_with("more than 64 deep"), "{:?}", faults(&deeper));
    assert!(faults(&with("\"name\"", "/* a comment */ \"name\"")).is_empty());
}

#[test]
fn bytes_that_are_no_text_are_a_fault_with_their_line() {
    struct Bytes;
    impl Files for Bytes {
        fn read(&self, _: &str) -> std::io::Result<Vec<u8>> {
            Ok(b"{\n\"name\": \"\xff\" }".to_vec())
        }
    }
    assert_eq!(
        Scenario::load(&Bytes, "x.json", &[]).unwrap_err().to_string(),
        "x.json line 2: the file is not UTF-8 text; it may be in Windows-1252 or Latin-1; expected a scenario: JSON saved as UTF-8"
    );
}

#[test]
fn all_faults_come_at_once_and_in_order() {
    let text = with(r#""places": 40"#, r#""places": -1"#)
        .replace(r#""days": 28"#, r#""days": "28""#)
        .replace(r#""p1": 0.2"#, r#""p1": 0.3"#);
    let all = faults(&text);
    let lines: Vec<&str> = all.iter().map(|fault| fault.split(" · ").next().unwrap_or_default()).collect();
    assert_eq!(
        lines,
        [
            "scenario.json line 3 column 48",
            "scenario.json line 5 column 83",
            "scenario.json line 12 column 25"
        ]
    );
}

#[test]
fn a_fault_stands_in_the_file_that_brought_it() {
    let winter = "{\n  \"extends\": \"base.json\",\n  \"services\": { \"care\": { \"places\": 12.5 } }\n}";
    assert_eq!(
        fault_of_files(&[("base.json", SOUND), ("winter.json", winter)], "winter.json"),
        r#"winter.json line 3 column 37 · services.care.places: 12.5 is not a whole number of places; expected a whole number, or "unlimited""#
    );
    let broken = SOUND.replace("\"places\": 40", "\"places\": 1.5");
    assert_eq!(
        fault_of_files(
            &[("base.json", &broken), ("winter.json", "{ \"extends\": \"base.json\" }")],
            "winter.json"
        ),
        r#"base.json line 12 column 25 · services.care.places: 1.5 is not a whole number of places; expected a whole number, or "unlimited""#
    );
}

#[test]
fn initial_people_must_fit_together() {
    assert_eq!(
        fault(r#""hospital""#, r#""initial": { "hospital": { "people": 9, "ready": 10 } }, "hospital""#),
        r#"scenario.json line 8 column 52 · initial.hospital.ready: 10 people are ready, but only 9 are there; expected at most those of "people""#
    );
}

#[test]
fn missing_days_and_groups_are_told() {
    assert_eq!(
        faults(r#"{ "name": "x", "calendar": { "start": "2024-10-01" }, "groups": {} }"#),
        [
            "scenario.json line 1 column 28 · calendar.days: this is left out; expected the number of measured days",
            "scenario.json line 1 column 65 · groups: there are no groups; expected at least one group",
        ]
    );
}

#[test]
fn names_are_plain() {
    assert_eq!(
        fault(r#""home": {"#, r#""at home": {"#),
        r#"scenario.json line 6 column 5 · groups: "at home" is not a name; expected at most 64 letters without accents, digits, "_" and "-""#
    );
}

#[test]
fn hours_do_not_mix_days_and_hours() {
    assert_eq!(
        fault(
            r#""takes": { "fixed": "1d" }"#,
            r#""hours": "09:00-17:00", "takes": { "uniform": { "min": "4h", "max": "2d" } }"#
        ),
        "scenario.json line 9 column 84 · steps.equipment.takes: with opening hours, a day is one open day and an hour is an hour, but this has both units; expected days and weeks, or hours and minutes"
    );
}

#[test]
fn beds_that_cannot_be_read_are_one_fault_and_not_unlimited_beds_too() {
    let text = r#"{ "calendar": { "start": "2025-01-06", "days": 7 },
      "hospital": { "beds": "50", "escalation": { "beds": 4 } },
      "groups": { "all": { "arrivals": { "per_day": 5 }, "stay": { "fixed": "4d" } } } }"#;
    let told = faults(text);
    assert!(told.len() == 1 && told[0].contains("hospital.beds: \"50\" is not a number"), "{told:?}");
}
