//! The shape of what is still to come.

use leptos::prelude::*;

use super::class;

/// The place of a text that loads; give it the width that the text will have.
/// Renders a `<span aria-hidden="true">`.
#[component]
pub fn SkeletonText(
    /// Further classes, such as a width.
    #[prop(default = "w-24")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <span
            class=class::join("ui-skeleton inline-block h-3 max-w-full align-middle", class)
            aria-hidden="true"
        ></span>
    }
}

/// The places of rows that load, each as high as a row of data, so nothing jumps when they come.
/// Renders `<tr aria-hidden="true">`s; put them into a `table::Body`.
#[component]
pub fn SkeletonRows(
    /// How many rows.
    rows: usize,
    /// How many cells a row has.
    columns: usize,
) -> impl IntoView {
    // Bars of unequal length read as text. They are shares of their column, which keeps the width
    // that its name asks for, and the pattern is fixed so that it never moves.
    const WIDTHS: [&str; 5] = ["w-3/5", "w-4/5", "w-2/5", "w-full", "w-1/2"];
    (0..rows)
        .map(|row| {
            let cells = (0..columns)
                .map(|column| {
                    let class = WIDTHS[(column + row * 3) % WIDTHS.len()];
                    view! {
                        <td>
                            <SkeletonText class />
                        </td>
                    }
                })
                .collect_view();
            view! { <tr aria-hidden="true">{cells}</tr> }
        })
        .collect_view()
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::SkeletonRows;

    #[test]
    fn skeleton_rows_keep_the_shape_and_are_not_read_aloud() {
        let html = view! { <SkeletonRows rows=3 columns=4 /> }.to_html();
        assert_eq!(html.matches("<tr aria-hidden=\"true\"").count(), 3);
        assert_eq!(html.matches("<td").count(), 12);
    }
}
