//! The users.

use base64::{Engine, engine::general_purpose::STANDARD};
use rusqlite::Transaction;

use super::{
    plan::{DEMO_ACCOUNTS, FIRST, LAST, USERS},
    words,
};
use crate::{password, random::Random, timestamp};

/// A user, as far as orders need one.
#[derive(Debug)]
pub(super) struct Person {
    pub id: i64,
    pub name: String,
    pub created: i64,
    /// An index into the places of [`words`].
    pub place: usize,
}

pub(super) fn fill(
    transaction: &Transaction<'_>,
    random: &mut Random,
) -> rusqlite::Result<Vec<Person>> {
    let mut insert = transaction.prepare(
        "INSERT INTO user (id, name, email, role, password_hash, created_at) \
         VALUES (?, ?, ?, ?, ?, ?)",
    )?;
    // Nobody knows the password behind this hash, so nobody signs in as a made-up user.
    let (secret, salt): (Vec<u8>, Vec<u8>) =
        transaction.query_row("SELECT randomblob(32), randomblob(16)", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let unusable = password::hash(&STANDARD.encode(secret), &salt);
    let mut people = Vec::with_capacity(500);
    for (id, account) in (1..).zip(&DEMO_ACCOUNTS) {
        let hash = password::hash(account.password, &salt);
        let created = timestamp::format(FIRST);
        insert.execute((id, account.name, account.email, account.role, hash, created))?;
        let place = random.below(words::PLACES.len());
        people.push(Person { id, name: account.name.to_owned(), created: FIRST, place });
    }
    for id in 3..=USERS {
        let (name, ascii) = name(random);
        let email = format!("{ascii}{id}@{}", random.pick(words::DOMAINS));
        let role = if random.chance(0.02) { "admin" } else { "customer" };
        let created = random.between(FIRST, LAST - 90 * 86_400);
        insert.execute((id, &name, email, role, &unusable, timestamp::format(created)))?;
        people.push(Person { id, name, created, place: random.below(words::PLACES.len()) });
    }
    Ok(people)
}

/// Returns a whole name and its form in an address.
fn name(random: &mut Random) -> (String, String) {
    if random.chance(0.08) {
        let (name, ascii) = random.pick(words::WHOLE_NAMES);
        return (name.to_owned(), ascii.to_owned());
    }
    let (first, first_ascii) = plain(random.pick(words::FIRST_NAMES));
    let (last, last_ascii) = plain(random.pick(words::LAST_NAMES));
    (format!("{first} {last}"), format!("{first_ascii}.{last_ascii}"))
}

/// Splits `Zoë/zoe`; a name without a second form is written in ASCII already.
fn plain(name: &str) -> (&str, String) {
    let (name, ascii) = name.split_once('/').unwrap_or((name, name));
    let ascii = ascii.to_ascii_lowercase();
    (name, ascii.chars().filter(char::is_ascii_alphanumeric).collect())
}
