//! How wide pages and help are. Nothing else here knows of a terminal's size.

use std::io;

use terminal_size::terminal_size_of;

use super::caller::caller;

/// The width where nobody says another, as in a pipe or a file.
pub const USUAL: usize = 100;
/// Narrower than this tables are hard to read, and wider than the usual width lines are.
const NARROWEST: usize = 60;

/// How many characters a line of a page may have: as `COLUMNS` says, else the width of the terminal
/// that stdout is, within bounds. For a caller, as usual.
pub fn width() -> usize {
    if caller().is_some() {
        return USUAL;
    }
    let terminal = terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    within(std::env::var("COLUMNS").ok().as_deref(), terminal)
}

fn within(columns: Option<&str>, terminal: Option<usize>) -> usize {
    let asked = columns.and_then(|text| text.trim().parse().ok()).filter(|&width: &usize| width > 0);
    asked.or(terminal).unwrap_or(USUAL).clamp(NARROWEST, USUAL)
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn columns_come_before_the_terminal_and_both_before_the_usual_width() {
        assert_eq!(within(None, None), 100);
        assert_eq!(within(None, Some(80)), 80);
        assert_eq!(within(Some("72"), Some(80)), 72);
        assert_eq!(within(Some("72"), None), 72);
    }

    #[test]
    fn widths_are_kept_within_bounds_and_nonsense_is_passed_over() {
        assert_eq!((within(None, Some(20)), within(None, Some(300))), (60, 100));
        assert_eq!((within(Some("1"), None), within(Some("9999"), Some(80))), (60, 100));
        for nonsense in ["", "0", "-5", "wide", "80.5", "99999999999999999999999"] {
            assert_eq!(within(Some(nonsense), Some(70)), 70, "{nonsense}");
        }
    }
}
