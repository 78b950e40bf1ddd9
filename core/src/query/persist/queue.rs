//! What is yet to be written.

use crate::query::{QueryKey, Stored};
use std::any::TypeId;

/// What the device is to be told, in its order.
#[derive(Clone, Debug)]
pub(super) enum Order {
    Save(QueryKey, Stored),
    Remove(QueryKey),
    Invalidate(QueryKey),
}

/// What orders that are not carried out yet say of a query.
pub(super) enum Queued {
    /// It is this.
    Saved(Stored),
    /// It is not there.
    Removed,
    /// What the device says of it counts, but is stale if so marked.
    Unknown { is_stale: bool },
}

/// Returns what `orders` say of `key`.
pub(super) fn find(orders: &[Order], key: &QueryKey, data: TypeId) -> Queued {
    let mut is_stale = false;
    for order in orders.iter().rev() {
        match order {
            Order::Save(saved, stored) if saved == key => {
                if (*stored.data).type_id() != data {
                    return Queued::Removed;
                }
                let updated_at = if is_stale { 0 } else { stored.updated_at };
                return Queued::Saved(Stored { updated_at, ..stored.clone() });
            }
            Order::Remove(prefix) if key.starts_with(prefix) => return Queued::Removed,
            Order::Invalidate(prefix) if key.starts_with(prefix) => is_stale = true,
            _ => {}
        }
    }
    Queued::Unknown { is_stale }
}
