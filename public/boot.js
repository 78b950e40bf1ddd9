// Starts the application: downloads, compiles, runs, and says so when that is not possible.
//
// The tag of this script names two files in `data-js` and `data-wasm`, relative to the base of the
// page, and in `data-worker` the script of the worker that reads APIs. `#boot` is the static page
// until the application has drawn its first view.

if (window.trustedTypes) {
    // Leptos clones templates, whose HTML comes from the application's own source code. This is the
    // only policy, so it is also the gate for anything that should never have become HTML.
    trustedTypes.createPolicy("default", {
        createHTML(html) {
            if (isActive(html)) {
                throw new TypeError("refused HTML that could run a script");
            }
            return html;
        },
        createScriptURL(url) {
            const { origin } = new URL(url, document.baseURI);
            if (origin !== location.origin) {
                throw new TypeError(`refused a script of another origin: ${origin}`);
            }
            return url;
        },
    });
}

// Returns whether HTML holds a script, an event handler or a `javascript:` link. It errs on the
// side of yes: a quoted value is skipped only when its tag is written the way Leptos writes it.
function isActive(html) {
    if (/<\/?(?:script|iframe|object|embed|base|meta|link)\b|javascript:/i.test(html)) {
        return true;
    }
    const tags = html.match(/<[a-z](?:"[^"]*"|'[^']*'|[^"'>])*>?/gi) ?? [];
    return tags.some((tag) => {
        const names = tag.replace(/=\s*(?:"[^"]*"|'[^']*')/g, "= ");
        return /[\s/"']on[a-z]+\s*=/i.test(names);
    });
}

// A failure to download, as opposed to a failure to run.
class Unreachable extends Error {}

async function download(path) {
    let response;
    try {
        response = await fetch(path);
    } catch (error) {
        throw new Unreachable(error.message);
    }
    const type = response.headers.get("content-type") ?? "";
    if (!response.ok || type.includes("text/html")) {
        throw new Unreachable(`${path}: the server answered ${response.status} ${type}`);
    }
    // Compiling while downloading needs the right type; not every host sends it.
    return type.startsWith("application/wasm")
        ? WebAssembly.compileStreaming(response)
        : WebAssembly.compile(await response.arrayBuffer());
}

async function bindings(path) {
    try {
        return await import(new URL(path, document.baseURI));
    } catch (error) {
        throw error instanceof SyntaxError ? error : new Unreachable(error.message);
    }
}

// The application reads these two files before it draws; they are asked for now, while the module
// is still on its way. A failure is the application's to handle: it asks again.
function early(path) {
    return fetch(path)
        .then((response) => (response.ok ? response.text() : ""))
        .catch(() => "");
}

const files = document.querySelector("script[data-wasm]").dataset;

// The application asks for it before it has loaded what listens to it.
function startReader(name) {
    const worker = new Worker(new URL(files.worker, document.baseURI), { type: "module", name });
    worker.addEventListener("error", () => (worker.hasFailed = true));
    return worker;
}

// A worker that was started before it was asked for.
let ready;

function reader(name) {
    const worker = name === "find" && ready ? ready : startReader(name);
    ready = undefined;
    return worker;
}

const config = early("config.json");

// The first request for data goes out beside the module: on a visit like an earlier one the request
// that it began with, else the one that the deployment's model tells for a list (`first`). What
// carries a credential is neither kept nor sent from here.
const KEPT = "vitrine.first";
const MOST_KEPT = 8;
// In milliseconds; an older answer is asked for again.
const FRESH = 30_000;
const address = () => location.pathname + location.search;
const page = address();
let first;
let isNoted = false;

function kept() {
    try {
        return JSON.parse(localStorage.getItem(KEPT)) ?? [];
    } catch {
        return [];
    }
}

function send({ url, headers }) {
    const answer = fetch(url, { headers })
        .then(async (response) => {
            const body = new Uint8Array(await response.arrayBuffer());
            return [response.status, response.url, [...response.headers], body];
        })
        .catch(() => undefined);
    first = { request: JSON.stringify([url, headers]), answer, until: performance.now() + FRESH };
}

// Returns the answer to a request that is on its way already; a failed one is `undefined`, and the
// application asks by itself.
function take(url, headers, isPrivate) {
    // Whoever has gone on to another screen asks for what that one needs.
    if (!isNoted && !isPrivate && address() === page) {
        const others = kept().filter((entry) => entry.page !== page);
        const entries = [{ page, url, headers }, ...others].slice(0, MOST_KEPT);
        try {
            localStorage.setItem(KEPT, JSON.stringify(entries));
        } catch {
            // A device that keeps nothing starts like a new one.
        }
    }
    isNoted = true;
    if (first?.request !== JSON.stringify([url, headers]) || performance.now() > first.until) {
        return undefined;
    }
    const { answer } = first;
    first = undefined;
    return answer;
}

// Returns what the list at this address asks for, as the model of its API tells.
function told({ apis = [], through }) {
    const path = location.pathname.slice(new URL(document.baseURI).pathname.length);
    const [api, list, ...more] = path.split("/").map(decodeURIComponent);
    if (location.search || through || more.length > 0) {
        return undefined;
    }
    const model = apis.find(({ name }) => slug(name) === api)?.model;
    return model?.resources?.find(({ name }) => name === list)?.first;
}

function slug(name) {
    const words = name.toLowerCase().replace(/[\0-\/:-`{-\x7f]+/g, "-");
    return words.replace(/^-|-$/g, "") || "api";
}

window.vitrine = { config, locale: early("locales/en.json"), reader, take };

const again = kept().find((entry) => entry.page === page);
if (again) {
    send(again);
}

// What follows from the configuration while the module is on its way.
function prepare(text) {
    const settings = JSON.parse(text);
    const { apis = [] } = settings;
    const isKnown = localStorage.getItem("vitrine.connections");
    // A device that knows the API may ask it for something else.
    const request = again || isKnown ? undefined : told(settings);
    if (request) {
        send(request);
    }
    // Below the first page of a deployment that knows no model, on a device that knows none either,
    // an API will be read: the worker loads beside the module.
    const isBelow = location.pathname !== new URL(document.baseURI).pathname;
    if (isBelow && !isKnown && apis.length > 0 && apis.every(({ model }) => !model)) {
        ready = startReader("find");
    }
}

// A configuration that cannot be read is the application's to handle.
const prepared = config.then(prepare).catch(() => undefined);

// This script does not wait for the page; the application and its explanations need the body.
const parsed =
    document.readyState === "loading"
        ? new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve))
        : Promise.resolve();

async function start({ js, wasm }) {
    if (typeof WebAssembly !== "object" || !WebAssembly.compileStreaming) {
        throw new SyntaxError("this browser has no WebAssembly");
    }
    const [glue, module] = await Promise.all([bindings(js), download(wasm), parsed, prepared]);
    // The application removes `#boot` when its first view is ready to be seen.
    await glue.default({ module_or_path: module });
}

// The theme is put on the page before anything is drawn, so that nothing flashes.
try {
    const { value } = JSON.parse(localStorage.getItem("vitrine.theme") ?? "{}");
    document.documentElement.dataset.theme = value ?? "system";
} catch {
    document.documentElement.dataset.theme = "system";
}

// Shows the sentence of the page that explains `error`. An application that failed while it
// started has removed `#boot` when it has a better explanation itself.
function explain(error) {
    const isTooOld = error instanceof SyntaxError || error instanceof WebAssembly?.CompileError;
    const kind = isTooOld ? "unsupported" : error instanceof Unreachable ? "unreachable" : "broken";
    for (const part of document.querySelectorAll("#boot [data-boot]")) {
        part.hidden = part.dataset.boot !== kind;
    }
    const details = document.querySelector("#boot [data-boot-details]");
    if (details) {
        details.textContent = String(error?.message ?? error);
    }
    document.getElementById("boot")?.setAttribute("role", "alert");
}

// The first formatter of each kind loads tables of the browser, which takes longer than all later
// ones together. The main thread has nothing else to do until the module is here.
function warmUp() {
    new Intl.NumberFormat().format(0);
    new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(0);
}

try {
    const started = start(files);
    // The request for data goes first.
    prepared.then(warmUp);
    await started;
} catch (error) {
    await parsed;
    explain(error);
    throw error;
}
