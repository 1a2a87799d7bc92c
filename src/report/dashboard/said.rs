//! The sentences of a dashboard, made by rule from its figures. Next: `page.rs`.

use super::{Dashboard, flag};
use crate::experiment::dashboard::{Ahead, Panel};
use crate::experiment::spc::rules::{Rule, Side, Signal};
use crate::experiment::spc::{Grain as Length, LEAST_POINTS, Spc};
use crate::report::charts::Flag;
use crate::report::words::{Grain, capital, count, date, in_a_row, thousands};

/// A share of runs beyond a limit that is told.
const TELLING: f64 = 0.05;
/// So many changed inputs are named.
const NAMED: usize = 4;

/// How finely the figures of a measure are shown.
pub fn grain(panel: &Panel) -> Grain {
    let last = panel.spc.as_ref().and_then(|spc| spc.points.last()).map(|point| point.1);
    let expected = panel.expected().map(|ahead| ahead.band.mean);
    Grain::of("people", last.or(expected).unwrap_or(0.0))
}

/// `in the week from 1 January 2025`, `on 1 January 2025`.
fn when(length: usize, first: &str) -> String {
    if length == 1 { format!("on {first}") } else { format!("in the week from {first}") }
}

/// The answer: what has changed, and what is expected of the first measure.
pub fn answer(all: &Dashboard<'_>) -> String {
    let of = |flag: Flag| -> Vec<String> {
        let those = all.panels.iter().filter(|panel| all.change(panel) == Some(flag));
        those.map(|panel| format!("“{}”", all.told(panel).words)).collect()
    };
    let judged = all.judged();
    let mut said: Vec<String> = Vec::new();
    let [worse, better, other] = [Flag::Concern, Flag::Improvement, Flag::Change].map(of);
    if !worse.is_empty() {
        said.push(format!("sign of change for the worse in {}", in_a_row(&worse)));
    }
    match (worse.len(), better.len()) {
        (_, 0) => {}
        (0, _) => said.push(format!("sign of change for the better in {}", in_a_row(&better))),
        (_, 1) => said.push(format!("for the better in {}", better[0])),
        // What is worse is named, so that the sentence stays short.
        (_, n) => said.push(format!("for the better in {n} others")),
    }
    if !other.is_empty() {
        said.push(format!("sign of change in {}", in_a_row(&other)));
    }
    let changes = if judged == 0 {
        "Too little was reported to tell a change from chance".to_owned()
    } else if said.is_empty() {
        let of = if judged == all.panels.len() {
            format!("any of the {}", count(judged as u64, "measure"))
        } else {
            format!("the {} with enough history", count(judged as u64, "measure"))
        };
        format!("No sign of change in {of}")
    } else {
        capital(&said.join(", and "))
    };
    let ahead = all.panels.first().and_then(|panel| {
        let expected = panel.expected()?;
        Some(format!("; “{}”: {}", all.told(panel).words, expected_short(panel, expected)))
    });
    format!("{changes}{}.", ahead.unwrap_or_default())
}

/// The answer as the headline of a chart.
pub fn headline(all: &Dashboard<'_>) -> String {
    let said: Vec<String> =
        [(Flag::Concern, "of concern"), (Flag::Improvement, "of improvement"), (Flag::Change, "of change")]
            .into_iter()
            .map(|(flag, what)| (all.with(flag), what))
            .filter(|(many, _)| *many > 0)
            .map(|(many, what)| format!("a sign {what} in {many}"))
            .collect();
    let measures = count(all.panels.len() as u64, "measure");
    if said.is_empty() {
        format!("Of {measures} none shows a sign of change")
    } else {
        format!("Of {measures}: {}", in_a_row(&said))
    }
}

/// `about 90 are expected in the week from 1 January 2025 (70 to 120: 9 in 10 single runs)`.
fn expected_short(panel: &Panel, ahead: &Ahead) -> String {
    let grain = grain(panel);
    let band = ahead.band;
    let when = when(ahead.days, &date(ahead.date));
    let range = band.p5.zip(band.p95);
    let range = range.map(|(low, high)| format!(" ({}: 9 in 10 single runs)", grain.range([low, high])));
    format!(
        "about {} are expected {when}{}",
        grain.show(band.p50.unwrap_or(band.mean)),
        range.unwrap_or_default()
    )
}

/// All that is said of a measure.
pub fn measure(all: &Dashboard<'_>, panel: &Panel) -> String {
    let words = all.told(panel).words;
    let mut said = vec![format!("{words}: {}", happened(all, panel))];
    if let Some(ahead) = panel.expected() {
        said.push(capital(&format!("{}.", expected_short(panel, ahead))));
        said.extend(beyond(all, ahead));
    }
    said.join(" ")
}

fn happened(all: &Dashboard<'_>, panel: &Panel) -> String {
    let Some((spc, &(day, value))) = panel.spc.as_ref().and_then(|spc| Some((spc, spc.points.last()?)))
    else {
        return "nothing was reported, so only what is expected is shown.".to_owned();
    };
    let grain = grain(panel);
    let last = format!("{} {}", grain.show(value), when(spc.grain.days(), &date(all.reported.date(day))));
    let Some(level) = spc.now() else {
        let points = count(LEAST_POINTS as u64, if spc.grain == Length::Week { "week" } else { "day" });
        let since = if all.steps.is_empty() { "" } else { " since the last step" };
        return format!("{last}; too little was reported{since} for limits ({points} are needed).");
    };
    let [low, high] = level.limits;
    let place = if value > high {
        "above"
    } else if value < low {
        "below"
    } else {
        "within"
    };
    let signs: Vec<&Signal> = all.recent(panel).collect();
    let signs = match signs.as_slice() {
        [] => "no sign of change".to_owned(),
        [before @ .., last] => {
            let more =
                if before.is_empty() { String::new() } else { format!(" and {} more below", before.len()) };
            format!("{}{more}", sign(all, panel, last))
        }
    };
    format!("{last}, {place} the natural process limits ({}); {signs}.", grain.range(level.limits))
}

/// `concern: seven or more in a row above the mean from 3 March 2025 to 14 April 2025`.
pub fn sign(all: &Dashboard<'_>, panel: &Panel, signal: &Signal) -> String {
    let flag = flag(all.told(panel).better, signal.side);
    format!("{} ({})", flag.words(), rule(all, panel, signal))
}

/// What a rule found, and when.
pub fn rule(all: &Dashboard<'_>, panel: &Panel, signal: &Signal) -> String {
    let Some(spc) = &panel.spc else { return String::new() };
    let n = signal.points.len() as u64;
    let what = if spc.grain == Length::Week { "week" } else { "day" };
    let above = if signal.side == Side::High { "above" } else { "below" };
    let said = match signal.rule {
        Rule::Outside => format!("{} {above} the limits", count(n, what)),
        Rule::OneSide => format!("{} in a row {above} the mean", count(n, what)),
        Rule::Trend => {
            let way = if signal.side == Side::High { "rising" } else { "falling" };
            format!("{} in a row {way}", count(n, what))
        }
        Rule::NearLimit => {
            let limit = if signal.side == Side::High { "upper" } else { "lower" };
            format!("{} near the {limit} limit", count(n, what))
        }
    };
    let of = |point: usize| date(all.reported.date(spc.points[point].0));
    let (first, last) = (of(signal.first()), of(signal.last()));
    let which = if spc.grain == Length::Week { "the week of " } else { "" };
    if first == last {
        format!("{said}, {which}{first}")
    } else {
        format!("{said}, from {which}{first} to {which}{last}")
    }
}

/// How many runs leave the limits, where that tells something.
fn beyond(all: &Dashboard<'_>, ahead: &Ahead) -> Option<String> {
    let [below, above] = ahead.beyond?;
    let runs = all.replications.len() as u64;
    let of = |n: u64, side: &str| {
        let telling = n as f64 >= TELLING * runs as f64 && n > 0;
        telling.then(|| {
            format!(
                "{} of {} runs it is {side} the limits",
                thousands(n as f64, 0),
                thousands(runs as f64, 0)
            )
        })
    };
    let said: Vec<String> = [of(above, "above"), of(below, "below")].into_iter().flatten().collect();
    (!said.is_empty()).then(|| format!("In {}.", said.join(", and in ")))
}

/// What to look at in this meeting: of what, what it is, and why.
pub fn look_at(all: &Dashboard<'_>) -> Vec<[String; 3]> {
    let mut rows = Vec::new();
    for panel in all.panels {
        let words = all.told(panel).words;
        for signal in all.recent(panel) {
            let flag = flag(all.told(panel).better, signal.side);
            rows.push([words.clone(), flag.words().to_owned(), rule(all, panel, signal)]);
        }
        let limits = panel.spc.as_ref().and_then(Spc::now).map(|level| level.limits);
        let leaves = panel.expected().zip(limits).filter(|(ahead, [low, high])| {
            ahead.beyond.is_some() && ahead.band.p50.is_some_and(|x| x < *low || x > *high)
        });
        if let Some((ahead, limits)) = leaves {
            let why = format!(
                "{}, outside what was usual ({})",
                expected_short(panel, ahead),
                grain(panel).range(limits)
            );
            rows.push([words, "expected".to_owned(), why]);
        }
    }
    if let Some(since) = all.since {
        for (name, held) in since.held.iter().filter(|(_, held)| held.has_left()) {
            let panel = all.panels.iter().find(|panel| all.name(panel) == *name);
            let words = panel.map_or_else(|| name.clone(), |panel| all.told(panel).words);
            let (outside, days) = (held.below + held.above, count(held.days as u64, "day"));
            let why = format!(
                "{outside} of {days} lay outside the 90% band that was expected on {}",
                date(since.today)
            );
            rows.push([words, "left its band".to_owned(), why]);
        }
        rows.extend(
            changed(&since.changed).map(|paths| ["The scenario".to_owned(), "changed".to_owned(), paths]),
        );
    }
    if rows.is_empty() {
        let why = "no sign of change, and nothing is expected to leave its limits".to_owned();
        rows.push(["Nothing stands out".to_owned(), String::new(), why]);
    }
    rows
}

/// Which inputs are others than last time.
fn changed(paths: &[String]) -> Option<String> {
    let named: Vec<&str> = paths.iter().take(NAMED).map(String::as_str).collect();
    let more = paths.len() - named.len();
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!paths.is_empty()).then(|| format!("{}{rest}", named.join(", ")))
}
