//! What follows from the server's refusal.

use super::problem::refusal_text;
use vitrine_core::api::{Error, ErrorKind};
use vitrine_core::form::Form;
use vitrine_core::record::Path;

/// Tells `form` why its submission was not taken; `is_edit` says whether there
/// is a record that others may have changed meanwhile.
pub(super) fn refuse(form: &Form, error: &Error, is_edit: bool) {
    match error.kind() {
        ErrorKind::Conflict if is_edit => form.conflict(),
        // Nobody else can have changed a record that is not there yet: something
        // else stands in its way, and only the server's words say what.
        ErrorKind::Conflict => form.server_errors(Vec::new(), vec![refusal_text(error)]),
        ErrorKind::Invalid => {
            let fields: Vec<(Path, String)> =
                error.fields().iter().map(|f| (f.path.clone(), f.text.clone())).collect();
            // Beside messages for fields the summary of the server adds nothing.
            let form_errors =
                if fields.is_empty() { vec![refusal_text(error)] } else { Vec::new() };
            form.server_errors(fields, form_errors);
        }
        _ => form.failed(error.message()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::rc::Rc;
    use vitrine_core::api::FieldError;
    use vitrine_core::form::{FieldProblem, FormSpec, FormState};
    use vitrine_core::schema::Schema;

    fn sent() -> Form {
        let schema = Schema::new(json!({ "properties": { "name": { "type": "string" } } }));
        let spec = FormSpec::from_schema(schema, &|_| None);
        let form = Form::new(spec, Some(json!({ "name": "Lamp" })), Rc::new(|_| 0));
        assert!(form.submit().is_some());
        form
    }

    #[track_caller]
    fn check(error: &Error, is_edit: bool, state: FormState) -> Form {
        let form = sent();
        refuse(&form, error, is_edit);
        assert_eq!(form.state(), state);
        form
    }

    #[test]
    fn a_conflict_needs_a_record() {
        let error = Error::new(ErrorKind::Conflict, "x").with_text("slug is taken");
        check(&error, true, FormState::Conflict);
        let form = check(&error, false, FormState::Rejected);
        assert_eq!(form.form_errors(), [FieldProblem::Server("slug is taken".into())]);
    }

    #[test]
    fn messages_go_to_their_fields_and_the_rest_to_the_form() {
        let path = Path::field("name");
        let fields = vec![FieldError { path: path.clone(), text: "is taken".into() }];
        let error = Error::new(ErrorKind::Invalid, "x").with_text("Invalid.").with_fields(fields);
        let form = check(&error, true, FormState::Rejected);
        assert_eq!(form.field(&path).error, Some(FieldProblem::Server("is taken".into())));
        assert!(form.form_errors().is_empty());
        let error = Error::new(ErrorKind::Invalid, "x").with_text("Closed on Sundays.");
        let form = check(&error, true, FormState::Rejected);
        assert_eq!(form.form_errors(), [FieldProblem::Server("Closed on Sundays.".into())]);
    }

    #[test]
    fn a_lost_connection_keeps_the_form() {
        let form = check(&Error::new(ErrorKind::Network, "x"), true, FormState::Failed);
        assert_eq!(form.failure().unwrap().key, "error.network");
        assert!(form.submit().is_some());
    }
}
