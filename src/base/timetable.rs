//! A value that changes at known moments: an amount, opening hours, a roster, a factor.

use super::time::Time;

/// Sorted change points. The first is at the start of the run, and neighbours differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Timetable<T> {
    points: Vec<(Time, T)>,
    /// For each day the last point at or before its midnight, so that a look-up is a short walk.
    by_day: Vec<u32>,
}

impl<T: Copy + PartialEq> Timetable<T> {
    /// The same value for ever.
    pub fn constant(value: T) -> Self {
        Self { points: vec![(Time::START, value)], by_day: vec![0] }
    }

    /// From changes in any order; of several at one moment the last given holds. Before the first
    /// change the value is `before`.
    pub fn new(before: T, mut changes: Vec<(Time, T)>) -> Self {
        changes.sort_by_key(|&(at, _)| at);
        let mut points = vec![(Time::START, before)];
        for (at, value) in changes {
            while points.len() > 1 && points[points.len() - 1].0 == at
                || points.len() == 1 && at == Time::START && points[0].0 == at
            {
                points.pop();
                if points.is_empty() {
                    break;
                }
            }
            if points.last().is_none_or(|&(_, last)| last != value) {
                points.push((at, value));
            }
        }
        let days = points.last().map_or(0, |&(at, _)| at.day()) + 1;
        let mut by_day = Vec::with_capacity(days as usize);
        let mut i = 0;
        for day in 0..days {
            while i + 1 < points.len() && points[i + 1].0 <= Time::midnight(day) {
                i += 1;
            }
            by_day.push(i as u32);
        }
        Self { points, by_day }
    }

    /// One value a day, the first for day 0; the last holds from then on. No values: `before`.
    pub fn daily(before: T, values: impl IntoIterator<Item = T>) -> Self {
        let changes = values.into_iter().enumerate().map(|(day, v)| (Time::midnight(day as u32), v));
        Self::new(before, changes.collect())
    }

    fn index_at(&self, at: Time) -> usize {
        if self.points.len() == 1 {
            return 0;
        }
        let day = (at.day() as usize).min(self.by_day.len() - 1);
        let mut i = self.by_day[day] as usize;
        while i + 1 < self.points.len() && self.points[i + 1].0 <= at {
            i += 1;
        }
        i
    }

    /// The value in force at `at`; a change at `at` is in force.
    #[inline]
    pub fn value_at(&self, at: Time) -> T {
        self.points[self.index_at(at)].1
    }

    /// The first change after `at`, or [`Time::NEVER`].
    pub fn next_change(&self, at: Time) -> Time {
        self.points.get(self.index_at(at) + 1).map_or(Time::NEVER, |&(at, _)| at)
    }

    /// Whether the value is the same for ever.
    pub fn is_constant(&self) -> bool {
        self.points.len() == 1
    }

    /// The values that hold at some time in a span.
    pub fn within(&self, from: Time, to: Time) -> impl Iterator<Item = T> {
        let later = self.points.iter().filter(move |(at, _)| *at > from && *at < to).map(|&(_, value)| value);
        std::iter::once(self.value_at(from)).chain(later)
    }

    /// The sum of a value over a span, in days; `None` where it has none at some time in it.
    pub fn total(&self, from: Time, to: Time, value: impl Fn(T) -> Option<f64>) -> Option<f64> {
        let (mut at, mut total) = (from, 0.0);
        while at < to {
            let next = self.next_change(at).min(to);
            total += value(self.value_at(at))? * next.since(at).days();
            at = next;
        }
        Some(total)
    }

    /// The change points, the first at the start of the run.
    pub fn points(&self) -> &[(Time, T)] {
        &self.points
    }

    /// The first moment at which another has another value, [`Time::NEVER`] where they are alike.
    pub fn parts_from(&self, other: &Self) -> Time {
        let (own, others) = (self.points.iter(), other.points.iter());
        let alike = own.zip(others).take_while(|(a, b)| a == b).count();
        let [own, other] = [self, other].map(|t| t.points.get(alike).map_or(Time::NEVER, |p| p.0));
        own.min(other)
    }

    /// The same change points with other values.
    pub fn map<U: Copy + PartialEq>(&self, mut to: impl FnMut(T) -> U) -> Timetable<U> {
        let before = to(self.points[0].1);
        Timetable::new(before, self.points.iter().map(|&(at, value)| (at, to(value))).collect())
    }

    /// Joins two timetables moment by moment.
    pub fn with<U: Copy + PartialEq, V: Copy + PartialEq>(
        &self,
        other: &Timetable<U>,
        mut join: impl FnMut(T, U) -> V,
    ) -> Timetable<V> {
        let mut moments: Vec<Time> =
            self.points.iter().map(|p| p.0).chain(other.points.iter().map(|p| p.0)).collect();
        moments.sort_unstable();
        moments.dedup();
        let values: Vec<(Time, V)> =
            moments.into_iter().map(|t| (t, join(self.value_at(t), other.value_at(t)))).collect();
        Timetable::new(values[0].1, values)
    }
}

impl Timetable<bool> {
    /// The first moment at or after `at` when the value is true, or [`Time::NEVER`].
    pub fn next_open(&self, at: Time) -> Time {
        if self.value_at(at) { at } else { self.next_change(at) }
    }

    /// Whether the value is true at any moment of the day.
    pub fn opens_on(&self, day: u32) -> bool {
        self.next_open(Time::midnight(day)) < Time::midnight(day + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::time::Span;
    use super::*;

    fn at(day: u32, hour: u64) -> Time {
        Time::midnight(day) + Span(hour * Span::HOUR.0)
    }

    #[test]
    fn a_change_is_in_force_from_its_moment() {
        let t = Timetable::new(1, vec![(at(2, 8), 3), (at(0, 12), 2)]);
        assert_eq!(t.value_at(at(0, 11)), 1);
        assert_eq!(t.value_at(at(0, 12)), 2);
        assert_eq!((t.value_at(at(2, 7)), t.value_at(at(2, 8)), t.value_at(at(90, 0))), (2, 3, 3));
        assert_eq!(t.next_change(at(0, 12)), at(2, 8));
        assert_eq!(t.next_change(at(2, 8)), Time::NEVER);
    }

    #[test]
    fn the_last_of_two_changes_at_one_moment_holds_and_equal_neighbours_merge() {
        let t = Timetable::new(5, vec![(at(0, 0), 1), (at(1, 0), 1), (at(2, 0), 7), (at(2, 0), 1)]);
        assert_eq!(t, Timetable::constant(1));
    }

    #[test]
    fn two_timetables_join_at_every_change_of_either() {
        let staff = Timetable::new(8, vec![(at(1, 0), 3)]);
        let open = Timetable::new(false, vec![(at(0, 8), true), (at(1, 18), false)]);
        let on_duty = staff.with(&open, |n, open| if open { n } else { 0 });
        assert_eq!(on_duty.points(), [(at(0, 0), 0), (at(0, 8), 8), (at(1, 0), 3), (at(1, 18), 0)]);
    }

    #[test]
    fn two_timetables_part_where_their_values_do() {
        let t = Timetable::new(5, vec![(at(1, 0), 6), (at(3, 0), 5)]);
        assert_eq!(t.parts_from(&t), Time::NEVER);
        assert_eq!(t.parts_from(&Timetable::new(5, vec![(at(1, 0), 6)])), at(3, 0));
        assert_eq!(t.parts_from(&Timetable::new(5, vec![(at(1, 0), 7)])), at(1, 0));
        assert_eq!(t.parts_from(&Timetable::new(5, vec![(at(0, 9), 6), (at(3, 0), 5)])), at(0, 9));
        assert_eq!(t.parts_from(&Timetable::constant(4)), Time::START);
    }

    #[test]
    fn opening_is_found_from_inside_and_outside_the_hours() {
        let open = Timetable::new(false, vec![(at(0, 8), true), (at(0, 18), false), (at(2, 8), true)]);
        assert_eq!(open.next_open(at(0, 3)), at(0, 8));
        assert_eq!(open.next_open(at(0, 9)), at(0, 9));
        assert_eq!(open.next_open(at(0, 18)), at(2, 8));
        assert!(open.opens_on(0) && !open.opens_on(1) && open.opens_on(2));
    }
}
