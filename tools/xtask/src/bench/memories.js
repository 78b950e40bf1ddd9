// Knows every WebAssembly.Memory of a page or worker, however it comes into being, and keeps none
// alive. It runs before the other scripts there, and only while memory is measured.
(() => {
  const seen = new WeakSet();
  const memories = [];
  const add = (value) => {
    if (!(value instanceof WebAssembly.Memory) || seen.has(value)) return;
    seen.add(value);
    memories.push(new WeakRef(value));
  };
  const addAll = (instance, imports) => {
    Object.values(instance.exports).forEach(add);
    for (const module of Object.values(imports ?? {})) Object.values(module).forEach(add);
  };
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (source, imports, ...rest) => {
      const result = await original.call(WebAssembly, source, imports, ...rest);
      addAll(result.instance ?? result, imports);
      return result;
    };
  }
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, [module, imports]) {
      const instance = new target(module, imports);
      addAll(instance, imports);
      return instance;
    },
  });
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
    construct(target, parameters) {
      const memory = new target(...parameters);
      add(memory);
      return memory;
    },
  });
  globalThis.benchMemories = () =>
    memories.reduce((sum, memory) => sum + (memory.deref()?.buffer.byteLength ?? 0), 0);
})();
