//! Whether a choice stands with a longer warm-up.

use serde_json::{Value, json};

use super::Optimised;
use crate::experiment::address::Address;
use crate::experiment::optimise::again::ChosenAgain;
use crate::report::addresses::within;
use crate::report::json::settings;
use crate::report::stands;

impl Optimised<'_> {
    /// Whether the choice is known not to stand.
    pub(super) fn choice_falls(&self) -> bool {
        self.again.found().is_some_and(|found| found.choice == Some(false))
    }

    /// Whether the choice and what it changes stands.
    pub(super) fn answer_stands(&self) -> Option<bool> {
        self.again.found().and_then(ChosenAgain::stands)
    }

    /// What the effects are of: what is minimised, then each target's outcome.
    fn effects_of(&self) -> impl Iterator<Item = Address> {
        std::iter::once(self.asked.minimise).chain(self.asked.targets.iter().map(|target| target.outcome))
    }

    /// What is said of it, in sentences.
    pub(super) fn standing(&self) -> Vec<String> {
        let mut falls = Vec::new();
        if let Some(done) = self.again.done() {
            let found = &done.found;
            let with = stands::longer(done.warm_up);
            if self.choice_falls() {
                let told = match (found.instead, self.found.selection.chosen) {
                    (Some(other), Some(_)) => format!("{} meets the target for less", self.label(other)),
                    (Some(other), None) => format!("{} meets the target", self.label(other)),
                    _ => "the mix misses the target".to_owned(),
                };
                falls.push(format!("With {with} {told}: {}", stands::HANGS));
            }
            let chosen = self.found.selection.chosen.map_or_else(String::new, |chosen| self.label(chosen));
            let mut told: Vec<Address> = Vec::new();
            for (on, judged) in self.effects_of().zip(&found.effects) {
                if !told.contains(&on) {
                    told.push(on);
                    let what = within(on, &self.base.names);
                    let who = format!("the mix ({chosen})");
                    falls.extend(stands::effect(done, (&who, "does"), (&what, on.outcome().unit), judged));
                }
            }
        }
        let by = self.again.found().into_iter().flat_map(|found| &found.effects);
        stands::said(self.again, self.answer_stands(), falls, by)
    }

    /// The same for `results.json`; `None` where there was no need to look.
    pub(super) fn standing_json(&self) -> Option<Value> {
        let mut told = stands::repeated(self.again, self.answer_stands())?;
        if let Some(found) = self.again.found() {
            let names = &self.base.names;
            told["choice_stands"] = found.choice.into();
            told["instead"] = found
                .instead
                .map(|point| {
                    json!({
                        "point": point,
                        "settings": settings(&self.points[point].settings),
                    })
                })
                .into();
            told["beyond_targets"] = found.beyond.clone().into();
            let each = self.effects_of().zip(&found.effects);
            let each = each.map(|(on, of)| (on.typed(names), stands::judged(self.again, of)));
            told["effects"] = each.collect::<serde_json::Map<_, _>>().into();
        }
        Some(told)
    }
}
