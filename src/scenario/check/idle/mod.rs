//! Words that are accepted and can do nothing where they stand: each is told with why. Looked for once
//! the plan is complete, since most depend on who comes where. `events` knows those of events; what
//! shows at the word itself is told where it is read. A word that is set to nothing (0, false, a factor
//! of 1) is meant to do nothing, and is not told.

use crate::base::{Indexed, Limit, Position};
use crate::scenario::build::setup::Setup;
use crate::scenario::capacities::OfService;
use crate::scenario::plan::index::{GroupIndex, PathwayIndex, ServiceIndex, Set, TraitIndex};
use crate::scenario::plan::shares::{accepted_share, reached};
use crate::scenario::plan::who::Who;
use crate::scenario::plan::work::Work;
use crate::scenario::plan::{Diversion, Diverts, Plan, Pressure};
use crate::scenario::sections::groups::words::Enters;
use crate::scenario::sections::groups::words::{Arrivals, Elective, Group, Kind};
use crate::scenario::sections::services;
use crate::scenario::sections::services::plan::{Priority, Service};
use crate::scenario::sections::steps::words::StepStarts;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::amount::Amount;
use crate::scenario::values::table::Each;

mod events;

/// The warnings' code.
const CODE: &str = "W12";

/// Warns of every word that does nothing.
pub fn warn(setup: Setup<'_>, plan: &Plan, found: &mut Found) {
    let ways = Ways::of(plan);
    let look = Look { setup, plan, ways: &ways };
    groups(look, found);
    hospital(look, found);
    hub(look, found);
    steps(look, found);
    pathways(look, found);
    for (s, key) in setup.index.services.iter().enumerate() {
        if let Some(typed) = setup.file.services.as_ref().and_then(|all| all.get(key)) {
            service(look, s, key, typed, found);
        }
    }
    onward(look, found);
    events::warn(look, found);
}

/// The file, and the plan that it comes to.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// The file.
    pub setup: Setup<'a>,
    /// The plan.
    pub plan: &'a Plan,
    /// Who may be where.
    pub ways: &'a Ways,
}

/// Who may be on which pathway, and what may be reached beside pathways.
#[derive(Debug)]
pub struct Ways {
    /// By group.
    on: Indexed<GroupIndex, Set<PathwayIndex>>,
    /// By service: from a bridge, after another service, or by a diversion.
    follows: Indexed<ServiceIndex, bool>,
}

impl Ways {
    /// Of a plan.
    pub fn of(plan: &Plan) -> Self {
        let mut harmed = Set::default();
        if plan.deconditioning.step_up_per_day > 0.0 {
            let ladder = plan.deconditioning.one_step_up.numbered();
            harmed = ladder.filter(|&(from, &to)| from != to).fold(harmed, |set, (_, &to)| set.with(to));
        }
        let mut on: Indexed<_, _> = plan.groups.numbers().map(|g| reached(plan, g).and(harmed)).collect();
        for known in &plan.initial.census {
            let on = &mut on[known.group];
            *on = known.who.iter().fold(*on, |set, &(.., p)| set.with(p));
        }
        let mut follows: Indexed<_, bool> = plan.services.beside();
        let bridges = plan.services.iter().flat_map(|service| &service.bridge);
        let after = plan.onward.all().flat_map(|f| &f.service).chain(bridges.flat_map(|b| &b.falls_back_to));
        let diverted = plan.diversions.iter().filter_map(Diversion::service);
        for s in after.copied().chain(diverted) {
            follows[s] = true;
        }
        Self { on, follows }
    }
}

impl Look<'_> {
    /// Warns of a word, if it is given.
    fn idle(self, path: &Path, why: &str, found: &mut Found) {
        if self.setup.has(path) {
            found.warn(CODE, path, format!("{why}, so this does nothing"));
        }
    }

    fn beds(self) -> Option<&'static str> {
        let beds = self.setup.file.hospital.as_ref().and_then(|hospital| hospital.beds.as_ref());
        let closed = beds.is_some_and(|beds| !beds.closures.is_empty());
        (beds.is_none_or(Amount::is_unlimited) && !closed).then_some("the acute beds are unlimited")
    }

    /// Whether people of a group may be on a pathway: by need, by decision, or by needing more.
    fn is_on(self, g: usize, p: usize) -> bool {
        self.ways.on[g].has(PathwayIndex::at(p))
    }

    /// Whether people of a group come to a bed.
    pub fn comes_to_a_bed(self, g: usize) -> bool {
        self.plan.groups[g].enters != Enters::Community
    }

    /// Whether people of a group may stand in the line of a service.
    pub fn waits_for(self, g: usize, s: usize) -> bool {
        let leads = |p: &usize| self.plan.pathways[*p].lines.contains(&ServiceIndex::at(s));
        let service = &self.plan.services[s];
        let takes = |p: usize| accepted_share(self.plan, g, PathwayIndex::at(p), &service.accepts) > 0.0;
        (0..self.plan.pathways.len()).filter(leads).any(|p| self.is_on(g, p) && takes(p))
    }

    /// Whether people of a group may be bridged by a service.
    pub fn is_bridged(self, g: usize, s: usize) -> bool {
        let leads = |p: &usize| {
            let pathway = &self.plan.pathways[*p];
            pathway.bridges.contains(&ServiceIndex::at(s)) && !pathway.services.is_empty()
        };
        let takes =
            |p| accepted_share(self.plan, g, PathwayIndex::at(p), &self.plan.services[s].accepts) > 0.0;
        // Who waits at home comes to a bridge by giving way.
        let gives_way = |p: usize| !self.plan.pathways[p].bridge.contains(&ServiceIndex::at(s));
        let leads = |p: &usize| leads(p) && (self.comes_to_a_bed(g) || gives_way(*p));
        (0..self.plan.pathways.len()).filter(leads).any(|p| self.is_on(g, p) && takes(p))
    }

    /// Whether a service may be reached other than by a pathway: from a bridge, after another one, or by a diversion.
    pub fn follows(self, s: usize) -> bool {
        self.ways.follows[s]
    }
}

/// Whether nobody ever waits for a place of a service.
fn is_free(service: &Service) -> bool {
    !OfService::ALL.iter().any(|kind| kind.limits(service))
}

fn groups(look: Look<'_>, found: &mut Found) {
    let Look { setup, plan, .. } = look;
    for (g, (key, typed)) in setup.file.groups.iter().flatten().enumerate() {
        let path = Path::of("groups").key(key);
        let elective = path.key("elective");
        if typed.kind() != Kind::Elective {
            look.idle(&elective, "these people are emergencies (\"kind\": \"elective\" is not given)", found);
        } else if let Some(why) = look.beds() {
            if typed.elective.as_ref().is_some_and(Elective::before_emergencies) {
                look.idle(&elective.key("before_emergencies"), why, found);
            }
            for word in ["gives_up_at", "rebooked_after"] {
                look.idle(&elective.key(word), why, found);
            }
        } else if !setup.has(&elective.key("gives_up_at")) {
            look.idle(&elective.key("rebooked_after"), "no one gives up without \"gives_up_at\"", found);
        }
        let waiting = path.key("while_waiting");
        let group = &plan.groups[g];
        let any = group.hazards.recovers + group.hazards.unwell + group.hazards.dies > 0.0;
        if !look.comes_to_a_bed(g) {
            if any {
                look.idle(&waiting, "these people come from home and do not wait in a bed", found);
            }
            if group.readmitted > 0.0 {
                look.idle(&path.key("readmitted_30d"), "these people come from home, not from a bed", found);
            }
        } else if any && !may_wait(look, g) {
            look.idle(&waiting, "people of this group never wait once they are ready", found);
        } else if !setup.has(&waiting.key("unwell_per_day")) {
            let why = "no one is unwell again without \"unwell_per_day\"";
            look.idle(&waiting.key("unwell_stay"), why, found);
        }
        let arrivals = path.key("arrivals");
        let spread = typed.arrivals.as_ref().and_then(|a| a.variance_over_mean).is_some_and(|v| v.0 > 1.0);
        if !spread && typed.arrivals.as_ref().is_some_and(Arrivals::per_group) {
            let why = "no \"variance_over_mean\" above 1 is given";
            look.idle(&arrivals.key("per_group"), why, found);
        }
        let holidays = setup.file.calendar.as_ref().and_then(|calendar| calendar.bank_holidays.as_ref());
        let factor = typed.arrivals.as_ref().map_or(1.0, |arrivals| arrivals.by_bank_holiday().0);
        if holidays.is_none_or(Vec::is_empty) && (factor - 1.0).abs() > 1e-9 {
            look.idle(&arrivals.key("by_bank_holiday"), "the calendar names no bank holidays", found);
        }
        diverted(look, g, &path, typed, found);
        for (name, share) in typed.traits.iter().flatten() {
            if share.0 > 0.0 && !is_used(look, name) {
                look.idle(&path.key("traits").key(name), "nothing depends on this trait", found);
            }
        }
    }
}

/// Diversions of a group's people that nobody can follow.
fn diverted(look: Look<'_>, g: usize, path: &Path, typed: &Group, found: &mut Found) {
    let Look { setup, plan, .. } = look;
    for (name, one) in typed.instead_of_admission.iter().flatten() {
        let Some(s) = setup.index.services.iter().position(|known| known == name) else { continue };
        let accepts = &plan.services[s].accepts;
        let taken =
            |p: PathwayIndex| look.is_on(g, p.position()) && accepted_share(plan, g, p, accepts) > 0.0;
        if one.share().0 > 0.0 && !plan.pathways.numbers().any(taken) {
            let at = path.key("instead_of_admission").key(name);
            look.idle(&at, "no one of this group is accepted there", found);
        }
    }
    let leaves = path.key("leaves_bed_queue");
    if typed.kind() == Kind::Elective {
        look.idle(&leaves, "planned people leave the queue by \"elective\"", found);
    } else if let Some(why) = look.beds() {
        look.idle(&leaves, why, found);
    }
}

/// Whom a service takes early, where nobody is such a person.
fn early(look: Look<'_>, s: usize, path: &Path, found: &mut Found) {
    let plan = look.plan;
    for &rule in &plan.takes_early {
        let Some(Diverts::TakesEarly { service, who, .. }) = plan.diversion(rule).map(|one| one.what) else {
            continue;
        };
        let accepts = &plan.services[s].accepts;
        let taken = |g: usize, p: PathwayIndex| {
            look.is_on(g, p.position())
                && accepted_share(plan, g, p, &who) > 0.0
                && accepted_share(plan, g, p, accepts) > 0.0
        };
        let admitted = |g: &usize| plan.groups[*g].enters == Enters::Admission;
        let mut all = (0..plan.groups.len()).filter(admitted);
        if service.position() == s && !all.any(|g| plan.pathways.numbers().any(|p| taken(g, p))) {
            look.idle(path, "no one who is admitted is such a person and is accepted here", found);
        }
    }
}

/// Whether whom a service takes, who comes first, or whom a step concerns depends on a trait.
fn is_used(look: Look<'_>, name: &str) -> bool {
    let Some(t) = look.setup.index.traits.iter().position(|known| known == name) else { return true };
    let t = TraitIndex::at(t);
    let depends = |who: &Who| who.traits.has(t) || who.not_traits.has(t);
    let plan = look.plan;
    let kept = plan.services.iter().flat_map(|service| &service.kept).chain(&plan.hospital.kept);
    let early = |one: &Diversion| matches!(one.what, Diverts::TakesEarly { who, .. } if depends(&who));
    plan.services.iter().any(|s| depends(&s.accepts) || s.priority == Priority::TraitFirst(t))
        || plan.diversions.iter().any(early)
        || kept.into_iter().any(|part| depends(&part.who))
        || look.plan.steps.iter().any(|step| depends(&step.concerns))
        || look.plan.hub.right_sizing.iter().any(|rule| depends(&rule.concerns))
}

/// Whether people of a group may have to wait in a bed once they are ready.
fn may_wait(look: Look<'_>, g: usize) -> bool {
    let plan = look.plan;
    let hours = &plan.hospital.discharge_hours;
    let always = hours.is_constant() && hours.points()[0].1;
    let takes_time = |work: &Work, takes: &crate::base::Distribution| work.is_limited() || !takes.is_zero();
    let waits_on = |p: usize| {
        let services = &plan.pathways[p].services;
        let free = |s: &ServiceIndex| {
            let service = &plan.services[*s];
            let admits = &service.admits;
            is_free(service)
                && service.accepts == Who::EVERYBODY
                && admits.is_constant()
                && admits.points()[0].1
        };
        let seen = plan.hub.sees.has(PathwayIndex::at(p));
        seen && takes_time(&plan.hub.work, &plan.hub.assessment)
            || !services.is_empty() && !services.iter().any(free)
            || plan.steps.iter().any(|step| {
                takes_time(&step.work, &step.takes)
                    && accepted_share(plan, g, PathwayIndex::at(p), &step.concerns) > 0.0
            })
    };
    !always || (0..plan.pathways.len()).any(|p| look.is_on(g, p) && waits_on(p))
}

fn hospital(look: Look<'_>, found: &mut Found) {
    let plan = look.plan;
    let path = Path::of("hospital");
    let admitted = plan.groups.iter().any(|group| group.enters == Enters::Admission);
    if let Some(why) = look.beds() {
        look.idle(&path.key("bed_wait_harm"), why, found);
        if plan.hospital.turnaround > crate::base::Span::ZERO {
            look.idle(&path.key("turnaround"), why, found);
        }
        if plan.costs.escalation_bed_day > 0.0 {
            look.idle(&Path::of("costs.escalation_bed_day"), why, found);
        }
    }
    if !look.setup.has(&path.key("escalation").key("beds")) {
        for word in ["open_above", "close_below"] {
            look.idle(&path.key("escalation").key(word), "no escalation beds are given", found);
        }
    }
    let rounds = path.key("board_rounds");
    if !admitted {
        look.idle(&rounds, "no one comes who is found at a round", found);
    } else if plan.hospital.round_spread > 0.0
        && plan.hospital.rounds.iter().all(|round| round.reach <= 0.0 || round.reach >= 1.0)
    {
        look.idle(&rounds.key("spread"), "every round finds all or none", found);
    }
    let kept = look.setup.file.hospital.as_ref().and_then(|hospital| hospital.kept.as_ref());
    for (part, key) in plan.hospital.kept.iter().zip(kept.into_iter().flatten().map(|(key, _)| key)) {
        let comes = |g: usize| {
            plan.groups[g].enters == Enters::Admission
                && (0..plan.pathways.len())
                    .any(|p| accepted_share(plan, g, PathwayIndex::at(p), &part.who) > 0.0)
        };
        if part.places.points().iter().any(|point| point.1 > Limit::ZERO)
            && !(0..plan.groups.len()).any(comes)
        {
            look.idle(&path.key("kept").key(key), "no one for whom it is kept comes to a bed", found);
        }
    }
    let pressure = path.key("pressure");
    let Pressure { rounds: on_rounds, stays: on_stays, .. } = plan.hospital.pressure;
    let nothing = on_rounds <= 0.0 && on_stays <= 0.0;
    if let Some(why) = look.beds().filter(|_| !nothing) {
        look.idle(&pressure, why, found);
    } else if on_rounds > 0.0
        && plan.hospital.rounds.iter().all(|round| round.reach <= 0.0 || round.reach >= 1.0)
    {
        look.idle(&pressure.key("rounds"), "there is no round that finds some and misses others", found);
    } else if nothing && !["rounds", "stays"].iter().any(|word| look.setup.has(&pressure.key(word))) {
        look.idle(&pressure.key("reference"), "neither rounds nor stays follow it", found);
    }
    let harm = path.key("deconditioning").key("step_up_per_day");
    let ladder = &plan.deconditioning.one_step_up;
    if plan.deconditioning.step_up_per_day > 0.0 && ladder.numbered().all(|(from, &to)| from == to) {
        look.idle(&harm, "no two of the pathways p0, p1, p2 and p3 follow each other", found);
    }
}

fn hub(look: Look<'_>, found: &mut Found) {
    let Look { setup, plan, .. } = look;
    let path = Path::of("hub");
    if !setup.has(&path) {
        return;
    }
    let somebody = (0..plan.groups.len()).filter(|&g| look.comes_to_a_bed(g)).any(|g| {
        (0..plan.pathways.len()).any(|p| plan.hub.sees.has(PathwayIndex::at(p)) && look.is_on(g, p))
    });
    let none = "no one on a pathway that the hub sees comes through hospital";
    if !somebody {
        if setup.has(&path.key("sees")) {
            look.idle(&path.key("sees"), none, found);
        } else {
            let why =
                "left out, \"sees\" names p1, p2 and p3, and no one comes through hospital on one of them";
            for word in ["staff", "assessment", "per_day", "hours", "referred_ahead"] {
                look.idle(&path.key(word), why, found);
            }
        }
    }
    let ahead = path.key("referred_ahead");
    let typed = setup.file.hub.as_ref().and_then(|hub| hub.referred_ahead.as_ref());
    let (share, by) = (plan.hub.ahead_share, plan.hub.ahead_by);
    if somebody && typed.is_some() {
        if !setup.has(&ahead.key("share")) {
            look.idle(&ahead.key("by"), "no one is foreseen without a \"share\"", found);
        } else if share > 0.0 && by == crate::base::Span::ZERO && plan.hospital.rounds.is_empty() {
            look.idle(&ahead.key("share"), "the hub sees them no earlier without \"by\"", found);
        }
    }
    for need in
        setup.file.hub.iter().filter_map(|hub| hub.wrong_pathway.as_ref()).flatten().map(|(need, _)| need)
    {
        let Some(p) = setup.index.pathways.iter().position(|known| known == need) else { continue };
        if !(0..plan.groups.len()).any(|g| look.comes_to_a_bed(g) && look.is_on(g, p)) {
            let why = "no one who comes through hospital needs it";
            look.idle(&path.key("wrong_pathway").key(need), why, found);
        }
    }
    let rules = setup.file.hub.iter().filter_map(|hub| hub.right_sizing.as_ref()).flatten();
    for (rule, (name, _)) in plan.hub.right_sizing.iter().zip(rules) {
        let concerned = |g: usize| {
            let needs = plan.groups[g].needs.iter();
            look.comes_to_a_bed(g)
                && needs.clone().any(|&(_, p)| accepted_share(plan, g, p, &rule.concerns) > 0.0)
        };
        if !(0..plan.groups.len()).any(concerned) {
            let why = "no one who comes through hospital is concerned";
            look.idle(&path.key("right_sizing").key(name), why, found);
        }
    }
}

fn steps(look: Look<'_>, found: &mut Found) {
    let Look { setup, plan, .. } = look;
    for (step, key) in plan.steps.iter().zip(&setup.index.steps) {
        let concerned = |g: usize| {
            look.comes_to_a_bed(g)
                && (0..plan.pathways.len()).any(|p| {
                    look.is_on(g, p) && accepted_share(plan, g, PathwayIndex::at(p), &step.concerns) > 0.0
                })
        };
        if !(0..plan.groups.len()).any(concerned) {
            let path = Path::of("steps").key(key);
            let at = if setup.has(&path.key("concerns")) { path.key("concerns") } else { path };
            look.idle(&at, "it concerns no one who comes through hospital", found);
        }
    }
}

fn pathways(look: Look<'_>, found: &mut Found) {
    let Look { setup, plan, .. } = look;
    let groups = 0..plan.groups.len();
    for (p, (pathway, key)) in plan.pathways.iter().zip(&setup.index.pathways).enumerate() {
        let path = Path::of("pathways").key(key);
        let bridge = path.key("bridge");
        if !groups.clone().any(|g| look.is_on(g, p)) {
            look.idle(&path, "no one comes who needs this pathway or is sent to it", found);
        } else if pathway.services.is_empty() {
            look.idle(&bridge, "people on this pathway wait for no place", found);
        } else if !groups.clone().any(|g| look.comes_to_a_bed(g) && look.is_on(g, p)) {
            look.idle(&bridge, "people on this pathway wait at home already", found);
        }
        rules(look, p, &path.key("gives_way"), found);
    }
}

/// Rules that nobody can follow, and factors on stays that have no end.
fn rules(look: Look<'_>, p: usize, path: &Path, found: &mut Found) {
    let Look { setup, plan, .. } = look;
    let typed = setup.file.pathways.as_ref().and_then(|all| all.get(&setup.index.pathways[p]));
    let names = typed.and_then(|typed| typed.gives_way.as_ref()).into_iter().flatten().map(|(name, _)| name);
    for (name, &rule) in names.zip(&plan.pathways[PathwayIndex::at(p)].gives_way) {
        let Some(service) = plan.gives_way[rule].service().map(|s| &plan.services[s]) else { continue };
        let path = path.key(name);
        let takes = |g: usize| accepted_share(plan, g, PathwayIndex::at(p), &service.accepts) > 0.0;
        let mut here = (0..plan.groups.len()).filter(|&g| look.is_on(g, p)).peekable();
        if here.peek().is_some() && !here.any(takes) {
            look.idle(&path.key("to"), "no one on this pathway is accepted there", found);
        } else if service.permanent && (plan.gives_way[rule].stay_factor - 1.0).abs() > 0.0 {
            look.idle(&path.key("stay_factor"), "people stay there for good", found);
        }
    }
}

fn service(look: Look<'_>, s: usize, key: &str, typed: &services::words::Service, found: &mut Found) {
    let Look { setup, plan, .. } = look;
    let path = Path::of("services").key(key);
    let service = &plan.services[s];
    let is_bridge = !service.bridge.is_empty();
    let bridged = plan.pathways.iter().any(|pathway| pathway.bridges.contains(&ServiceIndex::at(s)));
    let listed = plan.pathways.iter().any(|pathway| pathway.lines.contains(&ServiceIndex::at(s)));
    let here: Vec<usize> = (0..plan.groups.len()).filter(|&g| look.waits_for(g, s)).collect();
    early(look, s, &path.key("takes_early"), found);
    if !listed && !bridged && !look.follows(s) {
        look.idle(&path, "no pathway leads here, and nothing is followed by it", found);
        return;
    }
    if is_bridge {
        let why = "people leave a bridge when a place comes free elsewhere";
        for word in ["stay", "stay_by_group", "exits"] {
            look.idle(&path.key(word), why, found);
        }
        if service.reablement {
            look.idle(&path.key("reablement"), why, found);
        }
        for word in ["hours_per_week", "visits_per_day"] {
            look.idle(&path.key(word), "people on a bridge have no care of their own", found);
        }
        if !setup.has(&path.key("longest_stay")) {
            look.idle(&path.key("falls_back_to"), "no one is sent on without \"longest_stay\"", found);
        }
        skips(look, s, &path.key("skips"), typed, found);
        return;
    }
    if service.permanent {
        let why = "people stay here for good and are not counted after the start";
        let costs = (service.cost.per_person_day > 0.0, service.cost.per_place_day > 0.0);
        let words =
            [("cost_per_day", costs.0), ("cost_per_place", costs.1), ("reablement", service.reablement)];
        for (word, _) in words.into_iter().filter(|(_, does)| *does) {
            look.idle(&path.key(word), why, found);
        }
    }
    if here.is_empty() && listed && !look.follows(s) {
        look.idle(&path.key("accepts"), "no one who comes here meets these conditions", found);
    }
    for group in typed.stay_by_group.iter().flatten().map(|(group, _)| group) {
        let g = setup.index.groups.iter().position(|known| known == group);
        if !look.follows(s) && g.is_some_and(|g| !here.contains(&g)) {
            look.idle(&path.key("stay_by_group").key(group), "no one of this group comes here", found);
        }
    }
    priority(look, s, &path.key("priority"), &here, found);
}

/// Decision steps that may be finished on a bridge, and concern nobody who comes there.
fn skips(look: Look<'_>, s: usize, path: &Path, typed: &services::words::Service, found: &mut Found) {
    let Look { setup, plan, .. } = look;
    let led = |p: &usize| plan.pathways[*p].bridges.contains(&ServiceIndex::at(s));
    for (i, name) in typed.skips.iter().flatten().enumerate() {
        let Some(step) = setup.index.steps.iter().position(|known| known == name) else { continue };
        let step = &plan.steps[step];
        let concerns = |p: usize| {
            (0..plan.groups.len()).any(|g| {
                look.is_on(g, p) && accepted_share(plan, g, PathwayIndex::at(p), &step.concerns) > 0.0
            })
        };
        if step.starts == StepStarts::Decision && !(0..plan.pathways.len()).filter(led).any(concerns) {
            look.idle(&path.index(i), "this step concerns no one who is bridged", found);
        }
    }
}

fn priority(look: Look<'_>, s: usize, path: &Path, here: &[usize], found: &mut Found) {
    let plan = look.plan;
    let service = &plan.services[s];
    if service.priority == Priority::LongestWait {
        return;
    }
    if is_free(service) {
        look.idle(path, "nothing limits this service and there is no queue for it", found);
    } else if !look.follows(s) {
        let leads = |p: &usize| plan.pathways[*p].lines.contains(&ServiceIndex::at(s));
        let bridged = (0..plan.pathways.len()).filter(leads).any(|p| !plan.pathways[p].bridges.is_empty());
        let from_home = here.iter().any(|&g| !look.comes_to_a_bed(g));
        match &service.priority {
            Priority::HospitalFirst if !bridged && !from_home => {
                look.idle(path, "no one in this queue is on a bridge or at home", found);
            }
            Priority::GroupOrder(places) => {
                let mut classes = here.iter().map(|&g| places[g]);
                let first = classes.next();
                if classes.all(|class| Some(class) == first) {
                    look.idle(path, "all in this queue are in one place of the order", found);
                }
            }
            Priority::Due(within) => {
                let mut times = here.iter().map(|&g| within[GroupIndex::at(g)]);
                let first = times.next();
                if times.all(|time| Some(time) == first) {
                    look.idle(path, "a place is due as soon for all in this queue", found);
                }
            }
            Priority::TraitFirst(t) => {
                let share = |g: &usize| {
                    let traits = &plan.groups[*g].traits;
                    traits.iter().find(|(own, _)| own == t).map_or(0.0, |(_, share)| *share)
                };
                if here.iter().all(|g| share(g) <= 0.0) {
                    look.idle(path, "no one in this queue has the trait", found);
                }
            }
            _ => {}
        }
    }
}

fn onward(look: Look<'_>, found: &mut Found) {
    for (exit, _) in look.setup.file.onward.iter().flat_map(Each::iter) {
        let leaves = |key: &String| {
            let typed = look.setup.file.services.as_ref().and_then(|all| all.get(key));
            typed.and_then(|typed| typed.exits.as_ref()).is_some_and(|exits| exits.get(exit.exit()).is_some())
        };
        if !look.setup.index.services.iter().any(leaves) {
            look.idle(&Path::of("onward").key(exit.word()), "no stay in a service ends so", found);
        }
    }
}
