//! The hub of a plan: whom it sees, who works in it, and what it decides; and how it is built and checked.

use super::words;
use crate::base::{Distribution, Indexed, NameHash, Position, Span};
use crate::scenario::build::index::NameOf;
use crate::scenario::build::profile::cumulative;
use crate::scenario::build::setup::Setup;
use crate::scenario::build::work::{Typed, work};
use crate::scenario::plan::index::{PathwayIndex, Set};
use crate::scenario::plan::who::Who;
use crate::scenario::plan::work::Work;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::quantities::{Sum, rounded};

/// The work that decides pathways.
#[derive(Clone, Debug, PartialEq)]
pub struct Hub {
    /// The pathways it sees.
    pub sees: Set<PathwayIndex>,
    /// The share that it may work on before they are ready.
    pub ahead_share: f64,
    /// How long before the end of the acute stay.
    pub ahead_by: Span,
    /// Who does it.
    pub work: Work,
    /// How long an assessment takes, in days of its hours.
    pub assessment: Distribution,
    /// For each need: cumulative share and pathway decided; the last share is 1.
    pub decides: Indexed<PathwayIndex, Vec<(f64, PathwayIndex)>>,
    /// Whose need is a smaller one; the first that holds counts.
    pub right_sizing: Vec<RightSizing>,
}

/// Whose need is found to be a smaller one.
#[derive(Clone, Debug, PartialEq)]
pub struct RightSizing {
    /// Its name as typed, hashed.
    pub name: NameHash,
    /// Whom it concerns, by what they would otherwise need.
    pub concerns: Who,
    /// What they then need.
    pub to: PathwayIndex,
}

/// What the hub sees where nothing is said, as far as it exists.
const SEEN: [&str; 3] = ["p1", "p2", "p3"];

/// The hub of a plan; without one it sees nobody.
pub fn hub(setup: Setup<'_>, found: &mut Found) -> Hub {
    let path = Path::of("hub");
    let none = words::Hub::default();
    let typed = setup.file.hub.as_ref().unwrap_or(&none);
    let sees = match (&setup.file.hub, &typed.sees) {
        (None, _) => Set::default(),
        (_, Some(names)) => setup
            .find_all(NameOf::Pathway, names, &path.key("sees"), found)
            .into_iter()
            .map(PathwayIndex::at)
            .collect(),
        (_, None) => seen_by_default(setup),
    };
    let ahead = typed.referred_ahead.clone().unwrap_or_default();
    let assessment = typed.assessment.clone().unwrap_or_default();
    let work = work(
        setup,
        &Typed {
            path: &path,
            hours: typed.hours.as_ref(),
            staff: typed.staff.as_ref(),
            per_day: typed.per_day.as_ref(),
            cost_per_hour: typed.cost_per_hour,
            takes: ("assessment", assessment.unit),
            step: None,
        },
        found,
    );
    Hub {
        sees,
        ahead_share: ahead.share().0,
        ahead_by: ahead.by.map_or(Span::ZERO, |by| Span::from_days(by.days)),
        work,
        assessment: assessment.draw,
        decides: decides(setup, &path.key("wrong_pathway"), typed, found),
        right_sizing: right_sizing(setup, &path.key("right_sizing"), typed, found),
    }
}

/// Whose need is a smaller one.
fn right_sizing(setup: Setup<'_>, path: &Path, typed: &words::Hub, found: &mut Found) -> Vec<RightSizing> {
    let mut all = Vec::new();
    for (name, rule) in typed.right_sizing.iter().flatten() {
        let path = path.key(name);
        let (at, from) = (path.key("to"), path.key("concerns"));
        let concerns = setup.concerned(rule.concerns.as_ref(), &from, found);
        let Some(to) = &rule.to else {
            if !found.is_faulty(&at) {
                found.fault(
                    setup.fault(&path, "\"to\" is missing").expected("the pathway that they then need"),
                );
            }
            continue;
        };
        let Some(to) = setup.find(NameOf::Pathway, to, &at, found).map(PathwayIndex::at) else { continue };
        let listed = rule.concerns.as_ref().and_then(|concerns| concerns.pathways.as_ref());
        if listed.is_some() && concerns.pathways.has(to) {
            found.fault(setup.fault(&at, "these need this pathway anyway").expected("another one"));
            continue;
        }
        all.push(RightSizing { name: NameHash::of(name), concerns, to });
    }
    all
}

fn seen_by_default(setup: Setup<'_>) -> Set<PathwayIndex> {
    let mut set = Set::default();
    for (i, name) in setup.index.pathways.iter().enumerate() {
        if SEEN.contains(&name.as_str()) {
            set = set.with(PathwayIndex::at(i));
        }
    }
    set
}

/// For each need the pathways decided: the right one first, so that a greater share of wrong ones
/// changes the fewest.
fn decides(
    setup: Setup<'_>,
    path: &Path,
    typed: &words::Hub,
    found: &mut Found,
) -> Indexed<PathwayIndex, Vec<(f64, PathwayIndex)>> {
    let mut all: Indexed<_, _> =
        (0..setup.index.pathways.len()).map(|p| vec![(1.0, PathwayIndex::at(p))]).collect();
    for (need, decided) in typed.wrong_pathway.iter().flatten() {
        let at = path.key(need);
        let Some(p) = setup.find(NameOf::Pathway, need, &at, found) else { continue };
        let mut shares = Vec::new();
        for (name, share) in decided {
            let at = at.key(name);
            match setup.find(NameOf::Pathway, name, &at, found) {
                Some(q) if q == p => {
                    found.fault(setup.fault(&at, "this is the right pathway").expected("another one"));
                }
                Some(q) => shares.push((share.0, PathwayIndex::at(q))),
                None => {}
            }
        }
        let wrong: f64 = shares.iter().map(|(share, _)| share).sum();
        if wrong > 1.0 && Sum::of(wrong) == Sum::Nearly {
            found.scaled(&at, wrong);
        } else if wrong > 1.0 && Sum::of(wrong) == Sum::Other && !found.is_faulty(&at) {
            let what = format!("the shares sum to {}", rounded(wrong));
            found.fault(setup.fault(&at, what).expected("a sum of at most 1"));
        }
        let right = ((1.0 - wrong).max(0.0), PathwayIndex::at(p));
        all[p] = cumulative(std::iter::once(right).chain(shares));
    }
    all
}
