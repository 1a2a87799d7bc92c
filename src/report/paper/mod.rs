//! `report.pdf`, the board paper: two A4 pages and an appendix, made from a [`Brief`] and from nothing else. Tagged
//! after PDF/UA-1, with its fonts inside; the same brief gives the same bytes.
//!
//! A brief becomes a `flow` of rows (`front`, `tiles`, `appendix`; `table` and `figure` make theirs), `pages` breaks
//! the rows into pages and `ink` draws them as a PDF. `tags` holds what each part is, for those who have it read to
//! them; `letters` measures and breaks text; `style` has sizes and colours.

mod appendix;
mod figure;
mod flow;
mod front;
mod ink;
mod letters;
mod pages;
mod style;
mod table;
mod tags;
#[cfg(test)]
mod tests;
mod tiles;

use jiff::civil::Date;

use super::brief::Brief;
use super::charts::ChartError;
use letters::{Letters, tidy};

/// The file that holds it.
pub const PAPER: &str = "report.pdf";

/// Why a paper could not be made. None of these depends on the numbers in a brief.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The font that travels with the program could not be read.
    #[error(transparent)]
    Font(#[from] ChartError),
    /// The library that writes PDF found a fault.
    #[error("the paper could not be written as PDF: {0}")]
    Pdf(String),
}

/// The paper as a PDF. `made` is the day on which it was made: it stands below the title and in the file's own
/// words; without it the same brief always gives the same bytes.
///
/// # Errors
/// Where the font cannot be read or the library that writes PDF finds a fault.
pub fn paper(brief: &Brief, made: Option<Date>) -> Result<Vec<u8>, PaperError> {
    let letters = Letters::read()?;
    let (mut flow, left) = front::front(brief, made, letters);
    appendix::appendix(&mut flow, brief, &left);
    let pages = pages::pages(&flow.rows, &flow.heads, style::HEIGHT);
    let about = ink::About {
        title: title(brief),
        answer: brief.answer.text.clone(),
        maker: tidy(&format!("wardflow {}", brief.wardflow)),
        made: made.and_then(|date| {
            Some((u16::try_from(date.year()).ok()?, date.month().unsigned_abs(), date.day().unsigned_abs()))
        }),
    };
    ink::pdf(flow, &pages, &about)
}

/// What was studied; a file without a title is no use to those who have it read to them.
fn title(brief: &Brief) -> String {
    [&brief.title, &brief.study]
        .map(|text| tidy(text))
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or("wardflow".to_owned())
}
