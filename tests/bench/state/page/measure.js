// Measures cases on all sides in turn, and compares what they say they have computed.

/**
 * A side of plain JavaScript: a case is what it runs, and what it builds is left to the garbage
 * collector, or it says itself how it is checked and ends.
 */
export const plain = (cases) => (name) => {
  const made = cases[name]();
  return typeof made === "function" ? { run: made, check: () => 0, end: () => {} } : made;
};

/**
 * Runs each case `warmUps` and then `runs` times on every side, the sides in turn. A sample is the
 * time of one run; building a case is not part of it, nor is looking at what the run has left
 * behind, and every run has a case of its own.
 */
export async function measure({ names, sides, warmUps, runs, now }) {
  const results = [];
  for (const name of names) {
    const samples = Object.fromEntries(Object.keys(sides).map((side) => [side, []]));
    const checksums = {};
    for (let round = 0; round < warmUps + runs; round += 1) {
      const order = Object.keys(sides);
      // Whoever comes first meets a processor that has rested.
      if (round % 2 === 1) order.reverse();
      for (const side of order) {
        const one = await sides[side](name);
        const begin = now();
        const result = await one.run();
        const time = now() - begin;
        if (!(result > 0)) throw new Error(`${side} has computed nothing in ${name}: ${result}`);
        const checksum = `${result} and ${one.check()}`;
        one.end();
        if (checksums[side] !== undefined && checksums[side] !== checksum) {
          throw new Error(`${side} has different checksums of ${name}`);
        }
        checksums[side] = checksum;
        if (round >= warmUps) samples[side].push(time);
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    }
    const all = Object.values(checksums);
    if (!all.every((checksum) => checksum === all[0])) {
      throw new Error(`the checksums of ${name} differ: ${JSON.stringify(checksums)}`);
    }
    results.push({ name, checksum: all[0], samples });
  }
  return results;
}
