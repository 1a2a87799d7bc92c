//! Where something stands in a scenario: `services.bridging.places`, and the nearest word to a
//! mistyped one. Knows nothing of files or of what the words mean. `fault` uses it.

use std::fmt;

/// A dotted key, as in `--set`: `services.bridging.places`, `calendar.bank_holidays[3]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(String);

impl Path {
    /// The whole file.
    pub fn root() -> Self {
        Self::default()
    }

    /// From its text; used for what people type.
    pub fn of(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// A key of what stands here.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        if self.0.is_empty() { Self(key.to_owned()) } else { Self(format!("{}.{key}", self.0)) }
    }

    /// An element of the list that stands here.
    #[must_use]
    pub fn index(&self, i: usize) -> Self {
        Self(format!("{}[{i}]", self.0))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is `other` or stands somewhere in it.
    pub fn is_in(&self, other: &Self) -> bool {
        other.holds(&self.0)
    }

    /// Whether the path with this text is the same or stands somewhere in this one.
    pub fn holds(&self, text: &str) -> bool {
        text.strip_prefix(&self.0).is_some_and(|rest| {
            rest.is_empty() || self.0.is_empty() || rest.starts_with('.') || rest.starts_with('[')
        })
    }
}

/// The way to a value while a file is read. Written out only where there is a fault: a path for each
/// value would cost a long key again and again.
#[derive(Clone, Copy, Debug)]
pub enum Trail<'a> {
    /// The whole file.
    Root,
    /// A key of what stands there.
    Key(&'a Self, &'a str),
    /// An element of the list that stands there.
    Index(&'a Self, usize),
}

impl Trail<'_> {
    /// Written out.
    pub fn path(&self) -> Path {
        match self {
            Self::Root => Path::root(),
            Self::Key(above, key) => above.path().key(key),
            Self::Index(above, i) => above.path().index(*i),
        }
    }
}

/// No path of a figure is longer: names have at most 64 letters, and few stand in each other. A longer
/// one holds a word that is a fault, and is not looked at figure by figure: that would cost its length
/// again and again.
pub const LONGEST_PATH: usize = 400;

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_holds_its_own_keys_and_no_longer_words() {
        let service = Path::root().key("services").key("home");
        assert!(service.key("stay").is_in(&service) && service.index(1).is_in(&service));
        assert!(!Path::of("services.homely").is_in(&service));
        assert!(service.is_in(&Path::root()));
    }
}
