//! What the words of a census mean. Nothing is dropped: a row that cannot be used is a fault with its line.

use jiff::civil::{DateTime, Time as OfDay};

use super::census_odd;
use super::plan::{Known, KnownPlace, Lines};
use super::rows::{Row, Rows};
use crate::base::near::nearest;
use crate::base::{Position, Span, Time};
use crate::scenario::build::index::NameOf;
use crate::scenario::build::profile::cumulative;
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::Plan;
use crate::scenario::plan::index::{GroupIndex, PathwayIndex, ServiceIndex, Set, TraitIndex};
use crate::scenario::sections::groups::words::Enters;
use crate::scenario::text::fault::{Fault, Found};
use crate::scenario::text::node::show_text;

/// What stands in `where` for an acute bed, and for home.
const HOSPITAL: &str = "hospital";
const HOME: &str = "home";

/// The people of a census, for a plan that is complete but for them.
pub fn people(setup: Setup<'_>, rows: &Rows, plan: &Plan, found: &mut Found) -> Vec<Known> {
    let reader = Reader { setup, rows, plan };
    let mut all = Vec::with_capacity(rows.all.len());
    for row in &rows.all {
        let known = match row.times {
            Some(times) => reader.known(row, times),
            None => reader.words(row).map(|_| None),
        };
        match known {
            Ok(known) => all.extend(known.map(|known| (row.line, known))),
            Err(fault) => found.fault(*fault),
        }
    }
    if found.is_sound() {
        census_odd::warn(setup, &all, plan, found);
    }
    all.into_iter().map(|(_, known)| known).collect()
}

struct Reader<'a> {
    setup: Setup<'a>,
    rows: &'a Rows,
    plan: &'a Plan,
}

type Checked<T> = Result<T, Box<Fault>>;

impl Reader<'_> {
    fn wrong<T>(&self, row: &Row, what: impl Into<String>, expected: impl Into<String>) -> Checked<T> {
        Err(self.rows.fault(row.line, what).expected(expected).into())
    }

    /// The index of a name in a row.
    fn find(&self, row: &Row, of: NameOf, name: &str, more: &[&str]) -> Checked<usize> {
        let (names, kind) = self.setup.list(of);
        if let Some(at) = names.iter().position(|known| known == name) {
            return Ok(at);
        }
        let known = || names.iter().map(String::as_str).chain(more.iter().copied());
        let fault = self.rows.fault(row.line, format!("there is no {kind} {}", show_text(name)));
        let hint = nearest(name, known());
        Err(if hint.is_none() && known().count() <= 12 {
            fault.expected(format!("one of {}", known().collect::<Vec<_>>().join(", "))).into()
        } else {
            fault.hint(hint).into()
        })
    }

    /// A moment of the census on the clock of the run.
    fn at(&self, row: &Row, column: &str, moment: DateTime) -> Checked<Time> {
        let calendar = self.setup.calendar;
        let start = calendar.day(calendar.first_day()).date;
        if moment > start.to_datetime(OfDay::midnight()) {
            let what = format!("\"{column}\": {} comes after the start of the run", row.cell(column));
            return self.wrong(row, what, format!("a moment up to {start} 00:00"));
        }
        let Ok(day) = u32::try_from(calendar.number_of(moment.date())) else {
            let what = format!("\"{column}\": {} is too long ago", row.cell(column));
            return self.wrong(row, what, "a moment of the ten years before the start of the run");
        };
        let of_day = moment.time().duration_since(OfDay::midnight()).as_millis() as u64;
        Ok(Time::midnight(day) + Span(of_day))
    }

    /// The group, pathway and traits that a row names.
    fn words(&self, row: &Row) -> Checked<(usize, Option<usize>, Option<Set<TraitIndex>>)> {
        let group = self.find(row, NameOf::Group, row.cell("group"), &[])?;
        let pathway = match row.cell("pathway") {
            // People from home have their need decided; where there is but one, it need not be said.
            "" => match self.plan.groups[group].needs[..] {
                [(_, only)] if row.cell("where") == HOME => Some(only.position()),
                _ => None,
            },
            name => Some(self.find(row, NameOf::Pathway, name, &[])?),
        };
        let mut traits = self.rows.has_traits.then_some(Set::NONE);
        for name in row.words("traits") {
            let at = self.find(row, NameOf::Trait, name, &[])?;
            traits = traits.map(|traits| traits.with(TraitIndex::at(at)));
        }
        if ![HOSPITAL, HOME].contains(&row.cell("where")) {
            self.find(row, NameOf::Service, row.cell("where"), &[HOSPITAL, HOME])?;
        }
        Ok((group, pathway, traits))
    }

    fn known(&self, row: &Row, (since, ready): (DateTime, Option<DateTime>)) -> Checked<Option<Known>> {
        let (group, pathway, traits) = self.words(row)?;
        let since = self.at(row, "since", since)?;
        let ready = ready.map(|ready| self.at(row, "ready", ready)).transpose()?;
        let lines = self.lines(row, group, pathway, traits)?;
        let place = self.place(row, group, pathway, (since, ready), lines)?;
        let who = self.who(group, pathway, &place);
        if who.is_empty() {
            let what = format!("no one of {} comes to where this person waits", show_text(row.cell("group")));
            return self.wrong(row, what, "the pathway in its column");
        }
        Ok(Some(Known { group: GroupIndex::at(group), place, since, who, traits }))
    }

    /// The lines that a row names.
    fn lines(
        &self,
        row: &Row,
        group: usize,
        pathway: Option<usize>,
        traits: Option<Set<TraitIndex>>,
    ) -> Checked<Lines> {
        let mut lines = 0;
        for name in row.words("waiting_for") {
            let s = self.find(row, NameOf::Service, name, &[])?;
            let Some(p) = pathway else {
                let what = format!("waits for {} on no pathway", show_text(name));
                return self.wrong(row, what, "the pathway in its column");
            };
            let services = &self.plan.pathways[p].services;
            let Some(position) = services.iter().position(|&other| other == ServiceIndex::at(s)) else {
                let what = format!("{} does not lead to {}", show_text(row.cell("pathway")), show_text(name));
                let (keys, _) = self.setup.list(NameOf::Service);
                let listed: Vec<&str> = services.iter().map(|&s| keys[s.position()].as_str()).collect();
                return self.wrong(row, what, format!("some of {}", listed.join(", ")));
            };
            let accepts = &self.plan.services[s].accepts;
            // Traits that are not known are drawn so that the service takes the person.
            let traits = traits.unwrap_or(accepts.traits);
            if !accepts.includes(PathwayIndex::at(p), GroupIndex::at(group), traits) {
                let what = format!("{} does not take this person", show_text(name));
                return self.wrong(row, what, "a service whose \"accepts\" holds");
            }
            lines |= 1 << position;
        }
        Ok(if lines == 0 { Lines::All } else { Lines::These(lines) })
    }

    fn place(
        &self,
        row: &Row,
        group: usize,
        pathway: Option<usize>,
        times: (Time, Option<Time>),
        lines: Lines,
    ) -> Checked<KnownPlace> {
        let (since, ready) = times;
        let enters = self.plan.groups[group].enters;
        let named = matches!(lines, Lines::These(_));
        let shown = show_text(row.cell("group"));
        match (row.cell("where"), ready) {
            (HOSPITAL, _) if enters == Enters::Community => {
                let what = format!("people of {shown} never come to the hospital");
                self.wrong(row, what, "a group that does, or \"home\"")
            }
            (HOSPITAL, None) if named => {
                let what = "waits for a service and is not ready to leave";
                self.wrong(row, what, "the date in the column \"ready\"")
            }
            (HOSPITAL, None) if enters == Enters::Ready => {
                let what = format!("people of {shown} have no acute stay");
                self.wrong(row, what, "the date in the column \"ready\"")
            }
            (HOSPITAL, None) => Ok(KnownPlace::Acute),
            (HOSPITAL, Some(ready)) if ready < since => {
                let (ready, since) = (row.cell("ready"), row.cell("since"));
                self.wrong(row, format!("ready on {ready} and there only since {since}"), "times in order")
            }
            (HOSPITAL, Some(ready)) => Ok(match pathway {
                None => KnownPlace::Ready { ready },
                Some(_) => KnownPlace::Decided { ready, lines },
            }),
            (HOME, _) if enters != Enters::Community => {
                let what = format!("people of {shown} come from the hospital and do not wait at home");
                self.wrong(
                    row,
                    what,
                    "a group that enters the community, or the bridge on which this person is",
                )
            }
            (HOME, Some(_)) => {
                self.wrong(row, "no one at home is ready to leave a bed", "an empty cell in \"ready\"")
            }
            (HOME, None) if pathway.is_some_and(|p| self.plan.pathways[p].services.is_empty()) => {
                let what = format!("{} leads to no service", show_text(row.cell("pathway")));
                self.wrong(row, what, "a pathway on which people wait")
            }
            (HOME, None) => Ok(KnownPlace::Home { lines }),
            (name, _) => {
                let s = self.find(row, NameOf::Service, name, &[HOSPITAL, HOME])?;
                self.in_service(row, s, pathway, times, lines)
            }
        }
    }

    fn in_service(
        &self,
        row: &Row,
        s: usize,
        pathway: Option<usize>,
        times: (Time, Option<Time>),
        lines: Lines,
    ) -> Checked<KnownPlace> {
        let (since, ready) = times;
        let (service, index) = (&self.plan.services[s], ServiceIndex::at(s));
        let name = show_text(row.cell("where"));
        if !service.bridge.is_empty() {
            let leads = |p: &usize| self.plan.pathways[*p].bridge.contains(&index);
            if !pathway.as_ref().is_some_and(leads) {
                let what = format!("on {name} without a pathway that leads over it");
                return self.wrong(row, what, "the pathway in its column");
            }
            let Some(ready) = ready else {
                let what =
                    format!("on {name}, and nothing says when this person was ready to leave hospital");
                return self.wrong(row, what, "the date in the column \"ready\"");
            };
            if ready > since {
                let (ready, since) = (row.cell("ready"), row.cell("since"));
                let what = format!("on {name} since {since} and ready to leave hospital only on {ready}");
                return self.wrong(row, what, "times in order");
            }
            return Ok(KnownPlace::Bridge { service: index, ready, lines });
        }
        if ready.is_some() || matches!(lines, Lines::These(_)) {
            let what = format!("in {name}, and waiting to leave hospital");
            return self.wrong(row, what, "empty cells in \"ready\" and \"waiting_for\"");
        }
        if service.permanent {
            let what = format!("{name} is for good: who lives there takes no place of it");
            return self.wrong(row, what, "the row to be left out");
        }
        Ok(KnownPlace::Service(index))
    }

    /// The pathways that somebody may be on: the one that is known, or those of the group that lead to
    /// where it is.
    fn who(
        &self,
        group: usize,
        pathway: Option<usize>,
        place: &KnownPlace,
    ) -> Vec<(f64, GroupIndex, PathwayIndex)> {
        let needs = &self.plan.groups[group].needs;
        let g = GroupIndex::at(group);
        if let Some(p) = pathway {
            return vec![(1.0, g, PathwayIndex::at(p))];
        }
        let mut below = 0.0;
        let shares: Vec<(f64, PathwayIndex)> =
            needs.iter().map(|&(upto, p)| (upto - std::mem::replace(&mut below, upto), p)).collect();
        let of = |leads: &dyn Fn(PathwayIndex) -> bool| {
            let some = shares.iter().filter(|&&(_, p)| leads(p)).copied();
            cumulative(some).into_iter().map(|(upto, p)| (upto, g, p)).collect::<Vec<_>>()
        };
        let services = |p: PathwayIndex| &self.plan.pathways[p].services;
        match place {
            KnownPlace::Home { .. } => of(&|p| !services(p).is_empty()),
            // Nobody remains who is simply sent home.
            KnownPlace::Ready { .. } => {
                let waiting = of(&|p| !services(p).is_empty());
                if waiting.is_empty() { of(&|_| true) } else { waiting }
            }
            KnownPlace::Service(s) => {
                let leading = of(&|p| services(p).contains(s));
                if leading.is_empty() { of(&|_| true) } else { leading }
            }
            _ => of(&|_| true),
        }
    }
}
