//! Values set from outside that do not hold for long: a number set on a timetable becomes its base, and
//! its dated changes come after it all the same.

use jiff::civil::Date;

use crate::scenario::build::setup::Setup;
use crate::scenario::text::fault::Found;
use crate::scenario::text::node::{Node, Value};
use crate::scenario::text::path::Path;
use crate::scenario::values::quantities::date;

/// The code of a value that a later change overrides.
pub const CODE: &str = "W16";

/// Warns of each base that was set and has a dated change after it; `bases` are the timetables.
pub fn warn(setup: Setup<'_>, bases: &[Path], found: &mut Found) {
    let calendar = setup.calendar;
    let (start, end) = (calendar.start(), calendar.day(calendar.days_to_end() - 1).date);
    let first = calendar.day(calendar.first_day()).date;
    let mut told: Vec<&Path> = Vec::new();
    for path in bases {
        if told.contains(&path) {
            continue;
        }
        told.push(path);
        let Some(Value::List(changes)) = setup.root.find(&path.key("changes")).map(|node| &node.value) else {
            continue;
        };
        let dated =
            changes.iter().filter_map(|change| Some((from(change, start)?, change.get("to")?.shown())));
        // The changes are in order, or that is a fault of its own; those that lie before the run all act
        // at its start.
        let dated: Vec<(Date, String)> = dated.filter(|(from, _)| *from <= end).collect();
        let before = dated.iter().filter(|(from, _)| *from <= first).count();
        let Some((on, to)) = dated.get(before.saturating_sub(1)) else { continue };
        let holds = if *on <= first {
            "so the value set never holds".to_owned()
        } else if *on <= start {
            format!("so the value set holds before that only, and not on the measured days from {start} on")
        } else {
            format!("so the value set holds only until then, and not to the end of the run, {end}")
        };
        let text = format!(
            "its dated change on {on} makes it {to}, {holds}; {path}.changes=null beside it takes its changes away, += and *= change them too"
        );
        found.warn(CODE, path, text);
    }
}

fn from(change: &Node, start: Date) -> Option<Date> {
    match change.get("from")?.text()? {
        "start" => Some(start),
        text => date(text),
    }
}
