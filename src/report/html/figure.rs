//! A chart on the page: its finding as a heading, its marks as an SVG that names and describes itself, its source,
//! and the table behind it. The SVG holds headline and source of its own, for whoever saves it; the page shows the
//! part between, as it says both in text that grows with the reader's letters.

use super::markup::Markup;
use super::table;
use crate::report::brief::Figure;
use crate::report::charts::{ChartError, Drawing, Frame, between, svg};

/// Tables longer than this stay closed in print: they would fill pages that nobody reads.
const LONG: usize = 20;

/// Where a figure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On the first page: its table is not printed, the options table below says the same.
    First,
    /// Further down.
    Later,
}

/// The name by which the page links to a figure.
pub fn id(number: usize) -> String {
    format!("figure-{number}")
}

/// Writes a figure; `number` is its place among all figures.
pub fn write(m: &mut Markup, figure: &Figure, number: usize, place: Place) -> Result<(), ChartError> {
    let id = id(number);
    let wide = picture(figure, &figure.drawn, "wide", &id)?;
    let narrow =
        figure.narrow.as_ref().map(|drawn| picture(figure, drawn, "narrow", &format!("{id}-narrow")));
    let narrow = narrow.transpose()?.unwrap_or_default();
    let (title_id, table_id) = (format!("{id}-heading"), format!("{id}-table"));
    let attributes = [("id", id.as_str()), ("class", "chart"), ("data-name", figure.name.as_str())];
    m.block("figure", &attributes, |m| {
        m.block("figcaption", &[], |m| {
            m.words("h3", &[("id", title_id.as_str())], &figure.title);
            if !figure.subtitle.is_empty() {
                m.words("p", &[("class", "quiet")], &figure.subtitle);
            }
        });
        let panel = [
            ("class", "panel"),
            ("role", "group"),
            ("aria-labelledby", title_id.as_str()),
            ("tabindex", "0"),
        ];
        m.block("div", &panel, |m| {
            m.drawn(&wide).drawn(&narrow);
        });
        if !figure.source.is_empty() {
            m.words("p", &[("class", "source")], &format!("Source: {}", figure.source));
        }
        if !figure.table.rows.is_empty() {
            let printed = place == Place::Later && figure.table.rows.len() <= LONG;
            m.block("details", &[("class", if printed { "numbers" } else { "numbers screen" })], |m| {
                m.block("summary", &[], |m| {
                    m.text("Show as table")
                        .own("<span class=\"hidden\">: ")
                        .text(&figure.title)
                        .own("</span>");
                });
                table::write(m, &figure.table, &table_id, &figure.title);
            });
        }
    });
    Ok(())
}

/// The SVG with names that are its own on this page, for one width of window, cut to what lies between headline and source.
fn picture(figure: &Figure, drawn: &Drawing, class: &str, id: &str) -> Result<String, ChartError> {
    let frame = Frame {
        title: figure.title.clone(),
        subtitle: figure.subtitle.clone(),
        source: figure.source.clone(),
        description: figure.description.clone(),
    };
    let bytes = svg(drawn, &frame)?;
    let text = String::from_utf8_lossy(&bytes);
    let (head, marks) = text.split_once("</desc>").unwrap_or(("", &text));
    let inside = |element: &str| {
        let from = head.split_once(&format!("<{element}")).and_then(|(_, rest)| rest.split_once('>'));
        from.and_then(|(_, rest)| rest.split("</").next()).unwrap_or_default().to_owned()
    };
    // The library counts in parts of a pixel: how many, its own view says.
    let view =
        head.split_once("viewBox=\"").and_then(|(_, rest)| rest.split_once('"')).map_or("", |(v, _)| v);
    let fine =
        view.split(' ').nth(2).and_then(|w| w.parse::<f64>().ok()).unwrap_or(drawn.width) / drawn.width;
    let shown = between(drawn);
    let [left, top, wide, high] =
        [shown.left, shown.top, shown.width(), shown.height()].map(|x| (x * fine).round());
    Ok(format!(
        "<svg class=\"{class}\" viewBox=\"{left} {top} {wide} {high}\" data-whole=\"{view}\" role=\"img\" aria-labelledby=\"{id}-title \
         {id}-description\" stroke-linejoin=\"round\">\n<title id=\"{id}-title\">{}</title>\n<desc \
         id=\"{id}-description\">{}</desc>{marks}",
        inside("title"),
        inside("desc"),
    ))
}
