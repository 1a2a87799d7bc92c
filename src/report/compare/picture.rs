//! The charts of a comparison: the difference of each option with its interval and a zero line, what each
//! costs beside what it avoids, and the best option's people waiting by day beside the baseline's.

use super::Compared;
use super::decision::Told;
use super::files::run;
use crate::experiment::compare::Difference;
use crate::experiment::stands::Judged;
use crate::experiment::unpriced::Unpriced;
use crate::report::charts::{
    BandNames, Chart, Dot, Dots, Fan, Frame, Other, Plane, PlaneKind, PlanePoint, Series,
};
use crate::report::differences::{NCTR, at_mark, grain, letters, on_axis, signed, words_of};
use crate::report::money::named;
use crate::report::run::pictures::{NCTR_AXIS, names, nctr_days, nctr_days_are};
use crate::report::stands::{self, DOES_NOT};
use crate::report::study::Picture;
use crate::report::words::period;

/// Every chart.
pub fn pictures(all: &Compared<'_>) -> Vec<Picture> {
    let money = money(all).map(|chart| Picture { name: "money", chart });
    let by_day = by_day(all).map(|chart| Picture { name: "nctr-by-day", chart });
    let decision = Told::of(all).into_iter().flat_map(|told| told.pictures(&days(all)));
    std::iter::once(Picture { name: "differences", chart: differences(all) })
        .chain(decision)
        .chain(money)
        .chain(by_day)
        .collect()
}

/// When.
fn days(all: &Compared<'_>) -> String {
    period(all.findings[0].start, all.findings[0].days)
}

/// More options than these are not told apart on one plane.
const MOST_POINTS: usize = 12;

/// Pounds spent beside bed-days avoided; none where nothing costs anything, and none of many options.
fn money(all: &Compared<'_>) -> Option<Chart> {
    if all.many.is_some() && all.comparison.options.len() > MOST_POINTS {
        return None;
    }
    let ends = |d: &Difference| d.precision95.map(|[low, high]| (low, high));
    let falls = |i: usize| all.falls(i) || all.price_again(i).is_some_and(Judged::falls);
    let stands = stands::note(all.again, (0..all.comparison.options.len()).any(falls));
    let points: Vec<PlanePoint> = (all.comparison.options.iter().enumerate())
        .filter_map(|(i, option)| {
            // What is not all priced is named below and not drawn as if it were free.
            let money = option.money.as_ref().filter(|money| money.unpriced.is_empty())?;
            Some(PlanePoint {
                label: format!("{}{}", all.option(i).1, if falls(i) { DOES_NOT } else { "" }),
                across: money.avoided.mean,
                up: money.spent.mean,
                across_interval: ends(&money.avoided),
                up_interval: ends(&money.spent),
                kind: PlaneKind::Frontier,
            })
        })
        .collect();
    if points.iter().all(|point| point.up.abs() <= 0.0) {
        return None;
    }
    let not_drawn: Vec<String> = (all.comparison.options.iter().enumerate())
        .filter_map(|(i, option)| {
            let named = named(&option.money.as_ref()?.unpriced)?;
            Some(format!("“{}” ({named})", all.option(i).1))
        })
        .collect();
    let not_drawn = match not_drawn.as_slice() {
        [] => String::new(),
        all => format!("Not priced and so not drawn: {}. ", all.join("; ")),
    };
    let mut use_of: Vec<Unpriced> = Vec::new();
    let priced = all.comparison.options.iter().filter_map(|option| option.money.as_ref());
    for one in priced.filter(|money| money.unpriced.is_empty()).flat_map(|money| &money.unpriced_use) {
        if !use_of.contains(one) {
            use_of.push(one.clone());
        }
    }
    let without = named(&use_of).map_or_else(String::new, |named| {
        format!("Spent is without the use of {named}, which is not priced. ")
    });
    let period = days(all);
    let each = points.iter().map(|p| format!("{}: {:.0} bed-days for £{:.0}", p.label, p.across, p.up));
    Some(Chart::Plane(Plane {
        frame: Frame {
            title: "What each option costs, and what it avoids".to_owned(),
            subtitle: format!("Differences from “{}” with the same people, {period}", all.label(0)),
            description: each.collect::<Vec<_>>().join("; "),
            ..Frame::default()
        },
        across: "Bed-days with NCTR avoided".to_owned(),
        measure: "Spent more on services, open beds and staff (£)".to_owned(),
        points,
        joined: Vec::new(),
        note: format!("{stands}{not_drawn}{without}Lines: how sure the mean differences are (95%). {NCTR}"),
        quarters: true,
        target: None,
    }))
}

/// People waiting by day: the baseline and the option that ranks first.
fn by_day(all: &Compared<'_>) -> Option<Chart> {
    let first = *all.comparison.ranked().first()?;
    let (base, option) = (run(all, 0), run(all, first + 1));
    let label = all.option(first).1.to_owned();
    let by_day = nctr_days(&option);
    let period = days(all);
    Some(Chart::Fan(Fan {
        frame: Frame {
            title: format!("People who wait in hospital, as it is and with “{label}”"),
            subtitle: format!("{}, {period}", nctr_days_are(base.scenario)),
            description: format!(
                "Median and 90% band of single runs by day, of “{}” and of “{label}”.",
                all.label(0)
            ),
            ..Frame::default()
        },
        measure: NCTR_AXIS.to_owned(),
        names: BandNames { median: "Baseline".to_owned(), ..names(all.how.runs) },
        series: Series {
            days: nctr_days(&base),
            other: Some(Other { label, days: by_day }),
            ..Series::default()
        },
    }))
}

/// The most letters of an option with what it has more of, in a title.
const LONGEST_NAME: usize = 90;

/// The chart of the outcome by which options are ranked.
fn differences(all: &Compared<'_>) -> Chart {
    let by = all.by();
    let (measure, times) = on_axis(by, true);
    let dots: Vec<Dot> = (all.comparison.ranked().into_iter())
        .filter_map(|option| {
            let d = all.ranking(option)?;
            let interval = d.precision95.map(|[low, high]| (low * times, high * times));
            let (found, label) = all.option(option);
            Some(Dot {
                label: format!("{label}{}", if all.falls(option) { DOES_NOT } else { "" }),
                value: d.mean * times,
                interval,
                luck: d.doubt.map(|doubt| (doubt.luck95[0] * times, doubt.luck95[1] * times)),
                clear: found.clear_adjusted,
            })
        })
        .collect();
    let (clear, first_is_clear) = all.leading();
    let what = words_of(by);
    // A title of several lines says less than a name.
    let named = |option: usize| {
        let whole = all.with_size(option);
        if whole.chars().count() > LONGEST_NAME { format!("“{}”", all.option(option).1) } else { whole }
    };
    let title = match clear.as_slice() {
        [first, ..] if all.falls(*first) => {
            format!("{what}: what {} changes does not stand with a longer warm-up", named(*first))
        }
        [] => format!("No option clearly changes this: {what}"),
        [first, ..] if first_is_clear && dots.len() > 1 => {
            format!("{what}: {} makes the largest difference", named(*first))
        }
        [only] => format!("{what}: {} makes a clear difference", named(*only)),
        several => {
            format!("{what}: {} options make a clear difference, none clearly the largest", several.len())
        }
    };
    let stands = stands::note(all.again, (0..all.comparison.options.len()).any(|option| all.falls(option)));
    let unclear = if dots.iter().all(|dot| dot.clear) {
        ""
    } else {
        " Grey rings: no clear difference, all options taken together."
    };
    let each = all.comparison.ranked().into_iter().filter_map(|option| {
        let d = all.ranking(option)?;
        Some(format!("{}: {}", all.option(option).1, signed(grain(d), d.mean)))
    });
    Chart::Dots(Dots {
        frame: Frame {
            subtitle: format!(
                "Difference from “{}” with the same simulated people, {}",
                all.label(0),
                days(all)
            ),
            description: format!("{title}. Mean differences: {}.", each.collect::<Vec<_>>().join("; ")),
            title,
            ..Frame::default()
        },
        measure,
        unit: at_mark(by, true).to_owned(),
        sides: ["less than the baseline".to_owned(), "more than the baseline".to_owned()],
        dots,
        note: format!(
            "{stands}Lines: how sure the mean difference is (95%){}.{unclear} {}",
            if all.comparison.decision.is_some() {
                ", luck and not knowing the figures together; thick: luck alone"
            } else {
                ""
            },
            letters(&[words_of(by)])
        ),
    })
}
