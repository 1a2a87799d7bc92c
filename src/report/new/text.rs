//! A scenario as a person would type it: short maps and lists in one line, long ones one entry a line.

use std::fmt::Write as _;

use serde_json::Value;

/// As many characters in a line, where it can be broken.
const WIDE: usize = 116;

/// The text, with a line end.
pub fn typed(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, 0, &mut out);
    out.push('\n');
    out
}

fn write(value: &Value, deep: usize, used: usize, out: &mut String) {
    let short = inline(value);
    let leaf = !matches!(value, Value::Object(_) | Value::Array(_));
    if leaf || deep > 0 && used + short.chars().count() <= WIDE {
        out.push_str(&short);
        return;
    }
    let inner = "  ".repeat(deep + 1);
    match value {
        Value::Object(map) => {
            out.push_str("{\n");
            for (i, (key, value)) in map.iter().enumerate() {
                let key = format!("{inner}{}: ", Value::from(key.as_str()));
                out.push_str(&key);
                write(value, deep + 1, key.chars().count(), out);
                out.push_str(if i + 1 < map.len() { ",\n" } else { "\n" });
            }
            let _ = write!(out, "{}}}", "  ".repeat(deep));
        }
        Value::Array(all) => {
            out.push_str("[\n");
            let flat = all
                .iter()
                .all(|one| !matches!(one, Value::Object(_) | Value::Array(_)) && inline(one).len() < 20);
            let mut line = inner.clone();
            for (i, one) in all.iter().enumerate() {
                let mut text = inline(one);
                if i + 1 < all.len() {
                    text.push(',');
                }
                if flat {
                    if line.len() + text.len() + 1 > WIDE {
                        out.push_str(line.trim_end());
                        out.push('\n');
                        line.clone_from(&inner);
                    }
                    let _ = write!(line, "{text} ");
                } else {
                    let _ = writeln!(out, "{inner}{text}");
                }
            }
            if flat {
                out.push_str(line.trim_end());
                out.push('\n');
            }
            let _ = write!(out, "{}]", "  ".repeat(deep));
        }
        _ => {}
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Object(map) if map.is_empty() => "{}".to_owned(),
        Value::Object(map) => {
            let all: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{}: {}", Value::from(key.as_str()), inline(value)))
                .collect();
            format!("{{ {} }}", all.join(", "))
        }
        Value::Array(all) => format!("[{}]", all.iter().map(inline).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_typed_reads_back_as_it_was_and_lines_are_short() {
        let dates: Vec<String> = (10..60).map(|i| format!("2024-01-{i}")).collect();
        let value =
            json!({ "a": { "b": [1, 2.5], "c": "x" }, "dates": dates, "empty": {}, "list": [{ "k": 1 }] });
        let text = typed(&value);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        assert!(
            text.lines().all(|line| line.len() <= WIDE + 2)
                && text.contains("\"a\": { \"b\": [1, 2.5], \"c\": \"x\" }"),
            "{text}"
        );
    }
}
