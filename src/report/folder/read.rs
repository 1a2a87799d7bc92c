//! What is read of a manifest: no more than what is asked of it, however much stands there.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::request::Request;

/// The most files of a run.
const MOST_FILES: usize = 200_000;
/// The most hashes of a file: one more each time that a run is cut off while it is moved in.
const MOST_HASHES: usize = 16;

/// A manifest. What is not named here is passed over.
#[derive(Debug, Deserialize)]
pub struct Read {
    /// Of which scenario.
    pub fingerprint: String,
    request: Option<Asked>,
    #[serde(default)]
    seed: Number,
    #[serde(default)]
    runs: Number,
    /// The names of its files.
    #[serde(default)]
    pub files: Words,
    /// Names, and what hashes each may have.
    #[serde(default)]
    pub hashes: Hashes,
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    seed: Number,
    #[serde(default)]
    runs: Number,
    #[serde(default)]
    most_runs: Number,
    #[serde(default)]
    precision: Number,
}

impl Read {
    /// What was asked; one that does not say it has the seed and the number of runs at least.
    pub fn request(&self) -> Option<Request> {
        let none = Number::default();
        let beside = Asked { seed: self.seed, runs: self.runs, most_runs: none, precision: none };
        let asked = self.request.unwrap_or(beside);
        let runs = asked.runs.whole.or(asked.most_runs.whole)?;
        Some(Request { seed: asked.seed.whole?, runs, precision: asked.precision.real })
    }
}

/// One text or several.
#[derive(Debug, Default)]
pub struct Words(pub Vec<String>);

/// By name one text or several.
#[derive(Debug, Default)]
pub struct Hashes(pub Vec<(String, Vec<String>)>);

/// A number where one stands; nothing where something else does.
#[derive(Clone, Copy, Debug, Default)]
struct Number {
    whole: Option<u64>,
    real: Option<f64>,
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Words;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a text, or at most {MOST_FILES} of them")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Words, E> {
                Ok(Words(vec![word.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Words, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = from.next_element::<String>()? {
                    if words.len() == MOST_FILES {
                        return Err(A::Error::invalid_length(MOST_FILES + 1, &self));
                    }
                    words.push(word);
                }
                Ok(Words(words))
            }
        }
        from.deserialize_any(Reader)
    }
}

impl<'de> Deserialize<'de> for Hashes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Hashes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "hashes of at most {MOST_FILES} files by their names")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Hashes, A::Error> {
                let mut hashes = Vec::new();
                while let Some((name, Words(mut words))) = from.next_entry::<String, Words>()? {
                    if hashes.len() == MOST_FILES {
                        return Err(A::Error::invalid_length(MOST_FILES + 1, &self));
                    }
                    // The newest stand first.
                    words.truncate(MOST_HASHES);
                    words.shrink_to_fit();
                    hashes.push((name, words));
                }
                Ok(Hashes(hashes))
            }
        }
        from.deserialize_any(Reader)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_u64<E>(self, number: u64) -> Result<Number, E> {
                Ok(Number { whole: Some(number), real: Some(number as f64) })
            }

            fn visit_i64<E>(self, number: i64) -> Result<Number, E> {
                Ok(Number { whole: None, real: Some(number as f64) })
            }

            fn visit_f64<E>(self, number: f64) -> Result<Number, E> {
                Ok(Number { whole: None, real: Some(number) })
            }

            fn visit_bool<E>(self, _: bool) -> Result<Number, E> {
                Ok(Number::default())
            }

            fn visit_unit<E>(self) -> Result<Number, E> {
                Ok(Number::default())
            }

            fn visit_str<E>(self, _: &str) -> Result<Number, E> {
                Ok(Number::default())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Number, A::Error> {
                while from.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Number::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Number, A::Error> {
                while from.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Number::default())
            }
        }
        from.deserialize_any(Reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Read> {
        serde_json::from_str(text).ok()
    }

    #[test]
    fn what_was_asked_is_read_in_each_form() {
        let of = |seed, runs, precision| Some(Request { seed, runs, precision });
        for (text, asked) in [
            (r#"{"fingerprint":"f","seed":7,"runs":50,"scenario":{"seed":[1,{}]}}"#, of(7, 50, None)),
            (r#"{"fingerprint":"f","seed":7,"runs":9,"request":{"seed":1,"runs":5}}"#, of(1, 5, None)),
            (
                r#"{"request":{"seed":1,"runs":"auto","precision":0.05,"most_runs":400},"fingerprint":"f"}"#,
                of(1, 400, Some(0.05)),
            ),
            (r#"{"fingerprint":"f","seed":-7,"runs":50,"request":null}"#, None),
            (r#"{"fingerprint":"f","seed":[0,{"a":1}],"runs":{"b":[2]}}"#, None),
            (r#"{"fingerprint":"f"}"#, None),
        ] {
            assert_eq!(read(text).expect(text).request(), asked, "{text}");
        }
    }

    #[test]
    fn files_and_hashes_are_texts_and_so_many_at_most() {
        let manifest = read(r#"{"fingerprint":"f","files":["a","b"],"hashes":{"a":"1","b":["2","3"]}}"#);
        let manifest = manifest.expect("it is one");
        let of =
            |name: &str, hashes: &[&str]| (name.to_owned(), hashes.iter().map(|&h| h.to_owned()).collect());
        assert_eq!(manifest.files.0, ["a", "b"]);
        let hashes: [(_, Vec<String>); 2] = [of("a", &["1"]), of("b", &["2", "3"])];
        assert_eq!(manifest.hashes.0, hashes);
        let many = |what: &str, count: usize| vec![what; count].join(",");
        for (text, is) in [
            (format!(r#"{{"fingerprint":"f","files":[{}]}}"#, many("0", 9)), false),
            (format!(r#"{{"fingerprint":"f","files":[{}]}}"#, many("\"\"", MOST_FILES)), true),
            (format!(r#"{{"fingerprint":"f","files":[{}]}}"#, many("\"\"", MOST_FILES + 1)), false),
            (format!(r#"{{"fingerprint":"f","hashes":{{"a":[{}]}}}}"#, many("\"\"", 99)), true),
            (format!(r#"{{"fingerprint":"f","hashes":{{{}}}}}"#, many("\"a\":\"1\"", MOST_FILES + 1)), false),
            (r#"{"fingerprint":1}"#.to_owned(), false),
            (r#"{"files":["a"]}"#.to_owned(), false),
        ] {
            assert_eq!(read(&text).is_some(), is, "{}", &text[..text.len().min(99)]);
        }
    }
}
