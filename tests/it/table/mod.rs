//! The table of `docs/validation.md`: every case with what was expected and what the program says.
//!
//! A case is a test like any other (`cases` lists them) that judges its figures through `record`, so
//! that the same lines that fail a test also fill the table. `page` writes it and reads it back.
//! All cases in full take minutes, so each change is held against the first two replications of
//! every study: their figures are hashed into a mark beside each case. Anything that would move a
//! figure of the table moves the mark.
//!
//! One command renews it: `WARDFLOW_RENEW=all cargo test --release --test it the_whole_table -- --ignored`,
//! or with the name of a case instead of `all`, that case alone.

mod cases;
mod page;
pub mod record;

use std::sync::OnceLock;

use cases::CASES;
use page::{Block, Page, asks, path};
use record::{Row, record};

/// The figures of cases in full, each made once.
static FULL: [OnceLock<Vec<Row>>; CASES.len()] = [const { OnceLock::new() }; CASES.len()];

const HOW: &str =
    "renew it with: WARDFLOW_RENEW=all cargo test --release --test it the_whole_table -- --ignored";

/// All rows of a case.
fn in_full(name: &str) -> &'static [Row] {
    let at = CASES.iter().position(|case| case.name == name).expect("a case of the table");
    FULL[at].get_or_init(|| record(false, CASES[at].figures).rows)
}

/// Asserts that every figure of a long case holds.
pub fn holds(case: &str) {
    let rows = in_full(case);
    for row in rows {
        println!("{:<50} expected {}, here {}", row.what, row.expected, row.ours);
    }
    let missed: Vec<&Row> = rows.iter().filter(|row| !row.holds).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn the_table_is_of_these_cases_and_of_this_program() {
    let page = Page::read();
    assert_eq!(
        page.blocks.iter().map(|b| b.name.as_str()).collect::<Vec<_>>(),
        CASES.iter().map(|case| case.name).collect::<Vec<_>>(),
        "the cases of docs/validation.md are not those of the tests; {HOW}"
    );
    for (case, block) in CASES.iter().zip(&page.blocks) {
        let few = record(true, case.figures);
        assert_eq!(asks(&few.rows), block.asks(), "{} of docs/validation.md is stale; {HOW}", case.name);
        assert_eq!(
            few.mark(),
            block.mark,
            "figures of {} have moved since docs/validation.md; {HOW}",
            case.name
        );
    }
    let written = std::fs::read_to_string(path()).expect("docs/validation.md").replace('\r', "");
    assert!(written == page.text(CASES), "docs/validation.md was changed by hand; {HOW}");
}

#[test]
#[ignore = "long: run by .ci/slow"]
fn the_whole_table_is_what_the_cases_say() {
    let mut page = Page::read();
    let renew = std::env::var("WARDFLOW_RENEW").ok();
    let made = CASES.iter().map(|case| match page.block(case.name) {
        Some(kept) if renew.as_ref().is_some_and(|which| which != "all" && which != case.name) => {
            kept.clone()
        }
        _ => {
            println!("{} {}", case.name, case.title);
            Block::of(case, &record(true, case.figures), in_full(case.name))
        }
    });
    page.blocks = made.collect();
    let text = page.text(CASES);
    if renew.is_some() {
        std::fs::write(path(), text).expect("docs/validation.md");
    } else {
        let written = std::fs::read_to_string(path()).expect("docs/validation.md").replace('\r', "");
        assert!(written == text, "docs/validation.md is stale; {HOW}");
    }
}
