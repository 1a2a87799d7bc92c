//! The same scenarios with a longer warm-up, where there can be any.

use super::TIMES;
use crate::scenario::{Faults, Scenario, Setting, Variants};

/// The path of the warm-up.
const WARM_UP: &str = "calendar.warm_up";

/// A longer warm-up than a scenario's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Longer {
    /// The scenario's own, and the longer one, in days.
    pub warm_up: [u32; 2],
    setting: Setting,
}

impl Longer {
    /// Four times the warm-up; where there is none, as many days as are measured.
    ///
    /// # Errors
    /// Why there is none: the people who are there at the start are those of a day.
    pub fn than(scenario: &Scenario) -> Result<Self, String> {
        if scenario.begins_with_people() {
            return Err(
                "“initial” says who is there on the day on which the run begins, and a longer warm-up \
                        begins on another day"
                    .to_owned(),
            );
        }
        let calendar = &scenario.plan.calendar;
        let own = calendar.warm_up_days();
        let longer = if own == 0 { calendar.measured_days() } else { own.saturating_mul(TIMES) };
        Ok(Self { warm_up: [own, longer], setting: Setting::replace(WARM_UP, &format!("{longer}d")) })
    }

    /// The setting that makes it longer.
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// The scenario of a file with it, and what may be changed of that.
    ///
    /// # Errors
    /// Why there is none.
    pub fn variants(&self, of: &Variants) -> Result<Variants, String> {
        let longer = of.under(std::slice::from_ref(&self.setting)).map_err(|faults| why_not(&faults))?;
        self.holds(longer.base())?;
        Ok(longer)
    }

    /// Whether a scenario that was made has it; what is set on top of it may be the warm-up itself.
    ///
    /// # Errors
    /// Where it has another.
    pub fn holds(&self, made: &Scenario) -> Result<(), String> {
        if made.plan.calendar.warm_up_days() == self.warm_up[1] {
            return Ok(());
        }
        Err("the warm-up is itself among what is changed".to_owned())
    }
}

/// The first fault in short, without the place of the file.
pub fn why_not(faults: &Faults) -> String {
    faults
        .all()
        .first()
        .map_or_else(|| "it is faulty".to_owned(), |fault| format!("{}: {}", fault.path, fault.what))
}
