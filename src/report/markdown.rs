//! Text that is not ours in a Markdown page: it reads as it was typed and makes no markup of its own,
//! neither HTML nor headings, lists, links, tables or code; addresses stand there to read. <https://spec.commonmark.org/0.31.2/>

use crate::base::visible::on_one_line;

/// What begins every blank that people have to fill in.
pub const BLANK: &str = "**[to be filled in: ";

/// A text as part of a paragraph or of an item of a list.
pub fn text(text: &str) -> String {
    let line = on_one_line(text);
    let letters: Vec<char> = line.chars().collect();
    let mut out = String::with_capacity(line.len() + 8);
    let beside = |at: Option<usize>| at.and_then(|at| letters.get(at)).copied();
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    for (i, &c) in letters.iter().enumerate() {
        let (before, after) = (beside(i.checked_sub(1)), beside(Some(i + 1)));
        match c {
            '<' => out.push_str("&lt;"),
            // An entity would be read as what it stands for.
            '&' if is_entity(&letters[i + 1..]) => out.push_str("&amp;"),
            '\\' | '`' | '*' | '|' | '~' => out.extend(['\\', c]),
            '_' if !(word(before) && word(after)) => out.extend(['\\', c]),
            // Numbers in brackets are ours; a link has something right behind.
            '(' | '[' if before == Some(']') => out.extend(['\\', c]),
            '[' if before == Some('!') || after == Some('^') => out.extend(['\\', c]),
            // Addresses, which some readers make links of wherever they stand.
            ':' if is_scheme(&letters[..i], &letters[i + 1..]) => out.extend(['\\', c]),
            '.' if ends_with_word(&letters[..i], "www") => out.extend(['\\', c]),
            '@' if before.is_some_and(|c| !c.is_whitespace()) && word(after) => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    at_the_start(&out)
}

/// Whether what stands behind an ampersand ends as an entity does.
fn is_entity(behind: &[char]) -> bool {
    let name = behind.iter().take_while(|&&c| c == '#' || c.is_ascii_alphanumeric()).count();
    name > 0 && behind.get(name) == Some(&';')
}

/// Whether a colon between these makes a web address, or one of post, of them.
/// <https://github.github.com/gfm/#autolinks-extension->
fn is_scheme(before: &[char], behind: &[char]) -> bool {
    behind.starts_with(&['/', '/']) && before.last().is_some_and(char::is_ascii_alphanumeric)
        || ["mailto", "xmpp"].iter().any(|scheme| ends_with_word(before, scheme))
}

/// Whether these letters end so, in capitals or not.
fn ends_with_word(letters: &[char], word: &str) -> bool {
    let ends = letters.iter().rev().map(char::to_ascii_lowercase);
    letters.len() >= word.len() && word.chars().rev().eq(ends.take(word.len()))
}

/// A text between backticks.
pub fn code(text: &str) -> String {
    on_one_line(text).replace('`', "'").replace('<', "‹").replace('>', "›").replace("](", "] (")
}

/// What would begin a heading, a list, a quotation, a rule or the target of links, were it not marked.
fn at_the_start(text: &str) -> String {
    let trimmed = text.trim_start();
    let digits = trimmed.chars().take_while(char::is_ascii_digit).count();
    let numbered = digits > 0 && trimmed[digits..].starts_with(['.', ')']);
    if trimmed.starts_with(['#', '>', '-', '+', '=', '[']) {
        return format!("\\{trimmed}");
    }
    if numbered && !trimmed[digits + 1..].starts_with(|c: char| c.is_ascii_digit()) {
        return format!("{}\\{}", &trimmed[..digits], &trimmed[digits..]);
    }
    trimmed.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_markup_is_text() {
        for (typed, written) in [
            ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
            ("&lt; &#60; A & B, R&D", "&amp;lt; &amp;#60; A & B, R&D"),
            ("a `b` *c* _d_ ~~e~~ f|g", "a \\`b\\` \\*c\\* \\_d\\_ \\~\\~e\\~\\~ f\\|g"),
            ("x [x](http://y) ![i](j) [a][b] [3]: c", "x [x]\\(http\\://y) !\\[i]\\(j) [a]\\[b] [3]: c"),
            ("[a]: http://b", "\\[a]: http\\://b"),
            ("see https://evil.example.", "see https\\://evil.example."),
            ("HTTP://a ftp://b (http://c)", "HTTP\\://a ftp\\://b (http\\://c)"),
            ("www.evil.example (WWW.b)", "www\\.evil.example (WWW\\.b)"),
            ("mailto:a@b.c, a.b@c.d", "mailto\\:a\\@b.c, a.b\\@c.d"),
            ("# big", "\\# big"),
            ("  - item", "\\- item"),
            ("> said", "\\> said"),
            ("1. one", "1\\. one"),
            ("a\n\n# b", "a  # b"),
            ("\u{1b}[2J", "\\\\u{1b}[2J"),
        ] {
            assert_eq!(text(typed), written, "{typed:?}");
        }
    }

    #[test]
    fn plain_words_are_left_as_they_are() {
        for typed in [
            "",
            "Care at home: 9 places [3].",
            "at 10:30, 3 @ 4",
            "w.w: ://",
            "1.5 days, home_care, 20–30%",
            "“Seen” (a & b)",
        ] {
            assert_eq!(text(typed), typed);
        }
        assert_eq!(code("a.`b`.<c>[d](e)"), "a.'b'.‹c›[d] (e)");
    }
}
