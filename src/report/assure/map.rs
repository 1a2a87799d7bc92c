//! The model map: who comes in, what is worked on, who goes where, drawn and in words, from the scenario's file.

use serde_json::{Map, Value};

use super::inputs::{Ran, label};
use super::paper::Paper;
use super::word;
use crate::report::diagram::quoted;
use crate::report::markdown;
use crate::report::words::in_a_row;

pub(super) fn section(paper: &mut Paper, base: &Ran<'_>) {
    paper.section("2 Model map");
    paper.say(&format!(
        "“{}”, drawn from the file. `wardflow check FILE --explain` says every figure in sentences.\n",
        markdown::text(&base.label)
    ));
    paper.say(&format!("```mermaid\n{}```\n", drawn(base.file)));
    paper.say("The same in words:\n");
    paper.bullets(told(base.file));
}

fn all<'a>(file: &'a Value, section: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    file[section].as_object().into_iter().flat_map(Map::iter)
}

/// The services of a pathway in their order, and the one that bridges to them.
fn services(pathway: &Value) -> Vec<&str> {
    let listed = pathway["services"].as_array().into_iter().flatten().filter_map(Value::as_str);
    listed.chain(pathway["bridge"].as_str()).collect()
}

fn drawn(file: &Value) -> String {
    let mut text = String::from("flowchart LR\n");
    let mut line = |words: String| text.extend(["  ", words.as_str(), "\n"]);
    let beds = all(file, "groups").any(|(_, group)| enters(group) == "admission");
    if beds {
        line(format!("acute[{}] --> ready", quoted(&["Acute beds"])));
    }
    let work: Vec<String> = all(file, "steps").map(|(key, step)| label(step, key)).collect();
    let mut inside = vec!["Ready to leave: hub and steps"];
    inside.extend(work.iter().map(String::as_str));
    line(format!("ready[{}]", quoted(&inside)));
    for (g, (key, group)) in all(file, "groups").enumerate() {
        let name = quoted(&[&label(group, key)]);
        match enters(group) {
            "admission" => line(format!("g{g}([{name}]) --> acute")),
            "ready" => line(format!("g{g}([{name}]) --> ready")),
            _ => {
                for pathway in all(group, "needs").map(|(key, _)| key) {
                    if let Some(p) = all(file, "pathways").position(|(known, _)| known == pathway) {
                        line(format!("g{g}([{name}]) --> p{p}"));
                    }
                }
            }
        }
    }
    for (p, (key, pathway)) in all(file, "pathways").enumerate() {
        line(format!("ready --> p{p}{{{{{}}}}}", quoted(&[&label(pathway, key)])));
        for service in services(pathway) {
            if let Some(s) = all(file, "services").position(|(known, _)| known == service) {
                line(format!("p{p} --> s{s}"));
            }
        }
    }
    for (s, (key, service)) in all(file, "services").enumerate() {
        line(format!("s{s}[{}]", quoted(&[&label(service, key)])));
    }
    text
}

fn enters(group: &Value) -> &str {
    Some(word(group, "enters")).filter(|how| !how.is_empty()).unwrap_or("admission")
}

fn told(file: &Value) -> Vec<String> {
    let named = |section: &str| all(file, section).map(|(key, one)| label(one, key)).collect::<Vec<String>>();
    let mut said = Vec::new();
    let mut list = |what: &str, names: &[String]| {
        if !names.is_empty() {
            said.push(format!("{what}: {}.", markdown::text(&in_a_row(names))));
        }
    };
    list("Who comes", &named("groups"));
    list("Work on the way out", &named("steps"));
    list("Services", &named("services"));
    list("Dated events", &named("events"));
    for (key, pathway) in all(file, "pathways") {
        let known = |key: &&str| all(file, "services").find(|(known, _)| known.as_str() == *key);
        let there: Vec<String> =
            services(pathway).iter().filter_map(known).map(|(key, service)| label(service, key)).collect();
        let to = if there.is_empty() { "home without a service".to_owned() } else { in_a_row(&there) };
        said.push(markdown::text(&format!("{}: {to}.", label(pathway, key))));
    }
    said
}
