//! The screens and their paths.

use vitrine_core::platform::percent;

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
    /// A list.
    List {
        /// The slug of the connection.
        api: String,
        /// The resource's name.
        resource: String,
    },
    /// A form for a new record.
    New {
        /// The slug of the connection.
        api: String,
        /// The resource's name.
        resource: String,
    },
    /// A record.
    Record {
        /// The slug of the connection.
        api: String,
        /// The resource's name.
        resource: String,
        /// The record's key.
        id: String,
    },
    /// A form for a record.
    Edit {
        /// The slug of the connection.
        api: String,
        /// The resource's name.
        resource: String,
        /// The record's key.
        id: String,
    },
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
        let steps: Vec<String> =
            path.split('/').filter(|step| !step.is_empty()).map(percent::decode).collect();
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        let own = str::to_owned;
        match steps.as_slice() {
            [] | ["index.html"] => Self::Home,
            [api] => Self::Api { api: own(api) },
            [api, "-", "understood"] => Self::Understood { api: own(api) },
            [_, "-", ..] => Self::Unknown,
            [api, resource] => Self::List { api: own(api), resource: own(resource) },
            // A record whose key is "new" is reached by its edit address.
            [api, resource, "new"] => Self::New { api: own(api), resource: own(resource) },
            [api, resource, id] => {
                Self::Record { api: own(api), resource: own(resource), id: own(id) }
            }
            [api, resource, id, "edit"] => {
                Self::Edit { api: own(api), resource: own(resource), id: own(id) }
            }
            _ => Self::Unknown,
        }
    }

    /// Writes the path below `base`.
    #[must_use]
    pub fn href(&self, base: &str) -> String {
        let path = |steps: &[&str]| {
            let steps: Vec<String> = steps.iter().map(|step| percent::encode(step)).collect();
            format!("{}/{}", base.trim_end_matches('/'), steps.join("/"))
        };
        match self {
            Self::Home | Self::Unknown => path(&[""]),
            Self::Api { api } => path(&[api]),
            Self::Understood { api } => path(&[api, "-", "understood"]),
            Self::List { api, resource } => path(&[api, resource]),
            Self::New { api, resource } => path(&[api, resource, "new"]),
            Self::Record { api, resource, id } => path(&[api, resource, id]),
            Self::Edit { api, resource, id } => path(&[api, resource, id, "edit"]),
        }
    }

    /// Returns the slug of the connection this screen belongs to.
    #[must_use]
    pub fn api(&self) -> Option<&str> {
        match self {
            Self::Home | Self::Unknown => None,
            Self::Api { api }
            | Self::Understood { api }
            | Self::List { api, .. }
            | Self::New { api, .. }
            | Self::Record { api, .. }
            | Self::Edit { api, .. } => Some(api),
        }
    }

    /// Returns the name of the resource this screen belongs to.
    #[must_use]
    pub fn resource(&self) -> Option<&str> {
        match self {
            Self::List { resource, .. }
            | Self::New { resource, .. }
            | Self::Record { resource, .. }
            | Self::Edit { resource, .. } => Some(resource),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, base: &str, place: &Place) {
        assert_eq!(&Place::parse(path, base), place);
        assert_eq!(place.href(base), path);
    }

    fn record(id: &str) -> Place {
        Place::Record { api: "shop".into(), resource: "items".into(), id: id.into() }
    }

    #[test]
    fn each_screen_has_one_path_that_reads_back() {
        check("/", "/", &Place::Home);
        check("/shop", "/", &Place::Api { api: "shop".into() });
        check("/shop/-/understood", "/", &Place::Understood { api: "shop".into() });
        check("/shop/items", "/", &Place::List { api: "shop".into(), resource: "items".into() });
        check("/shop/items/new", "/", &Place::New { api: "shop".into(), resource: "items".into() });
        check("/shop/items/7", "/", &record("7"));
        let edit = Place::Edit { api: "shop".into(), resource: "items".into(), id: "7".into() };
        check("/shop/items/7/edit", "/", &edit);
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
    }
}
