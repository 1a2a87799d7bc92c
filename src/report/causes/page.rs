//! The page on stdout: what is booked to each thing that people wait for, and what lifting it saves.

use super::Lifted;
use crate::experiment::causes::{Cause, OUTCOMES};
use crate::experiment::compare::Difference;
use crate::measures::outcome::Key;
use crate::report::block::{Block, text};
use crate::report::differences::{grain, signed};
use crate::report::enough::precision;
use crate::report::grid::Grid;
use crate::report::page::Page;
use crate::report::steadiness::{between_these, mark, marked, note_of_these};
use crate::report::words::{Grain, count, period};
use crate::scenario::constraints::{Constraint, Part};
use crate::scenario::unstable::Unstable;

/// Constraints named in one sentence.
const NAMED: usize = 4;

/// The page.
pub fn page(all: &Lifted<'_>) -> Page {
    let mut page = heading(all);
    let of_base = Unstable::of(all.base);
    let points = all.design.points.iter().map(|point| &point.unstable);
    // What is lifted is called as it is in the scenario as it is.
    let each: Vec<_> = std::iter::once(&of_base).chain(points).map(|one| (&all.base.names, one)).collect();
    let steady = note_of_these(&each, OUTCOMES[0].outcome().name);
    let said = [Some(most(all)), steady, together(all), shared(all), behind(all), rounds(all)];
    page.points(said.into_iter().flatten());
    page.part(table(all, "Bed-days", &[Part::Delay]));
    page.part(table(all, "Beside the delay: waiting to be found", &[Part::Finding]));
    page.part(table(
        all,
        "For comparison: parts of the above, and what is not on the way out",
        &[Part::Beside],
    ));
    page.part(faulty(all));
    page.paragraph("Booked: delay that the model books to it, which is the first of all unfinished things; of \
                    rounds, the bed-days until people are found. Saved: delayed bed-days that go when it alone is \
                    lifted (no one waits for it, all else stays the same), with the 95% interval, and acute bed-days \
                    that go. Alone left: delayed bed-days that stay when all others are lifted. Every scenario has \
                    the same people. Lifting shows where delay comes from; it is not something that can be bought, \
                    and it has no cost here.");
    if let Some(of) = &all.found.reached {
        let runs = all.store.replications().count() as u64;
        page.paragraph(&precision(of, runs, "average", [&"delayed bed-days"].into_iter().zip(&of.precision)));
    }
    page
}

fn heading(all: &Lifted<'_>) -> Page {
    let calendar = &all.base.plan.calendar;
    let title = format!("{}: what each thing that people wait for adds to delay", all.base.names.scenario);
    let points = count(all.design.points.len() as u64 + 1, "scenario");
    let runs = count(all.found.base.runs, "run");
    let period = period(calendar.start(), calendar.measured_days());
    Page::of_study(&title, &format!("{period}, {points}, {runs} of each"))
}

fn days(x: f64) -> String {
    Grain::of("bed-days", x).show(x)
}

/// A saving without its plus: `4,100`, `−90`.
fn plain(d: &Difference, x: f64) -> String {
    signed(grain(d), x).trim_start_matches('+').to_owned()
}

/// `4,100 (3,980 to 4,250)`.
fn with_range(d: &Difference) -> String {
    let range = d
        .precision95
        .map_or_else(String::new, |[low, high]| format!(" ({} to {})", plain(d, low), plain(d, high)));
    format!("{}{range}", plain(d, d.mean))
}

/// What saves alone, and whether one saves most.
fn most(all: &Lifted<'_>) -> String {
    let delayed = all.delayed();
    let mark = mark(Unstable::of(all.base).outcome(OUTCOMES[0].outcome().name));
    let clear = |(constraint, cause): (&Constraint, &Cause)| {
        let saved = cause.saved[0].filter(|d| d.clear && d.mean > 0.0)?;
        Some(format!("“{}”, {}", constraint.label, with_range(&saved)))
    };
    let told: Vec<String> = all.ranked(&[Part::Delay]).filter_map(clear).take(NAMED).collect();
    if told.is_empty() {
        return format!(
            "Of {} delayed bed-days{mark} nothing lifted alone clearly saves any.",
            days(delayed)
        );
    }
    let how = match (all.is_first(), told.len()) {
        (_, 1) => "lifted alone, this clearly saves some",
        (true, _) => "lifted alone, these clearly save some, the first the most",
        _ => "lifted alone, these clearly save some, none clearly the most",
    };
    format!("Of {} delayed bed-days{mark}, {how}: {}.", days(delayed), told.join("; "))
}

/// How what is saved alone adds up beside what is saved together.
fn together(all: &Lifted<'_>) -> Option<String> {
    let [together, added] = [all.found.together[0]?, all.found.added[0]?];
    let left = all.found.left_added.as_ref().and_then(|left| left.mean)?;
    let apart = all.ranked(&[Part::Delay]).all(|(_, cause)| cause.behind.is_none_or(|d| !d.clear));
    let verdict = if apart {
        "They have nothing to do with each other that could be told apart from chance"
    } else {
        "Neither sum is the whole, because waits share days and lie behind one another; there is no single right \
         way to divide the common part"
    };
    Some(format!(
        "All lifted together save {}. What each saves alone adds up to {}, what each adds as the only one left to {}. \
         {verdict}.",
        plain(&together, together.mean),
        plain(&added, added.mean),
        days(left)
    ))
}

/// What would save the same days as others.
fn shared(all: &Lifted<'_>) -> Option<String> {
    let told = interplay(all, -1.0, |constraint, cause| {
        let (saved, left) = (cause.saved[0]?, cause.left.as_ref()?.mean?);
        Some(format!(
            "“{}” ({} alone, {} as the only one left)",
            constraint.label,
            plain(&saved, saved.mean),
            days(left)
        ))
    });
    (!told.is_empty()).then(|| {
        format!("These would save days that others would save too, so do not add them: {}.", told.join("; "))
    })
}

/// What lies behind others.
fn behind(all: &Lifted<'_>) -> Option<String> {
    let told = interplay(all, 1.0, |constraint, cause| {
        let (saved, left) = (cause.saved[0]?, cause.left.as_ref()?.mean?);
        let booked = days(cause.booked.mean?);
        let saved = plain(&saved, saved.mean);
        Some(format!(
            "“{}” ({booked} booked, {saved} saved, {} as the only one left)",
            constraint.label,
            days(left)
        ))
    });
    (!told.is_empty()).then(|| {
        format!(
            "These lie behind other waits: lifted alone they save less than they would add alone: {}.",
            told.join("; ")
        )
    })
}

/// Constraints whose interplay with others clearly has this sign, the most first.
fn interplay(
    all: &Lifted<'_>,
    sign: f64,
    tell: impl Fn(&Constraint, &Cause) -> Option<String>,
) -> Vec<String> {
    let size = |cause: &Cause| cause.behind.filter(|d| d.clear).map_or(0.0, |d| d.mean * sign);
    let mut found: Vec<_> = all.ranked(&[Part::Delay]).filter(|(_, cause)| size(cause) > 0.0).collect();
    found.sort_by(|a, b| size(b.1).total_cmp(&size(a.1)));
    found.into_iter().filter_map(|(constraint, cause)| tell(constraint, cause)).take(NAMED).collect()
}

/// What lifting board rounds does.
fn rounds(all: &Lifted<'_>) -> Option<String> {
    let (_, cause) = all.ranked(&[Part::Finding]).next()?;
    let (delay, acute) = (cause.saved[0]?, cause.saved[1]?);
    let unseen = all.unseen().mean?;
    Some(format!(
        "Beside the delay, people whose stay is over wait {} bed-days to be found by a board round. Lifting the \
         rounds moves them from “not yet found” to “delayed”: they count as delayed from the end of their stay on, \
         so delayed bed-days change by {} while acute bed-days fall by {}. In the sum of delay they have no part.",
        days(unseen),
        signed(grain(&delay), -delay.mean),
        with_range(&acute)
    ))
}

fn table(all: &Lifted<'_>, title: &str, parts: &[Part]) -> Vec<Block> {
    let of_base = Unstable::of(all.base);
    let mut grid = Grid::new(&[title, "booked", "saved", "how sure of it", "acute saved", "alone left"]);
    let rows: Vec<_> = all.design.constraints.iter().collect();
    let order = all.found.order();
    for (constraint, cause, alone) in
        order.iter().map(|&i| (rows[i], &all.found.each[i], &all.design.alone[i]))
    {
        if !parts.contains(&constraint.part) {
            continue;
        }
        let booked = match cause.booked.mean {
            _ if constraint.part == Part::Finding => all.unseen().mean.map_or_else(|| "-".to_owned(), days),
            Some(mean) if !constraint.reasons.is_empty() => days(mean),
            _ => "-".to_owned(),
        };
        let cell = |d: Option<Difference>| d.map_or_else(|| "-".to_owned(), |d| plain(&d, d.mean));
        let sure = cause.saved[0].and_then(|d| {
            let [low, high] = d.precision95?;
            Some(format!("{} to {}", plain(&d, low), plain(&d, high)))
        });
        let constraint_label = match constraint.part {
            Part::Finding => "Waiting for a board round".to_owned(),
            _ => constraint.label.clone(),
        };
        let left = cause.left.as_ref().filter(|_| constraint.part == Part::Delay).and_then(|left| left.mean);
        let lifted = alone.as_ref().map_or(&of_base, |&point| &all.design.points[point].unstable);
        grid.row(vec![
            marked(&constraint_label, between_these(&of_base, lifted, OUTCOMES[0].outcome().name)),
            booked,
            cell(cause.saved[0]),
            sure.unwrap_or_else(|| "-".to_owned()),
            cell(cause.saved[1]),
            left.map_or_else(|| "-".to_owned(), days),
        ]);
    }
    grid.blocks()
}

/// What cannot be lifted.
fn faulty(all: &Lifted<'_>) -> Vec<Block> {
    let each = all.design.constraints.iter().zip(&all.design.alone);
    let alone = each.filter_map(|(c, point)| Some((c.label.as_str(), point.as_ref().err()?)));
    let together = all.design.together.as_ref().err().map(|why| ("All together", why));
    alone.chain(together).flat_map(|(what, why)| text(&format!("{what} cannot be lifted: {why}"))).collect()
}
