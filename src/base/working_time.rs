//! Time that only counts while somebody works: a step that takes three working days.

use super::time::{Span, Time};
use super::timetable::Timetable;

/// How time inside the hours counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// As the clock runs: four hours of work are four open hours.
    ByTheHour,
    /// By the open day: one day of work is one open day, whatever its length.
    ByTheDay,
}

/// Opening hours as a clock of their own. Finds when a piece of work is done.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkingTime {
    /// Empty: always open.
    stretches: Vec<Stretch>,
    always: bool,
    /// For each day the first stretch that ends after its midnight.
    by_day: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Stretch {
    opens: Time,
    closes: Time,
    /// Work counted before and after the stretch.
    before: u64,
    after: u64,
}

/// Open time of one day.
#[derive(Clone, Copy, Debug)]
struct Piece {
    from: Time,
    to: Time,
    day: u32,
}

impl Stretch {
    /// As far as it lies before a moment.
    fn until(self, end: Time) -> Self {
        Self { closes: end, after: self.counted_at(end), ..self }
    }

    fn counted_at(&self, at: Time) -> u64 {
        let (len, worth) = (self.closes.0 - self.opens.0, self.after - self.before);
        let gone = at.0.clamp(self.opens.0, self.closes.0) - self.opens.0;
        self.before
            + if len == worth {
                gone
            } else {
                (u128::from(gone) * u128::from(worth) / u128::from(len)) as u64
            }
    }

    /// The first moment at which `counted` is reached.
    fn moment_of(&self, counted: u64) -> Time {
        let (len, worth) = (self.closes.0 - self.opens.0, self.after - self.before);
        let asked = counted - self.before;
        let gone = if len == worth {
            asked
        } else {
            (u128::from(asked) * u128::from(len)).div_ceil(u128::from(worth)) as u64
        };
        Time(self.opens.0 + gone)
    }
}

impl WorkingTime {
    /// Every moment counts.
    pub fn always() -> Self {
        Self { stretches: Vec::new(), always: true, by_day: Vec::new() }
    }

    /// From opening hours up to `end`; work not done by then is never done.
    pub fn new(open: &Timetable<bool>, counting: Counting, end: Time) -> Self {
        if open.is_constant() && open.value_at(Time::START) {
            return Self::always();
        }
        let mut pieces: Vec<(Time, Time)> = Vec::new();
        let mut at = open.next_open(Time::START);
        while at < end {
            let closes = open.next_change(at).min(end);
            // Cut at midnight: a day of work belongs to one date.
            while at < closes {
                let cut = Time::midnight(at.day() + 1).min(closes);
                pieces.push((at, cut));
                at = cut;
            }
            at = open.next_open(closes);
        }
        let pieces = pieces.into_iter().map(|(from, to)| Piece { from, to, day: from.day() });
        Self::of(pieces.collect(), 0, counting, end)
    }

    /// The same where hours pass midnight: in each the number of the day to which they belong, from 1 on. 0 is the day
    /// before the start, whose hours are so long in all.
    pub fn of_days(open: &Timetable<Option<u32>>, before: Span, counting: Counting, end: Time) -> Self {
        let points = open.points();
        let piece = |(i, &(from, day)): (usize, &(Time, Option<u32>))| {
            let day = day?;
            let to = points.get(i + 1).map_or(Time::midnight(day), |&(next, _)| next);
            (to > from).then_some(Piece { from, to, day })
        };
        Self::of(points.iter().enumerate().filter_map(piece).collect(), before.0, counting, end)
    }

    /// From pieces in the order of time, each in one day; hours of the first day may lie before the start.
    fn of(pieces: Vec<Piece>, before: u64, counting: Counting, end: Time) -> Self {
        let days = pieces.iter().map(|piece| piece.day as usize + 1).max().unwrap_or(0);
        // How long each day is open, and how much of it has come.
        let (mut open_on, mut come) = (vec![0u64; days], vec![0u64; days]);
        for piece in &pieces {
            open_on[piece.day as usize] += piece.to.0 - piece.from.0;
        }
        if let Some(first) = open_on.first_mut() {
            come[0] = before.saturating_sub(*first);
            *first = (*first).max(before);
        }
        let mut stretches = Vec::with_capacity(pieces.len());
        let mut total = 0u64;
        for Piece { from, to, day } in pieces {
            if from >= end {
                break;
            }
            let (len, day) = (to.0 - from.0, day as usize);
            let worth = match counting {
                Counting::ByTheHour => len,
                Counting::ByTheDay => {
                    let all = |come: u64| {
                        (u128::from(Span::DAY.0) * u128::from(come) / u128::from(open_on[day])) as u64
                    };
                    all(come[day] + len) - all(come[day])
                }
            };
            come[day] += len;
            let stretch = Stretch { opens: from, closes: to, before: total, after: total + worth };
            // Work that is not done by the end is never done.
            let stretch = if to > end { stretch.until(end) } else { stretch };
            total = stretch.after;
            stretches.push(stretch);
        }
        let days = end.day() as usize + 2;
        let mut by_day = Vec::with_capacity(days);
        let mut i = 0;
        for day in 0..days {
            while i < stretches.len() && stretches[i].closes <= Time::midnight(day as u32) {
                i += 1;
            }
            by_day.push(i as u32);
        }
        Self { stretches, always: false, by_day }
    }

    /// The first moment from which another counts otherwise, [`Time::NEVER`] where there is none before the end of
    /// both: work that is done before it, or at it, is done at the same moment in both.
    pub fn parts_from(&self, other: &Self) -> Time {
        match (self.always, other.always) {
            (true, true) => Time::NEVER,
            (true, false) => other.first_gap(),
            (false, true) => self.first_gap(),
            (false, false) => {
                let (own, others) = (self.stretches.iter(), other.stretches.iter());
                let alike = own.zip(others).take_while(|(a, b)| a == b).count();
                let of = |t: &Self| t.stretches.get(alike).map_or(Time::NEVER, |s| s.opens);
                of(self).min(of(other))
            }
        }
    }

    /// The first moment at which not every moment counts, of those before the end.
    fn first_gap(&self) -> Time {
        let mut at = Time::START;
        for stretch in &self.stretches {
            if stretch.opens != at || stretch.after - stretch.before != stretch.closes.0 - stretch.opens.0 {
                return at;
            }
            at = stretch.closes;
        }
        at
    }

    fn index_at(&self, at: Time) -> usize {
        let Some(&first) = self.by_day.get(at.day() as usize) else { return self.stretches.len() };
        let mut i = first as usize;
        while i < self.stretches.len() && self.stretches[i].closes <= at {
            i += 1;
        }
        i
    }

    fn counted_at(&self, at: Time) -> u64 {
        let i = self.index_at(at);
        self.stretches
            .get(i)
            .map_or_else(|| self.stretches.last().map_or(0, |s| s.after), |s| s.counted_at(at))
    }

    /// When work of length `work`, begun at `from`, is done; [`Time::NEVER`] if the hours end first.
    /// Work of no length is done at once, also outside the hours.
    #[inline]
    pub fn finish(&self, from: Time, work: Span) -> Time {
        if self.always || work == Span::ZERO {
            return from + work;
        }
        let goal = self.counted_at(from).saturating_add(work.0);
        let i = self.index_at(from);
        let i = i + self.stretches[i..].partition_point(|s| s.after < goal);
        self.stretches.get(i).map_or(Time::NEVER, |s| s.moment_of(goal))
    }

    /// The work that fits between two moments.
    #[inline]
    pub fn counted(&self, from: Time, to: Time) -> Span {
        if self.always { to.since(from) } else { Span(self.counted_at(to) - self.counted_at(from)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32, minutes: u64) -> Time {
        Time::midnight(day) + Span(minutes * Span::MINUTE.0)
    }

    /// Monday to Friday of two weeks from a Monday, 09:00 to 17:00.
    fn office() -> Timetable<bool> {
        let changes =
            (0..14).filter(|d| d % 7 < 5).flat_map(|d| [(at(d, 540), true), (at(d, 1020), false)]).collect();
        Timetable::new(false, changes)
    }

    #[test]
    fn hours_of_work_pass_over_the_night_and_the_weekend() {
        let work = WorkingTime::new(&office(), Counting::ByTheHour, Time::midnight(14));
        assert_eq!(work.finish(at(0, 540), Span(4 * Span::HOUR.0)), at(0, 780));
        assert_eq!(work.finish(at(0, 960), Span(4 * Span::HOUR.0)), at(1, 720));
        assert_eq!(work.finish(at(4, 1000), Span(Span::HOUR.0)), at(7, 580));
        assert_eq!(work.finish(at(5, 0), Span::ZERO), at(5, 0));
        assert_eq!(work.finish(at(11, 1000), Span(Span::HOUR.0)), Time::NEVER);
        assert_eq!(work.counted(at(4, 960), at(7, 600)), Span(2 * Span::HOUR.0));
    }

    #[test]
    fn two_clocks_part_at_the_first_stretch_that_is_not_in_both() {
        let end = Time::midnight(14);
        let clock = |open: &Timetable<bool>| WorkingTime::new(open, Counting::ByTheHour, end);
        let longer = Timetable::new(
            false,
            office()
                .points()
                .iter()
                .copied()
                .filter(|p| p.0 != at(8, 1020))
                .chain([(at(8, 1080), true)])
                .collect(),
        );
        assert_eq!(clock(&office()).parts_from(&clock(&office())), Time::NEVER);
        assert_eq!(clock(&office()).parts_from(&clock(&longer)), at(8, 540));
        assert_eq!(clock(&office()).parts_from(&WorkingTime::always()), at(0, 0));
        let closes = Timetable::new(true, vec![(at(9, 0), false), (at(10, 0), true)]);
        assert_eq!(WorkingTime::always().parts_from(&clock(&closes)), at(9, 0));
    }

    #[test]
    fn a_working_day_is_one_open_day_whatever_its_length() {
        let work = WorkingTime::new(&office(), Counting::ByTheDay, Time::midnight(14));
        assert_eq!(work.finish(at(0, 540), Span::DAY), at(0, 1020));
        assert_eq!(work.finish(at(4, 780), Span::DAY), at(7, 780));
        assert_eq!(work.finish(at(5, 0), Span(Span::DAY.0 / 2)), at(7, 780));
        assert_eq!(work.counted(at(0, 540), at(0, 780)), Span(Span::DAY.0 / 2));
    }
}
