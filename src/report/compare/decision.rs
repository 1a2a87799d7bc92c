//! What to choose under doubt, in sentences made by rule, and as data: in how many worlds each option is the best,
//! what a wrong choice would lose, and which figures turn the choice. No sentence is stronger than its numbers.

use std::io;

use serde_json::{Value, json};

use super::Compared;
use crate::experiment::decide::{Decision, Regret, Share, Table as Worths, Turn, turns};
use crate::report::charts::{Chart, Frame, Plane, PlaneKind, PlanePoint, Strip, StripRow};
use crate::report::csv::{Table, number};
use crate::report::differences::words_of;
use crate::report::paths::figure;
use crate::report::study::Picture;
use crate::report::words::{Grain, capital, count, in_a_row};
use crate::scenario::Laid;

/// So many figures that turn a choice are named.
const NAMED: usize = 2;
/// Options that are the best in fewer worlds than this are not named.
const LEAST_NAMED: f64 = 0.005;

/// Two options beside each other: which is ahead, in which worlds, and what turns that.
pub(super) struct Pair {
    /// The one that is ahead in more worlds; an index among the scenarios.
    pub ahead: usize,
    /// The other.
    pub behind: usize,
    /// The worlds in which it is ahead.
    pub share: Share,
    /// The figures that differ most between those worlds and the others.
    pub turns: Vec<Turn>,
}

/// The decision of a comparison with its words.
pub(super) struct Told<'a> {
    all: &'a Compared<'a>,
    of: &'a Decision,
    laid: &'a Laid,
}

impl<'a> Told<'a> {
    /// Of a comparison in several worlds.
    pub fn of(all: &'a Compared<'a>) -> Option<Self> {
        let of = all.comparison.decision.as_ref()?;
        Some(Self { all, of, laid: all.scenarios[0].worlds.as_deref()? })
    }

    fn runs(&self) -> u64 {
        self.all.how.runs
    }

    /// The worlds that were run.
    fn worlds(&self) -> usize {
        let tables = [&self.of.outcome, &self.of.avoided];
        tables.into_iter().flatten().map(|table| table.worlds.len()).next().unwrap_or(0)
    }

    fn label(&self, option: usize) -> String {
        if option == 0 {
            "the scenario as it is".to_owned()
        } else {
            format!("“{}”", self.all.label(option))
        }
    }

    /// "in 83 of 100 worlds"; by weight where worlds do not weigh the same.
    fn in_worlds(table: &Worths, share: f64) -> String {
        let worlds = table.worlds.len();
        let even = table.weights.iter().all(|weight| (weight * worlds as f64 - 1.0).abs() < 1e-6);
        if !even {
            return format!("in {} of worlds by weight", Grain::of("share", share).show(share));
        }
        let holds = (share * worlds as f64).round() as usize;
        // A world that is shared makes neither all of them nor none.
        let least = usize::from(share > 0.0);
        let most = worlds - usize::from(share < 1.0);
        match holds.clamp(least.min(most), most) {
            0 => "in no world".to_owned(),
            n if n == worlds => format!("in all {worlds} worlds"),
            n => format!("in {n} of {worlds} worlds"),
        }
    }

    /// The two options of which the choice is, by the outcome: the best on average and the next.
    fn by_outcome(&self) -> Option<Pair> {
        let table = self.of.outcome.as_ref()?;
        let mut order: Vec<usize> = (0..table.options()).collect();
        order.sort_by(|&a, &b| table.mean(b).total_cmp(&table.mean(a)).then(a.cmp(&b)));
        let (&first, &second) = (order.first()?, order.get(1)?);
        self.pair(table, (first, second), |one, other| Some(table.better(one, other)))
    }

    /// The same by pounds for each bed-day avoided, of options that avoid any on average; `None` where there are not
    /// two with a price.
    pub fn by_price(&self) -> Option<Pair> {
        let (spent, avoided) = (self.of.spent.as_ref()?, self.of.avoided.as_ref()?);
        let price = |option: usize| match (spent.mean(option), avoided.mean(option)) {
            (pounds, _) if pounds <= 0.0 => pounds,
            (pounds, days) => pounds / days,
        };
        let mut order: Vec<usize> =
            (1..spent.options()).filter(|&option| avoided.mean(option) > 0.0).collect();
        order.sort_by(|&a, &b| price(a).total_cmp(&price(b)).then(a.cmp(&b)));
        let (&first, &second) = (order.first()?, order.get(1)?);
        self.pair(spent, (first, second), |one, other| self.of.cheaper(one, other))
    }

    /// Two options, the one that is ahead in more worlds first; a tie is no holding, whichever of them that is.
    fn pair(
        &self,
        table: &Worths,
        (first, second): (usize, usize),
        ahead_of: impl Fn(usize, usize) -> Option<Share>,
    ) -> Option<Pair> {
        let share = ahead_of(first, second)?;
        let (ahead, behind, share) = if share.share >= 0.5 {
            (first, second, share)
        } else {
            (second, first, ahead_of(second, first)?)
        };
        let turns = turns(&self.of.figures, &table.worlds, &share.which);
        Some(Pair { ahead, behind, share, turns })
    }

    /// The sentences, the most important first.
    pub fn said(&self) -> Vec<String> {
        let ran = format!(
            "Run in {} that fit what was observed ({}), {} in all; every option in the same worlds.",
            count(self.worlds() as u64, "world"),
            self.laid.shown,
            count(self.runs(), "run")
        );
        let all = [self.best(), self.cheapest(), self.lost(), Some(ran)];
        all.into_iter().flatten().collect()
    }

    /// Which option is the best in how many worlds, by the outcome.
    fn best(&self) -> Option<String> {
        let table = self.of.outcome.as_ref()?;
        let what = words_of(self.all.by());
        let pair = self.by_outcome()?;
        if pair.share.ties == pair.share.worlds {
            return Some(format!(
                "{} and {} come to the same in every world: {what}.",
                capital(&self.label(pair.ahead)),
                self.label(pair.behind)
            ));
        }
        let best = table.best();
        let mut named: Vec<usize> = (0..best.len()).filter(|&option| best[option] >= LEAST_NAMED).collect();
        named.sort_by(|&a, &b| best[b].total_cmp(&best[a]).then(a.cmp(&b)));
        let each: Vec<String> = named
            .iter()
            .map(|&option| format!("{} {}", self.label(option), Self::in_worlds(table, best[option])))
            .collect();
        let clause = format!("{} is not ahead of {}", self.label(pair.ahead), self.label(pair.behind));
        let turned = self.turned(&pair, &clause);
        Some(format!(
            "Judged by “{what}”, the best is {} (a world is one set of figures that fits what was observed).{turned}",
            in_a_row(&each)
        ))
    }

    /// Which of two avoids bed-days for less, and what turns that.
    fn cheapest(&self) -> Option<String> {
        let pair = self.by_price()?;
        let table = self.of.spent.as_ref()?;
        let (ahead, behind) = (self.label(pair.ahead), self.label(pair.behind));
        if pair.share.ties == pair.share.worlds {
            return Some(format!(
                "A bed-day avoided costs the same with {ahead} and {behind} in every world."
            ));
        }
        let said = Self::in_worlds(table, pair.share.share);
        if pair.share.wilson95()[0] <= 0.5 {
            return Some(format!(
                "Whether {ahead} or {behind} avoids a bed-day for less hangs on which world is ours: the first {said}.{}",
                self.turned(&pair, "it is not the first")
            ));
        }
        Some(format!(
            "A bed-day avoided costs less with {ahead} than with {behind} {said}.{}",
            self.turned(&pair, "it does not")
        ))
    }

    /// What differs where a choice does not hold.
    fn turned(&self, pair: &Pair, clause: &str) -> String {
        let clear: Vec<&Turn> = pair.turns.iter().filter(|turn| turn.clear).take(NAMED).collect();
        if clear.is_empty() {
            return String::new();
        }
        let names = &self.all.scenarios[0].names;
        let each: Vec<String> = clear
            .iter()
            .map(|turn| {
                let (path, unit, _) = &self.of.figures.paths[turn.path];
                let [holds, other] = turn.medians;
                let side = if other > holds { "higher" } else { "lower" };
                let show = |x: f64| format!("{}{unit}", Grain::finer("", x).show(x));
                format!(
                    "{} tends to be {side} ({} in the middle, against {})",
                    figure(names, path, std::slice::from_ref(path)),
                    show(other),
                    show(holds)
                )
            })
            .collect();
        format!(" Where {clause}, {}.", in_a_row(&each))
    }

    /// What each choice loses against knowing the world.
    fn lost(&self) -> Option<String> {
        let table = self.of.pounds.as_ref().or(self.of.outcome.as_ref())?;
        let regrets = table.regrets();
        let of = |option: usize| -> (String, Regret) { (self.label(option), regrets[option]) };
        let show = |x: f64| Grain::of(table.unit, x).show(x);
        let unit = if table.unit == "£" { String::new() } else { format!(" {}", table.unit) };
        let counted =
            if table.unit == "£" { ", with bed-days avoided at the price of an acute bed-day" } else { "" };
        let (least, surest) = (table.least(|regret| regret.expected), table.least(|regret| regret.worst));
        let (label, regret) = of(least);
        if regrets.iter().all(|regret| regret.expected <= 0.0) {
            return None;
        }
        let first = format!(
            "Without knowing which world is ours, choosing {label} loses least on average against the best choice in \
             each world{counted}: {}{unit}, at worst {}{unit}",
            show(regret.expected),
            show(regret.worst)
        );
        if surest == least {
            return Some(format!("{first}; no other choice loses less at worst."));
        }
        let (label, regret) = of(surest);
        Some(format!(
            "{first}. At worst {label} loses least: {}{unit}, on average {}{unit}.",
            show(regret.worst),
            show(regret.expected)
        ))
    }

    /// The charts: in which worlds each option is the best, and the figure that turns the choice.
    pub fn pictures(&self, days: &str) -> Vec<Picture> {
        let strip = self.strip(days).map(|chart| Picture { name: "best-by-world", chart });
        let turn = self.by_price().zip(self.of.spent.as_ref()).map(|(pair, _)| (pair, true));
        let turn = turn.or_else(|| Some((self.by_outcome()?, false)));
        let turn = turn.and_then(|(pair, by_price)| self.turning(&pair, by_price, days));
        strip.into_iter().chain(turn.map(|chart| Picture { name: "what-turns-it", chart })).collect()
    }

    fn strip(&self, days: &str) -> Option<Chart> {
        let table = self.of.outcome.as_ref()?;
        let (best, winners) = (table.best(), table.winners());
        let mut options: Vec<usize> = (0..best.len()).collect();
        options.sort_by(|&a, &b| best[b].total_cmp(&best[a]).then(a.cmp(&b)));
        let place = |option: usize| options.iter().position(|other| *other == option).unwrap_or(0);
        let mut worlds: Vec<usize> = (0..winners.len()).collect();
        worlds.sort_by_key(|&w| (place(winners[w]), w));
        let row = |&option: &usize| StripRow {
            label: capital(&self.label(option)),
            parts: worlds.iter().map(|&w| winners[w] == option).collect(),
            told: Self::in_worlds(table, best[option]),
        };
        let (first, what) = (options[0], words_of(self.all.by()));
        let title =
            format!("{what}: {} is the best {}", self.label(first), Self::in_worlds(table, best[first]));
        let description =
            options.iter().map(|&o| format!("{} {}", self.label(o), Self::in_worlds(table, best[o])));
        Some(Chart::Strip(Strip {
            frame: Frame {
                subtitle: format!(
                    "Which option is the best in each world that fits what was observed, {days}"
                ),
                description: format!("{title}. {}.", description.collect::<Vec<_>>().join("; ")),
                title,
                ..Frame::default()
            },
            rows: options.iter().map(row).collect(),
            measure: "Each part is a world, a set of figures that fits what was observed".to_owned(),
            note: "The mean of a world's runs decides, drawn to the mean of all as far as it is luck."
                .to_owned(),
            days: None,
        }))
    }

    fn turning(&self, pair: &Pair, by_price: bool, days: &str) -> Option<Chart> {
        let turn = pair.turns.iter().find(|turn| turn.clear)?;
        let (path, unit, values) = &self.of.figures.paths[turn.path];
        let table = if by_price { self.of.pounds.as_ref()? } else { self.of.outcome.as_ref()? };
        let more = table.found_more(pair.ahead, pair.behind);
        let points = table.worlds.iter().zip(&more).zip(&pair.share.which);
        let points = points.filter_map(|((world, more), holds)| {
            Some(PlanePoint {
                across: *values.get(*world as usize - 1)?,
                up: *more,
                kind: if *holds { PlaneKind::For } else { PlaneKind::Against },
                ..PlanePoint::default()
            })
        });
        let name = figure(&self.all.scenarios[0].names, path, std::slice::from_ref(path));
        let (ahead, behind) = (self.label(pair.ahead), self.label(pair.behind));
        let what = if by_price { "avoids a bed-day for less" } else { "is better" };
        let side = if turn.medians[1] > turn.medians[0] { "higher" } else { "lower" };
        let title = format!("{name}: where it is {side}, {behind} {what} than {ahead} more often");
        let measure = if by_price {
            format!("{}: worth of bed-days avoided less what is spent, beyond {behind} (£)", capital(&ahead))
        } else {
            format!("{} beyond {behind}, better upwards ({})", capital(&ahead), table.unit)
        };
        Some(Chart::Plane(Plane {
            frame: Frame {
                subtitle: format!("Each mark is a world that fits what was observed, {days}"),
                description: format!("{title}. {}", self.turned(pair, "it does not hold").trim()),
                title,
                ..Frame::default()
            },
            across: if unit.is_empty() { name } else { format!("{name} ({unit})") },
            measure,
            points: points.collect(),
            note: self.turned(pair, "it does not hold").trim().to_owned(),
            ..Plane::default()
        }))
    }

    fn stem(&self, option: usize) -> &str {
        &self.all.stems[option]
    }

    /// For `results.json`.
    pub fn json(&self) -> Value {
        let tables = [("outcome", &self.of.outcome), ("pounds", &self.of.pounds)];
        let mut told = json!({
            "worlds": self.worlds(),
            "file": self.laid.shown,
        });
        for (name, table) in tables.into_iter().filter_map(|(name, table)| Some((name, table.as_ref()?))) {
            let (best, regrets) = (table.best(), table.regrets());
            let options = (0..table.options()).map(|option| {
                let better = table.better(option, 0);
                let value = json!({
                    "best_share": best[option],
                    "better_than_base_share": better.share,
                    "better_than_base_share95": better.wilson95(),
                    "expected_regret": regrets[option].expected,
                    "worst_regret": regrets[option].worst,
                });
                (self.stem(option).to_owned(), value)
            });
            told[name] = json!({
                "unit": table.unit,
                "least_expected_regret": self.stem(table.least(|regret| regret.expected)),
                "least_worst_regret": self.stem(table.least(|regret| regret.worst)),
                "options": options.collect::<serde_json::Map<_, _>>(),
            });
        }
        for (name, pair) in [("by_outcome", self.by_outcome()), ("by_price", self.by_price())] {
            let Some(pair) = pair else { continue };
            let turns = pair.turns.iter().map(|turn| {
                let (path, unit, _) = &self.of.figures.paths[turn.path];
                json!({
                    "path": path,
                    "unit": unit,
                    "distance": turn.distance,
                    "clear": turn.clear,
                    "median_where_it_holds": turn.medians[0],
                    "median_where_not": turn.medians[1],
                })
            });
            told[name] = json!({
                "ahead": self.stem(pair.ahead),
                "behind": self.stem(pair.behind),
                "share": pair.share.share,
                "share95": pair.share.wilson95(),
                "turns": turns.collect::<Vec<_>>(),
            });
        }
        told
    }

    /// `decision.csv`: a row for each scenario.
    pub fn table(&self) -> io::Result<Vec<u8>> {
        let mut out = Table::new();
        let mut header = vec!["scenario".to_owned()];
        let tables: Vec<(&str, &Worths)> = [("outcome", &self.of.outcome), ("pounds", &self.of.pounds)]
            .into_iter()
            .filter_map(|(name, table)| Some((name, table.as_ref()?)))
            .collect();
        let columns = ["best_share", "better_than_base_share", "expected_regret", "worst_regret"];
        header.extend(tables.iter().flat_map(|(name, _)| columns.map(|column| format!("{name}_{column}"))));
        header.push("spends_less_share".to_owned());
        out.row(&header)?;
        for option in 0..self.all.stems.len() {
            let mut row = vec![self.stem(option).to_owned()];
            for (_, table) in &tables {
                let (best, regret) = (table.best()[option], table.regrets()[option]);
                let cells = [best, table.better(option, 0).share, regret.expected, regret.worst];
                row.extend(cells.map(|x| number(Some(x))));
            }
            let less = self.of.spent.as_ref().map(|table| table.better(0, option).share);
            row.push(number(less));
            out.row(&row)?;
        }
        out.finish()
    }

    /// `worlds.csv`: a row for each world and option, with the figures of the world: what is behind every share.
    pub fn by_world(&self) -> io::Result<Vec<u8>> {
        let mut out = Table::new();
        let first = ["world", "weight", "scenario", "outcome_better", "bed_days_avoided", "spent", "pounds"];
        let paths = self.of.figures.paths.iter().map(|(path, ..)| path.as_str());
        out.row(first.into_iter().chain(paths))?;
        let tables = [&self.of.outcome, &self.of.avoided, &self.of.spent, &self.of.pounds];
        let Some(any) = tables.into_iter().flatten().next() else { return out.finish() };
        for (w, world) in any.worlds.iter().enumerate() {
            for option in 0..self.all.stems.len() {
                let mut row =
                    vec![world.to_string(), any.weights[w].to_string(), self.stem(option).to_owned()];
                let of = |table: &Option<Worths>| number(table.as_ref().map(|table| table.values[option][w]));
                row.extend(tables.map(of));
                let figures = self.of.figures.paths.iter();
                row.extend(figures.map(|(.., values)| number(values.get(*world as usize - 1).copied())));
                out.row(&row)?;
            }
        }
        out.finish()
    }
}
