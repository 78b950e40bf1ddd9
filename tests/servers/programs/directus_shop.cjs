// Directus 11 over a shop in SQLite: `directus_shop.cjs PORT DATA`. What it writes is in the
// folder it is started in. Everybody may read and write the shop, and nothing else.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

const [port, file] = process.argv.slice(2);
const shop = JSON.parse(fs.readFileSync(file, "utf8"));
const origin = `http://127.0.0.1:${port}`;
const token = "administrator-of-the-tests";
Object.assign(process.env, {
  HOST: "127.0.0.1",
  PORT: port,
  PUBLIC_URL: origin,
  SECRET: "secret-of-the-tests",
  DB_CLIENT: "sqlite3",
  DB_FILENAME: path.resolve("directus.db"),
  STORAGE_LOCAL_ROOT: path.resolve("uploads"),
  EXTENSIONS_PATH: path.resolve("extensions"),
  ADMIN_EMAIL: "admin@example.com",
  ADMIN_PASSWORD: "password-of-the-tests",
  ADMIN_TOKEN: token,
  // Nothing leaves this machine.
  TELEMETRY: "false",
  LOG_LEVEL: "error",
  // A busy machine is no reason to refuse.
  PRESSURE_LIMITER_ENABLED: "false",
});

// A field of each kind, as Directus stores it.
const key = { type: "integer", schema: { is_primary_key: true, has_auto_increment: true } };
const text = { type: "string", schema: {} };
const needed = { type: "string", schema: { is_nullable: false } };
const collections = {
  categories: { id: key, name: needed, slug: needed },
  products: {
    id: key,
    title: needed,
    description: { type: "text", schema: {} },
    price: {
      type: "float",
      schema: { is_nullable: false },
      meta: { validation: { _and: [{ price: { _gte: 0 } }] } },
    },
    stock: { type: "integer", schema: {} },
    status: text,
    category_id: { type: "integer", schema: {} },
    brand: text,
    active: { type: "boolean", schema: {}, meta: { special: ["cast-boolean"] } },
    available_from: { type: "date", schema: {} },
    created_at: { type: "timestamp", schema: {} },
  },
};

async function send(place, body) {
  const response = await fetch(`${origin}${place}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`${place}: ${response.status} ${await response.text()}`);
  }
  return (await response.json()).data;
}

async function seed() {
  for (const [collection, members] of Object.entries(collections)) {
    const fields = Object.entries(members).map(([field, { meta, ...kind }]) => ({
      field,
      ...kind,
      meta: { collection, field, ...meta },
    }));
    await send("/collections", { collection, schema: {}, meta: {}, fields });
  }
  await send("/relations", {
    collection: "products",
    field: "category_id",
    related_collection: "categories",
  });
  for (const [collection, members] of Object.entries(collections)) {
    const names = Object.keys(members);
    const rows = shop[collection].map((row) =>
      Object.fromEntries(names.map((name) => [name, row[name]])),
    );
    await send(`/items/${collection}`, rows);
  }
  // The policy of those who are not signed in has the same key in every installation.
  const policy = "abf8a154-5b1c-4a46-ac9c-7300570f4f17";
  const rights = Object.keys(collections).flatMap((collection) =>
    ["create", "read", "update", "delete"].map((action) => ({
      policy,
      collection,
      action,
      fields: ["*"],
      permissions: {},
    })),
  );
  await send("/permissions", rights);
}

async function main() {
  const folder = path.dirname(require.resolve("directus/package.json"));
  const api = path.dirname(require.resolve("@directus/api/package.json", { paths: [folder] }));
  // The program of the package itself would look for a newer version first.
  const bootstrap = [path.join(api, "dist/cli/run.js"), "bootstrap"];
  const made = spawnSync(process.execPath, bootstrap, { stdio: "inherit" });
  if (made.status !== 0) {
    throw new Error("the database was not made");
  }
  const { startServer } = await import(pathToFileURL(path.join(api, "dist/server.js")));
  await startServer();
  for (;;) {
    const isUp = await fetch(`${origin}/server/ping`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) {
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await seed();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
