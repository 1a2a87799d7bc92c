//! The dashboard of the last meeting, read from its folder: what it expected of the days since, and with which inputs.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;

use super::files::{COLUMNS, FORECAST};
use crate::experiment::dashboard::Reported;
use crate::experiment::dashboard::since::{Expected, Held, held};

/// The file that is read and written.
pub const FILE: &str = "dashboard.csv";

/// What the last dashboard expected, and with what.
#[derive(Clone, Debug, PartialEq)]
pub struct Last {
    /// The first day ahead then.
    pub today: Date,
    /// Days of each measure.
    pub measures: BTreeMap<String, Vec<Expected>>,
}

/// The last dashboard beside what came.
#[derive(Clone, Debug, PartialEq)]
pub struct Since {
    /// The first day that was ahead then.
    pub today: Date,
    /// How the days since lay beside what was expected, by measure.
    pub held: Vec<(String, Held)>,
    /// The keys of the scenario that are others than then.
    pub changed: Vec<String>,
}

impl Since {
    /// What was expected beside what was reported of the measures of these names.
    pub fn of(last: &Last, names: &[String], reported: &Reported, changed: Vec<String>) -> Self {
        let each = names.iter().zip(&reported.series).filter_map(|(name, series)| {
            let found = held(last.measures.get(name)?, reported, series);
            (found.days > 0).then(|| (name.clone(), found))
        });
        Self { today: last.today, held: each.collect(), changed }
    }
}

/// Reads `dashboard.csv`: the rows of single days ahead.
///
/// # Errors
/// Why it is none, with the line where there is one.
pub fn read(bytes: &[u8]) -> Result<Last, String> {
    let mut table = ::csv::Reader::from_reader(bytes);
    let header = table.headers().map_err(|error| format!("is no table: {error}"))?.clone();
    let at = |name: &str| {
        let found = header.iter().position(|column| column == name);
        found.ok_or_else(|| format!("has no column {name}; expected the columns {}", COLUMNS.join(", ")))
    };
    let (date, days, measure, kind) = (at("date")?, at("days")?, at("measure")?, at("kind")?);
    let ends = [at("p5")?, at("p95")?];
    let mut last: Option<Last> = None;
    for (line, record) in (2..).zip(table.records()) {
        let record = record.map_err(|error| format!("line {line}: {error}"))?;
        if &record[kind] != FORECAST || &record[days] != "1" {
            continue;
        }
        let day: Date =
            record[date].parse().map_err(|_| format!("line {line}: \"{}\" is no day", &record[date]))?;
        // Too few runs have no band.
        let [Ok(low), Ok(high)] = ends.map(|end| record[end].parse::<f64>()) else { continue };
        let last = last.get_or_insert_with(|| Last { today: day, measures: BTreeMap::new() });
        last.today = last.today.min(day);
        let expected = Expected { date: day, band: [low, high] };
        last.measures.entry(record[measure].to_owned()).or_default().push(expected);
    }
    last.ok_or_else(|| {
        "holds no band of single days ahead; expected a dashboard of at least 19 runs with days ahead"
            .to_owned()
    })
}

/// The keys in which two resolved scenarios differ, as paths in their order; what only says something is left out.
pub fn changed(then: &Value, now: &Value) -> Vec<String> {
    const WORDS: [&str; 6] = ["name", "description", "notes", "$schema", "extends", "provenance"];
    let mut found = Vec::new();
    differ("", then, now, &mut found);
    found.retain(|path| !WORDS.iter().any(|word| path.split('.').next() == Some(*word)));
    found
}

fn differ(path: &str, then: &Value, now: &Value, found: &mut Vec<String>) {
    if then == now {
        return;
    }
    let (Value::Object(a), Value::Object(b)) = (then, now) else {
        found.push(path.to_owned());
        return;
    };
    let mut keys: Vec<&String> = a.keys().chain(b.keys().filter(|key| !a.contains_key(*key))).collect();
    keys.sort_unstable();
    for key in keys {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match (a.get(key), b.get(key)) {
            (Some(one), Some(other)) => differ(&path, one, other, found),
            _ => found.push(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use serde_json::json;

    #[test]
    fn days_ahead_of_a_file_are_read_and_weeks_and_history_are_not() {
        let text = "date,days,measure,kind,value,mean,low,high,flag,p5,p25,p50,p75,p95\n\
                    2025-01-01,7,nctr_remaining,history,90,88,70,110,,,,,,\n\
                    2025-01-08,7,nctr_remaining,forecast,90,,,,,80,85,90,95,100\n\
                    2025-01-09,1,nctr_remaining,forecast,90,,,,,79,85,90,95,101\n\
                    2025-01-08,1,nctr_remaining,forecast,90,,,,,78,85,90,95,102\n";
        let last = read(text.as_bytes()).unwrap();
        let days: Vec<[f64; 2]> = last.measures["nctr_remaining"].iter().map(|day| day.band).collect();
        assert_eq!((last.today, days), (date(2025, 1, 8), vec![[79.0, 101.0], [78.0, 102.0]]));
        let reported = Reported {
            first: date(2025, 1, 8),
            days: 2,
            series: vec![vec![Some(77.0), Some(90.0)], vec![Some(1.0), Some(1.0)]],
        };
        let names = ["nctr_remaining", "bed_queue"].map(str::to_owned);
        let since = Since::of(&last, &names, &reported, Vec::new());
        assert_eq!(since.held, [("nctr_remaining".to_owned(), Held { days: 2, below: 1, above: 0 })]);
    }

    #[test]
    fn what_is_no_dashboard_is_refused_with_what_is_missing() {
        assert!(read(b"a,b\n1,2\n").unwrap_err().contains("has no column date"));
        let header = COLUMNS.join(",");
        assert!(read(header.as_bytes()).unwrap_err().contains("no band of single days"));
        let wrong = format!("{header}\nsoon,1,a,forecast,,,,,,1,2,3,4,5\n");
        assert!(read(wrong.as_bytes()).unwrap_err().contains("line 2: \"soon\""));
    }

    #[test]
    fn changed_inputs_are_named_by_their_paths_and_words_are_none() {
        let then = json!({ "name": "a", "hub": { "staff": 3, "hours": "9-17" }, "services": { "a": { "places": 1 } } });
        let now = json!({ "name": "b", "hub": { "staff": 4, "hours": "9-17" }, "services": { "b": { "places": 1 } } });
        assert_eq!(changed(&then, &now), ["hub.staff", "services.a", "services.b"]);
        assert_eq!(changed(&then, &then), [""; 0]);
    }
}
