//! Giving way: what people who wait too long for the services of their pathway take instead; how it stands in a
//! plan, and how it is built and checked.

use super::plan::{Pathway, is_bridge};
use super::words;
use crate::base::{Indexed, NameHash, Position, Span};
use crate::scenario::build::index::NameOf;
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::index::{PathwayIndex, RuleIndex, ServiceIndex};
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

/// A rule by which people give way.
#[derive(Clone, Debug, PartialEq)]
pub struct GivesWay {
    /// Its name as typed, hashed.
    pub name: NameHash,
    /// Whose people follow it.
    pub pathway: PathwayIndex,
    /// How long they wait before.
    pub after: Span,
    /// Whose start the wait is counted from.
    pub from: words::CountsFrom,
    /// The share of people who then give way.
    pub share: f64,
    /// The rate a day at which they do it from then on; `None`: at once.
    pub per_day: Option<f64>,
    /// Only where more people than this could take a place in this service and have none.
    pub queue_above: Option<(ServiceIndex, f64)>,
    /// What they take.
    pub to: Instead,
    /// A factor on the stay in that service.
    pub stay_factor: f64,
}

/// What somebody who gives way takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instead {
    /// Home without a service.
    Home,
    /// A place in a service, which stands here in [`Pathway::lines`].
    Service(ServiceIndex, usize),
    /// A bridge, which stands here in [`Pathway::bridges`].
    Bridge(ServiceIndex, usize),
}

impl GivesWay {
    /// The service or the bridge; `None`: home.
    pub fn service(&self) -> Option<ServiceIndex> {
        match self.to {
            Instead::Home => None,
            Instead::Service(service, _) | Instead::Bridge(service, _) => Some(service),
        }
    }
}

/// Whom a person may give way to without a service.
const HOME: &str = "home";
/// The most bridges of a pathway, its own and those to which people give way.
const MOST_BRIDGES: usize = 8;
/// The most queues of a pathway, as for its own services.
const MOST_LINES: usize = 64;

/// The rules of all pathways, whose lines and bridges grow by those that people give way to.
pub fn rules(setup: Setup<'_>, pathways: &mut [Pathway], found: &mut Found) -> Indexed<RuleIndex, GivesWay> {
    let mut all = Vec::new();
    for (p, key) in setup.index.pathways.iter().enumerate() {
        let typed = setup.file.pathways.as_ref().and_then(|all| all.get(key));
        let path = Path::of("pathways").key(key).key("gives_way");
        for (name, rule) in typed.and_then(|typed| typed.gives_way.as_ref()).into_iter().flatten() {
            let path = path.key(name);
            let Some(to) = instead(setup, &mut pathways[p], rule, &path, found) else { continue };
            check_factor(setup, to, rule, &path, found);
            pathways[p].gives_way.push(RuleIndex::at(all.len()));
            all.push(GivesWay {
                name: NameHash::of(name),
                pathway: PathwayIndex::at(p),
                after: Span::from_days(rule.after().days),
                from: rule.from(),
                share: rule.share().0,
                per_day: rule.per_day.map(|rate| rate.0),
                queue_above: queue_above(setup, &pathways[p], rule, &path, found),
                to,
                stay_factor: rule.stay_factor().0,
            });
        }
    }
    all.into()
}

/// The queue that must be too long, of a service that these people wait for.
fn queue_above(
    setup: Setup<'_>,
    pathway: &Pathway,
    rule: &words::GivesWay,
    path: &Path,
    found: &mut Found,
) -> Option<(ServiceIndex, f64)> {
    let at = path.key("when_queue_above");
    let typed = rule.when_queue_above.as_ref()?;
    let (service, people) = typed.given(setup, &at, found)?;
    if !pathway.services.contains(&service) {
        let fault = setup.fault(&at.key("service"), "people of this pathway do not wait for it");
        found.fault(fault.expected("one of the pathway's own services"));
        return None;
    }
    Some((service, people))
}

/// What a rule leads to; its service joins the lines or the bridges of the pathway.
fn instead(
    setup: Setup<'_>,
    pathway: &mut Pathway,
    rule: &words::GivesWay,
    path: &Path,
    found: &mut Found,
) -> Option<Instead> {
    let at = path.key("to");
    if pathway.services.is_empty() {
        let fault = setup.fault(path, "the pathway has no services, so nobody waits for a place");
        found.fault(fault.expected("\"services\" beside it, or no \"gives_way\""));
        return None;
    }
    let Some(name) = rule.to.as_deref() else {
        if !found.is_faulty(&at) {
            let fault = setup.fault(path, "\"to\" is missing");
            found.fault(fault.expected("a service, a bridge, or \"home\""));
        }
        return None;
    };
    let named = setup.index.services.iter().any(|service| service == HOME);
    if name == HOME && named {
        let fault = setup.fault(&at, "\"home\" may mean the service of that name, or home without a service");
        found.fault(fault.expected("another name for the service"));
        return None;
    }
    if name == HOME {
        return Some(Instead::Home);
    }
    let service = ServiceIndex::at(setup.find(NameOf::Service, name, &at, found)?);
    let bridge = is_bridge(setup, name);
    if pathway.services.contains(&service) || pathway.bridge.contains(&service) {
        let what = format!("people of this pathway wait for {name} anyway");
        found.fault(setup.fault(&at, what).expected("a service that is not one of the pathway's own"));
        return None;
    }
    let list = if bridge { &mut pathway.bridges } else { &mut pathway.lines };
    let place = list.iter().position(|&s| s == service).unwrap_or_else(|| {
        list.push(service);
        list.len() - 1
    });
    let most = if bridge { MOST_BRIDGES } else { MOST_LINES };
    if list.len() > most {
        let what = if bridge { "bridges" } else { "services" };
        let fault = setup.fault(&at, format!("{} {what} of one pathway are too many", list.len()));
        found.fault(fault.expected(format!("at most {most}, those to which people give way included")));
        list.pop();
        return None;
    }
    Some(if bridge { Instead::Bridge(service, place) } else { Instead::Service(service, place) })
}

/// A factor on a stay that nobody has.
fn check_factor(setup: Setup<'_>, to: Instead, rule: &words::GivesWay, path: &Path, found: &mut Found) {
    let at = path.key("stay_factor");
    if !matches!(to, Instead::Service(..)) && rule.stay_factor.is_some() && setup.has(&at) {
        found.warn("W12", &at, "people take no place in a service, so this does nothing");
    }
}
