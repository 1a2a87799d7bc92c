//! Scenarios that are alike up to some moment share what comes before it, and find what each finds alone.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use proptest::prop_assert;
use serde_json::{Value, json};
use wardflow::base::Time;
use wardflow::experiment::family::{Family, Workspace};
use wardflow::measures::{Replication, Simulator};
use wardflow::model::{Change, Observer};
use wardflow::scenario::{Plan, Scenario, Setting};

use super::random::of_each;

static RUNNING: AtomicBool = AtomicBool::new(false);
/// Changes that were told to [`Counts`].
static TOLD: AtomicU64 = AtomicU64::new(0);

/// Counts what is told, of all replications together.
#[derive(Clone, Debug, Default)]
struct Counts;

impl Observer for Counts {
    fn changed(&mut self, _: Time, _: Change<'_>) {
        TOLD.fetch_add(1, Ordering::Relaxed);
    }
}

fn together(plans: &[&Plan], index: u64) -> Vec<Replication> {
    let family = Family::of(plans.iter().copied(), &RUNNING);
    let all: Vec<usize> = (0..plans.len()).collect();
    let found = family.replicate(&mut Workspace::<()>::default(), (1, index), &all).expect("it runs");
    found.into_iter().map(|(replication, ())| replication).collect()
}

fn alone(plan: &Plan, index: u64) -> Replication {
    Simulator::new(plan).replicate(1, index).expect("it runs")
}

/// Where one of two plans goes on from the other, as a share of the run.
fn shared(one: &Plan, other: &Plan) -> f64 {
    let (calendar, at) = (&one.calendar, one.parting(other).from().min(one.calendar.end()));
    let first = calendar.simulated_from();
    at.since(first).days() / calendar.end().since(first).days()
}

/// Overlays that change something from the first measured day on, and nothing before it.
const FROM_THE_START: [&str; 4] =
    ["bridging", "more-recuperation-beds", "more-acute-beds", "recuperation-hours"];

fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

/// The baseline with short days, and every file that extends it.
fn overlays() -> (Scenario, BTreeMap<String, Scenario>) {
    let settings: Vec<Setting> = ["calendar.warm_up=30d", "calendar.days=20"]
        .iter()
        .map(|setting| Setting::parse(setting).expect("a setting"))
        .collect();
    let open = |path: &Path| Scenario::open(path, &settings);
    let base = open(&scenarios().join("milton-keynes.json")).expect("no faults");
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(scenarios()).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "json")
            && let Ok(scenario) = open(&path)
        {
            all.insert(path.file_stem().expect("a name").to_string_lossy().into_owned(), scenario);
        }
    }
    (base, all)
}

#[test]
fn every_overlay_finds_beside_the_baseline_what_it_finds_alone() {
    let (base, all) = overlays();
    let measured = base.plan.calendar.measured_from();
    let mut from_start = Vec::new();
    let alike: Vec<&String> =
        all.keys().filter(|name| all[*name].plan.calendar == base.plan.calendar).collect();
    assert!(alike.len() > 40, "{alike:?}");
    let plans: Vec<&Plan> =
        std::iter::once(&base.plan).chain(alike.iter().map(|name| &all[*name].plan)).collect();
    for (name, found) in std::iter::once("base")
        .chain(alike.iter().map(|n| n.as_str()))
        .zip(plans.iter().zip(together(&plans, 3)))
    {
        let (plan, found) = found;
        assert_eq!(found, alone(plan, 3), "{name}");
        if base.plan.parting(plan).from() == measured {
            from_start.push(name);
        }
    }
    for name in FROM_THE_START {
        assert!(from_start.contains(&name), "{name} begins on the first measured day: {from_start:?}");
    }
}

#[test]
fn the_warm_up_of_options_from_the_first_measured_day_is_run_once() {
    let (base, all) = overlays();
    let plans: Vec<&Plan> =
        std::iter::once(&base.plan).chain(FROM_THE_START.iter().map(|name| &all[*name].plan)).collect();
    let family = Family::of(plans.iter().copied(), &RUNNING);
    let told = |wanted: &[usize]| {
        TOLD.store(0, Ordering::Relaxed);
        family.replicate(&mut Workspace::<Counts>::default(), (1, 0), wanted).expect("it runs");
        TOLD.load(Ordering::Relaxed)
    };
    let each: Vec<u64> = (0..plans.len()).map(|i| told(&[i])).collect();
    let one = each[0];
    let (whole, most) = (told(&[0, 1, 2, 3, 4]), each.iter().sum::<u64>());
    // Of five runs 30 of 50 days are run once, in which about as much happens each day; those of the option that
    // is wanted by itself as well.
    let saved = (most - whole) as f64 / one as f64;
    assert!((4.0 * 0.45..4.0 * 0.65).contains(&saved), "{whole} of {most}, {one} alone");
    assert_eq!(told(&[3]), each[3]);
}

/// The date from which a changed scenario is another; the last is that on which an event ends as it begins.
const DATES: [&str; 4] = ["2024-01-08", "2024-01-12", "2024-01-15", "2024-01-18"];

/// The same scenario with something else from a date on; each thing that can change with dates by itself.
fn variants(text: &Value, date: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let events = [
        json!({ "uplift": 0.5 }),
        json!({ "uplift": -0.5, "groups": ["first"] }),
        json!({ "stay_factor": 1.5 }),
        json!({ "step_factor": 2.0 }),
        json!({ "reach_factor": 0.5 }),
        json!({ "staff_factor": 0.5 }),
        json!({ "starts_factor": 0.5, "services": ["one"] }),
        json!({ "closes": true, "services": ["one"] }),
    ];
    for event in events {
        let mut variant = text.clone();
        let mut event = event.clone();
        event["from"] = json!(date);
        event["to"] = json!("2024-01-18");
        if variant.get("events").is_none_or(Value::is_null) {
            variant["events"] = json!({});
        }
        variant["events"]["zz_new"] = event;
        all.push(variant);
    }
    let mut paths = Vec::new();
    amounts(text, &mut String::new(), &mut paths);
    for path in paths {
        let mut variant = text.clone();
        let value = variant.pointer_mut(&path).expect("it is there");
        changed(value, date);
        all.push(variant);
    }
    all
}

const AMOUNTS: [&str; 9] = [
    "beds",
    "places",
    "starts_per_week",
    "hours_per_week",
    "visits_per_day",
    "staff",
    "hours",
    "admits",
    "discharge_hours",
];

/// Where amounts and hours stand.
fn amounts(value: &Value, at: &mut String, found: &mut Vec<String>) {
    let Some(map) = value.as_object() else { return };
    for (key, below) in map {
        let length = at.len();
        at.push('/');
        at.push_str(key);
        let is_amount = AMOUNTS.contains(&key.as_str()) || key == "per_day" && at.starts_with("/steps");
        if is_amount && !at.starts_with("/initial") && !at.starts_with("/triggers") {
            found.push(at.clone());
        }
        amounts(below, at, found);
        at.truncate(length);
    }
}

/// Another amount, or other hours, from a date on.
fn changed(value: &mut Value, date: &str) {
    let opening = json!({ "mon-sun": "10:00-15:00" });
    match value {
        Value::Number(n) => {
            let to = (n.as_f64().unwrap_or(1.0) + 1.0).floor();
            *value = json!({ "base": n, "changes": [{ "from": date, "to": to }] });
        }
        Value::String(text) if text.contains(':') => {
            *value = json!({ "mon-sun": text, "changes": [{ "from": date, "to": opening }] });
        }
        Value::Object(map) if map.contains_key("base") => {
            let changes = map.entry("changes").or_insert(json!([]));
            changes.as_array_mut().expect("a list").push(json!({ "from": date, "to": 2 }));
        }
        Value::Object(map) if map.keys().any(|key| key.starts_with("mon") || key == "tue") => {
            let staff = map.values().any(Value::is_number);
            let to = if staff { json!({ "mon-sun": 2 }) } else { opening };
            let changes = map.entry("changes").or_insert(json!([]));
            changes.as_array_mut().expect("a list").push(json!({ "from": date, "to": to }));
        }
        _ => {}
    }
}

fn scenario(text: &Value) -> Option<Scenario> {
    Scenario::from_json(&text.to_string()).ok()
}

/// Random scenarios, each beside itself with something else from a date on.
fn laws(cases: u32) {
    let (tried, gone_on) = (Cell::new(0_u32), Cell::new(0_u32));
    of_each(cases, |text| {
        let Some(base) = scenario(text) else { return Ok(()) };
        let number = tried.get() as usize;
        let variants: Vec<Scenario> =
            variants(text, DATES[number % DATES.len()]).iter().filter_map(scenario).collect();
        let plans: Vec<&Plan> =
            std::iter::once(&base.plan).chain(variants.iter().map(|variant| &variant.plan)).collect();
        for (i, (plan, found)) in plans.iter().zip(together(&plans, 0)).enumerate() {
            tried.set(tried.get() + 1);
            gone_on.set(gone_on.get() + u32::from(i > 0 && shared(&base.plan, plan) > 0.1));
            prop_assert!(found == alone(plan, 0), "variant {i} of {text}");
        }
        Ok(())
    })
    .unwrap_or_else(|e| panic!("{e}"));
    let (tried, gone_on) = (tried.get(), gone_on.get());
    println!("{gone_on} of {tried} went on");
    assert!(gone_on > tried / 3, "{gone_on} of {tried} went on");
}

#[test]
fn random_scenarios_find_together_what_each_finds_alone() {
    laws(4);
}

#[test]
#[ignore = "takes long"]
fn many_random_scenarios_find_together_what_each_finds_alone() {
    laws(200);
}
