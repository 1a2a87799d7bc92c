//! Scenarios that went wrong on the way: the shipped ones and the one with every word, changed in their
//! structure and in their bytes.

use std::fs;
use std::path::Path;

use rand::RngExt as _;
use rand::seq::IndexedRandom as _;
use serde_json::{Map, Value, json};
use wardflow::scenario::{Plan, Scenario};

use super::{Chance, Tried, child};

/// What mutations begin with.
pub struct Seeds {
    /// Names and contents of the files beside each other.
    pub files: Vec<(String, Vec<u8>)>,
    documents: Vec<Value>,
    words: Vec<String>,
}

impl Seeds {
    /// Reads the shipped scenarios and the one with every word.
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let mut files = Vec::new();
        for entry in fs::read_dir(root.join("scenarios"))? {
            let path = entry?.path();
            if let Some(name) = path.file_name().filter(|name| *name != "schema.json" && path.is_file()) {
                files.push((name.to_string_lossy().into_owned(), fs::read(&path)?));
            }
        }
        files.push(("vocabulary.json".to_owned(), fs::read(root.join("src/scenario/vocabulary.json"))?));
        files.sort();
        let documents: Vec<Value> = files
            .iter()
            .filter(|(name, _)| Path::new(name).extension().is_some_and(|end| end == "json"))
            .map(|(_, bytes)| serde_json::from_slice(bytes))
            .collect::<Result<_, _>>()?;
        let mut words = Vec::new();
        for document in &documents {
            keys(document, &mut words);
        }
        words.sort();
        words.dedup();
        Ok(Self { files, documents, words })
    }

    /// Any word of a scenario.
    pub fn word(&self, chance: &mut Chance) -> String {
        self.words.choose(chance).cloned().unwrap_or_default()
    }
}

fn keys(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            words.push(key.clone());
            keys(value, words);
        }),
        Value::Array(list) => list.iter().for_each(|value| keys(value, words)),
        _ => {}
    }
}

/// One mutated scenario: checked, and if it is sound and small, run.
pub fn case(program: &Path, seeds: &Seeds, place: &Path, chance: &mut Chance) -> anyhow::Result<Tried> {
    let file = place.join("hostile.json");
    if !place.join("vocabulary.json").exists() {
        for (name, bytes) in &seeds.files {
            fs::write(place.join(name), bytes)?;
        }
    }
    let mut document = seeds.documents.choose(chance).cloned().unwrap_or_default();
    for _ in 0..chance.random_range(0..6) {
        mutate(&mut document, seeds, chance);
    }
    let mut bytes = serde_json::to_vec(&document)?;
    if chance.random_bool(0.4) {
        for _ in 0..chance.random_range(1..6) {
            mutate_bytes(&mut bytes, seeds, chance);
        }
    }
    fs::write(&file, &bytes)?;

    let mut tried = Tried { codes: Vec::new(), wrong: Vec::new() };
    let how = *[&[][..], &["--explain"], &["--diagram"]].choose(chance).unwrap_or(&&[][..]);
    let checked = child::run(program, place, &[&["check", "hostile.json"], how].concat())?;
    let sound = checked.code == 0;
    let mut note = |ended: child::Ended, what: &str| -> anyhow::Result<()> {
        tried.codes.push(ended.code);
        if let Some(wrong) = ended.wrong {
            let kept = std::env::temp_dir().join(format!("hostile-{:016x}.json", fingerprint(&bytes)));
            fs::write(&kept, &bytes)?;
            tried.wrong.push(format!("{what} of {}: {wrong}", kept.display()));
        }
        Ok(())
    };
    note(checked, "check")?;
    if sound && Scenario::open(&file, &[]).is_ok_and(|scenario| is_small(&scenario.plan)) {
        let _ = fs::remove_dir_all(place.join("out"));
        let words =
            ["run", "hostile.json", "--runs", "1", "--threads", "1", "--charts", "svg", "--out", "out"];
        note(child::run(program, place, &words)?, "run")?;
    }
    Ok(tried)
}

fn fingerprint(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, &b| (hash ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Few people for few days.
fn is_small(plan: &Plan) -> bool {
    let people: f64 = plan.groups.iter().flat_map(|g| &g.arrivals.per_day).sum();
    let waiting: u64 = plan.initial.services.iter().map(|s| u64::from(s.people) + u64::from(s.queue)).sum();
    let there = waiting + u64::from(plan.initial.acute) + u64::from(plan.initial.ready);
    let days = plan.calendar.warm_up_days() + plan.calendar.measured_days();
    days <= 800 && people <= 60_000.0 && there <= 3_000 && plan.services.len() <= 60
}

/// Changes one thing in the structure.
fn mutate(document: &mut Value, seeds: &Seeds, chance: &mut Chance) {
    let other = seeds.documents.choose(chance).cloned().unwrap_or_default();
    let part = anywhere(&mut other.clone(), chance).clone();
    let (word, again) = (seeds.word(chance), seeds.word(chance));
    let odd = odd(seeds, chance);
    let kind = chance.random_range(0..10);
    let spot = anywhere(document, chance);
    match (kind, spot) {
        (0 | 1, Value::Object(map)) if !map.is_empty() => {
            let keys: Vec<String> = map.keys().cloned().collect();
            map.shift_remove(&keys[chance.random_range(0..keys.len())]);
        }
        (2, Value::Object(map)) if !map.is_empty() => {
            let keys: Vec<String> = map.keys().cloned().collect();
            if let Some(value) = map.shift_remove(&keys[chance.random_range(0..keys.len())]) {
                map.insert(word, value);
            }
        }
        (3, Value::Object(map)) => {
            map.insert(word, odd);
        }
        (4, Value::Object(map)) => {
            map.insert(word, part);
        }
        (5, Value::Array(list)) => {
            let times = *[1, 2, 30, 3_000].choose(chance).unwrap_or(&1);
            list.extend(std::iter::repeat_n(odd, times));
        }
        (6, spot) => *spot = part,
        (7, spot) => {
            let whole = spot.take();
            *spot = json!({ word: { again: whole } });
        }
        (8, Value::Number(number)) => {
            let times = [-1.0, 0.0, 1e-12, 0.1, 2.0, 10.0, 1e3, 1e6, 1e12, 1e300];
            let x = number.as_f64().unwrap_or(1.0) * times.choose(chance).unwrap_or(&1.0);
            *number = serde_json::Number::from_f64(x).unwrap_or_else(|| 0.into());
        }
        (_, spot) => *spot = odd,
    }
}

/// Some node, deep ones as likely as high ones.
fn anywhere<'a>(value: &'a mut Value, chance: &mut Chance) -> &'a mut Value {
    let deeper = match value {
        Value::Object(map) => map.len(),
        Value::Array(list) => list.len(),
        _ => 0,
    };
    if deeper == 0 || chance.random_bool(0.2) {
        return value;
    }
    let n = chance.random_range(0..deeper);
    match value {
        Value::Object(map) => nth(map, n, chance),
        Value::Array(list) => anywhere(&mut list[n], chance),
        other => other,
    }
}

fn nth<'a>(map: &'a mut Map<String, Value>, n: usize, chance: &mut Chance) -> &'a mut Value {
    let (_, value) = map.iter_mut().nth(n).unwrap_or_else(|| unreachable!("n is below the length"));
    anywhere(value, chance)
}

/// A value that does not belong.
fn odd(seeds: &Seeds, chance: &mut Chance) -> Value {
    let texts = [
        "",
        " ",
        "0d",
        "-1d",
        "1e9d",
        "99999999999999999999d",
        "0.0000001min",
        "1d1h",
        "24:00",
        "00:00-24:00",
        "23:59-00:01",
        "mon-sun",
        "sun-mon",
        "2024-02-30",
        "9999-12-31",
        "-0001-01-01",
        "start",
        "unlimited",
        "infinity",
        "NaN",
        "1e400",
        "\u{0}",
        "\u{1b}[2J",
        "\u{202e}abc",
        "=1+1",
        "<script>",
        "ß̈́",
        "🛏️",
        "../../x",
        "/dev/zero",
        "builtin:milton-keynes",
        "hostile.json",
        "forecast-from-today.csv",
        "p1",
        "everyone",
        "*",
    ];
    let numbers = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        0.5,
        1.000_000_1,
        1e-9,
        1e-320,
        59.0,
        60.0,
        365.0,
        1e4,
        65_535.0,
        65_536.0,
        1e6,
        4_294_967_296.0,
        1e9,
        1e12,
        9_007_199_254_740_993.0,
        1e19,
        1e100,
        1.7e308,
    ];
    match chance.random_range(0..9) {
        0..3 => json!(numbers.choose(chance)),
        3 | 4 => json!(texts.choose(chance)),
        5 => json!(seeds.word(chance)),
        6 => json!(
            ["x".repeat(100_000), "9".repeat(400), "é".repeat(3_000), "a.b.".repeat(2_000)].choose(chance)
        ),
        7 => [Value::Null, json!(true), json!([]), json!({}), json!([null]), json!({ "": "" })]
            .choose(chance)
            .cloned()
            .unwrap_or_default(),
        _ => (0..*[3, 60, 100].choose(chance).unwrap_or(&3))
            .fold(json!(1), |inner, n| if n % 2 == 0 { json!([inner]) } else { json!({ "a": inner }) }),
    }
}

/// Changes some bytes.
fn mutate_bytes(bytes: &mut Vec<u8>, seeds: &Seeds, chance: &mut Chance) {
    if bytes.is_empty() {
        bytes.push(b'{');
    }
    let at = chance.random_range(0..bytes.len());
    let length = chance.random_range(1..=40).min(bytes.len() - at);
    match chance.random_range(0..9) {
        0 => bytes[at] = chance.random(),
        1 => {
            bytes.drain(at..at + length);
        }
        2 => bytes.truncate(at),
        3 => {
            let again = bytes[at..at + length].to_vec();
            bytes.splice(at..at, again);
        }
        4 => {
            let word = format!("\"{}\":", seeds.word(chance));
            bytes.splice(at..at, word.into_bytes());
        }
        5 => {
            let odd: &[&[u8]] = &[
                b"\xff\xfe",
                b"\xc3(",
                b"\xef\xbb\xbf",
                b"\0",
                b"//",
                b"/*",
                b"\\u0000",
                b"\\ud800",
                b"1e999",
                b"-",
                b"null,",
            ];
            let odd = odd.choose(chance).map_or(&b"x"[..], |odd| odd);
            bytes.splice(at..at, odd.iter().copied());
        }
        6 => {
            let open = [b'[', b'{', b'"', b'1'].choose(chance).copied().unwrap_or(b'[');
            let times = *[3, 300, 200_000].choose(chance).unwrap_or(&3);
            bytes.splice(at..at, std::iter::repeat_n(open, times));
        }
        7 => {
            // A key twice.
            let text = String::from_utf8_lossy(bytes).into_owned();
            if let Some(comma) = text[..].match_indices(',').nth(at % 40).map(|(at, _)| at) {
                let from = text[..comma].rfind(['{', ',']).unwrap_or(0);
                let again = text[from + 1..comma].to_owned() + ",";
                bytes.splice((from + 1).min(bytes.len())..(from + 1).min(bytes.len()), again.into_bytes());
            }
        }
        _ => {
            let wide: Vec<u8> =
                String::from_utf8_lossy(bytes).encode_utf16().flat_map(u16::to_le_bytes).collect();
            *bytes = wide;
        }
    }
}
