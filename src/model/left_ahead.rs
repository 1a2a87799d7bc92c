//! The care that is left on the days ahead: what a service may give less what is promised, day by day.

use crate::base::Indexed;
use crate::scenario::plan::ServiceIndex;

/// What is left in each service, as far as it was looked at since something was last promised. Most who are looked
/// at in vain do not fit by the least of it, and those who fit do so by that as well: the days are gone through once
/// for a whole line.
#[derive(Clone, Debug)]
pub(super) struct LeftAhead(Indexed<ServiceIndex, Left>);

#[derive(Clone, Debug, Default)]
struct Left {
    today: u32,
    /// Of each day from tomorrow on: what is left, and the least that is left until then.
    days: Vec<(i64, i64)>,
}

impl LeftAhead {
    /// Of so many services; nothing is looked at yet.
    pub fn new(services: usize) -> Self {
        Self((0..services).map(|_| Left::default()).collect())
    }

    /// More or less is promised in a service from now on.
    #[inline]
    pub fn change(&mut self, s: ServiceIndex) {
        self.0[s].days.clear();
    }

    /// Whether what is needed on a day, at least and at most so much, is there on each day from tomorrow until before
    /// `upto`, where so much is `left` on a day; `None` where it depends on how much is needed on which day.
    pub fn decides(
        &mut self,
        s: ServiceIndex,
        today: u32,
        upto: u32,
        (least_needed, most_needed): (i64, i64),
        left: impl Fn(u32) -> i64,
    ) -> Option<bool> {
        let Left { today: as_of, days } = &mut self.0[s];
        if *as_of != today {
            *as_of = today;
            days.clear();
        }
        let tomorrow = today + 1;
        let number = upto.saturating_sub(tomorrow) as usize;
        let seen = number.min(days.len());
        let mut least = seen.checked_sub(1).map_or(i64::MAX, |last| days[last].1);
        for day in (tomorrow..upto).skip(seen) {
            if least < least_needed {
                break;
            }
            let left = left(day);
            least = least.min(left);
            days.push((left, least));
        }
        if least < least_needed { Some(false) } else { (most_needed <= least).then_some(true) }
    }

    /// The same where it depends on that.
    pub fn holds(&self, s: ServiceIndex, today: u32, upto: u32, needed: impl Fn(u32) -> i64) -> bool {
        (today + 1..upto).zip(&self.0[s].days).all(|(day, &(left, _))| needed(day) <= left)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whoever_fits_on_each_day_fits_however_much_was_looked_at_before(
            left in prop::collection::vec(0i64..6, 12),
            asked in prop::collection::vec((0u32..3, 0u32..14, 0i64..7, 0i64..7, any::<bool>()), 1..12),
        ) {
            let mut ahead = LeftAhead::new(1);
            let (s, mut today) = (ServiceIndex::default(), 0);
            for (later, upto, first, last, changes) in asked {
                today = (today + later).min(5);
                if changes {
                    ahead.change(s);
                }
                let upto = upto.min(12);
                let on = |day: u32| if day.is_multiple_of(2) { first } else { last };
                let bounds = (first.min(last), first.max(last));
                let decided = ahead.decides(s, today, upto, bounds, |day| left[day as usize]);
                let holds = decided.unwrap_or_else(|| ahead.holds(s, today, upto, on));
                prop_assert_eq!(holds, (today + 1..upto).all(|day| on(day) <= left[day as usize]));
            }
        }
    }
}
