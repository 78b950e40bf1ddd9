// A module with the state layers, in the shape of the peers.

/** Returns the side of the module that is bound at this address. */
export async function side(address) {
  const { default: start, prepare } = await import(address);
  await start();
  return (name) => {
    const made = prepare(name);
    if (!made) throw new Error(`the module has no case ${name}`);
    return { run: () => made.run(), end: () => made.free() };
  };
}
