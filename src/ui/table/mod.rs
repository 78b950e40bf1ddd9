//! A table of records.
//!
//! ```text
//! <table::Root label="Products">
//!     <table::Header>
//!         <table::HeaderCell sort=sort on_sort=toggle>"Name"</table::HeaderCell>
//!     </table::Header>
//!     <table::Body>
//!         <table::Row selected=is_selected>
//!             <table::Cell numeric=true>"12"</table::Cell>
//!         </table::Row>
//!     </table::Body>
//! </table::Root>
//! ```
//!
//! The look comes from `style/table.css` through the table, so plain `<tr>` and `<td>` fit in.
//! Attributes: `data-sort` on a header cell that orders the rows, `data-numeric` on cells whose
//! digits line up at the end, `data-selected` on rows.

mod body;
mod cell;
mod header;
mod header_cell;
mod root;
mod row;
mod sort;

pub use self::{
    body::Body, cell::Cell, header::Header, header_cell::HeaderCell, root::Root, row::Row,
    sort::Direction,
};
