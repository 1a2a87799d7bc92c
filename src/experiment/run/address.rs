//! The address of an outcome: a name for the whole system, `pathways.KEY.NAME` and the like for a part
//! of it.
//!
//! Knows where its value stands in a replication; nothing of what it is wanted for. `measures::outcome`
//! holds the names.

use super::Estimate;
use super::difference::Difference;
use crate::measures::Replication;
use crate::measures::outcome::{
    DIVERSION, FUND, GROUP, Key, Outcome, PATHWAY, PerFund, RULE, SERVICE, STEP, SYSTEM, System,
};
use crate::scenario::names::{Named, Names};
use crate::scenario::nearest;

/// Which outcome, and of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    part: Part,
    /// Its index in the whole, for parts of which there are many.
    index: usize,
    outcome: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    System,
    Pathway,
    Group,
    Service,
    Rule,
    Diversion,
    Fund,
    Step,
}

impl Part {
    const NAMED: [Self; 7] =
        [Self::Pathway, Self::Group, Self::Service, Self::Rule, Self::Diversion, Self::Fund, Self::Step];

    fn table(self) -> &'static [Outcome] {
        match self {
            Self::System => SYSTEM,
            Self::Pathway => PATHWAY,
            Self::Group => GROUP,
            Self::Service => SERVICE,
            Self::Rule => RULE,
            Self::Diversion => DIVERSION,
            Self::Fund => FUND,
            Self::Step => STEP,
        }
    }

    /// As in an address and in `results.json`.
    fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Pathway => "pathways",
            Self::Group => "groups",
            Self::Service => "services",
            Self::Rule => "gives_way",
            Self::Diversion => "diversions",
            Self::Fund => "funds",
            Self::Step => "steps",
        }
    }

    fn names(self, names: &Names) -> &[Named] {
        match self {
            Self::System => &[],
            Self::Pathway => &names.pathways,
            Self::Group => &names.groups,
            Self::Service => &names.services,
            Self::Rule => &names.gives_way,
            Self::Diversion => &names.diversions,
            Self::Fund => &names.funds,
            Self::Step => &names.steps,
        }
    }

    fn rows(self, r: &Replication) -> &[Vec<Option<f64>>] {
        match self {
            Self::System => std::slice::from_ref(&r.system),
            Self::Pathway => &r.pathways,
            Self::Group => &r.groups,
            Self::Service => &r.services,
            Self::Rule => &r.gives_way,
            Self::Diversion => &r.diversions,
            Self::Fund => &r.funds,
            Self::Step => &r.steps,
        }
    }
}

impl Address {
    /// Of the whole system.
    pub fn system(outcome: System) -> Self {
        Self { part: Part::System, index: 0, outcome: outcome.index() }
    }

    /// What a fund costs in a year.
    pub fn fund(index: usize, outcome: PerFund) -> Self {
        Self { part: Part::Fund, index, outcome: outcome.index() }
    }

    /// From its text, as `delay_days_p90`, `pathways.p1.delay_days_p90` or `services.x.wait_days_mean`,
    /// with the names of a scenario.
    ///
    /// # Errors
    /// What is wrong with it, and what is near.
    pub fn parse(text: &str, names: &Names) -> Result<Self, String> {
        let parts: Vec<&str> = text.trim().split('.').map(str::trim).collect();
        match parts.as_slice() {
            [name] => {
                let outcome = find(name, SYSTEM).ok_or_else(|| no_outcome(name))?;
                Ok(Self { part: Part::System, index: 0, outcome })
            }
            // The key of a rule holds that of its pathway, that of a diversion what it is.
            [of, key @ .., name]
                if key.len() == 1
                    || *of == Part::Rule.word() && key.len() == 2
                    || *of == Part::Diversion.word() && (2..=3).contains(&key.len()) =>
            {
                let key = &key.join(".");
                let part = Part::NAMED.into_iter().find(|part| part.word() == *of);
                let part = part.ok_or_else(|| {
                    let near = near(of, Part::NAMED.map(Part::word));
                    format!("there is nothing called \"{of}\" that has outcomes{near}")
                })?;
                let (all, word) = (part.names(names), part.word());
                let index = all.iter().position(|named| named.key == *key).ok_or_else(|| {
                    let near = near(key, all.iter().map(|of| of.key.as_str()));
                    format!("there is no \"{key}\" in {word}{near}")
                })?;
                let outcome = find(name, part.table()).ok_or_else(|| {
                    let near = near(name, part.table().iter().map(|o| o.name));
                    format!("{word} have no outcome \"{name}\"{near}")
                })?;
                Ok(Self { part, index, outcome })
            }
            _ => Err(format!(
                "\"{text}\" is not an outcome; expected a name, as in nctr_people, or PART.KEY.NAME with PART one \
                 of pathways, groups, services, gives_way, diversions, funds, steps"
            )),
        }
    }

    /// Its name and unit.
    pub fn outcome(self) -> &'static Outcome {
        &self.part.table()[self.outcome]
    }

    /// Whether it is of the whole system.
    pub fn is_system(self) -> bool {
        self.part == Part::System
    }

    /// Whose it is; `None` where it is the system's.
    pub fn of(self, names: &Names) -> Option<&Named> {
        self.part.names(names).get(self.index)
    }

    /// As it is typed.
    pub fn typed(self, names: &Names) -> String {
        let name = self.outcome().name;
        self.of(names).map_or_else(|| name.to_owned(), |of| format!("{}.{}.{name}", self.part.word(), of.key))
    }

    /// Its value in a replication; `None` where it is undefined there.
    pub fn value(self, r: &Replication) -> Option<f64> {
        let row = self.part.rows(r).get(self.index)?;
        row.get(self.outcome).copied().flatten().filter(|x| x.is_finite())
    }

    /// What replications tell of it.
    pub fn estimate(self, replications: &[Replication]) -> Estimate {
        Estimate::over(self.outcome().unit, replications, |r| self.value(r))
    }

    /// Its mean over the replications that have it.
    pub fn mean(self, replications: &[Replication]) -> Option<f64> {
        let known: Vec<f64> = replications.iter().filter_map(|r| self.value(r)).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    }

    /// Its paired difference between two lots of replications.
    pub fn difference(self, before: &[Replication], after: &[Replication]) -> Option<Difference> {
        Difference::over(self.outcome().unit, before, after, |b, a| (self.value(b), self.value(a)))
    }
}

fn find(name: &str, table: &[Outcome]) -> Option<usize> {
    table.iter().position(|o| o.name == name)
}

fn no_outcome(name: &str) -> String {
    let elsewhere = Part::NAMED.into_iter().find(|part| find(name, part.table()).is_some());
    if let Some(part) = elsewhere {
        let word = part.word();
        return format!("\"{name}\" is an outcome of {word}; expected {word}.KEY.{name}");
    }
    let all = SYSTEM.iter().map(|o| o.name);
    let with: Vec<&str> = all.clone().filter(|known| name.len() > 2 && known.contains(name)).collect();
    let near = match near(name, all) {
        near if !near.is_empty() => near,
        _ if with.is_empty() => "; `wardflow schema --measures` lists them".to_owned(),
        _ => format!("; expected one of {}", with.join(", ")),
    };
    format!("there is no outcome \"{name}\"{near}")
}

/// What is near to a word, or else all there are where they are few.
fn near<'a>(typed: &str, words: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(near) = nearest(typed, words.clone()) {
        return format!("; did you mean \"{near}\"?");
    }
    let all: Vec<&str> = words.into_iter().collect();
    if (1..=12).contains(&all.len()) {
        format!("; expected one of {}", all.join(", "))
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;
    use crate::measures::outcome::PerService;

    #[test]
    fn an_address_is_a_name_of_the_system_or_a_part_a_key_and_a_name() {
        let (scenario, all, _) = made_up(3);
        let names = &scenario.names;
        for text in [
            "nctr_people",
            "pathways.p1.delay_days_p90",
            "groups.everyone.discharges",
            "steps.therapy.people",
        ] {
            assert_eq!(Address::parse(text, names).expect("an address").typed(names), text);
        }
        let address = Address::parse(" services . home_care.wait_days_mean ", names).expect("an address");
        assert_eq!(address.value(&all[1]), all[1].services[1][PerService::WaitDaysMean.index()]);
        assert_eq!(
            (address.outcome().unit, address.of(names).map(|of| of.label.as_str())),
            ("days", Some("Home care"))
        );
        assert_eq!(Address::system(System::AcuteOccupancy).mean(&all), None, "undefined in every run");
        let same = address.difference(&all, &all).expect("a difference");
        assert_eq!((same.mean, same.sd, same.n), (0.0, 0.0, 3));
    }

    #[test]
    fn each_part_of_an_address_has_its_nearest_word() {
        let names = made_up(1).0.names;
        for (text, said) in [
            ("nctr_peopel", "did you mean \"nctr_people\"?"),
            ("pathway.p1.delay_days_p90", "did you mean \"pathways\"?"),
            ("services.home_cars.wait_days_mean", "did you mean \"home_care\"?"),
            ("services.x.wait_days_mean", "expected one of beds, home_care"),
            ("services.beds.wait_day_mean", "did you mean \"wait_days_mean\"?"),
            ("wait_days_mean", "expected services.KEY.wait_days_mean"),
            ("pathways.p1", "expected a name"),
            ("", "there is no outcome"),
            (
                "nctr",
                "no outcome \"nctr\"; expected one of nctr_bed_days, nctr_people, nctr_share_of_beds, nctr_remaining, ",
            ),
            ("length of stay", "`wardflow schema --measures` lists them"),
        ] {
            let error = Address::parse(text, &names).expect_err(text);
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
