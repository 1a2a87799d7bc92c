//! What stands at a dotted key in words: capacities by their lines of the table, and other settings.

use super::{OfHospital, OfService, OfWork};
use crate::scenario::names::{Named, Names, in_words};

impl Names {
    /// What stands at a dotted key, in words and in the plural; `None` where it has none of its own.
    pub fn words_of(&self, path: &str) -> Option<String> {
        let label = |all: &[Named], key: &str| {
            let found = all.iter().find(|name| name.key == key);
            found.map_or_else(|| in_words(key), |name| name.label.clone())
        };
        let parts: Vec<&str> = path.split('.').collect();
        Some(match parts.as_slice() {
            ["hospital", key] | ["hospital", key @ "escalation", "beds"] => hospital(key)?.to_owned(),
            ["hub", key] => hub(key)?.to_owned(),
            ["steps", key] => format!("the work “{}”", label(&self.steps, key)),
            ["steps", key, word] => step(word, &label(&self.steps, key))?,
            ["services", key] => format!("“{}”", label(&self.services, key)),
            ["services", key, word] => service(word, &label(&self.services, key))?,
            ["hospital", "kept", key] | ["services", _, "kept", key] => {
                format!("places kept for “{}”", in_words(key))
            }
            ["hospital", "kept", key, "places"] => format!("beds kept for “{}”", in_words(key)),
            ["services", service, "kept", key, "places"] => {
                format!("places kept for “{}” of “{}”", in_words(key), label(&self.services, service))
            }
            ["groups", key] => format!("people of “{}”", label(&self.groups, key)),
            ["groups", key, word] => group(word, &label(&self.groups, key)),
            ["events", key] => format!("the event “{}”", label(&self.events, key)),
            ["triggers", key] => format!("what opens by “{}”", in_words(key)),
            ["pathways", key] => format!("ways out by “{}”", label(&self.pathways, key)),
            ["onward"] => "what follows after a stay".to_owned(),
            ["initial"] => "people there at the start".to_owned(),
            ["calendar"] => "the calendar".to_owned(),
            _ => return None,
        })
    }
}

fn hospital(key: &str) -> Option<&'static str> {
    if let Some(kind) = OfHospital::by(key) {
        return Some(kind.row().words);
    }
    Some(match key {
        "board_rounds" => "board rounds",
        "discharge_hours" => "discharge hours of the ward",
        "turnaround" => "time between two people in a bed",
        "deconditioning" => "what waiting does to people",
        "daily_return" => "what the daily return counts",
        "pressure" => "what a full hospital does",
        "kept" => "beds kept for some people",
        _ => return None,
    })
}

fn hub(key: &str) -> Option<&'static str> {
    if let Some(kind) = OfWork::by(key) {
        return Some(kind.in_hub());
    }
    Some(match key {
        "assessment" => "time that an assessment in the hub takes",
        "referred_ahead" => "people whom the hub sees ahead",
        "wrong_pathway" => "decisions for another pathway than the one needed",
        "sees" => "people whom the hub sees",
        _ => return None,
    })
}

fn step(word: &str, label: &str) -> Option<String> {
    let what = match word {
        _ if OfWork::by(word).is_some() => OfWork::by(word)?.row().words,
        "takes" => "time taken by",
        "skipped" | "concerns" => "people concerned by",
        "starts" => "beginning of",
        _ => return None,
    };
    Some(format!("{what} “{label}”"))
}

fn service(word: &str, label: &str) -> Option<String> {
    let what = match word {
        _ if OfService::by(word).is_some() => OfService::by(word)?.row().words,
        "admits" => "opening hours of",
        "kept" => "places kept for some people of",
        "stay" | "stay_by_group" | "longest_stay" => "stays in",
        "exits" => "ends of stays in",
        "care" => "care for each person of",
        "accepts" => "people taken by",
        "priority" => "order of the line for",
        "spread" => "spread over the week of starts of",
        "respond" | "respond_within" => "response of",
        _ => return None,
    };
    Some(format!("{what} “{label}”"))
}

fn group(word: &str, label: &str) -> String {
    let what = match word {
        "arrivals" => "arrivals of",
        "stay" => "acute stays of",
        "needs" => "needs of",
        _ => "course of",
    };
    format!("{what} “{label}”")
}
