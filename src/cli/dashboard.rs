//! `wardflow dashboard`: measures as they were reported, and what is expected of them.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use serde_json::Value;

use super::flags::{BASE, Common};
use super::measured::reported;
use super::messages::{refused, unread, warn};
use super::observed::date;
use super::scenario::{read_in, settings};
use super::study::{Call, Kind, Study, Work};
use super::worlds::InThem;
use super::{Does, Exit};
use crate::experiment::dashboard::{Reported, panels};
use crate::experiment::replicate::replicate_kept;
use crate::experiment::spc::Asked;
use crate::measures::DailyMeasure;
use crate::report::dashboard::Dashboard as Report;
use crate::report::dashboard::since::{self, Last, Since};
use crate::report::manifest::fingerprint_of;
use crate::report::run::files::measure_name;
use crate::scenario::{LARGEST, Scenario, nearest, read_plain};

/// What a steering group looks at where nothing is typed.
const MEASURES: &str = "nctr_remaining,discharges,hospital,bed_queue,waiting_in_community";
/// The most measures: what stands on one screen.
const MOST: usize = 8;
/// Where a finished study says with what it was made.
const MANIFEST: &str = "manifest.json";

/// What `dashboard` is told.
#[derive(Debug, Args)]
pub struct Dashboard {
    #[arg(help = BASE)]
    pub scenario: PathBuf,

    /// What was observed by day; may be repeated
    ///
    /// A daily return, in any layout that `wardflow import` reads, or a CSV file with `date` and a column for each
    /// measure by its name. Of a return, people remaining and discharges are taken.
    #[arg(long, value_name = "FILE", required = true)]
    pub observed: Vec<PathBuf>,

    /// Which trust, where a file holds several
    #[arg(long, value_name = "CODE")]
    pub trust: Option<String>,

    /// Only days up to this date, as if it were the last reported
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub to: Option<Date>,

    /// The measures, by their names in daily.csv
    ///
    /// Without it `nctr_remaining`, `discharges`, `hospital`, `bed_queue` and `waiting_in_community`.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', default_value = MEASURES, hide_default_value = true)]
    pub measures: Vec<String>,

    /// Make mean and limits from these days
    ///
    /// As 2024-10-01..2025-03-31. Without it from the last 26 weeks before today or before a step.
    #[arg(long, value_name = "FROM..TO", value_parser = days)]
    pub baseline: Option<Days>,

    /// A day from which on things are known to be others; may be repeated
    ///
    /// Mean and limits are made anew from it.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub step: Vec<Date>,

    /// The folder of the last meeting's dashboard
    ///
    /// What it expected of the days since is set beside what came, and the inputs that have changed are named.
    #[arg(long, value_name = "DIR")]
    pub since: Option<PathBuf>,

    #[command(flatten)]
    pub in_them: InThem,

    #[command(flatten)]
    pub common: Common,
}

/// The first and the last of some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days(pub [Date; 2]);

/// Days as typed.
fn days(text: &str) -> Result<Days, String> {
    let expected = || format!("\"{text}\" is no range of days; expected one as in 2024-10-01..2025-03-31");
    let (from, to) = text.split_once("..").ok_or_else(expected)?;
    let [from, to] = [from, to].map(|day| day.trim().parse::<Date>().ok());
    from.zip(to).filter(|(from, to)| from <= to).map(|(from, to)| Days([from, to])).ok_or_else(expected)
}

impl Does for Dashboard {
    const EXAMPLES: &str = "\
Examples:
  wardflow dashboard mine.json --observed daily.csv            five measures: what happened, what is expected
  wardflow dashboard mine.json --observed daily.csv --observed beds.csv --baseline 2024-10-01..2025-03-31
  wardflow dashboard mine.json --observed daily.csv --since output/dashboard-mine-1a2b3c4d
  wardflow dashboard mine.json --observed daily.csv --measures nctr_remaining,queue:reablement --step 2025-01-06";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        self.common.fixed()?;
        let settings = settings(&self.common.set, self.common.quiet)?;
        let file = Some(self.scenario.as_path());
        let worlds = self.in_them.over(file)?;
        let scenario = read_in(file, &settings, worlds.of_base())?;
        let measures = self.chosen(&scenario)?;
        let files = (self.observed.as_slice(), self.trust.as_deref());
        let (reported, seen) = reported(files, &self.measures, self.to, self.common.quiet)?;
        self.is_ahead(&scenario, &reported)?;
        let asked = self.asked(&reported)?;
        let last = self.since.as_deref().map(|folder| last(folder, &scenario)).transpose()?;
        let told = format!("{:?} {:?} {:?} {last:?}", self.measures, self.baseline, self.step);
        let fingerprint =
            fingerprint_of(["dashboard", scenario.fingerprint.as_str(), seen.as_str(), told.as_str()]);
        let kind = Kind {
            file,
            name: call.name(&scenario.stem),
            fingerprint: &fingerprint,
            searches: false,
            work: Work { plan: &scenario.plan, scenarios: 1, days: None },
        };
        let study = Study::begin(call, &self.common, &kind)?;
        if !self.common.quiet {
            warn(&scenario.warnings);
        }
        let how = self.common.replications();
        let plan = &scenario.plan;
        let replications =
            study.run(|(_, progress, stop)| replicate_kept(plan, how, study.keep(), progress, stop))?;
        let of_plan = (plan.calendar.start(), plan.services.len());
        let panels = panels(&measures, &reported, &asked, &replications, of_plan);
        let since = last.map(|(last, changed)| Since::of(&last, &self.measures, &reported, changed));
        study.deliver(&Report {
            scenario: &scenario,
            replications: &replications,
            seed: how.seed,
            reported: &reported,
            panels: &panels,
            baseline: self.baseline.map(|days| days.0),
            steps: &self.step,
            since: since.as_ref(),
        })
    }
}

impl Dashboard {
    /// The measures that were typed.
    fn chosen(&self, scenario: &Scenario) -> Result<Vec<DailyMeasure>, Exit> {
        let all = DailyMeasure::all(scenario.plan.services.len());
        let opens = |measure: &DailyMeasure| match measure {
            DailyMeasure::OpenedBeds => scenario.plan.beds_may_open(),
            DailyMeasure::OpenedPlaces(service) => scenario.plan.places_may_open(*service),
            _ => true,
        };
        let all: Vec<DailyMeasure> = all.into_iter().filter(opens).collect();
        let names: Vec<String> = all.iter().map(|measure| measure_name(*measure, &scenario.names)).collect();
        if self.measures.len() > MOST {
            let many = self.measures.len();
            return Err(refused(&format!("--measures: {many} measures; expected at most {MOST}")));
        }
        let mut chosen = Vec::new();
        for (i, name) in self.measures.iter().enumerate() {
            let Some(at) = names.iter().position(|known| known == name) else {
                let near = nearest(name, names.iter().map(String::as_str));
                let near = near.map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"));
                let what = format!("--measures: there is no daily measure \"{name}\"{near}");
                return Err(refused(&format!("{what}; expected some of {}", names.join(", "))));
            };
            if self.measures[..i].contains(name) {
                return Err(refused(&format!("--measures: {name} stands there twice; expected it once")));
            }
            chosen.push(all[at]);
        }
        Ok(chosen)
    }

    /// Refuses a scenario whose measured days are over.
    fn is_ahead(&self, scenario: &Scenario, reported: &Reported) -> Result<(), Exit> {
        let calendar = &scenario.plan.calendar;
        let last = calendar.day(calendar.first_measured_day() + calendar.measured_days() - 1).date;
        let today = reported.today();
        if last >= today {
            return Ok(());
        }
        Err(refused(&format!(
            "{}: its measured days end on {last}, and the day after the last one reported is {today}, so nothing is ahead; expected \
             days beyond it: calendar.start {today} with the people who were there then in initial, or --to DATE for an earlier \
             last day",
            self.scenario.display()
        )))
    }

    /// Baseline and steps as days of what was reported.
    fn asked(&self, reported: &Reported) -> Result<Asked, Exit> {
        let (first, today) = (reported.first, reported.today());
        let within = |flag: &str, date: Date| {
            let day = usize::try_from(reported.day(date)).ok().filter(|day| *day < reported.days);
            day.ok_or_else(|| {
                refused(&format!("{flag} {date}: nothing was reported then; expected a day from {first} to the one before {today}"))
            })
        };
        let baseline = self.baseline.map(|Days([from, to])| {
            let bound = |date: Date| date.clamp(first, today.yesterday().unwrap_or(first));
            // One that reaches beyond is as long as what was reported.
            if to < first || from >= today {
                return Err(refused(&format!(
                    "--baseline {from}..{to}: nothing was reported then; expected days from {first} to the one before {today}"
                )));
            }
            Ok([within("--baseline", bound(from))?, within("--baseline", bound(to))?])
        });
        let steps = self.step.iter().map(|step| within("--step", *step)).collect::<Result<_, _>>()?;
        Ok(Asked { baseline: baseline.transpose()?, steps })
    }
}

/// The dashboard in a folder, and the inputs that are others now.
fn last(folder: &Path, scenario: &Scenario) -> Result<(Last, Vec<String>), Exit> {
    let read = |name: &str| {
        let file = folder.join(name);
        read_plain(&file, LARGEST).map_err(|error| unread(&file, &error))
    };
    let wrong = |name: &str, why: &str| refused(&format!("--since: {}: {why}", folder.join(name).display()));
    let last = since::read(&read(since::FILE)?).map_err(|why| wrong(since::FILE, &why))?;
    let manifest: Value = serde_json::from_slice(&read(MANIFEST)?)
        .map_err(|error| wrong(MANIFEST, &format!("is not what a study writes: {error}")))?;
    let then = manifest.get("scenario").cloned().unwrap_or_default();
    Ok((last, since::changed(&then, &scenario.resolved)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_range_of_days_has_two_of_them_in_order() {
        assert_eq!(days("2024-10-01..2025-03-31"), Ok(Days([date(2024, 10, 1), date(2025, 3, 31)])));
        for wrong in ["", "2024-10-01", "2024-10-01..", "2025-03-31..2024-10-01", "2024-13-01..2025-01-01"] {
            assert!(days(wrong).unwrap_err().contains("expected one as in"), "{wrong}");
        }
    }
}
