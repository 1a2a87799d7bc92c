//! The same agenda with some events at other times: what a run needs that goes on under other timetables.

use super::{Agenda, key_of, time_of};
use crate::base::Time;

/// A change that is not to come before the horizon, and before which event it was scheduled.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beyond<E> {
    pub sequence: u32,
    rank: u8,
    event: E,
}

impl<E: Copy> Agenda<E> {
    /// As [`schedule`](Self::schedule); where it is not to come before the horizon it is remembered, for an agenda
    /// made [`again`](Self::again) in which it may.
    #[inline]
    pub fn schedule_change(&mut self, at: Time, rank: u8, event: E) {
        if at >= self.horizon {
            self.beyond.push(Beyond { sequence: self.sequence, rank, event });
        } else {
            self.schedule(at, rank, event);
        }
    }

    /// Another agenda, at the same moment, with all that is to come at the time that `when` gives it; as if it had
    /// been scheduled for that time, in the same order. What was remembered was to come never.
    pub fn again(&self, when: impl Fn(E, Time) -> Time) -> Self {
        let beyond = self.beyond.iter().map(|b| (b.sequence, false, b.rank, Time::NEVER, b.event));
        let to_come = self.all_due().map(|due| {
            let at = time_of(due.key);
            (due.sequence, true, (due.key - key_of(at, 0)) as u8, at, due.event)
        });
        let mut all: Vec<(u32, bool, u8, Time, E)> = beyond.chain(to_come).collect();
        // Stable: of those that were remembered before the same event the first stays the first.
        all.sort_by_key(|&(sequence, to_come, ..)| (sequence, to_come));
        let mut again = Self::new(self.horizon);
        again.advance(self.now);
        for (_, to_come, rank, at, event) in all {
            let at = when(event, at);
            if to_come {
                again.schedule(at, rank, event);
            } else {
                again.schedule_change(at, rank, event);
            }
        }
        again.refused = self.refused.or(again.refused);
        again
    }
}
