//! The word, or the file, that somebody meant who typed another one.

use std::path::Path;

/// No word is longer: what is typed beyond is not a slip of the finger.
const LONGEST_WORD: usize = 100;
/// So many names of a folder are looked at: nobody waits for a guess.
const MOST_NAMES: usize = 5000;

/// The word nearest to a mistyped one, if one is near enough to be meant.
pub fn nearest<'a>(typed: &str, words: impl IntoIterator<Item = &'a str>) -> Option<String> {
    // The table of a comparison has as many cells as both words have letters, multiplied.
    if typed.len() > LONGEST_WORD {
        return None;
    }
    let typed = typed.to_lowercase();
    words
        .into_iter()
        .filter(|word| word.len() <= LONGEST_WORD)
        .map(|word| (strsim::damerau_levenshtein(&typed, &word.to_lowercase()), word))
        .filter(|&(distance, word)| distance <= (word.chars().count().max(typed.chars().count()) / 3).max(1))
        .min()
        .map(|(_, word)| word.to_owned())
}

/// The file of the same folder whose name is nearest to that of one which is not there, as it would be typed.
/// An ending that was left out counts as no difference.
pub fn nearest_file(typed: &Path) -> Option<String> {
    let name = typed.file_name()?.to_str()?;
    let folder = typed.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let names: Vec<String> = entries
        .take(MOST_NAMES)
        .filter_map(|entry| entry.ok().filter(|entry| entry.path().is_file())?.file_name().into_string().ok())
        .collect();
    let all = || names.iter().map(String::as_str);
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    let same_stem = || all().filter(|one| stem(one) == name).min().map(str::to_owned);
    let near = same_stem().or_else(|| {
        // Names of one kind end alike, so that the ending says nothing of how near they are.
        let ending = Path::new(name).extension();
        let alike: Vec<&str> = all().filter(|one| Path::new(one).extension() == ending).collect();
        let stems: Vec<String> = alike.iter().map(|one| stem(one)).collect();
        let meant = nearest(&stem(name), stems.iter().map(String::as_str))?;
        alike.into_iter().find(|one| stem(one) == meant).map(str::to_owned)
    })?;
    Some(typed.with_file_name(near).to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_word_and_another_word_finds_none() {
        let words = ["places", "stay", "starts_per_week"];
        assert_eq!(nearest("palces", words).as_deref(), Some("places"));
        assert_eq!(nearest("start_per_week", words).as_deref(), Some("starts_per_week"));
        assert_eq!(nearest("colour", words), None);
    }

    #[test]
    fn a_file_nearly_right_is_found_in_its_folder_as_it_would_be_typed() {
        let place = tempfile::tempdir().unwrap();
        for name in ["winter.json", "daily.csv", "ward.json"] {
            std::fs::write(place.path().join(name), "x").unwrap();
        }
        std::fs::create_dir(place.path().join("wintre.json")).unwrap();
        let near = |name: &str| nearest_file(&place.path().join(name));
        let is = |name: &str| Some(place.path().join(name).to_string_lossy().into_owned());
        assert_eq!(near("wniter.json"), is("winter.json"));
        assert_eq!(near("winter"), is("winter.json"), "its ending left out");
        assert_eq!(near("dialy.csv"), is("daily.csv"));
        // A folder is no file, one of another kind is not meant, and nothing else is near.
        assert_eq!((near("daily.json"), near("none.json")), (None, None));
        assert_eq!(nearest_file(&place.path().join("nowhere/winter.json")), None);
    }
}
