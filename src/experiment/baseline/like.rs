//! A scenario of one's own, scaled to another hospital: people who come, beds, places and people on duty in proportion.
//! Lengths, shares, hours and prices stay. Works on the file as typed, so that all else of it is kept.

use serde_json::{Map, Value, json};

/// A scaled scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaled {
    /// The scenario.
    pub scenario: Value,
    /// The figures that were scaled, by path, before and after.
    pub figures: Vec<(String, Value, Value)>,
    /// What was left away, in sentences.
    pub left: Vec<String>,
}

/// How a figure is scaled.
#[derive(Clone, Copy)]
enum Kind {
    /// People, places: whole, and at least one where there was one.
    Whole,
    /// A rate.
    Rate,
}

/// What is scaled: paths with `*` for any name.
const SCALED: [(&str, Kind); 13] = [
    ("groups.*.arrivals.per_day", Kind::Rate),
    ("hospital.beds", Kind::Whole),
    ("hospital.escalation.beds", Kind::Whole),
    ("hospital.kept.*.places", Kind::Whole),
    ("hub.staff", Kind::Whole),
    ("hub.per_day", Kind::Whole),
    ("steps.*.staff", Kind::Whole),
    ("steps.*.per_day", Kind::Whole),
    ("services.*.places", Kind::Whole),
    ("services.*.kept.*.places", Kind::Whole),
    ("services.*.starts_per_week", Kind::Rate),
    ("services.*.hours_per_week", Kind::Rate),
    ("services.*.visits_per_day", Kind::Rate),
];
/// What of arrivals comes from a file, which cannot be scaled.
const FILES: [&str; 5] = ["monthly_counts", "daily_counts", "daily_rates", "column", "share"];

/// The acute beds of a scenario, before any dated change.
pub fn beds(scenario: &Value) -> Option<f64> {
    let beds = scenario.get("hospital")?.get("beds")?;
    beds.as_f64().or_else(|| beds.get("base")?.as_f64()).filter(|beds| *beds > 0.0)
}

/// The scenario `factor` times as large; `source` is what it is called. The error names arrivals that cannot be scaled.
pub fn scaled(scenario: &Value, factor: f64, source: &str) -> Result<Scaled, String> {
    let mut scenario = scenario.clone();
    let left = without_files(&mut scenario)?;
    let mut figures = Vec::new();
    for (pattern, kind) in SCALED {
        let parts: Vec<&str> = pattern.split('.').collect();
        each(&mut scenario, &parts, &mut String::new(), &mut |path, value| {
            let before = value.clone();
            scale(value, factor, kind);
            if *value != before {
                figures.push((path.to_owned(), before, value.clone()));
            }
        });
    }
    let by = format!("{factor:.3} times the figure of {source}");
    if let Some(object) = scenario.as_object_mut() {
        let entry = object.entry("provenance").or_insert_with(|| json!({}));
        if let Some(provenance) = entry.as_object_mut() {
            for (path, ..) in &figures {
                let before =
                    provenance.get(path).and_then(|old| old.get("source")?.as_str().map(str::to_owned));
                let told = before.map_or_else(|| by.clone(), |old| format!("{by}, which was: {old}"));
                // Sources of parts of it were those of the old figures.
                let below = format!("{path}.");
                provenance.retain(|key, _| !key.starts_with(&below));
                provenance.insert(path.clone(), json!({ "kind": "assumed", "source": told }));
            }
        }
    }
    Ok(Scaled { scenario, figures, left })
}

/// Takes away what comes from files of another place, and who is there at the start.
fn without_files(scenario: &mut Value) -> Result<Vec<String>, String> {
    let mut left = Vec::new();
    let Some(object) = scenario.as_object_mut() else { return Ok(left) };
    if object.remove("initial").is_some() {
        left.push("initial: who is there at the start is of the other place".to_owned());
    }
    if object.remove("worlds").is_some() {
        left.push("worlds: they fit what was observed at the other place".to_owned());
    }
    let mut gone = Vec::new();
    for (name, group) in object.get_mut("groups").and_then(Value::as_object_mut).into_iter().flatten() {
        let Some(arrivals) = group.get_mut("arrivals").and_then(Value::as_object_mut) else { continue };
        let files: Vec<&str> = FILES.iter().copied().filter(|key| arrivals.contains_key(*key)).collect();
        if files.is_empty() {
            continue;
        }
        if !arrivals.contains_key("per_day") {
            return Err(format!(
                "groups.{name}.arrivals: numbers from a file cannot be scaled; expected \"per_day\" beside them"
            ));
        }
        for key in &files {
            arrivals.remove(*key);
            gone.push(format!("groups.{name}.arrivals.{key}"));
        }
        left.push(format!("groups.{name}.arrivals: the file with numbers is of the other place; \"per_day\" and its profile stay"));
    }
    if let Some(provenance) = object.get_mut("provenance").and_then(Value::as_object_mut) {
        provenance.retain(|key, _| !key.starts_with("initial") && !gone.contains(key));
    }
    Ok(left)
}

/// Does something with each value at such a path.
fn each(value: &mut Value, parts: &[&str], path: &mut String, does: &mut impl FnMut(&str, &mut Value)) {
    let Some((first, rest)) = parts.split_first() else { return does(path, value) };
    let Some(map) = value.as_object_mut() else { return };
    for (key, below) in map.iter_mut().filter(|(key, _)| *first == "*" || key == first) {
        let long = path.len();
        if long > 0 {
            path.push('.');
        }
        path.push_str(key);
        each(below, rest, path, does);
        path.truncate(long);
    }
}

/// Scales an amount: a number, a timetable or a roster.
fn scale(value: &mut Value, factor: f64, kind: Kind) {
    if let Some(number) = value.as_f64() {
        *value = times(number, factor, kind);
        return;
    }
    let Some(map) = value.as_object_mut() else { return };
    let roster = map.keys().any(|key| is_days(key));
    for (key, part) in map.iter_mut() {
        match key.as_str() {
            "base" => scale(part, factor, kind),
            key if roster && is_days(key) => scale(part, factor, kind),
            "changes" | "closures" => in_list(part, factor, kind),
            _ => {}
        }
    }
}

fn in_list(list: &mut Value, factor: f64, kind: Kind) {
    for change in list.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        for key in ["to", "lost"] {
            match change.get_mut(key) {
                Some(Value::Object(days)) => days_of(days, factor, kind),
                Some(number @ Value::Number(_)) => scale(number, factor, kind),
                _ => {}
            }
        }
    }
}

fn days_of(days: &mut Map<String, Value>, factor: f64, kind: Kind) {
    for (_, number) in days.iter_mut().filter(|(key, _)| is_days(key)) {
        scale(number, factor, kind);
    }
}

fn is_days(key: &str) -> bool {
    key == "bank_holiday"
        || ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|day| key.starts_with(day))
}

fn times(number: f64, factor: f64, kind: Kind) -> Value {
    let scaled = number * factor;
    match kind {
        Kind::Whole if number > 0.0 => json!(scaled.round().max(1.0) as u64),
        Kind::Whole => json!(0),
        Kind::Rate => json!((scaled * 1e4).round() / 1e4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_beds_places_and_staff_are_scaled_and_lengths_are_not() {
        let old = json!({
            "groups": { "all": { "arrivals": { "per_day": 10.5, "share": 0.5, "monthly_counts": "m.csv" }, "stay": { "fixed": "5d" } } },
            "hospital": { "beds": { "base": 100, "changes": [{ "from": "2024-05-01", "to": 90 }] } },
            "hub": { "staff": { "mon-fri": 3, "sat-sun": 1, "hours": "08:00-18:00", "changes": [{ "from": "start", "to": { "sat-sun": 3 } }] } },
            "services": { "care": { "places": "unlimited" }, "more": { "places": 1, "starts_per_week": 5 }, "none": { "places": 0 } },
            "provenance": { "hospital.beds": { "kind": "stated", "source": "a plan", "range": [90, 110] }, "hub": { "kind": "assumed", "source": "x" } },
        });
        let new = scaled(&old, 0.5, "Town").unwrap();
        let at = |path: &str| path.split('.').fold(&new.scenario, |at, key| &at[key]).clone();
        assert_eq!(at("groups.all.arrivals"), json!({ "per_day": 5.25 }));
        assert_eq!(at("groups.all.stay.fixed"), "5d");
        assert_eq!(
            at("hospital.beds"),
            json!({ "base": 50, "changes": [{ "from": "2024-05-01", "to": 45 }] })
        );
        assert_eq!(at("hub.staff.mon-fri"), 2);
        assert_eq!(at("hub.staff.sat-sun"), 1);
        assert_eq!(new.scenario["hub"]["staff"]["changes"][0]["to"]["sat-sun"], 2);
        assert_eq!(
            (at("services.care.places"), at("services.more.places"), at("services.none.places")),
            (json!("unlimited"), json!(1), json!(0))
        );
        assert_eq!(at("services.more.starts_per_week"), 2.5);
        let source = &new.scenario["provenance"]["hospital.beds"];
        assert_eq!(source["kind"], "assumed");
        assert_eq!(source["source"], "0.500 times the figure of Town, which was: a plan");
        assert!(source.get("range").is_none() && new.left.len() == 1);
        assert_eq!(new.scenario["provenance"]["hub"]["source"], "x");
        assert_eq!(beds(&new.scenario), Some(50.0));
    }

    #[test]
    fn arrivals_from_a_file_alone_are_refused() {
        let old = json!({ "groups": { "all": { "arrivals": { "daily_counts": "d.csv" } } } });
        assert!(scaled(&old, 2.0, "Town").unwrap_err().contains("groups.all.arrivals"));
    }
}
