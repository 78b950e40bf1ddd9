//! The grammar of an order, by its parameters.

use super::call::Query;
use super::listing::{Listing, is_called, named};
use super::posted;
use super::schema::{Document, Shape};
use crate::api::discover::words::compact;
use crate::api::{ParameterPlace, SortStyle};

const SORTS: [&str; 8] =
    ["sort", "sortby", "orderby", "ordering", "sortfield", "sortcolumn", "sortkey", "order"];
const DIRECTIONS: [&str; 9] = [
    "order",
    "sortorder",
    "sortdirection",
    "direction",
    "sortdir",
    "dir",
    "orderdirection",
    "orderdir",
    "sorttype",
];

/// Reads how an order is asked for.
pub(super) fn sort<'a>(
    listing: &mut Listing,
    document: Document<'a>,
    queries: &[&Query<'a>],
    fields: &[&str],
) {
    let Some(sort) = named(queries, &SORTS) else { return };
    let order = DIRECTIONS.iter().find_map(|wanted| {
        let mut queries = queries.iter().filter(|query| query.name != sort.name);
        queries.find(|query| is_called(query, wanted)).copied()
    });
    let shape = document.shape(sort.schema);
    // `order=asc` alone orders by nothing that could be named.
    let words = choices(document, &shape);
    if !words.is_empty() && words.iter().all(|word| is_direction(word)) {
        return;
    }
    let texts = texts(document, sort, &shape);
    let all = texts.join(" ");
    let named = sort_fields(document, &shape, fields);
    if is_named_order(&words, &named, fields) {
        return;
    }
    let in_body = sort.place == ParameterPlace::Body;
    let (mut style, confidence) =
        if let Some(style) = in_body.then(|| posted::order(document, sort, &shape)).flatten() {
            (style, 85)
        } else if let Some(order) = order {
            let words = choices(document, &document.shape(order.schema));
            let (ascending, descending) = directions(&words);
            listing.used.push(order.name.to_string());
            let style = SortStyle::Pair {
                field: sort.name.to_string(),
                order: order.name.to_string(),
                ascending,
                descending,
            };
            (style, 85)
        } else if shape.is("object") {
            let style = SortStyle::Terms {
                parameter: format!("{}[{{field}}]", sort.name),
                descending_parameter: None,
                ascending: "asc".to_owned(),
                descending: "desc".to_owned(),
                separator: None,
            };
            (style, 80)
        } else if choices(document, &shape).iter().any(|choice| choice.starts_with('-')) {
            (SortStyle::signed(&sort.name), 95)
        } else if let Some(separator) = separator(&texts, fields) {
            (SortStyle::suffixed(&sort.name, separator, direction_case(&all)), 85)
        } else {
            let has_sign = texts.iter().any(|text| is_signed(text));
            // An order by nothing that could be named, whose words are not listed.
            if compact(&sort.name) == "order" && !has_sign && tells_direction(&all) {
                return;
            }
            (SortStyle::signed(&sort.name), if has_sign { 90 } else { 40 })
        };
    if let SortStyle::Terms { separator, .. } = &mut style
        && in_body
        && shape.is_array()
    {
        *separator = None;
    }
    listing.dialect.sort = style;
    listing.dialect.can_sort_many = shape.is_array() || has_list(&all, fields);
    listing.dialect.sort_fields = named;
    listing.note("sort", &sort.name, confidence);
}

/// Returns whether the values are orders with names of their own, such as
/// `newest` and `best`, and no fields.
fn is_named_order(words: &[String], named: &[String], fields: &[&str]) -> bool {
    let is_field = |name: &String| fields.iter().any(|field| compact(field) == compact(name));
    !words.is_empty() && !fields.is_empty() && !named.iter().any(is_field)
}

fn tells_direction(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(is_direction)
}

/// Returns what the parameter says of itself: description, values, pattern,
/// examples.
fn texts(document: Document<'_>, query: &Query<'_>, shape: &Shape<'_>) -> Vec<String> {
    let mut texts: Vec<String> = choices(document, shape);
    texts.extend(query.description.map(str::to_owned));
    texts.extend(query.example.map(str::to_owned));
    texts.extend(shape.description.map(str::to_owned));
    texts.extend(shape.pattern.map(str::to_owned));
    let resolved = document.resolve(query.schema);
    for word in ["default", "example"] {
        let value = resolved.get(word).and_then(|value| value.as_str());
        texts.extend(value.map(str::to_owned));
    }
    texts
}

pub(super) fn choices(document: Document<'_>, shape: &Shape<'_>) -> Vec<String> {
    let items = shape.items.map(|items| document.shape(items));
    let choices = items.map_or_else(|| shape.choices.clone(), |items| items.choices);
    choices.into_iter().filter_map(|choice| choice.as_str()).map(str::to_owned).collect()
}

/// Finds `price:desc`, `price,desc`, `price.desc` or `price desc`.
fn separator(texts: &[String], fields: &[&str]) -> Option<&'static str> {
    let lower: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
    let joined = |separator: &str| {
        lower.iter().any(|text| {
            ["asc", "desc"].iter().any(|direction| {
                let end = format!("{separator}{direction}");
                text.match_indices(&end).any(|(start, _)| {
                    let behind = text[start + end.len()..].chars().next();
                    if behind.is_some_and(char::is_alphanumeric) {
                        return false;
                    }
                    let before = text[..start].rsplit(|c: char| !c.is_alphanumeric() && c != '_');
                    let word = before.into_iter().next().unwrap_or_default();
                    let is_field = fields.iter().any(|field| field.eq_ignore_ascii_case(word));
                    is_field
                        || matches!(word, "field" | "property" | "column" | "name" | "attribute")
                })
            })
        })
    };
    [":", ",", ".", " ", "_", "|"].into_iter().find(|separator| joined(separator))
}

/// Finds `-price`, and words that tell of a sign.
fn is_signed(text: &str) -> bool {
    let lower = text.to_lowercase();
    let has_dash = text.char_indices().any(|(position, letter)| {
        let before = text[..position].chars().next_back();
        let after = text[position + letter.len_utf8()..].chars().next();
        letter == '-'
            && before.is_none_or(|before| !before.is_alphanumeric() && before != '-')
            && after.is_some_and(|after| after.is_alphabetic() || "`'\"?".contains(after))
    });
    has_dash || ["minus", "hyphen", "prefix", "dash"].iter().any(|word| lower.contains(word))
}

fn has_list(text: &str, fields: &[&str]) -> bool {
    let lower = text.to_lowercase();
    let is_told = ["comma", "multiple", "several", "fields to order by"];
    // A pattern that repeats after a comma tells it too.
    is_told.iter().any(|word| lower.contains(word))
        || lower.contains("(,")
        || fields.iter().any(|field| {
            lower.contains(&format!("{},-", field.to_lowercase()))
                || fields.iter().any(|other| {
                    lower.contains(&format!("{},{}", field.to_lowercase(), other.to_lowercase()))
                })
        })
}

/// Returns the fields that the values of the parameter name.
fn sort_fields(document: Document<'_>, shape: &Shape<'_>, fields: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for choice in choices(document, shape) {
        let bare = choice.trim_start_matches(['-', '+']);
        let name = bare.split([':', ',', ' ', '|']).next().unwrap_or(bare);
        let name = name.strip_suffix("_asc").or(name.strip_suffix("_desc")).unwrap_or(name);
        if !found.iter().any(|known| known == name) {
            found.push(name.to_owned());
        }
    }
    if found.is_empty() {
        found = alternatives(shape.pattern.unwrap_or_default(), fields);
    }
    found
}

/// Returns the alternatives in the first group of a pattern such as
/// `^-?(name|price)(,-?(name|price))*$` that are fields.
fn alternatives(pattern: &str, fields: &[&str]) -> Vec<String> {
    let groups = pattern.split('(').skip(1).filter_map(|group| group.split(')').next());
    let groups = groups.map(|group| group.trim_start_matches("?:").split('|').collect::<Vec<_>>());
    let mut names =
        groups.filter(|names| names.len() > 1 && names.iter().all(|name| fields.contains(name)));
    names.next().unwrap_or_default().into_iter().map(str::to_owned).collect()
}

fn is_direction(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "asc" | "desc" | "ascending" | "descending")
}

/// Returns the two words of a direction, ascending first.
pub(super) fn directions(words: &[String]) -> (String, String) {
    let find = |known: &[&str]| {
        words.iter().find(|word| known.contains(&word.to_lowercase().as_str())).cloned()
    };
    let ascending = find(&["asc", "ascending", "1", "ascend", "a"]);
    let descending = find(&["desc", "descending", "-1", "descend", "d"]);
    ascending.zip(descending).unwrap_or_else(|| ("asc".to_owned(), "desc".to_owned()))
}

fn direction_case(text: &str) -> (&'static str, &'static str) {
    let is_upper = text.contains("DESC") && !text.contains("desc");
    if is_upper { ("ASC", "DESC") } else { ("asc", "desc") }
}
