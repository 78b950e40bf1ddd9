//! Elements by what a person perceives of them.

use std::fmt;

/// An element: an `XPath` and the words in which a failure speaks of it.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) path: String,
    words: String,
}

impl Target {
    fn new(words: String, path: String) -> Self {
        Self { path, words }
    }

    /// A button by its words or its label.
    pub(crate) fn button(name: &str) -> Self {
        let name = literal(name);
        Self::new(
            format!("the button {name}"),
            format!("//button[normalize-space(.)={name} or @aria-label={name}]"),
        )
    }

    /// A link by its words.
    pub(crate) fn link(name: &str) -> Self {
        let name = literal(name);
        Self::new(format!("the link {name}"), format!("//a[normalize-space(.)={name}]"))
    }

    /// A link among the resources of the menu.
    pub(crate) fn menu(name: &str) -> Self {
        let name = literal(name);
        Self::new(
            format!("the menu entry {name}"),
            format!("//nav[@aria-label='Lists']//a[normalize-space(.)={name}]"),
        )
    }

    /// An input, select or text area by its label.
    pub(crate) fn control(label: &str) -> Self {
        let label = literal(label);
        // The star of a required field is for the eye only and no part of its name.
        let named = format!("//label[normalize-space(translate(., '*', ''))={label}]/@for");
        Self::new(
            format!("the control {label}"),
            format!(
                "//*[self::input or self::select or self::textarea][@aria-label={label} or \
                 @id={named} or ancestor::label[starts-with(normalize-space(.), {label})]]"
            ),
        )
    }

    /// A heading of any level.
    pub(crate) fn heading(name: &str) -> Self {
        let name = literal(name);
        Self::new(
            format!("the heading {name}"),
            format!("//*[self::h1 or self::h2 or self::h3][normalize-space(.)={name}]"),
        )
    }

    /// The innermost elements whose text contains `words`.
    pub(crate) fn text(words: &str) -> Self {
        let words = literal(words);
        let holds = format!("contains(normalize-space(.), {words})");
        Self::new(format!("the text {words}"), format!("//body//*[{holds} and not(*[{holds}])]"))
    }

    /// The rows of the table that hold data, not those that hold its place.
    pub(crate) fn rows() -> Self {
        Self::new("the rows".to_owned(), "//table/tbody/tr[not(@aria-hidden)]".to_owned())
    }

    /// The links that lead from the rows to their records.
    pub(crate) fn row_links() -> Self {
        Self::new(
            "the links of the rows".to_owned(),
            "//table/tbody/tr[not(@aria-hidden)]/td[1]//a".to_owned(),
        )
    }

    /// The header of a column; with a button in it when it sorts.
    pub(crate) fn column(name: &str) -> Self {
        Self::new(format!("the column {name}"), format!("//thead//th[{}]", starts(name)))
    }

    /// The cells of a column, from top to bottom.
    pub(crate) fn cells(column: &str) -> Self {
        let before = format!("//thead//th[{}]/preceding-sibling::th", starts(column));
        Self::new(
            format!("the cells of {column}"),
            format!("//table/tbody/tr[not(@aria-hidden)]/td[count({before}) + 1]"),
        )
    }

    /// What a record page shows for a field.
    pub(crate) fn value_of(field: &str) -> Self {
        let name = literal(field);
        Self::new(
            format!("the value of {name}"),
            format!("//dl/div/dt[normalize-space(.)={name}]/following-sibling::dd"),
        )
    }

    /// What is wrong with a field, beside its control.
    pub(crate) fn error_of(label: &str) -> Self {
        let control = Self::control(label).path;
        let id = format!("concat({control}/@id, '-error')");
        Self::new(format!("the error of {label}"), format!("//*[@id={id}][normalize-space(.)]"))
    }

    /// Any element by a path.
    pub(crate) fn path(words: &str, path: &str) -> Self {
        Self::new(words.to_owned(), path.to_owned())
    }

    /// The same below the element at `scope`, such as an open dialog.
    pub(crate) fn within(&self, scope: &str) -> Self {
        Self::new(format!("{} in {scope}", self.words), format!("{scope}{}", self.path))
    }
}

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.words)
    }
}

/// A sorted header holds its rank too.
fn starts(name: &str) -> String {
    format!("starts-with(normalize-space(.), {})", literal(name))
}

/// Writes a string of `XPath`, which knows no escapes: what holds both kinds of quotes is put
/// together from pieces.
fn literal(text: &str) -> String {
    if !text.contains('\'') {
        return format!("'{text}'");
    }
    if !text.contains('"') {
        return format!("\"{text}\"");
    }
    let pieces: Vec<String> = text.split('\'').map(|piece| format!("'{piece}'")).collect();
    format!("concat({})", pieces.join(", \"'\", "))
}

#[test]
fn a_string_may_hold_both_kinds_of_quotes() {
    assert_eq!(literal("plain"), "'plain'");
    assert_eq!(literal("it's"), "\"it's\"");
    assert_eq!(literal("a'b\"c"), "concat('a', \"'\", 'b\"c')");
}
