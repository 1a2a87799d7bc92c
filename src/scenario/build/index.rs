//! Names to indices: groups, pathways, services, traits in the order of their names, steps in the
//! order of `order`, then name. A name that nobody has is a fault with the nearest one.

use std::collections::BTreeSet;

use super::setup::Setup;
use crate::base::near::nearest;
use crate::base::visible::on_one_line;
use crate::base::{Indexed, NameHash, Position};
use crate::scenario::names::{KeptPart, Named, Names};
use crate::scenario::plan::index::{RuleIndex, Set, TraitIndex};
use crate::scenario::plan::who::Who;
use crate::scenario::sections::file::File;
use crate::scenario::sections::groups::words::Group;
use crate::scenario::sections::services::words::{Accepts, Service, Setting};
use crate::scenario::sections::steps::words::Concerns;
use crate::scenario::text::fault::{Fault, Found};
use crate::scenario::text::node::{Node, show_text};
use crate::scenario::text::path::Path;

/// The most groups, traits, pathways and steps, of each.
pub const MOST: usize = 64;
/// The most services.
pub const MOST_SERVICES: usize = 10_000;

/// The pathway of people who need nothing; the only one that need not be written down.
pub const HOME: &str = "p0";

/// Keys by index.
#[derive(Clone, Debug)]
pub struct Index {
    /// Groups.
    pub groups: Vec<String>,
    /// Pathways.
    pub pathways: Vec<String>,
    /// Services.
    pub services: Vec<String>,
    /// Steps.
    pub steps: Vec<String>,
    /// Traits.
    pub traits: Vec<String>,
}

impl Index {
    /// Of a file; `None` where there are more names than can be numbered.
    pub fn of(file: &File, root: &Node, found: &mut Found) -> Option<Self> {
        let keys = |map: Option<Vec<&String>>| -> Vec<String> {
            map.unwrap_or_default().into_iter().cloned().collect()
        };
        let mut pathways = keys(file.pathways.as_ref().map(|m| m.keys().collect()));
        if needs_home(file) && !pathways.iter().any(|p| p == HOME) {
            pathways.push(HOME.to_owned());
            pathways.sort();
        }
        let mut steps: Vec<(u32, String)> = Vec::new();
        for (key, step) in file.steps.iter().flatten() {
            steps.push((step.order.map_or(u32::MAX, |order| order.0), key.clone()));
        }
        steps.sort();
        let traits: BTreeSet<String> = file
            .groups
            .iter()
            .flatten()
            .flat_map(|(_, group)| group.traits.iter().flatten().map(|(name, _)| name.clone()))
            .collect();
        let index = Self {
            groups: keys(file.groups.as_ref().map(|m| m.keys().collect())),
            pathways,
            services: keys(file.services.as_ref().map(|m| m.keys().collect())),
            steps: steps.into_iter().map(|(_, key)| key).collect(),
            traits: traits.into_iter().collect(),
        };
        index.check_sizes(root, found).then_some(index)
    }

    fn check_sizes(&self, root: &Node, found: &mut Found) -> bool {
        if self.groups.is_empty() && root.find(&Path::of("groups")).is_none_or(|n| n.entries().is_some()) {
            let path = Path::of("groups");
            found.fault(
                Fault::new(root.origin_of(&path), &path, "there are no groups")
                    .expected("at least one group"),
            );
        }
        let mut good = true;
        for (section, count, most) in [
            ("groups", self.groups.len(), MOST),
            ("pathways", self.pathways.len(), MOST),
            ("steps", self.steps.len(), MOST),
            ("groups", self.traits.len(), MOST),
            ("services", self.services.len(), MOST_SERVICES),
        ] {
            if count > most {
                let path = Path::of(section);
                let what = format!("{count} names are too many");
                let of = if section == "groups" { "groups, and traits of groups" } else { section };
                found.fault(
                    Fault::new(root.origin_of(&path), &path, what).expected(format!("at most {most} {of}")),
                );
                good = false;
            }
        }
        good
    }

    /// The words of the plan's numbers.
    pub fn names(&self, file: &File) -> Names {
        Names {
            scenario: file.name.as_deref().map(on_one_line).unwrap_or_default(),
            description: file.description.as_deref().map(on_one_line).unwrap_or_default(),
            groups: named(&self.groups, |key| file.groups.as_ref()?.get(key)?.label.clone()),
            pathways: named(&self.pathways, |key| file.pathways.as_ref()?.get(key)?.label.clone()),
            gives_way: self.rules(file),
            diversions: Self::diversions(file),
            services: named(&self.services, |key| file.services.as_ref()?.get(key)?.label.clone()),
            steps: named(&self.steps, |key| file.steps.as_ref()?.get(key)?.label.clone()),
            traits: self.traits.clone().into(),
            hospital: file
                .hospital
                .as_ref()
                .and_then(|h| h.label.as_deref().map(on_one_line))
                .unwrap_or("The hospital".to_owned()),
            hub: file
                .hub
                .as_ref()
                .and_then(|hub| hub.label.as_deref().map(on_one_line))
                .unwrap_or("The hub".to_owned()),
            events: file
                .events
                .iter()
                .flatten()
                .map(|(key, e)| Named::new(key, e.label.as_deref()))
                .collect(),
            national_groups: self
                .steps
                .iter()
                .map(|key| file.steps.as_ref()?.get(key)?.national_group)
                .collect(),
            payers: self
                .services
                .iter()
                .map(|key| file.services.as_ref()?.get(key)?.paid_by.as_deref().map(on_one_line))
                .collect(),
            at_home: services(file).map(|service| service.setting() == Setting::Home).collect(),
            funds: (file.funds.iter().flatten())
                .map(|(key, fund)| Named::new(key, fund.label.as_deref()))
                .collect(),
            kept: kept_parts(file),
        }
    }

    /// The rules by which people give way, in the order of their pathways and their names.
    fn rules(&self, file: &File) -> Indexed<RuleIndex, Named> {
        let typed = |key: &String| file.pathways.as_ref()?.get(key)?.gives_way.as_ref();
        let rules =
            self.pathways.iter().flat_map(|key| typed(key).into_iter().flatten().map(move |r| (key, r)));
        rules
            .map(|(pathway, (key, rule))| {
                let label = Named::new(key, rule.label.as_deref()).label;
                Named { key: format!("{pathway}.{key}"), label }
            })
            .collect()
    }

    /// The diversions in their order: by group instead of admission, by group out of the queue, by service.
    fn diversions(file: &File) -> Vec<Named> {
        let group =
            |key: &str| Named::new(key, file.groups.as_ref().and_then(|all| all.get(key)?.label.as_deref()));
        let service = |key: &str| {
            Named::new(key, file.services.as_ref().and_then(|all| all.get(key)?.label.as_deref()))
        };
        let named = |key: String, label: String| Named { key, label };
        let instead = file.groups.iter().flatten().flat_map(|(key, typed)| {
            typed.instead_of_admission.iter().flatten().map(move |(name, _)| (key, name))
        });
        let instead = instead.map(|(key, name)| {
            named(
                format!("{key}.instead_of_admission.{name}"),
                format!("{}: {} instead of admission", group(key).label, service(name).label),
            )
        });
        let leave = file.groups.iter().flatten().filter(|(_, typed)| typed.leaves_bed_queue.is_some());
        let leave = leave.map(|(key, _)| {
            named(
                format!("{key}.leaves_bed_queue"),
                format!("{}: left the queue for a bed", group(key).label),
            )
        });
        let early = file.services.iter().flatten().filter(|(_, typed)| typed.takes_early.is_some());
        let early = early.map(|(key, _)| {
            named(
                format!("{key}.takes_early"),
                format!("{}: before the acute stay was over", service(key).label),
            )
        });
        instead.chain(leave).chain(early).collect()
    }

    /// The traits' hashes.
    pub fn trait_hashes(&self) -> Indexed<TraitIndex, NameHash> {
        self.traits.iter().map(|name| NameHash::of(name)).collect()
    }
}

/// Parts that are kept of the beds, then of each service in the order of their names.
fn kept_parts(file: &File) -> Vec<KeptPart> {
    let beds = file.hospital.iter().filter_map(|hospital| hospital.kept.as_ref()).map(|kept| (None, kept));
    let places =
        services(file).enumerate().filter_map(|(s, service)| Some((Some(s), service.kept.as_ref()?)));
    let parts = beds.chain(places);
    parts
        .flat_map(|(service, kept)| kept.keys().map(move |key| KeptPart { service, key: key.clone() }))
        .collect()
}

/// Keys with their labels.
fn named<I: Position>(keys: &[String], label: impl Fn(&str) -> Option<String>) -> Indexed<I, Named> {
    keys.iter().map(|key| Named::new(key, label(key).as_deref())).collect()
}

/// The services in the order of their names.
fn services(file: &File) -> impl Iterator<Item = &Service> {
    file.services.iter().flatten().map(|(_, service)| service)
}

/// Whether somebody needs nothing: by leaving out what is needed, or by saying so.
fn needs_home(file: &File) -> bool {
    let decided = file.hub.iter().filter_map(|hub| hub.wrong_pathway.as_ref()).flatten();
    let recovers =
        |g: &Group| g.while_waiting.as_ref().and_then(|w| w.recovers_per_day).is_some_and(|c| c.0 > 0.0);
    let needs = |g: &Group| g.needs.as_ref().is_none_or(|n| n.contains_key(HOME));
    file.groups.iter().flatten().any(|(_, g)| needs(g) || recovers(g))
        || decided.into_iter().any(|(need, to)| need == HOME || to.contains_key(HOME))
}

/// A kind of name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameOf {
    /// A group.
    Group,
    /// A pathway.
    Pathway,
    /// A service.
    Service,
    /// A step.
    Step,
    /// A trait.
    Trait,
}

impl Setup<'_> {
    /// The names of a kind, and what one of them is called.
    pub fn list(&self, of: NameOf) -> (&[String], &'static str) {
        match of {
            NameOf::Group => (&self.index.groups, "group"),
            NameOf::Pathway => (&self.index.pathways, "pathway"),
            NameOf::Service => (&self.index.services, "service"),
            NameOf::Step => (&self.index.steps, "step"),
            NameOf::Trait => (&self.index.traits, "trait"),
        }
    }

    /// The index of a name typed at `path`.
    pub fn find(&self, of: NameOf, name: &str, path: &Path, found: &mut Found) -> Option<usize> {
        let (names, kind) = self.list(of);
        let at = names.iter().position(|n| n == name);
        if at.is_none() {
            let hint = nearest(name, names.iter().map(String::as_str));
            let what = match of {
                NameOf::Trait => format!("no group has a trait {}", show_text(name)),
                _ => format!("there is no {kind} {}", show_text(name)),
            };
            let fault = self.fault(path, what);
            found.fault(if hint.is_none() && (1..=12).contains(&names.len()) {
                fault.expected(format!("one of {}", names.join(", ")))
            } else {
                fault.hint(hint)
            });
        }
        at
    }

    /// The indices of names in a list typed at `path`.
    pub fn find_all(&self, of: NameOf, names: &[String], path: &Path, found: &mut Found) -> Vec<usize> {
        let mut all = Vec::with_capacity(names.len());
        for (i, name) in names.iter().enumerate() {
            let at = path.index(i);
            if let Some(index) = self.find(of, name, &at, found) {
                if all.contains(&index) {
                    found.fault(self.fault(&at, format!("{} appears twice", show_text(name))));
                } else {
                    all.push(index);
                }
            }
        }
        all
    }

    /// The same as a set; a list left out or empty is `otherwise`.
    pub fn set<I: Position>(
        &self,
        of: NameOf,
        names: Option<&Vec<String>>,
        path: &Path,
        otherwise: Set<I>,
        found: &mut Found,
    ) -> Set<I> {
        match names {
            Some(names) if !names.is_empty() => {
                self.find_all(of, names, path, found).into_iter().map(I::at).collect()
            }
            _ => otherwise,
        }
    }

    /// Whom a step concerns.
    pub fn concerned(&self, typed: Option<&Concerns>, path: &Path, found: &mut Found) -> Who {
        let Some(typed) = typed else { return Who::EVERYBODY };
        let accepts = Accepts {
            pathways: typed.pathways.clone(),
            groups: typed.groups.clone(),
            not_groups: typed.not_groups.clone(),
            traits: typed.traits.clone(),
            not_traits: typed.not_traits.clone(),
        };
        let share = typed.share().0;
        Who { share, ..self.accepted(Some(&accepts), path, found) }
    }

    /// Whom a service takes.
    pub fn accepted(&self, typed: Option<&Accepts>, path: &Path, found: &mut Found) -> Who {
        let Some(typed) = typed else { return Who::EVERYBODY };
        let at = |key: &str| path.key(key);
        let groups = self.set(NameOf::Group, typed.groups.as_ref(), &at("groups"), Set::ALL, found);
        let not_groups =
            self.set(NameOf::Group, typed.not_groups.as_ref(), &at("not_groups"), Set::NONE, found);
        let who = Who {
            pathways: self.set(NameOf::Pathway, typed.pathways.as_ref(), &at("pathways"), Set::ALL, found),
            groups: groups.but(not_groups),
            traits: self.set(NameOf::Trait, typed.traits.as_ref(), &at("traits"), Set::NONE, found),
            not_traits: self.set(
                NameOf::Trait,
                typed.not_traits.as_ref(),
                &at("not_traits"),
                Set::NONE,
                found,
            ),
            share: 1.0,
        };
        let impossible = !who.traits.among(who.not_traits).is_empty() || who.groups.is_empty();
        if impossible && !found.is_faulty(path) {
            found.fault(
                self.fault(path, "no one meets these conditions")
                    .expected("conditions that can hold together"),
            );
        }
        who
    }
}
