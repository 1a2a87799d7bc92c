//! Who is on duty: an amount, or a roster by day: `{"mon-fri": 8, "hours": …}`.

use super::amount::{Amount, Staffing};
use super::hours::Hours;
use super::quantities::Count;
use super::table::Decode;
use super::week::{CHANGES, Comes, Laid, Week, is_day_key, named_days};
use crate::scenario::text::fault::Found;
use crate::scenario::text::node::Node;
use crate::scenario::text::path::Path;

/// People on duty by day, and their hours.
#[derive(Clone, Debug, PartialEq)]
pub struct Roster {
    /// How many; days not named: no one.
    pub people: Week<Count>,
    /// The hours of all its days; left out: day and night.
    pub hours: Option<Hours>,
}

impl Roster {
    /// The most people whom it has on any day.
    pub fn most(&self) -> u32 {
        self.people.values().map(|people| people.0).max().unwrap_or(0)
    }
}

/// Who is on duty.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "one for each desk of a file")]
pub enum Staff {
    /// A number, or one that changes by date.
    Amount(Amount<Staffing>),
    /// By day of the week.
    Roster(Roster),
}

impl Laid for Count {
    fn over(&self, _: Option<&Self>) -> Self {
        *self
    }
}

/// Words of a roster beside its days.
const WORDS: [&str; 2] = ["hours", CHANGES];

/// Whether these keys are of a roster: days, and nothing that a roster does not have.
pub fn is_roster<'k>(mut keys: impl Iterator<Item = &'k str> + Clone) -> bool {
    keys.clone().any(is_day_key) && keys.all(|key| is_day_key(key) || WORDS.contains(&key))
}

impl Decode for Staff {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let timetable = ["base", CHANGES, "by_month", "closures"];
        let keys = || node.entries().unwrap_or_default().iter().map(|entry| entry.key.as_str());
        if node.entries().is_none() || keys().any(|key| timetable.contains(&key)) && !is_roster(keys()) {
            return Amount::decode(node, path, found).map(Self::Amount);
        }
        let people: Week<Count> = Week::read(node, &["hours"], Comes::MayRise, named_days, path, found);
        let hours = node.get("hours").and_then(|n| Hours::decode(n, &path.key("hours"), found));
        let roster = Roster { people, hours };
        if roster.most() == 0 && !found.is_faulty(path) {
            found.wrong(node, path, "no member of staff is ever on duty", "people on at least one day");
        }
        Some(Self::Roster(roster))
    }
}
