// Bundles the stylesheet and the scripts of every room into koinon/ui/static/ui/build.
// Entry points: each *.css and *.js that stands directly in src/koinon/<room>/frontend/.
import { build, context } from "esbuild";
import { copyFile, mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const rooms = join(here, "..", "..");
const outdir = join(here, "..", "static", "ui", "build");
const modules = join(here, "..", "..", "..", "..", "node_modules");

async function entryPoints() {
  const found = [];
  for (const room of await readdir(rooms, { withFileTypes: true })) {
    const folder = join(rooms, room.name, "frontend");
    const names = room.isDirectory() ? await readdir(folder).catch(() => []) : [];
    found.push(...names.filter((n) => /\.(css|js)$/.test(n)).map((n) => join(folder, n)));
  }
  return found.sort();
}

const options = {
  entryPoints: await entryPoints(),
  outdir,
  entryNames: "[name]",
  assetNames: "fonts/[name]",
  bundle: true,
  minify: true,
  format: "iife",
  charset: "utf8",
  legalComments: "none",
  target: ["chrome111", "firefox113", "safari16.4"],
  loader: { ".woff2": "file" },
  external: ["*.svg"], // stand in static/ui already; collectstatic gives them their hashed names
  nodePaths: [modules],
  logLevel: "info",
};

// htmx comes minified better than esbuild would; its settings stand in a <meta> (ui/base.html).
await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
await copyFile(join(modules, "htmx.org", "dist", "htmx.min.js"), join(outdir, "htmx.js"));

if (process.argv.includes("--watch")) {
  await (await context(options)).watch();
} else {
  await build(options);
}
