// Starts the worker that reads APIs. The build puts the names of the two files in.
//
// Its name says what to do: `find` answers a question; `replay SLUG` answers it with the model that
// was kept, where there is one; `forget SLUG` drops that. A model that is too large for the small
// storage of the page is kept here: `keep SLUG` after an answer.

const [task, known] = self.name.split(" ");

function next() {
    return new Promise((resolve) => {
        addEventListener("message", (event) => resolve(event.data), { once: true });
    });
}

// The page hears of an `error` only; what fails in a promise would be silence to it.
addEventListener("unhandledrejection", (event) => reportError(event.reason));

// A model of another build may not be readable; the name of this script changes with each.
const version = import.meta.url;

function models(mode, act) {
    return new Promise((resolve, reject) => {
        const opening = indexedDB.open("vitrine.models", 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore("models");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
            const database = opening.result;
            const transaction = database.transaction("models", mode);
            const request = act(transaction.objectStore("models"));
            transaction.oncomplete = () => resolve(request.result);
            transaction.onabort = () => reject(transaction.error);
            // It is closed once the transaction is over.
            database.close();
        };
    });
}

async function compile(path) {
    const response = await fetch(new URL(path, import.meta.url));
    if (!response.ok) {
        throw new Error(`${path}: the server answered ${response.status}`);
    }
    // Compiling while downloading needs the right type; not every host sends it.
    return response.headers.get("content-type")?.startsWith("application/wasm")
        ? WebAssembly.compileStreaming(response)
        : WebAssembly.compile(await response.arrayBuffer());
}

// The question may be there before script and module, which are asked for at the same time.
async function find(question, messages) {
    const [glue, module] = await Promise.all([
        import("./vitrine-worker.js"),
        compile("./vitrine-worker_bg.wasm"),
    ]);
    globalThis.keep = (message) => messages.push(message.slice());
    await glue.default({ module_or_path: module });
    const [asked, document] = await question;
    await glue.answer(asked, document && new Uint8Array(await document.arrayBuffer()));
}

if (task === "forget") {
    await models("readwrite", (store) => store.delete(known)).catch(() => undefined);
    close();
} else {
    const question = next();
    // Whoever cannot keep anything reads it again.
    const kept =
        task === "replay" && (await models("readonly", (store) => store.get(known)).catch(() => null));
    const messages = [];
    // What comes after the question is an order to keep the answer.
    const order = question.then(next);
    if (kept?.version === version) {
        await question;
        kept.messages.forEach((message) => postMessage(message));
    } else {
        await find(question, messages);
    }
    const [, slug] = await order;
    if (messages.length > 0) {
        const model = { version, messages };
        await models("readwrite", (store) => store.put(model, slug)).catch(() => undefined);
    }
    close();
}
