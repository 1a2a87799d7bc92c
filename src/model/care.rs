//! Care that is limited: what somebody needs on each day of a stay, what of it must fit before a
//! start, and what is promised for the days ahead where the whole plan must, or where care may grow.

use super::kept::Rooms;
use super::observer::{Change, Observer};
use super::patient::{Whereabouts, purpose};
use super::run::Run;
use crate::base::distribution::Family;
use crate::base::{Distribution, Limit, Span, Time};
use crate::engine::Ledger;
use crate::scenario::plan::{Care, CareRule, Load, ServiceIndex};

/// A visit, or an hour a week, in thousandths.
const WHOLE: f64 = 1000.0;

/// The care of one stay: a straight line from first to last, stepping at midnight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spell {
    pub from: Time,
    pub stay: Span,
    pub first: i64,
    pub last: i64,
    pub then: Then,
}

/// What may follow the days of a stay, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// No care.
    Nothing,
    /// The care of the last day: what follows on the exit may be waited for in the place.
    AsLast,
    /// The stay is to begin, nobody knows when: the most that it may need on any day.
    Held,
}

/// The care of people where it is limited, by slot, beside them, so that others carry nothing of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Spells(Vec<Cared>);

impl Spells {
    #[inline]
    fn of(&mut self, p: u32) -> &mut Cared {
        let p = p as usize;
        if p >= self.0.len() {
            self.0.resize(p + 1, Cared::NONE);
        }
        &mut self.0[p]
    }

    /// The care of somebody's stay.
    #[inline]
    pub fn now(&mut self, p: u32) -> &mut Spell {
        &mut self.of(p).now
    }
}

/// The care of one person.
#[derive(Clone, Copy, Debug)]
struct Cared {
    /// Of the stay.
    now: Spell,
    /// Of a stay to come, foreseen for the person with this stamp, after so many stays, in this service.
    coming: Spell,
    foreseen_for: Option<(u16, u32, ServiceIndex)>,
    /// The days of that stay as drawn, and whether it may go on for want of what follows.
    days: f64,
    blocks: bool,
}

impl Cared {
    const NONE: Self =
        Self { now: Spell::NONE, coming: Spell::NONE, foreseen_for: None, days: 0.0, blocks: false };
}

impl Spell {
    pub const NONE: Self =
        Self { from: Time::NEVER, stay: Span::ZERO, first: 0, last: 0, then: Then::Nothing };

    /// The care at a moment of the stay. Hours go on as they are at its end; visits are whole, and
    /// there are none after the days of the stay.
    fn at(&self, now: Time, in_visits: bool) -> i64 {
        let span = (self.last - self.first) as f64;
        if !in_visits {
            let gone = now.since(self.from).0 as f64 / self.stay.0.max(1) as f64;
            return self.first + (span * gone.min(1.0)).round() as i64;
        }
        let (day, days) = (now.day() - self.from.day(), whole_days(self.stay));
        match days {
            _ if day >= days => 0,
            1 => self.first,
            _ => {
                let line = self.first as f64 + span * f64::from(day) / f64::from(days - 1);
                ((line / WHOLE).round_ties_even() * WHOLE) as i64
            }
        }
    }

    fn grows(&self) -> bool {
        self.last > self.first
    }

    /// The most care that a day ahead may need.
    fn on(&self, day: u32, in_visits: bool) -> i64 {
        let goes_on = day < self.end(in_visits);
        match self.then {
            Then::Held if !self.grows() => self.first,
            _ if goes_on => self.at(Time::midnight(day), in_visits),
            Then::Nothing => 0,
            Then::AsLast | Then::Held => self.last,
        }
    }

    /// The day before which all of it lies; of a run of so many days.
    fn upto(&self, in_visits: bool, days: u32) -> u32 {
        if self.then == Then::Nothing { self.end(in_visits).min(days) } else { days }
    }

    /// The day from which there is no care any more.
    fn end(&self, in_visits: bool) -> u32 {
        if in_visits {
            self.from.day().saturating_add(whole_days(self.stay))
        } else {
            // Care that ends at midnight is none of the day that begins then.
            Time((self.from + self.stay).0.saturating_sub(1)).day().saturating_add(1)
        }
    }
}

/// What a service whose care is limited knows of it.
#[derive(Clone, Debug)]
pub(super) struct Book {
    /// People in it, where their care changes from day to day.
    members: Vec<u32>,
    /// Whether a smaller plan may pass a bigger one.
    may_pass: bool,
    /// Whether whole plans must fit or care may grow, so that care is promised for the days ahead.
    promises: bool,
    promised: Ledger,
    /// People whose care grows, in it or with a place held.
    growing: i64,
    /// Those in the line who have not been looked at, or whether all must be, as there is more room.
    newcomers: Vec<u32>,
    look_through: bool,
    /// Where parts are kept: for whom there was room when the line was last looked at, and whether a start would have
    /// been at once for those at home and in hospital.
    seen: (Rooms, [bool; 2]),
    /// The least care that anybody may need on a first day.
    least: i64,
}

impl Book {
    /// Of so many days; where care is not limited, there is nothing to know.
    pub fn new(care: Option<Care<'_>>, days: u32) -> Self {
        let may_pass = care.is_some_and(|care| care.rule == CareRule::WholePlanFits);
        let promises = may_pass || care.is_some_and(may_grow);
        let mut ahead = Ledger::default();
        ahead.clear(if promises { days } else { 0 });
        Self {
            members: Vec::new(),
            may_pass,
            promises,
            promised: ahead,
            growing: 0,
            newcomers: Vec::new(),
            look_through: false,
            seen: (Rooms::default(), [false; 2]),
            least: care.map_or(0, |care| in_thousandths(least_of(care.first), care.in_visits)),
        }
    }

    /// Whether a smaller plan may pass a bigger one.
    #[inline]
    pub fn may_pass(&self) -> bool {
        self.may_pass
    }

    /// Whether care is promised for the days ahead.
    #[inline]
    pub fn promises(&self) -> bool {
        self.promises
    }

    /// There may be more room: everybody in the line must be looked at.
    #[inline]
    pub fn more_room(&mut self) {
        self.look_through = true;
    }

    /// Somebody has come into the line.
    #[inline]
    pub fn look_at(&mut self, p: u32) {
        if self.may_pass {
            self.newcomers.push(p);
        }
    }

    /// Somebody is in the service; its position.
    #[inline]
    pub fn join(&mut self, p: u32) -> u32 {
        self.members.push(p);
        self.members.len() as u32 - 1
    }

    /// Who had this position leaves; who has it now, if anybody.
    #[inline]
    pub fn leave(&mut self, member: u32) -> Option<u32> {
        self.members.swap_remove(member as usize);
        self.members.get(member as usize).copied()
    }
}

/// Whether somebody's care may be more at the end than at the start.
fn may_grow(care: Care<'_>) -> bool {
    let fixed = |care: &Distribution| {
        if let Family::Fixed(x) = care.family() {
            Some(x.clamp(care.bounds().0, care.bounds().1))
        } else {
            None
        }
    };
    let both = fixed(care.first).zip(fixed(care.last));
    !care.as_first && both.is_none_or(|(first, last)| last > first)
}

/// What no draw is below; 0 where that takes thought.
fn least_of(care: &Distribution) -> f64 {
    let least = match care.family() {
        Family::Fixed(x) => *x,
        Family::Uniform { min, .. } => *min,
        Family::Empirical(values) => values.iter().copied().fold(f64::INFINITY, f64::min),
        Family::Bands(bands) => bands.iter().map(|band| band.1).fold(f64::INFINITY, f64::min),
        Family::Exponential { .. }
        | Family::Lognormal { .. }
        | Family::Gamma { .. }
        | Family::Weibull { .. }
        | Family::Poisson { .. }
        | Family::Normal { .. }
        | Family::Triangular { .. } => 0.0,
    };
    least.clamp(care.bounds().0, care.bounds().1)
}

/// An amount of care that was drawn, in thousandths; visits are whole.
fn in_thousandths(drawn: f64, in_visits: bool) -> i64 {
    ((if in_visits { drawn.round() } else { drawn }) * WHOLE).round() as i64
}

/// A stay in whole days, one at least.
fn whole_days(stay: Span) -> u32 {
    (stay.days().round() as u32).max(1)
}

/// A stay rounded to whole days.
pub(super) fn in_whole_days(stay: Span) -> Span {
    Span(Span::DAY.0 * u64::from(whole_days(stay)))
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
        self.may_use(p, s) && self.care_fits(p, s)
    }

    /// The same, apart from what is kept for others.
    #[inline]
    fn care_fits(&mut self, p: u32, s: ServiceIndex) -> bool {
        let plan = self.plan;
        match plan.services[s].load.care() {
            None => self.services[s].pool().has_room(0),
            Some(_) if !self.services[s].book.promises() => {
                self.services[s].pool().has_room(self.load_of(p, s))
            }
            Some(care) => self.services[s].pool().room() > Limit::ZERO && self.plan_fits(p, s, care),
        }
    }

    /// Whether somebody's care fits today and on every day ahead. Where only the first week must, the days
    /// ahead count as soon as anybody's care grows: nobody may grow beyond the limit.
    fn plan_fits(&mut self, p: u32, s: ServiceIndex, care: Care<'_>) -> bool {
        let left = care.amount.value_at(self.now) - self.services[s].pool().load();
        // Most who are looked at in vain do not fit today.
        if self.first_foreseen(p, s).is_some_and(|first| first > left) {
            return false;
        }
        let spell = self.foresee(p, s, care);
        if spell.at(self.now, care.in_visits) > left {
            return false;
        }
        let book = &self.services[s].book;
        if care.rule == CareRule::FirstWeekFits && book.growing == 0 && !spell.grows() {
            return true;
        }
        let upto = spell.upto(care.in_visits, book.promised.days());
        self.ahead.care(s, Time::midnight(upto));
        let book = &self.services[s].book;
        (self.now.day() + 1..upto).all(|day| {
            let load = book.promised.on(day) + spell.on(day, care.in_visits);
            load <= care.amount.value_at(Time::midnight(day))
        })
    }

    /// Whether somebody who is given a place now starts at this very moment.
    fn starts_at_once(&self, p: u32, s: ServiceIndex) -> bool {
        let in_hospital = self.people[p].whereabouts == Whereabouts::Ward;
        self.starts_now(s, in_hospital) && (!in_hospital || self.no_offer_steps(p))
    }

    /// Whether anybody starts in a service at this hour, from home or from hospital.
    fn starts_now(&self, s: ServiceIndex, from_hospital: bool) -> bool {
        self.admits(s) && (!from_hospital || self.plan.hospital.discharge_hours.value_at(self.now))
    }

    /// The care in a service once the stays of all who are in it are over, and nobody has left.
    pub(super) fn care_of_last_days(&self, s: ServiceIndex) -> i64 {
        let members = self.services[s].book.members.iter();
        members.filter_map(|&p| self.spells.0.get(p as usize)).map(|cared| cared.now.last).sum()
    }

    /// The care of a stay that would begin now. What is drawn of it is drawn once.
    fn foresee(&mut self, p: u32, s: ServiceIndex, care: Care<'_>) -> Spell {
        let key = Some((self.people[p].stamp, self.people[p].stays, s));
        if self.spells.of(p).foreseen_for != key {
            let days = self.days_in(p, s);
            let stay = self.stay_of(p, s, days);
            let (first, last) = (self.load_of(p, s), self.last_care_of(p, care));
            let blocks = self.may_block(p, s, self.people[p].stays);
            let cared = self.spells.of(p);
            let coming = Spell { from: self.now, stay, first, last, then: Then::Held };
            *cared = Cared { coming, foreseen_for: key, days, blocks, ..*cared };
        }
        let Cared { coming, days, blocks, .. } = *self.spells.of(p);
        // The stay depends on the moment at which it begins.
        let moves = self.plan.deconditioning.stay_factor_per_day > 0.0
            || !self.plan.services[s].stay_factor.is_constant();
        let stay = if moves { self.stay_of(p, s, days) } else { coming.stay };
        let then = match self.starts_at_once(p, s) {
            false => Then::Held,
            true if blocks => Then::AsLast,
            true => Then::Nothing,
        };
        Spell { from: self.now, stay, then, ..coming }
    }

    /// The care of the first day of a stay, if that was foreseen.
    fn first_foreseen(&mut self, p: u32, s: ServiceIndex) -> Option<i64> {
        let key = Some((self.people[p].stamp, self.people[p].stays, s));
        let cared = self.spells.of(p);
        (cared.foreseen_for == key).then_some(cared.coming.first)
    }

    /// Where days ahead count: what the care of a place that is held will need.
    pub(super) fn promise_plan(&mut self, p: u32, s: ServiceIndex) {
        let plan = self.plan;
        if self.services[s].book.promises()
            && let Some(care) = plan.services[s].load.care()
        {
            let spell = self.foresee(p, s, care);
            self.spells.of(p).coming = spell;
            self.promise(s, spell, 1);
        }
    }

    /// The place is not held any more.
    pub(super) fn take_back_plan(&mut self, p: u32, s: ServiceIndex) {
        if self.services[s].book.promises() {
            let spell = self.spells.of(p).coming;
            self.promise(s, spell, -1);
            self.services[s].book.more_room();
        }
    }

    /// Promises the care of the days ahead, or takes it back.
    pub(super) fn promise(&mut self, s: ServiceIndex, spell: Spell, times: i64) {
        let in_visits = matches!(self.plan.services[s].load, Load::Visits { .. });
        let today = self.now.day();
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

    /// Whether nobody can fit, however little care it needs on its first day: then a line, however long, need not
    /// be looked through.
    fn is_full_for_all(&self, s: ServiceIndex) -> bool {
        let (pool, book) = (self.services[s].pool(), &self.services[s].book);
        let amount = self.plan.services[s].load.care().map(|care| care.amount.value_at(self.now));
        pool.room() == Limit::ZERO || amount.is_some_and(|amount| pool.load() + book.least > amount)
    }

    /// Offers the places of a service in which whole plans must fit: in turn, but a smaller plan may
    /// pass a bigger one. Who did not fit before is looked at again only once there is more room.
    pub(super) fn offer_to_all(&mut self, s: ServiceIndex) {
        if !self.plan.services[s].kept.is_empty() {
            return self.offer_to_all_who_may(s);
        }
        let full = self.is_full_for_all(s);
        let book = &mut self.services[s].book;
        if full {
            book.newcomers.clear();
            book.look_through = false;
            return;
        }
        let mut candidates = std::mem::take(&mut book.newcomers);
        if std::mem::take(&mut book.look_through) {
            candidates.clear();
            self.whole_line(s, &mut candidates);
        } else {
            // Some may have found a place elsewhere since.
            candidates.retain(|&p| {
                let turn = self.turn_in(p, s);
                self.services[s].line().position(turn).is_some()
            });
            self.in_turn(s, &mut candidates);
        }
        for &p in &candidates {
            if self.fits(p, s) {
                let better = self.better_place(p, s);
                self.give_place(p, better.unwrap_or(s));
                if self.is_full_for_all(s) {
                    break;
                }
            }
        }
        // The list is kept for those who come next.
        candidates.clear();
        let newcomers = &mut self.services[s].book.newcomers;
        candidates.append(newcomers);
        *newcomers = candidates;
    }

    /// The same where parts of the places are kept: whoever takes or leaves a turn may put a place within others'
    /// reach, and all are looked at again. What each part leaves free is worked out once for a whole line: to look
    /// through the line for each person in it would take the square of its length.
    fn offer_to_all_who_may(&mut self, s: ServiceIndex) {
        let book = &mut self.services[s].book;
        let mut line = std::mem::take(&mut book.newcomers);
        let (mut had_room, started_at_once) = book.seen;
        let mut all = std::mem::take(&mut book.look_through);
        // Who starts at once needs less than one for whom a place is held.
        let starts_at_once = [false, true].map(|hospital| self.starts_now(s, hospital));
        all |= starts_at_once != started_at_once;
        let mut next = None;
        while !self.is_full_for_all(s) {
            let rooms = self.rooms_in(s);
            if !self.waits_among(s, rooms) {
                had_room = rooms;
                break;
            }
            if all || !had_room.cover(rooms) {
                line.clear();
                self.whole_line(s, &mut line);
                next = None;
            } else if next.is_none() {
                // Some may have found a place elsewhere since.
                line.retain(|&p| self.services[s].line().position(self.turn_in(p, s)).is_some());
                self.in_turn(s, &mut line);
            }
            had_room = rooms;
            let from = next.unwrap_or(0);
            let fits = |&p: &u32| self.is_among(p, s, rooms) && self.care_fits(p, s);
            let Some(i) = line[from..].iter().position(fits) else { break };
            let p = line[from + i];
            let better = self.better_place(p, s);
            self.give_place(p, better.unwrap_or(s));
            // Those before did not fit; who has come since is among all.
            next = Some(from + i + 1);
            all = !self.services[s].book.newcomers.is_empty();
        }
        line.clear();
        let book = &mut self.services[s].book;
        line.append(&mut book.newcomers);
        (book.newcomers, book.seen) = (line, (had_room, starts_at_once));
    }
}
