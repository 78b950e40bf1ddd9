//! The demo API: a shop and a blog behind a small, honest REST API.
//!
//! One table, `resource`, says what there is: the routes, the SQL, the validation and the
//! `OpenAPI` document are all made from it and from the schemas in [`model`], so that the document
//! cannot say anything that the server does not do.
//!
//! ```
//! # async fn start() -> Result<(), demo_api::Error> {
//! let server = demo_api::serve(demo_api::Options::default()).await?;
//! println!("{}/openapi.json", server.url());
//! server.shutdown().await;
//! # Ok(())
//! # }
//! ```

mod auth;
mod document;
mod error;
mod events;
mod faults;
mod http;
mod listener;
pub mod model;
mod options;
mod password;
mod picture;
mod problem;
mod query;
mod random;
mod read;
mod resource;
mod rules;
mod schema;
mod seed;
mod server;
mod store;
mod timestamp;
mod validate;
mod write;

pub use error::{Error, ErrorKind};
pub use faults::Faults;
pub use options::{Options, USAGE};
pub use server::{Server, router, serve};
