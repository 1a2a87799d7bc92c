use super::*;

fn manifest(fingerprint: &str, files: &[&str]) -> Value {
    serde_json::json!({ "fingerprint": fingerprint, "files": files })
}

fn of(fingerprint: &str) -> Identity {
    let request = Request { seed: 1, runs: 100, precision: None };
    Identity { fingerprint: fingerprint.to_owned(), request }
}

fn write(path: &Path, fingerprint: &str, force: bool, files: &[&str]) -> Result<PathBuf, FolderError> {
    let mut folder = Folder::prepare(path, of(fingerprint), force)?;
    for name in files {
        folder.add(name, fingerprint.as_bytes())?;
    }
    folder.finish(manifest(fingerprint, files))
}

fn held(path: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(path)
        .into_iter()
        .flatten()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn an_absent_folder_is_made_with_its_parents() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("a/b");
    write(&out, "f1", false, &["results.json", "charts/x.svg"]).unwrap();
    assert_eq!(held(&out), ["charts", "manifest.json", "results.json"]);
    assert_eq!(held(place.path()), ["a"], "nothing hidden is left");
}

#[test]
fn a_run_that_does_not_finish_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("a/b");
    let mut folder = Folder::prepare(&out, of("f1"), false).unwrap();
    folder.add("results.json", b"{}").unwrap();
    drop(folder);
    assert!(held(place.path()).is_empty());
}

#[test]
fn an_unfinished_run_leaves_the_finished_one_that_was_there() {
    let place = tempfile::tempdir().unwrap();
    write(place.path(), "f1", false, &["results.json"]).unwrap();
    let mut folder = Folder::prepare(place.path(), of("f1"), false).unwrap();
    folder.add("results.json", b"half").unwrap();
    drop(folder);
    assert_eq!(fs::read(place.path().join("results.json")).unwrap(), b"f1");
    assert_eq!(held(place.path()), ["manifest.json", "results.json"]);
}

#[test]
fn the_same_run_is_replaced_whole() {
    let place = tempfile::tempdir().unwrap();
    write(place.path(), "f1", false, &["results.json", "charts/x.svg"]).unwrap();
    fs::write(place.path().join("my notes.txt"), "mine").unwrap();
    write(place.path(), "f1", false, &["results.json"]).unwrap();
    assert_eq!(held(place.path()), ["manifest.json", "my notes.txt", "results.json"]);
}

#[test]
fn another_run_is_refused_without_force_and_does_not_mix_with_it() {
    let place = tempfile::tempdir().unwrap();
    write(place.path(), "f1", false, &["results.json", "daily.csv"]).unwrap();
    let refused = write(place.path(), "f2", false, &["results.json"]).unwrap_err();
    assert!(matches!(refused, FolderError::Refused { .. }), "{refused}");
    assert_eq!(fs::read(place.path().join("results.json")).unwrap(), b"f1");
    write(place.path(), "f2", true, &["results.json"]).unwrap();
    assert_eq!(held(place.path()), ["manifest.json", "results.json"]);
}

#[test]
fn a_folder_of_other_things_is_refused_and_a_file_even_with_force() {
    let place = tempfile::tempdir().unwrap();
    let note = place.path().join("thesis.txt");
    fs::write(&note, "years of work").unwrap();
    assert!(matches!(write(place.path(), "f1", false, &["a"]), Err(FolderError::Refused { .. })));
    assert!(matches!(write(&note, "f1", true, &["a"]), Err(FolderError::Refused { .. })));
    write(place.path(), "f1", true, &["a"]).unwrap();
    assert_eq!(fs::read_to_string(note).unwrap(), "years of work");
}

#[test]
fn a_run_that_comes_second_to_an_empty_folder_is_refused_at_the_end() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("out");
    let late = Folder::prepare(&out, of("f2"), false).unwrap();
    write(&out, "f1", false, &["results.json"]).unwrap();
    assert!(matches!(late.finish(manifest("f2", &[])), Err(FolderError::Refused { .. })));
    assert_eq!(held(&out), ["manifest.json", "results.json"]);
}

#[test]
fn runs_that_finish_at_once_do_not_mix() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("out");
    let files: Vec<String> = (0..40).map(|i| format!("{i}.csv")).collect();
    std::thread::scope(|scope| {
        for run in 0..6 {
            let (out, files) = (&out, &files);
            scope.spawn(move || {
                let mut folder = Folder::prepare(out, of("f1"), false).unwrap();
                for name in files {
                    folder.add(name, format!("run {run}").as_bytes()).unwrap();
                }
                let names: Vec<&str> = files.iter().map(String::as_str).collect();
                folder.finish(manifest("f1", &names)).unwrap();
            });
        }
    });
    let first = fs::read(out.join("0.csv")).unwrap();
    for name in &files {
        assert_eq!(fs::read(out.join(name)).unwrap(), first, "{name}");
    }
    assert!(out.join(MANIFEST).exists() && !out.join(MOVING).exists());
}

#[test]
fn a_manifest_of_much_besides_is_none_and_holds_no_more_than_names() {
    let place = tempfile::tempdir().unwrap();
    for (text, refused) in [
        (format!("{{\"fingerprint\":\"f1\",\"files\":[{}0]}}", "0,".repeat(1 << 20)), true),
        (format!("{{\"fingerprint\":\"f1\",\"scenario\":[{}0]}}", "0,".repeat(1 << 20)), false),
        (format!("{{\"fingerprint\":\"f1\"{}}}", " ".repeat(64 << 20)), true),
    ] {
        fs::write(place.path().join(MANIFEST), text).unwrap();
        let prepared = Folder::prepare(place.path(), of("f1"), false).map(|_| ());
        assert_eq!(matches!(prepared, Err(FolderError::Refused { .. })), refused, "{prepared:?}");
    }
}

#[test]
fn what_has_no_room_is_known_before_any_work() {
    let expects = |out: &Path, names: &[&str], force| {
        let folder = Folder::prepare(out, of("f1"), force).unwrap();
        folder.expects(names).map_err(|error| error.to_string())
    };
    let usual = ["results.json", "charts/"];
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("out");
    assert_eq!(expects(&out, &usual, false), Ok(()), "nothing is there yet");
    write(&out, "f1", false, &["results.json", "charts/x.svg"]).unwrap();
    assert_eq!(expects(&out, &usual, false), Ok(()), "what is there is of such a run");
    for name in ["results.json", "charts", MANIFEST] {
        let there = out.join(name);
        let kept = place.path().join("kept");
        fs::rename(&there, &kept).unwrap();
        if name == "charts" {
            fs::write(&there, "a file").unwrap();
        } else {
            fs::create_dir(&there).unwrap();
        }
        let said = expects(&out, &usual, true).unwrap_err();
        assert!(said.contains(&format!("holds {name}, which is not a plain file or folder")), "{said}");
        let none = expects(&out, &["results.json"], true);
        assert_eq!(none.is_ok(), name == "charts", "without charts");
        if name == "charts" {
            fs::remove_file(&there).unwrap();
        } else {
            fs::remove_dir(&there).unwrap();
        }
        fs::rename(&kept, &there).unwrap();
        #[cfg(unix)]
        {
            fs::rename(&there, &kept).unwrap();
            std::os::unix::fs::symlink(&kept, &there).unwrap();
            let said = expects(&out, &usual, true).unwrap_err();
            assert!(said.contains(&format!("holds {name}, which is not a plain file or folder")), "{said}");
            fs::remove_file(&there).unwrap();
            fs::rename(&kept, &there).unwrap();
        }
    }
    fs::write(out.join("charts/mine.txt"), "mine").unwrap();
    assert_eq!(expects(&out, &usual, false), Ok(()));
}

#[test]
fn a_run_cut_off_while_it_was_moved_in_is_cleared_by_the_next() {
    let place = tempfile::tempdir().unwrap();
    let mut moving = manifest("f1", &["a.csv", "b.csv"]);
    moving["hashes"] = json!({ "a.csv": ["00", blake3::hash(b"half a run").to_hex().to_string()] });
    fs::write(place.path().join(MOVING), moving.to_string()).unwrap();
    fs::write(place.path().join("a.csv"), "half a run").unwrap();
    assert!(matches!(write(place.path(), "f2", false, &["b.csv"]), Err(FolderError::Refused { .. })));
    write(place.path(), "f1", false, &["b.csv"]).unwrap();
    assert_eq!(held(place.path()), ["b.csv", "manifest.json"]);
}

#[test]
fn a_manifest_cannot_make_us_remove_files_elsewhere() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("out");
    let outside = place.path().join("outside.txt");
    fs::write(&outside, "keep").unwrap();
    fs::create_dir(&out).unwrap();
    let absolute = outside.to_string_lossy().into_owned();
    fs::write(out.join(MANIFEST), manifest("f1", &["../outside.txt", &absolute]).to_string()).unwrap();
    write(&out, "f1", false, &["a"]).unwrap();
    assert!(outside.exists());
}

/// A manifest of the run that `write` writes, which claims these files and what they hold as its own.
fn forged(files: &[(&str, &str)]) -> String {
    let mut all = manifest("f1", &files.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    all["request"] = of("f1").request.json();
    let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex().to_string();
    all["hashes"] = files.iter().map(|&(name, text)| (name.to_owned(), json!(hash(text)))).collect();
    all.to_string()
}

#[test]
fn a_manifest_that_names_a_file_of_somebody_else_does_not_remove_it() {
    // Outside the folder we work in, where it is exchanged, and with a link beside, where it is not.
    for by_one in [false, true] {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("out");
        fs::create_dir(&out).unwrap();
        #[cfg(unix)]
        if by_one {
            std::os::unix::fs::symlink("/nowhere", out.join("mine")).unwrap();
        }
        fs::write(out.join("thesis.txt"), "years of work").unwrap();
        fs::write(out.join("old.csv"), "old").unwrap();
        fs::write(out.join("changed.csv"), "changed by hand").unwrap();
        fs::write(
            out.join(MANIFEST),
            forged(&[("thesis.txt", "what a run wrote"), ("old.csv", "old"), ("changed.csv", "old")]),
        )
        .unwrap();
        write(&out, "f1", false, &["a"]).unwrap();
        assert_eq!(fs::read_to_string(out.join("thesis.txt")).unwrap(), "years of work", "{by_one}");
        assert!(out.join("changed.csv").exists() && !out.join("old.csv").exists(), "{by_one}");
    }
}

#[test]
fn a_file_that_came_into_the_folder_later_is_not_replaced_unasked() {
    let place = tempfile::tempdir().unwrap();
    write(place.path(), "f1", false, &["results.json"]).unwrap();
    let seen = place.path().join("observed.csv");
    fs::write(&seen, "years of counting").unwrap();
    let said = write(place.path(), "f1", false, &["results.json", "observed.csv"]).unwrap_err().to_string();
    assert!(said.contains("holds observed.csv, which the run there did not write"), "{said}");
    assert_eq!(fs::read_to_string(&seen).unwrap(), "years of counting");
    write(place.path(), "f1", true, &["results.json", "observed.csv"]).unwrap();
    assert_eq!(fs::read_to_string(&seen).unwrap(), "f1");
}

#[test]
fn a_run_of_another_seed_or_number_is_another_run() {
    let place = tempfile::tempdir().unwrap();
    write(place.path(), "f1", false, &["results.json"]).unwrap();
    let plain = Request { seed: 1, runs: 100, precision: None };
    let cases = [
        (
            Request { seed: 2, ..plain },
            "holds a run of seed 1 with 100 runs, and this is one of seed 2 with 100 runs",
        ),
        (Request { runs: 50, ..plain }, "this is one of seed 1 with 50 runs"),
        (Request { precision: Some(0.05), ..plain }, "with at most 100 runs for a precision of 5%"),
    ];
    for (request, expected) in cases {
        let other = Identity { request, ..of("f1") };
        assert!(another_request(place.path(), &other));
        let said = Folder::prepare(place.path(), other.clone(), false).unwrap_err().to_string();
        assert!(said.contains(expected) && said.contains("--force"), "{said}");
        assert!(Folder::prepare(place.path(), other, true).is_ok());
    }
    assert!(!another_request(place.path(), &of("f1")) && !another_request(place.path(), &of("f2")));
    // What was asked comes back from the manifest, also where the number was left to the precision.
    let until = Identity { request: Request { precision: Some(0.05), runs: 2000, seed: 1 }, ..of("f3") };
    Folder::prepare(place.path(), until.clone(), true).unwrap().finish(manifest("f3", &[])).unwrap();
    assert!(Folder::prepare(place.path(), until, false).is_ok());
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    /// A folder `out` with a link `name` in it that leads to the folder `elsewhere`, where a file
    /// `secret` lies.
    fn with_link(name: &str) -> (tempfile::TempDir, PathBuf, PathBuf) {
        let place = tempfile::tempdir().unwrap();
        let (out, elsewhere) = (place.path().join("out"), place.path().join("elsewhere"));
        fs::create_dir(&elsewhere).unwrap();
        fs::create_dir(&out).unwrap();
        fs::write(elsewhere.join("secret"), "keep").unwrap();
        symlink(&elsewhere, out.join(name)).unwrap();
        (place, out, elsewhere)
    }

    #[test]
    fn nothing_is_removed_through_a_link_in_the_folder() {
        let (_place, out, elsewhere) = with_link("link");
        fs::write(out.join(MANIFEST), forged(&[("link/secret", "keep"), ("link", "keep")])).unwrap();
        write(&out, "f1", false, &["a"]).unwrap();
        assert_eq!(held(&elsewhere), ["secret"]);
        assert!(out.join("link").is_symlink(), "the link is somebody's own");
    }

    #[test]
    fn nothing_is_written_through_a_link_in_the_folder() {
        for (link, file) in [("charts", "charts/x.svg"), ("charts", "charts"), (MOVING, "a"), (MANIFEST, "a")]
        {
            for force in [false, true] {
                let (_place, out, elsewhere) = with_link(link);
                if link != MANIFEST {
                    fs::write(out.join(MANIFEST), forged(&[(file, "keep")])).unwrap();
                }
                let refused = write(&out, "f1", force, &[file]).unwrap_err();
                assert!(matches!(refused, FolderError::Refused { .. }), "{link} {force}: {refused}");
                assert_eq!(held(&elsewhere), ["secret"], "{link} {force}");
                assert!(out.join(link).is_symlink(), "{link} {force}");
            }
        }
    }

    #[test]
    fn a_file_of_ours_that_is_a_link_is_left_alone() {
        let (place, out, elsewhere) = with_link("other");
        symlink(elsewhere.join("secret"), out.join("results.json")).unwrap();
        fs::write(out.join(MANIFEST), forged(&[("results.json", "keep")])).unwrap();
        assert!(write(&out, "f1", false, &["results.json"]).is_err());
        assert_eq!(fs::read_to_string(elsewhere.join("secret")).unwrap(), "keep");
        // A second name of a file elsewhere is replaced, and the file elsewhere stays as it is.
        fs::remove_file(out.join("results.json")).unwrap();
        fs::hard_link(elsewhere.join("secret"), out.join("results.json")).unwrap();
        write(&out, "f1", false, &["results.json"]).unwrap();
        assert_eq!(fs::read_to_string(elsewhere.join("secret")).unwrap(), "keep");
        assert_eq!(fs::read_to_string(out.join("results.json")).unwrap(), "f1");
        drop(place);
    }

    #[test]
    fn a_folder_named_by_a_link_is_written_where_it_leads() {
        let place = tempfile::tempdir().unwrap();
        let (real, link) = (place.path().join("real"), place.path().join("link"));
        fs::create_dir(&real).unwrap();
        symlink(&real, &link).unwrap();
        for _ in 0..2 {
            write(&link, "f1", false, &["charts/x.svg"]).unwrap();
            assert_eq!(held(&real), ["charts", "manifest.json"]);
            assert!(link.is_symlink());
        }
        symlink(place.path().join("nowhere"), place.path().join("dangling")).unwrap();
        let said = write(&place.path().join("dangling"), "f1", true, &["a"]).unwrap_err().to_string();
        assert!(said.contains("a link to what is not there"), "{said}");
    }

    #[test]
    fn hidden_places_that_are_links_or_hold_more_are_not_cleared() {
        let place = tempfile::tempdir().unwrap();
        let (dead, full) = (place.path().join("dead"), place.path().join(".wardflow-full"));
        for folder in [&dead, &full] {
            fs::create_dir_all(folder.join("files")).unwrap();
            fs::write(folder.join("alive"), "").unwrap();
        }
        fs::write(full.join("thesis.txt"), "years of work").unwrap();
        symlink(&dead, place.path().join(".wardflow-link")).unwrap();
        let pipe = place.path().join(".wardflow-pipe");
        fs::create_dir(&pipe).unwrap();
        make_pipe(&pipe.join("alive"));
        write(&place.path().join("out"), "f1", false, &["a"]).unwrap();
        assert!(dead.exists() && full.join("thesis.txt").exists() && pipe.exists());
        assert!(place.path().join(".wardflow-link").is_symlink());
    }

    fn make_pipe(path: &Path) {
        rustix::fs::mknodat(
            rustix::fs::CWD,
            path,
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::from_raw_mode(0o600),
            0,
        )
        .unwrap();
    }

    #[test]
    fn a_manifest_without_end_or_that_is_a_pipe_is_no_manifest() {
        let place = tempfile::tempdir().unwrap();
        for (i, make) in [|path: &Path| symlink("/dev/zero", path).unwrap(), make_pipe as fn(&Path)]
            .into_iter()
            .enumerate()
        {
            let out = place.path().join(i.to_string());
            fs::create_dir(&out).unwrap();
            make(&out.join(MANIFEST));
            for force in [false, true] {
                let refused = write(&out, "f1", force, &["a"]).unwrap_err();
                assert!(matches!(refused, FolderError::Refused { .. }), "{refused}");
            }
            assert_eq!(held(&out), [MANIFEST]);
        }
    }

    #[test]
    fn pipes_and_devices_are_neither_folders_nor_files_to_write() {
        let place = tempfile::tempdir().unwrap();
        let pipe = place.path().join("pipe");
        make_pipe(&pipe);
        for path in [pipe.as_path(), Path::new("/dev/null")] {
            for force in [false, true] {
                let said = write(path, "f1", force, &["a"]).unwrap_err().to_string();
                assert!(said.contains("is not a folder"), "{said}");
                let said = write_file(path, b"text", b"", force).unwrap_err().to_string();
                assert!(said.contains("is a device or a pipe"), "{said}");
            }
        }
        assert!(!fs::metadata(&pipe).unwrap().is_file() && !fs::metadata("/dev/null").unwrap().is_file());
    }

    #[test]
    fn a_file_named_by_a_link_is_replaced_where_it_leads() {
        let place = tempfile::tempdir().unwrap();
        let (real, link) = (place.path().join("real.csv"), place.path().join("link.csv"));
        fs::write(&real, "time,old").unwrap();
        symlink(&real, &link).unwrap();
        write_file(&link, b"time,new", b"time", false).unwrap();
        assert_eq!(fs::read_to_string(&real).unwrap(), "time,new");
        assert!(link.is_symlink());
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn writing_again_keeps_the_rights_of_the_folder_and_its_files() {
        // Exchanged whole, and file by file where a link lies in it.
        for by_one in [false, true] {
            let place = tempfile::tempdir().unwrap();
            let out = place.path().join("out");
            write(&out, "f1", false, &["results.json", "charts/x.svg"]).unwrap();
            let usual = place.path().join("usual");
            fs::create_dir(&usual).unwrap();
            assert_eq!(mode(&out), mode(&usual), "as any new folder");
            fs::create_dir(out.join("mine")).unwrap();
            fs::write(out.join("charts/mine.txt"), "x").unwrap();
            if by_one {
                symlink("/nowhere", out.join("link")).unwrap();
            }
            set_mode(&out, 0o2750);
            set_mode(&out.join("charts"), 0o700);
            set_mode(&out.join("mine"), 0o711);
            set_mode(&out.join("results.json"), 0o640);
            for _ in 0..2 {
                write(&out, "f1", false, &["results.json", "charts/x.svg", "new.csv"]).unwrap();
                assert_eq!(mode(&out), 0o2750, "{by_one}");
                assert_eq!(mode(&out.join("charts")), 0o700, "{by_one}");
                assert_eq!(mode(&out.join("mine")), 0o711, "{by_one}");
                assert_eq!(mode(&out.join("results.json")), 0o640, "{by_one}");
            }
        }
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("log.csv");
        fs::write(&file, "time").unwrap();
        set_mode(&file, 0o600);
        write_file(&file, b"time,x", b"time", false).unwrap();
        assert_eq!(mode(&file), 0o600);
    }
}
