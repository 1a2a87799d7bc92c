//! How a section is read: a table of its words with their meaning and what holds where they are left
//! out, from which come its type, its reader and its part of the schema; and whatever else a value is made of.
//!
//! The tables stand in the `words` of each section.

use std::collections::BTreeMap;

use crate::base::near::nearest;
use crate::scenario::text::fault::{Fault, Found};
use crate::scenario::text::node::{Entry, Node, Value, show_text};
use crate::scenario::text::path::Path;

/// What can be read from a value.
pub trait Decode: Sized {
    /// The value, or `None` where it is faulty; the faults go to `found`.
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self>;
}

/// A word of a section.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// As typed.
    pub key: &'static str,
    /// What it says, what holds where it is left out aside.
    pub says: &'static str,
    /// What holds where it is left out, in words; `None` where the word says so itself.
    pub left_out: Option<fn() -> String>,
    /// Whether it is for people alone: names and explanations, which change neither plan nor sentences.
    #[cfg(test)]
    pub for_people: bool,
}

impl Word {
    /// What it says, and what holds where it is left out.
    pub fn told(&self) -> String {
        let says = self.says.trim();
        match self.left_out {
            None => says.to_owned(),
            Some(left_out) => format!("{}; left out: {}.", says.trim_end_matches('.'), left_out()),
        }
    }
}

/// What can hold where a word is left out, for the page of words.
pub trait LeftOut {
    /// In words.
    fn in_words(&self) -> String;
}

/// A section with a fixed set of words.
pub trait Vocabulary {
    /// Its words.
    const WORDS: &'static [Word];
}

/// A section whose keys people name.
pub type Map<T> = BTreeMap<String, T>;

/// Makes a section's type and its reader from its words. Every word may be left out. What then holds
/// stands behind the type, and is asked for by a function with the name of the word:
///
/// ```text
/// /// A slower response counts as late.
/// respond_within: Duration = Duration::hours(4.0),
/// ```
///
/// A word for people alone, which nothing reads, ends with `=> people`; one that is read beside its table, as
/// what it holds depends on where it stands, with `=> hand`. Any other that nothing reads does not compile: so that the
/// compiler can tell, the type is known in this crate alone.
macro_rules! vocabulary {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident {
            $($(#[doc = $says:literal])+ $field:ident: $type:ty $(= $left_out:expr)? $(=> $unread:ident)?,)*
        }
    )*) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default)]
        #[allow(clippy::struct_field_names, reason = "the fields are the words of the file")]
        #[deny(dead_code, reason = "each word is read")]
        pub(crate) struct $name {
            $(
                $(#[doc = $says])+
                $(
                    #[doc = concat!("\n\nRead by ", stringify!($unread), ".")]
                    #[allow(dead_code, reason = "it stands in the table for its words")]
                )?
                pub $field: Option<$type>,
            )*
        }

        impl $name {
            $($(
                #[doc = concat!("`", stringify!($field), "` or, left out, what then holds.")]
                #[deny(dead_code, reason = "each word is read")]
                pub fn $field(&self) -> $type {
                    $crate::scenario::values::table::given_or(self.$field.as_ref(), $left_out)
                }
            )?)*
        }

        impl $crate::scenario::values::table::Vocabulary for $name {
            const WORDS: &'static [$crate::scenario::values::table::Word] = &[$(
                $crate::scenario::values::table::Word {
                    key: stringify!($field),
                    says: concat!($($says),+),
                    left_out: $crate::scenario::values::table::vocabulary!(@left_out $($left_out, $type)?),
                    #[cfg(test)]
                    for_people: $crate::scenario::values::table::vocabulary!(@people $($unread)?),
                }
            ),*];
        }

        impl $crate::scenario::values::table::Decode for $name {
            fn decode(
                node: &$crate::scenario::text::node::Node,
                path: &$crate::scenario::text::path::Path,
                found: &mut $crate::scenario::text::fault::Found,
            ) -> Option<Self> {
                let words = <Self as $crate::scenario::values::table::Vocabulary>::WORDS;
                let entries = $crate::scenario::values::table::section(node, path, words, found)?;
                Some(Self {
                    $($field: $crate::scenario::values::table::field(entries, stringify!($field), path, found),)*
                })
            }
        }

        impl $crate::scenario::values::definitions::Describe for $name {
            fn describe(all: &mut $crate::scenario::values::definitions::Definitions) -> serde_json::Value {
                let words = <Self as $crate::scenario::values::table::Vocabulary>::WORDS;
                let values = &[$(<$type as $crate::scenario::values::definitions::Describe>::describe as _),*];
                all.section(stringify!($name), concat!($($doc),+), words, values)
            }
        }
    )*};
    (@left_out) => { None };
    (@left_out $left_out:expr, $type:ty) => {
        Some(|| {
            let left_out: $type = $left_out;
            $crate::scenario::values::table::LeftOut::in_words(&left_out)
        })
    };
    (@people) => { false };
    (@people people) => { true };
    (@people hand) => { false };
}

/// A choice between words.
pub trait Choice: Copy + PartialEq + 'static {
    /// Every word, what it stands for and what it says, in order.
    const WORDS: &'static [(&'static str, Self, &'static str)];
}

/// Makes a choice between words.
macro_rules! choice {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident { $($(#[doc = $says:literal])+ $variant:ident = $word:literal,)+ }
    )*) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[doc = $says])+ $variant,)+ }

        impl $name {
            /// Every word and what it stands for, in order.
            pub const ALL: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),+];

            /// As typed.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl $crate::scenario::values::table::Choice for $name {
            const WORDS: &'static [(&'static str, Self, &'static str)] =
                &[$(($word, Self::$variant, concat!($($says),+))),+];
        }

        impl $crate::scenario::values::table::LeftOut for $name {
            fn in_words(&self) -> String {
                self.word().to_owned()
            }
        }

        impl $crate::scenario::values::definitions::Describe for $name {
            fn describe(all: &mut $crate::scenario::values::definitions::Definitions) -> serde_json::Value {
                all.choice(stringify!($name), concat!($($doc),+), &[$(($word, concat!($($says),+))),+])
            }
        }

        impl $crate::scenario::values::table::Decode for $name {
            fn decode(
                node: &$crate::scenario::text::node::Node,
                path: &$crate::scenario::text::path::Path,
                found: &mut $crate::scenario::text::fault::Found,
            ) -> Option<Self> {
                $crate::scenario::values::table::one_of(node, path, Self::ALL, found)
            }
        }
    )*};
}
pub(crate) use {choice, vocabulary};

/// What is given or, left out, what then holds.
pub fn given_or<T: Clone>(given: Option<&T>, left_out: T) -> T {
    given.cloned().unwrap_or(left_out)
}

/// The entries of a section, its unknown words told.
pub fn section<'a>(node: &'a Node, path: &Path, words: &[Word], found: &mut Found) -> Option<&'a [Entry]> {
    known(node, path, &words.iter().map(|word| word.key), found)
}

/// The entries of a map with these keys, unknown ones told.
fn known<'a>(
    node: &'a Node,
    path: &Path,
    keys: &(impl Iterator<Item = &'static str> + Clone),
    found: &mut Found,
) -> Option<&'a [Entry]> {
    let entries = map(node, path, found)?;
    for entry in entries {
        if !keys.clone().any(|key| key == entry.key) {
            found.fault(unknown_key(entry, path, keys.clone()));
        }
    }
    Some(entries)
}

/// Values by the words of a choice, in its order.
#[derive(Clone, Debug)]
pub struct Each<C, T>(Vec<(C, T)>);

impl<C: Choice, T> Each<C, T> {
    /// Those that are given.
    pub fn iter(&self) -> impl Iterator<Item = (C, &T)> {
        self.0.iter().map(|(of, value)| (*of, value))
    }

    /// That of one word, if it is given.
    pub fn get(&self, of: C) -> Option<&T> {
        self.0.iter().find(|(own, _)| *own == of).map(|(_, value)| value)
    }
}

impl<C: Choice, T: Decode + Default> Decode for Each<C, T> {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let entries = known(node, path, &C::WORDS.iter().map(|(word, ..)| *word), found)?;
        let given = C::WORDS.iter().filter_map(|&(word, of, _)| {
            let entry = entries.iter().find(|entry| entry.key == word)?;
            // What is faulty still has its word.
            Some((of, T::decode(&entry.node, &path.key(word), found).unwrap_or_default()))
        });
        Some(Self(given.collect()))
    }
}

/// The entries of a map.
pub fn map<'a>(node: &'a Node, path: &Path, found: &mut Found) -> Option<&'a [Entry]> {
    if node.entries().is_none() {
        found.wrong(node, path, format!("{} is not a map", node.shown()), "a map");
    }
    node.entries()
}

/// So few words can be listed in a fault.
const FEW: usize = 12;

/// A word that a section does not have.
pub fn unknown_key<'a>(entry: &Entry, path: &Path, words: impl IntoIterator<Item = &'a str>) -> Fault {
    let words: Vec<&str> = words.into_iter().collect();
    let hint = nearest(&entry.key, words.iter().copied());
    let fault = Fault::new(&entry.origin, &path.key(&entry.key), "this key is not known");
    if hint.is_none() && words.len() <= FEW {
        return fault.expected(format!("one of {}", words.join(", ")));
    }
    fault.hint(hint)
}

/// One word of a section.
pub fn field<T: Decode>(entries: &[Entry], key: &str, path: &Path, found: &mut Found) -> Option<T> {
    let entry = entries.iter().find(|e| e.key == key)?;
    T::decode(&entry.node, &path.key(key), found)
}

/// One of some words.
pub fn one_of<T: Copy>(node: &Node, path: &Path, words: &[(&str, T)], found: &mut Found) -> Option<T> {
    let chosen = node.text().and_then(|text| words.iter().find(|(word, _)| *word == text));
    if chosen.is_none() {
        let all: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
        let expected = match all.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => all.join(""),
        };
        let hint = node.text().and_then(|text| nearest(text, words.iter().map(|(word, _)| *word)));
        let what = format!("{} is not one of these words", node.shown());
        found.fault(Fault::new(&node.origin, path, what).expected(expected).hint(hint));
    }
    chosen.map(|&(_, value)| value)
}

/// Whether a key can name something; else the fault is told.
pub fn is_name(entry: &Entry, path: &Path, found: &mut Found) -> bool {
    const LONGEST: usize = 64;
    let key = &entry.key;
    let good = !key.is_empty()
        && key.len() <= LONGEST
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if !good {
        let what = format!("{} is not a name", show_text(key));
        let expected = format!("at most {LONGEST} letters without accents, digits, \"_\" and \"-\"");
        found.fault(Fault::new(&entry.origin, path, what).expected(expected));
    }
    good
}

impl<T: Decode + Default> Decode for Map<T> {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let mut all = Self::new();
        for entry in map(node, path, found)? {
            if is_name(entry, path, found) {
                // What is faulty still has its name, so that those who name it are not blamed.
                let value = T::decode(&entry.node, &path.key(&entry.key), found).unwrap_or_default();
                all.insert(entry.key.clone(), value);
            }
        }
        Some(all)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let Value::List(list) = &node.value else {
            found.wrong(node, path, format!("{} is not a list", node.shown()), "a list");
            return None;
        };
        Some(list.iter().enumerate().filter_map(|(i, n)| T::decode(n, &path.index(i), found)).collect())
    }
}

impl Decode for String {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        if node.text().is_none() {
            found.wrong(node, path, format!("{} is not a text", node.shown()), "a text in quotes");
        }
        node.text().map(str::to_owned)
    }
}

impl LeftOut for bool {
    fn in_words(&self) -> String {
        self.to_string()
    }
}

impl Decode for bool {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        if let Value::Bool(b) = node.value {
            return Some(b);
        }
        found.wrong(node, path, format!("{} is neither true nor false", node.shown()), "true or false");
        None
    }
}

/// A value of any kind: explanations, and words that come later.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Anything(pub serde_json::Value);

impl Decode for Anything {
    fn decode(node: &Node, _: &Path, _: &mut Found) -> Option<Self> {
        Some(Self(node.to_json()))
    }
}
