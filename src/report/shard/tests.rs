//! What shards hold is found again to the last bit, and nothing else is taken for it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::file::{Not, read, read_from};
use super::header::told_apart;
use super::*;
use crate::experiment::kept::{Keep, Share};
use crate::report::journal::Asked;

fn asked(seed: u64, runs: &str) -> Asked {
    let pairs = [
        ("wardflow", "sweep".to_owned()),
        ("scenario", "f1".to_owned()),
        ("--seed", seed.to_string()),
        ("--runs", runs.to_owned()),
    ];
    Header::asked(&pairs)
}

fn header(number: u64, of: u64) -> Header {
    let words = ["sweep", "my file.json", "--seed", "1"].map(str::to_owned).to_vec();
    Header { asked: asked(1, "20"), words, share: Share::new(number, of).expect("a share"), round: 1 }
}

fn quiet() -> crate::report::journal::Tell {
    Box::new(|_| {})
}

fn begun(folder: &Path, header: Header, earlier: Option<Arc<Together>>) -> Box<Work> {
    match Work::begin(folder, header, earlier, false, quiet()) {
        Ok(Begun::Work(work)) => work,
        Ok(Begun::There(path, _)) => panic!("{} is there", path.display()),
        Err(why) => panic!("{why}"),
    }
}

/// A shard with these pieces of part `a`, each with its own number as what was found.
fn made(folder: &Path, header: Header, indices: &[u64]) -> PathBuf {
    let work = begun(folder, header, None);
    for &index in indices {
        work.keep("a", index, &index.to_le_bytes());
    }
    assert_eq!(work.finish(), Ok(indices.len() as u64));
    work.path()
}

fn together(folder: &Path) -> Result<Together, Vec<String>> {
    Together::open(&[folder.to_owned()], None, None)
}

#[test]
fn a_header_is_read_as_it_was_written_and_any_other_byte_is_noticed() {
    let header = Header { round: 2, ..header(3, 16) };
    let line = header.line();
    assert_eq!(Header::of(line.as_bytes()), Ok(header.clone()));
    assert_eq!(header.stem(), "round-2-shard-003-of-016");
    assert_eq!(
        header.command(Path::new("a b")),
        "wardflow sweep 'my file.json' --seed 1 --shard 3/16 --round 2 --out 'a b'"
    );
    for at in 0..line.len() {
        let mut bytes = line.clone().into_bytes();
        bytes[at] ^= 1;
        assert!(Header::of(&bytes).is_err(), "byte {at}");
        assert!(Header::of(&bytes[..at]).is_err(), "cut at {at}");
    }
    assert_eq!(super::header::LAYOUT, 1, "docs/scale.md says which");
}

#[test]
fn requests_are_told_apart_by_the_first_thing_that_differs() {
    assert_eq!(told_apart(&asked(1, "20"), &asked(2, "20")), "for --seed 1 and not 2");
    assert_eq!(told_apart(&asked(1, "20"), &asked(1, "auto")), "for --runs 20 and not auto");
    let mut pairs: Vec<(&str, String)> =
        vec![("wardflow", "run".to_owned()), ("scenario", "f1".to_owned()), ("--seed", "1".to_owned())];
    let fewer = Header::asked(&pairs);
    pairs[1].1 = "f2".to_owned();
    let other = Header::asked(&pairs);
    assert_eq!(told_apart(&fewer, &other), "for another scenario or other settings");
    assert_eq!(told_apart(&fewer, &asked(1, "20")), "of run and not of sweep");
    pairs[1].1 = "f1".to_owned();
    pairs.push(("--precision", "0.05".to_owned()));
    assert_eq!(told_apart(&fewer, &Header::asked(&pairs)), "without --precision 0.05");
    assert_eq!(told_apart(&Header::asked(&pairs), &fewer), "for --precision 0.05, which is not asked");
}

#[test]
fn any_byte_of_a_shard_that_is_another_and_any_cut_is_noticed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = made(folder.path(), header(1, 1), &[0, 7]);
    let whole = fs::read(path).expect("it is there");
    let read = |bytes: &[u8]| read_from(&mut Cursor::new(bytes));
    let sound = read(&whole).expect("it is whole");
    assert_eq!((sound.lines.len(), sound.header), (2, header(1, 1)));
    for at in 0..whole.len() {
        for bit in [1, 0x20, 0x80] {
            let mut bytes = whole.clone();
            bytes[at] ^= bit;
            assert!(read(&bytes).is_err(), "bit {bit} of byte {at}");
        }
        assert!(read(&whole[..at]).is_err(), "cut at {at}");
        let cut_off = at > 0 && whole[at - 1] == b'\n';
        assert!(!cut_off || matches!(read(&whole[..at]), Err((Not::CutOff, Some(_)))), "cut at {at}");
    }
    let more = [&whole[..], b"\n"].concat();
    assert!(matches!(read(&more), Err((Not::Damaged(_), _))));
    let twice = [&whole[..], &whole[..]].concat();
    assert!(matches!(read(&twice), Err((Not::Damaged(_), _))));
}

#[test]
fn what_several_shards_hold_is_found_in_them_once_they_are_all_there() {
    let folder = tempfile::tempdir().expect("a folder");
    for (number, indices) in [(1, &[0, 1, 2][..]), (2, &[3, 4, 2]), (3, &[])] {
        let missing = together(folder.path()).expect_err("not all are there");
        assert!(
            number == 1 && missing[0].contains("there are no shards") || missing.len() as u64 == 4 - number
        );
        made(folder.path(), header(number, 3), indices);
    }
    let all = together(folder.path()).expect("all are there");
    assert_eq!((all.shards(), all.len()), (3, 5), "a run that two hold alike counts once");
    for index in 0..5_u64 {
        assert_eq!(all.piece("a", index), Some(index.to_le_bytes().to_vec()));
    }
    assert_eq!((all.piece("a", 5), all.piece("b", 0)), (None, None));
    assert_eq!(all.are_of(&asked(1, "20")), Ok(()));
    assert!(
        all.are_of(&asked(2, "20")).expect_err("another seed").contains("were made for --seed 1 and not 2")
    );
}

#[test]
fn two_shards_that_found_different_things_in_one_run_are_both_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    made(folder.path(), header(1, 2), &[0, 1]);
    let work = begun(folder.path(), header(2, 2), None);
    work.keep("a", 1, b"otherwise");
    work.finish().expect("it is written");
    let wrong = together(folder.path()).expect_err("they differ");
    assert!(wrong.len() == 1 && wrong[0].contains("found different things in run 1"), "{wrong:?}");
}

#[test]
fn a_shard_goes_on_from_what_was_kept_up_to_half_a_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let lost = begun(folder.path(), header(1, 2), None);
    for index in 0..3_u64 {
        lost.keep("a", index, &index.to_le_bytes());
    }
    drop(lost);
    let left: Vec<PathBuf> =
        fs::read_dir(folder.path()).expect("it is there").map(|e| e.expect("one").path()).collect();
    let text = fs::read(&left[0]).expect("it is there");
    fs::write(&left[0], &text[..text.len() - 9]).expect("written");
    let on = begun(folder.path(), header(1, 2), None);
    assert_eq!(on.kept(), (2, 2));
    assert_eq!(on.earlier("a", 1), Some(1_u64.to_le_bytes().to_vec()));
    assert_eq!(on.earlier("a", 2), None);
    let twin = begun(folder.path(), header(1, 2), None);
    for work in [&on, &twin] {
        for index in [0, 1] {
            assert!(work.earlier("a", index).is_some());
        }
        work.keep("a", 2, &2_u64.to_le_bytes());
    }
    assert_eq!(twin.finish(), Ok(3));
    let bytes = fs::read(twin.path()).expect("it is there");
    assert_eq!(on.finish(), Ok(3), "though its own file has gone with the other's");
    assert!(fs::read(on.path()).expect("it is there") == bytes);
    assert_eq!(fs::read_dir(folder.path()).expect("it is there").count(), 1, "nothing else is left");
    let there = Work::begin(folder.path(), header(1, 2), None, false, quiet());
    assert!(matches!(there, Ok(Begun::There(_, 3))));
}

#[test]
fn what_nobody_asked_for_again_is_not_in_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    begun(folder.path(), header(1, 2), None).keep("a", 9, b"of another time");
    let path = made(folder.path(), header(1, 2), &[0]);
    assert_eq!(read(&path).expect("it is whole").lines.len(), 1);
}

#[test]
fn a_further_round_takes_what_earlier_ones_found_and_holds_only_what_is_new() {
    let folder = tempfile::tempdir().expect("a folder");
    made(folder.path(), header(1, 1), &[0, 1]);
    let earlier =
        Together::open(&[folder.path().to_owned()], Some(2), Some(&asked(1, "20"))).expect("round 1");
    let second = Header { round: 2, ..header(1, 2) };
    let work = begun(folder.path(), second.clone(), Some(Arc::new(earlier)));
    assert_eq!(work.earlier("a", 1), Some(1_u64.to_le_bytes().to_vec()));
    work.keep("a", 2, &2_u64.to_le_bytes());
    assert_eq!(work.finish(), Ok(1));
    let missing = together(folder.path()).expect_err("half of round 2");
    assert!(missing[0].contains("shard 2/2 of round 2 is missing"), "{missing:?}");
    let earlier = Together::open(&[folder.path().to_owned()], Some(2), None);
    assert_eq!(earlier.expect("round 1 alone").len(), 2);
    made(folder.path(), Header { share: Share::new(2, 2).expect("a share"), ..second }, &[]);
    let all = together(folder.path()).expect("all are there");
    assert_eq!((all.rounds(), all.shards(), all.len()), (2, 3, 3));
}

#[test]
fn what_cannot_be_kept_is_told_once_and_the_shard_is_made_all_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("s");
    let said: Arc<Mutex<Vec<String>>> = Arc::default();
    let heard = Arc::clone(&said);
    let tell = Box::new(move |text: &str| heard.lock().expect("held").push(text.to_owned()));
    let Ok(Begun::Work(work)) = Work::begin(&inside, header(1, 1), None, false, tell) else {
        panic!("it begins")
    };
    fs::remove_dir(&inside).expect("it is empty");
    for index in 0..3_u64 {
        work.keep("a", index, &index.to_le_bytes());
    }
    assert_eq!(said.lock().expect("held").len(), 1);
    assert!(work.finish().expect_err("there is no such folder").contains("cannot be written"));
    fs::create_dir(&inside).expect("made");
    assert_eq!(work.finish(), Ok(3));
    let all: BTreeMap<u64, Vec<u8>> = {
        let all = together(&inside).expect("it is there");
        (0..3).filter_map(|index| Some((index, all.piece("a", index)?))).collect()
    };
    assert_eq!(all.len(), 3);
}
