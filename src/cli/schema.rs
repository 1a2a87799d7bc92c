//! `wardflow schema`: the JSON Schema of the scenario file, or the same as a page for people.

use super::Exit;
use super::arguments;
use super::messages::say;
use crate::scenario::schema;

/// Does what was typed.
pub fn schema(typed: &arguments::Schema) -> Exit {
    say(&if typed.markdown { schema::reference::page() } else { schema::text() })
}
