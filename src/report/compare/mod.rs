//! Options beside a baseline, as a page, files and charts. `page` makes the text, `many` that of many options,
//! `front` what stands first in a report, `decision` what to choose where there are several worlds, `files` and `ranking` the contents of files, `picture` the charts.

mod decision;
mod fairness;
mod files;
mod front;
mod many;
mod page;
mod picture;
mod ranking;

pub use many::Many;

use serde_json::{Map, Value, json};

use crate::experiment::compare::again::ComparedAgain;
use crate::experiment::compare::{Comparison, Difference, Differences, Part};
use crate::experiment::levers::{Size, sizes};
use crate::experiment::stands::{Again, Judged, all_stand};
use crate::experiment::unpriced::{Unpriced, unpriced};
use crate::experiment::{Findings, Replications};
use crate::measures::outcome::{Key, Outcome, PerFund, SYSTEM};
use crate::report::block::Block;
use crate::report::differences::words_of;
use crate::report::funds::{Beside, of_options};
use crate::report::page::Page;
use crate::report::source::runs_of_each;
use crate::report::steadiness::between;
use crate::report::study::{File, Front, Picture, Ran, Report};
use crate::report::words::{Grain, thousands};
use crate::report::{money, stands};
use crate::scenario::Scenario;
use crate::scenario::names::{Named, in_words};
use crate::scenario::unstable::Unsteady;

/// What there is to report. The first scenario is the baseline.
#[derive(Clone, Copy)]
pub struct Compared<'a> {
    /// The scenarios.
    pub scenarios: &'a [Scenario],
    /// A name of its own for each, from its file.
    pub stems: &'a [String],
    /// How a reader should name each.
    pub labels: &'a [String],
    /// What each found.
    pub findings: &'a [Findings],
    /// What the options change.
    pub comparison: &'a Comparison,
    /// How many replications, of which seed.
    pub how: Replications,
    /// The same with a longer warm-up, where a place needs longer to settle.
    pub again: &'a Again<ComparedAgain>,
    /// Where many options were asked for at once: what was left out.
    pub many: Option<&'a Many>,
}

impl Report for Compared<'_> {
    fn base(&self) -> &Scenario {
        &self.scenarios[0]
    }

    fn ran(&self) -> Ran {
        let in_words = runs_of_each([self.how.runs], "scenario");
        Ran::of(
            self.how.runs,
            in_words,
            self.comparison.replications.iter().flatten().chain(self.again.replications()),
        )
    }

    fn results(&self) -> Value {
        files::results(self)
    }

    fn files(&self) -> Vec<File> {
        let differences = File::of("differences.csv", files::table_of_differences(self));
        let ranking = self.many.map(|_| File::of("ranking.csv", ranking::table(self)));
        let fairness = File::of("fairness.csv", fairness::table(self));
        let decision = decision::Told::of(self).into_iter().flat_map(|told| {
            [File::of("decision.csv", told.table()), File::of("worlds.csv", told.by_world())]
        });
        std::iter::once(differences)
            .chain([fairness])
            .chain(decision)
            .chain(ranking)
            .chain(files::tables_of_each(self))
            .collect()
    }

    fn pictures(&self) -> Vec<Picture> {
        picture::pictures(self)
    }

    fn page(&self) -> Page {
        match self.many {
            Some(many) => many::page(self, many),
            None => page::page(self),
        }
    }

    fn front(&self) -> Front {
        front::front(self)
    }

    fn repeated(&self) -> Map<String, Value> {
        let each = self.stems.iter().zip(self.scenarios).map(|(stem, scenario)| {
            let told = json!({ "fingerprint": scenario.fingerprint, "scenario": scenario.resolved });
            (stem.clone(), told)
        });
        let scenarios = Value::Object(each.collect());
        [("by", self.by().name.into()), ("scenarios", scenarios)]
            .map(|(key, value)| (key.to_owned(), value))
            .into_iter()
            .collect()
    }

    fn is_met(&self) -> bool {
        self.comparison.reached.as_ref().is_none_or(|reached| reached.met)
    }
}

impl Compared<'_> {
    /// The outcome by which options are ranked.
    fn by(&self) -> &'static Outcome {
        &SYSTEM[self.comparison.by]
    }

    /// The difference of an option in the outcome by which options are ranked; none where that is in
    /// pounds and not all is priced.
    fn ranking(&self, option: usize) -> Option<&Difference> {
        let priced = self.unpriced(option).is_empty();
        self.comparison.options[option].system[self.comparison.by].as_ref().filter(|_| priced)
    }

    /// What has no price of an option, where options are ranked by pounds.
    fn unpriced(&self, option: usize) -> &[Unpriced] {
        let found = &self.comparison.options[option];
        money::unpriced_of(self.by().unit, found.money.as_ref())
    }

    /// The options that clearly change the outcome, the largest first, and whether the first is clearly
    /// the largest of all options.
    fn leading(&self) -> (Vec<usize>, bool) {
        let mut clear: Vec<usize> = (0..self.comparison.options.len())
            .filter(|&option| {
                self.comparison.options[option].clear_adjusted && self.ranking(option).is_some()
            })
            .collect();
        let size = |&option: &usize| self.ranking(option).map_or(0.0, |d| d.mean.abs());
        clear.sort_by(|a, b| size(b).total_cmp(&size(a)));
        let all: Vec<usize> =
            (0..self.comparison.options.len()).filter(|&option| self.ranking(option).is_some()).collect();
        let lead = self.comparison.lead(&all);
        let first =
            lead.as_ref().is_some_and(|lead| lead.is_clear() && clear.first() == Some(&all[lead.first]));
        (clear, first)
    }

    /// The difference of an option, in the outcome by which they are ranked, at both warm-ups.
    fn effect_again(&self, option: usize) -> Option<&Judged> {
        self.again.found()?.effects.get(option)
    }

    /// Its pounds for a bed-day avoided at both warm-ups.
    fn price_again(&self, option: usize) -> Option<&Judged> {
        self.again.found()?.prices.get(option)?.as_ref()
    }

    /// Whether its difference is known not to stand.
    fn falls(&self, option: usize) -> bool {
        self.effect_again(option).is_some_and(Judged::falls)
    }

    /// Whether the differences of all options stand.
    fn answer_stands(&self) -> Option<bool> {
        all_stand(self.again.found()?.effects.iter().map(|effect| effect.stands))
    }

    /// What is said of it, in sentences.
    fn standing(&self) -> Vec<String> {
        let falls = self.again.done().map_or_else(Vec::new, |done| {
            let told = |option: usize| {
                let (what, who) = (self.by(), format!("“{}”", self.label(option + 1)));
                let what = (words_of(what), what.unit);
                stands::effect(done, (&who, "does"), what, self.effect_again(option)?)
            };
            self.comparison.ranked().into_iter().filter_map(told).collect()
        });
        let by = self.again.found().into_iter().flat_map(|found| &found.effects);
        stands::said(self.again, self.answer_stands(), falls, by)
    }

    /// An option with what it has more or less of: "“Bridging” (places of “Visits” from 0 to 10)".
    fn with_size(&self, option: usize) -> String {
        let (base, scenario) = (&self.scenarios[0], &self.scenarios[option + 1]);
        let sizes = sizes(base, scenario);
        let has = |path: &str| sizes.iter().any(|size| size.path == path);
        // Rounds, hours and people have no size to name.
        let beyond = unpriced(base, scenario).iter().any(|one| {
            let roster = one.path.strip_suffix(".hours").map(|part| format!("{part}.staff"));
            !has(&one.path) && !roster.is_some_and(|path| has(&path))
        });
        let more = if sizes.len() > SIZES || beyond { ", and more" } else { "" };
        let label = self.label(option + 1);
        // What is named after the very service that it has more of does not name it twice.
        let own = |service: &&Named| service.label == label;
        let own = scenario.names.services.iter().find(own).map(|own| format!("services.{}.places", own.key));
        let told = sizes.iter().take(SIZES).map(|size| match &own {
            Some(path) if *path == size.path => size_in_words("places", size),
            _ => size_in_words(&size.label, size),
        });
        let told: Vec<String> = told.collect();
        if told.is_empty() {
            format!("“{label}”")
        } else {
            format!("“{label}” ({}{more})", told.join(", "))
        }
    }

    /// What an option changes, and how a reader should name it.
    fn option(&self, option: usize) -> (&Differences, &str) {
        (&self.comparison.options[option], self.label(option + 1))
    }

    /// How a reader should name a scenario.
    fn label(&self, scenario: usize) -> &str {
        &self.labels[scenario]
    }

    /// What each fund pays, as it is and with each option; with `brief` only options that change that.
    fn funds(&self, brief: bool) -> Vec<Vec<Block>> {
        let cost = PerFund::CostPerYear.index();
        let beside = |option: usize| {
            let (found, label) = self.option(option);
            let clear =
                |part: &Part<Vec<Option<Difference>>>| part.differences[cost].is_some_and(|d| d.clear);
            Beside {
                label,
                scenario: &self.scenarios[option + 1],
                findings: &self.findings[option + 1],
                moves: found.funds.iter().map(|part| (part.name.key.as_str(), clear(part))).collect(),
            }
        };
        let options: Vec<Beside<'_>> = self.comparison.ranked().into_iter().map(beside).collect();
        of_options((&self.scenarios[0], &self.findings[0]), &options, brief)
    }

    /// Whether what an option changes of an outcome is not steady.
    fn unsteady(&self, option: usize, outcome: &str) -> Option<Unsteady> {
        between(&self.scenarios[0], &self.scenarios[option + 1], outcome)
    }
}

/// How a reader should name scenarios: by their names; with those of their files where several have the
/// same, as overlays that do not name themselves have.
pub fn labels(scenarios: &[Scenario], stems: &[String]) -> Vec<String> {
    let name = |scenario: &Scenario| scenario.names.scenario.clone();
    let same = |one: &Scenario| scenarios.iter().filter(|other| name(other) == name(one)).count() > 1;
    let told = |(scenario, stem): (&Scenario, &String)| match name(scenario) {
        name if name == *stem => in_words(&stem.replace('-', "_")),
        name if same(scenario) => format!("{name} ({stem})"),
        name => name,
    };
    scenarios.iter().zip(stems).map(told).collect()
}

/// How many amounts of an option are named.
const SIZES: usize = 3;

fn size_in_words(what: &str, size: &Size) -> String {
    let amount = |x: f64| match x {
        x if !x.is_finite() => "no limit".to_owned(),
        x if x.fract() == 0.0 => thousands(x, 0),
        x => Grain::of("", x).show(x),
    };
    format!("{what} from {} to {}", amount(size.amounts[0]), amount(size.amounts[1]))
}

/// Names of their own for scenarios, from their files: a second `winter` is `winter-2`.
pub fn own_stems(scenarios: &[Scenario]) -> Vec<String> {
    let mut own: Vec<String> = Vec::new();
    for scenario in scenarios {
        let mut stem = scenario.stem.clone();
        let mut n = 1;
        while own.contains(&stem) {
            n += 1;
            stem = format!("{}-{n}", scenario.stem);
        }
        own.push(stem);
    }
    own
}
