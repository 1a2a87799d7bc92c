//! `report.html`: a brief as one file that asks nothing of any server, reads without script and prints on A4. A pure
//! function of the `Brief`; the same brief gives the same bytes.
//!
//! `first` is what stands on the first page, `parts` what stands below it, `replay` one run day by day, `closing` how to make it again; they use
//! `figure`, `table` and `markup`. `style.css`, `script.js` and, with a replay, `replay.js` travel inside the page. The scripts only add to what is
//! there (values on hover, copies, choices, bars of one day): every result stands on the page without it.

mod closing;
mod figure;
mod first;
mod markup;
mod parts;
mod replay;
mod table;
#[cfg(test)]
mod tests;

use super::brief::Brief;
use super::charts::ChartError;
use markup::Markup;
use parts::Figures;

/// The file's name in the folder of a study.
pub const NAME: &str = "report.html";

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The page may load nothing, and runs no script but its own: those with these SHA-256.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; \
    script-src @; img-src data: blob:; base-uri 'none'; form-action 'none'";

/// The page of a brief, in UTF-8.
///
/// # Errors
/// Where a picture cannot be written, whatever the brief.
pub fn page(brief: &Brief) -> Result<String, ChartError> {
    let mut figures = Figures::of(brief);
    let mut main = Markup::default();
    first::write(&mut main, brief, &mut figures)?;
    let mut sections = parts::write(&mut main, brief, &mut figures)?;
    sections.extend(closing::write(&mut main, brief));

    let mut m = Markup::default();
    m.own("<!DOCTYPE html>\n");
    m.block("html", &[("lang", "en-GB")], |m| {
        head(m, brief);
        m.block("body", &[], |m| {
            m.own("<a class=\"skip\" href=\"#main\">Skip to the answer</a>\n");
            top(m, brief, &sections);
            m.block("main", &[("id", "main"), ("tabindex", "-1")], |m| {
                m.drawn(&main.finish());
            });
            m.block("footer", &[], |m| {
                m.words("p", &[], &made_by(brief));
            });
            m.own("<script>").own(SCRIPT).own("</script>\n");
            if brief.replay.is_some() {
                m.own("<script>").own(replay::SCRIPT).own("</script>\n");
            }
        });
    });
    Ok(m.finish())
}

/// A part that the list at the top leads to: its id and its heading.
type Section = (&'static str, &'static str);

/// The policy of a page with the scripts that stand on it.
fn policy(brief: &Brief) -> String {
    let scripts = std::iter::once(SCRIPT_SHA256).chain(brief.replay.as_ref().map(|_| replay::SCRIPT_SHA256));
    let scripts: Vec<String> = scripts.map(|hash| format!("'sha256-{hash}'")).collect();
    POLICY.replace('@', &scripts.join(" "))
}

fn head(m: &mut Markup, brief: &Brief) {
    m.block("head", &[], |m| {
        m.own("<meta charset=\"utf-8\">\n");
        m.void("meta", &[("http-equiv", "Content-Security-Policy"), ("content", &policy(brief))]);
        m.own("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        m.own("<meta name=\"color-scheme\" content=\"light dark\">\n");
        m.void("meta", &[("name", "description"), ("content", &brief.answer.text)]);
        m.void("meta", &[("name", "generator"), ("content", &format!("wardflow {}", brief.wardflow))]);
        m.words("title", &[], &brief.title);
        m.own("<style>\n").own(STYLE).own("</style>\n");
    });
}

fn top(m: &mut Markup, brief: &Brief, sections: &[Section]) {
    m.block("header", &[], |m| {
        m.block("div", &[], |m| {
            m.words("h1", &[], &brief.title);
            m.words("p", &[], &brief.ran);
        });
    });
    m.block("nav", &[("aria-label", "On this page")], |m| {
        m.block("ul", &[], |m| {
            for &(id, heading) in sections {
                m.block("li", &[], |m| {
                    m.element("a", &[("href", &format!("#{id}"))], |m| {
                        m.text(heading);
                    });
                });
            }
        });
    });
}

fn made_by(brief: &Brief) -> String {
    let command = if brief.study.is_empty() { String::new() } else { format!(" {}", brief.study) };
    format!(
        "Made by wardflow{command}, version {}. This page is one file: it loads nothing from anywhere and sends nothing.",
        brief.wardflow
    )
}

/// SHA-256 of `script.js`, in base64: `openssl dgst -sha256 -binary src/report/html/script.js | base64`. Browsers
/// run nothing else. A test notices when the script has changed and this has not.
const SCRIPT_SHA256: &str = "mFDgA0rA42EERx60RTAxPoY8A0HdFS8mhFUFr1I69Jc=";
