//! What is promised day by day: the loads of plans that reach into the days ahead.

/// The promised load of each day of a run; days beyond it are not kept.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    by_day: Vec<i64>,
}

impl Ledger {
    /// Forgets everything; from now on so many days are kept.
    pub fn clear(&mut self, days: u32) {
        self.by_day.clear();
        self.by_day.resize(days as usize, 0);
    }

    /// How many days are kept.
    pub fn days(&self) -> u32 {
        self.by_day.len() as u32
    }

    /// What is promised for a day.
    #[inline]
    pub fn on(&self, day: u32) -> i64 {
        self.by_day.get(day as usize).copied().unwrap_or(0)
    }

    /// Promises so much more for a day; less, where it is negative.
    #[inline]
    pub fn add(&mut self, day: u32, load: i64) {
        if let Some(promised) = self.by_day.get_mut(day as usize) {
            *promised += load;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_promised_and_taken_back_leaves_nothing() {
        let mut ledger = Ledger::default();
        ledger.clear(3);
        (1..5).for_each(|day| ledger.add(day, 2000));
        assert_eq!((ledger.on(0), ledger.on(2), ledger.on(4), ledger.days()), (0, 2000, 0, 3));
        (1..5).for_each(|day| ledger.add(day, -2000));
        assert!((0..5).all(|day| ledger.on(day) == 0));
    }
}
