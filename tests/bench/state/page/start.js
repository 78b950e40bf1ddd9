// Measures in the browser, and hands the samples to whoever has opened the page.
import { cases as alien } from "./alien.js";
import { cases as jotai } from "./jotai.js";
import { measure, plain } from "./measure.js";
import { side } from "./vitrine.js";

const report = (result) => globalThis.benchState(JSON.stringify(result));

try {
  if (!crossOriginIsolated) throw new Error("the page is not isolated, so its clock is coarse");
  const options = new URLSearchParams(location.search);
  const results = await measure({
    names: Object.keys(jotai),
    sides: {
      shipped: await side(new URL("./shipped/module.js", import.meta.url)),
      fast: await side(new URL("./fast/module.js", import.meta.url)),
      jotai: plain(jotai),
      "alien-signals": plain(alien),
    },
    warmUps: Number(options.get("warm-ups")),
    runs: Number(options.get("runs")),
    now: () => performance.now(),
  });
  report({ results });
} catch (error) {
  report({ error: String(error?.stack ?? error) });
}
