//! Words that are read but not simulated yet. Where one is given and would change something, a
//! warning says so: nothing is left out in silence. Shrinks as the model grows.

use crate::scenario::build::setup::Setup;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

/// The warnings' code.
const CODE: &str = "W20";

/// Warns of everything that is read but not simulated yet, once for each word.
pub fn warn(setup: Setup<'_>, found: &mut Found) {
    if setup.file.rag.is_some() {
        found.warn(CODE, &Path::of("rag"), "read but not simulated yet: results carry no ratings");
    }
}
