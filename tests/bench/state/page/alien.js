// The shapes of `src/atoms.rs` in alien-signals.
import { computed, effect, signal } from "alien-signals";

function sets(source, times, listened) {
  let sum = 0;
  for (const one of listened) {
    effect(() => {
      sum += one();
    });
  }
  return () => {
    sum = 0;
    for (let value = 1; value <= times; value += 1) source(value);
    return sum;
  };
}

function diamond(width, times) {
  const source = signal(0);
  const sides = Array.from({ length: width }, (_, side) => computed(() => source() + side));
  const tip = computed(() => {
    let sum = 0;
    for (const side of sides) sum += side();
    return sum;
  });
  return sets(source, times, [tip]);
}

function chain(length, times) {
  const source = signal(0);
  let last = computed(() => source() + 1);
  for (let link = 1; link < length; link += 1) {
    const before = last;
    last = computed(() => before() + 1);
  }
  return sets(source, times, [last]);
}

function fanOut(width, times) {
  const source = signal(0);
  const leaves = Array.from({ length: width }, (_, leaf) => computed(() => source() + leaf));
  return sets(source, times, leaves);
}

function ladder(depth, times) {
  const source = signal(0);
  let rungs = [computed(() => source()), computed(() => source() + 1)];
  for (let rung = 1; rung < depth; rung += 1) {
    const [left, right] = rungs;
    rungs = [0, 1].map((offset) => computed(() => (left() + right() + offset) % 1000003));
  }
  return sets(source, times, rungs);
}

function singleSets(count) {
  const atoms = Array.from({ length: count }, () => signal(0));
  let sum = 0;
  for (const one of atoms) {
    effect(() => {
      sum += one();
    });
  }
  return () => {
    sum = 0;
    for (let at = 0; at < count; at += 1) atoms[at](at + 1);
    return sum;
  };
}

function create(count) {
  return () => {
    const made = [];
    for (let value = 0; value < count; value += 1) {
      const one = signal(value);
      made.push([one, computed(() => one() + 1)]);
    }
    return made[count - 1][1]();
  };
}

export const cases = {
  diamond: () => diamond(100, 1000),
  chain: () => chain(50, 1000),
  "fan-out": () => fanOut(1000, 100),
  "ladder-10": () => ladder(10, 1000),
  "ladder-16": () => ladder(16, 1000),
  "single-sets": () => singleSets(10000),
  create: () => create(10000),
};
