// For `node --require`: a server that names no address listens on 127.0.0.1 alone.
const { Server } = require("node:net");
const listen = Server.prototype.listen;
Server.prototype.listen = function (first, ...rest) {
  if (first !== null && typeof first === "object") {
    const isPlain = first.port !== undefined && first.host === undefined;
    return listen.call(this, isPlain ? { ...first, host: "127.0.0.1" } : first, ...rest);
  }
  if (typeof rest[0] === "string") {
    return listen.call(this, first, ...rest);
  }
  const others = rest.filter((argument) => argument !== undefined);
  return listen.call(this, first, "127.0.0.1", ...others);
};
