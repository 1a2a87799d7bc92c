//! Funds in a plan, and how they are built and checked.

use super::words::{self, PaysFor};
use crate::base::Position;
use crate::base::near::nearest;
use crate::scenario::build::index::NameOf;
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::index::{ServiceIndex, StepIndex};
use crate::scenario::sections::costs::plan::Programme;
use crate::scenario::sections::costs::words::Programme as CostsProgramme;
use crate::scenario::sections::file::File;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::table::Map;

/// More funds than anybody accounts to.
pub const MOST: usize = 64;
/// Shares that are typed as decimals may sum to a little more than 1.
const SLACK: f64 = 1e-9;

/// Money for a year, and what it pays for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fund {
    /// Pounds for a year.
    pub per_year: f64,
    /// What it pays for, with the share of it.
    pub pays_for: Vec<(Payee, f64)>,
    /// Whether all of that has a price.
    pub is_priced: bool,
}

/// What a fund can pay for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Payee {
    /// A service.
    Service(ServiceIndex),
    /// The people on duty for a step.
    Step(StepIndex),
    /// A programme: its pounds a day, and once.
    Programme(Programme),
    /// The people on duty in the hub.
    Hub,
    /// Days in escalation beds.
    EscalationBeds,
}

/// What a fund pays for as typed: its dotted key, its share, and whether it has a price.
struct Typed<'f> {
    path: String,
    at: Path,
    share: f64,
    kind: Kind<'f>,
}

enum Kind<'f> {
    Service(&'f str),
    Step(&'f str),
    Programme(&'f str),
    Hub,
    EscalationBeds,
}

/// The funds of a file, in the order of their names.
pub fn funds(setup: Setup<'_>, found: &mut Found) -> Vec<Fund> {
    let root = Path::of("funds");
    let all: Vec<(&String, &words::Fund)> = setup.file.funds.iter().flatten().collect();
    if all.len() > MOST {
        let fault = setup.fault(&root, format!("{} funds are too many", all.len()));
        found.fault(fault.expected(format!("at most {MOST} funds")));
        return Vec::new();
    }
    // Who pays for each so far, and how much of it.
    let mut paid: Vec<(String, f64, Vec<&str>)> = Vec::new();
    let mut funds = Vec::new();
    for (key, typed) in all {
        let path = root.key(key);
        let pays = typed.pays_for.iter().flat_map(|pays| pays_for(setup.file, pays, &path.key("pays_for")));
        for typed in pays {
            let at = typed.at;
            match paid.iter_mut().find(|(whose, _, _)| *whose == typed.path) {
                Some((_, share, by)) => {
                    *share += typed.share;
                    by.push(key);
                    if *share > 1.0 + SLACK {
                        let what =
                            format!("{} is paid for {share} times, by {}", typed.path, by.join(" and "));
                        found.fault(setup.fault(&at, what).expected("shares that sum to at most 1"));
                    }
                }
                None => paid.push((typed.path, typed.share, vec![key.as_str()])),
            }
        }
        funds.push(fund(setup, &path, typed, found));
    }
    funds
}

fn fund(setup: Setup<'_>, path: &Path, typed: &words::Fund, found: &mut Found) -> Fund {
    if typed.per_year.is_none() && !setup.has(&path.key("per_year")) {
        found.fault(setup.fault(path, "\"per_year\" is left out").expected("the pounds for a year"));
    }
    let at = path.key("pays_for");
    let all: Vec<Typed<'_>> =
        typed.pays_for.iter().flat_map(|pays| pays_for(setup.file, pays, &at)).collect();
    let may = typed.pays_for.as_ref().is_some_and(|pays| pays.other_programmes.is_some());
    if all.is_empty() && !may && !found.is_faulty(&at) {
        let fault = setup.fault(path, "it pays for nothing");
        found.fault(fault.expected("\"pays_for\" with services, steps, programmes, hub or escalation_beds"));
    }
    let mut pays = Vec::new();
    for one in &all {
        let payee = match one.kind {
            Kind::Service(name) => {
                setup.find(NameOf::Service, name, &one.at, found).map(|s| Payee::Service(ServiceIndex::at(s)))
            }
            Kind::Step(name) => {
                setup.find(NameOf::Step, name, &one.at, found).map(|s| Payee::Step(StepIndex::at(s)))
            }
            Kind::Programme(name) => programme(setup, name, &one.at, found).map(Payee::Programme),
            Kind::Hub => Some(Payee::Hub),
            Kind::EscalationBeds => Some(Payee::EscalationBeds),
        };
        if one.share <= 0.0 {
            found.warn("W12", &one.at, "it pays nothing of it, so this does nothing");
        }
        pays.extend(payee.map(|payee| (payee, one.share)));
    }
    Fund {
        per_year: typed.per_year.map_or(0.0, |pounds| pounds.0),
        pays_for: pays,
        is_priced: all.iter().all(|one| is_priced(setup.file, &one.kind)),
    }
}

/// What is paid for, in the order of the words.
fn pays_for<'f>(file: &'f File, typed: &'f PaysFor, at: &Path) -> Vec<Typed<'f>> {
    let mut all = Vec::new();
    for (key, share) in typed.services.iter().flatten() {
        all.push(Typed {
            path: format!("services.{key}"),
            at: at.key("services").key(key),
            share: share.0,
            kind: Kind::Service(key),
        });
    }
    for (key, share) in typed.steps.iter().flatten() {
        all.push(Typed {
            path: format!("steps.{key}"),
            at: at.key("steps").key(key),
            share: share.0,
            kind: Kind::Step(key),
        });
    }
    let named = |key: &str| typed.programmes.as_ref().is_some_and(|named| named.contains_key(key));
    for (key, share) in typed.programmes.iter().flatten() {
        all.push(Typed {
            path: format!("costs.programmes.{key}"),
            at: at.key("programmes").key(key),
            share: share.0,
            kind: Kind::Programme(key),
        });
    }
    if let Some(share) = typed.other_programmes {
        for key in programmes(file).map(|all| all.keys()).into_iter().flatten().filter(|key| !named(key)) {
            all.push(Typed {
                path: format!("costs.programmes.{key}"),
                at: at.key("other_programmes"),
                share: share.0,
                kind: Kind::Programme(key),
            });
        }
    }
    let mut one = |path: &str, share: Option<f64>, kind| {
        let typed = share.map(|share| Typed { path: path.to_owned(), at: at.key(path), share, kind });
        all.extend(typed);
    };
    one("hub", typed.hub.map(|share| share.0), Kind::Hub);
    one("escalation_beds", typed.escalation_beds.map(|share| share.0), Kind::EscalationBeds);
    all
}

/// Whether something has a price, be it of nothing.
fn is_priced(file: &File, kind: &Kind<'_>) -> bool {
    match kind {
        Kind::Service(key) => {
            let service = file.services.as_ref().and_then(|all| all.get(*key));
            service.is_some_and(|s| {
                s.cost_per_day.is_some() || s.cost_per_place.is_some() || s.set_up_cost.is_some()
            })
        }
        Kind::Step(key) => {
            let step = file.steps.as_ref().and_then(|all| all.get(*key));
            step.is_some_and(|step| step.cost_per_hour.is_some())
        }
        // It says what it costs, be it nothing.
        Kind::Programme(_) => true,
        Kind::Hub => file.hub.as_ref().is_some_and(|hub| hub.cost_per_hour.is_some()),
        Kind::EscalationBeds => file.costs.as_ref().is_some_and(|costs| costs.escalation_bed_day.is_some()),
    }
}

/// What a fund pays for that has no price, by dotted key.
pub fn not_priced(file: &File, typed: &words::Fund) -> Vec<String> {
    let all = typed.pays_for.iter().flat_map(|pays| pays_for(file, pays, &Path::root()));
    all.filter(|one| !is_priced(file, &one.kind)).map(|one| one.path).collect()
}

/// Every dotted key that a fund pays for.
pub fn paid_for(file: &File, typed: &words::Fund) -> Vec<String> {
    let all = typed.pays_for.iter().flat_map(|pays| pays_for(file, pays, &Path::root()));
    all.map(|one| one.path).collect()
}

fn programmes(file: &File) -> Option<&Map<CostsProgramme>> {
    file.costs.as_ref()?.programmes.as_ref()
}

/// A programme by its name.
fn programme(setup: Setup<'_>, name: &str, at: &Path, found: &mut Found) -> Option<Programme> {
    let all = programmes(setup.file);
    let known = all.and_then(|all| all.get(name)).map(Programme::of);
    if known.is_none() && !found.is_faulty(at) {
        let names = all.into_iter().flat_map(|all| all.keys().map(String::as_str));
        let fault = setup.fault(at, format!("there is no programme \"{name}\" in \"costs\""));
        found.fault(fault.hint(nearest(name, names)));
    }
    known
}
