//! The files of an import. Every table is one that scenarios, `run --observed` or `initial.census` read, or one
//! that says in its columns what it is.

use std::collections::BTreeMap;
use std::io;

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::waiting;
use crate::report::csv::{Table, number};
use crate::report::json::{SCHEMA, text};
use crate::report::version::VERSION;
use crate::sources::daily::Daily;
use crate::sources::extract::{Extract, Person, shown};
use crate::sources::fit::{Family, Fitted, fit};
use crate::sources::import::{Imported, Piece};
use crate::sources::months::{FIGURES, NAMES};
use crate::sources::observed::{self, Observed};
use crate::sources::profile::{self, Profile};
use crate::sources::role::Role;

/// Every file that an import may write.
pub const FILES: [&str; 11] = [
    "daily.csv",
    "monthly.csv",
    "observed.csv",
    "profiles.json",
    "stays.csv",
    "stays.json",
    "shares.csv",
    "census.csv",
    waiting::NAMES[0],
    waiting::NAMES[1],
    "import.json",
];

type File = (&'static str, Vec<u8>);

/// The files in the order of [`FILES`], those left out for which nothing was given.
pub fn files(all: &[Imported]) -> io::Result<Vec<File>> {
    let mut files: Vec<File> = Vec::new();
    for one in all {
        if let Piece::Daily(daily) = &one.piece {
            files.push(("daily.csv", daily_table(daily)?));
        }
    }
    let mut add = |name: &'static str, bytes: Option<Vec<u8>>| files.extend(bytes.map(|bytes| (name, bytes)));
    add("monthly.csv", monthly(all)?);
    add("observed.csv", observed_table(all)?);
    add("profiles.json", profiles(all).map(|value| text(&value).into_bytes()));
    let fitted = stays(all);
    add("stays.csv", stays_table(&fitted)?);
    add("stays.json", stays_words(&fitted).map(|value| text(&value).into_bytes()));
    add("shares.csv", shares(all)?);
    add("census.csv", census(all)?);
    for (name, table) in waiting::NAMES.into_iter().zip(waiting::tables(all)?) {
        add(name, table);
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let manifest = text(&summary(all, &names)).into_bytes();
    files.push(("import.json", manifest));
    Ok(files)
}

/// `daily.csv`: what is believed of a daily return.
pub fn daily_table(daily: &Daily) -> io::Result<Vec<u8>> {
    let mut table = Table::new();
    table.row(["date", "nctr", "discharged", "remaining"])?;
    for i in 0..daily.days() {
        let figures = daily.series().map(|series| number(series[i]));
        table.row(std::iter::once(daily.date(i).to_string()).chain(figures))?;
    }
    table.finish()
}

fn finished(table: Table, rows: usize) -> io::Result<Option<Vec<u8>>> {
    if rows == 0 { Ok(None) } else { table.finish().map(Some) }
}

/// A row a month and figure.
fn monthly(all: &[Imported]) -> io::Result<Option<Vec<u8>>> {
    let mut table = Table::new();
    table.row(["month", "figure", "mean", "days", "source"])?;
    let mut rows = 0;
    for one in all {
        match &one.piece {
            Piece::Daily(daily) => {
                for (name, series) in ["nctr", "discharged", "remaining"].into_iter().zip(daily.series()) {
                    let mut months: BTreeMap<(i16, i8), Vec<f64>> = BTreeMap::new();
                    for (i, x) in series.iter().enumerate() {
                        let date = daily.date(i);
                        months.entry((date.year(), date.month())).or_default().extend(*x);
                    }
                    for ((year, month), days) in months {
                        let mean = (!days.is_empty()).then(|| days.iter().sum::<f64>() / days.len() as f64);
                        table.row([
                            format!("{year:04}-{month:02}"),
                            name.to_owned(),
                            number(mean.map(thousandths)),
                            days.len().to_string(),
                            one.shown.clone(),
                        ])?;
                        rows += 1;
                    }
                }
            }
            Piece::Months(months) => {
                for (role, _, values) in &months.series {
                    let name = FIGURES.iter().position(|one| one == role).map_or("", |i| NAMES[i]);
                    for (period, x) in months.periods.iter().zip(values) {
                        table.row([
                            period.text(),
                            name.to_owned(),
                            number(*x),
                            period.days().to_string(),
                            one.shown.clone(),
                        ])?;
                        rows += 1;
                    }
                }
            }
            _ => {}
        }
    }
    finished(table, rows)
}

/// To a thousandth: more is noise.
fn thousandths(x: f64) -> f64 {
    (x * 1000.0).round() / 1000.0
}

/// To five figures.
fn five(x: f64) -> f64 {
    if x.abs() < 1e-12 {
        return 0.0;
    }
    let step = libm::pow(10.0, 4.0 - libm::floor(libm::log10(x.abs())));
    (x * step).round() / step
}

/// What can be held against a run, with its source.
fn observed_rows(all: &[Imported]) -> Vec<(Observed, String)> {
    let mut rows: Vec<(Observed, String)> = Vec::new();
    for one in all {
        let (found, span) = match &one.piece {
            Piece::Daily(daily) => observed::of_daily(daily),
            Piece::Months(months) => (observed::of_months(months), None),
            Piece::Bands(shares) => (observed::of_bands(shares), None),
            Piece::Stays(extract) => (observed::of_extract(extract), None),
            Piece::Reasons(_) | Piece::Census(_) => (Vec::new(), None),
        };
        let source = span.map_or_else(
            || one.shown.clone(),
            |(from, to): (Date, Date)| format!("{} {from} to {to}", one.shown),
        );
        for row in found {
            if rows.iter().all(|(other, _)| other.measure != row.measure) {
                rows.push((row, source.clone()));
            }
        }
    }
    rows
}

fn observed_table(all: &[Imported]) -> io::Result<Option<Vec<u8>>> {
    let mut table = Table::new();
    table.row(["measure", "label", "observed", "accept_low", "accept_high", "source"])?;
    let rows = observed_rows(all);
    for (row, source) in &rows {
        let [low, high] =
            row.range.map_or([String::new(), String::new()], |range| range.map(|x| five(x).to_string()));
        table.row([
            row.measure.clone(),
            row.label.clone(),
            five(row.figure).to_string(),
            low,
            high,
            source.clone(),
        ])?;
    }
    finished(table, rows.len())
}

fn profile_words(profile: &Profile, by_hour: Option<&[f64]>) -> Value {
    let mut words = Map::new();
    let list = |all: &[f64]| json!(all.iter().map(|x| five(*x)).collect::<Vec<_>>());
    let mut put = |word: &str, value: Option<Value>| {
        if let Some(value) = value {
            words.insert(word.to_owned(), value);
        }
    };
    put("per_day", profile.per_day.map(|x| json!(five(x))));
    put("by_month", profile.by_month.as_deref().map(list));
    put("by_weekday", profile.by_weekday.as_deref().map(list));
    put("by_hour", by_hour.map(list));
    put("by_bank_holiday", profile.by_bank_holiday.map(|x| json!(five(x))));
    // Less than chance is no word of a scenario.
    put("variance_over_mean", profile.variance_over_mean.map(|x| json!(five(x.max(1.0)))));
    Value::Object(words)
}

/// Profiles in the words of a group's arrivals.
fn profiles(all: &[Imported]) -> Option<Value> {
    let mut found = Map::new();
    for one in all {
        match &one.piece {
            Piece::Stays(extract) => {
                let (first, counts) = extract.admissions();
                let words = profile_words(&profile::of(first, &counts), extract.by_hour().as_deref());
                found.insert("arrivals".to_owned(), words);
            }
            Piece::Daily(daily) => {
                for (name, series) in [("discharged", &daily.discharged), ("nctr", &daily.nctr)] {
                    if series.iter().any(Option::is_some) {
                        found.insert(name.to_owned(), profile_words(&profile::of(daily.first, series), None));
                    }
                }
            }
            _ => {}
        }
    }
    (!found.is_empty()).then_some(Value::Object(found))
}

/// Stays fitted for each group of people.
pub(super) struct Group {
    pub name: String,
    pub ended: usize,
    pub open: usize,
    pub fitted: Vec<Fitted>,
}

pub(super) fn stays(all: &[Imported]) -> Vec<Group> {
    let mut groups = Vec::new();
    for one in all {
        if let Piece::Stays(extract) = &one.piece {
            for (name, stays) in extract.stays() {
                let ended = stays.iter().filter(|stay| stay.ended).count();
                groups.push(Group { name, ended, open: stays.len() - ended, fitted: fit(&stays) });
            }
        }
    }
    groups
}

fn stays_table(groups: &[Group]) -> io::Result<Option<Vec<u8>>> {
    let mut table = Table::new();
    table.row([
        "group",
        "stays",
        "still_in",
        "family",
        "median_or_shape",
        "sigma_or_scale",
        "mean_days",
        "aic",
        "distance",
        "best",
    ])?;
    let mut rows = 0;
    for group in groups {
        for (i, one) in group.fitted.iter().enumerate() {
            let [a, b] = one.parameters.map(|x| five(x).to_string());
            table.row([
                group.name.clone(),
                group.ended.to_string(),
                group.open.to_string(),
                one.family.word().to_owned(),
                a,
                b,
                five(one.mean).to_string(),
                thousandths(one.aic).to_string(),
                five(one.distance).to_string(),
                (if i == 0 { "yes" } else { "" }).to_owned(),
            ])?;
            rows += 1;
        }
    }
    finished(table, rows)
}

fn stays_words(groups: &[Group]) -> Option<Value> {
    let mut found = Map::new();
    for group in groups {
        if let Some(best) = group.fitted.first() {
            let [a, b] = best.parameters.map(five);
            let parameters = match best.family {
                Family::Lognormal => json!({ "mean": format!("{}d", five(best.mean)), "sigma": b }),
                Family::Gamma | Family::Weibull => json!({ "shape": a, "scale": format!("{b}d") }),
            };
            found.insert(group.name.clone(), json!({ "stay": { best.family.word(): parameters } }));
        }
    }
    (!found.is_empty()).then_some(Value::Object(found))
}

const OF_PEOPLE: [(Role, &str); 5] = [
    (Role::Method, "method"),
    (Role::Destination, "destination"),
    (Role::Specialty, "specialty"),
    (Role::Age, "age"),
    (Role::Pathway, "pathway"),
];

fn shares(all: &[Imported]) -> io::Result<Option<Vec<u8>>> {
    let mut table = Table::new();
    table.row(["of", "name", "group", "figure", "share", "source"])?;
    let mut rows = 0;
    for one in all {
        match &one.piece {
            Piece::Reasons(shares) | Piece::Bands(shares) => {
                let of = if matches!(one.piece, Piece::Bands(_)) { "band" } else { "reason" };
                for share in &shares.all {
                    table.row([
                        of,
                        &share.name,
                        &share.group,
                        &share.figure.to_string(),
                        &five(share.share).to_string(),
                        &one.shown,
                    ])?;
                    rows += 1;
                }
            }
            Piece::Stays(extract) | Piece::Census(extract) => {
                for (role, of) in OF_PEOPLE {
                    for (name, n, share) in extract.shares(role) {
                        table.row([of, &name, "", &n.to_string(), &five(share).to_string(), &one.shown])?;
                        rows += 1;
                    }
                }
            }
            Piece::Daily(_) | Piece::Months(_) => {}
        }
    }
    finished(table, rows)
}

/// Who is in, in the layout of `initial.census`. Groups, pathways and what is waited for are the file's own words.
fn census(all: &[Imported]) -> io::Result<Option<Vec<u8>>> {
    let mut table = Table::new();
    table.row(["where", "since", "group", "pathway", "ready", "waiting_for", "notes"])?;
    let mut rows = 0;
    for extract in all.iter().filter_map(people) {
        for person in extract.still_in() {
            let told = |role: Role| person.told.get(&role).cloned().unwrap_or_default();
            let waits = Some(told(Role::WaitsFor))
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| told(Role::Reason));
            let ready = person.ready.map(shown).unwrap_or_default();
            table.row([
                "hospital".to_owned(),
                shown(person.came),
                group(person),
                told(Role::Pathway),
                ready,
                waits,
                remarks(person),
            ])?;
            rows += 1;
        }
    }
    finished(table, rows)
}

fn people(one: &Imported) -> Option<&Extract> {
    match &one.piece {
        Piece::Stays(extract) | Piece::Census(extract) => Some(extract),
        _ => None,
    }
}

/// The group that the file names, else how the person came.
fn group(person: &Person) -> String {
    let method =
        || person.told.get(&Role::Method).map(|code| crate::sources::extract::method(code).to_owned());
    person.told.get(&Role::Group).cloned().or_else(method).unwrap_or_default()
}

fn remarks(person: &Person) -> String {
    let told =
        [Role::Age, Role::Specialty, Role::Ward].iter().filter_map(|role| person.told.get(role).cloned());
    told.collect::<Vec<_>>().join("; ")
}

/// The whole of `import.json`.
pub fn summary(all: &[Imported], files: &[&str]) -> Value {
    let day = |date: Option<Date>| date.map(|date| date.to_string());
    let inputs: Vec<Value> = all
        .iter()
        .map(|one| {
            let notes: Vec<Value> = one
                .notes
                .iter()
                .map(|note| {
                    let spans: Vec<[String; 2]> = note.spans.iter().map(|(from, to)| [from.to_string(), to.to_string()]).collect();
                    json!({ "rule": note.rule, "kept": note.kept, "count": note.count, "from": day(note.from), "to": day(note.to), "days": spans, "text": note.to_string() })
                })
                .collect();
            let organisations: Vec<Value> = one
                .organisations
                .iter()
                .filter(|one| !one.code.is_empty())
                .map(|one| json!({ "code": one.code, "name": one.name, "total": one.total }))
                .collect();
            json!({
                "file": one.shown, "fingerprint": one.fingerprint, "written": one.written, "kind": one.kind.word(),
                "heading_line": one.heading, "rows": one.rows,
                "organisation": one.organisation.as_ref().map(|one| one.code.clone()), "organisations": organisations, "notes": notes,
            })
        })
        .collect();
    json!({ "schema": SCHEMA, "wardflow": VERSION, "inputs": inputs, "files": files })
}
