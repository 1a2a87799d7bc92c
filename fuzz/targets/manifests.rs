//! `bodies/manifests.rs`, for libFuzzer.

#![no_main]

#[path = "../bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::manifests::run(bytes));
