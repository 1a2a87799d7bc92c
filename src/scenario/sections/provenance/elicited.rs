//! What people think a figure is, as one distribution, and who they are. `judgement` reads it; studies draw
//! from it.

use jiff::civil::Date;
use serde_json::json;

use super::judgement::{Judged, Judgements, USUAL};
use crate::base::opinion::Pool;
use crate::base::statistics::in_thousandths;
use crate::scenario::text::setting::Figure;

/// What people think a figure is.
#[derive(Clone, Debug, PartialEq)]
pub struct Elicited {
    /// The unit of all its values: `d`, `h`, `min`, `w`, or nothing.
    pub unit: String,
    /// The judgements pooled by their weights, within the range of the figure where one is typed.
    pub pool: Pool,
    judged: Vec<Judged>,
}

impl Elicited {
    /// Of what was typed; `None` where that is faulty.
    pub fn of(judgements: &Judgements, range: Option<[Figure; 2]>) -> Option<Self> {
        let pool = judgements.pool()?;
        let pool = match range {
            Some([low, high]) => pool.within([low.number, high.number])?,
            None => pool,
        };
        Some(Self { unit: judgements.unit().to_owned(), pool, judged: judgements.0.clone() })
    }

    /// Between what the figure is looked for, as typed; in so many digits as say something.
    pub fn range(&self) -> [serde_json::Value; 2] {
        let [low, high] = self.pool.ends();
        [low, high].map(|end| {
            let number = in_thousandths(end, end.abs().min(high - low));
            if self.unit.is_empty() {
                json!(number)
            } else {
                json!(Figure { number, unit: self.unit.clone() }.to_string())
            }
        })
    }

    /// Who was asked, and when: `therapy lead, 2026-01-05; ward manager, 2026-01-06`.
    pub fn by_whom(&self) -> String {
        self.listed(|one| who(&one.role, one.date))
    }

    /// The same with what each said: `therapy lead, 2026-01-05: 2d, 3d, 6d`.
    pub fn in_words(&self) -> String {
        self.listed(|one| {
            let [low, middle, high] = &one.values;
            let mut said = format!("{}: {low}, {middle}, {high}", who(&one.role, one.date));
            if one.shares != USUAL {
                let [a, b, c] = one.shares.map(|share| (share * 1e5).round() / 1e3);
                said.push_str(&format!(" at {a}, {b} and {c}%"));
            }
            if (one.weight - 1.0).abs() > 0.0 {
                said.push_str(&format!(", weight {}", one.weight));
            }
            said
        })
    }

    fn listed(&self, said: impl Fn(&Judged) -> String) -> String {
        self.judged.iter().map(said).collect::<Vec<_>>().join("; ")
    }
}

fn who(role: &str, date: Date) -> String {
    format!("{role}, {date}")
}
