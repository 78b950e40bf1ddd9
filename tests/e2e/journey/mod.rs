//! The stories, by what somebody wants to do.

mod accessibility;
mod connect;
mod connect_error;
mod deployed;
mod json_server;
mod keyboard;
mod large;
mod list;
mod manners;
mod missing;
mod nested;
mod petstore;
mod record;
mod same_origin;
mod understood;
mod write;
