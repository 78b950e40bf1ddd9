//! Headers that the list rests on and that cannot be seen.
//!
//! A page of another origin sees few headers of an answer unless the server
//! names them; the rest of the answer looks as if nothing were wrong.

use super::Verification;
use super::course::{Course, SIZE};
use crate::api::dialect::encode_one;
use crate::api::discover::cors::read_of;
use crate::api::discover::evidence::issue;
use crate::api::{Issue, Next, Paging, Resource, Severity, Total};

/// What the keys of these issues begin with.
const GROUP: &str = "issue.hidden.";

impl Verification {
    /// Puts an issue for each header that could not be seen into `issues`, in
    /// the place of those that were there; `place` is the address of the list.
    /// That a browser keeps it from the page is the reason only where the API
    /// is another origin than the page.
    pub fn put_hidden(&self, place: &str, is_elsewhere: bool, issues: &mut Vec<Issue>) {
        issues.retain(|known| known.place != place || !known.message.key.starts_with(GROUP));
        for header in self.hidden.iter().filter(|_| is_elsewhere) {
            // `cors.name.total` says what it is for, `issue.hidden.total` what is
            // missing without it.
            let use_of = header.message.key.rsplit('.').next().unwrap_or_default();
            let mut found = issue(Severity::Warning, place, &format!("hidden.{use_of}"));
            found.message = found.message.with("name", &header.name);
            issues.push(found);
        }
    }
}

/// Notes which headers the plain list should have brought, as `resource` was
/// understood before it was tested.
pub(super) fn look(course: &mut Course<'_>, resource: &Resource) {
    let is_seen = |name: &str| course.headers.iter().any(|(key, _)| key.eq_ignore_ascii_case(name));
    let is_full = course.rows.len() >= SIZE as usize;
    let is_wanted = |name: &str| match (&resource.dialect.total, &resource.dialect.paging) {
        (Total::Header { name: total }, _) if total == name => true,
        // The last page leads nowhere.
        (
            _,
            Paging::Cursor { next: Next::Header { name: next }, .. }
            | Paging::Link { next: Next::Header { name: next }, .. },
        ) => is_full && next == name,
        _ => false,
    };
    let mut names = read_of(resource);
    names.retain(|name| is_wanted(&name.name) && !is_seen(&name.name));
    course.hidden.extend(names);
}

/// Asks for a record whose version should be told with it: without one,
/// changes of others would be overwritten unnoticed.
pub(super) async fn look_for_version(course: &mut Course<'_>) {
    if !course.resource.dialect.has_if_match || !course.may_ask() {
        return;
    }
    let key = course.rows.iter().find_map(|row| row.identifier.clone());
    let request = key.and_then(|key| encode_one(&course.resource, course.base_url(), &key).ok());
    let Some(request) = request else { return };
    let answer = course.send(request).await;
    if answer.is_some_and(|answer| answer.is_success() && answer.header("etag").is_none()) {
        let names = read_of(&course.resource);
        course.hidden.extend(names.into_iter().filter(|name| name.name == "ETag"));
    }
}
