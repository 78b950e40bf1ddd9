// LoopBack 4 over a shop in memory: `loopback_shop.cjs PORT DATA`.
const fs = require("node:fs");
const { inject } = require("@loopback/core");
const { DefaultCrudRepository, Entity, ModelDefinition, RepositoryMixin, defineModelClass, juggler } =
  require("@loopback/repository");
const { RestApplication } = require("@loopback/rest");
const { defineCrudRestController } = require("@loopback/rest-crud");

const [port, file] = process.argv.slice(2);
const shop = JSON.parse(fs.readFileSync(file, "utf8"));
const text = { type: "string", required: true };
const open = { type: "string", jsonSchema: { nullable: true } };
const integer = { type: "number", jsonSchema: { type: "integer" } };
const models = {
  categories: ["Category", { name: text, slug: text }],
  products: [
    "Product",
    {
      title: text,
      description: open,
      price: { type: "number", required: true, jsonSchema: { minimum: 0 } },
      stock: integer,
      status: open,
      category_id: integer,
      // No brand: some products have none, and in memory nothing has no place in an order.
      active: { type: "boolean" },
      created_at: open,
    },
  ],
};

class Shop extends RepositoryMixin(RestApplication) {}

async function main() {
  const app = new Shop({ rest: { port: Number(port), host: "127.0.0.1" } });
  const database = new juggler.DataSource({ name: "db", connector: "memory" });
  app.dataSource(database);
  for (const [path, [name, members]] of Object.entries(models)) {
    const definition = new ModelDefinition(name);
    definition.addProperty("id", { type: "number", id: true, generated: true });
    Object.entries(members).forEach(([member, type]) => definition.addProperty(member, type));
    const model = defineModelClass(Entity, definition);
    const repository = new DefaultCrudRepository(model, database);
    app.bind(`repositories.${name}`).to(repository);
    const controller = defineCrudRestController(model, { basePath: `/${path}` });
    inject(`repositories.${name}`)(controller, undefined, 0);
    app.controller(controller);
    // The keys are given by the database, in this order and from 1.
    const names = Object.keys(members);
    for (const row of shop[path]) {
      await repository.create(Object.fromEntries(names.map((name) => [name, row[name]])));
    }
  }
  await app.start();
}

main();
