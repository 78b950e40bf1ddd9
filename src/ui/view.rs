//! Views whose type is forgotten.

use leptos::children::{ChildrenOptContainer, ToChildren};

use leptos::prelude::{AddAnyAttr, Effect, Memo, Mountable, Render, RenderHtml};
#[cfg(not(target_arch = "wasm32"))]
use leptos::prelude::{AnyView, IntoAny};
use leptos::tachys::html::attribute::{Attribute, any_attribute::AnyAttribute};
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::{Position, PositionState};
use std::fmt;

/// A view of any type, as Leptos' `AnyView` is one, at a third of its size.
///
/// An `AnyView` that is shown again in its place updates the elements that are there, for which it
/// carries the code of every view type twice. A `Piece` is put in the place of the one before. So
/// it is for what is built once, or changes as a whole: the children of a component, a screen, a
/// cell. Where a person may be inside, such as a field or a link that keeps the focus while its
/// row changes, keep the type (`Either`) or an `AnyView`.
pub struct Piece(Erased);

#[cfg(target_arch = "wasm32")]
type Erased = Box<dyn Build>;
#[cfg(not(target_arch = "wasm32"))]
type Erased = AnyView;

/// Turns a view into a [`Piece`].
pub trait IntoPiece {
    /// Forgets the type.
    fn into_piece(self) -> Piece;
}

#[cfg(target_arch = "wasm32")]
impl<V: RenderHtml + Send + 'static> IntoPiece for V {
    fn into_piece(self) -> Piece {
        Piece(Box::new(self))
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<V: RenderHtml + Send + 'static> IntoPiece for V {
    fn into_piece(self) -> Piece {
        Piece(self.into_any())
    }
}

#[cfg(target_arch = "wasm32")]
trait Build: Send {
    fn build(self: Box<Self>) -> Box<dyn Mountable>;
}

#[cfg(target_arch = "wasm32")]
impl<V: Render + Send + 'static> Build for V {
    fn build(self: Box<Self>) -> Box<dyn Mountable> {
        Box::new((*self).build())
    }
}

/// Forgets the type of a closure in a view, for an attribute, a text or a [`Piece`].
///
/// Leptos compiles the code of an effect once for each closure; of the closures that come out of
/// here it does so once for each type that they return. A [`Signal`](leptos::prelude::Signal) can
/// be given to an attribute as it is.
pub fn live<T>(read: impl FnMut() -> T + Send + 'static) -> Box<dyn FnMut() -> T + Send> {
    Box::new(read)
}

/// Forgets the type of a listener, for the same reason.
pub fn listener<E>(listen: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(listen)
}

/// Runs `run` now and whenever something that it reads changes, as `Effect::new` does; its type is
/// forgotten too.
pub fn effect(run: impl FnMut() + 'static) {
    let run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(run);
}

/// Returns what `compute` returns, which is computed anew when something that it reads changes and
/// tells those who read it only when it is another value, as `Memo::new` does; its type is forgotten
/// too.
pub fn memo<T>(compute: impl Fn() -> T + Send + Sync + 'static) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    memo_of(Box::new(compute))
}

fn memo_of<T>(compute: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| compute())
}

/// The children of a component: Leptos' `Children` as a [`Piece`].
pub struct Content(Box<dyn FnOnce() -> Piece + Send>);

impl Content {
    /// Builds the children.
    #[must_use]
    pub fn view(self) -> Piece {
        (self.0)()
    }
}

impl<F, V> ToChildren<F> for Content
where
    F: FnOnce() -> V + Send + 'static,
    V: RenderHtml + Send + 'static,
{
    fn to_children(children: F) -> Self {
        Self(Box::new(move || children().into_piece()))
    }
}

impl<V: RenderHtml + Send + 'static> ToChildren<ChildrenOptContainer<V>> for Content {
    fn to_children(children: ChildrenOptContainer<V>) -> Self {
        Self(Box::new(move || children.0.into_piece()))
    }
}

/// The mounted elements of a [`Piece`].
pub struct Mounted(Box<dyn Mountable>);

impl Render for Piece {
    type State = Mounted;

    fn build(self) -> Mounted {
        #[cfg(target_arch = "wasm32")]
        return Mounted(self.0.build());
        #[cfg(not(target_arch = "wasm32"))]
        Mounted(Box::new(self.0.build()))
    }

    fn rebuild(self, state: &mut Mounted) {
        let mut next = self.build();
        state.0.insert_before_this(&mut next);
        state.0.unmount();
        *state = next;
    }
}

impl Mountable for Mounted {
    fn unmount(&mut self) {
        self.0.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.0.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.0.elements()
    }
}

impl AddAnyAttr for Piece {
    type Output<SomeNewAttr: Attribute> = Self;

    /// Returns the piece as it is: what an attribute would be added to is not known any more.
    fn add_any_attr<NewAttr: Attribute>(self, _attribute: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for Piece {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {
        #[cfg(not(target_arch = "wasm32"))]
        self.0.dry_resolve();
    }

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        html: &mut String,
        position: &mut Position,
        is_escaped: bool,
        has_branches: bool,
        attributes: Vec<AnyAttribute>,
    ) {
        #[cfg(not(target_arch = "wasm32"))]
        self.0.to_html_with_buf(html, position, is_escaped, has_branches, attributes);
        // The application in the browser has the DOM and writes no HTML.
        #[cfg(target_arch = "wasm32")]
        let _ = (html, position, is_escaped, has_branches, attributes);
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Mounted {
        // Nothing is rendered by a server here, so there is nothing to take over.
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}

impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Piece")
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Content")
    }
}

impl fmt::Debug for Mounted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mounted")
    }
}
