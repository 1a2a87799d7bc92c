//! What one test says for the table. A test calls [`row`] for every figure it judges: while a record
//! is open on its thread the row is kept, else the row is printed and must hold.

use std::cell::RefCell;
use std::fmt::Write as _;

/// With so few replications a record only sees whether anything has changed.
const FEW: u64 = 2;

/// One figure beside what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What is compared, with its unit.
    pub what: String,
    /// What it should be, or the span it should lie in.
    pub expected: String,
    /// What the program says, with how sure that is.
    pub ours: String,
    pub holds: bool,
}

/// The rows of one test.
#[derive(Debug, Default)]
pub struct Record {
    few: bool,
    pub rows: Vec<Row>,
    /// Every figure, to nine digits.
    figures: String,
}

thread_local! { static OPEN: RefCell<Option<Record>> = const { RefCell::new(None) }; }

/// What a test says, of all its replications or of a few.
pub fn record(few: bool, test: fn()) -> Record {
    OPEN.set(Some(Record { few, ..Record::default() }));
    test();
    OPEN.take().expect("the record that was opened")
}

impl Record {
    /// Changes with every figure.
    pub fn mark(&self) -> String {
        blake3::hash(self.figures.as_bytes()).to_hex()[..12].to_owned()
    }
}

/// How many replications to run of those that a test asks for.
pub fn runs(asked: u64) -> u64 {
    OPEN.with_borrow(|open| if open.as_ref().is_some_and(|r| r.few) { asked.min(FEW) } else { asked })
}

/// Whether figures are only looked at for change, so that none can be judged.
pub fn only_few() -> bool {
    OPEN.with_borrow(|open| open.as_ref().is_some_and(|r| r.few))
}

/// Judges the figures of a row.
#[track_caller]
pub fn row(row: Row, figures: &[f64]) {
    OPEN.with_borrow_mut(|open| {
        if let Some(open) = open {
            for figure in figures {
                write!(open.figures, "{figure:.8e} ").expect("a text grows");
            }
            open.rows.push(row);
        } else {
            println!("{:<50} expected {}, here {}", row.what, row.expected, row.ours);
            assert!(row.holds, "{}: {} and not {}", row.what, row.ours, row.expected);
        }
    });
}

/// Keeps a row that is told as it is, whether it holds or not.
pub fn told(row: Row, figures: &[f64]) {
    let recording = OPEN.with_borrow(Option::is_some);
    if recording {
        self::row(row, figures);
    } else {
        let verdict = if row.holds { "holds" } else { "does not hold" };
        println!("{:<50} expected {}, here {}: {verdict}", row.what, row.expected, row.ours);
    }
}

/// A figure that must lie within a span.
#[track_caller]
pub fn within(what: &str, figure: f64, [least, most]: [f64; 2]) {
    let expected = format!("{} to {}", shown(least), shown(most));
    let holds = (least..=most).contains(&figure);
    row(Row { what: what.to_owned(), expected, ours: shown(figure), holds }, &[figure]);
}

/// A figure that must not exceed another.
#[track_caller]
pub fn at_most(what: &str, figure: f64, most: f64) {
    let expected = format!("at most {}", shown(most));
    row(Row { what: what.to_owned(), expected, ours: shown(figure), holds: figure <= most }, &[figure]);
}

/// A mean with its standard error: the figure and its 95% interval.
pub fn with_interval(mean: f64, standard_error: f64) -> String {
    let half = 1.96 * standard_error;
    format!("{} ({} to {})", shown(mean), shown(mean - half), shown(mean + half))
}

/// A figure to about four digits.
pub fn shown(x: f64) -> String {
    let text = match x.abs() {
        size if size >= 1000.0 => format!("{x:.0}"),
        size if size >= 100.0 => format!("{x:.1}"),
        size if size >= 10.0 => format!("{x:.2}"),
        size if size >= 1.0 => format!("{x:.3}"),
        _ => format!("{x:.4}"),
    };
    if !text.contains('.') {
        return text;
    }
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}
