//! Names of fields and resources as people read them.

use vitrine_core::api::{Field, Resource};
use vitrine_core::platform::locale;

/// Turns `shippingAddress`, `shipping_address` or `shipping-address` into
/// `Shipping address`; capitals in a row stay together.
#[must_use]
pub fn humanize(name: &str) -> String {
    let mut words: Vec<String> = vec![String::new()];
    let characters: Vec<char> = name.chars().collect();
    for (position, &character) in characters.iter().enumerate() {
        let before = position.checked_sub(1).map(|index| characters[index]);
        let after = characters.get(position + 1);
        let is_break = matches!(character, '_' | '-' | '.' | ' ' | '/');
        let starts_word = character.is_ascii_uppercase()
            && (before.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
                || (before.as_ref().is_some_and(char::is_ascii_uppercase)
                    && after.is_some_and(char::is_ascii_lowercase)));
        if is_break || starts_word {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| !is_break) {
            word.push(character);
        }
    }
    let words = words.into_iter().filter(|word| !word.is_empty());
    let words: Vec<String> = words.enumerate().map(|(index, word)| cased(&word, index)).collect();
    if words.is_empty() { name.to_owned() } else { words.join(" ") }
}

/// Returns the name of a resource as people read it. The name in addresses of
/// one that stands below others may begin with theirs, which are shown beside.
#[must_use]
pub fn resource_label(resource: &Resource) -> String {
    let list = resource.list.as_ref().filter(|_| !resource.parents.is_empty());
    let noun = list.and_then(|list| {
        let mut segments = list.path.rsplit('/');
        segments.find(|segment| !segment.is_empty() && resource.name.ends_with(segment))
    });
    resource.title.clone().unwrap_or_else(|| humanize(noun.unwrap_or(&resource.name)))
}

/// Returns the name of a field as people read it; a field that points to a
/// record loses the `ID` at its end, because the record's name is shown.
#[must_use]
pub fn field_label(field: &Field) -> String {
    let label = humanize(&field.name);
    let shorter = label.strip_suffix(" ID").or_else(|| label.strip_suffix(" ids"));
    match shorter.filter(|_| field.reference.is_some()) {
        Some(shorter) => shorter.to_owned(),
        None => label,
    }
}

/// Returns the name of a parameter that takes the key of a record of `target`:
/// without the word for a key, and where that is all there is, the name of the
/// list.
#[must_use]
pub fn key_label(parameter: &str, target: Option<&Resource>) -> String {
    let label = humanize(parameter);
    let Some(target) = target else { return label };
    if label.eq_ignore_ascii_case("id") {
        return resource_label(target);
    }
    label.strip_suffix(" ID").map_or_else(|| label.clone(), str::to_owned)
}

fn cased(word: &str, index: usize) -> String {
    let is_acronym = word.chars().count() > 1 && word.chars().all(|c| !c.is_ascii_lowercase());
    if is_acronym || word.eq_ignore_ascii_case("id") || word.eq_ignore_ascii_case("url") {
        return locale::uppercase(word);
    }
    let mut characters = word.chars();
    match characters.next() {
        Some(first) => {
            let first = first.to_string();
            let first =
                if index == 0 { locale::uppercase(&first) } else { locale::lowercase(&first) };
            first + characters.as_str()
        }
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{humanize, key_label, resource_label};
    use vitrine_core::api::{Endpoint, Parent, Resource};
    use vitrine_core::platform::Method;

    #[test]
    fn a_key_is_called_after_what_it_is_the_key_of() {
        let posts = Resource { name: "posts".into(), ..Resource::default() };
        for (parameter, label) in [("postId", "Post"), ("id", "Posts"), ("slug", "Slug")] {
            assert_eq!(key_label(parameter, Some(&posts)), label);
        }
        assert_eq!(key_label("postId", None), "Post ID");
    }

    #[test]
    fn a_list_below_others_goes_without_their_name() {
        let list = Endpoint::new(Method::Get, "/posts/{id}/comments");
        let mut comments =
            Resource { name: "posts-comments".into(), list: Some(list), ..Resource::default() };
        assert_eq!(resource_label(&comments), "Posts comments");
        comments.parents = vec![Parent { parameter: "id".into(), resource: None }];
        assert_eq!(resource_label(&comments), "Comments");
        comments.title = Some("Answers".into());
        assert_eq!(resource_label(&comments), "Answers");
    }

    #[test]
    fn every_spelling_becomes_words() {
        for (name, label) in [
            ("shippingAddress", "Shipping address"),
            ("shipping_address", "Shipping address"),
            ("created-at", "Created at"),
            ("id", "ID"),
            ("imageUrl", "Image URL"),
            ("HTTPStatus", "HTTP status"),
            ("line2", "Line2"),
            ("__", "__"),
        ] {
            assert_eq!(humanize(name), label);
        }
    }
}
