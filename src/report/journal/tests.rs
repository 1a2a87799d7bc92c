//! A journal gives back what was kept to the last bit, and takes nothing else for it.

use std::io::Cursor;

use super::*;

fn asked_with(changes: &[(&str, &str)]) -> Asked {
    let usual = [("wardflow", "sweep"), ("scenario", "f1"), ("--seed", "1"), ("--runs", "20")];
    let pair = |(name, value): &(&'static str, &str)| {
        let other = changes.iter().find(|(other, _)| other == name);
        (*name, other.map_or(*value, |(_, value)| value).to_owned())
    };
    Asked::of("b1", &usual.iter().map(pair).collect::<Vec<_>>())
}

fn asked() -> Asked {
    asked_with(&[])
}

/// Three pieces of two parts.
fn pieces() -> [(&'static str, u64, &'static [u8]); 3] {
    [("a", 0, b"\x00\xff\x7f"), ("b \"quoted\"", 4_294_967_297, b""), ("a", 1, b"{\"part\":\n}")]
}

fn text(asked: &Asked) -> String {
    let lines: String = pieces().iter().map(|(part, index, bytes)| asked.line(part, *index, bytes)).collect();
    asked.first_line() + &lines
}

fn of(bytes: &[u8]) -> Result<Lines, NotRead> {
    read(&mut Cursor::new(bytes), &asked())
}

/// Whether what is read of these bytes is what was written, all of it or a part.
fn is_true(bytes: &[u8], lines: &Lines) -> bool {
    lines.pieces.iter().all(|((part, index), &(at, length))| {
        let line = &bytes[at as usize..at as usize + length];
        let piece = asked().piece(line).expect("read once, read again");
        let written = pieces().into_iter().find(|(p, i, _)| p == part && i == index);
        written.is_some_and(|(.., found)| found == piece.bytes && piece.part == *part)
    })
}

#[test]
fn what_was_written_is_read_and_half_a_line_at_the_end_is_left_out() {
    let whole = text(&asked()).into_bytes();
    let lines = of(&whole).expect("it is sound");
    assert!(lines.pieces.len() == 3 && lines.end == whole.len() as u64 && is_true(&whole, &lines));
    for end in 0..whole.len() {
        let lines = of(&whole[..end]).expect("cut off, and otherwise sound");
        let full = whole[..end].split(|c| *c == b'\n').count() - 1;
        assert_eq!(lines.pieces.len(), full.saturating_sub(1), "cut at {end}");
        assert!(lines.end <= end as u64 && is_true(&whole, &lines), "cut at {end}");
    }
}

#[test]
fn a_byte_that_was_changed_is_noticed() {
    let whole = text(&asked()).into_bytes();
    let last = whole.len() - 1;
    for at in 0..whole.len() {
        for to in [whole[at] ^ 1, whole[at] ^ 0x20, whole[at] ^ 0x80, b'\n', b'0', b'"', 0] {
            let mut bytes = whole.clone();
            bytes[at] = to;
            match of(&bytes) {
                Err(_) => assert_ne!(to, whole[at]),
                // Without its end the last line is one that was cut off.
                Ok(lines) => {
                    let all = if at == last && to != b'\n' { 2 } else { 3 };
                    assert!(lines.pieces.len() == all && is_true(&bytes, &lines), "{at} to {to}");
                    assert!(to == whole[at] || at == last, "{at} to {to}");
                }
            }
        }
    }
}

#[test]
fn lines_may_stand_in_any_order_and_none_may_come_from_elsewhere() {
    let [first, a, b, c] = {
        let asked = asked();
        let line = |i: usize| asked.line(pieces()[i].0, pieces()[i].1, pieces()[i].2);
        [asked.first_line(), line(0), line(1), line(2)]
    };
    let swapped = [first.as_str(), &c, &a, &b, &a].concat();
    let lines = of(swapped.as_bytes()).expect("each is sound");
    assert!(lines.pieces.len() == 3 && is_true(swapped.as_bytes(), &lines));
    let foreign = asked_with(&[("--seed", "2")]).line("a", 7, b"forged");
    for bad in [foreign.as_str(), "{}\n", "\n", &first] {
        let text = [first.as_str(), &a, bad].concat();
        assert!(
            matches!(of(text.as_bytes()), Err(NotRead::Damaged(why)) if why.starts_with("line 3 ")),
            "{bad}"
        );
    }
}

#[test]
fn bytes_of_anything_are_no_journal() {
    let luck = crate::base::Luck::new(1, 1);
    for length in 1..300_u64 {
        let some: Vec<u8> =
            (0..length).map(|i| (luck.part(length).part(i).uniform() * 256.0) as u8).collect();
        assert!(of(&some).is_err() || some.starts_with(b"{"), "{some:?}");
        let behind = [asked().first_line().as_bytes(), &some].concat();
        let lines = of(&behind);
        assert!(lines.is_err() || lines.is_ok_and(|lines| lines.pieces.is_empty()), "{some:?}");
    }
}

#[test]
fn what_was_kept_for_something_else_is_told_in_words() {
    let why = |kept: &Asked| match of(text(kept).as_bytes()) {
        Err(NotRead::Other(why)) => why,
        other => panic!("{other:?}"),
    };
    for (changes, said) in [
        ([("--seed", "2")], "was kept for --seed 2, and now there is --seed 1"),
        ([("--runs", "auto")], "was kept for --runs auto, and now there is --runs 20"),
        ([("scenario", "f2")], "was kept for another scenario or other settings"),
        ([("wardflow", "causes")], "was kept by wardflow causes, and this is sweep"),
    ] {
        assert_eq!(why(&asked_with(&changes)), said);
    }
    assert_eq!(why(&Asked::of("b2", &[])), "was kept by another build of this version");
    let mut more = vec![("wardflow", "sweep".to_owned()), ("scenario", "f1".to_owned())];
    more.extend([("--seed", "1".to_owned()), ("--runs", "20".to_owned()), ("--precision", "0.1".to_owned())]);
    assert_eq!(why(&Asked::of("b1", &more)), "was kept for something else");
    let none = Asked::of("b1", &more[..3]);
    assert_eq!(why(&none), "was kept without --runs, and now there is --runs 20");
    let older = r#"{"unfinished":"wardflow 0.0.9","points":[]}"#.to_owned() + "\n";
    assert!(matches!(of(older.as_bytes()), Err(NotRead::Damaged(why)) if why.starts_with("line 1 ")));
}

/// A place with a journal in it.
struct At(tempfile::TempDir);

impl At {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("out.unfinished.json")
    }

    /// A journal, and what was told at its beginning.
    fn begin(&self, asked: &Asked, resume: bool, force: bool) -> Result<(Journal, String), String> {
        let told = std::sync::Arc::new(Mutex::new(String::new()));
        let to = std::sync::Arc::clone(&told);
        let tell: Tell = Box::new(move |text| to.lock().expect("one thread").push_str(text));
        let journal = Journal::begin(self.path(), asked.clone(), (resume, force), tell)?;
        let told = told.lock().expect("one thread").clone();
        Ok((journal, told))
    }

    fn text(&self) -> Option<String> {
        fs::read_to_string(self.path()).ok()
    }
}

#[test]
fn a_journal_is_made_with_its_first_piece_gone_on_with_and_removed() {
    let at = At::new();
    let (journal, told) = at.begin(&asked(), false, false).expect("nothing is there");
    assert!(told.is_empty() && at.text().is_none());
    journal.keep("a", 0, b"zero");
    journal.keep("a", 1, b"one");
    assert_eq!(journal.kept().0, 2);
    drop(journal);
    // Cut off while it was written.
    let whole = at.text().expect("it is there");
    fs::write(at.path(), format!("{whole}{{\"part\":\"a\",\"ind")).expect("written");
    let (journal, told) = at.begin(&asked(), true, false).expect("its own");
    assert_eq!((told.as_str(), journal.kept().0), ("", 2));
    assert_eq!(journal.earlier("a", 1).as_deref(), Some(&b"one"[..]));
    assert_eq!((journal.earlier("a", 2), journal.earlier("b", 0)), (None, None));
    journal.keep("a", 2, b"two");
    assert_eq!(of(at.text().expect("there").as_bytes()).expect("sound").pieces.len(), 3);
    journal.remove();
    assert!(at.text().is_none());
}

#[test]
fn what_was_kept_is_replaced_only_once_there_is_something_new() {
    let at = At::new();
    fs::write(at.path(), text(&asked())).expect("written");
    let (journal, told) = at.begin(&asked(), false, false).expect("its own");
    assert!(told.contains("3 runs are kept in ") && told.contains("without --resume everything is run anew"));
    assert_eq!(at.text(), Some(text(&asked())));
    assert_eq!((journal.earlier("a", 0), journal.kept().0), (None, 0), "nothing of it is taken");
    journal.keep("c", 0, b"new");
    assert_eq!(at.text(), Some(asked().first_line() + &asked().line("c", 0, b"new")));
}

#[test]
fn anything_else_at_its_name_stays_and_is_refused_where_it_should_be_gone_on_from() {
    let other = text(&asked_with(&[("--runs", "21")]));
    let damaged = text(&asked()).replace("00ff7f", "00ff7e");
    for held in ["years of work\n", "years of work", "{}", &other, &damaged] {
        let at = At::new();
        fs::write(at.path(), held).expect("written");
        let refused = at.begin(&asked(), true, false).expect_err(held);
        let ours = held.starts_with("{\"unfinished");
        let what_to_do = if ours { "run anew" } else { "name another --out, or move it away" };
        assert!(refused.contains(what_to_do), "{refused}");
        assert!(at.begin(&asked(), true, true).is_err(), "nor with --force");
        let (journal, told) = at.begin(&asked(), false, false).expect("it goes on without");
        assert!(told.contains("it stays") && told.contains("--force replaces it") == ours, "{told}");
        journal.keep("a", 0, b"zero");
        journal.remove();
        assert_eq!((at.text().as_deref(), journal.kept().0), (Some(held), 0));
        let (journal, told) = at.begin(&asked(), false, true).expect("forced");
        journal.keep("a", 0, b"zero");
        if ours {
            assert!(told.contains("it is replaced"), "{told}");
            assert_eq!(at.text(), Some(asked().first_line() + &asked().line("a", 0, b"zero")));
        } else {
            assert_eq!(at.text().as_deref(), Some(held), "somebody else's file stays");
        }
    }
}

#[test]
fn a_folder_a_link_or_what_another_command_writes_is_neither_read_nor_replaced() {
    let at = At::new();
    fs::create_dir(at.path()).expect("made");
    assert!(at.begin(&asked(), true, true).expect_err("a folder").contains("is not a plain file"));
    let (journal, told) = at.begin(&asked(), false, true).expect("it goes on without");
    journal.keep("a", 0, b"zero");
    assert!(told.contains("is not a plain file; it stays") && at.path().is_dir());
    #[cfg(unix)]
    {
        let at = At::new();
        let elsewhere = at.0.path().join("elsewhere");
        fs::write(&elsewhere, text(&asked())).expect("written");
        std::os::unix::fs::symlink(&elsewhere, at.path()).expect("made");
        assert!(at.begin(&asked(), true, true).expect_err("a link").contains("is not a plain file"));
        assert_eq!(fs::read_to_string(elsewhere).expect("there"), text(&asked()));
    }
    let at = At::new();
    let (first, _) = at.begin(&asked(), false, false).expect("nothing is there");
    let (second, _) = at.begin(&asked(), false, false).expect("nothing is there");
    first.keep("a", 0, b"first");
    second.keep("a", 0, b"second");
    second.keep("a", 1, b"second");
    assert_eq!((first.kept().0, second.kept().0), (1, 0), "the second goes on without");
    let busy = at.begin(&asked(), true, false).expect_err("another has it");
    assert!(busy.contains("is being written by another command; wait for it"), "{busy}");
    second.remove();
    assert_eq!(at.text(), Some(asked().first_line() + &asked().line("a", 0, b"first")));
}

#[test]
fn a_line_without_end_is_read_as_far_as_the_longest_and_no_further() {
    let whole = text(&asked()).into_bytes();
    for byte in [0, b'0', b'{'] {
        let mut endless = BufReader::new(Cursor::new(&whole).chain(io::repeat(byte)));
        let said = read(&mut endless, &asked());
        assert_eq!(said, Err(NotRead::Damaged("line 5 is too long".to_owned())));
    }
}
