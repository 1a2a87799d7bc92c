//! `wardflow schema`: the JSON Schema of the scenario file, or the same as a page for people.

use super::Exit;
use super::arguments;
use super::messages::say;
use crate::report::measures;
use crate::scenario::schema;

/// Does what was typed.
pub fn schema(typed: &arguments::Schema) -> Exit {
    say(&match typed {
        arguments::Schema { measures: true, .. } => measures::page(),
        arguments::Schema { markdown: true, .. } => schema::reference::page(),
        arguments::Schema { .. } => schema::text(),
    })
}
