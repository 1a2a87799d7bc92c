//! What an outcome must come to: `OUTCOME<=X` or `OUTCOME>=X`, of the whole system or a part of it.

use crate::experiment::address::Address;
use crate::measures::outcome::PerFund;
use crate::scenario::names::Names;
use crate::scenario::sections::funds::plan::not_priced;
use crate::scenario::{Scenario, nearest};

/// Which side of a value an outcome must lie on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `<=`.
    AtMost,
    /// `>=`.
    AtLeast,
}

/// What an outcome must come to, on average over years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Of which outcome.
    pub outcome: Address,
    /// On which side.
    pub side: Side,
    /// Of what.
    pub value: f64,
}

/// No share that anyone aims at is larger; a larger number is meant as percent.
const LARGEST_SHARE: f64 = 2.0;

impl Target {
    /// From `OUTCOME<=X` or `OUTCOME>=X`, with the names of a scenario. Shares may be given in percent.
    ///
    /// # Errors
    /// Where it is neither, in words.
    pub fn parse(text: &str, names: &Names) -> Result<Self, String> {
        let wrong = |what: &str| {
            format!(
                "--target {text}: {what}; expected OUTCOME<=X or OUTCOME>=X, as in delay_days_p90<=2 or \
                 pathways.p1.delay_days_p90<=5"
            )
        };
        let split = [("<=", Side::AtMost), (">=", Side::AtLeast)];
        let found = split.into_iter().find_map(|(sign, side)| Some((text.split_once(sign)?, side)));
        let ((name, value), side) = found.ok_or_else(|| wrong("there is no <= or >="))?;
        let outcome = Address::parse(name, names).map_err(|what| format!("--target {text}: {what}"))?;
        let (name, value, unit) = (name.trim(), value.trim(), outcome.outcome().unit);
        let (number, percent) =
            value.strip_suffix('%').map_or((value, false), |number| (number.trim(), true));
        let number = number.parse::<f64>().ok().filter(|x| x.is_finite());
        let number = number.ok_or_else(|| wrong("its value is not a number"))?;
        if percent && unit != "share" {
            let sign = if side == Side::AtMost { "<=" } else { ">=" };
            return Err(format!(
                "--target {text}: {name} is counted in {unit}, and percent is for shares; expected {name}{sign}{number} or the like, without %"
            ));
        }
        if !percent && unit == "share" && number.abs() > LARGEST_SHARE {
            return Err(format!(
                "--target {text}: {name} is a share, and {number} would be {}%; did you mean {number}%?",
                number * 100.0
            ));
        }
        Ok(Self { outcome, side, value: if percent { number / 100.0 } else { number } })
    }

    /// That what a fund pays for costs no more in a year than its pounds.
    ///
    /// # Errors
    /// Where there is no such fund, or something that it pays for has no price, in words.
    pub fn within_fund(name: &str, base: &Scenario) -> Result<Self, String> {
        let names = &base.names.funds;
        let Some(index) = names.iter().position(|named| named.key == name) else {
            let near = nearest(name, names.iter().map(|named| named.key.as_str()));
            let near = near.map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"));
            let none = if names.is_empty() { "; the scenario has no \"funds\"" } else { "" };
            return Err(format!("--within-fund {name}: there is no such fund{near}{none}"));
        };
        let fund = &base.plan.funds.as_slice()[index];
        if !fund.is_priced {
            let typed = base.file.funds.as_ref().and_then(|all| all.get(name));
            let without = typed.map(|typed| not_priced(&base.file, typed)).unwrap_or_default();
            return Err(format!(
                "--within-fund {name}: what it pays cannot be told, as this has no price: {}; expected a price, be it 0",
                without.join(", ")
            ));
        }
        let outcome = Address::fund(index, PerFund::CostPerYear);
        Ok(Self { outcome, side: Side::AtMost, value: fund.per_year })
    }

    /// How far beyond the target a value is; 0 or less meets it.
    pub fn beyond(&self, value: f64) -> f64 {
        match self.side {
            Side::AtMost => value - self.value,
            Side::AtLeast => self.value - value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;
    use crate::measures::outcome::System;

    fn target(text: &str) -> Result<Target, String> {
        Target::parse(text, &made_up(1).0.names)
    }

    #[test]
    fn percent_of_what_is_no_share_is_told_with_what_to_type() {
        for (typed, expected) in
            [("nctr_people<=5%", "nctr_people<=5 "), ("nctr_people >= 5 %", "nctr_people>=5 ")]
        {
            let told = target(typed).expect_err("refused");
            assert!(told.contains(&format!("expected {expected}")), "{told}");
        }
    }

    #[test]
    fn a_target_is_an_outcome_a_side_and_a_number() {
        let target = |text: &str| target(text).expect("a target");
        let nine = target("delay_days_p90 <= 2");
        assert_eq!(
            (nine.outcome, nine.side, nine.value),
            (Address::system(System::DelayDaysP90), Side::AtMost, 2.0)
        );
        assert!((nine.beyond(3.0) - 1.0).abs() < 1e-12 && nine.beyond(1.0) < 0.0);
        let share = target("discharged_by_17>=70%");
        assert_eq!((share.side, share.value), (Side::AtLeast, 0.7));
        assert!(share.beyond(0.8) < 0.0);
        for (text, value) in [
            ("acute_occupancy<= 92 %", 0.92),
            ("acute_occupancy<=0.92", 0.92),
            ("services.beds.utilisation<=90%", 0.9),
        ] {
            assert!((target(text).value - value).abs() < 1e-12, "{text}");
        }
        assert_eq!(target("pathways.p1.delay_days_p90<=5").outcome.outcome().name, "delay_days_p90");
    }

    #[test]
    fn what_is_no_target_is_refused_with_what_is_near() {
        for (text, said) in [
            ("delay_day_p90<=2", "did you mean \"delay_days_p90\"?"),
            ("pathways.p7.delay_days_p90<=2", "did you mean \"p"),
            ("delay_days_p90", "there is no <= or >="),
            ("delay_days_p90<2", "there is no <= or >="),
            ("delay_days_p90<=two", "its value is not a number"),
            ("delay_days_p90<=NaN", "its value is not a number"),
            ("delay_days_p90<=1e400", "its value is not a number"),
            ("delay_days_p90<=", "its value is not a number"),
            ("nctr_people<=5%", "percent is for shares"),
            ("acute_occupancy<=92", "did you mean 92%?"),
        ] {
            let error = target(text).expect_err(text);
            assert!(error.contains(said) && error.starts_with("--target"), "{text}: {error}");
        }
    }
}
