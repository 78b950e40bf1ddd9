// The shapes of `src/queries.rs` and `src/records.rs` in @tanstack/query-core.
import { QueryClient, QueryObserver } from "@tanstack/query-core";
import { bodies, CHANGED } from "./rows.js";

/** Looks at data that is there and never becomes stale, so that nothing is fetched. */
function observe(client, queryKey, listener) {
  const queryFn = () => Promise.reject(new Error("nothing is to be fetched"));
  const options = { queryKey, queryFn, staleTime: Infinity };
  new QueryObserver(client, options).subscribe(listener);
}

/** Returns a case, of which the timers end with it. */
const made = (client, run, check = () => 0) => ({ run, check, end: () => client.clear() });

function invalidate(resources, queries, times) {
  const client = new QueryClient();
  for (let resource = 0; resource < resources; resource += 1) {
    for (let query = 0; query < queries; query += 1) {
      client.setQueryData([`resource-${resource}`, "record", query], query);
    }
  }
  const prefixes = Array.from({ length: times }, (_, resource) => [`resource-${resource}`]);
  const run = () => {
    for (const queryKey of prefixes) client.invalidateQueries({ queryKey });
    return prefixes.length;
  };
  return made(client, run, () => client.getQueryCache().findAll({ stale: true }).length);
}

function setAndGet(client, key, value) {
  client.setQueryData(key, value);
  return client.getQueryData(key);
}

function setGet(count) {
  const client = new QueryClient();
  const keys = Array.from({ length: count }, (_, id) => ["record", id]);
  for (const key of keys) client.setQueryData(key, 0);
  return made(client, () => {
    let sum = 0;
    for (let id = 0; id < count; id += 1) sum += setAndGet(client, keys[id], id + 1);
    return sum;
  });
}

function keySetGet(count) {
  const client = new QueryClient();
  for (let id = 0; id < count; id += 1) client.setQueryData(["record", id], 0);
  return made(client, () => {
    let sum = 0;
    for (let id = 0; id < count; id += 1) sum += setAndGet(client, ["record", id], id + 1);
    return sum;
  });
}

function buildClear(count) {
  const client = new QueryClient();
  const run = () => {
    for (let id = 0; id < count; id += 1) client.setQueryData(["record", id], id);
    const last = client.getQueryData(["record", count - 1]);
    client.clear();
    return last;
  };
  return made(client, run, () => client.getQueryCache().getAll().length);
}

function notify(width, times) {
  const client = new QueryClient();
  const key = ["count"];
  let sum = 0;
  client.setQueryData(key, 0);
  for (let place = 0; place < width; place += 1) {
    observe(client, key, (result) => {
      sum += result.data;
    });
  }
  const run = () => {
    sum = 0;
    for (let value = 1; value <= times; value += 1) client.setQueryData(key, value);
    return sum;
  };
  return made(client, run, () => client.getQueryData(key));
}

const PAGE = 10;

/** Returns a page on which the record 0 stands among others. */
const page = (number) =>
  Array.from({ length: PAGE }, (_, row) => {
    const id = row === number % PAGE ? 0 : 1 + number * PAGE + row;
    return { id, name: `Product ${id}`, price: id % 97 };
  });

function oneEntity(places, times) {
  const client = new QueryClient();
  let sum = 0;
  for (let number = 0; number < places; number += 1) {
    const key = ["products", number];
    client.setQueryData(key, page(number));
    observe(client, key, (result) => {
      sum += result.data[number % PAGE].price;
    });
  }
  const run = () => {
    sum = 0;
    for (let value = 1; value <= times; value += 1) {
      const answer = JSON.parse(`{"id":0,"name":"Product 0","price":${value}}`);
      client.setQueriesData({ queryKey: ["products"] }, (rows) =>
        rows.map((row) => (row.id === answer.id ? answer : row)),
      );
    }
    return sum;
  };
  return made(client, run, () => {
    let prices = 0;
    for (let number = 0; number < places; number += 1) {
      prices += client.getQueryData(["products", number])[number % PAGE].price;
    }
    return prices;
  });
}

function oneRow({ before, after }) {
  const client = new QueryClient();
  const key = ["products"];
  client.setQueryData(key, JSON.parse(before.text));
  const rowsBefore = client.getQueryData(key);
  let price = 0;
  observe(client, key, (result) => {
    price = result.data[CHANGED].price;
  });
  const run = () => {
    client.setQueryData(key, JSON.parse(after.text));
    return price;
  };
  return made(client, run, () => {
    const rows = client.getQueryData(key);
    const kept = rows.filter((row, at) => row === rowsBefore[at]).length;
    return rows.reduce((prices, row) => prices + row.price, 0) + kept;
  });
}

export const cases = {
  invalidate: () => invalidate(20, 500, 10),
  "set-get": () => setGet(1000),
  "key-set-get": () => keySetGet(1000),
  "build-clear": () => buildClear(10000),
  notify: () => notify(1000, 10),
  "one-entity": () => oneEntity(1000, 10),
  "one-row": () => oneRow(bodies["one-row"]),
};
