//! Views of single fields, by widget.

mod check_field;
mod choice;
mod control;
mod field_view;
mod focus;
mod picker;
mod purpose;
mod reference;
mod rows;
mod section;
mod text_control;

pub(super) use field_view::FieldView;
pub(super) use focus::focus_field;
pub(super) use picker::RecordPicker;
pub(super) use purpose::Purpose;

#[cfg(test)]
mod tests;
