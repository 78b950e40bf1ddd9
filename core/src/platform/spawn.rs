//! Running futures.

use futures::executor::{LocalPool, LocalSpawner};
use futures::future::LocalBoxFuture;
use futures::task::LocalSpawnExt;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

/// Runs futures on the thread of the caller.
pub trait Spawn: fmt::Debug {
    /// Starts `future`; its end is not reported.
    fn spawn(&self, future: LocalBoxFuture<'static, ()>);
}

/// The event loop of the browser.
///
/// Outside a browser the future is driven to its end before `spawn` returns.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemSpawn;

impl Spawn for SystemSpawn {
    fn spawn(&self, future: LocalBoxFuture<'static, ()>) {
        #[cfg(target_arch = "wasm32")]
        wasm_bindgen_futures::spawn_local(future);
        #[cfg(not(target_arch = "wasm32"))]
        futures::executor::block_on(future);
    }
}

/// A single-threaded executor that runs when told to, for tests.
#[derive(Clone)]
pub struct LocalSpawn {
    pool: Rc<RefCell<LocalPool>>,
    spawner: LocalSpawner,
}

impl fmt::Debug for LocalSpawn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("LocalSpawn")
    }
}

impl Default for LocalSpawn {
    fn default() -> Self {
        let pool = LocalPool::new();
        let spawner = pool.spawner();
        Self { pool: Rc::new(RefCell::new(pool)), spawner }
    }
}

impl LocalSpawn {
    /// Runs every future until none can go on.
    pub fn run_until_stalled(&self) {
        self.pool.borrow_mut().run_until_stalled();
    }
}

impl Spawn for LocalSpawn {
    fn spawn(&self, future: LocalBoxFuture<'static, ()>) {
        self.spawner.spawn_local(future).expect("the pool lives as long as its spawner is cloned");
    }
}
