//! The set of glyphs.

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Glyph {
    /// A magnifying glass.
    Search,
    /// Light.
    Sun,
    /// Darkness.
    Moon,
    /// A screen: as the device has it.
    System,
    /// A cross: add.
    Plus,
    /// A bar: remove one.
    Minus,
    /// A tick.
    Check,
    /// A saltire: close or clear.
    X,
    /// Up.
    ChevronUp,
    /// Down.
    ChevronDown,
    /// Towards the start of the line.
    ChevronStart,
    /// Towards the end of the line.
    ChevronEnd,
    /// All the way to the start.
    First,
    /// All the way to the end.
    Last,
    /// Sorted ascending.
    ArrowUp,
    /// Sorted descending.
    ArrowDown,
    /// Can be sorted.
    ArrowsUpDown,
    /// Lines that narrow.
    Filter,
    /// Columns of a table.
    Columns,
    /// Settings.
    Sliders,
    /// Edit.
    Pencil,
    /// Delete.
    Trash,
    /// Load again.
    Refresh,
    /// Take back.
    Undo,
    /// Two links of a chain.
    Link,
    /// Leaves the application.
    External,
    /// A triangle: be careful.
    Warning,
    /// An octagon: it failed.
    Danger,
    /// A note.
    Info,
    /// A ticked circle.
    Success,
    /// A stack of disks.
    Database,
    /// An empty tray.
    Inbox,
    /// A crossed-out cloud.
    Offline,
    /// Two sheets.
    Copy,
    /// Three lines.
    Menu,
    /// Three dots.
    More,
    /// A sheet with a folded corner.
    File,
    /// To the service.
    Upload,
    /// To this device.
    Download,
    /// A key.
    Key,
    /// A person.
    User,
    /// Leave.
    LogOut,
    /// Run.
    Play,
}

impl Glyph {
    /// Returns the path of the stroke on a 16 by 16 grid.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Search => "M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9zM10.5 10.5l3.5 3.5",
            Self::Sun => {
                "M8 5.25a2.75 2.75 0 1 1 0 5.5a2.75 2.75 0 1 1 0-5.5zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7"
            }
            Self::Moon => "M13.5 9.75A6 6 0 1 1 6.25 2.5a4.75 4.75 0 0 0 7.25 7.25z",
            Self::System => {
                "M2.75 2.75h10.5a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H2.75a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1zM5.5 13.5h5M8 10.75v2.75"
            }
            Self::Plus => "M8 3v10M3 8h10",
            Self::Minus => "M3 8h10",
            Self::Check => "M3 8.5l3.25 3.25L13 4.75",
            Self::X => "M4 4l8 8M12 4l-8 8",
            Self::ChevronUp => "M4 10l4-4 4 4",
            Self::ChevronDown => "M4 6l4 4 4-4",
            Self::ChevronStart => "M10 4L6 8l4 4",
            Self::ChevronEnd => "M6 4l4 4-4 4",
            Self::First => "M11.5 4l-4 4 4 4M4.5 4v8",
            Self::Last => "M4.5 4l4 4-4 4M11.5 4v8",
            Self::ArrowUp => "M8 13V3M4 7l4-4 4 4",
            Self::ArrowDown => "M8 3v10M4 9l4 4 4-4",
            Self::ArrowsUpDown => "M5 13V3.5M2.5 6L5 3.5 7.5 6M11 3v9.5M8.5 10l2.5 2.5 2.5-2.5",
            Self::Filter => "M2 4h12M4.5 8h7M6.75 12h2.5",
            Self::Columns => {
                "M3.5 2.75h9a1 1 0 0 1 1 1v8.5a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-8.5a1 1 0 0 1 1-1zM6.25 2.75v10.5M9.75 2.75v10.5"
            }
            Self::Sliders => "M2 5h5.5M10.5 5H14M2 11h3.5M8.5 11H14M10.5 3.25v3.5M5.5 9.25v3.5",
            Self::Pencil => {
                "M2.75 13.25l.75-3.25 7-7a1.4 1.4 0 0 1 2 0l.5.5a1.4 1.4 0 0 1 0 2l-7 7zM9 4.5L11.5 7"
            }
            Self::Trash => {
                "M2.5 4.5h11M6 4.5V3a.75.75 0 0 1 .75-.75h2.5A.75.75 0 0 1 10 3v1.5M3.9 4.5l.6 8.3a1 1 0 0 0 1 .95h5a1 1 0 0 0 1-.95l.6-8.3M6.75 7.25V11M9.25 7.25V11"
            }
            Self::Refresh => "M13.25 8a5.25 5.25 0 1 1-1.6-3.75l1.6 1.5M13.25 2.5v3.25H10",
            Self::Undo => "M5.5 2.75L2.5 5.75l3 3M2.5 5.75h6.75a3.75 3.75 0 0 1 0 7.5H6",
            Self::Link => {
                "M6.75 9.25a2.6 2.6 0 0 0 3.7 0l2.3-2.3a2.6 2.6 0 0 0-3.7-3.7l-.8.8M9.25 6.75a2.6 2.6 0 0 0-3.7 0l-2.3 2.3a2.6 2.6 0 0 0 3.7 3.7l.8-.8"
            }
            Self::External => {
                "M9.5 2.75h3.75V6.5M13 3L7.5 8.5M11.5 9.25v3a1 1 0 0 1-1 1H3.75a1 1 0 0 1-1-1V5.5a1 1 0 0 1 1-1h3"
            }
            Self::Warning => {
                "M7.1 2.9L1.9 11.75a1.05 1.05 0 0 0 .9 1.5h10.4a1.05 1.05 0 0 0 .9-1.5L8.9 2.9a1.05 1.05 0 0 0-1.8 0zM8 6.25v3M8 11.2v.05"
            }
            Self::Danger => {
                "M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4zM8 4.75v3.75M8 11v.05"
            }
            Self::Info => {
                "M8 1.75a6.25 6.25 0 1 1 0 12.5a6.25 6.25 0 1 1 0-12.5zM8 7.25V11M8 5v.05"
            }
            Self::Success => {
                "M8 1.75a6.25 6.25 0 1 1 0 12.5a6.25 6.25 0 1 1 0-12.5zM5.25 8.25l2 2 3.5-4"
            }
            Self::Database => {
                "M2.75 4c0-1.25 2.35-2.25 5.25-2.25S13.25 2.75 13.25 4 10.9 6.25 8 6.25 2.75 5.25 2.75 4zM2.75 4v8c0 1.25 2.35 2.25 5.25 2.25s5.25-1 5.25-2.25V4M2.75 8c0 1.25 2.35 2.25 5.25 2.25s5.25-1 5.25-2.25"
            }
            Self::Inbox => {
                "M1.75 9l2-5.4a1.3 1.3 0 0 1 1.2-.85h6.1a1.3 1.3 0 0 1 1.2.85l2 5.4v3.25a1 1 0 0 1-1 1H2.75a1 1 0 0 1-1-1zM1.75 9h3.5l1 1.75h3.5l1-1.75h3.5"
            }
            Self::Offline => {
                "M2 2l12 12M4.8 5.2A3.9 3.9 0 0 0 4.5 13h7.75M7 3.5a4.2 4.2 0 0 1 4.6 3.4 3 3 0 0 1 2 4.6"
            }
            Self::Copy => {
                "M6.75 5.75h5.5a1 1 0 0 1 1 1v5.5a1 1 0 0 1-1 1h-5.5a1 1 0 0 1-1-1v-5.5a1 1 0 0 1 1-1zM3.25 10.25h-.5V3.75a1 1 0 0 1 1-1h6.5v.5"
            }
            Self::Menu => "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
            Self::More => "M3.5 8h.01M8 8h.01M12.5 8h.01",
            Self::File => {
                "M9 1.75H4.25a1 1 0 0 0-1 1v10.5a1 1 0 0 0 1 1h7.5a1 1 0 0 0 1-1V5.5zM9 1.75V5.5h3.75"
            }
            Self::Upload => {
                "M8 10.5V2.5M4.75 5.5L8 2.25l3.25 3.25M2.5 10v2.25a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1V10"
            }
            Self::Download => {
                "M8 2.5v8M4.75 7.5L8 10.75l3.25-3.25M2.5 10v2.25a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1V10"
            }
            Self::Key => {
                "M10.25 1.75a4 4 0 1 1 0 8a4 4 0 1 1 0-8zM7.4 8.6l-5.15 5.15M4 12l1.75 1.75"
            }
            Self::User => {
                "M8 2a2.9 2.9 0 1 1 0 5.8A2.9 2.9 0 1 1 8 2zM2.5 14c.4-2.6 2.6-4 5.5-4s5.1 1.4 5.5 4"
            }
            Self::Play => "M5 3.25l7.5 4.75L5 12.75z",
            Self::LogOut => {
                "M6.25 2.75h-2.5a1 1 0 0 0-1 1v8.5a1 1 0 0 0 1 1h2.5M10.25 11l3-3-3-3M13 8H6.25"
            }
        }
    }

    /// Returns whether the glyph points along the line of text and is mirrored with it.
    pub(super) const fn is_directional(self) -> bool {
        matches!(
            self,
            Self::ChevronStart
                | Self::ChevronEnd
                | Self::First
                | Self::Last
                | Self::External
                | Self::LogOut
                | Self::Undo
        )
    }
}
