//! What was understood of an API, as it is tested, corrected and read again.

use super::Workspace;
use super::asking::{ask, question};
use super::connection::Connection;
use super::corrected::{changes, corrected};
use super::discovery::discovery;
use super::proofs;
use super::reader::Reader;
use super::reading::MOST_KEPT;
use crate::app::session::{News, Session};
use leptos::prelude::*;
use serde_json::{Value, json};
use std::rc::Rc;
use std::time::Duration;
use vitrine_core::api::discover::exchange::Known;
use vitrine_core::api::discover::{DiscoverError, Drift, drift, outline, verify, watch};
use vitrine_core::api::{
    Evidence, ListParams, Overlay, Page, Resource, ResourceOverlay, origin as origin_of,
};
use vitrine_core::platform::{Clock, SystemClock};

/// How long the screen rests after its first rows before their list is tested.
const REST: Duration = Duration::from_millis(600);
/// How long a visit lasts before its description is read again.
const QUIET: Duration = Duration::from_secs(5);
/// How long a description counts as the same, in milliseconds.
const FRESH: u64 = 60 * 60 * 1000;

impl Workspace {
    /// Takes note that rows of `resource` are on the screen, the answer to
    /// `params`: what was understood of the list is tested soon, once for each
    /// connection, and what the answer itself refutes is taken back.
    pub fn on_rows(
        self,
        session: Session,
        resource: &Rc<Resource>,
        params: ListParams,
        page: &Rc<Page>,
    ) {
        if !params.sort.is_empty() || !params.filter.is_empty() {
            let (resource, page) = (Rc::clone(resource), Rc::clone(page));
            leptos::task::spawn_local(async move {
                (discovery().await.watch)(self, session, &resource, &params, &page);
            });
        }
        let slug = session.slug();
        let is_known = self.look_at(&slug, |connection| {
            connection.is_deployed && !resource.evidence.is_empty()
                || connection.verified.contains(&resource.name)
                    && !proofs::is_old(&connection.origin, &resource.name, SystemClock.now())
        });
        let is_known = is_known.unwrap_or(true)
            // A list below another resource is one for each parent.
            || !resource.parents.is_empty()
            // What is still being read is tested when all of it is known.
            || session.notes().progress().is_some();
        if is_known || !self.is_first_try(&slug, &resource.name) {
            return;
        }
        let resource = Rc::clone(resource);
        set_timeout(
            move || {
                leptos::task::spawn_local(async move {
                    self.check(session, resource).await;
                });
            },
            REST,
        );
    }

    /// Looks in a while whether the description of an API is still the same.
    pub fn reread_later(self, session: Session) {
        let can_change = self.look_at(&session.slug(), |connection| {
            !connection.is_deployed && connection.document.is_none()
        });
        if can_change != Some(true) {
            return;
        }
        set_timeout(
            move || {
                leptos::task::spawn_local(async move {
                    // Whoever is offline reads it another time.
                    let _ = (discovery().await.reread)(self, session, false).await;
                });
            },
            QUIET,
        );
    }

    /// Tests what was understood of a list now; returns whether it answered.
    pub async fn check(self, session: Session, resource: Rc<Resource>) -> bool {
        (discovery().await.check)(self, session, resource).await
    }

    /// Reads the description of an API now; returns whether it says something
    /// else than before.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn look_for_news(self, session: Session) -> Result<bool, DiscoverError> {
        (discovery().await.reread)(self, session, true).await
    }

    /// Returns the corrections of an API.
    #[must_use]
    pub fn overlay(self, session: Session) -> Overlay {
        let overlay = self.look_at(&session.slug(), |connection| connection.overlay.clone());
        overlay.flatten().and_then(|overlay| Overlay::from_json(&overlay)).unwrap_or_default()
    }

    /// Puts `overlay` in the place of the corrections of an API; its screens
    /// follow at once.
    pub fn correct(self, session: Session, overlay: &Overlay) {
        let overlay = serde_json::to_value(overlay).unwrap_or_default();
        self.change(session, |connection| connection.overlay = Some(Rc::new(overlay)));
    }

    /// Returns whether the description of an API can be read again: a picked
    /// file cannot.
    #[must_use]
    pub fn can_reread(self, session: Session) -> bool {
        self.look_at(&session.slug(), |connection| connection.document.is_none()) == Some(true)
    }

    /// Goes on with the description as it is now. Corrections stay, and so
    /// does what was tested of the resources that are the same.
    pub fn take_over(self, session: Session) {
        let Some(news) = session.notes().take_news() else { return };
        if news.is_large {
            // The worker has kept the old one; it reads the new one on the next visit.
            Reader::forget(&session.slug());
        }
        self.change(session, |connection| adopt_news(connection, news));
        self.forget_tries(&session.slug());
        // Resources may have come and gone, which the menu shows as well.
        self.show_again(session);
    }

    fn change(self, session: Session, change: impl FnOnce(&mut Connection)) {
        let Some(mut connection) = self.find(&session.slug()) else { return };
        change(&mut connection);
        let model = connection.model.clone();
        let overlay = connection.overlay.clone();
        self.put(connection);
        let Some(model) = model else { return };
        let api = corrected(&model, overlay.as_deref());
        let changes = session.with_api(|before| changes(before, &api));
        session.adopt(api, &changes);
    }
}

/// Tests what was understood of a list; returns whether it answered.
pub(super) async fn check(workspace: Workspace, session: Session, resource: &Resource) -> bool {
    let transport = session.transport();
    let base_url = session.with_api(|api| api.base_url.clone());
    let Some(verification) = verify(&transport, &base_url, resource).await else { return false };
    let connection = workspace.find(&session.slug());
    if let Some(news) = connection.and_then(|it| proofs::news(&it, &resource.name, &verification)) {
        let stamped = |origin: &mut Value| proofs::stamp(origin, &resource.name, SystemClock.now());
        workspace.note_origin(&session.slug(), stamped);
        session.notes().put_news(news);
        session.touch();
        return true;
    }
    let overlay = workspace.overlay(session);
    let page = workspace.options().page_url;
    let is_elsewhere = page.is_some_and(|page| origin_of(&page) != origin_of(&base_url));
    let list = resource.list.as_ref().map_or("", |list| list.path.as_str());
    let place = format!("{base_url}{list}");
    workspace.change(session, |connection| {
        let Some(model) = &mut connection.model else { return };
        verification.put_hidden(&place, is_elsewhere, &mut Rc::make_mut(model).issues);
        let known = Rc::make_mut(model).resources.iter_mut().find(|it| it.name == resource.name);
        let Some(known) = known else { return };
        let nothing = ResourceOverlay::default();
        let chosen = overlay.of(&resource.name).unwrap_or(&nothing);
        let about_chosen = verification.apply_beside(known, chosen);
        session.notes().put_checks(&resource.name, about_chosen);
        // Those that were tested last come last.
        connection.verified.retain(|name| *name != resource.name);
        connection.verified.push(resource.name.clone());
        proofs::stamp(&mut connection.origin, &resource.name, SystemClock.now());
    });
    true
}

/// Looks whether rows keep what was understood of their list: an order that they
/// are not in, or a condition that they do not meet, is not offered any more.
pub(super) fn watch_rows(
    workspace: Workspace,
    session: Session,
    resource: &Resource,
    params: &ListParams,
    page: &Page,
) {
    let found = watch(resource, params, page);
    if found.is_empty() {
        return;
    }
    let overlay = workspace.overlay(session);
    let is_chosen = |reason: &Evidence| {
        overlay.of(&resource.name).is_some_and(|chosen| match reason.subject.split(':').next() {
            Some("sort") => chosen.sort.is_some(),
            _ => chosen.filter.is_some(),
        })
    };
    // What a person chose stays; on its page stands what came of it.
    let (about_chosen, found): (Vec<Evidence>, Vec<Evidence>) =
        found.into_iter().partition(is_chosen);
    session.notes().add_checks(&resource.name, about_chosen);
    workspace.change(session, |connection| {
        let Some(model) = &mut connection.model else { return };
        let known = Rc::make_mut(model).resources.iter_mut().find(|it| it.name == resource.name);
        if let Some(known) = known {
            known.evidence.retain(|old| !found.iter().any(|new| new.subject == old.subject));
            known.evidence.extend(found);
        }
    });
}

/// Looks whether the description of an API is still the same, and notes what
/// is different; returns whether anything is.
pub(super) async fn reread(
    workspace: Workspace,
    session: Session,
    is_asked: bool,
) -> Result<bool, DiscoverError> {
    let Some(connection) = workspace.find(&session.slug()) else { return Ok(false) };
    if session.notes().progress().is_some() {
        return Ok(false);
    }
    let known = &connection.origin;
    let now = SystemClock.now();
    let is_fresh = known.get("checked").and_then(Value::as_u64).is_some_and(|at| at + FRESH > now);
    let document = session.with_api(|api| api.document_url.clone());
    // Without a description only the rows tell, and these are tested anyway.
    if !is_asked && (is_fresh || document.is_none()) {
        return Ok(false);
    }
    let asked = Known { origin: known.clone(), document_url: document, is_asked };
    let question = question(workspace, &connection, Some(asked));
    let Some((found, size)) =
        ask(workspace, &Reader::start(), question, None, async |_| ()).await?
    else {
        workspace.note_origin(&connection.slug, |origin| origin["checked"] = json!(now));
        return Ok(false);
    };
    let drift = match (known.get("outline"), &connection.model) {
        (Some(known), _) => drift(known, &found.origin["outline"]),
        // A model that came along is what a description said.
        (None, Some(model)) => drift(&outline(model), &found.origin["outline"]),
        (None, None) => Drift::default(),
    };
    let mut origin = found.origin;
    if let Some(tested) = known.get("tested") {
        origin["tested"] = tested.clone();
    }
    if drift.is_empty() {
        workspace.note_origin(&connection.slug, |known| *known = origin);
        return Ok(false);
    }
    let is_large = size > MOST_KEPT;
    session.notes().put_news(News { api: Rc::new(found.api), origin, drift, is_large });
    session.touch();
    Ok(true)
}

/// Puts a new description into a connection, with what was tested of the
/// resources that it leaves alone.
fn adopt_news(connection: &mut Connection, news: News) {
    let News { mut api, origin, drift, is_large } = news;
    if let Some(before) = &connection.model {
        for resource in &mut Rc::make_mut(&mut api).resources {
            let known = before.resource(&resource.name);
            if let Some(known) = known.filter(|known| !drift.concerns(&known.name)) {
                resource.clone_from(known);
            }
        }
    }
    connection.is_stored = is_large;
    connection.verified.retain(|name| !drift.concerns(name) && !drift.removed.contains(name));
    connection.model = Some(api);
    connection.origin = origin;
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitrine_core::api::{Api, Field, Kind};

    fn resource(name: &str, search: Option<&str>) -> Resource {
        let mut resource = Resource {
            name: name.into(),
            fields: vec![Field::new("id", Kind::Integer)],
            ..Resource::default()
        };
        resource.dialect.search = search.map(str::to_owned);
        resource
    }

    #[test]
    fn a_new_description_keeps_what_was_tested_of_the_rest() {
        let described = Api {
            resources: vec![resource("pets", None), resource("people", None)],
            ..Api::default()
        };
        // A test found more than was described.
        let mut tested = described.clone();
        tested.resources[0].dialect.can_sort_many = true;
        tested.resources[1].dialect.can_sort_many = true;
        let mut connection =
            Connection::read(&json!({"slug": "a", "name": "a", "url": "/"})).unwrap();
        connection.model = Some(Rc::new(tested));
        connection.verified = vec!["pets".into(), "people".into()];
        let now = Api {
            resources: vec![resource("pets", Some("q")), resource("people", None)],
            ..Api::default()
        };
        let drift = drift(&outline(&described), &outline(&now));
        adopt_news(
            &mut connection,
            News { api: Rc::new(now), origin: json!({"etag": "2"}), drift, is_large: false },
        );
        let model = connection.model.unwrap();
        assert_eq!(connection.verified, ["people"]);
        assert_eq!(model.resources[0].dialect.search.as_deref(), Some("q"));
        assert!(!model.resources[0].dialect.can_sort_many);
        assert!(model.resources[1].dialect.can_sort_many);
        assert_eq!(connection.origin, json!({"etag": "2"}));
    }
}
