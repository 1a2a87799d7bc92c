//! The paper as a reader's program finds it: its parts in order, its words, its pages. The PDF is read back as text:
//! objects stand in it as they are, and only what is drawn is packed.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use regex::bytes::Regex;

use super::paper;
use crate::report::block::{Block, Part, Table};
use crate::report::brief::sample::sample;
use crate::report::brief::{Brief, Sentence};

/// The objects of a PDF by their numbers.
struct Read(BTreeMap<u32, Vec<u8>>);

impl Read {
    fn of(pdf: &[u8]) -> Self {
        let object = Regex::new(r"(?s-u)(\d+) 0 obj\s(.*?)\sendobj").unwrap();
        let number = |bytes: &[u8]| std::str::from_utf8(bytes).unwrap().parse::<u32>().unwrap();
        Self(object.captures_iter(pdf).map(|found| (number(&found[1]), found[2].to_vec())).collect())
    }

    fn text(&self, number: u32) -> String {
        String::from_utf8_lossy(&self.0[&number]).into_owned()
    }

    /// The one object of a type.
    fn one(&self, kind: &str) -> String {
        let wanted = format!("/Type/{kind}/");
        let found: Vec<_> =
            self.0.keys().map(|&number| self.text(number)).filter(|text| text.contains(&wanted)).collect();
        assert_eq!(found.len(), 1, "{kind}");
        found[0].clone()
    }

    fn count(&self, wanted: &str) -> usize {
        self.0.keys().filter(|&&number| self.text(number).contains(wanted)).count()
    }

    /// What each part is, in the order of reading, with its object.
    fn parts(&self) -> Vec<(String, String)> {
        let mut parts = Vec::new();
        let root = self.one("StructTreeRoot");
        self.walk(first(&root, r"/K\[?\s*(\d+) 0 R").unwrap().parse().unwrap(), &mut parts);
        parts
    }

    fn walk(&self, number: u32, parts: &mut Vec<(String, String)>) {
        let text = self.text(number);
        let role = first(&text, r"/S/(\w+)").unwrap();
        parts.push((role, text.clone()));
        let Some(inside) = first(&text, r"/K\[([^\]]*)\]") else { return };
        let references = regex::Regex::new(r"<<.*?>>").unwrap().replace_all(&inside, "").into_owned();
        let child = regex::Regex::new(r"(\d+) 0 R").unwrap();
        for found in child.captures_iter(&references) {
            self.walk(found[1].parse().unwrap(), parts);
        }
    }
}

fn first(text: &str, pattern: &str) -> Option<String> {
    regex::Regex::new(pattern).unwrap().captures(text).map(|found| found[1].to_owned())
}

fn made(brief: &Brief) -> Read {
    Read::of(&paper(brief, None).unwrap())
}

/// The parts of the paper of the large brief, made once.
fn parts_of_large() -> &'static [(String, String)] {
    static PARTS: OnceLock<Vec<(String, String)>> = OnceLock::new();
    PARTS.get_or_init(|| made(&large()).parts())
}

/// A brief of long names, many options and long tables.
fn large() -> Brief {
    let mut brief = sample();
    let option = |number: usize| {
        let name =
            format!("Option {number}: more therapists on Saturdays in all of the wards of the hospital");
        let figures = ["−1,120", "−1,270 to −970", "−1,900 to −400", "clear", "£48"];
        std::iter::once(name).chain(figures.map(str::to_owned)).collect::<Vec<_>>()
    };
    brief.options[0].rows = (0..60).map(option).collect();
    brief.caveats =
        (0..6).map(|n| Sentence::from(format!("Caveat {n}. {}", "It is not known. ".repeat(9)))).collect();
    brief.rests_on[0].blocks.push(Block::Points((0..20).map(|n| format!("It also rests on {n}.")).collect()));
    let long = Table {
        title: "Every day".to_owned(),
        header: vec!["Day".to_owned(), "waiting".to_owned()],
        rows: (0..182).map(|day| vec![format!("day {day}"), format!("{}", 90 + day % 7)]).collect(),
    };
    brief.detail.push(Part {
        heading: "By day".to_owned(),
        blocks: vec![Block::Table(long)],
        figures: Vec::new(),
    });
    brief
}

#[test]
fn the_same_brief_gives_the_same_bytes() {
    assert!(paper(&large(), None).unwrap() == paper(&large(), None).unwrap());
}

#[test]
fn the_file_says_its_language_and_title_and_that_it_is_tagged() {
    let pdf = paper(&sample(), None).unwrap();
    let catalogue = Read::of(&pdf).one("Catalog");
    for word in ["/Lang(en-GB)", "/Marked true", "/DisplayDocTitle true", "/StructTreeRoot", "/Outlines"] {
        assert!(catalogue.contains(word), "{word}: {catalogue}");
    }
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.contains("<pdfuaid:part>1</pdfuaid:part>"));
    assert!(text.contains("Riverside and 3 options"));
}

#[test]
fn both_fonts_are_inside_and_are_not_whole() {
    let pdf = paper(&sample(), None).unwrap();
    let read = Read::of(&pdf);
    assert_eq!((read.count("/FontFile"), read.count("/ToUnicode")), (2, 2));
    assert!(pdf.len() < 100_000, "{}", pdf.len());
}

#[test]
fn headings_come_in_order_and_no_level_is_left_out() {
    let roles: Vec<&str> = parts_of_large().iter().map(|(role, _)| role.as_str()).collect();
    assert_eq!(roles[..3], ["Document", "H1", "P"]);
    let levels: Vec<u32> = roles.iter().filter_map(|role| role.strip_prefix('H')?.parse().ok()).collect();
    assert_eq!(levels.iter().filter(|&&level| level == 1).count(), 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    assert!(levels.contains(&4), "{levels:?}");
}

#[test]
fn every_figure_has_words_for_those_who_do_not_see_it_and_a_place() {
    let parts = made(&sample()).parts();
    let figures: Vec<_> = parts.iter().filter(|(role, _)| role == "Figure").collect();
    assert_eq!(figures.len(), 2);
    for (_, text) in figures {
        assert!(text.contains("/Alt") && text.contains("/BBox["), "{text}");
    }
}

#[test]
fn every_table_has_heads_of_columns_and_rows_and_all_its_cells() {
    let brief = sample();
    let tables = brief.options.iter().chain(brief.figures.iter().map(|figure| &figure.table));
    let blocks = brief.detail.iter().flat_map(|part| &part.blocks);
    let tables = tables
        .chain(blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }));
    // The last table says what it was made of.
    let mut sizes: Vec<(usize, usize)> = tables.map(|table| (table.header.len(), table.rows.len())).collect();
    sizes.push((2, brief.made_of.len()));
    sizes.retain(|&(columns, _)| columns > 0);
    let parts = made(&brief).parts();
    let heads = |scope: &str| {
        parts.iter().filter(|(role, text)| role == "TH" && text.contains(&format!("/Scope/{scope}"))).count()
    };
    let count = |wanted: &str| parts.iter().filter(|(role, _)| role == wanted).count();
    let sum = |of: fn(&(usize, usize)) -> usize| sizes.iter().map(of).sum::<usize>();
    assert_eq!(count("Table"), sizes.len());
    assert_eq!((heads("Column"), heads("Row")), (sum(|size| size.0), sum(|size| size.1)));
    assert_eq!((count("TR"), count("TD")), (sum(|size| size.1 + 1), sum(|size| size.1 * (size.0 - 1))));
}

#[test]
fn a_table_that_goes_on_is_one_table_whose_head_is_read_once() {
    let days =
        parts_of_large().iter().filter(|(role, text)| role == "TH" && text.contains("/Scope/Row")).count();
    assert!(days >= 182 + 60, "{days}");
    let tables = |parts: &[(String, String)]| parts.iter().filter(|(role, _)| role == "Table").count();
    // The options once more in the appendix, and the days.
    assert_eq!(tables(parts_of_large()), tables(&made(&sample()).parts()) + 2);
}

#[test]
fn what_comes_before_the_appendix_takes_at_most_two_pages_however_much_there_is() {
    let letters = super::Letters::read().unwrap();
    for brief in [sample(), large()] {
        let (flow, _) = super::front::front(&brief, Some(Date::constant(2026, 11, 29)), letters);
        let pages = super::pages::pages(&flow.rows, &flow.heads, super::style::HEIGHT);
        assert!(pages.len() <= 2, "{}", pages.len());
    }
}

#[test]
fn what_the_first_pages_leave_out_stands_in_the_appendix() {
    let letters = super::Letters::read().unwrap();
    let (mut flow, left) = super::front::front(&large(), None, letters);
    assert!(left.options && left.rests && left.caveats == 3);
    super::appendix::appendix(&mut flow, &large(), &left);
    let words: String = flow.rows.iter().flat_map(|row| &row.ink).filter_map(text).collect();
    for wanted in
        ["Caveat 5.", "Option 59:", "It also rests on 19.", "day 181", "more rows", "fingerprint 0a1b2c3d"]
    {
        assert!(words.contains(wanted), "{wanted}");
    }
}

fn text((_, ink): &(super::flow::Of, super::flow::Ink)) -> Option<&str> {
    match ink {
        super::flow::Ink::Text { text, .. } => Some(text),
        _ => None,
    }
}

#[test]
fn no_ink_leaves_the_page() {
    let letters = super::Letters::read().unwrap();
    let brief = large();
    let (mut flow, left) = super::front::front(&brief, None, letters);
    super::appendix::appendix(&mut flow, &brief, &left);
    for page in super::pages::pages(&flow.rows, &flow.heads, super::style::HEIGHT) {
        for placed in page.iter().filter(|placed| !placed.again) {
            let row = &flow.rows[placed.row];
            assert!(placed.top + row.height <= super::style::HEIGHT + 0.01);
            for (of, ink) in &row.ink {
                let super::flow::Ink::Text { at, text, face, .. } = ink else { continue };
                let end = at.0 + letters.width(text.trim_end(), *face);
                let beyond = if row.figure.is_some() { 20.0 } else { 0.01 };
                assert!(at.0 > -beyond && end < super::style::WIDTH + beyond, "{of:?} {text}: {end}");
            }
        }
    }
}

#[test]
fn the_day_is_said_only_when_it_is_given() {
    let with = paper(&sample(), Some(Date::constant(2026, 11, 29))).unwrap();
    assert!(String::from_utf8_lossy(&with).contains("2026-11-29"));
    assert!(!String::from_utf8_lossy(&paper(&sample(), None).unwrap()).contains("CreateDate"));
}

#[test]
fn nothing_in_a_brief_stops_the_paper() {
    let mut brief = sample();
    let odd = "\u{0}\u{1b}[1m\u{feff}文字 \u{202e}\u{e000}\u{fffe}\n\t";
    brief.title = odd.to_owned();
    brief.answer.text = odd.repeat(400);
    brief.tiles[0].label = "w".repeat(5_000);
    brief.tiles[1].figure = odd.to_owned();
    brief.caveats = vec![Sentence::from("x".repeat(40_000))];
    brief.options.push(Table::default());
    brief.options[0].rows.push(vec![odd.to_owned()]);
    brief.figures[0].description = "d".repeat(90_000);
    brief.figures[1].drawn.marks.clear();
    brief.commands = vec![String::new(), "--set=".repeat(900)];
    assert!(paper(&brief, None).is_ok());
    assert!(paper(&Brief::default(), None).is_ok());
}
