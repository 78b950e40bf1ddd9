//! The words that the demo data is made of.

mod articles;
mod goods;
mod names;
mod opinions;

pub(super) use articles::{
    HEADINGS, POINTS, QUOTES, REPLIES, REPLY_ENDINGS, SEASONS, SENTENCES, SUBJECTS, TAGS, TITLES,
};
pub(super) use goods::{ASSORTMENTS, Assortment};
pub(super) use names::{COUNTRIES, DOMAINS, FIRST_NAMES, LAST_NAMES, PLACES, WHOLE_NAMES};
pub(super) use opinions::OPINIONS;
