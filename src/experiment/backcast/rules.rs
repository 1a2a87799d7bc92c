//! The three simple rules that a forecast has to beat: what an analyst does without a model. Each sees only the
//! days before its origin.

use crate::experiment::worlds::history::{History, WEEK, mean_of, week_from};

/// So many weeks back a rule looks for one that was reported.
const WEEKS_BACK: usize = 8;
/// Days after which the same weekday comes in the same season.
const YEAR: usize = 364;

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The mean of the last reported week.
    Last,
    /// The same week of last year; where that was not reported, as [`Rule::Last`].
    LastYear,
    /// The mean of the last eight weeks.
    EightWeeks,
}

impl Rule {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Last, Self::LastYear, Self::EightWeeks];

    /// As in files.
    pub fn key(self) -> &'static str {
        ["last_value", "same_week_last_year", "mean_of_eight_weeks"][self as usize]
    }

    /// In words.
    pub fn words(self) -> &'static str {
        ["last value", "same week last year", "mean of the last eight weeks"][self as usize]
    }

    /// What it says of a week ahead, of which the first is 1.
    pub fn week(self, history: &History, origin: usize, week: usize) -> Option<f64> {
        let of_year = || week_from(&before(history, origin), (origin + WEEK * (week - 1)).checked_sub(YEAR)?);
        match self {
            Self::LastYear => of_year().or_else(|| last(history, origin)),
            _ => self.any(history, origin),
        }
    }

    /// What it says of a day ahead, of which the first is 0.
    pub fn day(self, history: &History, origin: usize, ahead: usize) -> Option<f64> {
        let of_year = || before(history, origin).get((origin + ahead).checked_sub(YEAR)?).copied().flatten();
        match self {
            Self::LastYear => of_year().or_else(|| last(history, origin)),
            _ => self.any(history, origin),
        }
    }

    fn any(self, history: &History, origin: usize) -> Option<f64> {
        match self {
            Self::EightWeeks => {
                let weeks: Vec<Option<f64>> = weeks(history, origin).collect();
                mean_of(&weeks, 1)
            }
            _ => last(history, origin),
        }
    }
}

fn before(history: &History, origin: usize) -> Vec<Option<f64>> {
    history.remaining[..origin.min(history.days())].to_vec()
}

/// The weeks before a day, the latest first.
fn weeks(history: &History, origin: usize) -> impl Iterator<Item = Option<f64>> + '_ {
    let known = &history.remaining[..origin.min(history.days())];
    (1..=WEEKS_BACK).map_while(move |k| origin.checked_sub(WEEK * k)).map(|start| week_from(known, start))
}

fn last(history: &History, origin: usize) -> Option<f64> {
    weeks(history, origin).flatten().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// Day d has d people; the 14 days before day 400 were not reported.
    fn counts() -> History {
        let remaining = (0..500).map(|day| (!(386..400).contains(&day)).then_some(f64::from(day))).collect();
        History { first: date(2023, 1, 2), remaining, discharged: vec![None; 500] }
    }

    #[test]
    fn the_rules_by_hand() {
        let history = counts();
        let of = |rule: Rule, week| rule.week(&history, 470, week);
        // The week before day 470 is 463 to 469.
        assert_eq!(of(Rule::Last, 1), Some(466.0));
        assert_eq!(of(Rule::Last, 8), Some(466.0));
        // Eight weeks: 414 to 469.
        assert_eq!(of(Rule::EightWeeks, 2), Some(441.5));
        // Week 2 is 477 to 483, a year ago 113 to 119.
        assert_eq!(of(Rule::LastYear, 2), Some(116.0));
        assert_eq!(Rule::LastYear.day(&history, 470, 3), Some(109.0));
    }

    #[test]
    fn weeks_without_reports_are_passed_over() {
        let history = counts();
        assert_eq!(Rule::Last.week(&history, 400, 1), Some(382.0));
        assert_eq!(Rule::LastYear.week(&history, 300, 1), Some(296.0), "there is no year before");
        assert_eq!(Rule::Last.week(&history, 3, 1), None);
    }

    #[test]
    fn nothing_after_the_origin_is_seen() {
        let history = counts();
        let mut other = history.clone();
        other.remaining[470..].fill(Some(1e6));
        for rule in Rule::ALL {
            for week in 1..=8 {
                assert_eq!(rule.week(&history, 470, week), rule.week(&other, 470, week));
            }
        }
    }
}
