// The module with the state layers, in the shape of the peers.
import start, { prepare } from "./module.js";

export const ready = (input) => start(input);

/** Returns the case of that name: `run` works, `end` frees. */
export function build(name) {
  const made = prepare(name);
  if (!made) throw new Error(`the module has no case ${name}`);
  return { run: () => made.run(), end: () => made.free() };
}
