//! One run day by day: a table of one day a week, which says it without script, and the days themselves for
//! `replay.js`, which draws bars and plays them once it is told to. Next: `closing.rs`.

use serde_json::json;

use super::markup::Markup;
use super::{Section, table};
use crate::report::brief::Replay;

/// The script; it stands only on a page with a replay.
pub const SCRIPT: &str = include_str!("replay.js");

/// SHA-256 of `replay.js`, in base64, as that of `script.js` in `mod.rs`.
pub const SCRIPT_SHA256: &str = "y2wI29p/fCXIK1wRwwwc0TfCilq8v2xrothKzlmAJDw=";

/// Writes it.
pub fn write(m: &mut Markup, replay: &Replay) -> Section {
    let at = ("replay", replay.heading());
    m.block("section", &[("aria-labelledby", at.0), ("class", at.0)], |m| {
        m.words("h2", &[("id", at.0)], at.1);
        m.words("p", &[], &replay.note);
        let days = json!({ "start": replay.start, "places": replay.places }).to_string();
        m.block("div", &[("class", "days"), ("data-replay", &days)], |_| ());
        m.block("details", &[("class", "numbers screen")], |m| {
            m.words("summary", &[], "Show as table, one day of each week");
            table::write(m, &replay.weeks, "replay-table", at.1);
        });
    });
    at
}
