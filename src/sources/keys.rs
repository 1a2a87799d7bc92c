//! Texts that mean the same but are not spelt so: dashes of several lengths, hard spaces, stray question marks,
//! trailing blanks. `key` is what they are compared by, `tidy` how they are shown.

/// The words of a text, small, with nothing but letters, digits and `+` in them.
pub fn key(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_alphanumeric() || c == '+' {
            if gap && !words.is_empty() {
                words.push(' ');
            }
            gap = false;
            words.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '’' | '\u{200b}' | '\u{feff}') {
            gap = true;
        }
    }
    words
}

/// The text with plain spaces and dashes, and no stray marks where a dash could not be written.
pub fn tidy(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200b}' | '\u{feff}'))
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fffd}' => '-',
            c if c.is_whitespace() || c.is_control() => ' ',
            c => c,
        })
        .collect();
    // A question mark beside a dash is what is left of a character that some program could not write.
    let plain = plain.replace("?-", " -").replace("-?", "- ").replace(" ? ", " - ");
    // A dash with a blank on one side parts two texts; one without belongs to a word.
    let words: Vec<&str> = plain.split_whitespace().collect();
    let mut tidied = String::with_capacity(plain.len());
    for word in words {
        let parted = match (word.strip_prefix('-'), word.strip_suffix('-')) {
            (Some(rest), _) if rest.chars().next().is_some_and(char::is_alphabetic) => format!("- {rest}"),
            (_, Some(rest)) if rest.chars().last().is_some_and(char::is_alphanumeric) => format!("{rest} -"),
            _ => word.to_owned(),
        };
        if !tidied.is_empty() {
            tidied.push(' ');
        }
        tidied += &parted;
    }
    tidied
}

/// The nearest of these words by the letters that differ, where it is near enough to be meant.
pub fn nearest<'a>(wanted: &str, all: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // No name that is meant is so long, and the comparison takes as many cells as both have letters.
    const LONGEST: usize = 200;
    if wanted.len() > LONGEST {
        return None;
    }
    let far = |one: &str| strsim::damerau_levenshtein(wanted, one);
    all.into_iter().min_by_key(|one| far(one)).filter(|one| far(one) <= 2 + wanted.len() / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_text_have_one_key() {
        let one = key("Capacity - Home-based rehabilitation (Pathway 1)");
        for other in [
            "Capacity\u{a0}– Home-based rehabilitation (Pathway 1) ",
            "capacity — home based rehabilitation (pathway 1)",
            "Capacity?- Home\u{2011}based rehabilitation (Pathway 1)",
        ] {
            assert_eq!(key(other), one, "{other}");
        }
        assert_ne!(key("18+"), key("18"));
    }

    #[test]
    fn a_dash_between_texts_stands_between_blanks_and_one_in_a_word_does_not() {
        assert_eq!(tidy("Well-being concerns?– Safeguarding "), "Well-being concerns - Safeguarding");
        assert_eq!(tidy("hub process- Awaiting"), "hub process - Awaiting");
        assert_eq!(tidy("Age 65-74"), "Age 65-74");
        assert_eq!(tidy("a \u{a0} b"), "a b");
    }
}
