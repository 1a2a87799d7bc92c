//! The same agenda with some events at other times: what a run needs that goes on under other timetables.

use super::{Agenda, bucket_of, key_of, time_of};
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
    #[must_use]
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
        // Everything lies behind the bucket before now.
        again.bucket = bucket_of(key_of(self.now, 0)).saturating_sub(1);
        for (_, _, rank, at, event) in all {
            again.schedule_change(when(event, at), rank, event);
        }
        again.refused = self.refused.or(again.refused);
        again
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_at_another_time_keeps_its_turn_among_what_falls_together() {
        let mut agenda = Agenda::new(Time(1000));
        for (at, event) in [(5, 'a'), (900, 'b'), (7, 'c'), (9, 'd')] {
            agenda.schedule_change(Time(at), 0, event);
        }
        // Never to come here, and scheduled between others.
        agenda.schedule_change(Time::NEVER, 0, 'e');
        agenda.schedule(Time(9), 0, 'f');
        agenda.schedule(Time(9), 1, 'g');
        assert_eq!(agenda.take(), Some((Time(5), 'a')));
        let when = |event, at| match event {
            'b' | 'e' => Time(9),
            'c' => Time::NEVER,
            _ => at,
        };
        let mut again = agenda.again(when);
        let told: Vec<char> = std::iter::from_fn(|| again.take()).map(|(_, event)| event).collect();
        assert_eq!(told, ['b', 'd', 'e', 'f', 'g'], "all at 9, as they were scheduled");
        let mut back = agenda.again(when).again(|event, at| if event == 'c' { Time(8) } else { at });
        assert_eq!(back.take(), Some((Time(8), 'c')), "what is not to come is remembered");
    }

    #[test]
    fn an_agenda_made_again_late_in_a_run_gives_the_same() {
        let later = |n: u64| Time(n * 7_919 % 40_000_000_000 + 31_000_000_000);
        let mut agenda = Agenda::new(Time::NEVER);
        agenda.schedule(Time(30_999_999_999), 3, u64::MAX);
        for n in 0..5000 {
            agenda.schedule(later(n / 3), (n % 5) as u8, n);
        }
        agenda.take();
        let mut again = agenda.again(|_, at| at);
        for _ in 0..5000 {
            assert_eq!(again.take(), agenda.take());
        }
        assert!(again.is_empty());
    }
}
