//! A list: its state in the address, its rows from the cache.

use super::{columns, list_key};
use crate::app::chunk::local_rows_chunk;
use crate::app::locale::t_count;
use crate::app::navigation::Navigation;
use crate::app::route::{read_list, write_list};
use crate::app::session::Session;
use crate::app::settings::page_size;
use crate::reactive::{QueryHandle, prefetch, store, use_atom, use_query};
use crate::ui::view::{effect, memo};
use futures::FutureExt;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;
use vitrine_core::api::{
    Capabilities, DataProvider, Field, Filter, ListParams, Page, PageRequest, Resource, Result,
    Sort, local,
};
use vitrine_core::query::QueryKey;

type Fetch = Box<dyn Fn() -> LocalBoxFuture<'static, Result<Page>>>;

/// Returns the key of a part of a list and the function that fetches it.
fn query(session: Session, resource: &Resource, params: ListParams) -> (QueryKey, Fetch) {
    let (provider, references) = (session.reader_of(resource), session.references());
    let capabilities = session.capabilities(&resource.name);
    let (params, _) = local::divide(&capabilities, resource, params);
    let name = resource.name.clone();
    let key = list_key(resource, &params);
    let fetch = move || {
        let (provider, references) = (provider.clone(), references.clone());
        let (name, params) = (name.clone(), params.clone());
        async move {
            let page = provider.get_list(&name, &params).await?;
            references.put(&name, &page.records);
            Ok(page)
        }
        .boxed_local()
    };
    (key, Box::new(fetch))
}

/// What a list screen shows and does.
#[derive(Debug, Clone, Copy)]
pub struct ListController {
    /// The state of the list, as the address has it.
    pub params: Memo<ListParams>,
    /// The rows and how they are doing.
    pub page: QueryHandle<Page>,
    session: Session,
    navigation: Navigation,
    shown: StoredValue<Shown, LocalStorage>,
}

/// What works on the rows of a list; see [`local`].
#[derive(Debug, Clone, Copy)]
pub struct LocalRows {
    /// Orders and narrows rows.
    pub arrange: fn(&Resource, &ListParams, &Page) -> Page,
    /// Says how many of the loaded rows are shown.
    pub summarise: fn(&Resource, &ListParams, &Page, &Page) -> String,
}

/// Rows that were arranged, and what for.
#[derive(Debug, Clone)]
struct Arranged {
    local: ListParams,
    loaded: Rc<Page>,
    page: Rc<Page>,
}

#[derive(Debug, Clone)]
struct Shown {
    resource: Rc<Resource>,
    columns: Rc<[Field]>,
    /// What the API can do.
    own: Rc<Capabilities>,
    /// What can be done altogether.
    capabilities: Rc<Capabilities>,
    /// Which look of the session this is.
    look: u32,
    /// What does the rest where the API cannot; nothing until its chunk has come.
    local_rows: RwSignal<Option<LocalRows>>,
    arranged: Option<Arranged>,
}

impl Shown {
    fn new(
        session: Session,
        resource: Rc<Resource>,
        look: u32,
        local_rows: RwSignal<Option<LocalRows>>,
    ) -> Self {
        let own = session.capabilities(&resource.name);
        let capabilities = Rc::new(local::widen(own.clone(), &resource));
        let mut columns = columns(&resource);
        // Below a parent all rows have the same one, which stands above the list.
        columns.retain(|field| resource.within.iter().all(|(name, _)| *name != field.name));
        Self {
            columns: columns.into(),
            resource,
            own: Rc::new(own),
            capabilities,
            look,
            local_rows,
            arranged: None,
        }
    }
}

impl ListController {
    /// Connects the list of `resource` to the address and to the cache.
    #[must_use]
    pub fn new(session: Session, resource: Rc<Resource>) -> Self {
        let navigation = Navigation::expect();
        let size = use_atom(&page_size());
        let params = memo(move || navigation.query.with(|query| read_list(query, size.get())));
        let listed = Rc::clone(&resource);
        let page = use_query(&session.query(), move || query(session, &listed, params.get()));
        let look = untrack(|| session.look());
        let local_rows = RwSignal::new(None);
        let shown = StoredValue::new_local(Shown::new(session, resource, look, local_rows));
        let list = Self { params, page, session, navigation, shown };
        effect(move || {
            if local_rows.with_untracked(Option::is_none) && list.local().is_some() {
                spawn_local(async move {
                    let _ = local_rows.try_set(Some(local_rows_chunk().await));
                });
            }
        });
        list
    }

    /// Returns what the API is asked for.
    #[must_use]
    pub fn asked(self) -> ListParams {
        let params = self.params.get();
        self.shown.with_value(|shown| local::divide(&shown.own, &shown.resource, params).0)
    }

    /// Returns what the rows still have to be given, as the API does not.
    fn local(self) -> Option<ListParams> {
        self.refresh();
        let params = self.params.get();
        self.shown.with_value(|shown| local::divide(&shown.own, &shown.resource, params).1)
    }

    /// Returns the rows as they are shown; the calling view is run again when that changes.
    #[must_use]
    pub fn rows(self) -> Option<Rc<Page>> {
        let loaded = self.page.with_result(|state| state.data.clone())?;
        let Some(local) = self.local() else { return Some(loaded) };
        let local_rows = self.local_rows()?;
        let known = self.shown.with_value(|shown| {
            let known = shown.arranged.as_ref()?;
            let is_known = known.local == local && Rc::ptr_eq(&known.loaded, &loaded);
            is_known.then(|| Rc::clone(&known.page))
        });
        Some(known.unwrap_or_else(|| {
            let resource = self.shown.with_value(|shown| Rc::clone(&shown.resource));
            let page = Rc::new((local_rows.arrange)(&resource, &local, &loaded));
            let arranged = Arranged { local, loaded, page: Rc::clone(&page) };
            self.shown.update_value(|shown| shown.arranged = Some(arranged));
            page
        }))
    }

    fn local_rows(self) -> Option<LocalRows> {
        self.shown.with_value(|shown| shown.local_rows).get()
    }

    /// Returns how many rows there are, in a sentence.
    #[must_use]
    pub fn summary(self) -> Option<String> {
        let page = self.rows()?;
        match (self.local(), self.local_rows()) {
            (Some(local), Some(local_rows)) => {
                let loaded = self.page.with_result(|state| state.data.clone())?;
                let resource = self.shown.with_value(|shown| Rc::clone(&shown.resource));
                Some((local_rows.summarise)(&resource, &local, &loaded, &page))
            }
            _ => page.total.map(|total| t_count("list.rows", total)),
        }
    }

    /// Asks for the rows that `address`, the query of the page's address, names,
    /// before anything of the list is built.
    pub fn prefetch(session: Session, resource: &Resource, address: &str) {
        let params = read_list(address, store().get(&page_size()));
        prefetch(&session.query(), query(session, resource, params));
    }

    /// Returns the session the list belongs to.
    #[must_use]
    pub fn session(self) -> Session {
        self.session
    }

    /// Returns the resource; a view that calls this is run again when tests or
    /// corrections change it.
    #[must_use]
    pub fn resource(self) -> Rc<Resource> {
        self.refresh();
        self.shown.with_value(|shown| Rc::clone(&shown.resource))
    }

    /// Returns the fields that are columns, as [`resource`](Self::resource)
    /// does.
    #[must_use]
    pub fn columns(self) -> Rc<[Field]> {
        self.refresh();
        self.shown.with_value(|shown| Rc::clone(&shown.columns))
    }

    /// Returns what the list can do, as [`resource`](Self::resource) does.
    #[must_use]
    pub fn capabilities(self) -> Rc<Capabilities> {
        self.refresh();
        self.shown.with_value(|shown| Rc::clone(&shown.capabilities))
    }

    /// Returns whether a search looks through the loaded rows only.
    #[must_use]
    pub fn searches_loaded(self) -> bool {
        self.refresh();
        self.shown.with_value(|shown| !shown.own.can_search && !local::is_whole(&shown.resource))
    }

    /// Takes what the session knows by now.
    fn refresh(self) {
        let look = self.session.look();
        let (known, resource, local_rows) = self
            .shown
            .with_value(|shown| (shown.look, Rc::clone(&shown.resource), shown.local_rows));
        if known == look {
            return;
        }
        if let Some(resource) = self.session.placed(&self.session.collection(&resource)) {
            self.shown.set_value(Shown::new(self.session, resource, look, local_rows));
        }
    }

    /// Orders by `field`: ascending, descending, not at all, in turn. `is_added`
    /// keeps the other criteria where the API takes several.
    pub fn sort_by(self, field: &str, is_added: bool) {
        let can_sort_many = self.shown.with_value(|shown| {
            // Rows can be put into any order; a page of them is better left to the API.
            shown.own.can_sort_many || !shown.own.sort_fields.iter().any(|known| known == field)
        });
        self.change(false, |params| {
            let current = params.sort.iter().position(|sort| sort.field == field);
            let next = match current.map(|position| params.sort[position].is_descending) {
                None => Some(false),
                Some(false) => Some(true),
                Some(true) => None,
            };
            let next = next.map(|is_descending| Sort { field: field.to_owned(), is_descending });
            if is_added && can_sort_many {
                match (current, next) {
                    (Some(position), Some(sort)) => params.sort[position] = sort,
                    (Some(position), None) => drop(params.sort.remove(position)),
                    (None, sort) => params.sort.extend(sort),
                }
            } else {
                params.sort = next.into_iter().collect();
            }
        });
    }

    /// Searches for `words`; an empty text ends the search.
    pub fn search(self, words: &str) {
        let words = Some(words.trim()).filter(|words| !words.is_empty()).map(str::to_owned);
        // While somebody types, the history does not grow by every letter.
        self.change(true, |params| params.search = words);
    }

    /// Puts `filters` in place of those that are set.
    pub fn filter(self, filters: Vec<Filter>) {
        self.change(false, |params| params.filter = filters);
    }

    /// Takes the group of conditions at `position` away.
    pub fn drop_group(self, position: usize) {
        self.change(false, |params| drop(params.groups.remove(position)));
    }

    /// Takes all conditions and the search away.
    pub fn clear(self) {
        self.change(false, |params| {
            params.search = None;
            params.filter.clear();
            params.groups.clear();
        });
    }

    /// Goes to a page, counted from 1.
    pub fn go_to(self, number: u32) {
        let next =
            self.page.with(|state| state.data.as_ref().and_then(|page| page.next_cursor.clone()));
        let mut params = self.params.get_untracked();
        let is_next = number == params.page.number + 1;
        params.page.cursor = next.filter(|_| is_next);
        params.page.number = number;
        self.navigation.set_query(&Self::write(&params), false);
    }

    /// Shows `size` rows on a page, from now on in every list.
    pub fn set_size(self, size: u32) {
        // The address first: it leaves the common size out, and is then read
        // with the one that is kept.
        self.change(false, |params| params.page.size = size);
        store().set(&page_size(), size);
    }

    /// Changes the state and goes back to the first page.
    fn change(self, is_replaced: bool, change: impl FnOnce(&mut ListParams)) {
        let mut params = self.params.get_untracked();
        let before = params.clone();
        change(&mut params);
        if params != before {
            params.page = PageRequest { number: 1, cursor: None, ..params.page };
            self.navigation.set_query(&Self::write(&params), is_replaced);
        }
    }

    fn write(params: &ListParams) -> String {
        // The size is always written when it is not the common one, so that a
        // shared link shows the same rows to somebody with other settings.
        write_list(params, PageRequest::default().size)
    }
}
