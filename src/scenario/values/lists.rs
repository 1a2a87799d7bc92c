//! Lists of a distribution that stand in a file: `"empirical": "stays.csv"` and `"bands": "delays.csv"` become the
//! lists that could have been typed there, before any word is read. Numbers of columns `days` and `hours` get their
//! unit. Knows no other word.

use crate::scenario::text::csv_file::{CsvFile, Row};
use crate::scenario::text::fault::Found;
use crate::scenario::text::node::{Entry, Node, Origin, Value};
use crate::scenario::text::path::Path;

/// The most rows of a list.
const MOST_ROWS: usize = 100_000;
/// The words whose lists may stand in a file.
const EMPIRICAL: &str = "empirical";
const BANDS: &str = "bands";

/// Reads a file named at a path: its name for people and its content.
pub type Read<'r> = dyn FnMut(&Path, &str, &mut Found) -> Option<(String, Vec<u8>)> + 'r;

/// The file that a value of a word names.
fn named<'n>(word: &str, node: &'n Node) -> Option<&'n str> {
    if ![EMPIRICAL, BANDS].contains(&word) {
        return None;
    }
    node.text().or_else(|| node.get("values")?.text())
}

/// Whether any list of a document stands in a file.
pub fn any(node: &Node) -> bool {
    match &node.value {
        Value::Map(entries) => entries.iter().any(|e| named(&e.key, &e.node).is_some() || any(&e.node)),
        Value::List(list) => list.iter().any(any),
        _ => false,
    }
}

/// Puts the lists of files in their places. What cannot be read is told and leaves its place as it is.
pub fn expand(node: &mut Node, path: &Path, read: &mut Read<'_>, found: &mut Found) {
    match &mut node.value {
        Value::Map(entries) => {
            for entry in entries {
                let at = path.key(&entry.key);
                let Some(file) = named(&entry.key, &entry.node).map(str::to_owned) else {
                    expand(&mut entry.node, &at, read, found);
                    continue;
                };
                let inside = entry.node.text().is_none();
                let at = if inside { at.key("values") } else { at };
                let rows = read(&at, &file, found)
                    .and_then(|(shown, bytes)| list(&entry.key, (&shown, &bytes), &at, found));
                let Some(rows) = rows else { continue };
                if let Value::Map(words) = &mut entry.node.value {
                    for word in words.iter_mut().filter(|word| word.key == "values") {
                        word.node.value = Value::List(rows.clone());
                    }
                } else {
                    entry.node.value = Value::List(rows);
                }
            }
        }
        Value::List(all) => {
            for (i, one) in all.iter_mut().enumerate() {
                expand(one, &path.index(i), read, found);
            }
        }
        _ => {}
    }
}

/// A column and the unit of its numbers.
type Column = (usize, &'static str);

fn column(file: &CsvFile<'_>, name: &str, found: &mut Found) -> Option<Column> {
    let names = match name {
        "value" => [("value", ""), ("days", "d"), ("hours", "h")].map(|(n, unit)| (n.to_owned(), unit)),
        name => [(name.to_owned(), ""), (format!("{name}_days"), "d"), (format!("{name}_hours"), "h")],
    };
    let found_at = names.iter().find_map(|(name, unit)| Some((file.find(name, found)?, *unit)));
    if found_at.is_none() {
        let all: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
        let what = format!("there is no column \"{name}\"; its columns are {}", file.listed());
        found.fault(file.fault_of_heading(what).expected(format!("one of {}", all.join(", "))));
    }
    found_at
}

fn list(word: &str, (shown, bytes): (&str, &[u8]), path: &Path, found: &mut Found) -> Option<Vec<Node>> {
    let mut file = CsvFile::open(shown, path, bytes, &[], found)?;
    let names: &[&'static str] = if word == BANDS { &["share", "from", "to"] } else { &["value"] };
    let columns: Vec<(&str, Column)> =
        names.iter().filter_map(|name| Some((*name, column(&file, name, found)?))).collect();
    if columns.len() < names.len() {
        return None;
    }
    let mut rows = Vec::new();
    while let Some(row) = file.next(found) {
        if rows.len() >= MOST_ROWS {
            let fault = file.fault(Some(row.line), format!("there are more than {MOST_ROWS} rows"));
            found.fault(fault.expected(format!("at most {MOST_ROWS}")));
            return None;
        }
        let origin = Origin { line: Some(row.line), ..Origin::whole(shown) };
        rows.push(match columns.as_slice() {
            [(_, only)] => cell(&row, *only, &origin),
            several => {
                let entry = |(name, column): &(&str, Column)| Entry {
                    key: (*name).to_owned(),
                    origin: origin.clone(),
                    node: cell(&row, *column, &origin),
                };
                Node { origin: origin.clone(), value: Value::Map(several.iter().map(entry).collect()) }
            }
        });
    }
    if rows.is_empty() && file.is_sound() {
        found.fault(file.fault(None, "there are no rows below the heading").expected("one row a value"));
    }
    (!rows.is_empty() && file.is_sound()).then_some(rows)
}

/// A cell as it would be typed: a number, or a text with its unit.
fn cell(row: &Row, (at, unit): Column, origin: &Origin) -> Node {
    let text = row.cell(at);
    let percent = text.strip_suffix('%').and_then(|x| x.parse::<f64>().ok()).map(|x| x / 100.0);
    let number = text.parse::<f64>().ok().or(percent).filter(|x| x.is_finite());
    let value = match number {
        Some(x) if unit.is_empty() => Value::Number(x),
        Some(_) => Value::Text(format!("{text}{unit}")),
        None => Value::Text(text.to_owned()),
    };
    Node { origin: origin.clone(), value }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::scenario::{Memory, Scenario};

    fn with(stay: &str, csv: &str) -> Result<Scenario, String> {
        let text = format!(
            r#"{{ "extends": "builtin:{}", "groups": {{ "older_frail": {{ "stay": null }} }} }}"#,
            crate::scenario::built_in::BASELINE
        );
        let over =
            format!(r#"{{ "extends": "a.json", "groups": {{ "older_frail": {{ "stay": {stay} }} }} }}"#);
        let files = [("a.json", text), ("b.json", over), ("d/x.csv", csv.to_owned())];
        let files: BTreeMap<String, String> =
            files.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
        Scenario::load(&Memory(files), "b.json", &[]).map_err(|faults| faults.to_string())
    }

    #[test]
    fn a_list_in_a_file_is_the_list_typed() {
        let typed = with(r#"{ "empirical": ["1d", "2.5d", "9d"] }"#, "").unwrap();
        for csv in ["days\n1\n2.5\n9\n", "value,who\n1d,a\n2.5d,b\n9d,c\n"] {
            assert_eq!(with(r#"{ "empirical": "d/x.csv" }"#, csv).unwrap().fingerprint, typed.fingerprint);
        }
        let bands = r#"{ "bands": [{ "share": 0.6001, "from": "0d", "to": "2d" }, { "share": 0.4, "from": "2d", "to": "9d" }] }"#;
        let typed = with(bands, "").unwrap();
        let csv = "share,from_days,to_days\n60.01%,0,2\n40%,2,9\n";
        let read = with(r#"{ "bands": "d/x.csv" }"#, csv).unwrap();
        let told = |scenario: &Scenario| format!("{:?}", scenario.plan);
        assert_eq!(told(&read), told(&typed), "shares that sum to 100.01% are rounding");
        assert!(with(r#"{ "empirical": { "values": "d/x.csv", "at_most": "5d" } }"#, "days\n1\n9\n").is_ok());
    }

    #[test]
    fn what_is_wrong_with_such_a_file_is_told_with_its_line() {
        let said = |stay: &str, csv: &str| with(stay, csv).unwrap_err();
        let empirical = r#"{ "empirical": "d/x.csv" }"#;
        let none = said(empirical, "length\n1\n");
        assert!(none.contains("d/x.csv line 1") && none.contains("one of value, days, hours"), "{none}");
        let odd = said(empirical, "days\n1\nlong\n");
        assert!(odd.contains("d/x.csv line 3") && odd.contains("long"), "{odd}");
        let missing = said(r#"{ "empirical": "d/y.csv" }"#, "");
        assert!(missing.contains("there is no such file"), "{missing}");
        let sum = said(r#"{ "bands": "d/x.csv" }"#, "share,from_days,to_days\n0.5,0,2\n0.4,2,9\n");
        assert!(sum.contains("sum to 0.9"), "{sum}");
    }
}
