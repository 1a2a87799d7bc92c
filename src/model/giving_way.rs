//! Giving way: who has waited too long for the services of its pathway also joins the line of something else, at
//! its turn, and takes the first offer; or goes home without a service.
//!
//! The clock of a rule runs while somebody could take an offer and has none, or since it was ready, and stands still
//! while it is ill again. Whether somebody follows a rule, and how long after its time, is drawn once. Who gives way at
//! an instant does so once the offers of that instant are made, so a place that is free is taken first.

use std::collections::VecDeque;

use super::observer::{Change, Observer};
use super::patient::{NO_RULE, NO_SERVICE, Patient, Whereabouts, purpose};
use super::people::Who;
use super::run::{Event, Run, rank};
use crate::base::{Position, Span, Time, standard};
use crate::scenario::plan::{CountsFrom, Enters, GivesWay, Instead, RuleIndex, ServiceIndex, StepStarts};

/// The waits of people who may give way.
#[derive(Clone, Debug, Default)]
pub(super) struct Waits {
    /// By slot, beside the people, so that others carry nothing of it.
    of: Vec<Wait>,
    /// By slot, as many for each as any pathway has rules: how far it is with those of its own.
    progress: Vec<Progress>,
    /// So many; 0 before anybody waits.
    most: usize,
    /// Who gives way once the offers of this instant are made.
    now: VecDeque<(Who, RuleIndex)>,
}

/// The wait of one person.
#[derive(Clone, Debug, Default)]
struct Wait {
    /// How long it was free to take an offer before it last became so.
    free_for: Span,
    /// Since when it has been; `NEVER` while it is not.
    free_since: Time,
    /// The rules of its pathway.
    rules: usize,
}

/// How far somebody is with one rule.
#[derive(Clone, Copy, Debug)]
struct Progress {
    /// When it will give way, as things are; `NEVER` while the clock stands still, before it was looked at, and after.
    due: Time,
    /// When it gave way; `NEVER` before.
    gave_way: Time,
    /// Whether the queue was too short at its time: it is looked at once.
    stays: bool,
    /// When it asked for the bridge to which it gave way.
    asked: Time,
}

impl Progress {
    const NONE: Self = Self { due: Time::NEVER, gave_way: Time::NEVER, stays: false, asked: Time::NEVER };
}

impl Waits {
    /// Whether anybody gives way once the offers of this instant are made.
    #[inline]
    pub fn anybody_now(&self) -> bool {
        !self.now.is_empty()
    }

    /// The next of these.
    #[inline]
    pub fn take_next(&mut self) -> Option<(Who, RuleIndex)> {
        // Nearly always nobody does.
        if self.now.is_empty() { None } else { self.now.pop_front() }
    }

    /// Gives way at this instant.
    pub fn give_way_now(&mut self, who: Who, rule: RuleIndex) {
        self.now.push_back((who, rule));
    }

    /// Somebody waits, with so many rules of at most so many.
    fn begin(&mut self, p: u32, (rules, most): (usize, usize), free_for: Span) {
        let at = p as usize;
        self.most = most;
        if at >= self.of.len() {
            self.of.resize(at + 1, Wait::default());
            self.progress.resize((at + 1) * most, Progress::NONE);
        }
        self.of[at] = Wait { free_for, free_since: Time::NEVER, rules };
        self.progress_mut(p).fill(Progress::NONE);
    }

    /// How far somebody is with the rules of its pathway; with none before it has waited.
    fn progress(&self, p: u32) -> &[Progress] {
        let from = p as usize * self.most;
        self.of.get(p as usize).map_or(&[], |wait| &self.progress[from..from + wait.rules])
    }

    fn progress_mut(&mut self, p: u32) -> &mut [Progress] {
        let from = p as usize * self.most;
        self.of.get(p as usize).map_or(&mut [], |wait| &mut self.progress[from..from + wait.rules])
    }
}

impl<O: Observer> Run<'_, O> {
    /// Whether anybody may ever give way: where nobody may, nothing of this is looked at.
    #[inline]
    fn anybody_may(&self) -> bool {
        !self.plan.gives_way.is_empty()
    }

    /// The rules of somebody's pathway.
    fn rules_of(&self, p: u32) -> &[RuleIndex] {
        &self.plan.pathways[self.people[p].pathway].gives_way
    }

    /// Somebody has joined its lines: from now on it may give way.
    #[inline]
    pub(super) fn may_give_way(&mut self, p: u32) {
        if self.anybody_may() {
            self.waits_from_now(p);
        }
    }

    #[cold]
    fn waits_from_now(&mut self, p: u32) {
        let rules = self.rules_of(p).len();
        if rules == 0 {
            return;
        }
        let person = &self.people[p];
        // Who was there at the start has waited; how much of that it was free is not known, so all of it counts.
        let waited = if person.there_at_start().is_some() { self.waited(p) } else { Span::ZERO };
        let most = self.plan.pathways.iter().map(|pathway| pathway.gives_way.len()).max();
        self.waits.begin(p, (rules, most.unwrap_or(rules)), waited);
        self.clocks_run(p, CountsFrom::Ready);
    }

    /// Somebody becomes free to take an offer, or is so no more for now.
    #[inline]
    pub(super) fn is_free(&mut self, p: u32, free: bool) {
        if self.anybody_may() && !self.rules_of(p).is_empty() {
            self.is_free_to_take(p, free);
        }
    }

    #[cold]
    fn is_free_to_take(&mut self, p: u32, free: bool) {
        if free {
            self.waits.of[p as usize].free_since = self.now;
            self.clocks_run(p, CountsFrom::Free);
        } else {
            let now = self.now;
            let wait = &mut self.waits.of[p as usize];
            let since = std::mem::replace(&mut wait.free_since, Time::NEVER);
            wait.free_for = wait.free_for + now.since(since);
            self.clocks_stand_still(p, CountsFrom::Free);
        }
    }

    /// Somebody who waits is ready again after a further acute stay, or falls ill.
    pub(super) fn is_ready_again(&mut self, p: u32, ready: bool) {
        if !self.anybody_may() || self.rules_of(p).is_empty() || self.people[p].lines == 0 {
            return;
        }
        if ready {
            self.clocks_run(p, CountsFrom::Ready);
        } else {
            self.clocks_stand_still(p, CountsFrom::Ready);
        }
    }

    /// Somebody has its offer, or needs none any more.
    #[inline]
    pub(super) fn gives_way_no_more(&mut self, p: u32) {
        if self.anybody_may() {
            self.clocks_end(p);
        }
    }

    #[cold]
    fn clocks_end(&mut self, p: u32) {
        if !self.rules_of(p).is_empty()
            && let Some(wait) = self.waits.of.get_mut(p as usize)
        {
            wait.free_since = Time::NEVER;
            self.waits.progress_mut(p).iter_mut().for_each(|rule| rule.due = Time::NEVER);
        }
    }

    /// How long somebody has waited since it was ready or referred, further acute stays aside.
    fn waited(&self, p: u32) -> Span {
        let (person, now) = (&self.people[p], self.now);
        let from_home = self.plan.groups[person.group].enters == Enters::Community;
        match person.whereabouts {
            Whereabouts::Home | Whereabouts::Bridge if from_home => now.since(person.ready),
            Whereabouts::Ward => person.delayed + now.since(person.ready),
            Whereabouts::Bridge => person.delayed + now.since(person.bridge_began),
            Whereabouts::Gone
            | Whereabouts::Away
            | Whereabouts::BedLine
            | Whereabouts::Acute
            | Whereabouts::AwaitingRound
            | Whereabouts::Home
            | Whereabouts::Service
            | Whereabouts::Blocked => person.delayed,
        }
    }

    /// The clocks of this kind run: when each rule will be followed.
    fn clocks_run(&mut self, p: u32, from: CountsFrom) {
        let plan = self.plan;
        let person = &self.people[p];
        let waited = match from {
            CountsFrom::Ready => self.waited(p),
            CountsFrom::Free => self.waits.of[p as usize].free_for,
        };
        for (i, &number) in plan.pathways[person.pathway].gives_way.iter().enumerate() {
            let (rule, person) = (&plan.gives_way[number], &self.people[p]);
            let Progress { due, gave_way, stays, .. } = self.waits.progress(p)[i];
            if rule.from != from
                || due != Time::NEVER
                || gave_way != Time::NEVER
                || stays
                || !self.takes(person, rule)
            {
                continue;
            }
            if let Some(left) = left_to_wait(person, rule, waited) {
                let (due, who) = (self.now + left, self.people.who(p));
                self.waits.progress_mut(p)[i].due = due;
                if left == Span::ZERO {
                    self.waits.give_way_now(who, number);
                } else {
                    self.schedule(due, rank::ACUTE_END, Event::GivesWay { who, rule: number });
                }
            }
        }
    }

    fn clocks_stand_still(&mut self, p: u32, from: CountsFrom) {
        let plan = self.plan;
        let rules = &plan.pathways[self.people[p].pathway].gives_way;
        for (progress, &rule) in self.waits.progress_mut(p).iter_mut().zip(rules) {
            if plan.gives_way[rule].from == from {
                progress.due = Time::NEVER;
            }
        }
    }

    /// Whether a rule leads somebody anywhere.
    fn takes(&self, person: &Patient, rule: &GivesWay) -> bool {
        rule.service().is_none_or(|s| {
            self.plan.services[s].accepts.includes(person.pathway, person.group, person.traits)
        })
    }

    /// Somebody gives way by a rule, or comes to the moment of truth of a diversion.
    pub(super) fn gives_way(&mut self, p: u32, number: RuleIndex) {
        let plan = self.plan;
        let Some(rule) = plan.gives_way.with(number) else { return self.diverted(p, number) };
        let person = &self.people[p];
        let now = self.now;
        if person.pathway != rule.pathway || person.lines == 0 {
            return;
        }
        let stays =
            rule.queue_above.is_some_and(|(s, people)| self.services[s].line().len() as f64 <= people);
        let Some(progress) = self.progress_of(p, number) else { return };
        if progress.due != now {
            return;
        }
        *progress = Progress { stays, gave_way: if stays { Time::NEVER } else { now }, ..Progress::NONE };
        if stays {
            return;
        }
        match rule.to {
            Instead::Home => self.goes_without(p, number),
            Instead::Service(service, position) => self.also_waits_for(p, service, position),
            Instead::Bridge(..) => {
                self.ask_for_bridge(p);
                self.rebook(p);
            }
        }
    }

    /// Joins one line more, at its turn.
    fn also_waits_for(&mut self, p: u32, service: ServiceIndex, position: usize) {
        let person = &mut self.people[p];
        if person.lines >> position & 1 == 1 || person.fallback == service {
            return;
        }
        person.lines |= 1 << position;
        let free = person.free;
        self.tell_of(p, |patient| Change::Joined { patient, service });
        if free {
            self.stand_in_line(p, service);
            self.services.look_at(service);
        }
        self.rebook(p);
    }

    /// Waits for no service any more: from hospital it leaves as soon as all else is done.
    fn goes_without(&mut self, p: u32, rule: RuleIndex) {
        let at = self.people[p].whereabouts;
        self.leave_lines(p, NO_SERVICE);
        self.cancel_bridge(p);
        if at == Whereabouts::Bridge {
            self.end_bridge(p);
        }
        let person = &mut self.people[p];
        person.offered = true;
        person.place = NO_SERVICE;
        person.gave_way_to_place = rule;
        if at == Whereabouts::Home || at == Whereabouts::Bridge {
            self.tell_of(p, |patient| Change::GaveUp { patient, rule, outside: at == Whereabouts::Home });
            self.people.retire(p);
            return;
        }
        if !person.offer_steps_begun {
            self.begin_steps(p, StepStarts::Offer);
        }
        self.try_leave(p);
        self.rebook(p);
    }

    /// Since when somebody stands in the line at this position of its pathway because it gave way; `None` for its
    /// own services.
    #[inline]
    pub(super) fn gave_way_since(&self, p: u32, position: usize) -> Option<Time> {
        if !self.anybody_may() {
            return None;
        }
        self.first_rule_to(p, |to| matches!(to, Instead::Service(_, at) if at == position)).map(|(_, at)| at)
    }

    /// Whether somebody may ask for the bridge at this position of its pathway: its own, or one to which it gave way.
    pub(super) fn may_ask_for(&self, p: u32, position: usize) -> bool {
        position < self.plan.pathways[self.people[p].pathway].bridge.len()
            || self.way_to_bridge(p, position) != NO_RULE
    }

    /// The rule by which somebody gave way to the bridge at this position of its pathway.
    #[inline]
    pub(super) fn way_to_bridge(&self, p: u32, position: usize) -> RuleIndex {
        if !self.anybody_may() {
            return NO_RULE;
        }
        let found = self.first_rule_to(p, |to| matches!(to, Instead::Bridge(_, at) if at == position));
        found.map_or(NO_RULE, |(rule, _)| rule)
    }

    /// Somebody asks now for the bridge at this position of its pathway.
    pub(super) fn asks_for_bridge(&mut self, p: u32, position: usize) {
        let (rule, now) = (self.way_to_bridge(p, position), self.now);
        match self.progress_of(p, rule) {
            Some(progress) => progress.asked = now,
            None => self.people[p].asked = now,
        }
    }

    /// Since when it has asked for the bridge at this position of its pathway.
    pub(super) fn asked_for_bridge_at(&mut self, p: u32, position: usize) -> Time {
        let rule = self.way_to_bridge(p, position);
        let own = self.people[p].asked;
        self.progress_of(p, rule).map_or(own, |progress| progress.asked)
    }

    /// How far somebody is with a rule of its pathway.
    fn progress_of(&mut self, p: u32, rule: RuleIndex) -> Option<&mut Progress> {
        let first = self.rules_of(p).first()?.position();
        self.waits.progress_mut(p).get_mut(rule.position().checked_sub(first)?)
    }

    /// The rule by which somebody who stands in the line of a service does so, if it is none of its own.
    #[inline]
    pub(super) fn way_to(&self, p: u32, service: ServiceIndex) -> RuleIndex {
        if self.anybody_may() { self.rule_to(p, service) } else { NO_RULE }
    }

    #[cold]
    fn rule_to(&self, p: u32, service: ServiceIndex) -> RuleIndex {
        let person = &self.people[p];
        if person.fallback == service || self.rules_of(p).is_empty() || person.lines == 0 {
            return NO_RULE;
        }
        let found = self.first_rule_to(p, |to| matches!(to, Instead::Service(s, _) if s == service));
        found.map_or(NO_RULE, |(rule, _)| rule)
    }

    /// The factor on the stay of somebody in a service to which it gave way.
    #[inline]
    pub(super) fn way_factor(&self, p: u32, service: ServiceIndex) -> f64 {
        if self.anybody_may() { self.factor_by_rule(p, service) } else { 1.0 }
    }

    #[cold]
    fn factor_by_rule(&self, p: u32, service: ServiceIndex) -> f64 {
        let person = &self.people[p];
        let rule = if person.whereabouts == Whereabouts::Blocked {
            // Its rule is of the place that it keeps until then.
            NO_RULE
        } else if person.offered {
            person.gave_way_to_place
        } else {
            self.way_to(p, service)
        };
        self.plan.gives_way.with(rule).map_or(1.0, |rule| rule.stay_factor)
    }

    /// The rule to something by which somebody gave way first, and when.
    fn first_rule_to(&self, p: u32, to: impl Fn(Instead) -> bool) -> Option<(RuleIndex, Time)> {
        let rules = self.rules_of(p);
        if rules.is_empty() {
            return None;
        }
        let all = self.waits.progress(p).iter().zip(rules);
        let led = all.filter(|(progress, rule)| {
            progress.gave_way != Time::NEVER && to(self.plan.gives_way[**rule].to)
        });
        led.map(|(progress, &rule)| (rule, progress.gave_way)).min_by_key(|&(_, at)| at)
    }
}

/// How long somebody waits on before it gives way, having waited so long; `None`: it never does.
fn left_to_wait(person: &Patient, rule: &GivesWay, waited: Span) -> Option<Span> {
    let luck = person.draw(purpose::GIVES_WAY, 0).name(rule.name);
    let hesitates = |n: u64| match rule.per_day {
        None => Some(0.0),
        Some(0.0) => None,
        Some(rate) => Some(standard::exponential(&mut luck.part(n).generator()) / rate),
    };
    let total = rule.after.0 as f64 + hesitates(1)? * Span::DAY.0 as f64;
    let beyond = waited.0.saturating_sub(rule.after.0);
    if person.there_at_start().is_none() || beyond == 0 {
        let left = Span((total as u64).saturating_sub(waited.0));
        return (luck.uniform() < rule.share).then_some(left);
    }
    // Was there at the start, when others who had waited as long had given way: the chance of being one who will.
    let stays = rule.per_day.map_or(0.0, |rate| libm::exp(-rate * Span(beyond).days()));
    let (will, never) = (rule.share * stays, 1.0 - rule.share);
    let chance = if will + never > 0.0 { will / (will + never) } else { 1.0 };
    (luck.uniform() < chance).then(|| Span::from_days(hesitates(2).unwrap_or_default()))
}
