// NestJS crud over a shop in memory: `nest_shop.cjs PORT DATA`.
require("reflect-metadata");
const fs = require("node:fs");
const { Controller, Inject, Injectable, Module } = require("@nestjs/common");
const { NestFactory } = require("@nestjs/core");
const { ApiProperty, DocumentBuilder, SwaggerModule } = require("@nestjs/swagger");
const { TypeOrmModule, getRepositoryToken } = require("@nestjs/typeorm");
const { Crud, CrudValidationGroups } = require("@dataui/crud");
const { TypeOrmCrudService } = require("@dataui/crud-typeorm");
const { IsBoolean, IsNumber, IsOptional, IsString, Min } = require("class-validator");
const { Column, Entity, PrimaryGeneratedColumn } = require("typeorm");

const [port, file] = process.argv.slice(2);
const shop = JSON.parse(fs.readFileSync(file, "utf8"));
const always = { always: true };

/** What a member holds: its column, its schema and its checks. */
const text = { column: { type: "varchar" }, schema: { type: "string" }, checks: [IsString(always)] };
const integer = { column: { type: "int" }, schema: { type: "integer" }, checks: [IsNumber({}, always)] };
const price = {
  column: { type: "float" },
  schema: { type: "number" },
  checks: [IsNumber({}, always), Min(0, always)],
};
const flag = { column: { type: "boolean" }, schema: { type: "boolean" }, checks: [IsBoolean(always)] };
const open = ({ column, schema, checks }) => ({
  column: { ...column, nullable: true },
  schema: { ...schema, nullable: true, required: false },
  checks: [IsOptional(always), ...checks],
});

/** Writes down by hand what decorators say in TypeScript. */
function entity(name, members) {
  const type = { [name]: class {} }[name];
  PrimaryGeneratedColumn()(type.prototype, "id");
  IsOptional(always)(type.prototype, "id");
  ApiProperty({ type: "integer", readOnly: true, required: false })(type.prototype, "id");
  for (const [member, { column, schema, checks }] of Object.entries(members)) {
    Column(column)(type.prototype, member);
    ApiProperty(schema)(type.prototype, member);
    IsOptional({ groups: [CrudValidationGroups.UPDATE] })(type.prototype, member);
    checks.forEach((check) => check(type.prototype, member));
  }
  Entity()(type);
  return type;
}

function crud(path, type) {
  class Service extends TypeOrmCrudService {}
  Injectable()(Service);
  Inject(getRepositoryToken(type))(Service, undefined, 0);
  class Resource {
    constructor(service) {
      this.service = service;
    }
  }
  Inject(Service)(Resource, undefined, 0);
  Controller(path)(Resource);
  Crud({ model: { type } })(Resource);
  return { path, type, Service, Resource };
}

const parts = [
  crud("categories", entity("Category", { name: text, slug: text })),
  crud(
    "products",
    entity("Product", {
      title: text,
      description: open(text),
      price,
      stock: integer,
      status: text,
      category_id: integer,
      brand: open(text),
      active: flag,
      available_from: open(text),
      created_at: open(text),
    }),
  ),
];

class Shop {}
Module({
  imports: [
    TypeOrmModule.forRoot({
      type: "sqljs",
      synchronize: true,
      entities: parts.map((part) => part.type),
    }),
    TypeOrmModule.forFeature(parts.map((part) => part.type)),
  ],
  controllers: parts.map((part) => part.Resource),
  providers: parts.map((part) => part.Service),
})(Shop);

NestFactory.create(Shop, { logger: ["error"] }).then(async (app) => {
  for (const { path, type } of parts) {
    await app.get(getRepositoryToken(type)).save(shop[path]);
  }
  const document = SwaggerModule.createDocument(app, new DocumentBuilder().setTitle("Shop").build());
  SwaggerModule.setup("api", app, document);
  await app.listen(Number(port), "127.0.0.1");
});
