//! The words of who is there at the start.

use serde_json::{Value, json};

use crate::scenario::text::fault::Found;
use crate::scenario::text::node::Node;
use crate::scenario::text::path::Path;
use crate::scenario::values::definitions::{Definitions, Describe};
use crate::scenario::values::distribution::Lengths;
use crate::scenario::values::quantities::Count;
use crate::scenario::values::table::{Anything, Decode, Map, one_of, vocabulary};

vocabulary! {
    /// Who is there at the start of the simulated span.
    Initial {
        /// In acute beds.
        hospital: InitialHospital,
        /// In services and waiting for them.
        services: Map<InitialService>,
        /// A CSV file with one person a row, instead of counts.
        census: String,
        /// Explanations.
        notes: Anything,
    }
    /// Who is in acute beds at the start.
    InitialHospital {
        /// People in acute beds.
        people: Count,
        /// Those of them who are discharge-ready: as such people wait in the long run, those in the queues of
        /// services among them.
        ready: Count,
        /// Their group; left out: in proportion to arrivals.
        group: String,
        /// How the rest of their stay is drawn.
        residual: Residual,
    }
    /// Who is in a service at the start, and waits for it.
    InitialService {
        /// People in it.
        people: Count,
        /// People waiting for it.
        queue: Count,
        /// Their group; left out: in proportion to who comes.
        group: String,
        /// How the rest of their stay is drawn.
        residual: Residual,
    }
}

/// How the rest of a stay is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Residual {
    /// Elapsed time drawn from the stay, the rest given survival.
    Conditional,
    /// Long stays are found more often.
    LengthBiased,
    /// Level, from a day at most to the stay.
    Uniform,
    /// From a distribution of its own.
    Drawn(Lengths),
}

impl Decode for Residual {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        const WORDS: [(&str, u8); 3] = [("conditional", 0), ("length_biased", 1), ("uniform", 2)];
        if node.entries().is_some() {
            return Lengths::decode(node, path, found).map(Self::Drawn);
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
                "description": "How the rest of a stay is drawn for somebody who is there at the start; left out: \
                                conditional.",
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
