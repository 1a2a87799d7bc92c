//! Texts, lists, maps, lengths of time, dates, hours, day keys and rosters, as the schema says them.
//!
//! What `values` reads of each stands beside its reader; a pattern here says the same in the words
//! of JSON Schema. `amounts` and `distributions` hold what is made of these.

use super::amounts::closer;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::scenario::values::amount::{Amount, Dated, Staffing};
use crate::scenario::values::definitions::{Definitions, Describe, described, or_null};
use crate::scenario::values::duration::Duration;
use crate::scenario::values::hours::{CLOSED, ClockTime, DayHours, Hours, MOST_STRETCHES};
use crate::scenario::values::quantities::{Count, MOST};
use crate::scenario::values::roster::{Roster, Staff};
use crate::scenario::values::table::{Anything, Choice, Each, Map};
use crate::scenario::values::week::{ByDay, CHANGES, DatedDays};

/// What a name may be made of.
const NAME: &str = "^[A-Za-z0-9_-]{1,64}$";
const TIME: &str = "([01][0-9]|2[0-3]):[0-5][0-9]";
const DAY: &str = "(mon|tue|wed|thu|fri|sat|sun)";

impl Describe for String {
    fn describe(_: &mut Definitions) -> Value {
        json!({ "type": "string" })
    }
}

impl Describe for bool {
    fn describe(_: &mut Definitions) -> Value {
        json!({ "type": "boolean" })
    }
}

impl Describe for Anything {
    fn describe(_: &mut Definitions) -> Value {
        json!({})
    }
}

impl<T: Describe> Describe for Vec<T> {
    fn describe(all: &mut Definitions) -> Value {
        json!({ "type": "array", "items": T::describe(all) })
    }
}

impl<T: Describe> Describe for Map<T> {
    fn describe(all: &mut Definitions) -> Value {
        json!({
            "type": "object",
            "propertyNames": { "pattern": NAME },
            "additionalProperties": or_null(T::describe(all)),
        })
    }
}

impl<C: Choice, T: Describe> Describe for Each<C, T> {
    fn describe(all: &mut Definitions) -> Value {
        let value = or_null(T::describe(all));
        let keys: serde_json::Map<String, Value> = C::WORDS
            .iter()
            .map(|(word, _, says)| ((*word).to_owned(), described(value.clone(), says)))
            .collect();
        json!({ "type": "object", "properties": keys, "additionalProperties": false })
    }
}

impl Describe for Count {
    fn describe(all: &mut Definitions) -> Value {
        all.define("count", |_| {
            json!({
                "title": "a whole number",
                "description": "A whole number.",
                "type": "integer",
                "minimum": 0,
                "maximum": MOST as i64,
            })
        })
    }
}

impl Describe for Date {
    fn describe(all: &mut Definitions) -> Value {
        all.define("date", |_| {
            json!({
                "title": "date",
                "description": "A date from 1900 to 2199.",
                "type": "string",
                "format": "date",
                "pattern": "^(19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}$",
                "examples": ["2024-10-01"],
            })
        })
    }
}

impl Describe for Duration {
    fn describe(all: &mut Definitions) -> Value {
        all.define("length_of_time", |_| {
            json!({
                "title": "length of time",
                "description": "A length of time with its unit: w for weeks, d for days, h for hours, min for \
                                minutes. With opening hours, a day is one open day and an hour an open hour.",
                "type": "string",
                "pattern": r"^\s*\+?([0-9]+\.?[0-9]*|\.[0-9]+)\s*(w|d|h|min)\s*$",
                "examples": ["5.5d", "4h", "30min", "8w"],
            })
        })
    }
}

impl Describe for ClockTime {
    fn describe(all: &mut Definitions) -> Value {
        all.define("time_of_day", |_| {
            json!({
                "title": "time of day",
                "description": "A time from 00:00 to 23:59.",
                "type": "string",
                "pattern": format!("^{TIME}$"),
                "examples": ["09:30"],
            })
        })
    }
}

impl Describe for DayHours {
    fn describe(all: &mut Definitions) -> Value {
        all.define("hours_of_a_day", |_| {
            let stretch = format!(r"\s*{TIME}\s*-\s*({TIME}|24:00)\s*");
            json!({
                "title": "hours of a day",
                "description": "From one time of the day to a later one, 24:00 being its end; with an end that is not \
                                later, to that time of the next day. Several stretches with commas between them, or as \
                                a list.",
                "anyOf": [
                    { "type": "string", "pattern": format!("^{stretch}(,{stretch})*$") },
                    { "type": "array", "minItems": 1, "maxItems": MOST_STRETCHES,
                      "items": { "type": "string", "pattern": format!("^{stretch}$") } },
                    { "const": CLOSED, "description": "Not open." },
                ],
                "examples": ["08:00-18:00", "08:00-12:00, 13:00-17:00", "20:00-08:00"],
            })
        })
    }
}

/// The day keys of a map, each with the same kind of value.
fn day_keys<T: Describe>(all: &mut Definitions) -> (Value, Value) {
    let value = or_null(T::describe(all));
    let keys: serde_json::Map<String, Value> = ["mon-fri", "sat-sun", "mon-sun"]
        .into_iter()
        .chain(["mon", "tue", "wed", "thu", "fri", "sat", "sun", "bank_holiday"])
        .map(|key| (key.to_owned(), value.clone()))
        .collect();
    (keys.into(), json!({ format!("^{DAY}-{DAY}$"): value }))
}

impl<T: Describe> Describe for ByDay<T> {
    fn describe(all: &mut Definitions) -> Value {
        let (keys, ranges) = day_keys::<T>(all);
        json!({
            "type": "object",
            "properties": keys,
            "patternProperties": ranges,
            "additionalProperties": false,
        })
    }
}

/// A map by days with some other words beside the day keys.
pub fn by_day_with<T: Describe>(all: &mut Definitions, others: &[(&str, Value)]) -> Value {
    let mut by_day = ByDay::<T>::describe(all);
    if let Some(keys) = by_day.get_mut("properties").and_then(Value::as_object_mut) {
        keys.extend(others.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
    }
    by_day
}

/// Dated changes of days, which come at once.
pub fn dated_days(all: &mut Definitions, to: Value) -> Value {
    let _ = DatedDays::describe(all);
    let change = closer("dated_days", all, &[("to", to)]);
    described(or_null(json!({ "type": "array", "items": change })), DATED)
}

const DATED: &str =
    "Dated changes of some days, in order; days that a change does not name stay as they are.";

impl Describe for Hours {
    fn describe(all: &mut Definitions) -> Value {
        all.define("hours", |all| {
            let day = DayHours::describe(all);
            let days = ByDay::<DayHours>::describe(all);
            let changes = dated_days(all, json!({ "anyOf": [day.clone(), days] }));
            json!({
                "title": "hours",
                "description": "Hours that are the same every day, or a map by days. Days that are not named are \
                                closed; a bank holiday without a key is a Sunday.",
                "anyOf": [day, by_day_with::<DayHours>(all, &[(CHANGES, changes)])],
                "examples": ["08:00-20:00", { "mon-fri": "08:00-18:00", "sat": "09:00-13:00" }],
            })
        })
    }
}

impl Describe for Staff {
    fn describe(all: &mut Definitions) -> Value {
        all.define("staff", |all| {
            json!({
                "title": "staff",
                "description": "People on duty: an amount, day and night, or a roster by days. Days that a roster \
                                does not name have no staff.",
                "anyOf": [Amount::<Staffing>::describe(all), Roster::describe(all)],
                "examples": [12, { "mon-fri": 8, "sat-sun": 3, "hours": "08:00-18:00" }],
            })
        })
    }
}

impl Describe for Roster {
    fn describe(all: &mut Definitions) -> Value {
        let hours =
            described(or_null(Hours::describe(all)), "The hours of all its days; left out: day and night.");
        let days = ByDay::<Count>::describe(all);
        let _ = Dated::describe(all);
        let change = closer("dated", all, &[("to", days)]);
        let changes = described(or_null(json!({ "type": "array", "items": change })), DATED);
        by_day_with::<Count>(all, &[("hours", hours), (CHANGES, changes)])
    }
}
