//! The note over data that could not be brought up to date.

use crate::app::locale::{sentence, t, t_with};
use crate::reactive::QueryHandle;
use crate::ui::button::Button;
use crate::ui::callout::Callout;
use crate::ui::tone::Tone;
use crate::ui::view::{IntoPiece, Piece, listener};
use leptos::prelude::*;
use vitrine_core::api::Error;
use vitrine_core::platform::{Message, locale};

/// Says from when the data is, why there is none from now, and offers to try
/// again; nothing for data without an error.
#[must_use]
pub fn stale_note<T: PartialEq + 'static>(query: QueryHandle<T>) -> Piece {
    let (error, updated_at) = query.with(|state| (state.error.clone(), state.updated_at));
    let (Some(error), Some(updated_at)) = (error, updated_at) else { return ().into_piece() };
    let known = error.downcast_ref::<Error>().map(Error::message);
    let reason = known.unwrap_or_else(|| Message::new("error.unknown"));
    let moment = locale::moment(updated_at);
    view! {
        <Callout tone=Tone::Warning>
            <div class="flex flex-wrap items-center gap-x-4 gap-y-2" role="status">
                <p class="grow">
                    <span class="font-medium">{t_with("stale.since", &[("moment", &moment)])}</span>
                    " "
                    {sentence(&reason)}
                </p>
                <Button on:click=listener(move |_| query.refetch())>{t("error.retry")}</Button>
            </div>
        </Callout>
    }
    .into_piece()
}
