import { defineConfig } from "vite";

export default defineConfig({
  base: "/static/build/",
  publicDir: false,
  build: {
    outDir: "placette/core/static/build",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsDir: "",
    assetsInlineLimit: 0,
    target: "es2022",
    rollupOptions: {
      input: ["frontend/main.ts", "frontend/elements/place-map.ts", "frontend/workers/hand-overs.ts"],
    },
    chunkSizeWarningLimit: 1200, // MapLibre, which only comes where a map is opened
  },
});
