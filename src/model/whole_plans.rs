//! Whole plans that must fit: everybody in the line is looked at, in turn, and a smaller plan may pass a bigger one.

use super::book::StartsNow;
use super::observer::Observer;
use super::run::Run;
use crate::base::{Limit, Time};
use crate::scenario::plan::ServiceIndex;

impl<O: Observer> Run<'_, O> {
    /// What the least is that anybody in the line needs, with those who came into it since it was last looked at.
    fn least_with_newcomers(&mut self, s: ServiceIndex) {
        let newcomers = self.services[s].book.newcomers.iter();
        let least = newcomers.map(|&p| self.load_of(p, s)).min().unwrap_or(i64::MAX);
        let book = &mut self.services[s].book;
        book.least_waiting = book.least_waiting.min(least);
    }

    /// Whether nobody in the line can fit, by what the least is that anybody needs on its first day: then a line,
    /// however long, need not be looked through.
    fn is_full_for_all(&mut self, s: ServiceIndex, starts: StartsNow) -> bool {
        let (pool, book) = (self.services[s].pool(), &self.services[s].book);
        if pool.room() == Limit::ZERO {
            return true;
        }
        let Some(care) = self.plan.services[s].load.care() else { return false };
        let least = book.least.max(book.least_waiting);
        if pool.load().saturating_add(least) > care.amount.value_at(self.now) {
            return true;
        }
        // Where nobody starts at this hour, places are held, and may be for all days to come.
        let (today, days) = (self.now.day(), book.promised.days());
        !starts.from_home && {
            self.ahead.care(s, Time::midnight(days));
            let left = |day| care.amount.value_at(Time::midnight(day)) - book.promised.on(day);
            self.left_ahead.decides(s, today, days, (least, least), left) == Some(false)
        }
    }

    /// Offers the places of a service in which whole plans must fit: in turn, but a smaller plan may
    /// pass a bigger one. Who did not fit before is looked at again only once there is more room.
    pub(super) fn offer_to_all(&mut self, s: ServiceIndex) {
        if !self.plan.services[s].kept.is_empty() {
            return self.offer_to_all_who_may(s);
        }
        self.least_with_newcomers(s);
        let starts = self.starts_in(s);
        let full = self.is_full_for_all(s, starts);
        let book = &mut self.services[s].book;
        if full {
            book.newcomers.clear();
            book.look_through = false;
            return;
        }
        let mut candidates = std::mem::take(&mut book.newcomers);
        let all = std::mem::take(&mut book.look_through);
        if all {
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
        let (mut all_looked_at, mut least_left) = (all, i64::MAX);
        for &p in &candidates {
            if !self.care_fits(p, s, starts) {
                least_left = least_left.min(self.first_care(p, s));
                continue;
            }
            let better = self.better_place(p, s);
            self.give_place(p, better.unwrap_or(s));
            if self.is_full_for_all(s, starts) {
                all_looked_at = false;
                break;
            }
        }
        if all_looked_at {
            self.services[s].book.least_waiting = least_left;
            self.least_with_newcomers(s);
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
        self.least_with_newcomers(s);
        let book = &mut self.services[s].book;
        let mut line = std::mem::take(&mut book.newcomers);
        let (mut had_room, started) = book.seen;
        let mut all = std::mem::take(&mut book.look_through);
        // Who starts at once needs less than one for whom a place is held.
        let starts = self.starts_in(s);
        all |= starts != started;
        let mut next = None;
        while !self.is_full_for_all(s, starts) {
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
            let fits = |&p: &u32| self.is_among(p, s, rooms) && self.care_fits(p, s, starts);
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
        (book.newcomers, book.seen) = (line, (had_room, starts));
    }
}
