//! The servers, each with the abilities that its documentation promises.

mod demo_api;
mod drf;
mod fastcrud;
mod json_server;
mod jsonapi_server;

mod pocketbase;
