//! The fields of a resource: what they hold, and what they point to.

use super::choice::Reason;
use super::choices::reasons_view;
use super::correction::choose_field;
use super::standing::reasons;
use crate::app::format::humanize;
use crate::app::locale::{t, t_with};
use crate::app::session::Session;
use crate::app::workspace::Workspace;
use crate::ui::button::{IconButton, Size};
use crate::ui::icon::Glyph;
use crate::ui::native_select::NativeSelect;
use crate::ui::view::{IntoPiece, listener, memo};
use leptos::prelude::*;
use vitrine_core::api::{Field, FieldOverlay, Kind, Reference};

/// The kinds of fields, with the keys of their names.
const KINDS: [(Kind, &str); 26] = [
    (Kind::Text, "kind.text"),
    (Kind::LongText, "kind.long_text"),
    (Kind::Html, "kind.html"),
    (Kind::Markdown, "kind.markdown"),
    (Kind::Json, "kind.json"),
    (Kind::Integer, "kind.integer"),
    (Kind::Number, "kind.number"),
    (Kind::Money, "kind.money"),
    (Kind::Amount, "kind.amount"),
    (Kind::Boolean, "kind.boolean"),
    (Kind::Enum, "kind.enum"),
    (Kind::Date, "kind.date"),
    (Kind::DateTime, "kind.date_time"),
    (Kind::Time, "kind.time"),
    (Kind::Email, "kind.email"),
    (Kind::Url, "kind.url"),
    (Kind::Image, "kind.image"),
    (Kind::Uuid, "kind.uuid"),
    (Kind::Color, "kind.color"),
    (Kind::GeoPoint, "kind.geo_point"),
    (Kind::Ip, "kind.ip"),
    (Kind::Duration, "kind.duration"),
    (Kind::Password, "kind.password"),
    (Kind::Array, "kind.array"),
    (Kind::Object, "kind.object"),
    (Kind::Unknown, "kind.unknown"),
];

/// A field as the page shows it.
#[derive(Debug, Clone, PartialEq)]
struct Shown {
    kind: Kind,
    target: Option<String>,
    is_many: bool,
    is_chosen: bool,
    reasons: Vec<Reason>,
}

/// All fields of a resource.
#[component]
pub(super) fn Fields(
    /// The API.
    session: Session,
    /// The name of the resource.
    name: String,
) -> impl IntoView {
    let names = {
        let name = name.clone();
        memo(move || {
            session.track_model();
            session.resource(&name).map_or_else(Vec::new, |resource| {
                resource.fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>()
            })
        })
    };
    let rows = move || {
        let names = names.get().into_iter();
        names.map(|field| view! { <Row session resource=name.clone() field /> }).collect_view()
    };
    view! {
        <section class="grid gap-2" aria-labelledby="understood-fields">
            <h3 class="font-semibold" id="understood-fields">
                {t("understood.fields")}
            </h3>
            <ul class="divide-y divide-line border-y border-line">{rows}</ul>
        </section>
    }
}

/// A field of a resource, and where its corrections go.
#[derive(Debug, Clone)]
struct Site {
    workspace: Workspace,
    session: Session,
    resource: String,
    field: String,
}

impl Site {
    fn correct(&self, change: impl FnOnce(&mut FieldOverlay)) {
        let overlay = self.workspace.overlay(self.session);
        let overlay = choose_field(&overlay, &self.resource, &self.field, change);
        self.workspace.correct(self.session, &overlay);
    }

    /// Returns what the session knows of the field by now; the calling view
    /// runs again when that changes.
    fn shown(&self) -> Option<Shown> {
        self.session.track_model();
        let resource = self.session.resource(&self.resource)?;
        let field = resource.field(&self.field)?;
        let base_url = self.session.with_api(|api| api.base_url.clone());
        let notes = self.session.notes();
        let about = |subject: &str| {
            let found = reasons(&resource, &notes, &format!("{subject}:{}", self.field));
            found.iter().map(|reason| Reason::new(reason, &base_url)).collect::<Vec<_>>()
        };
        let overlay = self.workspace.overlay(self.session);
        let corrections = overlay.of(&self.resource);
        let corrections =
            corrections.and_then(|it| it.fields.iter().find(|known| known.name == self.field));
        Some(Shown {
            kind: field.kind,
            target: field.reference.as_ref().map(|reference| reference.resource.clone()),
            is_many: is_many(field),
            is_chosen: corrections.is_some(),
            reasons: [about("reference"), about("kind")].concat(),
        })
    }
}

/// Whether a reference of this field is a list of keys.
fn is_many(field: &Field) -> bool {
    field.reference.as_ref().map_or(field.kind == Kind::Array, |reference| reference.is_many)
}

#[component]
fn Row(session: Session, resource: String, field: String) -> impl IntoView {
    let label = humanize(&field);
    let site = Site { workspace: Workspace::expect(), session, resource, field };
    let is_editing = RwSignal::new(false);
    let state = {
        let site = site.clone();
        memo(move || site.shown())
    };
    let edit = t_with("understood.change", &[("name", &label)]);
    let undo = t_with("understood.undo", &[("name", &label)]);
    let is_chosen = memo(move || state.with(|it| it.as_ref().is_some_and(|it| it.is_chosen)));
    let take_back = {
        let site = site.clone();
        Callback::new(move |()| {
            let name = site.field.clone();
            site.correct(|field| *field = FieldOverlay { name, ..FieldOverlay::default() });
        })
    };
    let content = {
        let (site, label) = (site.clone(), label.clone());
        move || {
            if is_editing.get() {
                let (site, label) = (site.clone(), label.clone());
                view! { <Editor site label state /> }.into_piece()
            } else {
                state.with(|it| it.as_ref().map(words)).into_piece()
            }
        }
    };
    view! {
        <li
            class="grid items-start gap-x-4 gap-y-1 py-1.5 sm:grid-cols-[7rem_minmax(0,1fr)] xl:grid-cols-[7rem_16rem_minmax(0,1fr)]"
            data-field=site.field
        >
            <p class="leading-7 break-words">{label}</p>
            <div class="flex items-start gap-1">
                <div class="min-w-0 flex-1 leading-7 text-text-muted">{content}</div>
                {move || {
                    is_chosen
                        .get()
                        .then(|| {
                            view! {
                                <IconButton
                                    glyph=Glyph::Undo
                                    label=undo.clone()
                                    size=Size::Small
                                    on:click=listener(move |_| take_back.run(()))
                                />
                            }
                        })
                }}
                <IconButton
                    glyph=Glyph::Pencil
                    label=edit
                    size=Size::Small
                    attr:aria-expanded=move || is_editing.get().to_string()
                    on:click=listener(move |_| is_editing.update(|it| *it = !*it))
                />
            </div>
            <div class="min-w-0 sm:col-start-2 xl:col-start-3">
                {move || {
                    let reasons = state.with(|it| it.as_ref().map(|it| it.reasons.clone()));
                    reasons.filter(|reasons| !reasons.is_empty()).map(reasons_view)
                }}
            </div>
        </li>
    }
}

/// What a field holds, in words.
fn words(shown: &Shown) -> String {
    let kind = t(kind_key(shown.kind));
    match &shown.target {
        Some(target) => {
            t_with("understood.points_to", &[("kind", &kind), ("resource", &humanize(target))])
        }
        None => kind,
    }
}

fn kind_key(kind: Kind) -> &'static str {
    let known = KINDS.iter().find(|(known, _)| *known == kind);
    known.map_or("kind.unknown", |(_, key)| key)
}

/// What a field holds and points to, to be changed.
#[component]
fn Editor(site: Site, label: String, state: Memo<Option<Shown>>) -> impl IntoView {
    let kind = Signal::derive(move || {
        state.with(|it| it.as_ref().map(|it| kind_key(it.kind).to_owned()).unwrap_or_default())
    });
    let target = Signal::derive(move || {
        state.with(|it| it.as_ref().and_then(|it| it.target.clone()).unwrap_or_default())
    });
    let resources = site.session.with_api(|api| {
        api.resources.iter().map(|resource| resource.name.clone()).collect::<Vec<_>>()
    });
    let take_kind = {
        let site = site.clone();
        move |value: String| {
            let kind = KINDS.iter().find(|(_, key)| *key == value);
            site.correct(|field| field.kind = kind.map(|(kind, _)| *kind));
        }
    };
    let take_target = move |value: String| {
        let is_many = state.with_untracked(|it| it.as_ref().is_some_and(|it| it.is_many));
        site.correct(|field| {
            field.is_no_reference = value.is_empty();
            field.reference = (!value.is_empty()).then_some(Reference { resource: value, is_many });
        });
    };
    view! {
        <div class="grid gap-1 sm:grid-cols-2 xl:grid-cols-1">
            <NativeSelect
                value=kind
                on_change=take_kind
                attr:aria-label=t_with("understood.kind_of", &[("name", &label)])
            >
                {KINDS
                    .map(|(_, key)| view! { <option value=key>{t(key)}</option> })
                    .collect_view()}
            </NativeSelect>
            <NativeSelect
                value=target
                on_change=take_target
                attr:aria-label=t_with("understood.target_of", &[("name", &label)])
            >
                <option value="">{t("understood.no_target")}</option>
                {resources
                    .into_iter()
                    .map(|name| {
                        let label = humanize(&name);
                        view! { <option value=name>{label}</option> }
                    })
                    .collect_view()}
            </NativeSelect>
        </div>
    }
}
