//! A census: a CSV file with one person a row who is there at the start of the run. First its rows
//! and their times are read, as the days of the run depend on them; then what its words mean. Nothing
//! is dropped: a row that cannot be used is a fault with its line.

use jiff::civil::{Date, DateTime, Time as OfDay};

use super::Setup;
use super::index::NameOf;
use super::profile::cumulative;
use crate::base::{Span, Time};
use crate::scenario::fault::{Fault, Found};
use crate::scenario::node::{Origin, show_text};
use crate::scenario::parse::text_of;
use crate::scenario::path::{Path, nearest};
use crate::scenario::plan::{
    Enters, GroupIndex, Known, KnownPlace, Lines, PathwayIndex, Plan, ServiceIndex, Set,
};
use crate::scenario::typed::date;

/// Where the scenario names the file.
pub const PATH: &str = "initial.census";

/// The columns that are read, and one for remarks.
const COLUMNS: [&str; 8] = ["where", "since", "group", "pathway", "ready", "waiting_for", "traits", "notes"];
/// Those without which a row says nothing.
const NEEDED: [&str; 3] = ["where", "since", "group"];

/// What stands in `where` for an acute bed, and for home.
const HOSPITAL: &str = "hospital";
const HOME: &str = "home";

/// The rows of a census.
#[derive(Debug)]
pub struct Rows {
    shown: String,
    has_traits: bool,
    all: Vec<Row>,
}

/// One row: its cells by [`COLUMNS`], empty where left out, and its times.
#[derive(Debug)]
struct Row {
    line: u64,
    cells: [String; COLUMNS.len()],
    since: DateTime,
    ready: Option<DateTime>,
}

impl Row {
    fn cell(&self, column: &str) -> &str {
        COLUMNS.iter().position(|name| *name == column).map_or("", |i| &self.cells[i])
    }

    /// The words of a cell with several, apart by semicolons.
    fn words(&self, column: &str) -> impl Iterator<Item = &str> {
        self.cell(column).split(';').map(str::trim).filter(|word| !word.is_empty())
    }
}

impl Rows {
    /// Reads a file; `shown` is its path for people.
    pub fn read(shown: &str, bytes: &[u8], found: &mut Found) -> Option<Self> {
        let text = text_of(&Origin::whole(shown), bytes, found)?;
        let mut rows = Self { shown: shown.to_owned(), has_traits: false, all: Vec::new() };
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let headers = match reader.headers() {
            Ok(headers) => headers.clone(),
            Err(error) => {
                found.fault(rows.fault(1, format!("this is no CSV file: {error}")));
                return None;
            }
        };
        let columns = rows.columns(&headers, found)?;
        rows.has_traits = headers.iter().any(|name| name == "traits");
        let mut sound = true;
        for record in reader.records() {
            match rows.row(record, &columns) {
                Ok(row) => rows.all.push(row),
                Err(fault) => {
                    found.fault(*fault);
                    sound = false;
                }
            }
        }
        sound.then_some(rows)
    }

    /// The first day on which somebody was there.
    pub fn earliest(&self) -> Option<Date> {
        self.all.iter().map(|row| row.since.min(row.ready.unwrap_or(row.since)).date()).min()
    }

    fn fault(&self, line: u64, what: impl Into<String>) -> Fault {
        let origin = Origin { line: Some(line as u32), ..Origin::whole(&self.shown) };
        Fault::new(&origin, &Path::of(PATH), what)
    }

    /// For each of our columns, its position.
    fn columns(
        &self,
        headers: &csv::StringRecord,
        found: &mut Found,
    ) -> Option<[Option<usize>; COLUMNS.len()]> {
        let before = found.is_faulty(&Path::of(PATH));
        for (i, name) in headers.iter().enumerate() {
            if !COLUMNS.contains(&name) {
                let fault = self.fault(1, format!("there is no column {} in a census", show_text(name)));
                let hint = nearest(name, COLUMNS);
                found.fault(if hint.is_none() {
                    fault.expected(format!("some of {}", COLUMNS.join(", ")))
                } else {
                    fault.hint(hint)
                });
            } else if headers.iter().take(i).any(|other| other == name) {
                found.fault(self.fault(1, format!("the column {} stands twice", show_text(name))));
            }
        }
        for name in NEEDED {
            if !headers.iter().any(|header| header == name) {
                found.fault(self.fault(1, format!("the column {} is left out", show_text(name))));
            }
        }
        let columns = COLUMNS.map(|name| headers.iter().position(|header| header == name));
        (before || !found.is_faulty(&Path::of(PATH))).then_some(columns)
    }

    fn row(
        &self,
        record: Result<csv::StringRecord, csv::Error>,
        columns: &[Option<usize>; COLUMNS.len()],
    ) -> Result<Row, Box<Fault>> {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            let what = match error.kind() {
                csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                    format!("the row has {len} cells, the heading {expected_len}")
                }
                _ => format!("the row cannot be read: {error}"),
            };
            self.fault(line, what)
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells = columns.map(|at| at.and_then(|i| record.get(i)).unwrap_or_default().to_owned());
        let mut row = Row { line, cells, since: DateTime::default(), ready: None };
        for name in NEEDED {
            if row.cell(name).is_empty() {
                return Err(self.fault(line, format!("{} is left out", show_text(name))).into());
            }
        }
        row.since = self.time(&row, "since")?;
        if !row.cell("ready").is_empty() {
            row.ready = Some(self.time(&row, "ready")?);
        }
        Ok(row)
    }

    fn time(&self, row: &Row, column: &str) -> Result<DateTime, Box<Fault>> {
        let text = row.cell(column);
        moment(text).ok_or_else(|| {
            let fault = self.fault(row.line, format!("\"{column}\": {} is no moment", show_text(text)));
            fault.expected("a date as in \"2025-01-07\", or with its hour as in \"2025-01-07 14:20\"").into()
        })
    }
}

/// A date, which means its midnight, or a date with the hour.
fn moment(text: &str) -> Option<DateTime> {
    if let Some(date) = date(text) {
        return Some(date.to_datetime(OfDay::midnight()));
    }
    let (day, hour) = text.split_once([' ', 'T'])?;
    let plain = matches!(hour.len(), 5 | 8) && hour.bytes().all(|b| b.is_ascii_digit() || b == b':');
    let hour: OfDay = plain.then(|| hour.parse().ok()).flatten()?;
    date(day).map(|date| date.to_datetime(hour))
}

/// The people of a census, for a plan that is complete but for them.
pub fn people(setup: Setup<'_>, rows: &Rows, plan: &Plan, found: &mut Found) -> Vec<Known> {
    let reader = Reader { setup, rows, plan };
    let mut all = Vec::with_capacity(rows.all.len());
    for row in &rows.all {
        match reader.known(row) {
            Ok(known) => all.push(known),
            Err(fault) => found.fault(*fault),
        }
    }
    all
}

struct Reader<'a> {
    setup: Setup<'a>,
    rows: &'a Rows,
    plan: &'a Plan,
}

type Checked<T> = Result<T, Box<Fault>>;

impl Reader<'_> {
    fn wrong<T>(&self, row: &Row, what: impl Into<String>, expected: impl Into<String>) -> Checked<T> {
        Err(self.rows.fault(row.line, what).expected(expected).into())
    }

    /// The index of a name in a row.
    fn find(&self, row: &Row, of: NameOf, name: &str, more: &[&str]) -> Checked<usize> {
        let (names, kind) = self.setup.list(of);
        if let Some(at) = names.iter().position(|known| known == name) {
            return Ok(at);
        }
        let known = || names.iter().map(String::as_str).chain(more.iter().copied());
        let fault = self.rows.fault(row.line, format!("there is no {kind} {}", show_text(name)));
        let hint = nearest(name, known());
        Err(if hint.is_none() && known().count() <= 12 {
            fault.expected(format!("one of {}", known().collect::<Vec<_>>().join(", "))).into()
        } else {
            fault.hint(hint).into()
        })
    }

    /// A moment of the census on the clock of the run.
    fn at(&self, row: &Row, column: &str, moment: DateTime) -> Checked<Time> {
        let calendar = self.setup.calendar;
        let start = calendar.day(calendar.first_day()).date;
        if moment > start.to_datetime(OfDay::midnight()) {
            let what = format!("\"{column}\": {} comes after the start of the run", row.cell(column));
            return self.wrong(row, what, format!("a moment up to {start} 00:00"));
        }
        let Ok(day) = u32::try_from(calendar.number_of(moment.date())) else {
            let what = format!("\"{column}\": {} is too long ago", row.cell(column));
            return self.wrong(row, what, "a moment of the ten years before the start of the run");
        };
        let of_day = moment.time().duration_since(OfDay::midnight()).as_millis() as u64;
        Ok(Time::midnight(day) + Span(of_day))
    }

    fn known(&self, row: &Row) -> Checked<Known> {
        let group = self.find(row, NameOf::Group, row.cell("group"), &[])?;
        let since = self.at(row, "since", row.since)?;
        let ready = row.ready.map(|ready| self.at(row, "ready", ready)).transpose()?;
        let pathway = match row.cell("pathway") {
            // People from home have their need decided; where there is but one, it need not be said.
            "" => match self.plan.groups[group].needs[..] {
                [(_, only)] if row.cell("where") == HOME => Some(usize::from(only)),
                _ => None,
            },
            name => Some(self.find(row, NameOf::Pathway, name, &[])?),
        };
        let mut traits = self.rows.has_traits.then_some(Set(0));
        for name in row.words("traits") {
            let at = self.find(row, NameOf::Trait, name, &[])?;
            traits = traits.map(|traits| traits.with(at as u8));
        }
        let lines = self.lines(row, group, pathway, traits)?;
        let place = self.place(row, group, pathway, (since, ready), lines)?;
        let who = self.who(group, pathway, &place);
        if who.is_empty() {
            let what = format!("nobody of {} comes to where this person waits", show_text(row.cell("group")));
            return self.wrong(row, what, "the pathway in its column");
        }
        Ok(Known { group: group as GroupIndex, place, since, who, traits })
    }

    /// The lines that a row names.
    fn lines(&self, row: &Row, group: usize, pathway: Option<usize>, traits: Option<Set>) -> Checked<Lines> {
        let mut lines = 0;
        for name in row.words("waiting_for") {
            let s = self.find(row, NameOf::Service, name, &[])?;
            let Some(p) = pathway else {
                let what = format!("waits for {} on no pathway", show_text(name));
                return self.wrong(row, what, "the pathway in its column");
            };
            let services = &self.plan.pathways[p].services;
            let Some(position) = services.iter().position(|&other| usize::from(other) == s) else {
                let what = format!("{} does not lead to {}", show_text(row.cell("pathway")), show_text(name));
                let (keys, _) = self.setup.list(NameOf::Service);
                let listed: Vec<&str> = services.iter().map(|&s| keys[usize::from(s)].as_str()).collect();
                return self.wrong(row, what, format!("some of {}", listed.join(", ")));
            };
            let accepts = &self.plan.services[s].accepts;
            // Traits that are not known are drawn so that the service takes the person.
            let traits = traits.unwrap_or(accepts.traits);
            if !accepts.includes(p as PathwayIndex, group as GroupIndex, traits) {
                let what = format!("{} does not take this person", show_text(name));
                return self.wrong(row, what, "a service whose \"accepts\" holds");
            }
            lines |= 1 << position;
        }
        Ok(if lines == 0 { Lines::All } else { Lines::These(lines) })
    }

    fn place(
        &self,
        row: &Row,
        group: usize,
        pathway: Option<usize>,
        times: (Time, Option<Time>),
        lines: Lines,
    ) -> Checked<KnownPlace> {
        let (since, ready) = times;
        let enters = self.plan.groups[group].enters;
        let named = matches!(lines, Lines::These(_));
        let shown = show_text(row.cell("group"));
        match (row.cell("where"), ready) {
            (HOSPITAL, _) if enters == Enters::Community => {
                let what = format!("people of {shown} never come to the hospital");
                self.wrong(row, what, "a group that does, or \"home\"")
            }
            (HOSPITAL, None) if named => {
                let what = "waits for a service and is not ready to leave";
                self.wrong(row, what, "the date in the column \"ready\"")
            }
            (HOSPITAL, None) if enters == Enters::Ready => {
                let what = format!("people of {shown} have no acute stay");
                self.wrong(row, what, "the date in the column \"ready\"")
            }
            (HOSPITAL, None) => Ok(KnownPlace::Acute),
            (HOSPITAL, Some(ready)) if ready < since => {
                let (ready, since) = (row.cell("ready"), row.cell("since"));
                self.wrong(row, format!("ready on {ready} and there only since {since}"), "times in order")
            }
            (HOSPITAL, Some(ready)) => Ok(match pathway {
                None => KnownPlace::Ready { ready },
                Some(_) => KnownPlace::Decided { ready, lines },
            }),
            (HOME, _) if enters != Enters::Community => {
                let what = format!("people of {shown} come from the hospital and do not wait at home");
                self.wrong(
                    row,
                    what,
                    "a group that enters the community, or the bridge on which this person is",
                )
            }
            (HOME, Some(_)) => {
                self.wrong(row, "nobody at home is ready to leave a bed", "an empty cell in \"ready\"")
            }
            (HOME, None) if pathway.is_some_and(|p| self.plan.pathways[p].services.is_empty()) => {
                let what = format!("{} leads to no service", show_text(row.cell("pathway")));
                self.wrong(row, what, "a pathway on which people wait")
            }
            (HOME, None) => Ok(KnownPlace::Home { lines }),
            (name, _) => {
                let s = self.find(row, NameOf::Service, name, &[HOSPITAL, HOME])?;
                self.in_service(row, s, pathway, times, lines)
            }
        }
    }

    fn in_service(
        &self,
        row: &Row,
        s: usize,
        pathway: Option<usize>,
        times: (Time, Option<Time>),
        lines: Lines,
    ) -> Checked<KnownPlace> {
        let (since, ready) = times;
        let (service, index) = (&self.plan.services[s], s as ServiceIndex);
        let name = show_text(row.cell("where"));
        if !service.bridge.is_empty() {
            let leads = |p: &usize| self.plan.pathways[*p].bridge.contains(&index);
            if !pathway.as_ref().is_some_and(leads) {
                let what = format!("on {name} without a pathway that leads over it");
                return self.wrong(row, what, "the pathway in its column");
            }
            let Some(ready) = ready else {
                let what =
                    format!("on {name}, and nothing says when this person was ready to leave hospital");
                return self.wrong(row, what, "the date in the column \"ready\"");
            };
            if ready > since {
                let (ready, since) = (row.cell("ready"), row.cell("since"));
                let what = format!("on {name} since {since} and ready to leave hospital only on {ready}");
                return self.wrong(row, what, "times in order");
            }
            return Ok(KnownPlace::Bridge { service: index, ready, lines });
        }
        if ready.is_some() || matches!(lines, Lines::These(_)) {
            let what = format!("in {name}, and waiting to leave hospital");
            return self.wrong(row, what, "empty cells in \"ready\" and \"waiting_for\"");
        }
        if service.permanent {
            let what = format!("{name} is for good: who lives there takes no place of it");
            return self.wrong(row, what, "the row to be left out");
        }
        Ok(KnownPlace::Service(index))
    }

    /// The pathways that somebody may be on: the one that is known, or those of the group that lead to
    /// where it is.
    fn who(
        &self,
        group: usize,
        pathway: Option<usize>,
        place: &KnownPlace,
    ) -> Vec<(f64, GroupIndex, PathwayIndex)> {
        let needs = &self.plan.groups[group].needs;
        let g = group as GroupIndex;
        if let Some(p) = pathway {
            return vec![(1.0, g, p as PathwayIndex)];
        }
        let mut below = 0.0;
        let shares: Vec<(f64, PathwayIndex)> =
            needs.iter().map(|&(upto, p)| (upto - std::mem::replace(&mut below, upto), p)).collect();
        let of = |leads: &dyn Fn(PathwayIndex) -> bool| {
            let some = shares.iter().filter(|&&(_, p)| leads(p)).copied();
            cumulative(some).into_iter().map(|(upto, p)| (upto, g, p)).collect::<Vec<_>>()
        };
        let services = |p: PathwayIndex| &self.plan.pathways[usize::from(p)].services;
        match place {
            KnownPlace::Home { .. } => of(&|p| !services(p).is_empty()),
            // Nobody remains who is simply sent home.
            KnownPlace::Ready { .. } => {
                let waiting = of(&|p| !services(p).is_empty());
                if waiting.is_empty() { of(&|_| true) } else { waiting }
            }
            KnownPlace::Service(s) => {
                let leading = of(&|p| services(p).contains(s));
                if leading.is_empty() { of(&|_| true) } else { leading }
            }
            _ => of(&|_| true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_dates_with_or_without_their_hour() {
        let read = |text| moment(text).map(|at| at.to_string());
        assert_eq!(read("2025-01-07").as_deref(), Some("2025-01-07T00:00:00"));
        assert_eq!(read("2025-01-07 14:20").as_deref(), Some("2025-01-07T14:20:00"));
        assert_eq!(read("2025-01-07T14:20:30").as_deref(), Some("2025-01-07T14:20:30"));
        for wrong in ["", "07/01/2025", "2025-01-07 2pm", "2025-01-07 25:00", "2025-01-07 14", "2025-02-30"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
