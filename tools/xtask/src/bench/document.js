// Notes when the menu of an API appears and when all of it is there. It runs before the page's own
// scripts; the marks are found again in the trace.
(() => {
  // How long the page is watched after everything is there: the first rows come in that time.
  const AFTER = 1000;
  const seen = { reading: null, menu: null, first: 0, whole: null, entries: 0 };
  const mark = (name) => {
    performance.mark(`bench-${name}`);
    seen[name] = performance.now();
  };
  const isReading = () => document.querySelector("[aria-busy] [role=status], nav [role=status]:has(svg)");
  const observer = new MutationObserver(() => {
    const entries = document.querySelectorAll("nav ul a").length;
    if (seen.reading === null && isReading()) mark("reading");
    if (seen.menu === null && entries) {
      mark("menu");
      seen.first = entries;
    }
    if (entries && !isReading()) {
      mark("whole");
      seen.entries = entries;
      observer.disconnect();
      setTimeout(() => benchDocument(JSON.stringify(seen)), AFTER);
    }
  });
  observer.observe(document, { childList: true, subtree: true });
})();
