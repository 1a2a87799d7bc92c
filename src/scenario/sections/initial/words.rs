//! The words of who is there at the start.

use serde_json::{Value, json};

use crate::base::Distribution;
use crate::scenario::text::fault::Found;
use crate::scenario::text::node::Node;
use crate::scenario::text::path::Path;
use crate::scenario::values::definitions::{Definitions, Describe};
use crate::scenario::values::distribution::Lengths;
use crate::scenario::values::quantities::Count;
use crate::scenario::values::table::{Anything, Decode, LeftOut, Map, one_of, vocabulary};

vocabulary! {
    /// Who is there at the start of the simulated span.
    Initial {
        /// In acute beds.
        hospital: InitialHospital,
        /// In services and waiting for them.
        services: Map<InitialService>,
        /// A CSV file with one person a row, instead of counts.
        census: String,
        /// Those who are ready to leave acute beds, by counts of reasons and of bands of delay.
        waiting: InitialWaiting,
        /// Explanations.
        notes: Anything => people,
    }
    /// Who is in acute beds at the start.
    InitialHospital {
        /// People in acute beds.
        people: Count = Count(0),
        /// Those of them who are discharge-ready: as such people wait in the long run, those in the queues of
        /// services among them.
        ready: Count = Count(0),
        /// Their group; left out: in proportion to arrivals.
        group: String,
        /// How the rest of their stay is drawn.
        residual: Residual = Residual::Conditional,
    }
    /// Those who are ready to leave acute beds at the start, by counts in two files.
    InitialWaiting {
        /// A CSV file of how many wait for each reason.
        by_reason: String,
        /// A CSV file of how many have been ready for so many days.
        by_band: String,
        /// Explanations.
        notes: Anything => people,
    }
    /// Who is in a service at the start, and waits for it.
    InitialService {
        /// People in it.
        people: Count = Count(0),
        /// People waiting for it.
        queue: Count,
        /// Their group; left out: in proportion to who comes.
        group: String,
        /// How the rest of their stay is drawn.
        residual: Residual = Residual::Conditional,
    }
}

/// How the rest of a stay is drawn for a person who is there at the start.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Residual {
    /// The time so far is a draw of the stay; the rest is drawn given that it is longer.
    #[default]
    Conditional,
    /// Long stays are found more often; the time so far is a level share of the stay.
    LengthBiased,
    /// Level between the lesser of one day and the stay, and the stay.
    Uniform,
    /// Drawn from a distribution of its own.
    Drawn(Distribution),
}

impl LeftOut for Residual {
    fn in_words(&self) -> String {
        match self {
            Self::Conditional => "conditional",
            Self::LengthBiased => "length_biased",
            Self::Uniform => "uniform",
            Self::Drawn(_) => "drawn",
        }
        .to_owned()
    }
}

impl Decode for Residual {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        const WORDS: [(&str, u8); 3] = [("conditional", 0), ("length_biased", 1), ("uniform", 2)];
        if node.entries().is_some() {
            return Lengths::decode(node, path, found).map(|lengths| Self::Drawn(lengths.draw));
        }
        Some(match one_of(node, path, &WORDS, found)? {
            0 => Self::Conditional,
            1 => Self::LengthBiased,
            _ => Self::Uniform,
        })
    }
}

impl Describe for Residual {
    fn describe(all: &mut Definitions) -> Value {
        all.define("residual", |all| {
            json!({
                "title": "rest of a stay",
                "description": "How the rest of a stay is drawn for a person who is there at the start.",
                "anyOf": [
                    { "const": "conditional", "description": "The time so far is drawn from the stay, the rest given \
                      that the stay is longer." },
                    { "const": "length_biased", "description": "Long stays are found more often, and each is \
                      somewhere in its course." },
                    { "const": "uniform", "description": "Level, from one day, or the stay if it is shorter, to the \
                      stay." },
                    Lengths::describe(all),
                ],
            })
        })
    }
}
