//! The meaning that a color carries.

use super::icon::Glyph;

/// What a message or a mark means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// Of interest.
    Accent,
    /// It went well.
    Success,
    /// Something wants attention.
    Warning,
    /// It failed, or it destroys.
    Danger,
}

impl Tone {
    /// Returns the value of `data-tone`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Accent => "accent",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }

    /// Returns the glyph that says the same without color.
    pub(super) const fn glyph(self) -> Glyph {
        match self {
            Self::Neutral | Self::Accent => Glyph::Info,
            Self::Success => Glyph::Success,
            Self::Warning => Glyph::Warning,
            Self::Danger => Glyph::Danger,
        }
    }

    /// Returns the classes of colored text on its own soft ground.
    pub(super) const fn soft(self) -> &'static str {
        match self {
            Self::Neutral => "bg-surface-hover text-text-muted",
            Self::Accent => "bg-accent-soft text-accent",
            Self::Success => "bg-success-soft text-success",
            Self::Warning => "bg-warning-soft text-warning",
            Self::Danger => "bg-danger-soft text-danger",
        }
    }
}
