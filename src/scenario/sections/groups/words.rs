//! The words of groups of people: how many come and when, how planned people wait, what waiting does.

use serde_json::{Value, json};

use crate::base::Span;
use crate::scenario::text::fault::Found;
use crate::scenario::text::node::Node;
use crate::scenario::text::path::Path;
use crate::scenario::values::definitions::{Definitions, Describe};
use crate::scenario::values::distribution::{Lengths, Numbers};
use crate::scenario::values::duration::Duration;
use crate::scenario::values::hours::ClockTime;
use crate::scenario::values::quantities::{Chance, Factor, Rate, Share, VarianceOverMean, Weight};
use crate::scenario::values::table::{Anything, Decode, LeftOut, Map, choice, vocabulary};
use crate::scenario::values::week::{ByDay, DAYS};

vocabulary! {
    /// A group of people who arrive alike.
    Group {
        /// Its name, as reports show it.
        label: String,
        /// What it is.
        description: String => people,
        /// Explanations.
        notes: Anything => people,
        /// Emergency or elective.
        kind: Kind = Kind::Emergency,
        /// Where its people come in.
        enters: Enters = Enters::Admission,
        /// How many come, and when.
        arrivals: Arrivals,
        /// The acute stay.
        stay: Lengths,
        /// Shares of those who live, by pathway; left out: all p0.
        needs: Map<Share>,
        /// The share that dies at the end of the acute stay.
        dies_in_hospital: Share = Share(0.0),
        /// The share of discharges that comes back within 30 days.
        readmitted_30d: Share = Share(0.0),
        /// What may happen while people wait, discharge-ready.
        while_waiting: WhileWaiting,
        /// Shares of people with each trait.
        traits: Map<Share>,
        /// How planned people wait and are cancelled.
        elective: Elective,
        /// Services that look after a share of these people instead of their being admitted, if they can.
        instead_of_admission: Map<InsteadOfAdmission>,
        /// Emergencies who go home untreated, as they have no bed.
        leaves_bed_queue: LeavesBedQueue,
    }
    /// Who is turned on arrival to this service from home, and is admitted only where it has no place in time.
    InsteadOfAdmission {
        /// The share of the group's people who are turned to it; all shares of a group sum to at most 1.
        share: Share = Share(1.0),
        /// How long they wait at home for its place before they queue for an acute bed.
        waits: Duration = Duration::ZERO,
        /// Explanations.
        notes: Anything => people,
    }
    /// Emergencies who leave the queue for an acute bed by themselves.
    LeavesBedQueue {
        /// How long they wait before.
        after: Duration = Duration::ZERO,
        /// The share of them who then leave.
        share: Share = Share(1.0),
        /// The rate a day at which these do it from then on; left out: at once.
        per_day: Rate,
        /// Explanations.
        notes: Anything => people,
    }
    /// How many people arrive, and when.
    Arrivals {
        /// People a day.
        per_day: Rate = Rate(0.0),
        /// Twelve factors on `per_day`, January first, taken as they stand: their mean should be 1.
        by_month: Vec<Factor>,
        /// Seven factors on `per_day`, Monday first, taken as they stand: their mean should be 1.
        by_weekday: Vec<Factor>,
        /// 24 factors from midnight on, or counts, scaled to mean 1; or a map of such lists by days.
        by_hour: ByHour,
        /// The factor of bank holidays.
        by_bank_holiday: Factor = Factor(1.0),
        /// Variance ÷ mean of the day's count, 1 or more: 1 is Poisson.
        variance_over_mean: VarianceOverMean = VarianceOverMean(1.0),
        /// How many people come together, at the same moment: whole numbers from 1 to 1,000. `per_day` stays the number of
        /// people; `variance_over_mean` is that of the number of batches.
        batch: Numbers,
        /// Whether the group has day factors of its own; else all groups share them.
        per_group: bool = false,
        /// A CSV file with each day's rate.
        daily_rates: String,
        /// A CSV file with each day's count, taken as observed.
        daily_counts: String,
        /// A CSV file with a count for each month: `per_day` and `by_month` are for months that it leaves out.
        monthly_counts: String,
        /// The column of that file.
        column: String,
        /// The share of the monthly counts that is of this group.
        share: Share = Share(1.0),
    }
    /// What may happen to people who wait, discharge-ready.
    WhileWaiting {
        /// The chance that nothing more is needed within a day; all three chances together are at most 1.
        recovers_per_day: Chance = Chance(0.0),
        /// The chance of being unwell again within a day.
        unwell_per_day: Chance = Chance(0.0),
        /// The further acute stay of those unwell again.
        unwell_stay: Lengths,
        /// The chance of dying within a day.
        dies_per_day: Chance = Chance(0.0),
    }
    /// How planned people wait for a bed.
    Elective {
        /// Whether they come before emergencies.
        before_emergencies: bool = false,
        /// The time of day when they give up, or "arrival".
        gives_up_at: GivesUp = GivesUp::Never,
        /// How long after giving up they come again: whole days at their time of day, else to the minute; left out: never.
        rebooked_after: Duration,
    }
}

choice! {
    /// Emergency or planned.
    Kind {
        /// Unplanned.
        Emergency = "emergency",
        /// Planned.
        Elective = "elective",
    }
    /// Where people come in.
    Enters {
        /// They queue for an acute bed.
        Admission = "admission",
        /// They stand in an acute bed, discharge-ready at once.
        Ready = "ready",
        /// They join the queues of services from home.
        Community = "community",
    }
}

/// When in the day people come.
#[derive(Clone, Debug, PartialEq)]
pub enum ByHour {
    /// The same hours every day; none: level.
    EveryDay(Vec<Weight>),
    /// By day.
    ByDay(ByDay<DayProfile>),
}

/// The hours of a day, 24 of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DayProfile(pub Vec<f64>);

impl Decode for ByHour {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let Some(entries) = node.entries() else { return Vec::decode(node, path, found).map(Self::EveryDay) };
        let by_day: ByDay<DayProfile> = ByDay::read(entries, &[], path, found);
        let named = by_day.week.iter().position(Option::is_none);
        if let Some(day) = named.filter(|_| !found.is_faulty(path)) {
            let what = format!("there are no hours for {}", DAYS[day]);
            found.wrong(node, path, what, "hours of every day, as in \"mon-fri\" and \"sat-sun\"");
        }
        Some(Self::ByDay(by_day))
    }
}

impl Decode for DayProfile {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let hours: Vec<Weight> = Vec::decode(node, path, found)?;
        let hours: Vec<f64> = hours.iter().map(|weight| weight.0).collect();
        if hours.len() != 24 {
            let what = format!("the list has {} numbers", hours.len());
            found.wrong(node, path, what, "24 numbers");
            return None;
        }
        if hours.iter().all(|hour| *hour <= 0.0) {
            found.wrong(node, path, "all hours are 0", "an hour in which people come");
            return None;
        }
        Some(Self(hours))
    }
}

impl Describe for ByHour {
    fn describe(all: &mut Definitions) -> Value {
        json!({ "anyOf": [Vec::<Weight>::describe(all), ByDay::<DayProfile>::describe(all)] })
    }
}

impl Describe for DayProfile {
    fn describe(all: &mut Definitions) -> Value {
        let hour = Weight::describe(all);
        json!({ "type": "array", "items": hour, "minItems": 24, "maxItems": 24 })
    }
}

/// When a planned person without a bed is cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivesUp {
    /// Never.
    Never,
    /// At once.
    AtArrival,
    /// At this time of its day, or at once where that is past.
    At(Span),
}

impl LeftOut for GivesUp {
    fn in_words(&self) -> String {
        match self {
            Self::Never => "never".to_owned(),
            Self::AtArrival => "arrival".to_owned(),
            Self::At(_) => "at a time".to_owned(),
        }
    }
}

impl Decode for GivesUp {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        if node.text() == Some("arrival") {
            return Some(Self::AtArrival);
        }
        ClockTime::decode(node, path, found).map(|time| Self::At(time.0))
    }
}

impl Describe for GivesUp {
    fn describe(all: &mut Definitions) -> Value {
        let at_once = json!({ "const": "arrival", "description": "At once, if no bed is free." });
        json!({ "anyOf": [ClockTime::describe(all), at_once] })
    }
}
