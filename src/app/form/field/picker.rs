//! A record of a resource, found by typing.

use crate::app::format::resource_label;
use crate::app::locale::{t, t_with};
use crate::app::session::Session;
use crate::ui::combobox::{self, Choice};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::rc::Rc;
use std::time::Duration;
use vitrine_core::api::{
    Capabilities, Filter, FilterOperator, ListParams, PageRequest, Resource, Sort,
};
use vitrine_core::record::{Identifier, Record};

/// How long typing rests before the search runs.
const PAUSE: Duration = Duration::from_millis(200);
/// The most records that are offered at once.
const OFFERED: usize = 20;
/// The records that are read from an API that cannot search.
const READ_UNSEARCHED: u32 = 200;

/// A combobox that searches a list and yields keys.
#[component]
pub(in crate::app::form) fn RecordPicker(
    /// The API.
    session: Session,
    /// The resource whose records are offered, below its parents.
    target: Rc<Resource>,
    /// The key that is chosen; empty when none is.
    #[prop(into)]
    value: Signal<String>,
    /// Takes the chosen key, or nothing.
    #[prop(into)]
    on_change: Callback<Option<String>>,
    /// Is told when the focus leaves.
    #[prop(optional, into)]
    on_blur: Option<Callback<()>>,
) -> impl IntoView {
    let search = Search::new(session, Rc::clone(&target));
    let label = resource_label(&target);
    let target = StoredValue::new_local(target);
    let picked = RwSignal::new(None::<Choice>);
    let chosen = Signal::derive(move || {
        let key = value.get();
        if key.is_empty() {
            return None;
        }
        if let Some(choice) = picked.get().filter(|choice| choice.value == key) {
            return Some(choice);
        }
        let name = target.with_value(|target| target.name.clone());
        let label = session.references().label(&name, &Identifier::new(key.clone())).get();
        let label = label.filter(|label| !label.is_empty()).unwrap_or_else(|| key.clone());
        Some(Choice { value: key, label, detail: None })
    });
    let choose = move |choice: Option<Choice>| {
        let key = choice.as_ref().map(|choice| choice.value.clone());
        picked.set(choice);
        on_change.run(key);
    };
    let blur = move |_| {
        if let Some(on_blur) = on_blur {
            on_blur.run(());
        }
    };
    let placeholder = t_with("form.reference.search", &[("resource", &label.to_lowercase())]);
    view! {
        <combobox::Root
            options=search.options
            on_query=move |words| search.run(words)
            value=chosen
            on_change=choose
            busy=search.is_busy
        >
            <combobox::Input placeholder on:blur=blur />
            <combobox::Content>
                <combobox::Empty>
                    {move || {
                        t(if search.has_failed.get() {
                            "form.reference.failed"
                        } else {
                            "form.reference.none"
                        })
                    }}
                </combobox::Empty>
            </combobox::Content>
        </combobox::Root>
    }
}

/// The records that fit what was typed last.
#[derive(Debug, Clone, Copy)]
struct Search {
    options: RwSignal<Vec<Choice>>,
    is_busy: RwSignal<bool>,
    has_failed: RwSignal<bool>,
    session: Session,
    target: StoredValue<Rc<Resource>, LocalStorage>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// Answers of older searches are dropped.
    round: StoredValue<u64>,
}

impl Search {
    fn new(session: Session, target: Rc<Resource>) -> Self {
        let search = Self {
            options: RwSignal::new(Vec::new()),
            is_busy: RwSignal::new(false),
            has_failed: RwSignal::new(false),
            session,
            target: StoredValue::new_local(target),
            timer: StoredValue::new(None),
            round: StoredValue::new(0),
        };
        on_cleanup(move || search.stop());
        search
    }

    fn stop(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    /// Searches for `words`: at once when the list opens, after a pause while
    /// somebody types.
    fn run(self, words: String) {
        self.stop();
        self.is_busy.set(true);
        if words.is_empty() {
            self.fetch(words);
            return;
        }
        let timer = set_timeout_with_handle(move || self.fetch(words.clone()), PAUSE);
        self.timer.set_value(timer.ok());
    }

    fn fetch(self, words: String) {
        let round = self.round.get_value() + 1;
        self.round.set_value(round);
        let target = self.target.get_value();
        let (provider, references) = (self.session.provider_of(&target), self.session.references());
        leptos::task::spawn_local(async move {
            let capabilities = provider.capabilities(&target.name);
            let plan = plan(&target, &capabilities, words.trim());
            let result = provider.get_list(&target.name, &plan).await;
            // The field may be gone, or somebody typed on.
            if self.round.try_get_value() != Some(round) {
                return;
            }
            self.is_busy.set(false);
            self.has_failed.set(result.is_err());
            let records = result.map(|page| page.records).unwrap_or_default();
            references.put(&target.name, &records);
            let words = if is_searched(&plan) { "" } else { words.trim() };
            self.options.set(fitting(&target, &records, words));
        });
    }
}

fn is_searched(plan: &ListParams) -> bool {
    plan.search.is_some() || !plan.filter.is_empty()
}

/// Returns the list to ask for: searched by the server where it can, by the
/// label where it can filter by that, else a part large enough to look through.
fn plan(target: &Resource, capabilities: &Capabilities, words: &str) -> ListParams {
    let label = target.label_field.as_ref().map(ToString::to_string);
    let mut params = ListParams::default();
    let sorted = label.as_ref().filter(|label| capabilities.sort_fields.contains(label));
    params.sort = sorted
        .map(|field| Sort { field: field.clone(), is_descending: false })
        .into_iter()
        .collect();
    let by_label = capabilities.filters.iter().find(|(name, operators)| {
        Some(name) == label.as_ref() && operators.contains(&FilterOperator::Contains)
    });
    let size = u32::try_from(OFFERED).unwrap_or(u32::MAX);
    params.page = PageRequest { size, ..PageRequest::default() };
    if words.is_empty() {
        return params;
    }
    if capabilities.can_search {
        params.search = Some(words.to_owned());
        // The server's own order puts the best match first.
        params.sort.clear();
    } else if let Some((field, _)) = by_label {
        let (field, value) = (field.clone(), words.to_owned());
        params.filter = vec![Filter { field, operator: FilterOperator::Contains, value }];
    } else {
        params.page.size = READ_UNSEARCHED;
    }
    params
}

/// Returns the records whose label or key contains `words`, as choices.
fn fitting(target: &Resource, records: &[Record], words: &str) -> Vec<Choice> {
    let words = words.to_lowercase();
    let choices = records.iter().filter_map(|record| {
        let key = record.identifier.as_ref()?.to_string();
        let label = target.label(record);
        let fits = words.is_empty() || label.to_lowercase().contains(&words) || key == words;
        let detail = (label != key).then(|| key.clone());
        fits.then_some(Choice { value: key, label, detail })
    });
    choices.take(OFFERED).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use vitrine_core::record::Path;

    fn users() -> Resource {
        Resource { label_field: Some(Path::field("name")), ..Resource::default() }
    }

    #[test]
    fn a_server_that_searches_is_asked_to() {
        let capabilities = Capabilities { can_search: true, ..Capabilities::default() };
        let plan = plan(&users(), &capabilities, "ada");
        assert_eq!(plan.search.as_deref(), Some("ada"));
        assert!(is_searched(&plan));
    }

    #[test]
    fn a_server_that_filters_is_asked_for_labels_that_contain_the_words() {
        let filters = vec![("name".to_owned(), vec![FilterOperator::Contains])];
        let capabilities = Capabilities { filters, ..Capabilities::default() };
        let plan = plan(&users(), &capabilities, "ada");
        assert_eq!(plan.filter[0].operator, FilterOperator::Contains);
        assert!(is_searched(&plan));
    }

    #[test]
    fn what_cannot_be_searched_is_looked_through() {
        let plan = plan(&users(), &Capabilities::default(), "ada");
        assert!(!is_searched(&plan));
        let record = |key: &str, name: &str| {
            Record::new(Some(Identifier::new(key)), json!({ "name": name }))
        };
        let records = [record("1", "Ada Lovelace"), record("2", "Grace Hopper"), record("3", "")];
        let labels = |words: &str| -> Vec<String> {
            fitting(&users(), &records, words).into_iter().map(|choice| choice.label).collect()
        };
        assert_eq!(labels("LOVE"), ["Ada Lovelace"]);
        assert_eq!(labels("2"), ["Grace Hopper"]);
        assert_eq!(labels(""), ["Ada Lovelace", "Grace Hopper", "3"]);
    }
}
