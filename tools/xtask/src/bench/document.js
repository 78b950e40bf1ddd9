// Notes when the menu of an API appears and when all of it is there, and how long the main thread
// was held meanwhile. It runs before the page's own scripts.
(() => {
  // How long the thread is watched after everything is there: the first rows come in that time.
  const AFTER = 1000;
  const seen = { reading: null, menu: null, first: 0, whole: null, entries: 0, during: 0, after: 0 };
  const isReading = () => document.querySelector("[aria-busy] [role=status], nav [role=status]");
  const look = () => {
    const now = performance.now();
    const entries = document.querySelectorAll("nav ul a").length;
    if (isReading()) seen.reading ??= now;
    if (entries && seen.menu === null) [seen.menu, seen.first] = [now, entries];
    if (entries && !isReading() && seen.whole === null) {
      [seen.whole, seen.entries] = [now, entries];
      setTimeout(report, AFTER);
    }
  };
  // Messages to oneself come as fast as the thread takes them: a gap is what held it.
  const { port1, port2 } = new MessageChannel();
  let last = performance.now();
  port1.onmessage = () => {
    const now = performance.now();
    const gap = now - last;
    last = now;
    if (seen.reading !== null) {
      const name = seen.whole === null || seen.whole > now - gap ? "during" : "after";
      seen[name] = Math.max(seen[name], gap);
    }
    port2.postMessage(null);
  };
  port2.postMessage(null);
  const report = () => benchDocument(JSON.stringify(seen));
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
})();
