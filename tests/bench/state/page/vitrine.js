// A module with the state layers, in the shape of the peers.
import { bodies } from "./rows.js";

const NONE = { bytes: new Uint8Array() };

/** Returns the side of the module that is bound at this address. */
export async function side(address) {
  const { default: start, prepare } = await import(address);
  await start();
  return (name) => {
    const { before, after } = bodies[name] ?? { before: NONE, after: NONE };
    const made = prepare(name, before.bytes);
    if (!made) throw new Error(`the module has no case ${name}`);
    // The body is copied into the module while it runs: that is part of the sample.
    return { run: () => made.run(after.bytes), check: () => made.check(), end: () => made.free() };
  };
}
