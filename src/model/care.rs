//! Care that is limited: what somebody needs on each day of a stay, what of it must fit before a
//! start, and what is promised for the days ahead where the whole plan must, or where care may grow.

use super::book::{Coming, StartsNow, slot};
use super::observer::{Change, Observer};
use super::patient::{Whereabouts, purpose};
use super::run::Run;
use super::spell::{Spell, Then, in_thousandths, in_whole_days};
use crate::base::{Distribution, Limit, Span, Time};
use crate::scenario::plan::{Care, CareRule, Load, ServiceIndex};

/// The care of people's stays where it is limited, by slot, beside them, so that others carry nothing of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Spells(Vec<Spell>);

impl Spells {
    /// The care of somebody's stay.
    #[inline]
    pub fn now(&mut self, p: u32) -> &mut Spell {
        slot(&mut self.0, p, Spell::NONE)
    }
}

impl<O: Observer> Run<'_, O> {
    /// The care that somebody brings to a service, in thousandths.
    #[inline]
    pub(super) fn load_of(&self, p: u32, s: ServiceIndex) -> i64 {
        let load = &self.plan.services[s].load;
        load.care().map_or(0, |care| self.care_of(p, care.first, 0, care.in_visits))
    }

    /// The care at the last of the stay that comes next: where nothing else is given, as at its first.
    pub(super) fn last_care_of(&self, p: u32, care: Care<'_>) -> i64 {
        let (drawn, n) = if care.as_first { (care.first, 0) } else { (care.last, 1) };
        self.care_of(p, drawn, n, care.in_visits)
    }

    /// The care at the first (`n` 0) or last (1) of the stay that comes next.
    pub(super) fn care_of(&self, p: u32, care: &Distribution, n: u64, in_visits: bool) -> i64 {
        let person = &self.people[p];
        in_thousandths(care.draw(person.draw(purpose::CARE, 2 * u64::from(person.stays) + n)), in_visits)
    }

    /// The stay of somebody who starts in a service now.
    pub(super) fn stay_in(&self, p: u32, s: ServiceIndex) -> Span {
        self.stay_of(p, s, self.days_in(p, s))
    }

    /// The days of that stay, as drawn.
    fn days_in(&self, p: u32, s: ServiceIndex) -> f64 {
        let person = &self.people[p];
        let luck = person.draw(purpose::SERVICE_STAY, u64::from(person.stays));
        self.plan.services[s].stay[person.group].draw(luck)
    }

    /// The stay of so many drawn days, if it starts now.
    fn stay_of(&self, p: u32, s: ServiceIndex, days: f64) -> Span {
        let service = &self.plan.services[s];
        let person = &self.people[p];
        // Waiting in hospital lengthens the stay.
        let waits = person.whereabouts == Whereabouts::Ward;
        let delayed = person.delayed + if waits { self.now.since(person.ready) } else { Span::ZERO };
        let longer = 1.0 + self.plan.deconditioning.stay_factor_per_day * delayed.days();
        let factor = service.stay_factor.value_at(self.now) * self.way_factor(p, s);
        let stay = Span::from_days(days * longer * factor);
        if matches!(service.load, Load::Visits { .. }) { in_whole_days(stay) } else { stay }
    }

    /// Whether a service has room for somebody now.
    #[inline]
    pub(super) fn fits(&mut self, p: u32, s: ServiceIndex) -> bool {
        self.may_use(p, s) && {
            let starts =
                if self.services[s].book.promises() { self.starts_in(s) } else { StartsNow::default() };
            self.care_fits(p, s, starts)
        }
    }

    /// The same, apart from what is kept for others.
    #[inline]
    pub(super) fn care_fits(&mut self, p: u32, s: ServiceIndex, starts: StartsNow) -> bool {
        let plan = self.plan;
        match plan.services[s].load.care() {
            None => self.services[s].pool().has_room(0),
            Some(_) if !self.services[s].book.promises() => {
                self.services[s].pool().has_room(self.load_of(p, s))
            }
            Some(care) => self.services[s].pool().room() > Limit::ZERO && self.plan_fits(p, s, care, starts),
        }
    }

    /// Whether somebody's care fits today and on every day ahead. Where only the first week must, the days
    /// ahead count as soon as anybody's care grows: nobody may grow beyond the limit.
    fn plan_fits(&mut self, p: u32, s: ServiceIndex, care: Care<'_>, starts: StartsNow) -> bool {
        let left = care.amount.value_at(self.now) - self.services[s].pool().load();
        let coming = self.foreseen(p, s, care);
        // Most who are looked at in vain do not fit today.
        if coming.care.first > left {
            return false;
        }
        let book = &self.services[s].book;
        if care.rule == CareRule::FirstWeekFits && book.growing == 0 && !coming.care.grows() {
            return true;
        }
        let then = self.then(p, coming.blocks, starts);
        let mut spell = Spell { from: self.now, then, ..coming.care };
        if then == Then::Nothing {
            spell.stay = self.stay_as_of_now(p, s, coming);
        }
        let book = &self.services[s].book;
        let upto = spell.upto(care.in_visits, book.promised.days());
        self.ahead.care(s, Time::midnight(upto));
        let left = |day| care.amount.value_at(Time::midnight(day)) - book.promised.on(day);
        let (today, bounds) = (self.now.day(), spell.bounds());
        self.left_ahead.decides(s, today, upto, bounds, left).unwrap_or_else(|| {
            spell.stay = self.stay_as_of_now(p, s, coming);
            self.left_ahead.holds(s, today, upto, |day| spell.on(day, care.in_visits))
        })
    }

    /// What follows the days of a stay of somebody who is given a place now.
    fn then(&self, p: u32, blocks: bool, starts: StartsNow) -> Then {
        let at_once = match self.people[p].whereabouts {
            Whereabouts::Ward => starts.from_hospital && self.no_offer_steps(p),
            Whereabouts::Acute => starts.from_hospital,
            Whereabouts::Home
            | Whereabouts::Bridge
            | Whereabouts::Blocked
            | Whereabouts::Gone
            | Whereabouts::Away
            | Whereabouts::BedLine
            | Whereabouts::AwaitingRound
            | Whereabouts::Service => starts.from_home,
        };
        match at_once {
            false => Then::Held,
            true if blocks => Then::AsLast,
            true => Then::Nothing,
        }
    }

    /// Who starts in a service at this hour.
    pub(super) fn starts_in(&self, s: ServiceIndex) -> StartsNow {
        let from_home = self.admits(s);
        StartsNow {
            from_home,
            from_hospital: from_home && self.plan.hospital.discharge_hours.value_at(self.now),
        }
    }

    /// The care in a service once the stays of all who are in it are over, and nobody has left.
    pub(super) fn care_of_last_days(&self, s: ServiceIndex) -> i64 {
        let members = self.services[s].book.members.iter();
        members.filter_map(|&p| self.spells.0.get(p as usize)).map(|spell| spell.last).sum()
    }

    /// The care of a stay that would begin now.
    fn foresee(&mut self, p: u32, s: ServiceIndex, care: Care<'_>) -> Spell {
        let coming = self.foreseen(p, s, care);
        let then = self.then(p, coming.blocks, self.starts_in(s));
        let stay = self.stay_as_of_now(p, s, coming);
        Spell { from: self.now, stay, then, ..coming.care }
    }

    /// What is drawn of a stay to come; once.
    fn foreseen(&mut self, p: u32, s: ServiceIndex, care: Care<'_>) -> Coming {
        let person = &self.people[p];
        let of = Some((person.stamp, person.stays));
        let known = *self.services[s].book.coming(p);
        if known.of == of {
            return known;
        }
        let days = self.days_in(p, s);
        let stay = self.stay_of(p, s, days);
        let (first, last) = (self.load_of(p, s), self.last_care_of(p, care));
        let blocks = self.may_block(p, s, self.people[p].stays);
        let care = Spell { from: self.now, stay, first, last, then: Then::Held };
        let coming = Coming { of, care, days, blocks };
        *self.services[s].book.coming(p) = coming;
        coming
    }

    /// The care on the first day of a stay to come.
    pub(super) fn first_care(&mut self, p: u32, s: ServiceIndex) -> i64 {
        let care = self.plan.services[s].load.care();
        care.map_or(0, |care| self.foreseen(p, s, care).care.first)
    }

    /// A stay that would begin now.
    fn stay_as_of_now(&self, p: u32, s: ServiceIndex, coming: Coming) -> Span {
        // It depends on the moment at which it begins.
        let moves = self.plan.deconditioning.stay_factor_per_day > 0.0
            || !self.plan.services[s].stay_factor.is_constant();
        if moves { self.stay_of(p, s, coming.days) } else { coming.care.stay }
    }

    /// Where days ahead count: what the care of a place that is held will need.
    pub(super) fn promise_plan(&mut self, p: u32, s: ServiceIndex) {
        let plan = self.plan;
        if self.services[s].book.promises()
            && let Some(care) = plan.services[s].load.care()
        {
            let spell = self.foresee(p, s, care);
            self.services[s].book.coming(p).care = spell;
            self.promise(s, spell, 1);
        }
    }

    /// The place is not held any more.
    pub(super) fn take_back_plan(&mut self, p: u32, s: ServiceIndex) {
        if self.services[s].book.promises() {
            let spell = self.services[s].book.coming(p).care;
            self.promise(s, spell, -1);
            self.services[s].book.more_room();
        }
    }

    /// Promises the care of the days ahead, or takes it back.
    pub(super) fn promise(&mut self, s: ServiceIndex, spell: Spell, times: i64) {
        let in_visits = matches!(self.plan.services[s].load, Load::Visits { .. });
        let today = self.now.day();
        self.left_ahead.change(s);
        let book = &mut self.services[s].book;
        book.growing += times * i64::from(spell.grows());
        for day in today + 1..spell.upto(in_visits, book.promised.days()) {
            book.promised.add(day, times * spell.on(day, in_visits));
        }
    }

    /// A new day: what those in a service need today.
    pub(super) fn taper(&mut self, s: ServiceIndex, in_visits: bool) {
        for i in 0..self.services[s].book.members.len() {
            let p = self.services[s].book.members[i];
            let now = self.now;
            let spell = *self.spells.now(p);
            let person = &mut self.people[p];
            let stays_on = spell.then == Then::AsLast && now.day() >= spell.end(true);
            let care = if in_visits && (stays_on || person.whereabouts == Whereabouts::Blocked) {
                // The stay is over, and the visits of its last day go on, without a day between.
                spell.last
            } else {
                spell.at(now, in_visits)
            };
            let by = care - std::mem::replace(&mut person.care, care);
            self.services[s].pool_mut().change_load(by);
            if by != 0 {
                self.tell(Change::CareChanged { service: s, by });
            }
        }
    }
}
