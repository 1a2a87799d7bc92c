//! Amounts of capacity, as the schema says them: a number, `"unlimited"`, or a timetable of dated
//! changes. `values::amount` reads them.

use serde_json::{Value, json};

use crate::scenario::values::amount::{Amount, Change, Closing, Dated, Kind, Moment, Timetabled};
use crate::scenario::values::definitions::{Definitions, Describe, described, or_null};
use crate::scenario::values::quantities::MOST;

impl Describe for Moment {
    fn describe(all: &mut Definitions) -> Value {
        let start = json!({ "const": "start", "description": "The first measured day." });
        json!({ "anyOf": [jiff::civil::Date::describe(all), start] })
    }
}

/// So much, or without limit.
fn level<K: Kind>(all: &mut Definitions) -> Value {
    all.define(&format!("number_of_{}", K::OF.replace([' ', ','], "_").replace("__", "_")), |_| {
        let number = if K::WHOLE { "integer" } else { "number" };
        if !K::MAY_BE_UNLIMITED {
            return json!({
                "title": format!("number of {}", K::OF),
                "type": number, "minimum": 0, "maximum": MOST as i64,
            });
        }
        json!({
            "title": format!("number of {}", K::OF),
            "description": format!("A number of {}, or without limit.", K::OF),
            "anyOf": [
                { "type": number, "minimum": 0, "maximum": MOST as i64 },
                { "const": "unlimited", "description": "Without limit." },
            ],
        })
    })
}

/// A section in which some words have a closer kind than their table says.
pub(super) fn closer(name: &str, all: &mut Definitions, kinds: &[(&str, Value)]) -> Value {
    let mut made = all.take(name).unwrap_or_default();
    for (key, kind) in kinds {
        if let Some(property) = made.pointer_mut(&format!("/properties/{key}")) {
            let says = property["description"].as_str().unwrap_or_default().to_owned();
            *property = described(or_null(kind.clone()), &says);
        }
    }
    made
}

impl<K: Kind> Describe for Change<K> {
    fn describe(all: &mut Definitions) -> Value {
        let to = level::<K>(all);
        let _ = Dated::describe(all);
        closer("dated", all, &[("to", to)])
    }
}

/// Days on which something is closed, or partly.
fn closure<K: Kind>(all: &mut Definitions) -> Value {
    let lost =
        json!({ "type": if K::WHOLE { "integer" } else { "number" }, "minimum": 0, "maximum": MOST as i64 });
    let _ = Closing::describe(all);
    closer("closing", all, &[("lost", lost)])
}

impl<K: Kind> Describe for Amount<K> {
    fn describe(all: &mut Definitions) -> Value {
        let name = format!("amount_of_{}", K::OF.replace([' ', ','], "_").replace("__", "_"));
        all.define(&name, |all| {
            let base = level::<K>(all);
            let changes = json!({ "type": "array", "items": Change::<K>::describe(all) });
            let _ = Timetabled::describe(all);
            let closures = json!({ "type": "array", "items": closure::<K>(all) });
            let closer_words = [("base", base.clone()), ("changes", changes), ("closures", closures)];
            let timetable = closer("timetabled", all, &closer_words);
            json!({
                "title": format!("amount of {}", K::OF),
                "description": format!(
                    "A number of {}{}, or a timetable of dated changes.",
                    K::OF,
                    if K::MAY_BE_UNLIMITED { ", \"unlimited\"" } else { "" },
                ),
                "anyOf": [base, timetable],
                "examples": [12, { "base": 12, "changes": [{ "from": "start", "to": 20, "over": "8w" }] }],
            })
        })
    }
}
