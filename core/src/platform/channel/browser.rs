//! `BroadcastChannel`.

use super::{Channel, Channels, OnMessage};
use js_sys::{Function, Uint8Array};
use std::fmt;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

#[wasm_bindgen]
extern "C" {
    type BroadcastChannel;
    #[wasm_bindgen(constructor, catch)]
    fn new(name: &str) -> Result<BroadcastChannel, JsValue>;
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    fn post(this: &BroadcastChannel, message: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    fn close(this: &BroadcastChannel);
    #[wasm_bindgen(method, setter)]
    fn set_onmessage(this: &BroadcastChannel, listener: &Function);

    type Message;
    #[wasm_bindgen(method, getter)]
    fn data(this: &Message) -> JsValue;
}

/// The channels of the page's origin.
#[derive(Debug, Clone, Copy, Default)]
pub struct BrowserChannels;

/// `None` where the browser knows no channels.
struct BrowserChannel(Option<(BroadcastChannel, Listener)>);

type Listener = Closure<dyn FnMut(Message)>;

impl Channels for BrowserChannels {
    fn join(&self, name: &str, on_message: OnMessage) -> Box<dyn Channel> {
        let Ok(channel) = BroadcastChannel::new(name) else {
            return Box::new(BrowserChannel(None));
        };
        let listener = Listener::new(move |message: Message| {
            if let Ok(bytes) = message.data().dyn_into::<Uint8Array>() {
                on_message(&bytes.to_vec());
            }
        });
        channel.set_onmessage(listener.as_ref().unchecked_ref());
        Box::new(BrowserChannel(Some((channel, listener))))
    }
}

impl Channel for BrowserChannel {
    fn post(&self, message: &[u8]) {
        if let Some((channel, _)) = &self.0 {
            // It fails only when it is closed: nobody is to hear of it then.
            let _ = channel.post(&Uint8Array::from(message));
        }
    }
}

impl Drop for BrowserChannel {
    fn drop(&mut self) {
        if let Some((channel, _)) = &self.0 {
            channel.close();
        }
    }
}

impl fmt::Debug for BrowserChannel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("BrowserChannel")
    }
}
