//! Servers that the tests bring along, each on a free port of 127.0.0.1.

mod answering;
mod demo_api;
mod dice;
mod json_server;
mod lamps;
mod petstore;
mod shop_data;

pub(crate) use answering::{Answer, Answering};
pub(crate) use demo_api::DemoApi;
pub(crate) use json_server::JsonServer;
pub(crate) use lamps::{Lamps, Manners, lamps, lamps_document};
pub(crate) use petstore::Petstore;
