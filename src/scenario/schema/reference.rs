//! The scenario file as a page for people: prose from `reference.md`, tables from the schema.
//!
//! A line `{{groups}}` of the prose becomes the table of that section and of all that stand in it;
//! a section without such a line comes at the end. `super::schema` makes what is shown here.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;

use super::distributions::SAYS;
use super::schema;
use crate::scenario::sections::events;

const PROSE: &str = include_str!("reference.md");

/// The page, in Markdown.
pub fn page() -> String {
    let schema = schema();
    let mut page = Page { schema: &schema, shown: BTreeSet::new() };
    let mut text = String::new();
    let placed = |key: &str| PROSE.lines().any(|line| line == format!("{{{{{key}}}}}"));
    for line in PROSE.lines() {
        match line.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")) {
            Some("distributions") => text.push_str(&families()),
            Some("amounts") => text.push_str(&page.amounts()),
            Some("scopes") => text.push_str(&events::scope::page()),
            Some(key) => text.push_str(&page.section(key)),
            None => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    for key in page.keys() {
        let made = if placed(key) { String::new() } else { page.section(key) };
        if !made.is_empty() {
            let _ = write!(text, "\n## {key}\n\n{made}");
        }
    }
    text
}

fn families() -> String {
    let mut text = String::from("| family | what it is, and its parameters |\n|---|---|\n");
    for (family, says) in SAYS {
        let _ = writeln!(text, "| `{family}` | {says} |");
    }
    text
}

struct Page<'a> {
    schema: &'a Value,
    /// Definitions that have a table.
    shown: BTreeSet<String>,
}

impl<'a> Page<'a> {
    fn keys(&self) -> Vec<&'a str> {
        let keys = self.schema["properties"].as_object();
        keys.into_iter().flatten().map(|(key, _)| key.as_str()).collect()
    }

    fn definition(&self, name: &str) -> &'a Value {
        &self.schema["$defs"][name]
    }

    /// The words of a timetable and of its changes; they are the same for every amount.
    fn amounts(&mut self) -> String {
        let timetable = &self.definition("amount_of_places")["anyOf"][1]["properties"];
        let change = &timetable["changes"]["items"]["properties"];
        let closure = &timetable["closures"]["items"]["properties"];
        format!(
            "{}\nEach of its changes has these:\n\n{}\nAnd each of its closures these:\n\n{}",
            self.table(timetable, "timetable"),
            self.table(change, "timetable.changes"),
            self.table(closure, "timetable.closures")
        )
    }

    /// The tables of a key of the file; empty where it holds no section.
    fn section(&mut self, key: &str) -> String {
        if key == "scenario" {
            return self.table(&self.schema["properties"], "");
        }
        let Some((name, is_map)) = self.section_in(&self.schema["properties"][key]) else {
            return String::new();
        };
        let path = if is_map { format!("{key}.*") } else { key.to_owned() };
        self.tables(name, &path)
    }

    /// The table of a section, and after it those of the sections in it; once, but for small ones that stand in
    /// several places.
    fn tables(&mut self, name: &str, path: &str) -> String {
        if !self.shown.insert(name.to_owned())
            && !matches!(name, "accepts" | "concerns" | "kept" | "queue_above")
        {
            return String::new();
        }
        let properties = &self.definition(name)["properties"];
        self.table(properties, path) + &self.inner(properties, path)
    }

    /// The tables of the sections in a section, with their headings.
    fn inner(&mut self, properties: &'a Value, path: &str) -> String {
        let mut text = String::new();
        for (key, value) in properties.as_object().into_iter().flatten() {
            let Some((inner, is_map)) = self.section_in(value).filter(|(inner, _)| !is_kind(inner)) else {
                continue;
            };
            let path = format!("{path}.{key}{}", if is_map { ".*" } else { "" });
            let says = self.definition(inner)["description"].as_str().unwrap_or_default();
            let inner = self.tables(inner, &path);
            if !inner.is_empty() {
                let _ = write!(text, "\n### `{path}`\n\n{says}\n\n{inner}");
            }
        }
        text
    }

    /// The section in a value, and whether the value is a map or a list of such.
    fn section_in(&self, value: &'a Value) -> Option<(&'a str, bool)> {
        if let Some(ways) = value["anyOf"].as_array() {
            return ways.iter().find_map(|way| self.section_in(way));
        }
        if let Some(name) = reference(value) {
            return self.definition(name)["properties"].is_object().then_some((name, false));
        }
        let below = ["additionalProperties", "items"]
            .iter()
            .filter_map(|key| value.get(*key))
            .find(|v| v.is_object());
        let below = below.or_else(|| value["properties"].as_object()?.values().next())?;
        self.section_in(below).map(|(name, _)| (name, true))
    }

    fn table(&self, properties: &Value, path: &str) -> String {
        let mut text = String::from("| key | value | meaning |\n|---|---|---|\n");
        for (key, value) in properties.as_object().into_iter().flatten() {
            let at = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            let says = value["description"].as_str().unwrap_or_default();
            let _ = writeln!(text, "| `{key}` | {} | {says} |", self.value(value, &at));
        }
        text
    }

    /// What may stand at a path, in a few words.
    fn value(&self, schema: &Value, path: &str) -> String {
        if let Some(name) = reference(schema) {
            return self.kind(name, path);
        }
        if let Some(ways) = schema["anyOf"].as_array() {
            let ways: Vec<String> =
                ways.iter().filter(|way| way["type"] != "null").map(|way| self.value(way, path)).collect();
            return ways.join(" or ");
        }
        if let Some(word) = schema["const"].as_str() {
            return format!("`\"{word}\"`");
        }
        match kind_of(schema) {
            Some("array") if schema["items"]["properties"].is_object() => "list, see below".to_owned(),
            Some("array") => format!("list of {}", plural(&self.value(&schema["items"], path))),
            Some("object") => match &schema["additionalProperties"] {
                below @ Value::Object(_) => {
                    format!("map by name: {}", self.value(below, &format!("{path}.*")))
                }
                _ if schema["properties"]["base"].is_object() => "timetable".to_owned(),
                _ => {
                    let keys = schema["properties"].as_object().into_iter().flatten();
                    let keys: Vec<String> = keys.map(|(key, _)| format!("`{key}`")).collect();
                    format!("map with {}", keys.join(", "))
                }
            },
            Some("boolean") => "`true` or `false`".to_owned(),
            Some("string") => "text".to_owned(),
            Some(other) => other.to_owned(),
            None => "anything".to_owned(),
        }
    }

    /// A definition in a few words.
    fn kind(&self, name: &str, path: &str) -> String {
        let definition = self.definition(name);
        let title = bare(definition["title"].as_str().unwrap_or(name));
        if let Some(anchor) = anchor(name) {
            return format!("[{title}](#{anchor})");
        }
        if let Some(words) = definition["oneOf"].as_array() {
            let words = words
                .iter()
                .filter_map(|word| Some((word["const"].as_str()?, word["description"].as_str()?)));
            return words
                .map(|(word, says)| format!("`{word}`: {}", lower(says)))
                .collect::<Vec<_>>()
                .join("; ");
        }
        if definition["properties"].is_object() {
            let depth = path.split('.').filter(|part| *part != "*").count();
            let anchor =
                if depth == 1 { path.split('.').next().unwrap_or_default().to_owned() } else { slug(path) };
            return format!("[{title}](#{anchor})");
        }
        match (definition["minimum"].as_f64(), definition["maximum"].as_f64()) {
            (Some(from), Some(to)) if to < 100.0 => format!("{title}, {from} to {to}"),
            (Some(from), _) if from != 0.0 => format!("{title}, {from} or more"),
            _ => title.to_owned(),
        }
    }
}

/// The type, `null` aside.
fn kind_of(schema: &Value) -> Option<&str> {
    schema["type"].as_str().or_else(|| schema["type"][0].as_str())
}

/// Without its article.
fn bare(title: &str) -> &str {
    title.strip_prefix("a ").or_else(|| title.strip_prefix("an ")).unwrap_or(title)
}

fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

/// Where the prose explains a kind of value.
fn anchor(name: &str) -> Option<&'static str> {
    match name {
        "length_of_time" => Some("lengths-of-time-shares-money"),
        "hours" => Some("hours"),
        "staff" => Some("staff"),
        "board_rounds" | "day_rounds" => Some("hospital"),
        "distribution_of_lengths" | "distribution_of_numbers" => Some("distributions"),
        _ if name.starts_with("amount_of") => Some("amounts"),
        _ => None,
    }
}

/// Whether the prose explains it, so that it has no table of its own.
fn is_kind(name: &str) -> bool {
    anchor(name).is_some()
}

/// The anchor of a heading, as code hosts make it.
fn slug(heading: &str) -> String {
    let kept = heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || " _-".contains(*c))
        .collect::<String>();
    kept.replace(' ', "-")
}

fn plural(words: &str) -> String {
    match words {
        "text" => "names".to_owned(),
        "anything" => words.to_owned(),
        _ if words.contains(" of ") => words.replacen(" of ", "s of ", 1),
        _ => match words.split_once(',') {
            Some((word, range)) => format!("{word}s,{range}"),
            None => format!("{words}s"),
        },
    }
}

/// As part of a sentence.
fn lower(says: &str) -> String {
    let mut says = says.trim_end_matches('.').to_owned();
    if let Some(first) = says.get_mut(0..1) {
        first.make_ascii_lowercase();
    }
    says
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_every_section_stands_in_the_page() {
        let (page, schema) = (page(), schema());
        let mut words = 0;
        for (name, definition) in schema["$defs"].as_object().unwrap() {
            if is_kind(name) {
                continue;
            }
            for (key, value) in definition["properties"].as_object().into_iter().flatten() {
                let says = value["description"].as_str().unwrap();
                assert!(!says.is_empty(), "{name}.{key}");
                assert!(
                    page.lines()
                        .any(|l| l.starts_with(&format!("| `{key}` | "))
                            && l.ends_with(&format!(" | {says} |"))),
                    "{name}.{key}: {says}"
                );
                words += 1;
            }
        }
        assert!(words > 120, "{words}");
    }

    #[test]
    fn every_link_leads_to_a_heading() {
        let page = page();
        let headings: BTreeSet<String> = page
            .lines()
            .filter(|l| l.starts_with('#'))
            .map(|l| slug(l.trim_start_matches('#').trim()))
            .collect();
        let links: Vec<&str> =
            page.split("](#").skip(1).map(|rest| rest.split(')').next().unwrap()).collect();
        assert!(links.len() > 50);
        for link in links {
            assert!(headings.contains(link), "{link}");
        }
    }

    #[test]
    fn the_complete_example_of_the_page_loads() {
        let page = page();
        let example = page.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
        let scenario = crate::scenario::Scenario::from_json(example).unwrap();
        assert_eq!(scenario.names.scenario, "Two wards");
    }
}
