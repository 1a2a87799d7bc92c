//! The words of who comes first in a line, and of capacity that opens on a condition.
//!
//! `places` holds the services and the hospital that these belong to.

use super::duration::Duration;
use super::quantities::{Count, Factor, MOST, number};
use super::table::{Anything, Decode, choice, one_of, vocabulary};
use crate::scenario::fault::Found;
use crate::scenario::node::Node;
use crate::scenario::path::Path;

vocabulary! {
    /// Who comes first in a line, where one word does not say it. One of these.
    PriorityBy {
        /// Groups, the first in line first; groups not named come last.
        group_order: Vec<String>,
        /// How much a day counts that people referred from home have waited: 0.5 for half a day.
        ageing: Factor,
        /// People with this trait come first.
        trait_first: String,
    }
    /// Capacity that opens on a condition, looked at each midnight.
    Trigger {
        /// Its name, as reports show it.
        label: String,
        /// What it is.
        description: String,
        /// Explanations.
        notes: Anything,
        /// The condition.
        when: Condition,
        /// How long the condition has held, midnight after midnight; left out: one midnight is enough.
        held_for: Duration,
        /// From the midnight of the decision until it is open; left out: at once.
        mobilise: Duration,
        /// What opens.
        adds: Adds,
        /// When it closes; left out: at the first midnight at which the condition does not hold.
        stands_down: StandsDown,
    }
    /// The condition of a trigger. One of these.
    Condition {
        /// More than this share of the core acute beds in use.
        hospital_occupancy_above: Factor,
        /// More people than this past their discharge-ready date in acute beds.
        nctr_above: Quantity,
        /// More people than this waiting for an acute bed.
        bed_queue_above: Quantity,
        /// More people than this waiting for a service.
        queue_above: QueueAbove,
    }
    /// A queue that is too long.
    QueueAbove {
        /// The service waited for.
        service: String,
        /// People.
        people: Quantity,
    }
    /// What a trigger opens: acute beds, or places of a service.
    Adds {
        /// Acute beds.
        beds: Count,
        /// The service.
        service: String,
        /// Places in it.
        places: Count,
    }
    /// When a trigger's capacity closes.
    StandsDown {
        /// Less than this, of what the condition looks at.
        below: Quantity,
        /// For how long, midnight after midnight; left out: one midnight is enough.
        held_for: Duration,
    }
}

choice! {
    /// Who comes first in a line.
    PriorityWord {
        /// Who has waited longest.
        LongestWait = "longest_wait",
        /// People in hospital before people on a bridge or at home.
        HospitalFirst = "hospital_before_bridged",
        /// People with the trait `end_of_life`.
        EndOfLifeFirst = "end_of_life_first",
    }
}

/// A share, or a number of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Quantity(pub f64);

impl Decode for Quantity {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        number(node, path, found, 0.0..=MOST, "a number").map(Self)
    }
}

/// Who comes first in a line.
#[derive(Clone, Debug)]
pub enum Priority {
    /// As one word says.
    Word(PriorityWord),
    /// By a list, a factor or a trait.
    By(PriorityBy),
}

impl Decode for Priority {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        if node.entries().is_some() {
            return PriorityBy::decode(node, path, found).map(Self::By);
        }
        if let Some(key @ ("group_order" | "ageing" | "trait_first")) = node.text() {
            let example = match key {
                "group_order" => "{ \"group_order\": [\"first\", \"second\"] }",
                "ageing" => "{ \"ageing\": 0.5 }",
                _ => "{ \"trait_first\": \"end_of_life\" }",
            };
            found.wrong(node, path, format!("\"{key}\" alone says too little"), example);
            return None;
        }
        one_of(node, path, PriorityWord::ALL, found).map(Self::Word)
    }
}
