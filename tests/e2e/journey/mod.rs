//! The stories, by what somebody wants to do.

mod accessibility;
mod connect;
mod connect_error;
mod json_server;
mod keyboard;
mod large;
mod list;
mod missing;
mod nested;
mod petstore;
mod record;
mod understood;
mod write;
