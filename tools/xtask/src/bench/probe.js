// Tells the harness when the body of a table first holds 25 rows with text in them. It runs
// before the page's own scripts, in every page alike.
(() => {
  const ROWS = 25;
  const isFilled = () => {
    const rows = document.querySelectorAll("tbody tr");
    if (rows.length < ROWS) return false;
    let filled = 0;
    for (const row of rows) if (row.textContent.trim() !== "") filled += 1;
    return filled >= ROWS;
  };
  const observer = new MutationObserver(() => {
    if (!isFilled()) return;
    observer.disconnect();
    const inserted = performance.now();
    // The callback runs as the frame with these rows is made.
    requestAnimationFrame(() => {
      benchRows(JSON.stringify({ inserted, shown: performance.now() }));
    });
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true });
})();
