//! People who are ready at the start, from counts by reason and by band of delay: how many of each reason are in each
//! band, as both margins say by iterative proportional fitting, in whole people; and who may be one of them.

use super::counts::{BANDS, Counts, OfReason};
use super::plan::{Band, HeldUp, Known, KnownPlace};
use crate::base::margins::{fitted, rounded, whole};
use crate::base::near::nearest;
use crate::base::{Luck, NameHash, Position, Span, Time};
use crate::scenario::build::index::NameOf;
use crate::scenario::build::profile::cumulative;
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::Plan;
use crate::scenario::plan::index::{GroupIndex, PathwayIndex, ServiceIndex, StepIndex};
use crate::scenario::plan::shares::{accepted_share, mean_rate};
use crate::scenario::sections::groups::words::Enters;
use crate::scenario::sections::steps::words::NationalGroup;
use crate::scenario::text::fault::{Fault, Found};
use crate::scenario::text::node::show_text;
use crate::scenario::text::path::Path;
use crate::sources::keys::{key, tidy};

/// Names of the hub in results, and what stands for all of them here.
const HUB: [&str; 4] = ["hub", "hub_queue", "hub_closed", "hub_assessment"];
const EXPECTED: &str =
    "\"hub\", \"step:\" or \"capacity:\" with a key, or a group of reasons of the national return";

/// People with one reason, and who may be one of them.
struct Held {
    by: HeldUp,
    people: u32,
    who: Vec<(f64, GroupIndex, PathwayIndex)>,
}

/// The people of both files, for a plan that is complete but for them: those who have waited longest first.
pub fn people(setup: Setup<'_>, counts: &Counts, plan: &Plan, found: &mut Found) -> Vec<Known> {
    let reader = Reader { setup, counts, plan };
    let mut held = Vec::new();
    for row in &counts.reasons {
        match reader.held(row) {
            Ok(some) => held.extend(some),
            Err(fault) => found.fault(*fault),
        }
    }
    let total = counts.people();
    let in_bands: u32 = counts.bands.iter().map(|band| band.people).fold(0, u32::saturating_add);
    if total > 0 && in_bands == 0 {
        let what = format!("nobody is in a band, and {total} people wait for a reason");
        found.fault(setup.fault(&Path::of(BANDS), what).expected("as many in all"));
    }
    if !found.is_sound() || total == 0 {
        return Vec::new();
    }
    if in_bands != total {
        let text = format!(
            "{in_bands} people are in bands and {total} wait for a reason: as many as have a reason are there, and bands have their shares of them"
        );
        found.warn("W32", &Path::of(BANDS), text);
    }
    joined(setup, counts, held, total)
}

/// How many of each reason are in each band. Nothing is known of which reasons take long: in real numbers each has
/// its bands in the proportion of all.
fn joined(setup: Setup<'_>, counts: &Counts, held: Vec<Held>, total: u32) -> Vec<Known> {
    let held: Vec<Held> = held.into_iter().filter(|held| held.people > 0).collect();
    let weights: Vec<f64> = counts.bands.iter().map(|band| f64::from(band.people)).collect();
    let columns: Vec<f64> = whole(&weights, total).into_iter().map(f64::from).collect();
    let rows: Vec<f64> = held.iter().map(|held| f64::from(held.people)).collect();
    let table = fitted(vec![vec![1.0; columns.len()]; rows.len()], &rows, &columns);
    let table = rounded(table, Luck::new(0, 0).name(NameHash::of("initial.waiting")));
    let mut all = Vec::with_capacity(total as usize);
    for (c, band) in bands(setup, counts).into_iter().enumerate().rev() {
        for (held, row) in held.iter().zip(&table) {
            let known = || Known {
                group: held.who[0].1,
                place: KnownPlace::Counted { band, by: held.by },
                since: band.from,
                who: held.who.clone(),
                traits: None,
            };
            all.extend((0..row[c]).map(|_| known()));
        }
    }
    all
}

/// The bands on the clock of the run. Whoever has waited for one day at the midnight of the start became ready on the
/// day before it.
fn bands(setup: Setup<'_>, counts: &Counts) -> Vec<Band> {
    let day = setup.calendar.simulated_from().day();
    let ago = |days: u32| Time::midnight(day.saturating_sub(days));
    let band = |of: &super::counts::OfBand| Band {
        from: ago(of.to.unwrap_or(counts.longest_ago())),
        to: ago(of.from - 1),
        thins: of.to.is_none().then(|| counts.beyond().map(Span::from_days)).flatten(),
    };
    counts.bands.iter().map(band).collect()
}

struct Reader<'a> {
    setup: Setup<'a>,
    counts: &'a Counts,
    plan: &'a Plan,
}

type Checked<T> = Result<T, Box<Fault>>;

impl Reader<'_> {
    fn find(&self, row: &OfReason, of: NameOf, name: &str) -> Checked<usize> {
        let (names, kind) = self.setup.list(of);
        names.iter().position(|known| known == name).ok_or_else(|| {
            let fault = self.counts.fault(row.line, format!("there is no {kind} {}", show_text(name)));
            let hint = nearest(name, names.iter().map(String::as_str));
            Box::new(if hint.is_none() && (1..=12).contains(&names.len()) {
                fault.expected(format!("one of {}", names.join(", ")))
            } else {
                fault.hint(hint)
            })
        })
    }

    /// The reasons of a row, with its people shared out over them in proportion to how many people a day may wait for each.
    fn held(&self, row: &OfReason) -> Checked<Vec<Held>> {
        let some = |text: &str, of| {
            let text = Some(text).filter(|text| !text.is_empty());
            text.map(|text| self.find(row, of, text)).transpose()
        };
        let only = (some(&row.group, NameOf::Group)?, some(&row.pathway, NameOf::Pathway)?);
        let (mut held, mut rates) = (Vec::new(), Vec::new());
        for one in self.reasons(row)? {
            let weights = self.weights(one, only);
            let rate: f64 = weights.iter().map(|(weight, _)| weight).sum();
            if rate > 0.0 {
                let who = cumulative(weights).into_iter().map(|(upto, (g, p))| (upto, g, p)).collect();
                held.push(Held { by: one.by, people: 0, who });
                rates.push(rate);
            }
        }
        if held.is_empty() && row.people > 0 {
            let of = [("pathway", &row.pathway), ("group", &row.group)];
            let of: Vec<String> = of
                .iter()
                .filter(|(_, name)| !name.is_empty())
                .map(|(kind, name)| format!(" of {kind} {}", show_text(name)))
                .collect();
            let what = format!("nobody{} ever waits for {}", of.concat(), show_text(&row.reason));
            let expected = "another reason for these people, or a step with this national_group";
            return Err(self.counts.fault(row.line, what).expected(expected).into());
        }
        for (held, people) in held.iter_mut().zip(whole(&rates, row.people)) {
            held.people = people;
        }
        Ok(held)
    }

    /// What a row names: one reason, or all of a national group.
    fn reasons(&self, row: &OfReason) -> Checked<Vec<Reason>> {
        let text = row.reason.as_str();
        if HUB.contains(&text) {
            return Ok(vec![Reason::of(HeldUp::Hub)]);
        }
        if let Some(name) = text.strip_prefix("step:") {
            let step = StepIndex::at(self.find(row, NameOf::Step, name)?);
            return Ok(vec![Reason::of(HeldUp::Step(step))]);
        }
        if let Some(name) = text.strip_prefix("capacity:") {
            let service = ServiceIndex::at(self.find(row, NameOf::Service, name)?);
            return Ok(vec![Reason::of(HeldUp::Place(service))]);
        }
        let Some(group) = national_group(text) else {
            let groups = NationalGroup::ALL.iter().map(|(word, _)| *word);
            let fault = self.counts.fault(row.line, format!("there is no reason {}", show_text(text)));
            let hint = nearest(text, groups.chain(HUB));
            return Err(match hint {
                None => fault.expected(EXPECTED),
                hint => fault.hint(hint),
            }
            .into());
        };
        let typed = self.setup.file.steps.as_ref();
        let of_group = |name: &String| typed.and_then(|all| all.get(name)?.national_group) == Some(group);
        let steps = self.setup.index.steps.iter().enumerate().filter(|(_, name)| of_group(name));
        let mut all: Vec<Reason> = steps.map(|(i, _)| Reason::of(HeldUp::Step(StepIndex::at(i)))).collect();
        match group {
            NationalGroup::Hub => all.push(Reason::of(HeldUp::Hub)),
            NationalGroup::Capacity => {
                all.extend(
                    self.plan.services.numbers().map(|s| Reason { by: HeldUp::Place(s), first: true }),
                );
            }
            NationalGroup::HospitalProcess | NationalGroup::WellbeingConcerns | NationalGroup::Interface => {}
        }
        Ok(all)
    }

    /// People a day who may wait for a reason, by group and need; of these alone where they are given.
    fn weights(
        &self,
        reason: Reason,
        (only_group, only_pathway): (Option<usize>, Option<usize>),
    ) -> Vec<(f64, (GroupIndex, PathwayIndex))> {
        let plan = self.plan;
        let mut weights = Vec::new();
        for (g, group) in plan.groups.iter().enumerate() {
            if group.enters == Enters::Community || only_group.is_some_and(|only| only != g) {
                continue;
            }
            // With a group given its people are there, however few come.
            let rate = if only_group.is_some() { mean_rate(group).max(1e-9) } else { mean_rate(group) };
            let mut below = 0.0;
            for &(upto, p) in &group.needs {
                let share = upto - std::mem::replace(&mut below, upto);
                if only_pathway.is_none_or(|only| only == p.position()) {
                    weights.push((rate * share * self.waits(reason, g, p), (GroupIndex::at(g), p)));
                }
            }
        }
        weights
    }

    /// The share of a group's people on a pathway who may wait for a reason.
    fn waits(&self, reason: Reason, g: usize, p: PathwayIndex) -> f64 {
        let plan = self.plan;
        match reason.by {
            HeldUp::Hub => f64::from(u8::from(plan.hub.sees.has(p))),
            HeldUp::Step(step) => {
                let step = &plan.steps[step];
                accepted_share(plan, g, p, &step.concerns) * step.concerns.share * (1.0 - step.skipped)
            }
            HeldUp::Place(service) => {
                let services = &plan.pathways[p].services;
                let Some(at) = services.iter().position(|&other| other == service) else { return 0.0 };
                let taken = |s: &ServiceIndex| accepted_share(plan, g, p, &plan.services[*s].accepts);
                // No room is booked to the first service that would take somebody.
                let passed: f64 =
                    if reason.first { services[..at].iter().map(|s| 1.0 - taken(s)).product() } else { 1.0 };
                taken(&service) * passed
            }
        }
    }
}

/// A reason of the plan.
#[derive(Clone, Copy)]
struct Reason {
    by: HeldUp,
    /// Whether the service has to be the first that takes somebody, as none was named.
    first: bool,
}

impl Reason {
    fn of(by: HeldUp) -> Self {
        Self { by, first: false }
    }
}

/// The group of the national return that a text names: by itself, or before the dash of a reason as published.
fn national_group(text: &str) -> Option<NationalGroup> {
    let plain = |text: &str| key(text).replace(' ', "");
    let before = tidy(text).split_once(" - ").map(|(group, _)| plain(group));
    let whole = plain(text);
    let named = |word: &str| [Some(&whole), before.as_ref()].contains(&Some(&plain(word)));
    NationalGroup::ALL.iter().find(|(word, _)| named(word)).map(|(_, group)| *group)
}
