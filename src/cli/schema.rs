//! `wardflow schema`: the JSON Schema of the scenario file, or the same as a page for people.

use clap::Args;

use super::messages::say;
use super::study::Call;
use super::{Does, Exit};
use crate::report::measures;
use crate::scenario::schema;

/// What `schema` is told.
#[derive(Debug, Args)]
pub struct Schema {
    /// Print the same as a page for people, in Markdown
    #[arg(long)]
    pub markdown: bool,

    /// Print the columns and measures of a file for --observed
    #[arg(long, conflicts_with = "markdown")]
    pub measures: bool,
}

impl Does for Schema {
    const EXAMPLES: &str = "\
Examples:
  wardflow schema > scenarios/schema.json           then \"$schema\": \"schema.json\" in a scenario beside it
  wardflow schema --markdown > docs/scenario.md";

    fn does(&self, _: &Call) -> Result<Exit, Exit> {
        Ok(say(&match self {
            Self { measures: true, .. } => measures::page(),
            Self { markdown: true, .. } => schema::reference::page(),
            Self { .. } => schema::text(),
        }))
    }
}
