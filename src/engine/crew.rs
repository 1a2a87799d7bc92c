//! A crew with a roster: so many pieces of work at a time, the rest in line.
//!
//! A job in hand at closing time, or when nobody is on duty any more, goes on at the next opening: both
//! are in the hours. When fewer are on duty than jobs in hand, those begun last pause and resume in the
//! order begun.

use std::collections::BTreeMap;

use super::line::Line;
use crate::base::{Limit, Span, Time, WorkingTime};

/// With more jobs in hand than these, whose each is is looked up and not looked for.
const MANY: usize = 32;

/// A crew, its jobs in hand and its line, kept in the order of `K`.
#[derive(Clone, Debug)]
pub struct Crew<K> {
    /// Who waits for the crew.
    pub line: Line<K>,
    staff: Limit,
    left_today: Limit,
    jobs: Vec<Job>,
    spare: Vec<u32>,
    /// Jobs in hand in the order begun, as long as they are few.
    few: Vec<InHand>,
    /// Jobs in hand, once they have been many.
    many: Option<Box<Many>>,
    running: u32,
    begun: u64,
    /// Jobs that are paused, by when they were begun.
    paused: BTreeMap<u64, u32>,
}

/// A job in hand, and whose it is.
#[derive(Clone, Copy, Debug)]
struct InHand {
    job: u32,
    who: u32,
}

/// Many jobs in hand: by when they were begun, and by whose they are.
#[derive(Clone, Debug, Default)]
struct Many {
    in_order: Line<u64>,
    /// By whose they are; `NONE` for whoever has none.
    of: Vec<u32>,
    len: usize,
}

const NONE: u32 = u32::MAX;

impl Many {
    fn add(&mut self, i: u32, job: &Job) {
        self.in_order.join(job.begun, i);
        let who = job.who as usize;
        if who >= self.of.len() {
            self.of.resize(who + 1, NONE);
        }
        self.of[who] = i;
        self.len += 1;
    }

    fn remove(&mut self, job: &Job) {
        self.in_order.leave(job.begun);
        self.of[job.who as usize] = NONE;
        self.len -= 1;
    }

    fn job_of(&self, who: u32) -> Option<u32> {
        self.of.get(who as usize).copied().filter(|&job| job != NONE)
    }
}

#[derive(Clone, Copy, Debug)]
struct Job {
    who: u32,
    begun: u64,
    left: Span,
    since: Time,
    running: bool,
    stamp: u16,
}

/// A piece of work that will be done at `done`, unless it is paused first: then the stamp is stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    /// Which job.
    pub job: u32,
    /// Its stamp.
    pub stamp: u16,
    /// Whose it is.
    pub who: u32,
    /// When it will be done.
    pub done: Time,
}

impl<K: Ord + Copy> Default for Crew<K> {
    fn default() -> Self {
        Self {
            line: Line::default(),
            staff: Limit::ZERO,
            left_today: Limit::NONE,
            jobs: Vec::new(),
            spare: Vec::new(),
            few: Vec::new(),
            many: None,
            running: 0,
            begun: 0,
            paused: BTreeMap::new(),
        }
    }
}

impl<K: Ord + Copy> Crew<K> {
    /// Sends everybody home and forgets all jobs.
    pub fn clear(&mut self) {
        self.line.clear();
        self.jobs.clear();
        self.spare.clear();
        self.few.clear();
        self.many = None;
        (self.staff, self.left_today, self.running, self.begun) = (Limit::ZERO, Limit::NONE, 0, 0);
        self.paused.clear();
    }

    /// How many are on duty; no limit where nobody is waited for.
    pub fn staff(&self) -> Limit {
        self.staff
    }

    /// How many more pieces may begin today.
    pub fn allow_today(&mut self, pieces: Limit) {
        self.left_today = pieces;
    }

    /// The next in line for whom somebody is free, if any; it leaves the line and must
    /// [`begin`](Self::begin).
    pub fn call_next(&mut self) -> Option<u32> {
        if !self.may_begin() {
            return None;
        }
        let who = self.line.take_first()?;
        self.left_today = self.left_today.less(1);
        Some(who)
    }

    /// Whether somebody who comes now is the next for whom somebody is free; it then must
    /// [`begin`](Self::begin), without having stood in the line.
    #[inline]
    pub fn takes_at_once(&mut self) -> bool {
        let takes = self.line.is_empty() && self.may_begin();
        if takes {
            self.left_today = self.left_today.less(1);
        }
        takes
    }

    #[inline]
    fn may_begin(&self) -> bool {
        // Paused jobs come first: while there are any, everybody on duty is busy.
        self.left_today != Limit::ZERO && self.staff.has_room_beside(self.jobs_in_hand())
    }

    /// Begins a piece of work of this length.
    pub fn begin(&mut self, who: u32, work: Span, now: Time, hours: &WorkingTime) -> Running {
        let job = Job { who, begun: self.begun, left: work, since: now, running: true, stamp: 0 };
        let i = if let Some(i) = self.spare.pop() {
            let stamp = self.jobs[i as usize].stamp.wrapping_add(1);
            self.jobs[i as usize] = Job { stamp, ..job };
            i
        } else {
            self.jobs.push(job);
            self.jobs.len() as u32 - 1
        };
        self.begun += 1;
        if self.many.is_none() && self.few.len() < MANY {
            self.few.push(InHand { job: i, who });
        } else {
            self.add_to_many(i);
        }
        self.running += 1;
        Running { job: i, stamp: self.jobs[i as usize].stamp, who, done: hours.finish(now, work) }
    }

    /// A job is done, unless its stamp is stale: whose it was.
    pub fn finish(&mut self, job: u32, stamp: u16) -> Option<u32> {
        let found = self.jobs[job as usize];
        if found.stamp != stamp || !found.running {
            return None;
        }
        self.jobs[job as usize].stamp = stamp.wrapping_add(1);
        self.jobs[job as usize].running = false;
        self.running -= 1;
        match &mut self.many {
            None => {
                if let Some(at) = self.few.iter().position(|few| few.job == job) {
                    self.few.remove(at);
                }
            }
            Some(many) => many.remove(&found),
        }
        self.spare.push(job);
        Some(found.who)
    }

    /// Whether the job of `who` is at work, paused or (`None`) not in hand. Outside the hours a job
    /// that will go on at opening counts as at work.
    pub fn at_work(&self, who: u32) -> Option<bool> {
        let job = match &self.many {
            None => self.few.iter().find(|few| few.who == who).map(|few| few.job),
            Some(many) => many.job_of(who),
        };
        job.map(|job| self.jobs[job as usize].running)
    }

    #[inline]
    fn jobs_in_hand(&self) -> usize {
        self.many.as_ref().map_or(self.few.len(), |many| many.len)
    }

    #[cold]
    fn add_to_many(&mut self, i: u32) {
        let many = self.many.get_or_insert_default();
        for i in self.few.drain(..).map(|few| few.job).chain([i]) {
            many.add(i, &self.jobs[i as usize]);
        }
    }

    /// Whose jobs are in hand, and what is left of each at `now`.
    pub fn in_hand(&self, now: Time, hours: &WorkingTime) -> impl Iterator<Item = (u32, Span)> {
        in_order(&self.few, self.many.as_deref()).map(move |i| {
            let Job { who, left, since, running, .. } = self.jobs[i as usize];
            (who, if running { left - hours.counted(since, now) } else { left })
        })
    }

    /// Another number is on duty from `now`. Jobs that go on again are put in `resumed`; those
    /// whose stamps have become stale are paused. At closing time nothing changes until opening, for
    /// the hours stop all jobs alike.
    pub fn set_staff(&mut self, staff: Limit, now: Time, hours: &WorkingTime, resumed: &mut Vec<Running>) {
        self.staff = staff;
        if staff == Limit::ZERO && hours.counted(now, now + Span(1)) == Span::ZERO {
            return;
        }
        let Self { few, many, jobs, paused, running, .. } = self;
        for (n, i) in in_order(few, many.as_deref()).enumerate() {
            let job = &mut jobs[i as usize];
            let on = staff.has_room_beside(n);
            if job.running && !on {
                let left = job.left - hours.counted(job.since, now);
                if left == Span::ZERO {
                    // Done at this very moment.
                    continue;
                }
                job.left = left;
                job.running = false;
                job.stamp = job.stamp.wrapping_add(1);
                paused.insert(job.begun, i);
                *running -= 1;
            } else if !job.running && on {
                job.running = true;
                job.since = now;
                paused.remove(&job.begun);
                *running += 1;
                let done = hours.finish(now, job.left);
                resumed.push(Running { job: i, stamp: job.stamp, who: job.who, done });
            }
        }
    }

    /// A job came to its end and somebody is free again: the paused job to go on, if any.
    pub fn resume_one(&mut self, now: Time, hours: &WorkingTime) -> Option<Running> {
        if !self.staff.has_room_beside(self.running as usize) || self.paused.is_empty() {
            return None;
        }
        let (_, i) = self.paused.pop_first()?;
        let job = &mut self.jobs[i as usize];
        job.running = true;
        job.since = now;
        self.running += 1;
        Some(Running { job: i, stamp: job.stamp, who: job.who, done: hours.finish(now, job.left) })
    }
}

/// Jobs in hand in the order begun.
fn in_order<'a>(few: &'a [InHand], many: Option<&'a Many>) -> impl Iterator<Item = u32> + 'a {
    few.iter().map(|few| few.job).chain(many.into_iter().flat_map(|many| many.in_order.iter()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(n: u64) -> Time {
        Time(n * Span::HOUR.0)
    }

    #[test]
    fn as_many_work_as_are_on_duty_and_the_rest_wait_in_order() {
        let mut crew: Crew<u32> = Crew::default();
        crew.set_staff(Limit::at_most(2), Time::START, &WorkingTime::always(), &mut Vec::new());
        (0..3).for_each(|who| crew.line.join(who, who));
        let always = WorkingTime::always();
        let first = crew.call_next().unwrap();
        let a = crew.begin(first, Span::HOUR, Time::START, &always);
        let second = crew.call_next().unwrap();
        crew.begin(second, Span::HOUR, Time::START, &always);
        assert_eq!((a.who, a.done, crew.call_next()), (0, hours(1), None));
        assert_eq!(crew.finish(a.job, a.stamp), Some(0));
        assert_eq!(crew.finish(a.job, a.stamp), None);
        assert_eq!(crew.call_next(), Some(2));
    }

    #[test]
    fn when_staff_fall_the_job_begun_last_pauses_and_keeps_what_is_done() {
        let mut crew: Crew<u32> = Crew::default();
        let always = WorkingTime::always();
        let mut resumed = Vec::new();
        crew.set_staff(Limit::at_most(2), hours(0), &always, &mut resumed);
        let a = crew.begin(7, Span(4 * Span::HOUR.0), hours(0), &always);
        let b = crew.begin(8, Span(4 * Span::HOUR.0), hours(1), &always);
        crew.set_staff(Limit::at_most(1), hours(2), &always, &mut resumed);
        assert_eq!((crew.at_work(7), crew.at_work(8), crew.at_work(9)), (Some(true), Some(false), None));
        assert!(resumed.is_empty());
        assert!(crew.resume_one(hours(2), &always).is_none(), "everybody on duty is busy");
        assert_eq!(crew.finish(b.job, b.stamp), None, "a paused job is not done");
        assert_eq!(crew.finish(a.job, a.stamp), Some(7));
        let b = crew.resume_one(hours(4), &always).unwrap();
        assert_eq!((b.who, b.done), (8, hours(7)));
    }

    #[test]
    fn the_end_of_an_earlier_job_is_not_that_of_the_job_in_its_slot() {
        let mut crew: Crew<u32> = Crew::default();
        let always = WorkingTime::always();
        crew.set_staff(Limit::at_most(1), hours(0), &always, &mut Vec::new());
        let a = crew.begin(1, Span::HOUR, hours(0), &always);
        assert_eq!(crew.finish(a.job, a.stamp), Some(1));
        let b = crew.begin(2, Span::HOUR, hours(1), &always);
        assert_eq!((a.job, crew.finish(a.job, a.stamp), crew.finish(b.job, b.stamp)), (b.job, None, Some(2)));
    }

    #[test]
    fn closing_time_pauses_no_job_and_a_crew_sent_home_in_its_hours_pauses_all() {
        use crate::base::Timetable;
        use crate::base::working_time::Counting;
        let open = Timetable::new(false, vec![(hours(9), true), (hours(17), false), (hours(33), true)]);
        let nine_to_five = WorkingTime::new(&open, Counting::ByTheHour, hours(48));
        let mut crew: Crew<u32> = Crew::default();
        let mut resumed = Vec::new();
        crew.set_staff(Limit::at_most(1), hours(9), &nine_to_five, &mut resumed);
        let a = crew.begin(7, Span(2 * Span::HOUR.0), hours(16), &nine_to_five);
        crew.set_staff(Limit::ZERO, hours(17), &nine_to_five, &mut resumed);
        assert_eq!((crew.at_work(7), a.done), (Some(true), hours(34)));
        crew.set_staff(Limit::at_most(1), hours(33), &nine_to_five, &mut resumed);
        assert!(resumed.is_empty());
        assert_eq!(crew.finish(a.job, a.stamp), Some(7));

        let b = crew.begin(8, Span(4 * Span::HOUR.0), hours(34), &nine_to_five);
        crew.set_staff(Limit::ZERO, hours(35), &nine_to_five, &mut resumed);
        assert_eq!((crew.at_work(8), crew.finish(b.job, b.stamp)), (Some(false), None));
        crew.set_staff(Limit::at_most(1), hours(36), &nine_to_five, &mut resumed);
        assert_eq!((resumed.len(), resumed[0].who, resumed[0].done), (1, 8, hours(39)));
    }

    #[test]
    fn a_daily_number_limits_what_begins() {
        let mut crew: Crew<u32> = Crew::default();
        crew.set_staff(Limit::NONE, hours(0), &WorkingTime::always(), &mut Vec::new());
        crew.allow_today(Limit::at_most(1));
        (0..2).for_each(|who| crew.line.join(who, who));
        assert_eq!((crew.call_next(), crew.call_next()), (Some(0), None));
        crew.allow_today(Limit::at_most(1));
        assert_eq!(crew.call_next(), Some(1));
    }
}
