// The example of the package jsonapi-server on a port of our choice: `jsonapi_example.cjs PORT`.
const jsonApi = require("jsonapi-server");
const setConfig = jsonApi.setConfig;
// Its links carry this host name, so it has to be the one that the tests ask.
jsonApi.setConfig = (config) =>
  setConfig({ ...config, hostname: "127.0.0.1", port: Number(process.argv[2]) });
require("jsonapi-server/example/server.js");
