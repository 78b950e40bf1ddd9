//! What a field holds, by its name.

use super::words::words;
use crate::api::{Field, Kind};
use crate::record::Path;

/// Returns the kind that a text of this name holds most likely.
pub(super) fn of_text(name: &str) -> Option<Kind> {
    let words = words(name);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let last = words.last().map(String::as_str).unwrap_or_default();
    if has(&["password", "passwd", "passphrase"]) {
        return Some(Kind::Password);
    }
    let is_link = matches!(last, "url" | "uri" | "link" | "href" | "src");
    let is_picture = has(&[
        "image",
        "img",
        "avatar",
        "photo",
        "picture",
        "thumbnail",
        "logo",
        "icon",
        "banner",
        "cover",
    ]);
    if is_picture && (is_link || words.len() == 1) {
        return Some(Kind::Image);
    }
    if is_link || matches!(last, "website" | "homepage" | "webpage") {
        return Some(Kind::Url);
    }
    match last {
        "email" | "mail" => Some(Kind::Email),
        "color" | "colour" => Some(Kind::Color),
        "date" | "birthday" | "dob" => Some(Kind::Date),
        "at" | "timestamp" | "datetime" if words.len() > 1 || last != "at" => Some(Kind::DateTime),
        "html" => Some(Kind::Html),
        "markdown" | "md" => Some(Kind::Markdown),
        "duration" => Some(Kind::Duration),
        "ip" | "ipv4" | "ipv6" => Some(Kind::Ip),
        "address" if words.len() > 1 && words[words.len() - 2] == "ip" => Some(Kind::Ip),
        "description" | "body" | "content" | "comment" | "bio" | "notes" | "text" | "about" => {
            Some(Kind::LongText)
        }
        _ => None,
    }
}

/// Returns whether a field of this name holds yes or no, whatever its type.
pub(super) fn is_flag(name: &str) -> bool {
    const BEGINNINGS: [&str; 9] =
        ["is", "has", "can", "should", "must", "allow", "allows", "was", "enable"];
    const ENDS: [&str; 44] = [
        "active",
        "admin",
        "allowed",
        "approved",
        "archived",
        "available",
        "banned",
        "blocked",
        "cancelled",
        "closed",
        "completed",
        "confirmed",
        "default",
        "deleted",
        "disabled",
        "done",
        "draft",
        "editable",
        "enabled",
        "expired",
        "favorite",
        "featured",
        "flag",
        "hidden",
        "locked",
        "online",
        "optional",
        "paid",
        "pinned",
        "premium",
        "private",
        "public",
        "published",
        "read",
        "recurring",
        "required",
        "resolved",
        "shipped",
        "sold",
        "starred",
        "subscribed",
        "valid",
        "verified",
        "visible",
    ];
    let words = words(name);
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    words.len() > 1 && BEGINNINGS.contains(&first.as_str()) || ENDS.contains(&last.as_str())
}

/// Returns whether a number of this name may count the time since 1970.
pub(super) fn is_moment(name: &str) -> bool {
    const ENDS: [&str; 22] = [
        "at",
        "created",
        "date",
        "datetime",
        "deleted",
        "ended",
        "epoch",
        "expiration",
        "expires",
        "expiry",
        "modified",
        "on",
        "published",
        "seen",
        "since",
        "started",
        "time",
        "timestamp",
        "ts",
        "until",
        "updated",
        "utc",
    ];
    words(name).last().is_some_and(|last| ENDS.contains(&last.as_str()))
}

/// Returns whether a number of this name is an amount of money.
pub(super) fn is_money(name: &str) -> bool {
    const AMOUNTS: [&str; 12] = [
        "price", "amount", "cost", "fee", "balance", "salary", "revenue", "subtotal", "total",
        "budget", "msrp", "payment",
    ];
    let words = words(name);
    // `totalPages` and `amountOfItems` count, as do all words behind the noun.
    let last = words.last().map(String::as_str).unwrap_or_default();
    AMOUNTS.contains(&last) || last == "price"
}

/// Returns the field by which people know a record.
pub(super) fn label(fields: &[Field], noun: &str) -> Option<Path> {
    const NAMES: [&str; 20] = [
        "name",
        "title",
        "label",
        "displayname",
        "fullname",
        "username",
        "login",
        "subject",
        "headline",
        "caption",
        "email",
        "code",
        "sku",
        "slug",
        "symbol",
        "reference",
        "number",
        "ordernumber",
        "invoicenumber",
        "summary",
    ];
    let is_readable = |field: &&Field| {
        matches!(field.kind, Kind::Text | Kind::Email | Kind::LongText) && field.reference.is_none()
    };
    let readable: Vec<&Field> = fields.iter().filter(is_readable).collect();
    let compacted = |field: &&&Field| super::words::compact(&field.name);
    let exact = NAMES.iter().find_map(|name| {
        readable.iter().find(|field| compacted(field) == *name && field.kind != Kind::LongText)
    });
    let own = format!("{}name", super::words::compact(&super::words::singular(noun)));
    let found = exact
        .or_else(|| readable.iter().find(|field| compacted(field) == own))
        .or_else(|| {
            readable.iter().find(|field| {
                let words = words(&field.name);
                words.last().is_some_and(|last| last == "name" || last == "title")
            })
        })
        .or_else(|| readable.iter().find(|field| field.kind == Kind::LongText));
    found.map(|field| field.path.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_kinds() {
        for (name, kind) in [
            ("imageUrl", Kind::Image),
            ("avatar", Kind::Image),
            ("website", Kind::Url),
            ("created_at", Kind::DateTime),
            ("birthDate", Kind::Date),
            ("contactEmail", Kind::Email),
            ("description", Kind::LongText),
            ("password", Kind::Password),
            ("bodyHtml", Kind::Html),
            ("readme_md", Kind::Markdown),
            ("ipAddress", Kind::Ip),
            ("duration", Kind::Duration),
            ("brand_color", Kind::Color),
        ] {
            assert_eq!(of_text(name), Some(kind), "{name}");
        }
        for name in ["at", "name", "dateline", "imageCount"] {
            assert_eq!(of_text(name), None, "{name}");
        }
    }

    #[test]
    fn names_tell_what_numbers_stand_for() {
        assert!(is_flag("isAdmin") && is_flag("has_parent") && is_flag("email_verified"));
        assert!(!is_flag("is") && !is_flag("rating") && !is_flag("issues"));
        assert!(is_moment("created_at") && is_moment("expires") && is_moment("lastSeen"));
        assert!(!is_moment("price") && !is_moment("timeout"));
    }

    #[test]
    fn counts_are_no_money() {
        assert!(is_money("unitPrice") && is_money("total") && is_money("shipping_cost"));
        assert!(!is_money("totalPages") && !is_money("priceCount"));
    }
}
