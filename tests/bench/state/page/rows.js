// The answers of a long list, before and after one of its rows has changed.

/** The position of the row that changes. */
export const CHANGED = 5000;

function body(changed) {
  const rows = Array.from({ length: 10000 }, (_, id) => ({
    id,
    name: `Part number ${id} of the catalogue`,
    price: id === changed ? 1000000 : id * 3,
    stock: id % 97,
    is_active: id % 3 === 0,
    category: { id: id % 12, name: "Fasteners and fittings" },
    tags: ["new", "heavy", "metal"],
    created_at: "2026-01-02T03:04:05Z",
    updated_at: "2026-05-06T07:08:09Z",
    owner: `person-${id % 100}@example.org`,
    note: null,
    weight: id / 8,
  }));
  const text = JSON.stringify(rows);
  return { text, bytes: new TextEncoder().encode(text) };
}

/** The body of each case that has one, as text and as what arrives. */
export const bodies = { "one-row": { before: body(undefined), after: body(CHANGED) } };
