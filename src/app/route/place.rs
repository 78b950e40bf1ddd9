//! The screens and their paths.
//!
//! What stands in the path of a resource, `/shop/reviews/productId=7/12/edit`:
//! the connection, the resource, a segment for each parent, the record. No
//! encoded key contains the sign between a parent's parameter and its key.

use vitrine_core::platform::percent;

/// A resource of an API, below the parents that were chosen for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Collection {
    /// The slug of the connection.
    pub api: String,
    /// The resource's name.
    pub resource: String,
    /// The keys of the parents by parameter, outermost first.
    pub parents: Vec<(String, String)>,
}

/// A screen, as its path names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// The workspace, where an API is connected.
    Home,
    /// The first screen of an API.
    Api {
        /// The slug of the connection.
        api: String,
    },
    /// What was understood of an API.
    Understood {
        /// The slug of the connection.
        api: String,
    },
    /// The operations of an API.
    Operations {
        /// The slug of the connection.
        api: String,
    },
    /// One operation.
    Operation {
        /// The slug of the connection.
        api: String,
        /// The operation's name.
        name: String,
        /// The values of its path that are known, by parameter.
        known: Vec<(String, String)>,
    },
    /// A list.
    List(Collection),
    /// A form for a new record.
    New(Collection),
    /// A record by its key.
    Record(Collection, String),
    /// A form for a record.
    Edit(Collection, String),
    /// An address that means nothing here.
    Unknown,
}

impl Place {
    /// Reads a path; `base` is the folder the application is served from,
    /// with slashes on both ends.
    #[must_use]
    pub fn parse(path: &str, base: &str) -> Self {
        let base = base.trim_end_matches('/');
        let Some(path) = path.strip_prefix(base) else { return Self::Unknown };
        let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
        let own = percent::decode;
        match steps.as_slice() {
            [] | ["index.html"] => Self::Home,
            [api] => Self::Api { api: own(api) },
            [api, "-", "understood"] => Self::Understood { api: own(api) },
            [api, "-", "operations"] => Self::Operations { api: own(api) },
            [api, "-", "operations", name, rest @ ..] => match pairs(rest) {
                (known, []) => Self::Operation { api: own(api), name: own(name), known },
                _ => Self::Unknown,
            },
            [_, "-", ..] => Self::Unknown,
            [api, resource, rest @ ..] => {
                let (parents, rest) = pairs(rest);
                let collection = Collection { api: own(api), resource: own(resource), parents };
                match rest {
                    [] => Self::List(collection),
                    // A record whose key is "new" is reached by its edit address.
                    ["new"] => Self::New(collection),
                    [id] => Self::Record(collection, own(id)),
                    [id, "edit"] => Self::Edit(collection, own(id)),
                    _ => Self::Unknown,
                }
            }
        }
    }

    /// Writes the path below `base`.
    #[must_use]
    pub fn href(&self, base: &str) -> String {
        let mut path = base.trim_end_matches('/').to_owned();
        match self {
            Self::Home | Self::Unknown => path.push('/'),
            Self::Api { api } => push(&mut path, &[api]),
            Self::Understood { api } => push(&mut path, &[api, "-", "understood"]),
            Self::Operations { api } => push(&mut path, &[api, "-", "operations"]),
            Self::Operation { api, name, known } => {
                push(&mut path, &[api, "-", "operations", name]);
                push_pairs(&mut path, known);
            }
            Self::List(collection) => collection.push(&mut path, &[]),
            Self::New(collection) => collection.push(&mut path, &["new"]),
            Self::Record(collection, id) => collection.push(&mut path, &[id]),
            Self::Edit(collection, id) => collection.push(&mut path, &[id, "edit"]),
        }
        path
    }

    /// Returns the slug of the connection this screen belongs to.
    #[must_use]
    pub fn api(&self) -> Option<&str> {
        match self {
            Self::Home | Self::Unknown => None,
            Self::Api { api }
            | Self::Understood { api }
            | Self::Operations { api }
            | Self::Operation { api, .. } => Some(api),
            _ => self.collection().map(|collection| collection.api.as_str()),
        }
    }

    /// Returns the collection this screen belongs to.
    #[must_use]
    pub fn collection(&self) -> Option<&Collection> {
        match self {
            Self::List(collection)
            | Self::New(collection)
            | Self::Record(collection, _)
            | Self::Edit(collection, _) => Some(collection),
            _ => None,
        }
    }
}

impl Collection {
    fn push(&self, path: &mut String, rest: &[&str]) {
        push(path, &[&self.api, &self.resource]);
        push_pairs(path, &self.parents);
        push(path, rest);
    }
}

fn push(path: &mut String, steps: &[&str]) {
    for step in steps {
        path.push('/');
        path.push_str(&percent::encode(step));
    }
}

fn push_pairs(path: &mut String, pairs: &[(String, String)]) {
    for (name, key) in pairs {
        push(path, &[name]);
        path.push('=');
        path.push_str(&percent::encode(key));
    }
}

/// Reads the pairs in front, and returns what follows them.
fn pairs<'a, 's>(steps: &'s [&'a str]) -> (Vec<(String, String)>, &'s [&'a str]) {
    let pairs = steps.iter().map_while(|step| step.split_once('='));
    let pairs: Vec<(String, String)> =
        pairs.map(|(name, key)| (percent::decode(name), percent::decode(key))).collect();
    let rest = &steps[pairs.len()..];
    (pairs, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, base: &str, place: &Place) {
        assert_eq!(&Place::parse(path, base), place);
        assert_eq!(place.href(base), path);
    }

    fn items(parents: &[(&str, &str)]) -> Collection {
        let parents = parents.iter().map(|(name, key)| ((*name).into(), (*key).into())).collect();
        Collection { api: "shop".into(), resource: "items".into(), parents }
    }

    fn record(id: &str) -> Place {
        Place::Record(items(&[]), id.into())
    }

    #[test]
    fn each_screen_has_one_path_that_reads_back() {
        check("/", "/", &Place::Home);
        check("/shop", "/", &Place::Api { api: "shop".into() });
        check("/shop/-/understood", "/", &Place::Understood { api: "shop".into() });
        check("/shop/-/operations", "/", &Place::Operations { api: "shop".into() });
        check("/shop/items", "/", &Place::List(items(&[])));
        check("/shop/items/new", "/", &Place::New(items(&[])));
        check("/shop/items/7", "/", &record("7"));
        check("/shop/items/7/edit", "/", &Place::Edit(items(&[]), "7".into()));
    }

    #[test]
    fn parents_stand_between_the_resource_and_the_record() {
        let below = || items(&[("shelf", "a=b/c"), ("box id", "new")]);
        let path = "/shop/items/shelf=a%3Db%2Fc/box%20id=new";
        check(path, "/", &Place::List(below()));
        check(&format!("{path}/new"), "/", &Place::New(below()));
        check(&format!("{path}/x%3Dy"), "/", &Place::Record(below(), "x=y".into()));
        check(&format!("{path}/7/edit"), "/", &Place::Edit(below(), "7".into()));
    }

    #[test]
    fn an_operation_has_the_known_values_of_its_path() {
        let operation = |known| Place::Operation { api: "shop".into(), name: "a/b".into(), known };
        check("/shop/-/operations/a%2Fb", "/", &operation(Vec::new()));
        let known = vec![("id".to_owned(), "7 8".to_owned())];
        check("/shop/-/operations/a%2Fb/id=7%208", "/", &operation(known));
        assert_eq!(Place::parse("/shop/-/operations/a/7", "/"), Place::Unknown);
    }

    #[test]
    fn a_key_with_slashes_and_spaces_survives() {
        check("/shop/items/a%2Fb%20%25", "/", &record("a/b %"));
    }

    #[test]
    fn a_sub_path_is_taken_off_and_put_back() {
        check("/tools/vitrine/shop/items/7", "/tools/vitrine/", &record("7"));
        assert_eq!(Place::parse("/elsewhere/shop", "/tools/"), Place::Unknown);
    }

    #[test]
    fn unknown_pages_are_not_taken_for_resources() {
        assert_eq!(Place::parse("/shop/-/nothing", "/"), Place::Unknown);
        assert_eq!(Place::parse("/a/b/c/d/e", "/"), Place::Unknown);
        assert_eq!(Place::parse("/a/b/c/parent=1", "/"), Place::Unknown);
    }
}
