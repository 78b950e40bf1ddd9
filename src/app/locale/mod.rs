//! Sentences: message keys and arguments in, text of the person's language out.
//!
//! The sentences stand in `public/locales/<language>.json`, one flat object;
//! `{name}` marks an argument. A key that counts has the forms `key.one`,
//! `key.other` and whatever further CLDR categories the language has.

#[cfg(test)]
mod tests;

#[cfg(target_arch = "wasm32")]
use async_once_cell::OnceCell;
use serde_json::Value;
use std::cell::RefCell;
#[cfg(target_arch = "wasm32")]
use std::rc::Rc;
#[cfg(target_arch = "wasm32")]
use vitrine_core::platform::{BrowserHttp, Clock, HttpClient, Request, Response, SystemClock};
use vitrine_core::platform::{Message, locale};

/// Names the file with the further sentences; the build writes it.
#[cfg(target_arch = "wasm32")]
const REST: &str = "@rest";
/// The time between two tries to fetch it.
#[cfg(target_arch = "wasm32")]
const AGAIN: std::time::Duration = std::time::Duration::from_secs(2);

#[cfg(target_arch = "wasm32")]
thread_local! {
    /// Several chunks may come at once; the file is fetched once.
    static COMPLETE: Rc<OnceCell<()>> = Rc::default();
}

thread_local! {
    static TEXTS: RefCell<Value> = RefCell::new(built_in());
}

/// Takes the sentences of a language from its file.
///
/// # Errors
/// Returns the parser's error when the file is not JSON.
pub fn install(language: &str, json: &str) -> Result<(), serde_json::Error> {
    let texts = serde_json::from_slice(json.as_bytes())?;
    TEXTS.with_borrow_mut(|current| *current = texts);
    locale::set_language(language);
    Ok(())
}

/// Fetches the sentences that a deployed application leaves out of its first
/// transfer, unless they are there.
///
/// Whoever shows what a chunk brings awaits this with the chunk.
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(clippy::unused_async, reason = "only a browser has to fetch them")
)]
pub async fn complete() {
    #[cfg(target_arch = "wasm32")]
    COMPLETE.with(Rc::clone).get_or_init(fetch_rest()).await;
}

#[cfg(target_arch = "wasm32")]
async fn fetch_rest() {
    while let Some(file) = TEXTS.with_borrow(|texts| Some(texts.get(REST)?.as_str()?.to_owned())) {
        let request = Request::get(format!("locales/{file}"));
        let rest = BrowserHttp.send(request).await.ok().filter(Response::is_success);
        match rest.and_then(|rest| serde_json::from_slice(&rest.body).ok()) {
            Some(Value::Object(rest)) => TEXTS.with_borrow_mut(|texts| {
                if let Value::Object(texts) = texts {
                    texts.extend(rest);
                    texts.shift_remove(REST);
                }
            }),
            // A chunk that cannot be fetched is asked for again, too.
            _ => SystemClock.sleep(AGAIN).await,
        }
    }
}

/// Returns the sentence under `key`, or the key itself where there is none.
#[must_use]
pub fn t(key: &str) -> String {
    TEXTS.with_borrow(|texts| texts.get(key).and_then(Value::as_str).unwrap_or(key).to_owned())
}

/// Returns the sentence under `key` with its arguments put in.
#[must_use]
pub fn t_with(key: &str, arguments: &[(&str, &str)]) -> String {
    let mut text = t(key);
    for (name, value) in arguments {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

/// Returns the sentence of a message; where it has forms, its `limit` chooses
/// one.
#[must_use]
pub fn sentence(message: &Message) -> String {
    let arguments: Vec<(&str, &str)> =
        message.arguments.iter().map(|(name, value)| (name.as_ref(), value.as_str())).collect();
    match message.argument("limit").and_then(|limit| limit.parse().ok()) {
        Some(limit) if !is_known(&message.key) => t_with(&form(&message.key, limit), &arguments),
        _ => t_with(&message.key, &arguments),
    }
}

/// Returns the form of `key` that fits `count`, with `{count}` put in.
#[must_use]
pub fn t_count(key: &str, count: u64) -> String {
    let form = form(key, count);
    #[expect(clippy::cast_precision_loss, reason = "people read fewer than 16 digits")]
    let number = locale::number(count as f64, (0, 0));
    t_with(&form, &[("count", &number)])
}

fn is_known(key: &str) -> bool {
    TEXTS.with_borrow(|texts| texts.get(key).is_some())
}

/// Returns the key of the form that fits `count`.
fn form(key: &str, count: u64) -> String {
    let form = format!("{key}.{}", locale::plural(count));
    if is_known(&form) { form } else { format!("{key}.other") }
}

/// In the browser the file is fetched; tests of views read it from the tree.
fn built_in() -> Value {
    #[cfg(not(target_arch = "wasm32"))]
    {
        let json = include_str!("../../../public/locales/en.json");
        serde_json::from_str(json).expect("the English locale file is JSON")
    }
    #[cfg(target_arch = "wasm32")]
    Value::Null
}

#[cfg(test)]
mod sentences {
    use super::*;

    #[test]
    fn arguments_are_put_into_their_places() {
        let message = Message::new("validation.minimum").with("limit", 3);
        assert!(sentence(&message).contains('3'), "{}", sentence(&message));
    }

    #[test]
    fn a_limit_chooses_its_form() {
        let message = |limit| Message::new("validation.minLength").with("limit", limit);
        assert_ne!(sentence(&message(1)), sentence(&message(2)));
        assert!(sentence(&message(20)).contains("20"));
    }

    #[test]
    fn counts_choose_their_form() {
        assert_ne!(t_count("list.rows", 1), t_count("list.rows", 2));
        assert!(t_count("list.rows", 2).contains('2'));
    }

    #[test]
    fn an_unknown_key_shows_itself() {
        assert_eq!(t("no.such.key"), "no.such.key");
    }
}
