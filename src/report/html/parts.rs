//! What stands below the first page: what the answer rests on, what else was found, the details, one run day by day, the charts that no
//! part names, and the method. Every figure stands once; a part that names one again links to it. Next: `closing.rs`.

use super::figure::{self, Place};
use super::first::{self, CAVEATS};
use super::markup::Markup;
use super::{Section, replay, table};
use crate::report::block::{Block, Part};
use crate::report::brief::{Brief, Sentence};
use crate::report::charts::ChartError;

/// The figures of a brief, and which of them the page has shown.
pub struct Figures<'a> {
    brief: &'a Brief,
    shown: Vec<bool>,
}

impl<'a> Figures<'a> {
    /// Those of a brief, none of them shown.
    pub fn of(brief: &'a Brief) -> Self {
        Self { brief, shown: vec![false; brief.figures.len()] }
    }

    /// Writes a figure by its name, or a link to it where it stands already; nothing for a name without a figure.
    pub fn write(&mut self, m: &mut Markup, name: &str, place: Place) -> Result<(), ChartError> {
        let found = self.brief.figures.iter().enumerate().find(|(_, figure)| figure.name == name);
        let Some((number, figure)) = found else { return Ok(()) };
        if self.shown.get(number).copied().unwrap_or_default() {
            m.block("p", &[], |m| {
                m.text("Chart: ").element("a", &[("href", &format!("#{}", figure::id(number + 1)))], |m| {
                    m.text(&figure.title);
                });
            });
            return Ok(());
        }
        if let Some(shown) = self.shown.get_mut(number) {
            *shown = true;
        }
        figure::write(m, figure, number + 1, place)
    }

    /// Those that stand neither on the first page nor in a part.
    fn unnamed(&self) -> Vec<String> {
        let brief = self.brief;
        let parts = brief.rests_on.iter().chain(&brief.detail).chain(&brief.method);
        let taken: Vec<&String> = parts.flat_map(|part| &part.figures).chain(&brief.chart).collect();
        let names = brief.figures.iter().map(|figure| &figure.name);
        names.filter(|name| !taken.contains(name)).cloned().collect()
    }
}

/// Writes them; returns those that are there.
pub fn write(m: &mut Markup, brief: &Brief, figures: &mut Figures<'_>) -> Result<Vec<Section>, ChartError> {
    let also: Vec<Sentence> =
        brief.points.iter().chain(brief.caveats.iter().skip(CAVEATS)).cloned().collect();
    let charts = Part { figures: figures.unnamed(), ..Part::default() };
    let mut written = Vec::new();
    if !brief.rests_on.is_empty() {
        written.push(section(m, ("rests-on", "What it rests on"), &brief.rests_on, figures)?);
    }
    if !also.is_empty() {
        written.push(sentences(m, ("also", "What else was found"), &also));
    }
    if !brief.detail.is_empty() {
        written.push(section(m, ("detail", "In detail"), &brief.detail, figures)?);
    }
    if let Some(shown) = &brief.replay {
        written.push(replay::write(m, shown));
    }
    if !charts.figures.is_empty() {
        written.push(section(m, ("charts", "More charts"), &[charts], figures)?);
    }
    if !brief.method.is_empty() {
        written.push(section(m, ("method", "Method and words"), &brief.method, figures)?);
    }
    Ok(written)
}

fn sentences(m: &mut Markup, at: Section, sentences: &[Sentence]) -> Section {
    m.block("section", &[("aria-labelledby", at.0)], |m| {
        m.words("h2", &[("id", at.0)], at.1);
        m.block("ul", &[], |m| sentences.iter().for_each(|each| first::sentence(m, "li", "", each)));
    });
    at
}

fn section(
    m: &mut Markup,
    at: Section,
    parts: &[Part],
    figures: &mut Figures<'_>,
) -> Result<Section, ChartError> {
    let (id, heading) = at;
    m.block("section", &[("aria-labelledby", id), ("class", id)], |m| {
        m.words("h2", &[("id", id)], heading);
        parts.iter().enumerate().try_for_each(|(number, part)| {
            let own = if part.heading == heading { "" } else { part.heading.as_str() };
            m.block("div", &[("class", "part")], |m| {
                if !own.is_empty() {
                    m.words("h3", &[], own);
                }
                for (at, block) in part.blocks.iter().enumerate() {
                    let id = format!("{id}-{}-{}", number + 1, at + 1);
                    write_block(m, block, &id, if part.heading.is_empty() { heading } else { &part.heading });
                }
                part.figures.iter().try_for_each(|name| figures.write(m, name, Place::Later))
            })
        })
    })?;
    Ok(at)
}

fn write_block(m: &mut Markup, block: &Block, id: &str, heading: &str) {
    match block {
        Block::Text(text) => m.words("p", &[], text),
        Block::Points(points) => {
            m.block("ul", &[], |m| points.iter().for_each(|point| m.words("li", &[], point)));
        }
        Block::Table(table) => table::write(m, table, id, heading),
    }
}
