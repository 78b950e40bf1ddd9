//! How a button looks.

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    /// The one step that the page is for.
    Primary,
    /// A step among others.
    #[default]
    Secondary,
    /// A step that keeps quiet until it is looked for.
    Ghost,
    /// A step that destroys.
    Danger,
}

/// How big a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// For toolbars and rows: 28 px, or less where the density is compact.
    Small,
    /// As high as an input.
    #[default]
    Medium,
}

impl Variant {
    const fn classes(self) -> &'static str {
        match self {
            Self::Primary => {
                "border-transparent bg-accent text-accent-contrast hover:bg-accent-hover"
            }
            Self::Secondary => "border-line-strong bg-surface text-text hover:bg-surface-hover",
            Self::Ghost => {
                "border-transparent text-text-muted hover:bg-surface-hover hover:text-text"
            }
            Self::Danger => {
                "border-transparent bg-danger text-danger-contrast hover:bg-danger-hover"
            }
        }
    }
}

const BASE: &str = "inline-flex shrink-0 items-center justify-center gap-1.5 rounded border \
     font-medium whitespace-nowrap no-underline select-none transition-colors \
     disabled:pointer-events-none disabled:opacity-50 aria-disabled:cursor-default";

/// Returns the classes of a button, for an element that is none, such as a router link.
#[must_use]
pub fn classes(variant: Variant, size: Size) -> String {
    let size = match size {
        Size::Small => "h-7 px-2 text-xs pointer-coarse:h-9",
        Size::Medium => "h-control px-3 text-sm",
    };
    format!("{BASE} {} {size}", variant.classes())
}

/// Returns the classes of a square button that shows a glyph only.
pub(in crate::ui) fn square_classes(variant: Variant, size: Size) -> String {
    let size = match size {
        Size::Small => "size-7 pointer-coarse:size-9",
        Size::Medium => "size-control",
    };
    format!("{BASE} {} {size}", variant.classes())
}
