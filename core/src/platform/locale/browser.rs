//! Formats by the browser's `Intl`; its formatters are costly to make, so each
//! is made once.

use js_sys::{Array, Date, Function, JsString, Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

/// What is formatted, with the least and the most digits behind the point, or
/// with the code of a currency.
type Format = (&'static str, [u8; 3]);

thread_local! {
    static LANGUAGE: RefCell<Option<String>> = const { RefCell::new(None) };
    // A handful of formatters: a search is as quick as a hash.
    static FORMATS: RefCell<Vec<(Format, Function)>> = RefCell::default();
}

pub(super) fn set_language(tag: &str) {
    LANGUAGE.with_borrow_mut(|language| *language = Some(tag.to_owned()));
    FORMATS.with_borrow_mut(Vec::clear);
}

pub(super) fn number(value: f64, (least, most): (u8, u8)) -> String {
    let call = |format: &Function| format.call1(&JsValue::UNDEFINED, &value.into());
    // Rust's own way to write a float is left out: its tables are large.
    with_format(("number", [least, most, 0]), call)
        .unwrap_or_else(|| String::from(JsString::from(JsValue::from_f64(value))))
}

pub(super) fn money(value: f64, currency: [u8; 3]) -> String {
    let call = |format: &Function| format.call1(&JsValue::UNDEFINED, &value.into());
    with_format(("currency", currency), call).unwrap_or_else(|| number(value, (2, 2)))
}

pub(super) fn date(day: &str) -> String {
    // A bare day is read as midnight UTC; the formatter's zone is UTC too.
    let date = Date::new(&day.into());
    with_format(("date", [0; 3]), |format| format.call1(&JsValue::UNDEFINED, &date))
        .unwrap_or_else(|| day.to_owned())
}

pub(super) fn date_time(text: &str) -> Option<String> {
    let date = Date::new(&text.into());
    if date.get_time().is_nan() {
        return None;
    }
    with_format(("datetime", [0; 3]), |format| format.call1(&JsValue::UNDEFINED, &date))
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds are whole numbers below 2^53")]
pub(super) fn moment(epoch_ms: u64) -> String {
    let date = Date::new(&JsValue::from_f64(epoch_ms as f64));
    with_format(("datetime", [0; 3]), |format| format.call1(&JsValue::UNDEFINED, &date))
        .unwrap_or_else(|| date.to_iso_string().into())
}

pub(super) fn lowercase(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

pub(super) fn uppercase(text: &str) -> String {
    JsString::from(text).to_upper_case().into()
}

pub(super) fn parse_number(text: &str) -> Option<f64> {
    let number = JsValue::from_str(text).unchecked_into_f64();
    (!number.is_nan()).then_some(number)
}

pub(super) fn plural(count: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "plural rules do not look at the 53rd bit")]
    let count = JsValue::from_f64(count as f64);
    with_format(("plural", [0; 3]), |select| select.call1(&JsValue::UNDEFINED, &count))
        .unwrap_or_else(|| "other".to_owned())
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "dates fit in 53 bits and offsets in two digits of hours"
)]
pub(super) fn offset_minutes(at: i64) -> i32 {
    -(Date::new(&JsValue::from_f64(at as f64)).get_timezone_offset() as i32)
}

/// Calls the cached formatter of `kind`; `None` where the browser refuses.
fn with_format(
    kind: Format,
    call: impl FnOnce(&Function) -> Result<JsValue, JsValue>,
) -> Option<String> {
    FORMATS.with_borrow_mut(|formats| {
        if let Some((_, format)) = formats.iter().find(|(known, _)| *known == kind) {
            return call(format).ok()?.as_string();
        }
        let format = make(kind).ok()?;
        let text = call(&format).ok()?.as_string();
        formats.push((kind, format));
        text
    })
}

/// Makes a bound formatting function, such as `new Intl.NumberFormat().format`.
fn make((kind, detail): Format) -> Result<Function, JsValue> {
    let options = Object::new();
    let set = |name: &str, value: JsValue| Reflect::set(&options, &name.into(), &value);
    let (class, method) = match kind {
        "number" => {
            set("minimumFractionDigits", detail[0].into())?;
            set("maximumFractionDigits", detail[1].into())?;
            ("NumberFormat", "format")
        }
        "currency" => {
            set("style", kind.into())?;
            set(kind, detail.iter().copied().map(char::from).collect::<String>().into())?;
            ("NumberFormat", "format")
        }
        "plural" => ("PluralRules", "select"),
        "date" => {
            set("dateStyle", "medium".into())?;
            set("timeZone", "UTC".into())?;
            ("DateTimeFormat", "format")
        }
        _ => {
            set("dateStyle", "medium".into())?;
            set("timeStyle", "short".into())?;
            ("DateTimeFormat", "format")
        }
    };
    let language = LANGUAGE.with_borrow(|language| {
        language.as_ref().map_or(JsValue::UNDEFINED, |language| language.as_str().into())
    });
    let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
    let class: Function = Reflect::get(&intl, &class.into())?.dyn_into()?;
    let formatter = Reflect::construct(&class, &Array::of2(&language, &options))?;
    let method: Function = Reflect::get(&formatter, &method.into())?.dyn_into()?;
    Ok(method.bind0(&formatter))
}
