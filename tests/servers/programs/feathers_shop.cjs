// Feathers over a shop in memory: `feathers_shop.cjs PORT DATA`.
const fs = require("node:fs");
const { feathers } = require("@feathersjs/feathers");
const feathersExpress = require("@feathersjs/express");
const { memory } = require("@feathersjs/memory");
const { Ajv, getValidator, hooks, querySyntax } = require("@feathersjs/schema");

const [port, file] = process.argv.slice(2);
const shop = JSON.parse(fs.readFileSync(file, "utf8"));
const text = { type: "string" };
const open = { type: ["string", "null"] };
const integer = { type: "integer" };
const members = {
  categories: { name: text, slug: text },
  products: {
    title: text,
    description: open,
    price: { type: "number", minimum: 0 },
    stock: integer,
    status: text,
    category_id: integer,
    brand: open,
    active: { type: "boolean" },
    created_at: open,
  },
};

const app = feathersExpress.default(feathers());
app.use(feathersExpress.json());
app.configure(feathersExpress.rest());
for (const [path, properties] of Object.entries(members)) {
  const names = ["id", ...Object.keys(properties)];
  const rows = shop[path].map((row) => Object.fromEntries(names.map((name) => [name, row[name]])));
  const service = memory({
    startId: rows.length + 1,
    paginate: { default: 10, max: 50 },
    store: Object.fromEntries(rows.map((row) => [row.id, row])),
  });
  app.use(path, service);
  // What arrives in an address is text, so its values become what the members hold.
  const coercing = new Ajv({ coerceTypes: true, useDefaults: true });
  const searched = Object.fromEntries(
    Object.entries({ id: integer, ...properties }).map(([name, schema]) => [
      name,
      { type: Array.isArray(schema.type) ? "string" : schema.type },
    ]),
  );
  const query = {
    $id: `${path}Query`,
    type: "object",
    additionalProperties: false,
    // A checked query is no longer given the size of a page by the service.
    properties: { ...querySyntax(searched), $limit: { type: "number", minimum: 0, default: 10 } },
  };
  const data = { $id: `${path}Data`, type: "object", additionalProperties: false, properties };
  app.service(path).hooks({
    before: {
      all: [hooks.validateQuery(getValidator(query, coercing))],
      create: [hooks.validateData(getValidator(data, new Ajv()))],
      update: [hooks.validateData(getValidator(data, new Ajv()))],
      patch: [hooks.validateData(getValidator(data, new Ajv()))],
    },
  });
}
app.use(feathersExpress.notFound());
app.use(feathersExpress.errorHandler({ logger: false }));
app.listen(Number(port), "127.0.0.1");
