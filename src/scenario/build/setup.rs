//! What every check can see: the file, where things were typed, the days and the names.

use super::index::Index;
use crate::base::Calendar;
use crate::scenario::sections::events::effects::Effects;
use crate::scenario::sections::file::File;
use crate::scenario::sections::initial::counts::Counts;
use crate::scenario::sections::initial::rows::Rows;
use crate::scenario::text::fault::Fault;
use crate::scenario::text::node::Node;
use crate::scenario::text::path::Path;

/// What every check can see: the file, where things were typed, the days and the names.
#[derive(Clone, Copy)]
pub struct Setup<'a> {
    /// As typed.
    pub file: &'a File,
    /// The same with the place of each word.
    pub root: &'a Node,
    /// The days of the run.
    pub calendar: &'a Calendar,
    /// The names.
    pub index: &'a Index,
    /// Dated effects.
    pub effects: &'a Effects<'a>,
    /// The rows of the census, if there is one.
    pub census: Option<&'a Rows>,
    /// Counts of those who are ready at the start, if there are any.
    pub waiting: Option<&'a Counts>,
}

impl Setup<'_> {
    /// A fault where the value at `path` was typed.
    pub fn fault(&self, path: &Path, what: impl Into<String>) -> Fault {
        Fault::new(self.root.origin_of(path), path, what)
    }

    /// Whether a value was typed at `path`, faulty or not.
    pub fn has(&self, path: &Path) -> bool {
        self.root.find(path).is_some()
    }
}
