// Bundles what the browser receives into dist/, which the Go binary embeds.
// Every file name carries a hash of its content, so that a browser may keep it
// for ever; dist/manifest.json maps plain names to hashed ones.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { feature } from "topojson-client";

const dist = new URL("./dist/", import.meta.url).pathname;
const manifest = {};

function clean() {
  for (const file of readdirSync(dist)) {
    if (file !== ".gitkeep") rmSync(join(dist, file), { recursive: true });
  }
}

async function bundle() {
  const result = await build({
    absWorkingDir: new URL(".", import.meta.url).pathname,
    entryPoints: [
      { in: "src/app.js", out: "app" },
      { in: "src/rtl.css", out: "app-rtl" },
      { in: "src/ltr.css", out: "app-ltr" },
    ],
    outdir: "dist",
    bundle: true,
    minify: true,
    metafile: true,
    format: "iife",
    target: ["es2022", "chrome111", "firefox113", "safari16.4"],
    legalComments: "none", // the licences are all in licences.txt
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file" },
    logLevel: "warning",
  });
  for (const [path, output] of Object.entries(result.metafile.outputs)) {
    const file = basename(path);
    const name = output.entryPoint ? file.replace(/-[A-Z0-9]{8}(\.\w+)$/, "$1") : fontName(file);
    manifest[name] = file;
  }
}

function fontName(file) {
  return file.replace(/-[A-Z0-9]{8}(\.\w+)$/, "$1");
}

function emit(name, text) {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase();
  const file = name.replace(/(\.\w+)$/, `-${hash}$1`);
  writeFileSync(join(dist, file), text);
  manifest[name] = file;
}

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url)));

// The outlines become GeoJSON with our codes as their only property: the words
// come from the table that a map is drawn from.
function outlines(name, source, codeOf) {
  const topology = read(`./node_modules/morocco-map/data/${source}.json`);
  const all = feature(topology, topology.objects[source]);
  const features = all.features.map((f) => ({
    type: "Feature",
    properties: { code: codeOf(f.id) },
    geometry: { type: f.geometry.type, coordinates: thinned(f.geometry.coordinates, f.geometry.type === "Polygon" ? 1 : 2) },
  }));
  const codes = new Set(features.map((f) => f.properties.code));
  if (codes.size !== features.length || codes.has(undefined)) throw new Error(`${source}: codes missing or double`);
  emit(name, JSON.stringify({ type: "FeatureCollection", attribution: "© OpenStreetMap contributors, ODbL 1.0", features }));
}

// A hundredth of a degree (1 km) is finer than an overview map shows. Shared
// borders stay shared since both sides are rounded alike.
function thinned(coordinates, depth) {
  if (depth > 1) return coordinates.map((part) => thinned(part, depth - 1)).filter((part) => part.length > 0);
  return coordinates.map(thinnedRing).filter((ring) => ring.length > 3);
}

function thinnedRing(ring) {
  const out = [];
  for (const [x, y] of ring) {
    const point = [Math.round(x * 100) / 100, Math.round(y * 100) / 100];
    const last = out[out.length - 1];
    if (!last || last[0] !== point[0] || last[1] !== point[1]) out.push(point);
  }
  return out;
}

function licences() {
  const parts = Object.keys(read("./package.json").dependencies).map((name) => {
    const home = new URL(`./node_modules/${name}/`, import.meta.url).pathname;
    const about = JSON.parse(readFileSync(join(home, "package.json")));
    const file = readdirSync(home).find((f) => /^licen[cs]e/i.test(f));
    const text = file ? readFileSync(join(home, file), "utf8") : "";
    return `${name} ${about.version}\nLicence: ${about.license}\n${text}`;
  });
  emit("licences.txt", parts.join(`\n${"-".repeat(72)}\n`));
}

function compress() {
  for (const file of readdirSync(dist)) {
    if (/\.(js|css|json|txt|svg)$/.test(file)) writeFileSync(join(dist, file + ".gz"), gzipSync(readFileSync(join(dist, file)), { level: 9 }));
  }
}

clean();
await bundle();
const provinceCodes = read("./src/provinces.json");
outlines("regions.json", "regions", (id) => id.replace("MA-", ""));
outlines("provinces.json", "provinces", (id) => provinceCodes[id]);
emit("icon.svg", readFileSync(new URL("./src/icon.svg", import.meta.url), "utf8"));
licences();
compress();
writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
