//! Faults that are alike: the same words at many rows of a file, or at many values of a list or map.
//! Few are told one by one, many in one line with their number and the first place.

use std::collections::HashMap;

use super::fault::Fault;

/// So many like faults are told one by one.
const FEW: usize = 3;
/// So many names of places are told.
const NAMED: usize = 3;

/// What is the same in like faults, but for their place: file, words, what was expected, the hint, and
/// how deep they stand.
type Key = (String, String, Option<String>, Option<String>, usize);

/// Groups of like faults.
#[derive(Debug, Default)]
pub struct Alike {
    groups: Vec<Group>,
    by_key: HashMap<Key, Vec<usize>>,
}

#[derive(Debug)]
struct Group {
    place: Vec<String>,
    /// The part of the place in which members differ, once two of them do.
    differs: Option<usize>,
    /// Whether what is wrong is the key itself, so that other keys are other faults.
    of_key: bool,
    count: usize,
}

impl Group {
    /// Whether a place is the same but for one part, always the same one.
    fn takes(&mut self, place: &[String]) -> bool {
        let mut other = (0..place.len()).filter(|&i| place[i] != self.place[i]);
        let at = match (other.next(), other.next()) {
            (None, _) => return true,
            (Some(at), None) => at,
            _ => return false,
        };
        let fits = self.differs.is_none_or(|known| known == at) && !(self.of_key && at + 1 == place.len());
        if fits {
            self.differs = Some(at);
        }
        fits
    }
}

impl Alike {
    /// The group of a fault, and how many are in it now.
    pub fn add(&mut self, fault: &Fault) -> (usize, usize) {
        let place = parts(&fault.path);
        let words = words(&fault.what);
        let key = (fault.file.clone(), words, fault.expected.clone(), fault.hint.clone(), place.len());
        let groups = self.by_key.entry(key).or_default();
        let known = groups.iter().copied().find(|&g| self.groups[g].takes(&place));
        let g = known.unwrap_or_else(|| {
            let of_key = fault.what.starts_with("this ");
            self.groups.push(Group { place, differs: None, of_key, count: 0 });
            groups.push(self.groups.len() - 1);
            self.groups.len() - 1
        });
        self.groups[g].count += 1;
        (g, self.groups[g].count)
    }

    /// Faults in order, with their groups, those of a large group in one.
    pub fn told(&self, faults: Vec<(Fault, usize)>) -> Vec<Fault> {
        let mut names: HashMap<usize, Vec<String>> = HashMap::new();
        for (fault, g) in &faults {
            if let Some(name) = self.groups[*g].differs.and_then(|at| parts(&fault.path).into_iter().nth(at))
            {
                let names = names.entry(*g).or_default();
                if names.len() < NAMED && !name.starts_with('[') && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        let mut told = vec![false; self.groups.len()];
        let mut all = Vec::new();
        for (fault, g) in faults {
            let group = &self.groups[g];
            if group.count <= FEW {
                all.push(fault);
            } else if !std::mem::replace(&mut told[g], true) {
                let none = Vec::new();
                all.push(one_for_all(fault, group, names.get(&g).unwrap_or(&none)));
            }
        }
        all
    }
}

/// The first fault of a group, speaking for all.
fn one_for_all(first: Fault, group: &Group, names: &[String]) -> Fault {
    let noun = if group.differs.is_none() { "rows" } else { "values" };
    let more = group.count - names.len().min(group.count);
    let among = match (names.is_empty(), more) {
        (true, _) => String::new(),
        (false, 0) => format!(" ({})", names.join(", ")),
        (false, more) => format!(" ({} and {more} more)", names.join(", ")),
    };
    let at = first.line.map_or_else(String::new, |line| format!(", first at line {line}"));
    let what = format!("{} {noun}{among}: {}{at}", group.count, first.what);
    Fault { what, line: None, column: None, ..first }
}

/// The parts of a dotted key, places in lists by themselves.
fn parts(path: &str) -> Vec<String> {
    path.split('.')
        .flat_map(|part| {
            let (key, rest) = part.split_at(part.find('[').unwrap_or(part.len()));
            std::iter::once(key.to_owned()).chain(rest.split_inclusive(']').map(str::to_owned))
        })
        .collect()
}

/// The words of a fault without the value that is wrong, where they begin with it.
fn words(what: &str) -> String {
    const AFTER: [&str; 5] = [" is not ", " is out of range", " appears twice", " comes after ", " is too "];
    let (column, rest) = match what.split_once("\": ") {
        Some((column, rest)) if !column.contains(' ') || column.starts_with("column ") => {
            (&what[..column.len() + 3], rest)
        }
        _ => ("", what),
    };
    let end = if let Some(text) = rest.strip_prefix('"') {
        text.find('"').map_or(0, |end| end + 2)
    } else {
        rest.find(' ').filter(|_| rest.starts_with(|c: char| c.is_ascii_digit() || c == '-')).unwrap_or(0)
    };
    if AFTER.iter().any(|after| rest[end..].starts_with(after)) {
        format!("{column}·{}", &rest[end..])
    } else {
        without_amounts(what)
    }
}

/// Words without the numbers, dates and times between them: those in quotes may be names, and stay.
fn without_amounts(what: &str) -> String {
    let mut quoted = false;
    let words = what.split(' ').map(|word| {
        let amount = !quoted && word.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        quoted ^= word.matches('"').count() % 2 == 1;
        if amount { "·" } else { word }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::text::fault::Found;
    use crate::scenario::text::node::Origin;
    use crate::scenario::text::path::Path;

    fn told(all: &[(u32, &str, String)]) -> Vec<String> {
        let mut found = Found::default();
        for (line, path, what) in all {
            let origin = Origin { line: Some(*line), ..Origin::whole("a") };
            found.fault(Fault::new(&origin, &Path::of(path), what.clone()).expected("b"));
        }
        found.finish().unwrap_err().all().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn many_like_rows_are_one_line_with_the_first_and_few_are_told_each() {
        let rows =
            |n: u32| (0..n).map(|i| (i + 3, "x", "column \"n\" is empty".to_owned())).collect::<Vec<_>>();
        assert_eq!(told(&rows(360)), ["a · x: 360 rows: column \"n\" is empty, first at line 3; expected b"]);
        assert_eq!(told(&rows(5000)).len(), 1, "beyond what is kept");
        assert!(told(&rows(5000))[0].contains("5000 rows"));
        assert_eq!(told(&rows(3)).len(), 3);
    }

    #[test]
    fn values_that_differ_are_alike_and_columns_that_differ_are_not() {
        let rows: Vec<_> = (0..9).map(|i| (i, "x", format!("\"{i}x\" is not a number"))).collect();
        assert_eq!(told(&rows), ["a · x: 9 rows: \"0x\" is not a number, first at line 0; expected b"]);
        let rows: Vec<_> = (0..9).map(|i| (i, "x", format!("2025-01-0{i} appears twice"))).collect();
        assert_eq!(told(&rows).len(), 1);
        let column = |i| if i % 2 == 0 { "since" } else { "ready" };
        let rows: Vec<_> =
            (0..10).map(|i| (i, "x", format!("\"{}\": \"{i}\" is not a moment", column(i)))).collect();
        assert_eq!(told(&rows).len(), 2);
        let rows: Vec<_> = (0..10).map(|i| (i, "x", format!("\"{}\" is left out", column(i)))).collect();
        assert_eq!(told(&rows).len(), 2);
        let rows: Vec<_> =
            (0..9).map(|i| (i, "x", format!("\"due\": 2026-01-0{i} 10:30 comes late"))).collect();
        assert_eq!(told(&rows).len(), 1, "wherever the dates stand");
        let rows: Vec<_> = (0..9).map(|i| (i, "x", format!("there is no group \"1 {i}\" at 5"))).collect();
        assert_eq!(told(&rows).len(), 9, "names in quotes are no amounts");
    }

    #[test]
    fn places_of_a_list_or_map_are_alike_and_unknown_keys_are_not() {
        let at = |path: &'static str, i: u32| (i, path, "\"x\" is not a date".to_owned());
        let list = [at("d[0]", 1), at("d[1]", 2), at("d[2]", 3), at("d[7]", 4)];
        assert_eq!(told(&list), ["a · d[0]: 4 values: \"x\" is not a date, first at line 1; expected b"]);
        let map = [at("s.a.n", 1), at("s.b.n", 2), at("s.c.n", 3), at("s.d.n", 4)];
        assert_eq!(
            told(&map),
            ["a · s.a.n: 4 values (a, b, c and 1 more): \"x\" is not a date, first at line 1; expected b"]
        );
        let apart = [at("s.a.n", 1), at("s.b.n", 2), at("s.a.m", 3), at("t.a.n", 4), at("s.a", 5)];
        assert_eq!(told(&apart).len(), 5);
        let key = |path: &'static str| (1, path, "this key is not known".to_owned());
        assert_eq!(told(&[key("s.a"), key("s.b"), key("s.c"), key("s.d")]).len(), 4);
        assert_eq!(told(&[key("s.a.x"), key("s.b.x"), key("s.c.x"), key("s.d.x")]).len(), 1);
    }
}
