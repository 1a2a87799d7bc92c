//! Of which command a shard is, which of how many, and in which round: the first line of its file.
//!
//! Nothing of the machine, the day or the folder stands in it, so that a shard that is made twice has the same bytes.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::ENDING;
use super::file::Not;
use crate::experiment::kept::Share;
use crate::report::journal::{Asked, CHECK, END, checked};
use crate::report::version::PROGRAM;
use crate::report::words::shell_word;

/// The layout of the file.
pub const LAYOUT: u32 = 1;
/// What every shard begins with.
pub const MAGIC: &str = r#"{"shard":"wardflow "#;
/// The longest first line: the words of a command with thousands of files.
pub const MOST_HEADER: u64 = 4 << 20;
/// What stands for the build in the key of a shard's pieces: any machine's build of this version.
const BUILD: &str = "any, of shards in layout 1";

/// What a shard is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// What was asked, as far as its pieces depend on it.
    pub asked: Asked,
    /// The command's words, from the command's name on, without those that say where, how and how much is shown.
    pub words: Vec<String>,
    /// Which of how many.
    pub share: Share,
    /// In which round, from 1.
    pub round: u32,
}

impl Header {
    /// What is asked in these pairs, by any machine's build of this version.
    pub fn asked(pairs: &[(&str, String)]) -> Asked {
        Asked::of(BUILD, pairs)
    }

    /// What its file is called, without its ending.
    pub fn stem(&self) -> String {
        let digits = self.share.of().to_string().len().max(3);
        let stem = format!("shard-{:0digits$}-of-{:0digits$}", self.share.number(), self.share.of());
        if self.round == 1 { stem } else { format!("round-{}-{stem}", self.round) }
    }

    /// Its file in this folder.
    pub fn path(&self, folder: &Path) -> PathBuf {
        folder.join(self.stem() + ENDING)
    }

    /// Whether both are shards of one command.
    pub fn is_beside(&self, other: &Self) -> bool {
        self.asked == other.asked
    }

    /// The command that makes it, into this folder.
    pub fn command(&self, folder: &Path) -> String {
        let round = if self.round == 1 { String::new() } else { format!(" --round {}", self.round) };
        let words: Vec<String> = self.words.iter().map(|word| shell_word(word)).collect();
        let folder = shell_word(&folder.display().to_string());
        format!("wardflow {} --shard {}{round} --out {folder}", words.join(" "), self.share)
    }

    /// The first line of its file.
    pub fn line(&self) -> String {
        let asked: Map<String, Value> = self
            .asked
            .pairs()
            .iter()
            .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
            .collect();
        let (asked, words) = (Value::Object(asked), Value::from(self.words.clone()));
        let (number, of, round) = (self.share.number(), self.share.of(), self.round);
        let body = format!(
            r#"{{"shard":"{PROGRAM}","layout":{LAYOUT},"round":{round},"number":{number},"of":{of},"asked":{asked},"words":{words}"#
        );
        let check = blake3::hash(body.as_bytes()).to_hex();
        format!("{body}{CHECK}{check}{END}")
    }

    /// From the first line of a file.
    pub fn of(line: &[u8]) -> Result<Self, Not> {
        #[derive(Deserialize)]
        struct Read {
            shard: String,
            layout: u32,
            round: u32,
            number: u64,
            of: u64,
            asked: Map<String, Value>,
            words: Vec<String>,
        }
        let begins = line.len().min(MAGIC.len());
        if line[..begins] != MAGIC.as_bytes()[..begins] {
            return Err(Not::Shard);
        }
        if !line.ends_with(b"\n") {
            return Err(Not::CutOff);
        }
        let damaged = || Not::Damaged("line 1 is not what was written there".to_owned());
        let (body, check) = checked(line).ok_or_else(damaged)?;
        if blake3::hash(body).to_hex().as_bytes() != check {
            return Err(damaged());
        }
        // Another version may have other keys: what it is called is looked for first.
        let read: Value = serde_json::from_slice(line).map_err(|_| damaged())?;
        let by = read["shard"].as_str().unwrap_or_default();
        if by != PROGRAM || read["layout"] != LAYOUT {
            return Err(Not::Version(by.to_owned()));
        }
        let read: Read = serde_json::from_value(read).map_err(|_| damaged())?;
        debug_assert!(read.layout == LAYOUT && read.shard == PROGRAM);
        let text = |value: Value| value.as_str().map(str::to_owned).ok_or_else(damaged);
        let pairs: Vec<(String, String)> = read
            .asked
            .into_iter()
            .map(|(name, value)| Ok((name, text(value)?)))
            .collect::<Result<_, Not>>()?;
        let pairs: Vec<(&str, String)> =
            pairs.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let share = Share::new(read.number, read.of).filter(|_| read.round > 0).ok_or_else(damaged)?;
        Ok(Self { asked: Self::asked(&pairs), words: read.words, share, round: read.round })
    }
}

/// What tells one request from another, as in `for --seed 2 and not --seed 1`.
pub fn told_apart(one: &Asked, other: &Asked) -> String {
    let value = |of: &Asked, name: &str| {
        of.pairs().iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    };
    let names = one.pairs().iter().chain(other.pairs()).map(|(name, _)| name.as_str());
    let differs = names.into_iter().find(|name| value(one, name) != value(other, name));
    let Some(name) = differs else { return "for something else".to_owned() };
    match (name, value(one, name), value(other, name)) {
        ("scenario", ..) => "for another scenario or other settings".to_owned(),
        ("wardflow", Some(one), Some(other)) => format!("of {one} and not of {other}"),
        (name, Some(one), Some(other)) => format!("for {name} {one} and not {other}"),
        (name, None, Some(other)) => format!("without {name} {other}"),
        (name, one, None) => format!("for {name} {}, which is not asked", one.unwrap_or_default()),
    }
}
