//! The chart: bed-days saved by one more of each.

use super::Marginal;
use crate::measures::outcome::System;
use crate::report::charts::{Chart, Dot, Dots, Frame};
use crate::report::differences::NCTR;
use crate::report::growing::newly;
use crate::report::stands::{self, DOES_NOT};
use crate::report::steadiness::mark;
use crate::report::study::Picture;
use crate::report::words::{capital, count, period};
use crate::scenario::unstable::{Unstable, Unsteady};

/// The chart.
pub fn picture(all: &Marginal<'_>) -> Picture {
    let base = Unstable::of(all.base);
    let grows = |i: usize| !newly(&base, &all.points[i].unstable).is_empty();
    let dots: Vec<Dot> = (all.ranked().into_iter())
        .filter_map(|i| {
            let d = all.change(i, System::NctrBedDays)?;
            Some(Dot {
                label: format!(
                    "{}{}{}",
                    capital(&all.label(i)),
                    if grows(i) { mark(Some(Unsteady::Growing)) } else { "" },
                    if all.falls(i) { DOES_NOT } else { "" }
                ),
                value: d.mean,
                interval: d.precision95.map(|[low, high]| (low, high)),
                luck: d.doubt.map(|doubt| (doubt.luck95[0], doubt.luck95[1])),
                clear: all.clear[i],
            })
        })
        .collect();
    let stands = stands::note(all.again, (0..all.levers.len()).any(|i| all.falls(i)));
    let title = match all.savers().as_slice() {
        [first, ..] if all.falls(*first) => format!(
            "{} more: what it saves does not stand with a longer warm-up",
            capital(&all.label(*first))
        ),
        [] => "No single addition clearly saves bed-days with NCTR".to_owned(),
        [first, ..] if all.is_first(*first) => {
            format!("{} more saves most bed-days with NCTR", capital(&all.label(*first)))
        }
        [only] => format!("{} more clearly saves bed-days with NCTR", capital(&all.label(*only))),
        several => format!(
            "{} clearly save bed-days with NCTR, none clearly the most",
            count(several.len() as u64, "addition")
        ),
    };
    let calendar = &all.base.plan.calendar;
    let each: Vec<String> = dots.iter().map(|dot| format!("{}: {:+.0}", dot.label, dot.value)).collect();
    Picture {
        name: "marginal",
        chart: Chart::Dots(Dots {
            frame: Frame {
                subtitle: format!(
                    "Bed-days with NCTR, one more of each alone, {}",
                    period(calendar.start(), calendar.measured_days())
                ),
                description: format!("{title}. {}.", each.join("; ")),
                title,
                ..Frame::default()
            },
            measure: "Bed-days with NCTR".to_owned(),
            unit: "bed-days".to_owned(),
            sides: ["fewer than today".to_owned(), "more than today".to_owned()],
            dots,
            note: format!(
                "{stands}Lines: how sure the mean difference is (95%). Grey rings: no clear difference, all taken together. {NCTR}"
            ),
        }),
    }
}
