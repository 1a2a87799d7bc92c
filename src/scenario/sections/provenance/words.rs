//! The words of where figures come from.

use jiff::civil::Date;
use serde_json::json;

use super::judgement::{Judgements, check_within};
use crate::scenario::text::fault::Found;
use crate::scenario::text::node::{Node, Value};
use crate::scenario::text::path::Path;
use crate::scenario::text::setting::Figure;
use crate::scenario::values::definitions::{Definitions, Describe, described, or_null};
use crate::scenario::values::table::{Anything, Decode, choice, map, vocabulary};

vocabulary! {
    /// Where a figure comes from.
    Source {
        /// What kind of figure it is.
        kind: SourceKind,
        /// Where it stands, or why it was assumed.
        source: String,
        /// Between what it may lie.
        range: Anything,
        /// Whether `calibrate` moves it within its range, or as people judged it, where nothing else is asked.
        calibrate: bool = false,
        /// The last day of what a fitted figure was fitted to.
        fitted_to: Date,
        /// What people who know think it is, for `calibrate`: pooled, it says which values are likely before anything was
        /// observed.
        elicited: Judgements,
        /// Explanations.
        notes: Anything => people,
    }
}

choice! {
    /// What kind of figure.
    SourceKind {
        /// Stands in the source.
        Stated = "stated",
        /// Arithmetic on stated figures.
        Derived = "derived",
        /// Without a source.
        Assumed = "assumed",
        /// Moved until results agreed with what was observed.
        Fitted = "fitted",
        /// Set by a scenario on top of another, as its question asks.
        Given = "given",
    }
}

/// Sources by the path of the figure.
#[derive(Clone, Debug, Default)]
pub struct Sources(pub Vec<(String, Source)>);

impl Decode for Sources {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let mut all = Vec::new();
        for entry in map(node, path, found)? {
            let at = path.key(&entry.key);
            if let Some(source) = Source::decode(&entry.node, &at, found) {
                if let Some(range) = entry.node.get("range") {
                    check_range(range, &at.key("range"), found);
                    if let (Some(ends), Some(judgements)) = (Figure::ends(&range.to_json()), &source.elicited)
                    {
                        check_within(&ends, judgements, range, &at.key("range"), found);
                    }
                }
                all.push((entry.key.clone(), source));
            }
        }
        Some(Self(all))
    }
}

fn check_range(node: &Node, path: &Path, found: &mut Found) {
    let pair = matches!(&node.value, Value::List(list) if list.len() == 2
        && list.iter().all(|n| matches!(n.value, Value::Number(_) | Value::Text(_))));
    if !pair {
        found.wrong(
            node,
            path,
            format!("{} is not a range", node.shown()),
            "a list of the least and the greatest",
        );
    }
}

impl Describe for Sources {
    fn describe(all: &mut Definitions) -> serde_json::Value {
        let source = Source::describe(all);
        if let Some(range) = all.get_mut("source").and_then(|source| source.pointer_mut("/properties/range"))
        {
            let says = range["description"].as_str().unwrap_or_default().to_owned();
            let pair = json!({
                "type": "array",
                "items": { "type": ["number", "string"] },
                "minItems": 2,
                "maxItems": 2,
                "examples": [[60, 70], ["5d", "6.5d"]],
            });
            *range = described(or_null(pair), &says);
        }
        json!({ "type": "object", "additionalProperties": or_null(source) })
    }
}
