//! Caches of queries.

use crate::{Case, number};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use vitrine_core::platform::{Clock, Spawn};
use vitrine_core::query::{
    Fetcher, QueryClient, QueryClientOptions, QueryFilter, QueryKey, QueryObserver, QueryOptions,
};

/// Builds the case of that name.
pub(crate) fn prepare(name: &str) -> Option<Case> {
    Some(match name {
        "invalidate" => invalidate(20, 500, 10),
        "set-get" => set_get(1000),
        "key-set-get" => key_set_get(1000),
        "build-clear" => build_clear(10_000),
        "notify" => notify(1000, 10),
        _ => return None,
    })
}

/// Returns an empty cache as the application has it.
pub(crate) fn client() -> QueryClient {
    let (clock, spawn) = machine();
    QueryClient::new(QueryClientOptions { clock, spawn, defaults: QueryOptions::default() })
}

#[cfg(target_arch = "wasm32")]
fn machine() -> (Rc<dyn Clock>, Rc<dyn Spawn>) {
    use vitrine_core::platform::{SystemClock, SystemSpawn};
    (Rc::new(SystemClock), Rc::new(SystemSpawn))
}

/// Natively the cases are only tested, and the machine's own clock would wait until entries are to
/// be collected.
#[cfg(not(target_arch = "wasm32"))]
fn machine() -> (Rc<dyn Clock>, Rc<dyn Spawn>) {
    use vitrine_core::platform::{LocalSpawn, ManualClock};
    (Rc::new(ManualClock::default()), Rc::new(LocalSpawn::default()))
}

/// Looks at data that is there and never becomes stale, so that nothing is fetched.
pub(crate) fn observe<T: PartialEq + 'static>(
    client: &QueryClient,
    key: &QueryKey,
) -> QueryObserver<T> {
    let options = QueryOptions { stale_time: Duration::MAX, ..client.defaults() };
    let fetcher: Fetcher<T> = Rc::new(|| Box::pin(std::future::pending()));
    client.observe(key, options, fetcher)
}

fn invalidate(resources: u32, queries: u32, times: u32) -> Case {
    let client = client();
    let prefix = |resource| QueryKey::from(format!("resource-{resource}").as_str());
    for resource in 0..resources {
        let records = prefix(resource).child("record");
        for query in 0..queries {
            client.set_data(&records.child(query), query);
        }
    }
    let prefixes: Vec<_> = (0..times).map(prefix).collect();
    let after = client.clone();
    Case::new(move |_| {
        for prefix in &prefixes {
            client.invalidate(prefix);
        }
        number(prefixes.len())
    })
    .checked(move || {
        let stale = QueryFilter { is_stale: Some(true), ..QueryFilter::default() };
        number(after.find_all(&stale).len())
    })
}

/// Puts a value in and reads it back.
fn set_and_get(client: &QueryClient, key: &QueryKey, value: u32) -> f64 {
    client.set_data(key, value);
    client.get_data::<u32>(key).map_or(0.0, |data| f64::from(*data))
}

fn set_get(count: u32) -> Case {
    let (client, records) = (client(), QueryKey::from("record"));
    let keys: Vec<_> = (0..count).map(|id| records.child(id)).collect();
    keys.iter().for_each(|key| client.set_data(key, 0_u32));
    Case::new(move |_| {
        keys.iter().zip(1..).map(|(key, value)| set_and_get(&client, key, value)).sum()
    })
}

/// The same where the key is made anew each time: here that is the greater part of the work, and
/// the peer makes its hash in any case.
fn key_set_get(count: u32) -> Case {
    let (client, records) = (client(), QueryKey::from("record"));
    (0..count).for_each(|id| client.set_data(&records.child(id), 0_u32));
    Case::new(move |_| (0..count).map(|id| set_and_get(&client, &records.child(id), id + 1)).sum())
}

fn build_clear(count: u32) -> Case {
    let (client, records) = (client(), QueryKey::from("record"));
    let after = client.clone();
    Case::new(move |_| {
        for id in 0..count {
            client.set_data(&records.child(id), id);
        }
        let last = client.get_data::<u32>(&records.child(count - 1));
        client.clear();
        last.map_or(0.0, |last| f64::from(*last))
    })
    .checked(move || number(after.statistics().entries))
}

fn notify(width: usize, times: u32) -> Case {
    let (client, key, sum) = (client(), QueryKey::from("count"), Rc::<Cell<f64>>::default());
    client.set_data(&key, 0_u32);
    let listen = || {
        let (observer, sum) = (observe::<u32>(&client, &key), Rc::clone(&sum));
        let inside = observer.clone();
        // The callback keeps its observer, until the guard is dropped with the case.
        observer.subscribe(move || {
            let data = inside.state().data;
            sum.set(sum.get() + data.map_or(0.0, |data| f64::from(*data)));
        })
    };
    let held: Vec<_> = std::iter::repeat_with(listen).take(width).collect();
    let (after, after_key) = (client.clone(), key.clone());
    Case::new(move |_| {
        let _ = &held;
        sum.set(0.0);
        for value in 1..=times {
            client.set_data(&key, value);
        }
        sum.get()
    })
    .checked(move || after.get_data::<u32>(&after_key).map_or(0.0, |data| f64::from(*data)))
}
