//! Screens that arrive in chunks of their own.
//!
//! A lazy function hands out the plain function that builds the screen: the
//! chunk is awaited once, and the screen is then built in its own Owner like
//! any other. While the chunk cannot be fetched the loader waits and tells the
//! window, which is shown here with a way to try again.

#![allow(clippy::unused_async, reason = "a chunk is awaited, its functions are not")]

mod pending;

use super::controller::{ListController, LocalRows, summarise};
use super::form::{
    CredentialForm, CredentialFormProps, FormPage, FormPageProps, ParentsPage, ParentsPageProps,
    SignInDialog, SignInDialogProps,
};
use super::locale;
use super::page::{
    ConnectPage, Explanation, ExplanationProps, Failure, FilterEditor, FilterEditorProps,
    FilterGroups, FilterGroupsProps, ListActions, ListActionsProps, NotFound, NotFoundProps,
    Nothing, NothingProps, OperationPage, OperationPageProps, OperationsPage, OperationsPageProps,
    RecordPage, RecordPageProps, UnderstoodPage, UnderstoodPageProps, Way, WayProps, stale_note,
};
use super::session::Session;
use crate::ui::view::{IntoPiece, Piece, live};
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use pending::Pending;
use std::future::Future;
use std::rc::Rc;
use std::time::Duration;
use vitrine_core::api::discover::{Attempt, DiscoverError};
use vitrine_core::api::{AuthScheme, Credential, Filter, Resource, local};
use vitrine_core::record::Identifier;

type ListView = fn(Session, Rc<Resource>) -> Piece;
type OperationView = fn(Session, String, Vec<(String, String)>) -> Piece;
type RecordView = fn(Session, Rc<Resource>, Identifier) -> Piece;
type FormView = fn(Session, Rc<Resource>, Option<Identifier>) -> Piece;
type SessionView = fn(Session) -> Piece;
type FailureView = fn(DiscoverError, Callback<Credential>) -> Piece;
type CredentialView = fn(Vec<AuthScheme>, Callback<Credential>) -> Piece;
type FilterView = fn(ListController, Callback<Filter>, Callback<()>) -> Piece;

/// What stands around records.
#[derive(Clone, Copy)]
struct Reading {
    record: RecordView,
    way: ListView,
    actions: ListView,
    nothing: fn(ListController) -> Piece,
    local_rows: LocalRows,
    keep: fn(Session),
    stale: fn(ListController) -> Piece,
}

/// What people type into.
#[derive(Clone, Copy)]
struct Editing {
    form: FormView,
    sign_in: SessionView,
    credential: CredentialView,
    filter: FilterView,
    groups: fn(ListController) -> Piece,
    parents: ListView,
    operations: SessionView,
    operation: OperationView,
}

/// What concerns an API as a whole.
#[derive(Clone, Copy)]
struct Connecting {
    connect: fn() -> Piece,
    failure: FailureView,
    explanation: fn(Session, Attempt) -> Piece,
    understood: SessionView,
    missing: fn(&'static str) -> Piece,
}

// Few chunks: what two of them share is a third one, and a request of its own.

#[cfg_attr(feature = "split", leptos::lazy)]
async fn load_reading() -> Reading {
    Reading {
        record: record_view,
        way: way_view,
        actions: actions_view,
        nothing: nothing_view,
        local_rows: LocalRows { arrange: local::arrange, summarise },
        keep: Session::keep_on_device,
        stale: |list| view! { <div class="px-4 pb-3">{stale_note(list.page)}</div> }.into_piece(),
    }
}

#[cfg_attr(feature = "split", leptos::lazy)]
async fn load_editing() -> Editing {
    Editing {
        form: form_view,
        sign_in: sign_in_view,
        credential: credential_view,
        filter: filter_view,
        groups: |list| FilterGroups(FilterGroupsProps { list }).into_piece(),
        parents: parents_view,
        operations: operations_view,
        operation: operation_view,
    }
}

#[cfg_attr(feature = "split", leptos::lazy)]
async fn load_connecting() -> Connecting {
    Connecting {
        connect: connect_view,
        failure: failure_view,
        explanation: |session, attempt| {
            // The device may know what the API does not tell.
            session.keep_on_device();
            Explanation(ExplanationProps { session, attempt }).into_piece()
        },
        understood: understood_view,
        missing: missing_view,
    }
}

fn record_view(session: Session, resource: Rc<Resource>, identifier: Identifier) -> Piece {
    session.join_records();
    RecordPage(RecordPageProps { session, resource, identifier }).into_piece()
}

fn way_view(session: Session, resource: Rc<Resource>) -> Piece {
    Way(WayProps { session, resource, has_list: false, record: None }).into_piece()
}

fn actions_view(session: Session, resource: Rc<Resource>) -> Piece {
    ListActions(ListActionsProps { session, resource }).into_piece()
}

fn nothing_view(list: ListController) -> Piece {
    Nothing(NothingProps { list }).into_piece()
}

fn missing_view(key: &'static str) -> Piece {
    NotFound(NotFoundProps { key }).into_piece()
}

fn parents_view(session: Session, resource: Rc<Resource>) -> Piece {
    ParentsPage(ParentsPageProps { session, resource }).into_piece()
}

fn operations_view(session: Session) -> Piece {
    OperationsPage(OperationsPageProps { session }).into_piece()
}

fn operation_view(session: Session, name: String, known: Vec<(String, String)>) -> Piece {
    OperationPage(OperationPageProps { session, name, known }).into_piece()
}

fn form_view(session: Session, resource: Rc<Resource>, identifier: Option<Identifier>) -> Piece {
    session.join_records();
    FormPage(FormPageProps { session, resource, identifier }).into_piece()
}

fn sign_in_view(session: Session) -> Piece {
    SignInDialog(SignInDialogProps { session }).into_piece()
}

fn credential_view(challenged: Vec<AuthScheme>, on_credential: Callback<Credential>) -> Piece {
    CredentialForm(CredentialFormProps { challenged, on_credential }).into_piece()
}

fn understood_view(session: Session) -> Piece {
    UnderstoodPage(UnderstoodPageProps { session }).into_piece()
}

fn connect_view() -> Piece {
    ConnectPage().into_piece()
}

fn failure_view(error: DiscoverError, on_credential: Callback<Credential>) -> Piece {
    view! { <Failure error on_credential /> }.into_piece()
}

fn filter_view(list: ListController, on_add: Callback<Filter>, on_cancel: Callback<()>) -> Piece {
    FilterEditor(FilterEditorProps { list, on_add, on_cancel }).into_piece()
}

/// Builds a view by the function that `load` brings, and shows the state of a
/// screen on its way until then.
fn lazy_view<V>(
    load: impl Future<Output = V> + 'static,
    build: impl Fn(V) -> Piece + 'static,
) -> Piece
where
    V: Copy + 'static,
{
    view_or(Box::pin(async move { builder(load.await, build) }), || Pending().into_piece())
}

/// Does the same for what a screen can be read without.
fn later_view<V>(
    load: impl Future<Output = V> + 'static,
    build: impl Fn(V) -> Piece + 'static,
) -> Piece
where
    V: Copy + 'static,
{
    view_or(Box::pin(async move { builder(load.await, build) }), || ().into_piece())
}

/// Builds a view again and again.
type Builder = Box<dyn Fn() -> Piece>;

fn builder<V: Copy + 'static>(value: V, build: impl Fn(V) -> Piece + 'static) -> Builder {
    Box::new(move || build(value))
}

fn view_or(load: LocalBoxFuture<'static, Builder>, pending: fn() -> Piece) -> Piece {
    let loaded = RwSignal::new_local(None::<Rc<Builder>>);
    leptos::task::spawn_local(async move {
        let (build, ()) = futures::join!(load, locale::complete());
        // The person may have gone elsewhere in the meantime.
        let _ = loaded.try_set(Some(Rc::new(build)));
    });
    live(move || match loaded.get() {
        Some(build) => build(),
        None => pending(),
    })
    .into_piece()
}

/// The page of one record.
#[must_use]
pub fn record_chunk(session: Session, resource: Rc<Resource>, identifier: Identifier) -> Piece {
    lazy_view(load_reading(), move |reading| {
        (reading.record)(session, Rc::clone(&resource), identifier.clone())
    })
}

/// The parents above a list.
#[must_use]
pub fn way_chunk(session: Session, resource: Rc<Resource>) -> Piece {
    later_view(load_reading(), move |reading| (reading.way)(session, Rc::clone(&resource)))
}

/// The operations on a list.
#[must_use]
pub fn actions_chunk(session: Session, resource: Rc<Resource>) -> Piece {
    later_view(load_reading(), move |reading| (reading.actions)(session, Rc::clone(&resource)))
}

/// What works on the rows of a list where its API does not.
pub async fn local_rows_chunk() -> LocalRows {
    let (reading, ()) = futures::join!(load_reading(), locale::complete());
    reading.local_rows
}

/// When the device begins to keep answers: the first rows come first.
const KEEPING_AFTER: Duration = Duration::from_secs(5);

/// Has the device keep what `session` is answered, some seconds from now.
pub fn keep_chunk(session: Session) {
    let keep = move || {
        leptos::task::spawn_local(async move {
            (load_reading().await.keep)(session);
        });
    };
    set_timeout(keep, KEEPING_AFTER);
}

/// What stands over rows that could not be brought up to date.
#[must_use]
pub fn stale_chunk(list: ListController) -> Piece {
    later_view(load_reading(), move |reading| (reading.stale)(list))
}

/// What stands in the place of rows that are not there.
#[must_use]
pub fn nothing_chunk(list: ListController) -> Piece {
    later_view(load_reading(), move |reading| (reading.nothing)(list))
}

/// What stands in the place of a screen that is not there; `key` begins its sentences.
#[must_use]
pub fn missing_chunk(key: &'static str) -> Piece {
    lazy_view(load_connecting(), move |connecting| (connecting.missing)(key))
}

/// The question for the parents of a list.
#[must_use]
pub fn parents_chunk(session: Session, resource: Rc<Resource>) -> Piece {
    lazy_view(load_editing(), move |editing| (editing.parents)(session, Rc::clone(&resource)))
}

/// All operations of an API.
#[must_use]
pub fn operations_chunk(session: Session) -> Piece {
    lazy_view(load_editing(), move |editing| (editing.operations)(session))
}

/// One operation.
#[must_use]
pub fn operation_chunk(session: Session, name: String, known: Vec<(String, String)>) -> Piece {
    lazy_view(load_editing(), move |editing| {
        (editing.operation)(session, name.clone(), known.clone())
    })
}

/// The form for a new record or, with a key, for an existing one.
#[must_use]
pub fn form_chunk(
    session: Session,
    resource: Rc<Resource>,
    identifier: Option<Identifier>,
) -> Piece {
    lazy_view(load_editing(), move |editing| {
        (editing.form)(session, Rc::clone(&resource), identifier.clone())
    })
}

/// What was understood of an API.
#[must_use]
pub fn understood_chunk(session: Session) -> Piece {
    lazy_view(load_connecting(), move |connecting| (connecting.understood)(session))
}

/// The screen that asks for an API.
#[must_use]
pub fn connect_chunk() -> Piece {
    lazy_view(load_connecting(), |connecting| (connecting.connect)())
}

/// Why an API could not be read; a credential that somebody gives goes on.
#[must_use]
pub fn failure_chunk(error: DiscoverError, on_credential: Callback<Credential>) -> Piece {
    lazy_view(load_connecting(), move |connecting| {
        (connecting.failure)(error.clone(), on_credential)
    })
}

/// Why an open API does not answer any more.
#[must_use]
pub fn explanation_chunk(session: Session, attempt: Attempt) -> Piece {
    later_view(load_connecting(), move |connecting| (connecting.explanation)(session, attempt))
}

/// The editor of a new condition.
#[must_use]
pub fn filter_chunk(
    list: ListController,
    on_add: Callback<Filter>,
    on_cancel: Callback<()>,
) -> Piece {
    lazy_view(load_editing(), move |editing| (editing.filter)(list, on_add, on_cancel))
}

/// The alternatives among the conditions of a list.
#[must_use]
pub fn groups_chunk(list: ListController) -> Piece {
    later_view(load_editing(), move |editing| (editing.groups)(list))
}

/// The form for the credential of an API that is still to be read.
#[must_use]
pub fn credential_chunk(challenged: Vec<AuthScheme>, on_credential: Callback<Credential>) -> Piece {
    later_view(load_editing(), move |editing| {
        (editing.credential)(challenged.clone(), on_credential)
    })
}

/// The sign-in dialog, loaded when it opens for the first time.
#[must_use]
pub fn sign_in_chunk(session: Session) -> Piece {
    let is_open = session.sign_in().is_open;
    let is_wanted = Memo::new(move |was: Option<&bool>| is_open.get() || was == Some(&true));
    live(move || {
        is_wanted
            .get()
            .then(|| lazy_view(load_editing(), move |editing| (editing.sign_in)(session)))
    })
    .into_piece()
}
