//! Where each figure of a scenario comes from, for reports.

use jiff::civil::Date;

use super::elicited::Elicited;
use super::ledger::{Ledger, Standing};
use super::words::{SourceKind, Sources};
use crate::scenario::text::fault::{Fault, Found};
use crate::scenario::text::node::Node;
use crate::scenario::text::path::Path;
use crate::scenario::text::setting::Figure;

/// Where a figure comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// The dotted key of the figure.
    pub path: String,
    /// What kind of figure it is.
    pub kind: SourceKind,
    /// Where it stands, or why it was assumed.
    pub source: String,
    /// Between what it may lie: numbers, or lengths of time as typed; where people judged it and no range is typed, as
    /// good as all that they think possible. None once the figure is changed.
    pub range: Option<[serde_json::Value; 2]>,
    /// Whether `calibrate` moves it where nothing else is asked.
    pub calibrate: bool,
    /// The last day of what it was fitted to.
    pub fitted_to: Option<Date>,
    /// What people think it is. None once the figure is changed.
    pub elicited: Option<Elicited>,
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
        let elicited = source.elicited.as_ref().and_then(|judgements| {
            Elicited::of(judgements, source.range.as_ref().and_then(|range| Figure::ends(&range.0)))
        });
        let range = range.or_else(|| elicited.as_ref().map(Elicited::range));
        let calibrate = source.calibrate();
        let fitted_to = source.fitted_to;
        let source = source.source.clone().unwrap_or_default();
        for (like, standing) in &ledger.0 {
            if matches!(standing, Standing::Like(own) if own == path) {
                all.push(Provenance {
                    path: like.clone(),
                    kind,
                    source: source.clone(),
                    range: None,
                    calibrate: false,
                    fitted_to: None,
                    elicited: None,
                });
            }
        }
        if ledger.0.get(path) == Some(&Standing::Typed) {
            let calibrate = range.is_some() && calibrate;
            all.push(Provenance { path: path.clone(), kind, source, range, calibrate, fitted_to, elicited });
        }
    }
    // Where no figure ever had a source, none is missed.
    if sources.is_some_and(|sources| !sources.0.is_empty()) {
        for (path, standing) in &ledger.0 {
            if let Standing::Given(source) = standing {
                let source = (*source).to_owned();
                all.push(Provenance {
                    path: path.clone(),
                    kind: SourceKind::Given,
                    source,
                    range: None,
                    calibrate: false,
                    fitted_to: None,
                    elicited: None,
                });
            }
        }
    }
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

impl Provenance {
    /// Where the figure stands or why it was assumed, and what people think it is.
    pub fn told(&self) -> String {
        match &self.elicited {
            None => self.source.clone(),
            Some(elicited) if self.source.is_empty() => format!("judged by {}", elicited.in_words()),
            Some(elicited) => format!("{}; judged by {}", self.source, elicited.in_words()),
        }
    }
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
