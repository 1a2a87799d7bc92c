//! Whether the ends of a sweep stand with a longer warm-up.

use super::Swept;
use crate::experiment::stands::{Judged, all_stand};
use crate::report::differences::words_of;
use crate::report::paths::settings_in_words;
use crate::report::stands;

impl Swept<'_> {
    /// What a point changes of the outcome that is shown at both warm-ups; `None` where it was not looked at.
    pub(super) fn effect_again(&self, point: usize) -> Option<&Judged> {
        let at = self.ends.iter().position(|end| *end == point)?;
        self.again.found()?.effects.get(at)
    }

    /// Whether a point does not stand.
    pub(super) fn falls(&self, point: usize) -> bool {
        self.effect_again(point).is_some_and(Judged::falls)
    }

    /// Whether both ends stand.
    pub(super) fn answer_stands(&self) -> Option<bool> {
        all_stand(self.again.found()?.effects.iter().map(|effect| effect.stands))
    }

    /// What is said of it, in sentences.
    pub(super) fn standing(&self) -> Vec<String> {
        let falls = self.again.done().map_or_else(Vec::new, |done| {
            let told = |&point: &usize| {
                let who = settings_in_words(self.base, &self.points[point].settings);
                let who = format!("the end of the range ({who})");
                let what = (words_of(self.by()), self.by().unit);
                stands::effect(done, (&who, "does"), what, self.effect_again(point)?)
            };
            self.ends.iter().filter_map(told).collect()
        });
        let by = self.again.found().into_iter().flat_map(|found| &found.effects);
        stands::said(self.again, self.answer_stands(), falls, by)
    }
}
