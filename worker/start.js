// Starts the worker that reads APIs. The build puts the names of the two files in.
//
// Script and module are asked for at the same time, and the question may be there before them.

const question = new Promise((resolve) => {
    addEventListener("message", (event) => resolve(event.data), { once: true });
});

// The page hears of an `error` only; what fails in a promise would be silence to it.
addEventListener("unhandledrejection", (event) => reportError(event.reason));

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

const [glue, module] = await Promise.all([
    import("./vitrine-worker.js"),
    compile("./vitrine-worker_bg.wasm"),
]);
const [[asked, document]] = await Promise.all([question, glue.default({ module_or_path: module })]);
const bytes = document && new Uint8Array(await document.arrayBuffer());
await glue.answer(asked, bytes);
