// The shapes of `src/atoms.rs` in jotai.
import { atom, createStore } from "jotai/vanilla";

function sets(store, source, times, listened) {
  let sum = 0;
  for (const one of listened) {
    store.sub(one, () => {
      sum += store.get(one);
    });
  }
  return () => {
    sum = 0;
    for (let value = 1; value <= times; value += 1) store.set(source, value);
    return sum;
  };
}

function diamond(width, times) {
  const store = createStore();
  const source = atom(0);
  const sides = Array.from({ length: width }, (_, side) => atom((get) => get(source) + side));
  const tip = atom((get) => {
    let sum = 0;
    for (const side of sides) sum += get(side);
    return sum;
  });
  return sets(store, source, times, [tip]);
}

function chain(length, times) {
  const store = createStore();
  const source = atom(0);
  let last = atom((get) => get(source) + 1);
  for (let link = 1; link < length; link += 1) {
    const before = last;
    last = atom((get) => get(before) + 1);
  }
  return sets(store, source, times, [last]);
}

function fanOut(width, times) {
  const store = createStore();
  const source = atom(0);
  const leaves = Array.from({ length: width }, (_, leaf) => atom((get) => get(source) + leaf));
  return sets(store, source, times, leaves);
}

function ladder(depth, times) {
  const store = createStore();
  const source = atom(0);
  let rungs = [atom((get) => get(source)), atom((get) => get(source) + 1)];
  for (let rung = 1; rung < depth; rung += 1) {
    const [left, right] = rungs;
    rungs = [0, 1].map((offset) => atom((get) => (get(left) + get(right) + offset) % 1000003));
  }
  return sets(store, source, times, rungs);
}

function singleSets(count) {
  const store = createStore();
  const atoms = Array.from({ length: count }, () => atom(0));
  let sum = 0;
  for (const one of atoms) {
    store.sub(one, () => {
      sum += store.get(one);
    });
  }
  return () => {
    sum = 0;
    for (let at = 0; at < count; at += 1) store.set(atoms[at], at + 1);
    return sum;
  };
}

function create(count) {
  const store = createStore();
  return () => {
    const made = [];
    for (let value = 0; value < count; value += 1) {
      const one = atom(value);
      made.push([one, atom((get) => get(one) + 1)]);
    }
    return store.get(made[count - 1][1]);
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
