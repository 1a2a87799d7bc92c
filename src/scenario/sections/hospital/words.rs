//! The words of the hospital: beds, board rounds, hours, and what waiting does.

use serde_json::Value;

use crate::scenario::schema::kinds::{by_day_with, dated_days};
use crate::scenario::sections::services::words::Kept;
use crate::scenario::text::fault::Found;
use crate::scenario::text::node::Node;
use crate::scenario::text::path::Path;
use crate::scenario::values::amount::{Amount, Beds, Counted};
use crate::scenario::values::definitions::{Definitions, Describe, described, or_null};
use crate::scenario::values::duration::Duration;
use crate::scenario::values::hours::{ClockTime, Hours};
use crate::scenario::values::quantities::{Chance, Count, Factor, LogSpread, Power, Share, Spread};
use crate::scenario::values::table::{Anything, Decode, Map, field, map, vocabulary};
use crate::scenario::values::week::{ByDay, CHANGES, Comes, Laid, Week, named_days};

vocabulary! {
    /// The hospital.
    Hospital {
        /// Its name, as reports show it.
        label: String,
        /// Explanations.
        notes: Anything => people,
        /// Acute beds; left out: unlimited.
        beds: Amount<Beds>,
        /// Parts of the beds, escalation included, that only some people may use, or use first.
        kept: Map<Kept>,
        /// How long a bed is empty between two people.
        turnaround: Duration,
        /// Beds that open when the others are full.
        escalation: Escalation,
        /// Rounds that find who is discharge-ready; left out: found at once.
        board_rounds: Rounds,
        /// When people may leave the ward; left out: always.
        discharge_hours: Hours,
        /// What waiting does to people.
        deconditioning: Deconditioning,
        /// What the daily return makes of the people past ready; left out: it counts them.
        daily_return: DailyReturn,
        /// What a full hospital does; left out: nothing.
        pressure: Pressure,
        /// What a long wait for a bed does to people, by a published figure; left out: no figure.
        bed_wait_harm: BedWaitHarm,
    }
    /// Deaths that follow from a long wait for a bed: counted as expected, and nobody dies of it in the run.
    BedWaitHarm {
        /// A wait longer than this does harm.
        over: Duration,
        /// The share of emergencies admitted after such a wait who die beyond those who would have died.
        harmed: Share,
    }
    /// Beds that open when the others are full.
    Escalation {
        /// How many.
        beds: Count = Count(0),
        /// They open above this share of the core beds.
        open_above: Factor = Factor(1.0),
        /// They close below this share of the core beds; left out: as `open_above`.
        close_below: Factor,
    }
    /// What waiting does to people.
    Deconditioning {
        /// The chance at each full day of needing one step more.
        step_up_per_day: Chance = Chance(0.0),
        /// What each day adds to the factor on the later stay.
        stay_factor_per_day: Factor = Factor(0.0),
    }
    /// What the daily return makes of the people past ready in a bed.
    DailyReturn {
        /// How many people it counts for each one past ready in a bed at midnight; left out: 1.
        counts: Amount<Counted>,
        /// How far single days are out: the standard deviation of the logarithm of a factor whose mean is 1.
        spread: LogSpread = LogSpread(0.0),
    }
    /// What a full hospital does: people in acute beds ÷ the beds there are, escalation included, against a
    /// reference.
    Pressure {
        /// The share of the beds in use at which everything is as given elsewhere.
        reference: Factor = Factor(1.0),
        /// The odds that a board round finds somebody are multiplied by (share in use ÷ reference) to this power.
        rounds: Power = Power(0.0),
        /// How fast acute stays pass is (share in use ÷ reference) to this power.
        stays: Power = Power(0.0),
    }
    /// The board rounds of a day.
    DayRounds {
        /// When.
        at: Vec<ClockTime>,
        /// The chance that a round finds a waiting patient.
        reach: Share = Share(1.0),
    }
}

impl Escalation {
    /// They close below this share of the core beds.
    pub fn closes_below(&self) -> Factor {
        self.close_below.unwrap_or(self.open_above())
    }
}

impl Laid for DayRounds {
    /// A change names times, reach or both.
    fn over(&self, before: Option<&Self>) -> Self {
        Self {
            at: self.at.clone().or_else(|| before?.at.clone()),
            reach: self.reach.or_else(|| before?.reach),
        }
    }
}

/// The most board rounds of a day.
pub const MOST_ROUNDS: usize = 48;

/// Board rounds by day, and how much days differ.
#[derive(Clone, Debug, Default)]
pub struct Rounds {
    /// By day, with dated changes; days not named: none.
    pub days: Week<DayRounds>,
    /// The standard deviation of the day's shift of the reach, as a logit.
    pub spread: Option<Spread>,
}

impl Decode for Rounds {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let entries = map(node, path, found)?;
        let spread = field(entries, "spread", path, found);
        let days: Week<DayRounds> = Week::read(node, &["spread"], Comes::AtOnce, named_days, path, found);
        let mut now = days.days.clone();
        for (i, change) in days.changes.iter().enumerate() {
            now = change.to.over(&now);
            let is_without = |day: Option<&DayRounds>| day.is_some_and(|day| day.at.is_none());
            let named = change.to.week.iter().zip(&now.week).filter(|(named, _)| named.is_some());
            if named.map(|(_, now)| now.as_ref()).any(is_without)
                || change.to.bank_holiday.is_some() && is_without(now.bank_holiday.as_ref())
            {
                let at = path.key(CHANGES).index(i).key("to");
                found.wrong(
                    node,
                    &at,
                    "a day that had no round is given no times",
                    "\"at\", as in [\"09:30\"]",
                );
            }
        }
        if days.values().any(|d| d.at.as_ref().is_some_and(|at| at.len() > MOST_ROUNDS)) {
            let what = format!("there are more than {MOST_ROUNDS} rounds on a day");
            found.wrong(node, path, what, format!("at most {MOST_ROUNDS}"));
            return None;
        }
        if days.values().all(|d| d.at.as_ref().is_none_or(Vec::is_empty)) && !found.is_faulty(path) {
            found.wrong(node, path, "there is no round on any day", "rounds on at least one day");
        }
        Some(Self { days, spread })
    }
}

impl Describe for Rounds {
    fn describe(all: &mut Definitions) -> Value {
        all.define("board_rounds", |all| {
            let spread = described(
                or_null(Spread::describe(all)),
                "How much whole days differ: the standard deviation of a shift of the day's reach, as a logit; left \
                 out: 0.",
            );
            let days = ByDay::<DayRounds>::describe(all);
            let changes = dated_days(all, days);
            let mut rounds = by_day_with::<DayRounds>(all, &[("spread", spread), (CHANGES, changes)]);
            rounds["title"] = "board rounds".into();
            rounds["description"] = "Board rounds by day; on days that are not named there is none.".into();
            rounds
        })
    }
}
