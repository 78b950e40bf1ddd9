//! Testing what was understood of a list, by safe requests.
//!
//! # Model
//! [`verify`] asks for a list as the application would, and then for the same
//! list in another way: its second page, its reverse, a part of it. Each
//! answer is compared with the plain one, because an unknown parameter may be
//! ignored, refused, or taken as a filter that empties the list. What comes of
//! it is a [`Verification`]: a reason for each choice, and a dialect without
//! the choices that failed.
//!
//! [`watch`] goes on where the requests end: it looks at ordinary answers, and
//! finds a field out that was not tested when it is used.
//!
//! # Invariants
//! Only `GET`, at most [`REQUESTS`] for a list, two at a time; a server that
//! answers 429 is left alone. A list of one row proves nothing, and an answer
//! that did not come refutes nothing.

mod alter;
mod apply;
mod choose;
mod course;
mod filters;
mod headers;
mod observe;
mod order;
mod pages;
#[cfg(test)]
mod tests;
mod watch;

use crate::api::discover::cors::CorsName;
use crate::api::rest::capabilities;
use crate::api::{Dialect, Evidence, Field, Resource, Transport};
use crate::platform::Method;
use course::Course;
use futures::join;

pub use watch::watch;

/// The requests that one list takes at most.
pub const REQUESTS: usize = 8;

/// What came of testing a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Verification {
    /// A reason for each choice that was tested, with its outcome.
    pub evidence: Vec<Evidence>,
    /// The dialect without the choices that were refuted, and with those that
    /// turned out to be possible.
    pub dialect: Dialect,
    /// The fields, as the rows show them.
    pub fields: Vec<Field>,
    /// The headers that the list rests on and that were not seen: a page of
    /// another origin sees only those that the server names.
    pub hidden: Vec<CorsName>,
    /// The names of fields that no row has; none where no row came.
    pub absent: Vec<String>,
}

/// Tests the list of `resource`, whose paths are below `base_url`; one that
/// stands below another resource has to be given with its parents. `None`
/// where there is no list, it does not answer, or is asked for by `POST`.
pub async fn verify(
    transport: &Transport,
    base_url: &str,
    resource: &Resource,
) -> Option<Verification> {
    // What a `POST` does beyond answering is not known.
    resource.list.as_ref().filter(|list| list.method == Method::Get)?;
    let mut course = Course::begin(transport, base_url, resource).await?;
    headers::look(&mut course, resource);
    observe::fields(&mut course.resource, &course.rows);
    course.decode();
    course.claims = capabilities(&course.resource);
    if course.rows.len() < 2 {
        course.leave_open();
        return Some(course.end());
    }
    // The most telling come first: the budget may end before the list does.
    let (page, descending) = join!(pages::turn(&course), order::descending(&course));
    pages::judge(&mut course, page).await;
    let plan = filters::plan(&course);
    let (filter, search) = join!(filters::ask(&course, plan.first()), filters::ask_words(&course));
    filters::judge_words(&mut course, search).await;
    let (ascending, many) = join!(order::ascending(&course), pages::ask_many(&course));
    order::judge(&mut course, descending, ascending).await;
    pages::judge_many(&mut course, many);
    filters::judge(&mut course, plan, filter).await;
    headers::look_for_version(&mut course).await;
    Some(course.end())
}
