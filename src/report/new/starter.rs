//! A starter: a small scenario that runs, with comments, every figure to be replaced.

use super::SCENARIO;
use crate::report::page::Page;
use crate::report::study::File;

/// The scenario, with comments.
pub const STARTER: &str = include_str!("starter.json");
/// Observed figures without any yet.
const OBSERVED: &str = "measure,label,observed,accept_low,accept_high,source\nnctr_remaining,People remaining with no criteria to reside,,,,invented: replace by the mean of your daily return\n";
/// What the folder is.
const README: &str = "# A starter\n\n`scenario.json` runs as it stands; every figure in it is invented, to be replaced by yours. `observed.csv` is for what was\nobserved; `wardflow schema --measures` lists what it may hold.\n\n```sh\nwardflow check scenario.json --explain\nwardflow run scenario.json\n```\n";

/// The files.
pub fn files() -> Vec<File> {
    let file = |name: &str, text: &str| File::of(name, Ok(text.as_bytes().to_vec()));
    vec![file(SCENARIO, STARTER), file(super::OBSERVED, OBSERVED), file("README.md", README)]
}

/// The page, without where the files are.
pub fn page() -> Page {
    let mut page = Page::of("A starter: a small hospital that runs");
    page.say("Every figure in it is invented; comments say what to put in its place and where it is found.");
    page
}
