//! A table of a report as HTML: with a caption, headers that say what they head, figures to the right, and a
//! region of its own that scrolls where the window is narrow. Knows no findings.

use super::markup::Markup;
use crate::report::block::Table;

/// Longer tables may be parted between two sheets of paper.
const SHORT: usize = 15;

/// How a row begins that belongs to the one above.
const UNDER: &str = "  ";

/// Writes a table; `id` names it on the page, `named` is what stands above it already, if anything.
pub fn write(m: &mut Markup, table: &Table, id: &str, named: &str) {
    let caption_id = format!("{id}-caption");
    let class = if table.rows.len() > SHORT { "scroll long" } else { "scroll" };
    let region =
        [("class", class), ("role", "region"), ("aria-labelledby", caption_id.as_str()), ("tabindex", "0")];
    let sides: Vec<&str> =
        (0..table.header.len()).map(|column| if is_figures(table, column) { "n" } else { "" }).collect();
    m.block("div", &region, |m| {
        m.block("table", &[("id", id)], |m| {
            caption(m, table, &caption_id, named);
            m.block("thead", &[], |m| {
                m.block("tr", &[], |m| {
                    for (column, header) in table.header.iter().enumerate() {
                        let side = sides.get(column).copied().unwrap_or_default();
                        heading(m, header, side, column == 0 && header == named);
                    }
                });
            });
            for rows in groups(&table.rows) {
                m.block("tbody", &[], |m| {
                    for (n, row) in rows.iter().enumerate() {
                        m.block("tr", &[], |m| {
                            if names_others(&rows[n..]) {
                                names(m, row);
                            } else {
                                cells(m, row, &sides);
                            }
                        });
                    }
                });
            }
        });
    });
}

/// The rows, parted before each that only names those below it.
fn groups(rows: &[Vec<String>]) -> Vec<&[Vec<String>]> {
    let mut starts: Vec<usize> = (1..rows.len()).filter(|&n| names_others(&rows[n..])).collect();
    starts.push(rows.len());
    let mut from = 0;
    starts.into_iter().map(|to| &rows[std::mem::replace(&mut from, to)..to]).collect()
}

/// Whether the first of these rows says nothing but what the next belong to.
fn names_others(rows: &[Vec<String>]) -> bool {
    let [row, next, ..] = rows else { return false };
    let alone = row.iter().enumerate().all(|(column, cell)| (column == 0) != cell.trim().is_empty());
    alone && row.len() > 1 && next.first().is_some_and(|cell| cell.starts_with(UNDER))
}

/// A caption that repeats what is seen already is only for those who do not see it.
fn caption(m: &mut Markup, table: &Table, id: &str, named: &str) {
    let own = table.caption();
    let words = if own.is_empty() { named } else { own };
    let words = if words.is_empty() { "Figures" } else { words };
    let seen = table.title.is_empty() || table.title == named;
    m.block("caption", &[("id", id), ("class", if seen { "unseen" } else { "" })], |m| {
        m.element("span", &[("class", if seen { "hidden" } else { "" })], |m| {
            m.text(words);
        });
    });
}

/// A header; what stands above the table already is only for those who do not see it.
fn heading(m: &mut Markup, header: &str, side: &str, said: bool) {
    if header.trim().is_empty() {
        m.block("td", &[], |_| ());
    } else if said {
        m.block("th", &[("scope", "col")], |m| {
            m.words("span", &[("class", "hidden")], header);
        });
    } else {
        m.words("th", &[("scope", "col"), ("class", side)], header);
    }
}

fn names(m: &mut Markup, row: &[String]) {
    let columns = row.len().to_string();
    let name = row.first().map_or("", |name| name.trim());
    m.words("th", &[("scope", "rowgroup"), ("colspan", &columns)], name);
}

fn cells(m: &mut Markup, row: &[String], sides: &[&str]) {
    for (column, cell) in row.iter().enumerate() {
        let side = sides.get(column).copied().unwrap_or_default();
        let text = cell.trim();
        if column == 0 && !text.is_empty() {
            let class = if cell.starts_with(UNDER) { "under" } else { "" };
            m.element("th", &[("scope", "row"), ("class", class)], |m| {
                m.text(text);
            });
        } else {
            m.element("td", &[("class", side)], |m| {
                if text == "-" {
                    m.own("<span class=\"none\" title=\"no figure\"><span aria-hidden=\"true\">–</span><span class=\"hidden\">no figure</span></span>");
                } else {
                    m.text(text);
                }
            });
        }
    }
}

/// Whether a column holds figures: more of its cells begin as a figure does than not.
fn is_figures(table: &Table, column: usize) -> bool {
    if column == 0 {
        return false;
    }
    let cells = || table.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.trim());
    let count = |is: fn(&str) -> bool| cells().filter(|cell| is(cell)).count();
    let (figures, missing) = (count(is_figure), count(|cell| cell == "-"));
    figures + missing > 0 && figures * 2 >= count(|cell| !cell.is_empty() && cell != "-")
}

fn is_figure(cell: &str) -> bool {
    let digits = cell.trim_start_matches(['−', '-', '+', '£', '(', '[', '~', '<', '>', ' ']);
    digits.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(header: &[&str], rows: &[&[&str]]) -> Table {
        let texts = |texts: &[&str]| texts.iter().map(|&t| t.to_owned()).collect::<Vec<_>>();
        Table {
            title: String::new(),
            header: texts(header),
            rows: rows.iter().map(|row| texts(row)).collect(),
        }
    }

    fn written(table: &Table) -> String {
        let mut m = Markup::default();
        write(&mut m, table, "t", "");
        m.finish()
    }

    #[test]
    fn figures_stand_to_the_right_and_words_to_the_left() {
        let made = written(&table(
            &["Option", "mean", "verdict", "£ a bed-day"],
            &[&["Bridging", "−1,120", "clear", "£48"], &["Beds", "-", "no clear difference", "not priced"]],
        ));
        assert!(made.contains("<th scope=\"col\" class=\"n\">mean</th>"), "{made}");
        assert!(made.contains("<th scope=\"col\" class=\"n\">£ a bed-day</th>"), "{made}");
        assert!(made.contains("<td class=\"n\">−1,120</td>"), "{made}");
        assert!(made.contains("<td>clear</td>"), "{made}");
    }

    #[test]
    fn rows_have_headers_of_their_own_and_what_belongs_to_a_row_stands_under_it() {
        let made = written(&table(&["Pathway", "left"], &[&["Home", "5"], &["  short", "2"]]));
        assert!(made.contains("<th scope=\"row\">Home</th>"), "{made}");
        assert!(made.contains("<th scope=\"row\" class=\"under\">short</th>"), "{made}");
    }

    #[test]
    fn what_there_is_no_figure_for_says_so_and_what_does_not_apply_is_empty() {
        let made = written(&table(&["", "left"], &[&["Home", "-"], &["Other", ""]]));
        assert!(made.contains("<span class=\"hidden\">no figure</span>"), "{made}");
        assert!(!made.contains("<th scope=\"col\"></th>"), "{made}");
        assert!(made.contains("<td class=\"n\"></td></tr>"), "{made}");
    }

    #[test]
    fn a_row_that_names_those_below_it_heads_a_group() {
        let made = written(&table(
            &["Outcome", "mean"],
            &[&["Waiting", ""], &["  people", "98"], &["Hospital", ""], &["  beds", "-"]],
        ));
        assert!(made.contains("<th scope=\"rowgroup\" colspan=\"2\">Hospital</th>"), "{made}");
        assert_eq!(made.matches("<tbody>").count(), 2, "{made}");
    }

    #[test]
    fn a_header_that_repeats_the_heading_above_is_not_seen() {
        let mut m = Markup::default();
        write(&mut m, &table(&["Bridging", "mean"], &[&["People", "9"]]), "t", "Bridging");
        assert!(m.finish().contains("<th scope=\"col\"><span class=\"hidden\">Bridging</span>"));
    }

    #[test]
    fn a_caption_is_seen_only_where_nothing_says_it_already() {
        let mut named = table(&["Pathway"], &[&["Home"]]);
        named.title = "By pathway".to_owned();
        assert!(written(&named).contains("<caption id=\"t-caption\"><span>By pathway</span></caption>"));
        let mut m = Markup::default();
        write(&mut m, &named, "t", "By pathway");
        assert!(m.finish().contains("<span class=\"hidden\">By pathway</span></caption>"));
    }
}
