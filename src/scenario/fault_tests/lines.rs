//! Faults stand on the line that an editor shows, whatever ends the lines.

use super::*;

/// The line and the column of the only fault.
fn place(text: &str) -> (Option<u32>, Option<u32>) {
    let faults = Scenario::from_json(text).unwrap_err();
    assert_eq!(faults.all().len(), 1, "{faults}");
    (faults.all()[0].line, faults.all()[0].column)
}

#[test]
fn a_fault_stands_on_the_line_that_an_editor_shows() {
    let text = with(r#""places": 40"#, r#""places": "forty""#);
    assert_eq!(place(&text), (Some(12), Some(25)));
    for end in ["\r\n", "\r"] {
        assert_eq!(place(&text.replace('\n', end)), (Some(12), Some(25)), "{end:?}");
        let blank = format!("{end}{end}  {end}{}", text.replace('\n', end));
        assert_eq!(place(&blank), (Some(15), Some(25)), "{end:?} and three blank lines");
        let marked = format!("\u{feff}{}", text.replace('\n', end));
        assert_eq!(place(&marked), (Some(12), Some(25)), "{end:?} and a byte order mark");
        let commented = format!("// why{end}{}", text.replace('\n', end));
        assert_eq!(place(&commented), (Some(13), Some(25)), "{end:?} and a comment");
    }
}

#[test]
fn broken_text_is_told_with_its_line_too() {
    for end in ["\n", "\r\n", "\r"] {
        let text = format!("{{{end}{end}\"a\" 1{end}}}");
        assert_eq!(place(&text).0, Some(3), "{end:?}");
    }
    for (bytes, line) in [(&b"{\n\n\xff"[..], 3), (b"{\r\n\r\n\xff", 3), (b"{\r\r\xff", 3), (b"\xff", 1)] {
        let mut found = Found::default();
        assert!(text::parse::parse("x.json", bytes, &mut found).is_none());
        assert_eq!(found.finish().unwrap_err().all()[0].line, Some(line), "{bytes:?}");
    }
}
