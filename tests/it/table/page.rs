//! `docs/validation.md`: the part between two marks is made from rows, and read back as rows.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::cases::Case;
use super::record::{Record, Row};

const BEGIN: &str = "<!-- made by a test: begin -->";
const END: &str = "<!-- made by a test: end -->";
const CASE: &str = "<!-- case ";

/// The rows of one case, and the mark of all its figures from a few replications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub name: String,
    pub mark: String,
    pub rows: Vec<Row>,
}

impl Block {
    pub fn of(case: &Case, few: &Record, all: &[Row]) -> Self {
        Self { name: case.name.to_owned(), mark: few.mark(), rows: all.to_vec() }
    }

    /// What is compared, and with what.
    pub fn asks(&self) -> Vec<[&str; 2]> {
        asks(&self.rows)
    }
}

pub fn asks(rows: &[Row]) -> Vec<[&str; 2]> {
    rows.iter().map(|row| [row.what.as_str(), row.expected.as_str()]).collect()
}

pub fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/validation.md")
}

/// The page: what stands before the made part, its blocks, and what stands after.
pub struct Page {
    before: String,
    pub blocks: Vec<Block>,
    after: String,
}

impl Page {
    pub fn read() -> Self {
        let text = std::fs::read_to_string(path()).expect("docs/validation.md").replace('\r', "");
        let (before, rest) = text.split_once(BEGIN).expect("the mark where the made part begins");
        let (made, after) = rest.split_once(END).expect("the mark where the made part ends");
        let blocks = made.split(CASE).skip(1).map(block).collect();
        Self { before: before.to_owned(), blocks, after: after.to_owned() }
    }

    pub fn block(&self, name: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| block.name == name)
    }

    /// The whole text, with these cases in their order.
    pub fn text(&self, cases: &[Case]) -> String {
        let mut made = String::from(
            "\n\n| case | source | expected | here, with its 95% interval | verdict | command |\n",
        );
        made += "|---|---|---|---|---|---|\n";
        let known: Vec<(&Case, &Block)> =
            cases.iter().filter_map(|case| Some((case, self.block(case.name)?))).collect();
        for (case, block) in &known {
            let first = &block.rows[0];
            let held = block.rows.iter().filter(|row| row.holds).count();
            let verdict = if held == block.rows.len() {
                format!("pass: all {held}")
            } else {
                format!("**fail**: {held} of {} hold", block.rows.len())
            };
            writeln!(
                made,
                "| [{} {}](#{}) | {} | {}: {} | {} | {verdict} | `{}` |",
                case.name,
                case.title,
                case.name.to_lowercase(),
                case.source,
                first.what,
                first.expected,
                first.ours,
                case.command()
            )
            .expect("a text grows");
        }
        made += "\nThe first figure of each case stands above; all of them follow.\n";
        for (case, block) in known {
            made += &detail(case, block);
        }
        format!("{}{BEGIN}{made}\n{END}{}", self.before, self.after)
    }
}

fn detail(case: &Case, block: &Block) -> String {
    let mut text = format!("\n{CASE}{} {} -->\n", block.name, block.mark);
    let id = case.name.to_lowercase();
    write!(text, "\n### <a id=\"{id}\"></a>{} {}\n\n", case.name, case.title).expect("a text grows");
    text += "| figure | expected | here, with its 95% interval | verdict |\n|---|---|---|---|\n";
    for row in &block.rows {
        let verdict = if row.holds { "pass" } else { "**fail**" };
        writeln!(text, "| {} | {} | {} | {verdict} |", row.what, row.expected, row.ours)
            .expect("a text grows");
    }
    text
}

fn block(text: &str) -> Block {
    let (head, body) = text.split_once(" -->").expect("the end of a case's mark");
    let (name, mark) = head.split_once(' ').expect("a name and a mark");
    let row = |line: &str| -> Option<Row> {
        let cells: Vec<&str> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
        let [what, expected, ours, verdict] = cells.try_into().ok()?;
        let row = Row {
            what: what.to_owned(),
            expected: expected.to_owned(),
            ours: ours.to_owned(),
            holds: verdict == "pass",
        };
        (what != "figure").then_some(row)
    };
    Block { name: name.to_owned(), mark: mark.to_owned(), rows: body.lines().filter_map(row).collect() }
}
