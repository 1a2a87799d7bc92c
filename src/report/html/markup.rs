//! HTML that is being written. Names of elements and attributes are words of the program; everything else is
//! escaped on its way in, so no label of a scenario can become markup. Knows nothing of reports.
//!
//! A builder of our own and no library of templates: the compiler sees every field of a `Brief` that is left out,
//! elements close by themselves, and nothing is read while the program runs.

use crate::base::visible::visible;

/// An attribute: its name and its value.
pub type Attribute<'a> = (&'static str, &'a str);

/// HTML that is being written.
#[derive(Debug, Default)]
pub struct Markup(String);

impl Markup {
    /// An element with what `inside` writes, and what that returns.
    pub fn element<T>(
        &mut self,
        name: &'static str,
        attributes: &[Attribute<'_>],
        inside: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.begin(name, attributes);
        let inside = inside(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
        inside
    }

    /// The same on a line of its own.
    pub fn block<T>(
        &mut self,
        name: &'static str,
        attributes: &[Attribute<'_>],
        inside: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let inside = self.element(name, attributes, inside);
        self.0.push('\n');
        inside
    }

    /// An element that holds a text, on a line of its own.
    pub fn words(&mut self, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
        self.block(name, attributes, |m| {
            m.text(text);
        });
    }

    /// An element that holds nothing.
    pub fn void(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.begin(name, attributes);
        self.0.push('\n');
    }

    /// A text. What is for machines and not for eyes is shown by its number.
    pub fn text(&mut self, text: &str) -> &mut Self {
        for c in visible(text).chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                c => self.0.push(c),
            }
        }
        self
    }

    /// Markup of the program itself.
    pub fn own(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Marks of a picture, which were escaped where they were drawn.
    pub fn drawn(&mut self, marks: &str) -> &mut Self {
        self.0.push_str(marks);
        self
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.0
    }

    fn begin(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.0.push('<');
        self.0.push_str(name);
        for &(attribute, value) in attributes {
            // No class is no attribute.
            if attribute == "class" && value.is_empty() {
                continue;
            }
            self.0.push(' ');
            self.0.push_str(attribute);
            if !value.is_empty() {
                self.0.push_str("=\"");
                self.text(value);
                self.0.push('"');
            }
        }
        self.0.push('>');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_and_no_value_becomes_markup() {
        let mut m = Markup::default();
        m.words("p", &[("title", "\"><script>'")], "a < b & \"c\"\u{1b}[0m</p>");
        assert_eq!(
            m.finish(),
            "<p title=\"&quot;&gt;&lt;script&gt;&#39;\">a &lt; b &amp; &quot;c&quot;\\u{1b}[0m&lt;/p&gt;</p>\n"
        );
    }

    #[test]
    fn an_attribute_without_a_value_stands_alone_and_an_empty_class_not_at_all() {
        let mut m = Markup::default();
        m.void("input", &[("disabled", ""), ("class", ""), ("type", "checkbox")]);
        assert_eq!(m.finish(), "<input disabled type=\"checkbox\">\n");
    }
}
