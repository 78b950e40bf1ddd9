//! How many rows a list shows that is worked on here.

use crate::app::locale::{t_count, t_with};
use vitrine_core::api::{ListParams, Page, Resource, local};
use vitrine_core::platform::locale::number;

/// Says how many of the loaded rows `page` shows.
///
/// Of a list that comes in pages only the loaded rows are looked through, and that has to be said:
/// nobody may take the best of one page for the best of all.
#[must_use]
pub fn summarise(resource: &Resource, local: &ListParams, loaded: &Page, page: &Page) -> String {
    let is_narrowed =
        !local.filter.is_empty() || !local.groups.is_empty() || local.search.is_some();
    let shown = page.total.filter(|_| local::is_whole(resource));
    let shown = shown.unwrap_or(page.records.len() as u64);
    let all = loaded.records.len() as u64;
    #[expect(clippy::cast_precision_loss, reason = "people read fewer than 16 digits")]
    let text = |count: u64| number(count as f64, (0, 0));
    let arguments = [("shown", text(shown)), ("all", text(all))];
    let arguments = arguments.each_ref().map(|(name, value)| (*name, value.as_str()));
    match (local::is_whole(resource), is_narrowed) {
        (true, false) => t_count("list.rows", all),
        (true, true) => t_with("list.rows_of", &arguments),
        (false, true) => t_with("list.loaded_of", &arguments),
        (false, false) => t_count("list.loaded_sorted", all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use vitrine_core::api::{Paging, local::arrange};
    use vitrine_core::record::Record;

    #[test]
    fn it_is_said_that_only_loaded_rows_were_looked_through() {
        let mut resource = Resource::default();
        let records = (0..40).map(|id| Record::new(None, json!({"id": id}))).collect();
        let loaded = Page { records, total: Some(40), ..Page::default() };
        let says = |resource: &Resource, search: Option<&str>| {
            let search = search.map(str::to_owned);
            let local = ListParams { search, ..ListParams::default() };
            summarise(resource, &local, &loaded, &arrange(resource, &local, &loaded))
        };
        assert_eq!(says(&resource, None), "40 rows");
        assert_eq!(says(&resource, Some("x")), "0 of 40 rows");
        resource.dialect.paging = Paging::Range { start: "from".to_owned(), end: "to".to_owned() };
        assert_eq!(says(&resource, Some("x")), "0 of 40 loaded rows");
        assert_eq!(says(&resource, None), "40 loaded rows, ordered here");
    }
}
