//! What stands in a journal: lines of JSON. The first says by which build and for what it was begun, every
//! other holds a piece of work. Each ends with a checksum over all that stands before it, keyed by the first
//! line, so that no line can be altered, or come from the journal of another command, unnoticed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, Read as _};

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::report::version::PROGRAM;
use crate::scenario::why;

/// What every journal begins with.
const MAGIC: &str = r#"{"unfinished":"wardflow "#;
/// The longest first line.
const MOST_HEADER: u64 = 64 << 10;
/// The longest other line. The days of a replication of the largest scenario, three figures of two million
/// each, take 46 MB of it, and the rest is enough for services in which seven million people are at once.
pub const MOST_LINE: u64 = 128 << 20;
/// What stands before a checksum.
pub const CHECK: &str = r#","check":""#;
/// What stands behind it.
pub const END: &str = "\"}\n";
/// The digits of a checksum.
const DIGITS: usize = 64;

/// What a command was asked, as far as its pieces of work depend on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    build: String,
    pairs: Vec<(String, String)>,
    key: [u8; 32],
}

/// A piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Of which part of the command.
    pub part: String,
    /// Its number.
    pub index: u64,
    /// What it found.
    pub bytes: Vec<u8>,
}

/// What a journal holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// Where each piece lies: its line, and how long that is.
    pub pieces: BTreeMap<(String, u64), (u64, usize)>,
    /// The end of the last whole line; 0 where not even the first is.
    pub end: u64,
}

/// Why a file is not gone on from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRead {
    /// The system does not let us.
    Unread(String),
    /// A folder, a link, a device.
    NoFile,
    /// Another command has it.
    Busy,
    /// Nothing of ours.
    Foreign,
    /// Of something else; why.
    Other(String),
    /// Ours, but for a line; which, and why.
    Damaged(String),
}

impl NotRead {
    /// Where it should have been gone on from, behind its name.
    pub fn to_resume(&self) -> String {
        match self {
            Self::Unread(why) => format!("cannot be read: {why}; without --resume everything is run anew"),
            Self::NoFile => "is not a plain file; name another --out, or remove it".to_owned(),
            Self::Busy => {
                "is being written by another command; wait for it, or name another --out".to_owned()
            }
            Self::Foreign => "holds no unfinished runs; name another --out, or move it away".to_owned(),
            Self::Other(why) => {
                format!(
                    "{why}; the command that kept it goes on from it, and without --resume this one is run anew, with \
                     --force in its place"
                )
            }
            Self::Damaged(why) => format!("is damaged: {why}; remove it, and everything is run anew"),
        }
    }

    /// Where it is replaced, since that was asked, behind its name.
    pub fn replaced(&self) -> String {
        match self {
            Self::Other(why) => format!("{why}; it is replaced"),
            Self::Damaged(why) => format!("is damaged: {why}; it is replaced"),
            other => other.in_the_way(),
        }
    }

    /// Where it is in the way of a new one, behind its name.
    pub fn in_the_way(&self) -> String {
        let what = match self {
            Self::Unread(why) => format!("cannot be read: {why}"),
            Self::NoFile => "is not a plain file".to_owned(),
            Self::Foreign => "holds no unfinished runs".to_owned(),
            Self::Busy => "is being written by another command".to_owned(),
            Self::Other(why) => format!("{why}; --force replaces it"),
            Self::Damaged(why) => format!("is damaged: {why}; --force replaces it"),
        };
        format!("{what}; it stays, and should this command be interrupted, nothing of it is kept")
    }
}

impl Asked {
    /// What was asked of this build of the program: names, as typed or in words, and what is asked of
    /// each. They are compared in this order.
    pub fn of(build: &str, pairs: &[(&str, String)]) -> Self {
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let mut asked = Self { build: build.to_owned(), pairs, key: [0; 32] };
        asked.key = *blake3::hash(asked.header().as_bytes()).as_bytes();
        asked
    }

    /// What is asked, by name.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The first line without its checksum.
    fn header(&self) -> String {
        let pairs: Map<String, Value> =
            self.pairs.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect();
        let [build, asked] = [Value::from(self.build.as_str()), Value::Object(pairs)];
        format!(r#"{{"unfinished":"{PROGRAM}","build":{build},"asked":{asked}"#)
    }

    /// The first line of its journal.
    pub fn first_line(&self) -> String {
        let header = self.header();
        let check = blake3::hash(header.as_bytes()).to_hex();
        format!("{header}{CHECK}{check}{END}")
    }

    /// The line of a piece.
    pub fn line(&self, part: &str, index: u64, piece: &[u8]) -> String {
        let mut line = String::with_capacity(2 * piece.len() + part.len() + DIGITS + 80);
        let _ = write!(line, r#"{{"part":{},"index":{index},"found":""#, Value::from(part));
        for byte in piece {
            for half in [byte >> 4, byte & 0xf] {
                line.push(char::from(b"0123456789abcdef"[usize::from(half)]));
            }
        }
        line.push('"');
        let check = blake3::keyed_hash(&self.key, line.as_bytes()).to_hex();
        line.push_str(CHECK);
        line.push_str(&check);
        line.push_str(END);
        line
    }

    /// The piece of a line, its end included; `None` where it is not just as it was written for this.
    pub fn piece(&self, line: &[u8]) -> Option<Piece> {
        #[derive(Deserialize)]
        struct Read<'l> {
            part: String,
            index: u64,
            // Digits, which are not copied.
            found: &'l str,
        }
        let (body, check) = checked(line)?;
        if blake3::keyed_hash(&self.key, body).to_hex().as_bytes() != check {
            return None;
        }
        let Read { part, index, found } = serde_json::from_slice(line).ok()?;
        let digit = |c: u8| char::from(c).to_digit(16);
        let byte = |pair: &[u8]| Some((digit(pair[0])? << 4 | digit(*pair.get(1)?)?) as u8);
        let bytes: Option<Vec<u8>> = found.as_bytes().chunks(2).map(byte).collect();
        Some(Piece { part, index, bytes: bytes? })
    }

    /// Why a journal with this first line is not of what is asked.
    fn other(&self, line: &[u8]) -> Option<NotRead> {
        if line == self.first_line().as_bytes() {
            return None;
        }
        if !line.starts_with(MAGIC.as_bytes()) {
            return Some(NotRead::Foreign);
        }
        let whole =
            checked(line).is_some_and(|(body, check)| blake3::hash(body).to_hex().as_bytes() == check);
        let header: Option<Value> = whole.then(|| serde_json::from_slice(line).ok()).flatten();
        Some(header.map_or_else(
            || NotRead::Damaged("line 1 is not what was written there".to_owned()),
            |header| NotRead::Other(self.told_apart(&header)),
        ))
    }

    /// What tells the command of this first line from this one.
    fn told_apart(&self, header: &Value) -> String {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let by = text(&header["unfinished"]);
        if by != PROGRAM {
            return format!("was kept by {by}");
        }
        if text(&header["build"]) != self.build {
            return "was kept by another build of this version".to_owned();
        }
        let differs = self.pairs.iter().find(|(name, value)| text(&header["asked"][name]) != *value);
        match differs {
            Some((name, _)) if name == "scenario" => {
                "was kept for another scenario or other settings".to_owned()
            }
            Some((name, value)) if name.starts_with("--") => match text(&header["asked"][name]) {
                then if then.is_empty() => {
                    format!("was kept without {name}, and now there is {name} {value}")
                }
                then => format!("was kept for {name} {then}, and now there is {name} {value}"),
            },
            Some((name, value)) => {
                format!("was kept by {name} {}, and this is {value}", text(&header["asked"][name]))
            }
            None => "was kept for something else".to_owned(),
        }
    }
}

/// What stands before the checksum of a whole line, and the checksum.
pub fn checked(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = line.strip_suffix(END.as_bytes())?;
    let (rest, check) = rest.split_at_checked(rest.len().checked_sub(DIGITS)?)?;
    Some((rest.strip_suffix(CHECK.as_bytes())?, check))
}

/// Reads a journal of what is asked. A last line that was cut off is left out.
pub fn read(from: &mut impl BufRead, asked: &Asked) -> Result<Lines, NotRead> {
    let mut line = Vec::new();
    let mut next = |line: &mut Vec<u8>, most: u64| {
        line.clear();
        from.by_ref().take(most).read_until(b'\n', line).map_err(|error| NotRead::Unread(why(&error)))
    };
    let mut end = next(&mut line, MOST_HEADER)? as u64;
    if !line.ends_with(b"\n") {
        // Nothing yet, or cut off within the first line.
        let ours = asked.first_line().as_bytes().starts_with(&line);
        return if ours { Ok(Lines::default()) } else { Err(NotRead::Foreign) };
    }
    if let Some(why) = asked.other(&line) {
        return Err(why);
    }
    let mut pieces = BTreeMap::new();
    for number in 2_u64.. {
        let length = next(&mut line, MOST_LINE)?;
        if !line.ends_with(b"\n") {
            if length as u64 == MOST_LINE {
                return Err(NotRead::Damaged(format!("line {number} is too long")));
            }
            break;
        }
        let Some(piece) = asked.piece(&line) else {
            return Err(NotRead::Damaged(format!("line {number} is not what was written there")));
        };
        pieces.insert((piece.part, piece.index), (end, length));
        end += length as u64;
    }
    Ok(Lines { pieces, end })
}
