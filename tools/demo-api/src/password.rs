//! Passwords, kept as PBKDF2 hashes.

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD as BASE64};
use hmac::Mac;
use pbkdf2::pbkdf2_hmac_array;
use sha2::Sha256;

/// Far below what a real service takes: these accounts protect nothing, and an unoptimized build
/// has to hash them before the first request.
const ROUNDS: u32 = 1_000;

/// Returns `pbkdf2-sha256$rounds$salt$hash`.
pub(crate) fn hash(password: &str, salt: &[u8]) -> String {
    let hash = pbkdf2_hmac_array::<Sha256, 32>(password.as_bytes(), salt, ROUNDS);
    format!("pbkdf2-sha256${ROUNDS}${}${}", BASE64.encode(salt), BASE64.encode(hash))
}

/// Returns whether the password is the one that was hashed.
pub(crate) fn verify(password: &str, stored: &str) -> bool {
    let mut parts = stored.split('$').skip(1);
    let rounds = parts.next().and_then(|rounds| rounds.parse().ok());
    let mut bytes = || parts.next().and_then(|part| BASE64.decode(part).ok());
    let (Some(rounds), Some(salt), Some(expected)) = (rounds, bytes(), bytes()) else {
        return false;
    };
    let hash = pbkdf2_hmac_array::<Sha256, 32>(password.as_bytes(), &salt, rounds);
    is_same(&hash, &expected)
}

/// Compares in a time that does not tell where the first difference is.
fn is_same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len()
        && left.iter().zip(right).fold(0, |difference, (left, right)| difference | (left ^ right))
            == 0
}

/// Signs a message with HMAC-SHA256.
pub(crate) fn sign(message: &[u8], secret: &[u8]) -> Vec<u8> {
    keyed(secret, message).finalize().into_bytes().to_vec()
}

/// Returns whether a message was signed with this secret.
pub(crate) fn is_signed(message: &[u8], signature: &[u8], secret: &[u8]) -> bool {
    keyed(secret, message).verify_slice(signature).is_ok()
}

fn keyed(secret: &[u8], message: &[u8]) -> hmac::Hmac<Sha256> {
    use hmac::KeyInit;
    let mut mac = hmac::Hmac::<Sha256>::new_from_slice(secret).expect("any length makes a key");
    mac.update(message);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_password_is_verified() {
        let stored = hash("correct horse", b"salt of 16 bytes");
        assert!(verify("correct horse", &stored));
        assert!(!verify("correct house", &stored));
        assert!(!verify("correct horse", "something else"));
    }
}
