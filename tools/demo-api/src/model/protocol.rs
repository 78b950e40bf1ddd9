//! What surrounds the records: pages, problems, sessions, events.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shop::User;

/// Where a page stands among all.
#[derive(Debug, Serialize, ToSchema)]
pub struct Pagination {
    /// How many records there are on all pages.
    #[schema(minimum = 0, example = 10_000)]
    pub total: i64,
    /// Which page this is, from 1.
    #[schema(minimum = 1, example = 1)]
    pub page: i64,
    /// How many pages there are.
    #[schema(minimum = 0, example = 500)]
    pub pages: i64,
}

/// What went wrong (RFC 9457).
#[derive(Debug, ToSchema)]
#[schema(example = json!({
    "type": "about:blank", "title": "Unprocessable Entity", "status": 422,
    "detail": "One field is not valid.",
    "errors": [{ "pointer": "/price", "detail": "must be at least 0" }]
}))]
pub struct ProblemDetails {
    /// Always `about:blank`: the status says which kind of problem it is.
    #[schema(rename = "type", format = "uri-reference")]
    pub kind: String,
    /// The name of the status.
    pub title: String,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What went wrong this time.
    pub detail: String,
    /// Which fields or parameters are wrong.
    #[schema(nullable = false)]
    pub errors: Option<Vec<FieldError>>,
}

/// What is wrong with one field or parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// A JSON Pointer to the field of the body, like `/items/0/quantity`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "/price")]
    pub pointer: Option<String>,
    /// The name of the query parameter, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub parameter: Option<String>,
    /// What is wrong with it, to be read after its name.
    #[schema(example = "must be at least 0")]
    pub detail: String,
}

impl FieldError {
    pub(crate) fn at(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into()), parameter: None, detail: detail.into() }
    }

    pub(crate) fn parameter(name: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: None, parameter: Some(name.into()), detail: detail.into() }
    }
}

/// What somebody signs in with.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({ "email": "admin@example.com", "password": "admin-demo" }))]
pub struct Credentials {
    /// Their e-mail address.
    #[schema(format = "email", min_length = 1, max_length = 254)]
    pub email: String,
    /// Their password.
    #[schema(format = Password, min_length = 1, max_length = 200)]
    pub password: String,
}

/// Who is signed in.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct Session {
    /// A JSON Web Token for the `Authorization` header, after `Bearer`.
    pub token: String,
    /// For how many seconds it is valid.
    #[schema(minimum = 0, example = 3600)]
    pub expires_in: i64,
    /// Whose it is.
    pub user: User,
}

/// One change of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({ "resource": "products", "id": 17, "action": "updated" }))]
pub struct ChangeEvent {
    /// The collection it is in, as in its path.
    #[schema(value_type = String)]
    pub resource: &'static str,
    /// The record's `id`.
    pub id: i64,
    /// What happened to it.
    pub action: Action,
}

/// What can happen to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(rename_all = "lowercase")]
pub enum Action {
    /// It is new.
    Created,
    /// It is different.
    Updated,
    /// It is gone.
    Deleted,
}
