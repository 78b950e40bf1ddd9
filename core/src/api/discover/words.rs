//! The words in names.

/// Words that ask for something to be done.
const VERBS: [&str; 46] = [
    "logout",
    "login",
    "signin",
    "signout",
    "signup",
    "register",
    "run",
    "send",
    "start",
    "stop",
    "restart",
    "reset",
    "delete",
    "remove",
    "destroy",
    "create",
    "add",
    "update",
    "cancel",
    "approve",
    "reject",
    "execute",
    "trigger",
    "invoke",
    "call",
    "import",
    "sync",
    "refresh",
    "revoke",
    "publish",
    "unpublish",
    "archive",
    "restore",
    "enable",
    "disable",
    "activate",
    "deactivate",
    "verify",
    "confirm",
    "pay",
    "refund",
    "subscribe",
    "unsubscribe",
    "upload",
    "shutdown",
    "purge",
];
/// Last segments that only say that a list comes.
const LISTING: [&str; 10] =
    ["list", "all", "search", "query", "index", "browse", "find", "filter", "items", "page"];

/// Splits a name at case changes and at what is no letter or digit; lower
/// case.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous = ' ';
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let next_is_lower = letters.peek().is_some_and(|next| next.is_lowercase());
        let begins = !previous.is_alphanumeric()
            || letter.is_uppercase()
                && (previous.is_lowercase() || previous.is_ascii_digit() || next_is_lower);
        if letter.is_alphanumeric() {
            if begins {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(letter.to_lowercase());
            }
        }
        previous = letter;
    }
    words
}

/// Returns the letters and digits in lower case, so that `perPage`,
/// `per_page` and `per-page` are the same.
pub(super) fn compact(name: &str) -> String {
    if name.is_ascii() {
        // Nearly all names are, and a large description has a million of them.
        let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
        return letters.map(|letter| char::from(letter.to_ascii_lowercase())).collect();
    }
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns whether two words differ in number at most: `category` and
/// `categories`, `status` and `statuses`.
pub(super) fn is_same_noun(one: &str, other: &str) -> bool {
    let (one, other) = (compact(one), compact(other));
    one == other || is_plural(&one, &other) || is_plural(&other, &one)
}

fn is_plural(plural: &str, singular: &str) -> bool {
    singulars(plural).iter().any(|known| known == singular)
}

/// Returns what a compacted word may be the plural of.
pub(super) fn singulars(plural: &str) -> Vec<String> {
    const IRREGULAR: [(&str, &str); 6] = [
        ("people", "person"),
        ("children", "child"),
        ("men", "man"),
        ("women", "woman"),
        ("media", "medium"),
        ("indices", "index"),
    ];
    let regular = [("s", ""), ("es", ""), ("ies", "y"), ("ves", "f")];
    let stems = regular.iter().filter_map(|(end, replacement)| {
        let stem = plural.strip_suffix(end).filter(|stem| !stem.is_empty())?;
        Some(format!("{stem}{replacement}"))
    });
    let irregular = IRREGULAR.iter().filter(|(many, _)| *many == plural);
    stems.chain(irregular.map(|(_, one)| (*one).to_owned())).collect()
}

/// Returns the word in the singular, as well as that can be told.
pub(super) fn singular(word: &str) -> String {
    let lower = word.to_lowercase();
    for (end, replacement) in
        [("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh")]
    {
        if let Some(stem) = lower.strip_suffix(end).filter(|stem| stem.len() > 1) {
            return format!("{}{replacement}", &word[..stem.len()]);
        }
    }
    let is_singular = ["ss", "us", "is"].iter().any(|end| lower.ends_with(end));
    match word.strip_suffix(['s', 'S']) {
        Some(stem) if !is_singular && stem.len() > 1 => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// Returns the plural of a word, as well as that can be told.
pub(super) fn plural(word: &str) -> String {
    let ends = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    match word.strip_suffix('y') {
        Some(stem) if !ends(&["ay", "ey", "oy", "uy"]) => format!("{stem}ies"),
        _ if ends(&["s", "x", "ch", "sh"]) => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

/// Returns whether a path segment reads like a command.
pub(super) fn is_verb(segment: &str) -> bool {
    words(segment).first().is_some_and(|word| VERBS.contains(&word.as_str()))
}

/// Returns whether a last segment only says that a list comes, such as `list`
/// or `findByStatus`.
pub(super) fn is_listing(segment: &str) -> bool {
    words(segment).first().is_some_and(|word| LISTING.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_at_case_and_signs() {
        for (name, expected) in [
            ("categoryId", "category id"),
            ("HTTPServer", "http server"),
            ("page[size]", "page size"),
            ("created_at", "created at"),
            ("userID", "user id"),
            ("line2Text", "line2 text"),
        ] {
            assert_eq!(words(name).join(" "), expected);
        }
    }

    #[test]
    fn numbers_of_a_noun_are_the_same_noun() {
        for (one, other) in [
            ("category", "categories"),
            ("status", "statuses"),
            ("Pet", "pets"),
            ("box", "boxes"),
            ("orderItem", "order_items"),
            ("people", "person"),
        ] {
            assert!(is_same_noun(one, other), "{one} {other}");
            assert!(is_same_noun(other, one), "{other} {one}");
        }
        assert!(!is_same_noun("user", "use"));
        assert!(!is_same_noun("s", ""));
    }

    #[test]
    fn a_plural_is_made_and_taken_back() {
        for (one, many) in
            [("category", "categories"), ("day", "days"), ("box", "boxes"), ("user", "users")]
        {
            assert_eq!(plural(one), many);
            assert_eq!(singular(many), one);
        }
        assert_eq!(singular("status"), "status");
    }

    #[test]
    fn commands_are_told_from_things() {
        assert!(is_verb("logout") && is_verb("sendMail") && is_verb("reset-password"));
        assert!(!is_verb("senders") && !is_verb("addresses") && !is_verb("runs"));
    }
}
