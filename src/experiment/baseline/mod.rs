//! A running scenario from what was published for a trust: by balance and Little's law, without a run.
//!
//! `table` holds what was published, `filled` what is taken from others where nothing was. `balance` says who comes and how
//! long they stay, `delays` divides those who remain by reason, with lengths from `bands` and places from `queue`. `template`
//! writes the scenario with the source of each figure (`sources`, `dates`), `targets` what a run is held against. `returned` puts a daily return in place of the
//! table. `like`
//! scales a scenario of one's own instead. Nothing here knows files or pages.

pub mod balance;
pub mod bands;
mod dates;
pub mod delays;
pub mod filled;
pub mod like;
pub mod queue;
pub mod returned;
mod sources;
pub mod table;
pub mod targets;
mod template;

use serde_json::Value;

use balance::Balance;
use delays::Delays;
use returned::Returned;
use table::{Column, NEEDED, Table, Trust};
use targets::Target;

use crate::sources::Daily;

/// A scenario made from published figures.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// What was published.
    pub trust: Trust,
    /// Who comes and how long they stay.
    pub balance: Balance,
    /// Who waits for what.
    pub delays: Delays,
    /// The scenario.
    pub scenario: Value,
    /// What a run is held against.
    pub targets: Vec<Target>,
    /// The hospital's own daily return, where one was given.
    pub returned: Option<Returned>,
}

impl Baseline {
    /// Makes one; the error names the columns that have to be there.
    pub fn of(table: &Table, trust: &Trust) -> Result<Self, String> {
        let Some(balance) = balance::solve(table, trust) else {
            let names: Vec<&str> = NEEDED.iter().map(|column| column.name()).collect();
            return Err(format!("{}: expected figures above 0 in {}", trust.called(), names.join(", ")));
        };
        let delays = delays::solve(table, trust, &balance);
        let scenario = template::scenario(trust, &balance, &delays);
        let targets = targets::targets(trust, &balance, &delays);
        Ok(Self { trust: trust.clone(), balance, delays, scenario, targets, returned: None })
    }

    /// The same with what a daily return of the hospital's own says; the error also says what that lacks.
    pub fn with_daily(table: &Table, trust: &Trust, daily: &Daily) -> Result<Self, String> {
        let returned = Returned::of(daily)?;
        let (own, said) = returned.over(trust);
        let mut made = Self::of(table, &own)?;
        made.balance.contradicts.splice(0..0, said);
        if returned.is_followed(&own) {
            targets::follow(&mut made.targets, &returned.source());
        }
        returned.put(&mut made);
        made.returned = Some(returned);
        Ok(made)
    }

    /// What was not published for this trust and was taken from others, in sentences.
    pub fn taken(&self) -> Vec<String> {
        let mut all = Vec::new();
        let mut add = |what: &str, from: &filled::From| {
            if let Some(from) = from.words() {
                all.push(format!("{what}: {from}."));
            }
        };
        add("Discharges by pathway", &self.balance.pathways.from);
        add("Reasons for delay", &self.delays.reasons.from);
        add("Bands of delay", &self.delays.bands[0]);
        add("Mean delay of the delayed", &self.delays.bands[1]);
        all
    }

    /// Columns in which nothing was published for it.
    pub fn unpublished(&self) -> Vec<&'static str> {
        Column::ALL
            .iter()
            .filter(|column| self.trust.get(**column).is_none())
            .map(|column| column.name())
            .collect()
    }
}
