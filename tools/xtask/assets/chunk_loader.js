// Fetches a chunk of the application, and asks again for as long as it takes.
//
// What `wasm-split-cli` generates turns a failed fetch into a panic of the application. Here a
// failure is an event on `window` instead, and the application waits:
//   vitrine:chunk-error   from here, `detail` is { chunk, message, status }; `status` is the HTTP
//                         status, or 0 when there was no answer
//   vitrine:chunk-retry   to here: fetch what has failed once more
// The promise of the chunk stays pending in between, so whoever needs it simply waits longer.
function fetchChunk(path) {
    const url = new URL(path, import.meta.url);
    const compiled = compileChunk(url);
    return async (imports) => WebAssembly.instantiate(await compiled, imports);
}
async function compileChunk(url) {
    for (;;) {
        let status = 0;
        try {
            const response = await fetch(url);
            status = response.status;
            const type = response.headers.get("content-type") ?? "";
            // Hosts that answer every path with the page do so for the chunks of an old deployment.
            if (!response.ok || type.includes("text/html")) {
                throw new Error(`the server answered ${status} ${type}`.trim());
            }
            // Compiling while downloading needs the right type; not every host sends it.
            return type.startsWith("application/wasm")
                ? await WebAssembly.compileStreaming(response)
                : await WebAssembly.compile(await response.arrayBuffer());
        } catch (error) {
            const retry = new Promise((resolve) => {
                addEventListener("vitrine:chunk-retry", resolve, { once: true });
            });
            const chunk = url.pathname.split("/").pop();
            const detail = { chunk, message: String(error?.message ?? error), status };
            dispatchEvent(new CustomEvent("vitrine:chunk-error", { detail }));
            await retry;
        }
    }
}
