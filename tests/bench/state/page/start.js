// Measures in the browser, and hands the samples to whoever has opened the page.
import { cases as alien } from "./alien.js";
import { cases as jotai } from "./jotai.js";
import { measure, plain } from "./measure.js";
import { cases as query } from "./query.js";
import { side } from "./vitrine.js";

const report = (result) => globalThis.benchState(JSON.stringify(result));

try {
  if (!crossOriginIsolated) throw new Error("the page is not isolated, so its clock is coarse");
  const options = new URLSearchParams(location.search);
  const ours = {
    shipped: await side(new URL("./shipped/module.js", import.meta.url)),
    fast: await side(new URL("./fast/module.js", import.meta.url)),
  };
  const groups = {
    atoms: { jotai, "alien-signals": alien },
    cache: { "query-core": query },
  };
  const results = [];
  for (const [group, peers] of Object.entries(groups)) {
    const sides = Object.entries(peers).map(([name, cases]) => [name, plain(cases)]);
    const measured = await measure({
      names: Object.keys(Object.values(peers)[0]),
      sides: { ...ours, ...Object.fromEntries(sides) },
      warmUps: Number(options.get("warm-ups")),
      runs: Number(options.get("runs")),
      now: () => performance.now(),
    });
    results.push(...measured.map((result) => ({ group, ...result })));
  }
  report({ results });
} catch (error) {
  report({ error: String(error?.stack ?? error) });
}
