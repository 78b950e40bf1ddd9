//! The operations of a list or a record, in a menu.

use crate::app::controller::{Level, known_values, operations_of};
use crate::app::format::humanize;
use crate::app::locale::t;
use crate::app::navigation::Navigation;
use crate::app::route::Place;
use crate::app::session::Session;
use crate::ui::button::Variant;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu;
use leptos::prelude::*;
use std::rc::Rc;
use vitrine_core::api::{Operation, Resource};
use vitrine_core::record::Identifier;

/// The longest summary that is the name of an operation; the rest is prose.
const LONGEST: usize = 80;

/// Returns what an operation is called: the words of the description, if they
/// are few.
#[must_use]
pub fn operation_label(operation: &Operation) -> String {
    let summary = operation.summary.as_deref().map(|text| text.trim().trim_end_matches('.'));
    let is_short = |text: &&str| !text.is_empty() && text.chars().count() <= LONGEST;
    summary.filter(is_short).map_or_else(|| humanize(&operation.name), str::to_owned)
}

/// Returns the path of an operation with the known values in their places.
#[must_use]
pub fn operation_path(operation: &Operation, known: &[(String, String)]) -> String {
    let path = operation.endpoint.path.clone();
    known.iter().fold(path, |path, (name, key)| path.replace(&format!("{{{name}}}"), key))
}

/// The operations on one record; nothing where there are none.
#[component]
pub fn RecordActions(
    /// The API.
    session: Session,
    /// The resource, below its parents.
    resource: Rc<Resource>,
    /// The key of the record.
    identifier: Identifier,
) -> impl IntoView {
    let entries = entries(session, &resource, Level::Record, Some(&identifier));
    (!entries.is_empty()).then(|| view! { <Actions entries /> })
}

/// The operations on a list; nothing where there are none.
#[component]
pub fn ListActions(
    /// The API.
    session: Session,
    /// The resource, below its parents.
    resource: Rc<Resource>,
) -> impl IntoView {
    let entries = entries(session, &resource, Level::List, None);
    (!entries.is_empty()).then(|| view! { <Actions entries /> })
}

fn entries(
    session: Session,
    resource: &Resource,
    level: Level,
    identifier: Option<&Identifier>,
) -> Vec<(String, String)> {
    let navigation = Navigation::expect();
    session.with_api(|api| {
        let operations = operations_of(api, &resource.name, level);
        let entry = |operation: &Operation| {
            let known = known_values(api, operation, resource, identifier);
            let (api, name) = (session.slug(), operation.name.clone());
            let place = Place::Operation { api, name, known };
            (operation_label(operation), navigation.href(&place))
        };
        operations.map(entry).collect()
    })
}

#[component]
fn Actions(entries: Vec<(String, String)>) -> impl IntoView {
    let items = entries
        .into_iter()
        .map(|(label, href)| view! { <menu::Item href=href>{label}</menu::Item> });
    view! {
        <menu::Root>
            <menu::Trigger variant=Variant::Secondary>
                {t("operation.actions")} <Icon glyph=Glyph::ChevronDown />
            </menu::Trigger>
            <menu::Content>{items.collect_view()}</menu::Content>
        </menu::Root>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitrine_core::api::Endpoint;
    use vitrine_core::platform::Method;

    #[track_caller]
    fn check(summary: Option<&str>, label: &str) {
        let endpoint = Endpoint::new(Method::Post, "/");
        let operation = Operation {
            name: "publishPost".into(),
            resource: None,
            summary: summary.map(str::to_owned),
            endpoint,
        };
        assert_eq!(operation_label(&operation), label);
    }

    #[test]
    fn an_operation_is_called_as_the_description_says_in_short() {
        check(Some("Publish a post."), "Publish a post");
        check(Some(" "), "Publish post");
        check(Some(&"very ".repeat(40)), "Publish post");
        check(None, "Publish post");
    }
}
