//! Bytes to text, in whatever encoding the file was saved, and the sign between its columns.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text and how it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text without its mark.
    pub text: String,
    /// The name of the encoding.
    pub encoding: &'static str,
}

/// The text of these bytes: by its mark, else UTF-16 by its zeros, else UTF-8 where that is right, else
/// Windows-1252, in which every byte is something.
pub fn decoded(bytes: &[u8]) -> Decoded {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or_else(|| (without_mark(bytes), 0));
    let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
    let name = match (encoding.name(), mark) {
        ("UTF-8", 0) => "UTF-8",
        ("UTF-8", _) => "UTF-8 with a mark",
        ("windows-1252", _) => "Windows-1252",
        (name, _) => name,
    };
    Decoded { text: text.into_owned(), encoding: name }
}

fn without_mark(bytes: &[u8]) -> &'static Encoding {
    let pairs = || bytes.chunks_exact(2).take(64);
    let zeros = |at: usize| {
        pairs().filter(|pair| pair[at] == 0 && pair[1 - at] != 0).count() * 10 >= pairs().count() * 9
    };
    if bytes.len() >= 8 && zeros(1) {
        UTF_16LE
    } else if bytes.len() >= 8 && zeros(0) {
        UTF_16BE
    } else if std::str::from_utf8(bytes).is_ok() {
        UTF_8
    } else {
        WINDOWS_1252
    }
}

/// The sign between columns: the one that makes the most cells of the first rows, with as many in most of them.
pub fn delimiter(text: &str) -> u8 {
    // Enough rows to see past titles.
    const LOOKED_AT: usize = 60;
    let score = |delimiter: u8| {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let widths: Vec<usize> = reader.records().take(LOOKED_AT).flatten().map(|row| row.len()).collect();
        let usual =
            widths.iter().map(|w| (widths.iter().filter(|other| *other == w).count() * (w - 1), *w)).max();
        usual.map_or(0, |(score, _)| score)
    };
    // The first of equals: a comma.
    [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|d| score(*d)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_the_encodings_in_which_files_come() {
        let says = |bytes: &[u8]| {
            let d = decoded(bytes);
            (d.text, d.encoding)
        };
        let wide = |mark: &str, big: bool| {
            let units = format!("{mark}date,café");
            let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            units.encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
        };
        let text = "date,café".to_owned();
        assert_eq!(says(text.as_bytes()), (text.clone(), "UTF-8"));
        assert_eq!(says(format!("\u{feff}{text}").as_bytes()), (text.clone(), "UTF-8 with a mark"));
        assert_eq!(says(b"date,caf\xe9"), (text.clone(), "Windows-1252"));
        for mark in ["\u{feff}", ""] {
            assert_eq!(says(&wide(mark, false)), (text.clone(), "UTF-16LE"));
            assert_eq!(says(&wide(mark, true)), (text.clone(), "UTF-16BE"));
        }
        assert_eq!(says(b""), (String::new(), "UTF-8"));
    }

    #[test]
    fn the_sign_between_columns_is_the_one_that_makes_most_cells() {
        assert_eq!(delimiter("a;b;c\n1,5;2,5;3\n"), b';');
        assert_eq!(delimiter("a\tb\n1\t2\n"), b'\t');
        assert_eq!(delimiter("Title; of it\n\na,b,c\n1,2,3\n\"1;2\",4,5\n"), b',');
        assert_eq!(delimiter("alone\n1\n"), b',');
    }
}
