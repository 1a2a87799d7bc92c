//! The end of the page: the commands that make it again, and what it was made of.

use super::Section;
use super::markup::Markup;
use crate::report::brief::Brief;

/// Writes it; returns the headings that are there.
pub fn write(m: &mut Markup, brief: &Brief) -> Vec<Section> {
    let mut written = Vec::new();
    let repeat = ("repeat", "How to repeat it");
    if !brief.commands.is_empty() {
        m.block("section", &[("aria-labelledby", repeat.0)], |m| {
            m.words("h2", &[("id", repeat.0)], repeat.1);
            m.words("p", &[], "The same version with the same files and seed gives the same figures:");
            m.block("ol", &[("class", "commands")], |m| {
                for command in &brief.commands {
                    m.block("li", &[], |m| {
                        m.element("pre", &[], |m| {
                            m.element("code", &[], |m| {
                                m.text(command);
                            });
                        });
                    });
                }
            });
        });
        written.push(repeat);
    }
    let made_of = ("made-of", "What it was made of");
    if !brief.made_of.is_empty() {
        m.block("section", &[("aria-labelledby", made_of.0)], |m| {
            m.words("h2", &[("id", made_of.0)], made_of.1);
            m.block("dl", &[], |m| {
                for (name, value) in &brief.made_of {
                    m.block("div", &[], |m| {
                        m.words("dt", &[], name);
                        m.words("dd", &[], value);
                    });
                }
            });
        });
        written.push(made_of);
    }
    written
}
