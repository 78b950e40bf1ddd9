//! What discovery finds of real servers, and whether it is true.
//!
//! `cargo xtask test servers` installs the servers and names them in the environment. Each test
//! gives discovery the address of one of them and nothing else; then every ability that is
//! claimed is tried through the provider and compared with the data that the server was given,
//! and what is claimed is compared with what the server's own documentation promises.

mod data;
#[path = "../dice.rs"]
mod dice;
mod running;
mod server;
mod table;
mod trial;
