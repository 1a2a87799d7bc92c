//! Standstill: full services whose people have all finished there and wait for each other's places, so
//! that nobody of them can ever move. Looked for only when somebody begins to wait in the place it has,
//! when places change, and when somebody leaves a service that stands still.

use super::observer::{Change, Observer};
use super::patient::{NO_SERVICE, Whereabouts};
use super::run::Run;
use crate::base::{Indexed, Limit, Time};
use crate::scenario::plan::{Adds, ServiceIndex};

impl<O: Observer> Run<'_, O> {
    /// Looks whether services stand still because of this one, or do so no more.
    pub(super) fn look_for_standstill(&mut self, s: ServiceIndex) {
        self.looks_at_all_that_will_be(s);
        let here = &self.services[s];
        if !here.stands_still() && !self.may_stand_still(s) {
            return;
        }
        self.services.numbers().for_each(|s| self.looks_at_all_that_will_be(s));
        let still = self.standing_still();
        for (service, &stands) in still.numbered() {
            if self.services[service].set_standstill(stands) {
                self.tell(Change::StandsStill { service, still: stands });
            }
        }
    }

    /// Where nobody in a service is there for its stay, all places that it will ever have are looked at.
    fn looks_at_all_that_will_be(&mut self, s: ServiceIndex) {
        if self.services[s].all_wait_to_move_on() {
            self.ahead.all_of(s);
        }
    }

    /// Whether nobody in a service is there for its stay, and there will be no more places than there are.
    fn may_stand_still(&self, s: ServiceIndex) -> bool {
        let (plan, state) = (self.plan, &self.services[s]);
        let pool = state.pool();
        if !state.all_wait_to_move_on() {
            return false;
        }
        let service = &plan.services[s];
        let later = |at| at > self.now;
        let most = |now: Limit, points: &[(Time, Limit)]| {
            points.iter().filter(|point| later(point.0)).map(|point| point.1).fold(now, Limit::max)
        };
        let places = most(service.people.value_at(self.now), service.people.points());
        let opens = plan.triggers.iter().filter_map(|trigger| match trigger.adds {
            Adds::Places(other, places) if other == s => Some(places),
            Adds::Beds(_) | Adds::Places(..) | Adds::HubStaff(_) | Adds::StepStaff(..) => None,
        });
        let no_place = !opens.fold(places, Limit::plus).has_room_beside(pool.used() as usize);
        no_place
            || service.load.care().is_some_and(|care| {
                let points = care.amount.points().iter().filter(|point| later(point.0)).map(|point| point.1);
                let most = points.fold(care.amount.value_at(self.now), i64::max);
                // Whoever waits to move on keeps the care of the last day, so it will not become less than that.
                let load = pool.load().min(self.care_of_last_days(s));
                let never_fits = |p: u32| load + self.load_of(p, s) > most;
                if service.kept.is_empty() {
                    self.next_in_line(s).is_some_and(never_fits)
                } else {
                    // Some are passed over, so anybody may be next.
                    !state.line().is_empty() && state.line().iter().all(never_fits)
                }
            })
    }

    /// For each service whether it stands still: the most of those that may, of which all people wait for
    /// others of them.
    fn standing_still(&self) -> Indexed<ServiceIndex, bool> {
        let mut still: Indexed<_, bool> = self.services.numbers().map(|s| self.may_stand_still(s)).collect();
        let waiting: Vec<(ServiceIndex, ServiceIndex)> = self
            .people
            .iter()
            .filter(|(_, person)| person.whereabouts == Whereabouts::Blocked)
            .map(|(p, person)| {
                // Who will be back in hospital leaves its place then.
                let leaves = self.will_return(p).is_some();
                let next = if leaves { NO_SERVICE } else { person.fallback };
                (person.keeps, next)
            })
            .collect();
        loop {
            // Who leaves just now keeps none.
            let stands = |s: ServiceIndex| still.with(s).is_some_and(|stands| *stands);
            let moves = waiting.iter().find(|(here, next)| stands(*here) && !stands(*next));
            match moves {
                Some((here, _)) => still[*here] = false,
                None => return still,
            }
        }
    }
}
