import { defineConfig } from "vite";

// Vite's defaults for production: minified, hashed names, no source maps.
export default defineConfig({
  base: "/",
  clearScreen: false,
  esbuild: { jsx: "automatic" },
});
