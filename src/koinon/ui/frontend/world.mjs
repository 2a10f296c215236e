// Makes koinon/ui/data/world.json: countries as drawn paths in the Equal Earth projection, by place code.
// Run by `npm run world` when the borders' package changes; the file is kept with the code.
// Projection: Šavrič, Patterson and Jenny, "The Equal Earth map projection", 2018.
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "..", "..", "..", "..", "node_modules");
const atlas = join(modules, "world-atlas");
const WIDTH = 2000; // units of the whole world's width; one is about 20 km at the equator
const SMALL = 30; // square units below which a country is shown as a dot too
const LEAST = 3; // square units of an island that is drawn
const KOSOVO = "XKX"; // has no number in ISO 3166-1 and none in the source
const LEFT_OUT = new Set(["ATA"]);
const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
const scale = WIDTH / (2 * 2.70663);

function projected([longitude, latitude]) {
  const theta = Math.asin((Math.sqrt(3) / 2) * Math.sin((latitude * Math.PI) / 180));
  const [t2, t6] = [theta ** 2, theta ** 6];
  const slope = A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2);
  const x = (2 * Math.sqrt(3) * ((longitude * Math.PI) / 180) * Math.cos(theta)) / (3 * slope);
  const y = theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2));
  return [x * scale, -y * scale];
}

const TOP = projected([0, 83.7])[1];
const BOTTOM = projected([0, -56])[1];
const placed = (point) => {
  const [x, y] = projected(point);
  return [Math.round(x + WIDTH / 2), Math.round(y - TOP)];
};

/** Rings of each polygon of a geometry, as [longitude, latitude]. */
function polygons(topology, geometry) {
  const [[sx, sy], [dx, dy]] = [topology.transform.scale, topology.transform.translate];
  const line = (index) => {
    let [x, y] = [0, 0];
    const points = topology.arcs[index < 0 ? ~index : index].map(([a, b]) => {
      x += a;
      y += b;
      return [x * sx + dx, y * sy + dy];
    });
    return index < 0 ? points.reverse() : points;
  };
  const ring = (arcs) => arcs.flatMap((index, n) => (n ? line(index).slice(1) : line(index)));
  const every = geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs;
  return every.map((rings) => rings.map(ring));
}

/** The rings of a polygon, those that cross the 180th meridian cut along it. */
function cut(rings) {
  return rings.flatMap((ring) => {
    let turn = 0;
    const unrolled = ring.map(([longitude, latitude], n) => {
      const step = n ? longitude - ring[n - 1][0] : 0;
      turn += step > 180 ? -360 : step < -180 ? 360 : 0;
      return [longitude + turn, latitude];
    });
    return [-360, 0, 360].map((shift) => clipped(clipped(moved(unrolled, shift), -1), 1));
  }).filter((ring) => ring.length);
}

const moved = (ring, shift) => ring.map(([longitude, latitude]) => [longitude + shift, latitude]);

/** What of a closed ring lies within 180 degrees on one side, by Sutherland and Hodgman. */
function clipped(ring, side) {
  const within = ([longitude]) => longitude * side <= 180;
  const kept = ring.slice(1).flatMap((point, n) => {
    const before = ring[n];
    const along = (side * 180 - before[0]) / (point[0] - before[0]);
    const edge = [side * 180, before[1] + along * (point[1] - before[1])];
    if (within(before)) return within(point) ? [point] : [edge];
    return within(point) ? [edge, point] : [];
  });
  return kept.length ? [...kept, kept[0]] : kept;
}

function area(ring) {
  return Math.abs(
    ring.reduce((sum, [x, y], n) => {
      const [a, b] = ring[(n + 1) % ring.length];
      return sum + x * b - a * y;
    }, 0) / 2,
  );
}

/** Without neighbours that fall upon each other or lie between two on one line. */
function thinned(ring) {
  const apart = ring.filter(([x, y], n) => !n || x !== ring[n - 1][0] || y !== ring[n - 1][1]);
  return apart.filter(([x, y], n) => {
    if (!n || n === apart.length - 1) return true;
    const [[a, b], [c, d]] = [apart[n - 1], apart[n + 1]];
    return (x - a) * (d - y) !== (c - x) * (y - b);
  });
}

function drawn(ring) {
  let [x, y] = ring[0];
  const steps = ring.slice(1, -1).map(([a, b]) => {
    const step = `${a - x}${b - y < 0 ? "" : " "}${b - y}`;
    [x, y] = [a, b];
    return step;
  });
  return `M${ring[0][0]} ${ring[0][1]}l${steps.join(" ").replaceAll(" -", "-")}z`;
}

/** A country's path, the box of its largest part, and its size. */
function shape(topology, geometry) {
  const parts = polygons(topology, geometry).map((rings) =>
    cut(rings).map((ring) => thinned(ring.map(placed))).sort((a, b) => area(b) - area(a)),
  );
  parts.sort((a, b) => area(b[0]) - area(a[0]));
  const kept = parts.filter((rings, n) => !n || area(rings[0]) >= LEAST);
  const [xs, ys] = [0, 1].map((axis) => kept[0][0].map((point) => point[axis]));
  return {
    d: kept.flat().filter((ring) => ring.length > 3).map(drawn).join(""),
    box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
    size: parts.reduce((sum, rings) => sum + area(rings[0]), 0),
  };
}

/** The middle of a country's largest part. */
function middle(topology, geometry) {
  const flat = polygons(topology, geometry).flatMap(cut).map((ring) => ring.map(projected));
  flat.sort((a, b) => area(b) - area(a));
  if (!area(flat[0])) return placed(polygons(topology, geometry)[0][0][0]);
  let [x, y, twice] = [0, 0, 0];
  flat[0].forEach(([a, b], n) => {
    const [c, d] = flat[0][(n + 1) % flat[0].length];
    const cross = a * d - c * b;
    [x, y, twice] = [x + (a + c) * cross, y + (b + d) * cross, twice + cross];
  });
  return [Math.round(x / (3 * twice) + WIDTH / 2), Math.round(y / (3 * twice) - TOP)];
}

const read = async (path) => JSON.parse(await readFile(path, "utf8"));
const places = await readFile(join(here, "..", "..", "people", "data", "places.tsv"), "utf8");
const codes = new Map(
  places.split("\n").slice(1).map((line) => line.split("\t")).filter((cells) => cells[2] && !cells[12])
    .map((cells) => [cells[2], cells[0]]),
);
const code = (geometry) => (geometry.properties.name === "Kosovo" ? KOSOVO : codes.get(geometry.id));
const [coarse, fine] = [await read(join(atlas, "countries-110m.json")), await read(join(atlas, "countries-10m.json"))];
const world = { shapes: {}, others: {}, dots: {} };
const sizes = {};
for (const geometry of coarse.objects.countries.geometries) {
  const key = code(geometry);
  if (LEFT_OUT.has(key)) continue;
  const { d, box, size } = shape(coarse, geometry);
  if (key) [world.shapes[key], sizes[key]] = [{ d, box }, size];
  else world.others[geometry.properties.name] = d;
}
for (const geometry of fine.objects.countries.geometries) {
  const key = code(geometry);
  if (!key || LEFT_OUT.has(key) || sizes[key] >= SMALL) continue;
  world.dots[key] ??= middle(fine, geometry);
}
const sorted = (table) => Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
const { version } = await read(join(atlas, "package.json"));
const made = {
  source: "Natural Earth 1:110m and 1:10m, countries",
  address: "https://www.naturalearthdata.com",
  licence: "Public domain",
  by: `world-atlas ${version} (ISC)`,
  projection: "Equal Earth",
  width: WIDTH,
  height: Math.round(BOTTOM - TOP),
  shapes: sorted(world.shapes),
  others: sorted(world.others),
  dots: sorted(world.dots),
};
await writeFile(join(here, "..", "data", "world.json"), `${JSON.stringify(made, null, 1)}\n`);
