//! The chart of a search: every mix by what is minimised and the outcome of the first target, the frontier
//! joined, and how things are today; all by the runs of the search.

use super::Optimised;
use crate::experiment::address::Address;
use crate::experiment::optimise::{Searched, Side};
use crate::report::charts::{Chart, Frame, Plane, PlaneKind, PlanePoint};
use crate::report::differences::{NCTR, with_unit};
use crate::report::growing::{self, SIGN};
use crate::report::paths::axis_in_words;
use crate::report::paths::value_in_words;
use crate::report::stands;
use crate::report::study::Picture;
use crate::report::words::{Grain, period};

/// The chart; none without a target.
pub fn picture(all: &Optimised<'_>) -> Option<Picture> {
    let target = all.asked.targets.first()?;
    let share = |address: Address| if address.outcome().unit == "share" { 100.0 } else { 1.0 };
    let (x, y) = (target.outcome, all.asked.minimise);
    let found = all.found;
    let (today, same) = (&found.today.0, found.today.1);
    let kind = |i: usize| match () {
        () if found.selection.chosen == Some(i) => PlaneKind::Chosen,
        () if same == Some(i) => PlaneKind::Today,
        () if found.frontier.contains(&i) => PlaneKind::Frontier,
        () => PlaneKind::Other,
    };
    let grows = |i: &usize| !growing::growing(&all.points[*i].scenario).is_empty();
    let signs = growing::note(SIGN, (0..all.points.len()).any(|i| grows(&i)));
    // Only what a reader may want to choose is named.
    let label = |i: usize| {
        let each = all.points[i].settings.iter().map(value_in_words);
        let each = each.collect::<Vec<_>>().join(" · ");
        let sign = if grows(&i) { SIGN } else { "" };
        match kind(i) {
            PlaneKind::Other => sign.to_owned(),
            _ if same == Some(i) => format!("Today: {each}{sign}"),
            _ => format!("{each}{sign}"),
        }
    };
    let spot = |label: String, means: &Searched, kind: PlaneKind| PlanePoint {
        label,
        across: match all.asked.chance {
            Some(_) => means.chance.map_or(f64::NAN, |share| 100.0 * share),
            None => means.targets[0].map_or(f64::NAN, |v| v * share(x)),
        },
        up: means.minimised.map_or(f64::NAN, |v| v * share(y)),
        kind,
        ..PlanePoint::default()
    };
    let mut points: Vec<PlanePoint> =
        (0..all.points.len()).map(|i| spot(label(i), &found.means[i], kind(i))).collect();
    if same.is_none() {
        points.push(spot("Today".to_owned(), today, PlaneKind::Today));
    }
    let calendar = &all.base.plan.calendar;
    let names: Vec<String> = all.axes.iter().map(|axis| axis_in_words(all.base, axis)).collect();
    let mut title = all.title().to_owned();
    title[..1].make_ascii_uppercase();
    if let Some(chosen) = found.selection.chosen {
        title = format!("{title}: {}", all.label(chosen));
    }
    let stands = stands::note(all.again, all.answer_stands() == Some(false));
    let unit = |address: Address| with_unit(&all.named(address), address.outcome(), false).0;
    let side = if target.side == Side::AtMost { "at most" } else { "at least" };
    let bound = match x.outcome().unit {
        unit @ ("£" | "share") => Grain::finer(unit, target.value).show(target.value),
        unit => format!("{} {unit}", target.value),
    };
    Some(Picture {
        name: "frontier",
        chart: Chart::Plane(Plane {
            frame: Frame {
                subtitle: format!(
                    "Target: {}. {}",
                    all.target_in_words(target),
                    period(calendar.start(), calendar.measured_days())
                ),
                description: format!("{title}. {} mixes of {}.", all.points.len(), names.join(" and ")),
                title,
                ..Frame::default()
            },
            across: if all.asked.chance.is_some() {
                "Runs that meet the target (%)".to_owned()
            } else {
                unit(x)
            },
            measure: unit(y),
            points,
            joined: found.frontier.clone(),
            note: format!(
                "{signs}{stands}Named by {}. All points are means over the runs of the search, which are more where the choice is \
                 close. {NCTR}",
                names.join(" · ")
            ),
            quarters: false,
            target: Some(match all.asked.chance {
                Some(chance) => {
                    (100.0 * chance, format!("asked: {}", Grain::of("share", chance).show(chance)))
                }
                None => (target.value * share(x), format!("target: {side} {bound}")),
            }),
        }),
    })
}
