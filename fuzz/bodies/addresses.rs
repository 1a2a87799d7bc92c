//! Any text as the address of an outcome (`--on`, `--by`, `--minimise`) and as a target.

use wardflow::experiment::address::Address;
use wardflow::experiment::optimise::Target;

/// Text that is not UTF-8 is left out.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let names = &super::every_word().names;
    match Address::parse(text, names) {
        Ok(address) => {
            let typed = address.typed(names);
            assert_eq!(Address::parse(&typed, names), Ok(address), "{text:?} becomes {typed:?}");
        }
        Err(wrong) => assert!(!wrong.is_empty()),
    }
    match Target::parse(text, names) {
        Ok(target) => assert!(target.beyond(0.0).is_finite(), "{text:?}"),
        Err(wrong) => assert!(!wrong.is_empty()),
    }
}
