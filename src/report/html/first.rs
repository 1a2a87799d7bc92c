//! The first page: the answer, the tiles, what has to be known with it, the one chart and the table. It fits two
//! sheets of A4. Next: `parts.rs`.

use super::figure::Place;
use super::markup::Markup;
use super::parts::Figures;
use super::table;
use crate::report::brief::{Brief, Change, Sentence, Tile};
use crate::report::charts::ChartError;

/// So many caveats stand on the first page, the others further down.
pub const CAVEATS: usize = 3;

/// Writes the first page.
pub fn write(m: &mut Markup, brief: &Brief, figures: &mut Figures<'_>) -> Result<(), ChartError> {
    m.block("section", &[("class", "answer"), ("aria-labelledby", "answer")], |m| {
        m.words("h2", &[("id", "answer")], "The answer");
        sentence(m, "p", "lead", &brief.answer);
        tiles(m, &brief.tiles);
        if !brief.caveats.is_empty() {
            m.block("div", &[("class", "caveats")], |m| {
                m.words("h3", &[], "What to know before using this");
                m.block("ul", &[], |m| {
                    brief.caveats.iter().take(CAVEATS).for_each(|caveat| sentence(m, "li", "", caveat));
                });
            });
        }
    });
    if let Some(name) = &brief.chart {
        m.block("section", &[("aria-labelledby", "picture")], |m| {
            m.words("h2", &[("id", "picture")], "In one picture");
            figures.write(m, name, Place::First)
        })?;
    }
    if !brief.options.is_empty() {
        m.block("section", &[("class", "options"), ("aria-labelledby", "figures")], |m| {
            m.words("h2", &[("id", "figures")], "In figures");
            for (number, options) in brief.options.iter().enumerate() {
                m.block("div", &[("class", "choice")], |m| {
                    table::write(m, options, &format!("options-{}", number + 1), "");
                });
            }
        });
    }
    Ok(())
}

/// A sentence with the places of its numbers in `results.json`.
pub fn sentence(m: &mut Markup, element: &'static str, class: &str, sentence: &Sentence) {
    let of = sentence.of.join(" ");
    let mut attributes = vec![("class", class)];
    if !of.is_empty() {
        attributes.push(("data-of", &of));
    }
    m.words(element, &attributes, &sentence.text);
}

fn tiles(m: &mut Markup, tiles: &[Tile]) {
    if tiles.is_empty() {
        return;
    }
    m.block("ul", &[("class", "tiles")], |m| {
        for tile in tiles {
            let kind = match tile.change {
                Change::Level => "",
                Change::Improvement => "improvement",
                Change::Concern => "concern",
                Change::NoClearDifference => "unclear",
            };
            m.block("li", &[("class", kind)], |m| {
                m.words("p", &[("class", "label")], &tile.label);
                // A tile that has no figure says the word of its change in its place.
                let said = tile.figure == tile.change.words();
                m.block("p", &[("class", "number"), ("data-of", &tile.of)], |m| {
                    if said {
                        shape(m, tile.change);
                    }
                    m.text(&tile.figure);
                });
                if !said && !tile.change.words().is_empty() {
                    m.block("p", &[("class", "change")], |m| {
                        shape(m, tile.change);
                        m.text(tile.change.words());
                    });
                }
                for (class, words) in [("", &tile.range), ("quiet", &tile.beside)] {
                    if !words.is_empty() {
                        m.words("p", &[("class", class)], words);
                    }
                }
            });
        }
    });
}

fn shape(m: &mut Markup, change: Change) {
    if change.shape().is_empty() {
        return;
    }
    m.element("span", &[("aria-hidden", "true")], |m| {
        m.text(change.shape());
    });
    m.text(" ");
}
