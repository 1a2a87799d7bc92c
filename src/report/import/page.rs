//! The page of an import: what each file is, whose and how much, what was left out and why, what was kept with a
//! doubt, and what has to be joined by hand.

use crate::report::block::Block;
use crate::report::page::Page;
use crate::report::words::{count, date, thousands};
use crate::sources::daily::WORDS;
use crate::sources::extract::shown;
use crate::sources::import::{Imported, Kind, Piece};
use crate::sources::months::Months;
use crate::sources::role::Role;

use super::files::stays;
use super::waiting;

/// The page.
pub fn page(all: &[Imported]) -> Page {
    let mut page = Page::of(&format!("Imported: {}", count(all.len() as u64, "file")));
    for one in all {
        page.paragraph(&what(one));
        page.say(&whose(one));
        for line in contents(one) {
            page.say(&line);
        }
        notes(&mut page, one);
    }
    let groups = stays(all);
    if !groups.is_empty() {
        page.paragraph("Stays fitted by maximum likelihood, those still in as at least so long (distance: greatest from the estimate of Kaplan and Meier; every family is in stays.csv):");
        page.points(groups.iter().map(|group| match group.fitted.first() {
            Some(best) => format!(
                "{}: {} ended, {} still in; {} with a mean of {:.1} days, distance {:.3}",
                group.name,
                count(group.ended as u64, "stay"),
                group.open,
                best.family.word(),
                best.mean,
                best.distance
            ),
            None => format!(
                "{}: {} ended, {} still in; too few to fit (at least 30 have to have ended)",
                group.name,
                count(group.ended as u64, "stay"),
                group.open
            ),
        }));
    }
    let join = by_hand(all);
    if !join.is_empty() {
        page.paragraph("To join by hand, as names of a scenario are not known here:");
        page.points(join);
    }
    page
}

fn what(one: &Imported) -> String {
    let layout = if one.layout.is_empty() { String::new() } else { format!(", {}", one.layout) };
    format!(
        "{}: {}{layout} ({}; heading in line {}; {})",
        one.shown,
        one.kind.told(),
        one.written,
        one.heading,
        count(one.rows as u64, "row")
    )
}

fn whose(one: &Imported) -> String {
    let Some(organisation) = &one.organisation else {
        return "Whose figures these are is not in the file.".to_owned();
    };
    let others = one.organisations.iter().filter(|other| !other.total && *other != organisation).count();
    let others = if others == 0 {
        String::new()
    } else {
        format!("; {} in the file", count(others as u64, "other organisation"))
    };
    format!("Figures of {}{others}.", organisation.shown())
}

fn contents(one: &Imported) -> Vec<String> {
    match &one.piece {
        Piece::Daily(daily) => {
            let last = daily.date(daily.days().saturating_sub(1));
            let means: Vec<String> = WORDS
                .iter()
                .zip(daily.series())
                .filter_map(|(name, series)| {
                    let some: Vec<f64> = series.iter().flatten().copied().collect();
                    let mean = some.iter().sum::<f64>() / some.len() as f64;
                    (!some.is_empty()).then(|| {
                        format!("{name} {} ({})", thousands(mean, 1), count(some.len() as u64, "day"))
                    })
                })
                .collect();
            vec![
                format!(
                    "{} from {} to {}.",
                    count(daily.days() as u64, "day"),
                    date(daily.first),
                    date(last)
                ),
                format!("Means a day: {}.", means.join(", ")),
            ]
        }
        Piece::Months(months) => vec![of_months(months)],
        Piece::Reasons(shares) | Piece::Bands(shares) => {
            let of = if one.kind == Kind::Bands { Role::Band } else { Role::Reason };
            let listed: Vec<String> = shares
                .all
                .iter()
                .map(|share| format!("{} {:.1}%", share.name, 100.0 * share.share))
                .collect();
            let months = match shares.periods.as_slice() {
                [] => String::new(),
                [only] => format!(" of {}", only.text()),
                [first, .., last] => format!(" of {} to {}", first.text(), last.text()),
            };
            vec![format!("{}{months}: {}.", crate::sources::shares::counted(shares, of), listed.join("; "))]
        }
        Piece::Stays(extract) | Piece::Census(extract) => {
            let people = count(extract.people.len() as u64, "stay");
            let open = extract.still_in().count();
            let ready = extract.people.iter().filter(|person| person.ready.is_some()).count();
            let hours = if extract.hours { "" } else { "; days without hours" };
            vec![format!(
                "{people} up to {}, {open} of them still in, {ready} with a day of readiness{hours}.",
                shown(extract.up_to)
            )]
        }
    }
}

fn of_months(months: &Months) -> String {
    let (first, last) = match months.periods.as_slice() {
        [] => return "No month in it.".to_owned(),
        [only] => (only.text(), only.text()),
        [first, .., last] => (first.text(), last.text()),
    };
    let told: Vec<String> = months
        .series
        .iter()
        .map(|(role, heading, values)| {
            let n = values.iter().flatten().count();
            let mean = months.mean(*role).map_or_else(
                || "-".to_owned(),
                |mean| {
                    if *role == Role::Occupancy {
                        format!("{:.1}%", 100.0 * mean)
                    } else {
                        thousands(mean, 1)
                    }
                },
            );
            format!("{heading} {mean} ({n} of {})", months.periods.len())
        })
        .collect();
    format!(
        "{} from {first} to {last}. Means: {}.",
        count(months.periods.len() as u64, if months.periods[0].months == 1 { "month" } else { "period" }),
        told.join(", ")
    )
}

fn notes(page: &mut Page, one: &Imported) {
    let told = |kept: bool| one.notes.iter().filter(move |note| note.kept == kept).map(ToString::to_string);
    for (title, kept) in [("Left out:", false), ("Kept, but look:", true)] {
        let lines: Vec<String> = told(kept).collect();
        if !lines.is_empty() {
            page.part(vec![Block::Text(title.to_owned()), Block::Points(lines)]);
        }
    }
}

fn by_hand(all: &[Imported]) -> Vec<String> {
    let mut join: Vec<String> = Vec::new();
    for one in all {
        match one.kind {
            Kind::Daily => join.push("observed.csv holds the last year of the return; `run SCENARIO --observed observed.csv` compares".to_owned()),
            Kind::Reasons => join.push("reasons in shares.csv are the publication's; `reason_share:...` of observed figures names the scenario's own".to_owned()),
            Kind::Stays => join.push("stays.json goes to `stay` of a group and profiles.json to its `arrivals`; which people are which group only you know".to_owned()),
            Kind::Census => join.push("census.csv is for `initial.census`: columns group, pathway and waiting_for hold the file's own words and need the scenario's names".to_owned()),
            Kind::Months | Kind::Bands => {}
        }
    }
    join.extend(waiting::said(all));
    join
}
