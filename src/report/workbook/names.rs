//! Names that spreadsheets allow for sheets and tables, no two alike.

use std::collections::BTreeSet;

/// The longest name of a sheet, in units of UTF-16.
const LONGEST: usize = 31;
/// A name that Excel keeps for itself.
const KEPT: &str = "history";

/// The names that have been given.
#[derive(Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// A name for a sheet, as near to what is wanted as may be: short, without signs that spreadsheets refuse, and
    /// with a number behind it where it is taken.
    pub(super) fn sheet(&mut self, wanted: &str) -> String {
        let refused = |c: char| c.is_control() || "[]:*?/\\".contains(c);
        let plain: String = wanted.chars().map(|c| if refused(c) { ' ' } else { c }).collect();
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let plain = plain.trim_matches(['\'', ' ']);
        let plain = if plain.is_empty() || plain.to_lowercase() == KEPT { "Table" } else { plain };
        let mut name = cut(plain, LONGEST).to_owned();
        for n in 2.. {
            if self.0.insert(name.to_lowercase()) {
                break;
            }
            let end = format!(" {n}");
            name = format!("{}{end}", cut(plain, LONGEST - end.len()));
        }
        name
    }
}

/// The beginning of a text that is at most so long, ending with a word where that does not lose much.
fn cut(text: &str, longest: usize) -> &str {
    let mut length = 0;
    let end = text.char_indices().find(|(_, c)| {
        length += c.len_utf16();
        length > longest
    });
    let Some((end, _)) = end else { return text };
    let word = text[..end].rfind(' ').filter(|at| !text[end..].starts_with(' ') && at * 3 > end * 2);
    text[..word.unwrap_or(end)].trim_end_matches(['\'', ' ', ',', ':', ';', '('])
}

/// A name for the table of the sheet with this number; letters, digits and underscores.
pub(super) fn table(number: usize, sheet: &str) -> String {
    let letters = sheet.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' });
    format!("table_{number}_{}", letters.collect::<String>().trim_matches('_'))
}

/// Headers of one table, each with words and no two alike: spreadsheets refuse others.
pub(super) fn headers(wanted: &[String]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut unique = |(column, header): (usize, &String)| {
        let header = header.split_whitespace().collect::<Vec<_>>().join(" ");
        let header = if header.is_empty() { format!("Column {}", column + 1) } else { header };
        let mut name = header.clone();
        for n in 2.. {
            if taken.insert(name.to_lowercase()) {
                break;
            }
            name = format!("{header} ({n})");
        }
        name
    };
    wanted.iter().enumerate().map(&mut unique).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_short_legal_and_unlike() {
        let mut names = Names::default();
        let long = "A very long heading of a part that goes on";
        let given: Vec<String> =
            ["Cover", "cover", long, long, "a/b:c*[d]?\\", "''", "History", "", "x\u{7}y"]
                .iter()
                .map(|wanted| names.sheet(wanted))
                .collect();
        assert_eq!(given[..3], ["Cover", "cover 2", "A very long heading of a part"]);
        assert_eq!(
            given[3..],
            ["A very long heading of a part 2", "a b c d", "Table", "Table 2", "Table 3", "x y"]
        );
        assert!(names.sheet(&"𝒳".repeat(40)).encode_utf16().count() <= LONGEST);
        for wanted in [long, "Ends at the thirtieth letter's’’'''''", &"é".repeat(31)] {
            let name = names.sheet(wanted);
            assert!(name.encode_utf16().count() <= LONGEST && !name.ends_with('\''), "{name}");
        }
    }

    #[test]
    fn headers_of_a_table_are_unlike_and_none_is_empty() {
        let wanted = ["mean", "", "Mean", "mean", " low\n est "].map(str::to_owned);
        assert_eq!(headers(&wanted), ["mean", "Column 2", "Mean (2)", "mean (3)", "low est"]);
        assert_eq!(table(3, "By pathway, £"), "table_3_by_pathway");
    }
}
