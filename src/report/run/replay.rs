//! The first replication, day by day: how many people were where.

use std::io;

use jiff::ToSpan;

use super::Run;
use super::files::measure_name;
use crate::base::{Limit, Time, Timetable};
use crate::measures::{DailyMeasure, Replication};
use crate::report::block;
use crate::report::brief::replay::{Kind, Place, Replay};
use crate::report::csv;
use crate::report::words::{count, date, thousands};

/// Longer runs are not shown: nobody watches them to the end.
const LONGEST: usize = 400;
/// At most so many places.
const PLACES: usize = 16;
/// One day in so many stands in the table.
const WEEK: usize = 7;

/// The first run; nothing where it is too long or nobody was anywhere.
pub(super) fn replay(run: &Run<'_>) -> Option<Replay> {
    let first = run.replications.first()?;
    let (scenario, start) = (run.scenario, run.findings.start);
    let (plan, names) = (&scenario.plan, &scenario.names);
    let all = Days { run, first };
    let days = run.findings.days as usize;
    if days == 0 || days > LONGEST {
        return None;
    }
    let mut places: Vec<Place> = [
        (DailyMeasure::Hospital, Kind::Hospital, "In acute beds"),
        (DailyMeasure::NctrRemaining, Kind::Ready, "Of these, ready to leave (NCTR)"),
        (DailyMeasure::BedQueue, Kind::Door, "Waiting at the door for an acute bed"),
        (DailyMeasure::WaitingInCommunity, Kind::Community, "Outside hospital, waiting for a service"),
    ]
    .into_iter()
    .map(|(measure, kind, label)| Place {
        label: label.to_owned(),
        key: measure_name(measure, names),
        kind,
        people: all.of(measure),
        capacity: match kind {
            Kind::Hospital => all.capacity(&plan.hospital.beds, DailyMeasure::OpenedBeds),
            _ => Vec::new(),
        },
        ..Place::default()
    })
    .filter(|place| sum(&place.people) > 0)
    .collect();
    let mut services: Vec<Place> = plan
        .services
        .numbers()
        // Who moves in for good is not counted as cared for on a day, here as in the chart of places.
        .filter(|&s| !plan.services[s].permanent)
        .map(|s| Place {
            label: names.services[s].label.clone(),
            key: measure_name(DailyMeasure::Service(s), names),
            kind: Kind::Service,
            people: all.of(DailyMeasure::Service(s)),
            waiting: Some(all.of(DailyMeasure::Queue(s))).filter(|days| sum(days) > 0).unwrap_or_default(),
            capacity: all.capacity(&plan.services[s].people, DailyMeasure::OpenedPlaces(s)),
        })
        .filter(|place| sum(&place.people) + sum(&place.waiting) > 0)
        .collect();
    let room = PLACES.saturating_sub(places.len());
    let left_out = services.len().saturating_sub(room);
    if left_out > 0 {
        let mut sizes: Vec<(u64, String)> =
            services.iter().map(|place| (sum(&place.people), place.key.clone())).collect();
        sizes.sort_by_key(|size| std::cmp::Reverse(size.0));
        sizes.truncate(room);
        services.retain(|place| sizes.iter().any(|(_, key)| *key == place.key));
    }
    places.extend(services);
    if places.is_empty() || places.iter().any(|place| place.people.len() != days) {
        return None;
    }
    let mut made =
        Replay { start: start.to_string(), note: String::new(), weeks: block::Table::default(), places };
    made.note = note(&made, run.findings.runs, left_out);
    made.weeks = weeks(run, &made);
    Some(made)
}

/// `replay.csv`: a row for each day and place: date, place, people, and beds or places where there is a limit.
pub(super) fn file(replay: &Replay) -> io::Result<Vec<u8>> {
    let mut out = csv::Table::new();
    out.row(["date", "place", "people", "capacity"])?;
    let start: jiff::civil::Date = replay.start.parse().map_err(io::Error::other)?;
    for place in &replay.places {
        let queue = format!("queue:{}", place.key);
        let mut rows = |name: &str, people: &[u32], limited: bool| {
            for (day, people) in (0_u32..).zip(people) {
                let Ok(date) = start.checked_add(i64::from(day).days()) else { break };
                let capacity = place.capacity_on(day).filter(|_| limited);
                let capacity = capacity.map_or_else(String::new, |n| n.to_string());
                out.row([date.to_string().as_str(), name, &people.to_string(), &capacity])?;
            }
            Ok::<(), io::Error>(())
        };
        rows(&place.key, &place.people, true)?;
        rows(&queue, &place.waiting, false)?;
    }
    out.finish()
}

/// The days of one replication.
struct Days<'a, 'b> {
    run: &'a Run<'b>,
    first: &'a Replication,
}

impl Days<'_, '_> {
    /// A measure as it was kept; none where it is not kept.
    fn kept(&self, measure: DailyMeasure) -> &[f32] {
        let all = DailyMeasure::all(self.run.scenario.plan.services.len());
        let at = all.iter().position(|&each| each == measure);
        at.and_then(|at| self.first.daily.get(at)).map_or(&[], Vec::as_slice)
    }

    /// A measure in whole people.
    fn of(&self, measure: DailyMeasure) -> Vec<u32> {
        self.kept(measure).iter().map(|people| people.round() as u32).collect()
    }

    /// Each day on which the greatest number of the day changes, with what was opened beyond it; none where it is
    /// ever without limit.
    fn capacity(&self, amount: &Timetable<Limit>, opened: DailyMeasure) -> Vec<(u32, u32)> {
        let from = self.run.scenario.plan.calendar.measured_from().day();
        let opened = self.of(opened);
        let mut steps: Vec<(u32, u32)> = Vec::new();
        for day in 0..self.run.findings.days {
            let (midnight, next) = (Time::midnight(from + day), Time::midnight(from + day + 1));
            let most = amount.within(midnight, next).max().and_then(Limit::number);
            let Some(most) = most else { return Vec::new() };
            let open = most.saturating_add(opened.get(day as usize).copied().unwrap_or_default());
            if steps.last().is_none_or(|&(_, before)| before != open) {
                steps.push((day, open));
            }
        }
        steps
    }
}

fn sum(people: &[u32]) -> u64 {
    people.iter().copied().map(u64::from).sum()
}

/// Which run it is, and how to read it.
fn note(replay: &Replay, runs: u64, left_out: usize) -> String {
    let what = if replay.heading().contains("winter") { "winter" } else { "period" };
    let which = if runs > 1 {
        format!(
            "One simulated {what}, run 1 of {}: single {what}s differ, and what to expect is told above.",
            thousands(runs as f64, 0)
        )
    } else {
        format!("One simulated {what}, the only run: single {what}s differ.")
    };
    let mut said = vec![
        which,
        "People who are ready to leave are counted at midnight as the daily return counts them, all others are the \
         average of the day, in whole people."
            .to_owned(),
    ];
    if replay.places.iter().any(|place| !place.waiting.is_empty()) {
        said.push("Queues must not be added up: one person can wait for several services.".to_owned());
    }
    if left_out > 0 {
        said.push(format!("{} with fewer people left out.", count(left_out as u64, "service")));
    }
    said.join(" ")
}

/// One day of each week.
fn weeks(run: &Run<'_>, replay: &Replay) -> block::Table {
    let mut header = vec!["Day".to_owned()];
    for place in &replay.places {
        header.push(place.label.clone());
        if !place.waiting.is_empty() {
            header.push(format!("{}: waiting for it", place.label));
        }
    }
    let row = |day: u32| {
        let at = run.findings.start.saturating_add(i64::from(day).days());
        let day = day as usize;
        let cells = replay
            .places
            .iter()
            .flat_map(|place| [place.people.get(day), place.waiting.get(day)].into_iter().flatten());
        std::iter::once(date(at)).chain(cells.map(|&n| thousands(f64::from(n), 0))).collect()
    };
    block::Table {
        title: format!(
            "{}: people on one day of each week of run 1",
            replay.heading().split(',').next().unwrap_or_default()
        ),
        header,
        rows: (0..run.findings.days).step_by(WEEK).map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;

    /// The replay of made-up runs that `change` has changed.
    fn of(change: impl Fn(&mut Vec<Replication>)) -> Option<Replay> {
        let (scenario, mut replications, findings) = made_up(3);
        change(&mut replications);
        replay(&Run { scenario: &scenario, replications: &replications, findings: &findings, observed: &[] })
    }

    #[test]
    fn it_shows_the_first_run_in_whole_people() {
        let replay = of(|_| ()).unwrap();
        let keys: Vec<&str> = replay.places.iter().map(|place| place.key.as_str()).collect();
        assert_eq!(
            keys,
            ["hospital", "nctr_remaining", "bed_queue", "waiting_in_community", "beds", "home_care"]
        );
        let (_, replications, _) = made_up(3);
        let kept: Vec<u32> = replications[0].daily[0].iter().map(|people| people.round() as u32).collect();
        assert_eq!(replay.places[0].people, kept);
        let of_the_second = of(|all| all.swap(0, 1)).unwrap();
        assert_ne!(of_the_second.places[0].people, kept);
        assert!(replay.note.starts_with("One simulated period, run 1 of 3: single periods differ"));
    }

    #[test]
    fn every_week_has_a_row_and_every_number_of_the_table_stands_in_the_file() {
        let replay = of(|_| ()).unwrap();
        assert_eq!(replay.weeks.rows.len(), 4);
        assert_eq!(replay.weeks.rows[1][0], "8 October 2024");
        assert!(replay.weeks.rows.iter().all(|row| row.len() == replay.weeks.header.len()));
        let file = String::from_utf8(file(&replay).unwrap()).unwrap();
        let series = replay.weeks.header.len() - 1;
        assert_eq!(file.lines().count(), 1 + 28 * series);
        assert!(file.contains(&format!("2024-10-08,hospital,{},", replay.weeks.rows[1][1])), "{file}");
        assert!(file.contains("\n2024-10-08,queue:home_care,"), "{file}");
    }

    #[test]
    fn a_place_where_nobody_was_is_left_out_and_a_run_of_nobody_is_none() {
        let empty = of(|all| all[0].daily[3].fill(0.0)).unwrap();
        assert!(empty.places.iter().all(|place| place.key != "bed_queue"));
        assert_eq!(of(|all| all[0].daily.iter_mut().for_each(|days| days.fill(0.0))), None);
        assert_eq!(of(|all| all[0].daily.clear()), None);
        assert_eq!(of(Vec::clear), None);
    }
}
