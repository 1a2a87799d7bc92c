//! The words that belong to a plan's numbers, for reports.

use crate::base::visible::on_one_line;
use crate::scenario::sections::steps::words::NationalGroup;

/// Names in the order of the plan's indices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The scenario's own name.
    pub scenario: String,
    /// Its description; may be empty.
    pub description: String,
    /// Groups.
    pub groups: Vec<Named>,
    /// Pathways.
    pub pathways: Vec<Named>,
    /// Services.
    pub services: Vec<Named>,
    /// Steps.
    pub steps: Vec<Named>,
    /// Traits.
    pub traits: Vec<String>,
    /// The hospital, as a reader should see it.
    pub hospital: String,
    /// The hub, likewise.
    pub hub: String,
    /// Events, in the order of their keys.
    pub events: Vec<Named>,
    /// For each step, its group of reasons in the national return.
    pub national_groups: Vec<Option<NationalGroup>>,
    /// For each service, who pays, as typed.
    pub payers: Vec<Option<String>>,
    /// For each service, whether its people are at home.
    pub at_home: Vec<bool>,
}

/// A key as typed, and the words to show for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// As typed in the file.
    pub key: String,
    /// As a reader should see it.
    pub label: String,
}

impl Named {
    /// With a label of its own or, without one or with an empty one, the key in words: `dementia_beds` reads
    /// "Dementia beds". What would not be seen in a label is shown, and it is one line: it goes into pages,
    /// pictures and messages.
    pub fn new(key: &str, label: Option<&str>) -> Self {
        let label = label.filter(|label| !label.trim().is_empty());
        let label = label.map_or_else(|| in_words(key), on_one_line);
        Self { key: key.to_owned(), label }
    }
}

/// A key in words.
pub fn in_words(key: &str) -> String {
    let mut words = key.replace('_', " ");
    if let Some(first) = words.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    words
}

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
    Some(match key {
        "beds" => "acute beds",
        "escalation" => "escalation beds",
        "board_rounds" => "board rounds",
        "discharge_hours" => "discharge hours of the ward",
        "turnaround" => "time between two people in a bed",
        "deconditioning" => "what waiting does to people",
        _ => return None,
    })
}

fn hub(key: &str) -> Option<&'static str> {
    Some(match key {
        "staff" => "people on duty in the hub",
        "per_day" => "assessments a day in the hub",
        "hours" => "hours of the hub",
        "assessment" => "time that an assessment in the hub takes",
        "referred_ahead" => "people whom the hub sees ahead",
        "wrong_pathway" => "decisions for another pathway than the one needed",
        "sees" => "people whom the hub sees",
        _ => return None,
    })
}

fn step(word: &str, label: &str) -> Option<String> {
    let what = match word {
        "staff" => "people on duty for",
        "per_day" => "pieces a day of",
        "hours" => "hours of",
        "takes" => "time taken by",
        "skipped" | "concerns" => "people concerned by",
        "starts" => "beginning of",
        _ => return None,
    };
    Some(format!("{what} “{label}”"))
}

fn service(word: &str, label: &str) -> Option<String> {
    let what = match word {
        "places" => "places of",
        "starts_per_week" => "starts a week of",
        "hours_per_week" => "hours a week of",
        "visits_per_day" => "visits a day of",
        "admits" => "opening hours of",
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
