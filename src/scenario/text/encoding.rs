//! What kind of file some bytes are, where they are no UTF-8 text: people name the workbook instead of
//! the sheet saved from it, or save in the encoding of their machine. Knows no file format of ours.

/// What bytes are that cannot be read as UTF-8 text, in words that follow "this is"; `None` for what
/// may be such text. What begins like text is judged by all of it, by `std::str::from_utf8`.
pub fn foreign(bytes: &[u8]) -> Option<&'static str> {
    const BEGINNINGS: [(&[u8], &str); 8] = [
        (b"PK\x03\x04", "a workbook (or another zip file)"),
        (b"PK\x05\x06", "an empty zip file"),
        (b"\xd0\xcf\x11\xe0", "a workbook of an older kind (.xls)"),
        (b"\xff\xfe", "text in UTF-16 (\"Unicode text\")"),
        (b"\xfe\xff", "text in UTF-16 (\"Unicode text\")"),
        (b"%PDF-", "a PDF"),
        (b"\x1f\x8b", "a compressed file (gzip)"),
        (b"PAR1", "a Parquet file"),
    ];
    let begins = BEGINNINGS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, what)| *what);
    begins.or_else(|| is_utf16(bytes).then_some("text in UTF-16 (\"Unicode text\")"))
}

/// Whether every other byte at the beginning is 0, as in UTF-16 of plain letters without its mark.
fn is_utf16(bytes: &[u8]) -> bool {
    let pairs = || bytes.chunks_exact(2).take(8);
    let each = |zero: usize| pairs().all(|pair| pair[zero] == 0 && pair[1 - zero] != 0);
    bytes.len() >= 8 && (each(0) || each(1))
}

/// What encoding bytes are likely to be in that are no UTF-8: nearly all such files come from Windows.
pub fn likely(bytes: &[u8]) -> &'static str {
    let text = |&byte: &u8| byte >= 0x20 || matches!(byte, b'\t' | b'\n' | b'\r');
    if bytes.iter().all(text) { "; it may be in Windows-1252 or Latin-1" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workbooks_and_utf16_are_known_by_their_first_bytes() {
        assert!(foreign(b"PK\x03\x04\x14\0").is_some_and(|what| what.starts_with("a workbook")));
        assert!(foreign(b"\xd0\xcf\x11\xe0\xa1\xb1").is_some_and(|what| what.contains(".xls")));
        for text in ["\u{feff}date,n\n", "date,n\n2025-01-01,1\n"] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            for bytes in [little, big] {
                assert!(foreign(&bytes).is_some_and(|what| what.contains("UTF-16")), "{text}");
            }
        }
    }

    #[test]
    fn what_may_be_text_is_not_foreign() {
        for bytes in ["", "date,n\n", "\u{feff}date,n\n", "{ }", "P", "\0\0", "é,n\n"] {
            assert_eq!(foreign(bytes.as_bytes()), None, "{bytes:?}");
        }
        assert!(likely(b"caf\xe9\r\n").contains("Windows-1252"));
        assert_eq!(likely(b"\xff\0\x01"), "");
    }
}
