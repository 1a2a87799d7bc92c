//! The five kinds of validity: which are done, with what and when, and which need people. What was compared with what
//! stands in `docs/validation.json`, which a test keeps beside `docs/validation.md`.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::Finished;
use super::paper::Paper;
use crate::report::markdown::{self, BLANK};
use crate::report::words::{Grain, date, in_a_row};

/// The table of cases as the tests left it.
pub static CASES: LazyLock<Cases> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../docs/validation.json")).unwrap_or_default());

/// What the program was compared with.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Cases {
    /// The day on which one of them last changed, as an ISO date.
    pub changed: String,
    /// The cases in their order.
    pub cases: Vec<Case>,
}

/// One of them.
#[derive(Clone, Debug, Deserialize)]
pub struct Case {
    /// `V1`, `T3`.
    pub name: String,
    /// What is compared.
    pub title: String,
    /// With whose figures, as Markdown.
    pub source: String,
    /// How many of its rows hold.
    pub verdict: String,
}

impl Case {
    /// What kind of validity it speaks for: mathematics and laws, other models, or what was observed.
    pub fn kind(&self) -> Kind {
        match self.name.as_str() {
            "V5a" | "V5b" => Kind::Verification,
            "V7" | "V8" => Kind::External,
            name if name.starts_with('T') => Kind::Verification,
            _ => Kind::Cross,
        }
    }
}

/// A kind of validity that a program can show something of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The program does what it is meant to.
    Verification,
    /// Other models say the same.
    Cross,
    /// What was observed comes out.
    External,
}

impl Kind {
    fn words(self) -> &'static str {
        match self {
            Self::Verification => "verification",
            Self::Cross => "cross validity",
            Self::External => "external validity",
        }
    }
}

pub(super) fn section(paper: &mut Paper, of: &Finished) {
    paper.section("5 Verification and validation");
    let cases = &*CASES;
    let of_kind = |kind: Kind| {
        let all: Vec<&Case> = cases.cases.iter().filter(|case| case.kind() == kind).collect();
        let whole = all.iter().filter(|case| case.verdict.starts_with("pass")).count();
        format!("{} of {} cases hold in every row", whole, all.len())
    };
    let blank = |what: &str| format!("{BLANK}{what}]**");
    let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
    let (cross, verified, external) =
        (of_kind(Kind::Cross), of_kind(Kind::Verification), of_kind(Kind::External));
    let rows = vec![
        row([
            "face validity",
            "Do people who know the services find structure, data, assumptions and results sensible?",
            "nothing: a program cannot do it. 2, 3 and 4 are what they need to read.",
            &blank("who was asked, when, and what they said"),
        ]),
        row([
            "verification (internal validity)",
            "Does the program compute what it says?",
            &format!(
                "against mathematics: {verified}. In every replication of the tests people are neither made nor lost and \
                 delay sums up over reasons. The same bytes come out on every machine."
            ),
            &blank("whether somebody else has read the code that matters here"),
        ]),
        row([
            "cross validity",
            "Do other models of the same thing agree?",
            &format!("against published models and another hand's program: {cross}."),
            &blank("whether a model of this place exists to compare with"),
        ]),
        row([
            "external validity",
            "Does it give what really happened?",
            &format!(
                "for the built-in hospital, most of whose figures were fitted to these years: {external}. For another place the \
                 cases say nothing. {}",
                observed(of)
            ),
            &blank("whether the scenario was held against what this place observed, and how far off it was"),
        ]),
        row([
            "predictive validity",
            "Does it give what happens afterwards?",
            &predictive(of),
            &blank("which forecast was written down before, and what came"),
        ]),
    ];
    paper.say(
        "Five kinds, by Eddy et al. 2012; the last two weigh most. Nothing here shows that a change that was never made \
         will do what the study says.\n",
    );
    paper.table(&["kind", "asks", "done", "by people"], rows);
    let changed = cases
        .changed
        .parse()
        .map_or_else(|_| String::new(), |day| format!(", as they stood on {}", date(day)));
    paper.say(&format!("\nThe cases{changed}; `docs/validation.md` of the program has every row:\n"));
    let each = cases.cases.iter().map(|case| {
        vec![
            format!("{} {}", case.name, case.title),
            case.kind().words().to_owned(),
            case.source.clone(),
            case.verdict.clone(),
        ]
    });
    paper.table(&["case", "kind", "against", "verdict"], each);
}

/// Whether this study was held against what was observed.
fn observed(of: &Finished) -> String {
    match of.results["observed"].as_object().filter(|told| !told.is_empty()) {
        Some(_) => "This study was held against observed figures: `observed` in results.json.".to_owned(),
        None => "This study was not held against observed figures (`--observed`).".to_owned(),
    }
}

/// What forecasts from past days scored.
fn predictive(of: &Finished) -> String {
    let scores = [&of.results["scores"], &of.results["score"]["scores"]];
    let scales = scores.into_iter().find_map(Value::as_object);
    let leads = scales.into_iter().flat_map(Map::values).find_map(Value::as_object);
    let told = leads.into_iter().flat_map(Map::iter).filter_map(|(week, lead)| {
        let share = lead["forecast"]["coverage90"].as_f64()?;
        let shown = Grain::of("share", share).show(share);
        Some(format!("{shown} of {} in week {week}", lead["forecasts"].as_u64()?))
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() {
        return "not in this study: `wardflow backcast` makes forecasts from past days with only what was known then. A plan \
                that was then carried out has never been forecast beforehand."
            .to_owned();
    }
    markdown::text(&format!(
        "forecasts made from past days with only what was known then: the 90% band held {}.",
        in_a_row(&told)
    ))
}
