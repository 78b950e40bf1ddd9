//! Which fields of a resource become the columns of its list.

use vitrine_core::api::{Field, Kind, Resource};

/// The most columns that are shown unasked.
const MOST: usize = 10;

/// Returns the fields shown as columns: the label first, then the others in
/// the order of the description, without long, nested and secret ones as long
/// as there are enough others.
#[must_use]
pub fn columns(resource: &Resource) -> Vec<Field> {
    let visible = resource.fields.iter().filter(|field| field.kind != Kind::Password);
    let ranked: Vec<(u8, &Field)> = visible.map(|field| (rank(resource, field), field)).collect();
    let mut chosen = vec![false; ranked.len()];
    let mut room = MOST;
    for wanted in 0..=LEAST {
        for ((rank, _), is_chosen) in ranked.iter().zip(&mut chosen) {
            if *rank == wanted && room > 0 {
                *is_chosen = true;
                room -= 1;
            }
        }
    }
    let chosen = ranked.iter().zip(chosen).filter(|(_, is_chosen)| *is_chosen);
    let mut columns: Vec<Field> = chosen.map(|((_, field), _)| (*field).clone()).collect();
    // The order is that of the description, but for the label, by which people find their row.
    if let Some(label) = columns.iter().position(|field| rank(resource, field) == 0) {
        columns[..=label].rotate_right(1);
    }
    columns
}

/// The rank of what is least worth a column.
const LEAST: u8 = 4;

/// Lower is more worth a column.
fn rank(resource: &Resource, field: &Field) -> u8 {
    if resource.label_field.as_ref() == Some(&field.path) {
        return 0;
    }
    match field.kind {
        _ if field.path == resource.key => 1,
        _ if field.reference.is_some() => 2,
        Kind::Enum
        | Kind::Boolean
        | Kind::Money
        | Kind::Amount
        | Kind::Number
        | Kind::Integer
        | Kind::Date
        | Kind::DateTime
        | Kind::Time
        | Kind::Text
        | Kind::Duration
        | Kind::Email => 2,
        Kind::Array
        | Kind::Image
        | Kind::Url
        | Kind::Uuid
        | Kind::Color
        | Kind::GeoPoint
        | Kind::Ip => 3,
        _ => LEAST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitrine_core::record::Path;

    fn field(name: &str, kind: Kind) -> Field {
        Field::new(name, kind)
    }

    fn names(resource: &Resource) -> Vec<String> {
        columns(resource).into_iter().map(|field| field.name).collect()
    }

    #[test]
    fn the_label_comes_first_and_secrets_never() {
        let resource = Resource {
            key: Path::field("id"),
            label_field: Some(Path::field("title")),
            fields: vec![
                field("id", Kind::Integer),
                field("secret", Kind::Password),
                field("title", Kind::Text),
                field("price", Kind::Money),
            ],
            ..Resource::default()
        };
        assert_eq!(names(&resource), ["title", "id", "price"]);
    }

    #[test]
    fn long_text_gives_way_when_there_are_many_fields() {
        let mut fields = vec![field("body", Kind::LongText)];
        fields.extend((0..MOST).map(|index| field(&format!("f{index}"), Kind::Text)));
        let resource = Resource { fields, ..Resource::default() };
        assert!(!names(&resource).contains(&"body".to_owned()));
        assert_eq!(names(&resource).len(), MOST);
    }
}
