//! Any bytes as what an unfinished command has kept: pieces of that very command, or none. The first byte
//! says whether they are a whole file, the inside of a sound line, or what is written over a sound file.

use wardflow::experiment::kept::{Piece, Shape};
use wardflow::measures::Replication;
use wardflow::report::journal::{Asked, read};

/// Tries these bytes.
pub fn run(bytes: &[u8]) {
    let Some((which, bytes)) = bytes.split_first() else { return };
    let asked = Asked::of("fuzz", &[("wardflow", "run".to_owned()), ("--seed", "1".to_owned())]);
    match which % 3 {
        0 => drop(read(&mut &*bytes, &asked)),
        1 => inside(bytes, &asked),
        _ => over(bytes, &asked),
    }
}

/// A line with the right checksum holds what anybody may have put there.
fn inside(bytes: &[u8], asked: &Asked) {
    let line = asked.line("run", 3, bytes);
    let text = asked.first_line() + &line;
    let lines = read(&mut text.as_bytes(), asked).expect("a sound file");
    assert_eq!(lines.pieces.len(), 1);
    let piece = asked.piece(line.as_bytes()).expect("a sound line");
    assert_eq!((piece.part.as_str(), piece.index, piece.bytes.as_slice()), ("run", 3, bytes));
    if let Some(found) = Replication::of(bytes) {
        let shape = Shape::of(&super::every_word().plan);
        let _ = (shape.holds(&found), shape.holds_without_days(&found));
        let mut again = Vec::new();
        found.write(&mut again);
        assert!(Replication::of(&again).is_some(), "what was read can be written and read");
    }
}

/// A file that was written over in one place gives no piece that was not in it.
fn over(bytes: &[u8], asked: &Asked) {
    let Some((at, bytes)) = bytes.split_first_chunk::<2>() else { return };
    let lines = [asked.line("run", 0, b"first"), asked.line("run", 1, b"second")];
    let mut text = (asked.first_line() + &lines.concat()).into_bytes();
    let at = usize::from(u16::from_le_bytes(*at)) % text.len();
    for (place, byte) in text[at..].iter_mut().zip(bytes) {
        *place = *byte;
    }
    let Ok(found) = read(&mut text.as_slice(), asked) else { return };
    for ((part, index), (from, length)) in &found.pieces {
        let line = &text[*from as usize..*from as usize + *length];
        let piece = asked.piece(line).expect("a line that was taken is sound");
        assert_eq!((&piece.part, piece.index), (part, *index));
        assert!(lines.iter().any(|sound| sound.as_bytes() == line), "a line that nobody wrote");
    }
}
