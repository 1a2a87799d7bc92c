//! A brief from what a study has to tell: its page, its charts and what it puts first. The sentences and tables are
//! those of the page; nothing is worded here but what every report has.

use super::block::{Block, Part, Table};
use super::brief::{Brief, Figure, SCHEMA, Sentence};
use super::charts::ChartError;
use super::differences::NCTR;
use super::page::{HOW_TO_READ, Page};
use super::study::Report;
use super::version::{PROGRAM, VERSION};
use super::words::count;
use crate::scenario::{Scenario, SourceKind};

/// What a brief is made with beside the report.
pub struct With<'a> {
    /// The command: `compare`.
    pub study: &'a str,
    /// The line at the foot of charts.
    pub source: &'a str,
    /// The command that makes it again.
    pub command: String,
    /// The fingerprint of all that was run.
    pub fingerprint: &'a str,
    /// The seed of all luck.
    pub seed: u64,
}

/// Caveats on the first page.
const CAVEATS: usize = 3;

/// The brief.
///
/// # Errors
/// Where a chart cannot be drawn, which depends on no number in it.
pub fn brief(report: &dyn Report, with: With<'_>) -> Result<Brief, ChartError> {
    let (base, ran, front) = (report.base(), report.ran(), report.front());
    let mut page = report.page();
    let (title, said) = (
        std::mem::take(&mut page.title),
        made_by(with.study) + &in_a_row_of_sentences(page.ran.iter().filter(|said| *said != NCTR)),
    );
    let Sorted { sentences, options, mut detail, explained } = sorted(&page);
    let answer = front.answer.or_else(|| sentences.first().cloned()).unwrap_or_default();
    let answer = Sentence { text: answer, of: front.answer_of };
    let mut caveats = front.caveats;
    caveats.truncate(CAVEATS);
    // Each sentence stands once.
    let elsewhere = |text: &String| {
        let told = caveats.iter().chain(&front.rests_on).any(|said| said.text == *text);
        told || *text == answer.text
    };
    let points: Vec<Sentence> =
        sentences.into_iter().filter(|text| !elsewhere(text)).map(Sentence::from).collect();
    let mut figures = Vec::new();
    for picture in report.pictures() {
        figures.push(Figure::of(picture.name, &picture.chart.with_source(with.source))?);
    }
    for (name, heading) in front.charts_below {
        let drawn = figures.iter().any(|figure: &Figure| figure.name == name);
        if let Some(part) = detail.iter_mut().find(|part| drawn && part.heading == heading) {
            part.figures.push(name.to_owned());
        }
    }
    let chart = front.chart.map(str::to_owned).or_else(|| figures.first().map(|figure| figure.name.clone()));
    let rests_on: Vec<Sentence> = front.rests_on.into_iter().chain(provenance(base)).collect();
    Ok(Brief {
        schema: SCHEMA,
        wardflow: VERSION.to_owned(),
        study: with.study.to_owned(),
        title,
        ran: said,
        answer,
        points,
        caveats,
        tiles: front.tiles,
        chart,
        options,
        rests_on: vec![Part {
            heading: "What it rests on".to_owned(),
            blocks: vec![Block::Points(rests_on.into_iter().map(|said| said.text).collect())],
            figures: Vec::new(),
        }],
        detail,
        figures,
        replay: report.replay(),
        method: vec![Part { heading: HOW_TO_READ.to_owned(), blocks: explained, figures: Vec::new() }],
        commands: vec![with.command],
        made_of: vec![
            ("Program".to_owned(), PROGRAM.to_owned()),
            ("Scenario".to_owned(), base.names.scenario.clone()),
            ("Fingerprint".to_owned(), with.fingerprint.to_owned()),
            ("Seed".to_owned(), with.seed.to_string()),
            ("Runs".to_owned(), ran.in_words),
        ],
    })
}

/// Nobody should take what is simulated for a count; a dashboard holds both, and says which is which.
fn made_by(study: &str) -> String {
    if study == "dashboard" { String::new() } else { "Made by computer simulation. ".to_owned() }
}

/// Sentences one after the other; each ends as it does, or with a stop.
fn in_a_row_of_sentences<'a>(said: impl Iterator<Item = &'a String>) -> String {
    let ended = |text: &String| match text.trim_end() {
        text if text.ends_with(['.', '?', '!']) => text.to_owned(),
        text => format!("{text}."),
    };
    said.map(ended).collect::<Vec<_>>().join(" ")
}

/// A page, sorted by what its parts are for.
struct Sorted {
    /// The sentences before the first table.
    sentences: Vec<String>,
    /// The first table.
    options: Vec<Table>,
    /// The other tables with what stands at them.
    detail: Vec<Part>,
    /// Texts behind the first table that belong to no other.
    explained: Vec<Block>,
}

fn sorted(page: &Page) -> Sorted {
    let is_table = |block: &Block| matches!(block, Block::Table(_));
    let first = page.parts.iter().position(|part| part.iter().any(is_table)).unwrap_or(page.parts.len());
    let mut all =
        Sorted { sentences: Vec::new(), options: Vec::new(), detail: Vec::new(), explained: Vec::new() };
    for part in &page.parts[..first] {
        for block in part {
            match block {
                Block::Text(text) => all.sentences.push(text.clone()),
                Block::Points(points) => all.sentences.extend(points.iter().cloned()),
                Block::Table(_) => {}
            }
        }
    }
    for (i, part) in page.parts.iter().enumerate().skip(first) {
        // Where a page has headings, everything before the first of them.
        let ahead = page.headings.first().map_or(first, |(from, _)| from.saturating_sub(1).max(first));
        if i <= ahead {
            for block in part {
                match block {
                    Block::Table(table) => all.options.push(table.clone()),
                    other => all.explained.push(other.clone()),
                }
            }
            continue;
        }
        let table =
            part.iter().find_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
        match (page.heading(i), table) {
            (Some(heading), _) if heading != HOW_TO_READ => {
                match all.detail.last_mut().filter(|last| last.heading == heading) {
                    Some(last) => last.blocks.extend(part.iter().cloned()),
                    None => all.detail.push(Part {
                        heading: heading.to_owned(),
                        blocks: part.clone(),
                        figures: Vec::new(),
                    }),
                }
            }
            (None, Some(table)) => all.detail.push(Part {
                heading: table.caption().to_owned(),
                blocks: part.clone(),
                figures: Vec::new(),
            }),
            _ => all.explained.extend(part.iter().cloned()),
        }
    }
    all
}

/// What the figures of a scenario rest on, in sentences.
pub(super) fn provenance(scenario: &Scenario) -> Vec<Sentence> {
    let sources = &scenario.provenance;
    let of = |kind| sources.iter().filter(|source| source.kind == kind).count();
    let total = sources.len();
    if total == 0 {
        return vec![Sentence::from("The scenario names no source of any of its figures.".to_owned())];
    }
    let given = match of(SourceKind::Given) {
        0 => String::new(),
        n => format!(" and {n} given by this scenario or on the command line"),
    };
    let (stated, derived) = (of(SourceKind::Stated), of(SourceKind::Derived));
    let (assumed, fitted) = (of(SourceKind::Assumed), of(SourceKind::Fitted));
    let and = if given.is_empty() { " and" } else { "," };
    vec![Sentence::from(format!(
        "Of {} with a source, {stated} are stated by it, {derived} derived from it, {assumed} assumed{and} {fitted} fitted{given}.",
        count(total as u64, "figure")
    ))]
}

/// That most figures are no observations, where they are; `None` where fewer are.
pub(super) fn mostly(scenario: &Scenario) -> Option<String> {
    let sources = &scenario.provenance;
    let unobserved = |kind| matches!(kind, SourceKind::Assumed | SourceKind::Fitted);
    let n = sources.iter().filter(|source| unobserved(source.kind)).count();
    (2 * n > sources.len()).then(|| {
        format!(
            "{n} of its {} figures are assumed, or fitted to what was observed, and not taken from a source.",
            sources.len()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;
    use crate::report::Run;

    fn made() -> (Brief, Page) {
        let (scenario, replications, findings) = made_up(40);
        let run =
            Run { scenario: &scenario, replications: &replications, findings: &findings, observed: &[] };
        let with = With {
            study: "run",
            source: "the source",
            command: "wardflow run".to_owned(),
            fingerprint: "0a1b",
            seed: 1,
        };
        (brief(&run, with).unwrap(), run.page())
    }

    #[test]
    fn a_brief_says_every_sentence_and_shows_every_table_of_the_page_once() {
        let (brief, page) = made();
        let text = serde_json::to_string(&brief).unwrap();
        let escaped = |words: &str| serde_json::to_string(words).unwrap().trim_matches('"').to_owned();
        for block in page.parts.iter().flatten() {
            let told = match block {
                Block::Text(words) => vec![words.clone()],
                Block::Points(all) => all.clone(),
                Block::Table(table) => table.rows.iter().map(|row| row[0].clone()).collect(),
            };
            for words in told {
                assert!(text.contains(&escaped(&words)), "{words}");
            }
        }
        assert_eq!(
            brief.answer.text,
            match &page.parts[0][0] {
                Block::Points(points) => points[0].clone(),
                other => panic!("{other:?}"),
            }
        );
        assert!(brief.points.iter().all(|point| point.text != brief.answer.text));
        assert!(brief.caveats.len() <= CAVEATS && brief.tiles.len() <= 3);
    }

    #[test]
    fn every_figure_and_every_part_that_is_named_is_there() {
        let (brief, _) = made();
        let parts = brief.rests_on.iter().chain(&brief.detail).chain(&brief.method);
        for name in parts.flat_map(|part| &part.figures).chain(&brief.chart) {
            let figure = brief.figure(name).expect(name);
            assert_eq!(figure.source, "the source");
            assert!(!figure.title.is_empty() && !figure.drawn.marks.is_empty());
        }
        let headings: Vec<&str> = brief.detail.iter().map(|part| part.heading.as_str()).collect();
        assert!(headings.contains(&"By pathway") && headings.contains(&"By service"), "{headings:?}");
    }

    #[test]
    fn figures_without_sources_are_said_to_have_none() {
        let (mut scenario, ..) = made_up(1);
        scenario.provenance.clear();
        assert_eq!(provenance(&scenario)[0].text, "The scenario names no source of any of its figures.");
        assert_eq!(mostly(&scenario), None);
    }
}
