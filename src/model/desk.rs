//! Desks: the hub and the crew of each step, who work alike. Who is asked waits in line, is worked for
//! within the hours, and the work is done. What follows from it is told in `hub` and `steps`.

use super::observer::{Change, Desk, Observer};
use super::patient::{HubLink, Turn, purpose, step_draw};
use super::people::Who;
use super::run::{Event, Run, rank};
use crate::base::{Indexed, Limit, Position, Span, Time};
use crate::engine::Crew;
use crate::engine::crew::Running;
use crate::scenario::plan::{Plan, Set, StepIndex, StepStarts, Work};

/// What a desk is doing for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// Nobody works because of the hour.
    Closed,
    /// Open, and the patient waits.
    Queue,
    /// At work on the patient.
    Work,
}

/// The crews of all desks.
#[derive(Clone, Debug)]
pub(super) struct Desks {
    hub: Crew<Turn>,
    steps: Indexed<StepIndex, Crew<Turn>>,
    /// The steps that start at each moment.
    starting: [Set<StepIndex>; StepStarts::ALL.len()],
    /// People on duty that triggers have added to each desk, the hub first; and how many of them are on duty now.
    extra: Vec<Extra>,
    /// Everybody the hub is or was asked about; kept only where the hub closes or changes its staff.
    with_hub: Vec<Who>,
    resumed: Vec<Running>,
}

/// People that triggers have added to a desk.
#[derive(Clone, Copy, Debug, Default)]
struct Extra {
    people: u32,
    on_duty: u32,
}

/// The place of a desk in a list of all, the hub first.
#[inline]
pub(super) fn number(desk: Desk) -> usize {
    match desk {
        Desk::Hub => 0,
        Desk::Step(step) => step.position() + 1,
    }
}

impl Desks {
    /// Of this plan, all closed.
    pub fn new(plan: &Plan) -> Self {
        let steps = plan.steps.beside();
        let extra = vec![Extra::default(); plan.steps.len() + 1];
        let mut starting = [Set::NONE; StepStarts::ALL.len()];
        for (i, step) in plan.steps.numbered() {
            let at_once = &mut starting[step.starts as usize];
            *at_once = at_once.with(i);
        }
        Self { hub: Crew::default(), steps, starting, extra, with_hub: Vec::new(), resumed: Vec::new() }
    }

    /// The steps that start then, whoever needs them.
    #[inline]
    pub fn starting(&self, starts: StepStarts) -> Set<StepIndex> {
        self.starting[starts as usize]
    }

    #[inline]
    fn crew(&self, desk: Desk) -> &Crew<Turn> {
        match desk {
            Desk::Hub => &self.hub,
            Desk::Step(step) => &self.steps[step],
        }
    }

    #[inline]
    fn crew_mut(&mut self, desk: Desk) -> &mut Crew<Turn> {
        match desk {
            Desk::Hub => &mut self.hub,
            Desk::Step(step) => &mut self.steps[step],
        }
    }

    /// Work in hand: at which desk, on whom, and what is left of it.
    pub fn in_hand(&self, plan: &Plan, now: Time) -> impl Iterator<Item = (Desk, u32, Span)> {
        all(plan).flat_map(move |desk| {
            let time = &work_of(plan, desk).time;
            self.crew(desk).in_hand(now, time).map(move |(p, left)| (desk, p, left))
        })
    }
}

/// Every desk, the hub first.
fn all(plan: &Plan) -> impl Iterator<Item = Desk> + use<> {
    std::iter::once(Desk::Hub).chain(plan.steps.numbers().map(Desk::Step))
}

/// Who works at a desk, and when.
#[inline]
pub(super) fn work_of(plan: &Plan, desk: Desk) -> &Work {
    match desk {
        Desk::Hub => &plan.hub.work,
        Desk::Step(step) => &plan.steps[step].work,
    }
}

/// Whether what a desk is doing is a reason for which people wait, so that it is told as it changes.
#[inline]
fn tells(desk: Desk) -> bool {
    desk == Desk::Hub
}

impl<O: Observer> Run<'_, O> {
    pub(super) fn open_desks(&mut self) {
        for desk in all(self.plan) {
            let work = work_of(self.plan, desk);
            if tells(desk) || work.is_limited() {
                self.desks.crew_mut(desk).allow_today(before_first_midnight(work));
                self.staff_changes(desk);
            }
        }
    }

    /// A new day: what is limited by the day may begin again.
    pub(super) fn desks_new_day(&mut self) {
        for desk in all(self.plan) {
            let work = work_of(self.plan, desk);
            if counts_by_day(work) {
                self.desks.crew_mut(desk).allow_today(work.per_day.value_at(self.now));
                self.call_to(desk);
                self.tell_state(desk);
            }
        }
    }

    /// A desk is asked to work on somebody.
    pub(super) fn ask(&mut self, p: u32, desk: Desk) {
        let work = work_of(self.plan, desk);
        self.tell_of(p, |patient| Change::WorkAsked { patient, desk });
        if tells(desk) && work.opens_and_closes() {
            let who = self.people.who(p);
            self.desks.with_hub.push(who);
        }
        if work.is_limited() && self.desks.crew_mut(desk).takes_at_once() {
            self.begin_work(p, desk);
        } else if work.is_limited() {
            let turn = self.people[p].turn_since(0, self.now);
            self.desks.crew_mut(desk).line.join(turn, p);
            if tells(desk) {
                self.rebook(p);
            }
            self.call_to(desk);
        } else {
            let done = work.time.finish(self.now, self.length_of(p, desk));
            self.ahead.work(desk, done);
            let who = self.people.who(p);
            self.schedule(done, rank::STEP, Event::WorkDone { desk, who });
            if tells(desk) {
                self.rebook(p);
            }
        }
    }

    fn length_of(&mut self, p: u32, desk: Desk) -> Span {
        if let Some(left) = self.in_hand.left_of(self.people.who(p), desk) {
            return left;
        }
        let (plan, person) = (self.plan, &self.people[p]);
        match desk {
            Desk::Hub => plan.hub.assessment.draw_span(person.draw(purpose::ASSESSMENT, 0)),
            Desk::Step(step) => {
                let step = &plan.steps[step];
                let days = step.takes.draw(person.step_draw(step.name, step_draw::TAKES));
                Span::from_days(days * step.factor.value_at(self.now))
            }
        }
    }

    fn call_to(&mut self, desk: Desk) {
        while let Some(p) = self.desks.crew_mut(desk).call_next() {
            self.begin_work(p, desk);
        }
    }

    fn begin_work(&mut self, p: u32, desk: Desk) {
        let work = work_of(self.plan, desk);
        let length = self.length_of(p, desk);
        let running = self.desks.crew_mut(desk).begin(p, length, self.now, &work.time);
        self.goes_on(desk, running);
    }

    /// A job has begun, or goes on again.
    fn goes_on(&mut self, desk: Desk, running: Running) {
        let Running { job, stamp, who, done } = running;
        self.ahead.work(desk, done);
        self.schedule(done, rank::STEP, Event::JobDone { desk, stamp, job });
        if tells(desk) {
            self.rebook(who);
        }
    }

    pub(super) fn job_done(&mut self, desk: Desk, job: u32, stamp: u16) {
        let work = work_of(self.plan, desk);
        let crew = self.desks.crew_mut(desk);
        let Some(p) = crew.finish(job, stamp) else { return };
        if let Some(resumed) = crew.resume_one(self.now, &work.time) {
            self.goes_on(desk, resumed);
        }
        self.call_to(desk);
        self.work_done(p, desk);
    }

    pub(super) fn work_done(&mut self, p: u32, desk: Desk) {
        match desk {
            Desk::Hub => self.assessed(p),
            Desk::Step(step) => self.step_done(p, step),
        }
    }

    /// Nobody begins work for somebody who needs none of it any more; what is in hand goes on.
    pub(super) fn call_off_work(&mut self, p: u32) {
        for step in self.people[p].open.all() {
            if self.desks.crew_mut(Desk::Step(step)).line.leave_as(p) {
                self.people[p].open.end(step);
            }
        }
        if self.people[p].hub == HubLink::Asked && self.desks.hub.line.leave_as(p) {
            self.people[p].hub = HubLink::Done;
        }
    }

    pub(super) fn staff_changes(&mut self, desk: Desk) {
        let work = work_of(self.plan, desk);
        self.schedule_change(work.staff.next_change(self.now), rank::TIMETABLE, Event::Staff(desk));
        self.staff_on_duty(desk);
    }

    /// Triggers add so many people to a desk, or take them away.
    pub(super) fn staff_comes(&mut self, desk: Desk, people: u32, come: bool) {
        let extra = &mut self.desks.extra[number(desk)].people;
        *extra = if come { extra.saturating_add(people) } else { extra.saturating_sub(people) };
        self.staff_on_duty(desk);
    }

    /// People in the line of a desk, for whom no work has begun.
    pub(super) fn queue_at(&self, desk: Desk) -> usize {
        self.desks.crew(desk).line.len()
    }

    /// As many are on duty as the roster has and, where it has anybody, as triggers have added.
    fn staff_on_duty(&mut self, desk: Desk) {
        let work = work_of(self.plan, desk);
        let rostered = work.staff.value_at(self.now);
        let extra = &mut self.desks.extra[number(desk)];
        let on_duty = if rostered == Limit::ZERO || rostered.is_none() { 0 } else { extra.people };
        let staff = rostered.plus(on_duty);
        if on_duty != extra.on_duty {
            extra.on_duty = on_duty;
            self.tell(Change::ExtraStaff { desk, extra: on_duty });
        }
        let mut resumed = std::mem::take(&mut self.desks.resumed);
        self.desks.crew_mut(desk).set_staff(staff, self.now, &work.time, &mut resumed);
        for running in resumed.drain(..) {
            self.goes_on(desk, running);
        }
        self.desks.resumed = resumed;
        self.call_to(desk);
        self.tell_state(desk);
    }

    /// Opening, closing and pausing change the reason of everybody with whom a desk that tells has to do.
    fn tell_state(&mut self, desk: Desk) {
        if !tells(desk) {
            return;
        }
        let mut with_hub = std::mem::take(&mut self.desks.with_hub);
        with_hub.retain(|&who| self.people.is_still(who) && self.people[who.patient].hub == HubLink::Asked);
        for who in &with_hub {
            self.rebook(who.patient);
        }
        self.desks.with_hub = with_hub;
    }

    /// What a desk that has been asked is doing for somebody.
    pub(super) fn at_desk(&self, p: u32, desk: Desk) -> At {
        let crew = self.desks.crew(desk);
        if crew.staff() == Limit::ZERO || work_of(self.plan, desk).per_day.value_at(self.now) == Limit::ZERO {
            At::Closed
        } else if crew.staff().is_none() && crew.line.is_empty() || crew.at_work(p) == Some(true) {
            At::Work
        } else {
            At::Queue
        }
    }
}

/// Whether a number of pieces may begin each day.
fn counts_by_day(work: &Work) -> bool {
    !work.per_day.is_constant() || work.per_day.value_at(Time::START).is_some()
}

/// How many pieces may begin before the first midnight gives the first day its number: whoever is
/// there at the start comes just before it.
fn before_first_midnight(work: &Work) -> Limit {
    if counts_by_day(work) { Limit::ZERO } else { Limit::NONE }
}
