//! The same bytes on every machine: what the program takes from the C library, and known bits of every
//! function that a result rests on. `.ci/same-bytes` compares whole commands between builds.

use std::path::Path;

use wardflow::base::{Luck, special, standard};

/// Functions of the C library whose last bits differ between its versions and between processors. Square
/// roots, roundings and remainders are exact in all of them.
const INEXACT: &str = "acos acosh asin asinh atan atan2 atanh cbrt cos cosh erf erfc exp exp10 exp2 expm1 fma hypot \
                       j0 j1 lgamma lgamma_r log log10 log1p log2 log_ pow powi sin sincos sinh tan tanh tgamma y0 y1";

/// What may stay: the progress bar guesses how long a run will take, on stderr and nowhere else.
/// `.ci/same-bytes` holds that nothing but `indicatif` calls it.
const OF_THE_PROGRESS_BAR: &str = "pow";

/// What may stay: a compressor that comes with the library of ZIP files, which the workbook does not ask for.
const OF_THE_WORKBOOK: &str = "log2";

/// What may stay too: the library that writes the paper draws turned and varied shapes, of which the paper has none. Our
/// own code calculates with the longer numbers only, whose functions have other names, and nothing that is in a PDF is
/// in a result. `.ci/same-bytes` holds that nothing but its crates calls them.
const OF_THE_PAPER: &str = "acosf atan2f cosf hypotf log2f powf sinf sincosf tanf";

/// Names that a 64-bit ELF file takes from shared libraries; `None` for another kind of file.
fn imports(file: &[u8]) -> Option<Vec<String>> {
    let number = |at: usize, bytes: usize| -> Option<usize> {
        let mut all = [0; 8];
        all[..bytes].copy_from_slice(file.get(at..at + bytes)?);
        usize::try_from(u64::from_le_bytes(all)).ok()
    };
    if file.get(..6)? != [0x7f, b'E', b'L', b'F', 2, 1] {
        return None;
    }
    let (sections, size, count) = (number(0x28, 8)?, number(0x3a, 2)?, number(0x3c, 2)?);
    let section = |n: usize| sections + n * size;
    let dynamic = (0..count).map(section).find(|&s| number(s + 4, 4) == Some(11))?;
    let strings = number(section(number(dynamic + 0x28, 4)?) + 0x18, 8)?;
    let (start, length) = (number(dynamic + 0x18, 8)?, number(dynamic + 0x20, 8)?);
    let undefined = (start..start + length).step_by(24).filter(|&s| number(s + 6, 2) == Some(0));
    undefined
        .map(|s| {
            let name = file.get(strings + number(s, 4)?..)?;
            Some(String::from_utf8_lossy(&name[..name.iter().position(|&b| b == 0)?]).into_owned())
        })
        .collect()
}

#[test]
fn no_inexact_function_of_the_c_library_reaches_a_result() {
    let program = std::fs::read(Path::new(env!("CARGO_BIN_EXE_wardflow"))).unwrap();
    let Some(imports) = imports(&program) else {
        eprintln!("left out: the program is not a 64-bit ELF file");
        return;
    };
    assert!(imports.iter().any(|name| name == "write"), "nothing was read: {imports:?}");
    let inexact = |name: &str| INEXACT.split_whitespace().any(|one| one == name);
    let found: Vec<&String> = imports
        .iter()
        .filter(|name| inexact(name) || name.strip_suffix(['f', 'l']).is_some_and(inexact))
        .filter(|name| ![OF_THE_PROGRESS_BAR, OF_THE_WORKBOOK].contains(&name.as_str()))
        .filter(|name| !OF_THE_PAPER.split_whitespace().any(|one| one == *name))
        .collect();
    assert!(found.is_empty(), "use libm instead of the C library's {found:?}");
}

/// FNV-1a of the bits of many values.
fn fingerprint(values: impl Iterator<Item = f64>) -> u64 {
    values.fold(0xcbf2_9ce4_8422_2325, |hash, x| (hash ^ x.to_bits()).wrapping_mul(0x0000_0100_0000_01b3))
}

#[test]
fn every_variate_and_special_function_has_the_bits_it_had() {
    let luck = |key: u64| Luck::new(5, key).generator();
    let uniform = |key: u64| Luck::new(6, key).uniform();
    let found = [
        fingerprint((0..30_000).map(|key| standard::normal(&mut luck(key)))),
        fingerprint((0..30_000).map(|key| standard::exponential(&mut luck(key)))),
        fingerprint(
            (0..9_000).map(|key| standard::gamma([0.3, 1.0, 2.7][(key % 3) as usize], &mut luck(key))),
        ),
        fingerprint((0..3_000).map(|key| special::gamma_below(2.7, 9.0 * uniform(key)))),
        fingerprint((0..3_000).map(|key| special::gamma_above(0.4, 9.0 * uniform(key)))),
        fingerprint((0..3_000).map(|key| special::beta_below(3.5, 0.5, uniform(key), 1.0 - uniform(key)))),
        fingerprint((0..3_000).map(|key| special::normal_exceeded_by(uniform(key)))),
        fingerprint((1..300).map(|freedom| special::student_exceeded_by(f64::from(freedom), 0.025))),
    ];
    let golden: [u64; 8] = [
        0xb078_dace_f9ef_3baa,
        0xccb8_e727_65e4_aec6,
        0x4507_4694_9cef_153d,
        0x0661_ef20_4f2b_5f43,
        0x1a6c_a7b0_1083_4a0f,
        0xbb17_ce5d_d6e9_2e5c,
        0x306e_c530_007c_af7a,
        0xa18c_fcf8_2248_35cf,
    ];
    assert_eq!(found, golden, "{found:#018x?}");
}
