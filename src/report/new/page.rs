//! The page of a new scenario: what was found, what follows, what contradicts, what was taken from others, and the next
//! commands.

use crate::experiment::baseline::Baseline;
use crate::experiment::baseline::balance::GROUPS;
use crate::experiment::baseline::table::Column;
use crate::report::page::Page;
use crate::report::words::thousands;

/// The page, without where the files are.
pub fn page(baseline: &Baseline) -> Page {
    let (trust, balance) = (&baseline.trust, &baseline.balance);
    let mut page = Page::of(&format!("{}, {}: April 2024 to March 2025", trust.called(), trust.region));
    page.say(
        "A running scenario from published figures, by arithmetic. Nothing was run and nothing was fitted.",
    );
    page.paragraph("Found:");
    page.points(found(baseline));
    page.paragraph("The balance:");
    page.points(balanced(baseline));
    if !balance.contradicts.is_empty() {
        page.paragraph("What contradicts:");
        page.points(balance.contradicts.iter().cloned());
    }
    let taken = baseline.taken();
    if !taken.is_empty() {
        page.paragraph("Not published, or not believed, and taken from others:");
        page.points(taken);
    }
    let unpublished = baseline.unpublished();
    if !unpublished.is_empty() {
        page.paragraph(&format!("Nothing published in: {}.", unpublished.join(", ")));
    }
    page.paragraph(
        "Profiles over week and day, how stays of groups differ, hub, therapists, rounds and winters are national values: `wardflow check FILE --explain` says of each figure where it is from.",
    );
    page
}

fn found(baseline: &Baseline) -> Vec<String> {
    let of = |column: Column| baseline.trust.get(column);
    let mut all = Vec::new();
    if let [Some(discharged), Some(remaining), Some(occupied), Some(beds)] =
        [Column::Discharged, Column::Remaining, Column::Occupied, Column::Beds].map(of)
    {
        all.push(format!(
            "{discharged:.1} adults discharged a day and {remaining:.1} remaining with no criteria to reside (daily return)."
        ));
        all.push(format!(
            "{occupied:.1} of {beds:.1} adult general and acute beds in use, {:.1}%.",
            100.0 * occupied / beds
        ));
    }
    if let Some(pathways) = baseline.trust.all(crate::experiment::baseline::table::PATHWAYS) {
        let [p0, p1, p2, p3] = pathways.map(|n| thousands(n, 0));
        all.push(format!("{p0} discharges on pathway 0, {p1} on 1, {p2} on 2 and {p3} on 3 in ten months."));
    }
    if let [Some(n), Some(delayed), Some(mean)] =
        [Column::ReadyDischarges, Column::ReadyDelayed, Column::ReadyMean].map(of)
    {
        all.push(format!(
            "{} discharges with a ready date, {:.1}% of them after it, by {mean:.1} days on average.",
            thousands(n, 0),
            100.0 * delayed / n
        ));
    }
    if let Some(own) = &baseline.returned {
        all.push(format!(
            "On the daily return given {:.1} remain on average of {} reported days from {} to {}; single days stray by {:.0}% beyond what people who come and go make.",
            own.remaining,
            own.reported,
            own.days[0],
            own.days[1],
            100.0 * own.spread
        ));
    }
    all
}

fn balanced(baseline: &Baseline) -> Vec<String> {
    let (balance, delays) = (&baseline.balance, &baseline.delays);
    let mut all = vec![
        format!(
            "{:.1} discharges a day and {:.1} people in beds are {:.1} days in bed each; {:.1} remaining are {:.2} days of each stay past ready.",
            balance.discharges,
            balance.occupied,
            balance.occupied / balance.discharges,
            balance.remaining,
            balance.remaining / balance.discharges
        ),
        GROUPS
            .iter()
            .enumerate()
            .map(|(i, group)| {
                format!("{} {:.1} a day for {:.1} days", group.key, balance.arrivals[i], balance.stays[i])
            })
            .collect::<Vec<_>>()
            .join(", ")
            + " until they are well enough to leave.",
    ];
    let [hospital, wellbeing, hub, interface, capacity, area] = delays.people;
    all.push(format!(
        "Of those remaining {hospital:.1} by processes of the hospital, {wellbeing:.1} by wellbeing concerns, {hub:.1} by the hub, {interface:.1} by arrangements, {capacity:.1} for want of room, {area:.1} by other areas."
    ));
    all.push(format!(
        "Delays of {:.1} days on average with a long tail (lognormal, sigma {:.2}), from the bands of delay.",
        delays.lengths.mean, delays.lengths.sigma
    ));
    all.push(format!(
        "{} places of reablement, {} recuperation beds and {:.1} care home starts a week: slightly less than is asked for, so that as many wait as published and the others give way.",
        delays.room[0].places, delays.room[1].places, delays.care_home.0
    ));
    all
}

/// `README.md` of the folder.
pub fn readme(baseline: &Baseline) -> String {
    let code = baseline.trust.code.to_lowercase();
    let name = &baseline.trust.name;
    let next = next(&code);
    let daily = if baseline.returned.is_some() {
        "\n- `daily.csv`: the daily return that was given, without the days that the rules of import leave out."
    } else {
        ""
    };
    format!(
        "# {name}\n\nA running scenario made from what NHS England published for {code_up}, April 2024 to March 2025. Each figure has its\nsource and, where it may be otherwise, its range in `provenance`. Nothing in it was fitted yet.\n\n- `scenario.json`: the scenario.\n- `{code}.json`: lies over it; put changes of your own here.\n- `observed.csv`: what was published, with the range that counts as agreement.{daily}\n\n```sh\n{next}\n```\n\nContains public sector information licensed under the Open Government Licence v3.0.\n",
        code_up = baseline.trust.code,
        next = next.join("\n"),
    )
}

/// The next commands, typed in the folder.
pub fn next(code: &str) -> [String; 4] {
    [
        format!("wardflow check {code}.json --explain"),
        format!("wardflow run {code}.json --observed observed.csv"),
        format!("wardflow calibrate {code}.json --observed daily.csv --observed observed.csv"),
        format!("wardflow backcast {code}.json --observed daily.csv --from 2024-10-01 --weeks 1,2,4,8"),
    ]
}
