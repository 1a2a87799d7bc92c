//! Where each figure of a scenario comes from, for reports. A source belongs to the figure beside which
//! it was typed: where a later file or a setting changes the figure, it is that of the change.
//! `changed` finds what a file or setting changes.

use std::collections::{BTreeMap, HashSet};
use std::ops::Bound;

use super::changed;
use super::fault::{Fault, Found};
use super::node::Node;
use super::path::{LONGEST_PATH, Path};
use super::typed::{SourceKind, Sources};

/// The source of what a file changes without a source of its own.
pub const BY_SCENARIO: &str = "given by this scenario";
/// The source of what a setting changes.
pub const BY_SETTING: &str = "given on the command line";

/// Where a figure comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// The dotted key of the figure.
    pub path: String,
    /// What kind of figure it is.
    pub kind: SourceKind,
    /// Where it stands, or why it was assumed.
    pub source: String,
    /// Between what it may lie: numbers, or lengths of time as typed. None once the figure is changed.
    pub range: Option<[serde_json::Value; 2]>,
}

/// Which sources stand, file after file and setting after setting.
#[derive(Clone, Debug, Default)]
pub struct Ledger(BTreeMap<String, Standing>);

/// What stands behind a path.
#[derive(Clone, Debug, PartialEq)]
enum Standing {
    /// The entry of `provenance` with this path.
    Typed,
    /// As an entry above, which came with the change.
    Like(String),
    /// A change without a source.
    Given(&'static str),
}

impl Ledger {
    /// Whether a source stands for what has this path.
    pub fn holds(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// A file or a setting that made `after` of `before`; `stated` are the paths whose entries it has, and
    /// `given` is the source of its other changes.
    pub fn change(&mut self, before: Option<&Node>, after: &Node, stated: &[String], given: &'static str) {
        let changes = before.map(|before| changed::changes(before, after)).unwrap_or_default();
        let at =
            |path: &str| (before.and_then(|node| node.find(&Path::of(path))), after.find(&Path::of(path)));
        let touched: HashSet<&str> = changes.iter().map(|change| change.path.as_str()).collect();
        let above_touched: HashSet<&str> = changes.iter().flat_map(|change| upto(&change.path)).collect();
        let stated: HashSet<&str> = stated.iter().map(String::as_str).collect();
        let above_stated: HashSet<&str> = stated.iter().flat_map(|path| upto(path)).collect();
        // What stands at or below a change is about a figure that is gone. What stands above it stays
        // for what is left; of a timetable the base is the figure.
        let mut figures: HashSet<String> = HashSet::new();
        let mut keep = |path: &str| {
            if upto(path).any(|part| touched.contains(part)) {
                return false;
            }
            if !above_touched.contains(path) {
                return true;
            }
            match at(path) {
                (Some(old), Some(new)) if changed::base(old) == changed::base(new) => {
                    changed::keeps(old, new)
                }
                (Some(_), Some(_)) => {
                    figures.insert(path.to_owned());
                    false
                }
                _ => false,
            }
        };
        // What neither holds a change nor lies in one is left as it is, without a look at it.
        let below = touched.iter().flat_map(|touched| {
            let from = (Bound::Included(*touched), Bound::Unbounded);
            let below = self.0.range::<str, _>(from).map(|(path, _)| path.as_str());
            below.take_while(move |path| path.starts_with(touched))
        });
        let near: HashSet<&str> = below.chain(above_touched.iter().copied()).collect();
        let gone: Vec<String> =
            near.into_iter().filter(|path| self.holds(path) && !keep(path)).map(str::to_owned).collect();
        for path in &gone {
            self.0.remove(path);
        }
        // Nothing asks where no source was typed.
        let older: HashSet<String> =
            if stated.is_empty() { HashSet::new() } else { self.0.keys().cloned().collect() };
        self.0.extend(stated.iter().map(|path| ((*path).to_owned(), Standing::Typed)));
        let holder = |path: &str| upto(path).filter(|part| stated.contains(part)).last().map(str::to_owned);
        for change in &changes {
            // A change as a whole, or the figures in it where some have a source of their own.
            let within =
                above_stated.contains(change.path.as_str()) && !stated.contains(change.path.as_str());
            let whole = if change.figures.is_empty() { &[] } else { std::slice::from_ref(&change.path) };
            for path in if within { &change.figures } else { whole } {
                let path = upto(path).find(|part| figures.contains(*part)).unwrap_or(path);
                let standing = match holder(path) {
                    None => Standing::Given(given),
                    // An older entry between them would be the nearer one.
                    Some(own)
                        if upto(path).any(|part| {
                            part.len() > own.len() && older.contains(part) && !stated.contains(part)
                        }) =>
                    {
                        Standing::Like(own)
                    }
                    Some(_) => continue,
                };
                self.0.insert(path.to_owned(), standing);
            }
        }
    }
}

/// A dotted key after all that it stands in, from the widest on; one that is too long to be a figure's
/// stands in nothing.
fn upto(path: &str) -> impl Iterator<Item = &str> {
    let looked_at = if path.len() > LONGEST_PATH { "" } else { path };
    let ends = looked_at.char_indices().filter(|(_, c)| matches!(c, '.' | '[')).map(|(end, _)| end);
    ends.chain([path.len()]).map(|end| &path[..end])
}

/// The paths of which a file states the source.
pub fn stated(file: &Node) -> Vec<String> {
    let entries = file.get("provenance").and_then(Node::entries).unwrap_or_default();
    entries.iter().filter(|e| e.node.entries().is_some()).map(|e| e.key.clone()).collect()
}

/// Reads the sources of a file; a path that leads nowhere is a warning, but where a later file took the
/// figure out: its source went with it.
pub fn provenance(
    sources: Option<&Sources>,
    root: &Node,
    ledger: &Ledger,
    found: &mut Found,
) -> Vec<Provenance> {
    let mut all: Vec<Provenance> = Vec::new();
    for (path, source) in sources.map(|s| s.0.as_slice()).unwrap_or_default() {
        let at = Path::of("provenance").key(path);
        let Some(kind) = source.kind else {
            let faulty = found.is_faulty(&at);
            if !faulty {
                let origin =
                    root.get("provenance").and_then(|n| n.get(path)).map_or(&root.origin, |n| &n.origin);
                let fault = Fault::new(origin, &at, "\"kind\" is left out");
                found.fault(fault.expected("\"stated\", \"derived\", \"assumed\" or \"fitted\""));
            }
            continue;
        };
        if root.find(&Path::of(path)).is_none() && ledger.0.contains_key(path) {
            found.warn("W11", &at, format!("there is no {path} in this scenario"));
        }
        let range = source.range.as_ref().and_then(|range| {
            let [least, greatest] = range.0.as_array()?.as_slice() else { return None };
            Some([least.clone(), greatest.clone()])
        });
        let source = source.source.clone().unwrap_or_default();
        for (like, standing) in &ledger.0 {
            if matches!(standing, Standing::Like(own) if own == path) {
                all.push(Provenance { path: like.clone(), kind, source: source.clone(), range: None });
            }
        }
        if ledger.0.get(path) == Some(&Standing::Typed) {
            all.push(Provenance { path: path.clone(), kind, source, range });
        }
    }
    // Where no figure ever had a source, none is missed.
    if sources.is_some_and(|sources| !sources.0.is_empty()) {
        for (path, standing) in &ledger.0 {
            if let Standing::Given(source) = standing {
                let source = (*source).to_owned();
                all.push(Provenance { path: path.clone(), kind: SourceKind::Given, source, range: None });
            }
        }
    }
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Memory, Scenario, Setting};

    const BASE: &str = r#"{
      "calendar": { "start": "2025-01-06", "days": 28 },
      "groups": { "all": { "arrivals": { "per_day": 5 }, "stay": { "lognormal": { "mean": "4d", "sigma": 0.8 } },
                           "needs": { "p0": 0.5, "p1": 0.5 } } },
      "hub": { "staff": { "mon-fri": 4, "sat-sun": 1 }, "assessment": { "fixed": "2h" } },
      "pathways": { "p0": { "services": [] }, "p1": { "services": ["team", "beds"] } },
      "services": { "team": { "places": 20, "stay": { "fixed": "9d" }, "cost_per_day": 50 },
                    "beds": { "places": { "base": 10, "changes": [{ "from": "start", "to": 12 }] }, "stay": { "fixed": "9d" } } },
      "provenance": {
        "groups.all": { "kind": "assumed", "source": "guess" },
        "groups.all.arrivals.per_day": { "kind": "stated", "source": "return", "range": [4, 6] },
        "groups.all.stay.lognormal.mean": { "kind": "derived", "source": "audit", "range": ["3d", "5d"] },
        "hub.staff": { "kind": "stated", "source": "rota" },
        "services.team": { "kind": "assumed", "source": "the rest" },
        "services.team.places": { "kind": "stated", "source": "plan", "range": [18, 22] },
        "services.beds.places": { "kind": "stated", "source": "contract", "range": [8, 12] } }
    }"#;

    /// The sources as "path: source", with `*` where there is a range.
    fn sources(layers: &[&str], settings: &[&str]) -> Vec<String> {
        let mut files = vec![("0.json".to_owned(), BASE.to_owned())];
        for (i, layer) in layers.iter().enumerate() {
            let extends = format!("{{ \"extends\": \"{i}.json\", ");
            files.push((format!("{}.json", i + 1), layer.replacen('{', &extends, 1)));
        }
        let settings: Vec<Setting> = settings.iter().map(|text| Setting::parse(text).unwrap()).collect();
        let top = format!("{}.json", layers.len());
        let scenario = Scenario::load(&Memory(files.into_iter().collect()), &top, &settings)
            .unwrap_or_else(|faults| panic!("{faults}"));
        let star = |range: bool| if range { " *" } else { "" };
        let told = scenario.provenance.iter();
        told.map(|p| format!("{}: {}{}", p.path, p.source, star(p.range.is_some()))).collect()
    }

    /// What differs from the sources of the base: those gone, and those come.
    fn differs(layers: &[&str], settings: &[&str]) -> (Vec<String>, Vec<String>) {
        let (base, now) = (sources(&[], &[]), sources(layers, settings));
        let gone = base.iter().filter(|one| !now.contains(one)).cloned().collect();
        (gone, now.into_iter().filter(|one| !base.contains(one)).collect())
    }

    fn changed(layers: &[&str], settings: &[&str], gone: &[&str], come: &[&str]) {
        let (was, is) = differs(layers, settings);
        assert_eq!(
            (was, is),
            (gone.iter().map(ToString::to_string).collect(), come.iter().map(ToString::to_string).collect()),
            "{layers:?} {settings:?}"
        );
    }

    const PLACES: &str = "services.team.places: plan *";

    #[test]
    fn a_figure_that_is_changed_loses_its_source_and_its_range() {
        let given = "services.team.places: given by this scenario";
        changed(&[r#"{ "services": { "team": { "places": 25 } } }"#], &[], &[PLACES], &[given]);
        let typed = "services.team.places: given on the command line";
        changed(&[], &["services.team.places=25"], &[PLACES], &[typed]);
        changed(&[], &["services.team.places+=5"], &[PLACES], &[typed]);
        changed(
            &[r#"{ "services": { "team": { "places": 25 } } }"#],
            &["services.team.places=30"],
            &[PLACES],
            &[typed],
        );
    }

    #[test]
    fn a_figure_that_is_set_to_what_it_was_keeps_its_source() {
        changed(
            &[r#"{ "name": "Same", "services": { "team": { "places": 20, "label": "Team" } } }"#],
            &["services.team.places=20"],
            &[],
            &[],
        );
        changed(&[], &["services.beds.places=10"], &[], &[]);
    }

    #[test]
    fn the_source_that_comes_with_a_change_is_its_own() {
        let own = r#"{ "services": { "team": { "places": 25 } },
                       "provenance": { "services.team.places": { "kind": "assumed", "source": "a size to try", "range": [20, 30] } } }"#;
        changed(&[own], &[], &[PLACES], &["services.team.places: a size to try *"]);
        changed(
            &[own, r#"{ "services": { "team": { "places": 26 } } }"#],
            &[],
            &[PLACES],
            &["services.team.places: given by this scenario"],
        );
        let above = r#"{ "services": { "team": { "places": 25, "cost_per_day": 60 } },
                         "provenance": { "services.team": { "kind": "stated", "source": "new contract" } } }"#;
        changed(&[above], &[], &["services.team: the rest", PLACES], &["services.team: new contract"]);
        let far_above = r#"{ "services": { "team": { "cost_per_day": 60 } },
                             "provenance": { "services": { "kind": "stated", "source": "new contract" } } }"#;
        changed(
            &[far_above],
            &[],
            &[],
            &["services: new contract", "services.team.cost_per_day: new contract"],
        );
    }

    #[test]
    fn what_is_left_of_a_section_keeps_its_source() {
        changed(
            &[r#"{ "services": { "team": { "cost_per_day": 60 } } }"#],
            &[],
            &[],
            &["services.team.cost_per_day: given by this scenario"],
        );
        changed(
            &[r#"{ "hub": { "staff": { "sat-sun": 2 } } }"#],
            &[],
            &[],
            &["hub.staff.sat-sun: given by this scenario"],
        );
        changed(
            &[r#"{ "hub": { "staff": { "mon-fri": 5, "sat-sun": 2 } } }"#],
            &[],
            &["hub.staff: rota"],
            &["hub.staff.mon-fri: given by this scenario", "hub.staff.sat-sun: given by this scenario"],
        );
        changed(&[], &["hub.staff=3"], &["hub.staff: rota"], &["hub.staff: given on the command line"]);
    }

    #[test]
    fn the_base_of_a_timetable_is_its_figure_and_a_later_change_is_beside_it() {
        let beds = "services.beds.places: contract *";
        changed(
            &[],
            &["services.beds.places=14"],
            &[beds],
            &["services.beds.places: given on the command line"],
        );
        changed(
            &[r#"{ "services": { "beds": { "places": { "changes": [{ "from": "start", "to": 15 }] } } } }"#],
            &[],
            &[],
            &["services.beds.places.changes: given by this scenario"],
        );
        changed(
            &[
                r#"{ "services": { "team": { "places": { "base": 20, "changes": [{ "from": "start", "to": 30 }] } } } }"#,
            ],
            &[],
            &[],
            &["services.team.places.changes: given by this scenario"],
        );
    }

    #[test]
    fn a_figure_that_is_taken_out_takes_its_source_with_it() {
        changed(&[r#"{ "services": { "team": { "places": null } } }"#], &[], &[PLACES], &[]);
        let fixed = r#"{ "groups": { "all": { "stay": { "lognormal": null, "fixed": "5d" } } } }"#;
        let mean = "groups.all.stay.lognormal.mean: audit *";
        changed(&[fixed], &[], &[mean], &["groups.all.stay.fixed: given by this scenario"]);
        changed(
            &[],
            &["groups.all.stay={\"fixed\":\"5d\"}"],
            &[mean],
            &["groups.all.stay.fixed: given on the command line"],
        );
    }

    #[test]
    fn what_is_new_is_given_but_where_it_brings_its_source() {
        let new = |provenance: &str| {
            format!(
                r#"{{ "services": {{ "flat": {{ "places": 2, "stay": {{ "fixed": "3d" }} }} }}, "provenance": {{ {provenance} }} }}"#
            )
        };
        changed(&[&new("")], &[], &[], &["services.flat: given by this scenario"]);
        changed(
            &[&new(r#""services.flat": { "kind": "assumed", "source": "x" }"#)],
            &[],
            &[],
            &["services.flat: x"],
        );
        changed(
            &[&new(r#""services.flat.places": { "kind": "assumed", "source": "x" }"#)],
            &[],
            &[],
            &["services.flat.places: x", "services.flat.stay.fixed: given by this scenario"],
        );
    }

    #[test]
    fn a_scenario_without_sources_has_none_after_a_change() {
        let files = Memory(
            [(
                "0.json".to_owned(),
                BASE[..BASE.find("\"provenance\"").unwrap()].trim_end().trim_end_matches(',').to_owned()
                    + "}",
            )]
            .into(),
        );
        let setting = Setting::parse("services.team.places=25").unwrap();
        assert_eq!(Scenario::load(&files, "0.json", &[setting]).unwrap().provenance, []);
    }
}
