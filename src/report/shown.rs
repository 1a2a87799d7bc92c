//! Figures as a reader sees them, read back as numbers: `−1,120`, `94%`, `£1.23m`, `970 to 1,270`. The inverse
//! of `words::Grain` and of the amounts on charts. Knows nothing of tables.

/// What follows a figure in pounds, and how many noughts it stands for.
const LARGE: [(&str, u8); 4] = [("bn", 9), ("tn", 12), ("m", 6), ("k", 3)];
/// A unit has at most so many words, as `h a week` has; what is longer is a sentence.
const WORDS: usize = 3;

/// A figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its value; a percentage as a share, money in pounds.
    pub value: f64,
    /// How it is written.
    pub look: Look,
}

/// What a figure counts, as far as the signs beside it say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Anything.
    #[default]
    Plain,
    /// Hundredths.
    Percent,
    /// Pounds.
    Pounds,
}

/// How a figure is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Look {
    /// What it counts.
    pub kind: Kind,
    /// Noughts that a letter behind it stands for: 6 for `£1.23m`.
    pub noughts: u8,
    /// Digits behind the point.
    pub decimals: usize,
    /// Whether it has a sign also where it is above zero.
    pub signed: bool,
    /// Whether there are commas between thousands.
    pub commas: bool,
    /// The words behind it: `days`; mostly empty.
    pub unit: String,
}

/// What a cell of a table says.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// Nothing applies.
    Nothing,
    /// There is no figure.
    NoFigure,
    /// A figure.
    One(Figure),
    /// From a figure to another.
    Range([Figure; 2]),
    /// A figure with its range behind it: `12 (8 to 15)`.
    Within(Figure, [Figure; 2]),
    /// Words.
    Words,
}

/// Reads a cell.
pub fn said(cell: &str) -> Said {
    let cell = cell.trim();
    match cell {
        "" => return Said::Nothing,
        "-" | "–" | "—" => return Said::NoFigure,
        _ => {}
    }
    if let Some(figure) = figure(cell) {
        return Said::One(figure);
    }
    if let Some(range) = range(cell) {
        return Said::Range(range);
    }
    let within = cell.strip_suffix(')').and_then(|rest| rest.split_once(" ("));
    within.and_then(|(one, between)| Some(Said::Within(figure(one)?, range(between)?))).unwrap_or(Said::Words)
}

/// `970 to 1,270`, `92 to 97%`, `−700 to +80`: what stands once behind both is said of both.
pub fn range(text: &str) -> Option<[Figure; 2]> {
    let (first, last) = text.split_once(" to ")?;
    let high = figure(last)?;
    let mut low = figure(first)?;
    if high.look.kind == Kind::Percent && low.look.kind == Kind::Plain {
        low = figure(&format!("{first}%"))?;
    }
    let sides = [&low, &high].map(|end| side(&end.look.unit));
    if let [Some(first), Some(last)] = sides {
        return Some([signed(&low, first), signed(&high, last)]);
    }
    if low.look.unit.is_empty() {
        low.look.unit.clone_from(&high.look.unit);
    }
    // Nothing is written without a sign of what it counts.
    if low.value.abs() <= 0.0 {
        low.look = Look { signed: low.look.signed, ..high.look.clone() };
    }
    let alike = low.look.kind == high.look.kind && low.look.unit == high.look.unit;
    alike.then_some([low, high])
}

/// Below or above zero, in words.
fn side(unit: &str) -> Option<f64> {
    match unit {
        "fewer" | "less" => Some(-1.0),
        "more" => Some(1.0),
        _ => None,
    }
}

/// `5,670 fewer` as −5,670.
fn signed(figure: &Figure, side: f64) -> Figure {
    let look = Look { signed: true, unit: String::new(), ..figure.look.clone() };
    Figure { value: figure.value * side, look }
}

/// One figure with nothing round it but its unit.
pub fn figure(text: &str) -> Option<Figure> {
    let text = text.trim();
    let (negative, signed) = (text.starts_with(['−', '-']), text.starts_with('+'));
    let mut rest = text.strip_prefix(['−', '-', '+']).unwrap_or(text);
    let mut look = Look { signed, ..Look::default() };
    if let Some(after) = rest.strip_prefix('£') {
        look.kind = Kind::Pounds;
        rest = after;
    }
    let (digits, decimals, after) = digits(rest)?;
    look.decimals = decimals;
    look.commas =
        rest[..rest.len() - after.len()].contains(',') || digits.find('.').unwrap_or(digits.len()) < 4;
    rest = after;
    if let Some(after) = rest.strip_prefix('%') {
        look.kind = Kind::Percent;
        rest = after;
    } else if let Some((letters, noughts)) =
        LARGE.iter().find(|(letters, _)| rest.starts_with(letters)).filter(|_| look.kind == Kind::Pounds)
    {
        look.noughts = *noughts;
        rest = &rest[letters.len()..];
    }
    unit(rest)?.clone_into(&mut look.unit);
    let power = if look.kind == Kind::Percent { -2 } else { i32::from(look.noughts) };
    // Read with its power, so that 94% is the number nearest to 0.94.
    let value: f64 = format!("{digits}e{power}").parse().ok()?;
    let value = if negative && value > 0.0 { -value } else { value };
    Some(Figure { value, look })
}

/// The digits that a text begins with, without commas, how many stand behind the point, and what follows. `None`
/// where they are none of a figure: commas at other places, noughts in front, as names and numbers of rooms have.
fn digits(text: &str) -> Option<(String, usize, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(text.len());
    let (whole, mut rest) = text.split_at(end);
    let groups: Vec<&str> = whole.split(',').collect();
    let (first, others) = groups.split_first()?;
    let grouped = others.is_empty() || (first.len() <= 3 && others.iter().all(|group| group.len() == 3));
    if first.is_empty() || !grouped || (first.len() > 1 && first.starts_with('0')) {
        return None;
    }
    let mut digits = groups.concat();
    let mut decimals = 0;
    if let Some(after) = rest.strip_prefix('.') {
        let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        if end == 0 {
            return None;
        }
        decimals = end;
        digits = format!("{digits}.{}", &after[..end]);
        rest = &after[end..];
    }
    Some((digits, decimals, rest))
}

/// What stands behind a figure as its unit: nothing, or a space and a word or two.
fn unit(rest: &str) -> Option<&str> {
    if rest.is_empty() {
        return Some("");
    }
    let unit = rest.strip_prefix(' ')?;
    let words = unit.split(' ');
    let letters = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || c == '-');
    // "5 to" is the beginning of a range, "5 of" and "5 or" of a sentence.
    let plain =
        words.clone().all(|word| letters(word) && !["to", "of", "or", "and", "in", "with"].contains(&word));
    (plain && words.count() <= WORDS).then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> f64 {
        figure(text).unwrap_or_else(|| panic!("{text:?} is a figure")).value
    }

    #[test]
    #[allow(clippy::float_cmp)] // The same number, not one near to it.
    fn what_is_shown_reads_back_as_its_number() {
        for (text, number) in [
            ("−1,120", -1120.0),
            ("-3", -3.0),
            ("+80", 80.0),
            ("94%", 0.94),
            ("9.4%", 0.094),
            ("+0.5%", 0.005),
            ("£54,100", 54_100.0),
            ("−£48", -48.0),
            ("£1.23m", 1_230_000.0),
            ("£15.4m", 15_400_000.0),
            ("£34.6k", 34_600.0),
            ("£2bn", 2e9),
            ("0", 0.0),
            ("0.26", 0.26),
            ("9.9 days", 9.9),
            ("6.2 fewer", 6.2),
            ("2024", 2024.0),
            ("38,900", 38_900.0),
        ] {
            assert_eq!(value(text), number, "{text}");
        }
        assert!(value("−0").is_sign_positive());
    }

    #[test]
    fn what_is_no_figure_stays_words() {
        for text in [
            "clear",
            "1,12",
            "12,3456",
            "007",
            "1 October 2024",
            "4 of 5",
            "0a1b",
            "£",
            "5.",
            ".5",
            "<1",
            "12m",
            "1.2.3",
            "2024-10-01",
            "P1",
            "=1",
            "3 things that are said here",
            "990 or more",
            "1e5",
            "--1",
        ] {
            assert_eq!(said(text), Said::Words, "{text}");
        }
        assert_eq!((said(" "), said("-")), (Said::Nothing, Said::NoFigure));
    }

    #[test]
    #[allow(clippy::float_cmp)]
    fn a_range_says_once_what_holds_for_both_ends() {
        let ends = |text: &str| range(text).map(|[low, high]| [low.value, high.value]);
        assert_eq!(ends("970 to 1,270"), Some([970.0, 1270.0]));
        assert_eq!(ends("92 to 97%"), Some([0.92, 0.97]));
        assert_eq!(ends("−700 to +80"), Some([-700.0, 80.0]));
        assert_eq!(ends("+0.1% to +3.0%"), Some([0.001, 0.03]));
        assert_eq!(ends("£51,000 to £57,200"), Some([51_000.0, 57_200.0]));
        assert_eq!(ends("2 to 3.5 days"), Some([2.0, 3.5]));
        assert_eq!(ends("5,670 fewer to 3,460 more"), Some([-5670.0, 3460.0]));
        assert_eq!(ends("£119,000 less to £526,000 more"), Some([-119_000.0, 526_000.0]));
        assert_eq!(ends("0 to +£12.97m"), Some([0.0, 12_970_000.0]));
        for text in ["10 to £20", "from 3 to 4", "home to bed", "3 days to 4 weeks"] {
            assert_eq!(ends(text), None, "{text}");
        }
        assert!(matches!(said("12 (8 to 15)"), Said::Within(one, [low, high])
            if one.value == 12.0 && low.value == 8.0 && high.value == 15.0));
    }
}
