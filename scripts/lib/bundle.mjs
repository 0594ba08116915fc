/**
 * The sources of a checkout as a few files of plain JavaScript, kept until a source changes: Node loads them in a fraction
 * of the time that it needs for more than a thousand small ones. Plain JavaScript itself, since it runs before anything
 * else of ours can. `docs/decisions/bundled-commands.md` says why.
 * @module
 */
import { createHash, randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** What decides about the result beside the sources: how they are built, and by which esbuild. */
const TOOLS = [
  fileURLToPath(import.meta.url),
  createRequire(import.meta.url).resolve("esbuild/package.json"),
];
const CURRENT = "current.json";
/** So long a build stays after another one took its place: who runs from it may still load parts of it. */
const KEPT_MS = 2 * 3_600_000;

/** Where the builds of a checkout are kept. Several may share a folder `node_modules` by links: each has its own. */
function folderOf(root) {
  const modules = join(root, "node_modules");
  mkdirSync(modules, { recursive: true });
  const key = createHash("sha256").update(root).digest("hex").slice(0, 16);
  return join(realpathSync(modules), ".cache", "llm-gateway-conformance", key);
}

/** Size and time of change of a file; `null` where there is none. */
function stampOf(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? null : [found.size, found.mtimeMs];
}

/** What was built last: its name, entries, and the stamps of its sources; `null` before the first time. */
function currentIn(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, CURRENT), "utf8"));
  } catch (error) {
    // A file that a dying machine left without its text is as good as none.
    if (error.code === "ENOENT" || error instanceof SyntaxError) return null;
    throw error;
  }
}

const isFresh = ({ name, entries, sources }, { folder, root, wanted }) =>
  wanted.every((entry) => entries.includes(entry)) &&
  existsSync(join(folder, name)) &&
  Object.entries(sources).every(([path, [size, time]]) => {
    const stamp = stampOf(resolve(root, path));
    return stamp !== null && stamp[0] === size && stamp[1] === time;
  });

/** Stands for `import.meta.url` in a bundle: no module of one lies where its source does, beside which it reads files. */
const ADDRESS = "__address";
const ownAddress = {
  name: "own-address",
  setup(build) {
    build.onLoad({ filter: /\.(?:tsx?|mjs)$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      if (!text.includes("import.meta.url")) return undefined;
      return {
        contents: `const ${ADDRESS} = ${JSON.stringify(pathToFileURL(path).href)}; ${text}`,
        loader: /\.mjs$/.test(path) ? "js" : path.slice(path.lastIndexOf(".") + 1),
      };
    });
  },
};

/** The sources of a build with their stamps. What changed while it was read counts as changed since. */
function stamps(inputs, root, begun) {
  const paths = [...inputs, "tsconfig.json", ...TOOLS.map((path) => relative(root, path))];
  return Object.fromEntries(
    paths.flatMap((path) => {
      const stamp = stampOf(resolve(root, path));
      return stamp === null ? [] : [[path, stamp[1] < begun ? stamp : [-1, -1]]];
    }),
  );
}

/** How entries are built: once, or again and again. */
const settings = ({ root, wanted, outdir }) => ({
  absWorkingDir: root,
  entryPoints: wanted,
  outdir,
  outbase: root,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
  define: { "import.meta.url": ADDRESS },
  sourcemap: "linked",
  sourcesContent: false,
  metafile: true,
  logLevel: "silent",
  plugins: [ownAddress],
});

/** Builds into a folder of its own, which gets its name once it is whole. */
async function build({ folder, root, wanted }) {
  const esbuild = await import("esbuild");
  const begun = Date.now();
  const name = `build-${randomBytes(6).toString("hex")}`;
  const draft = join(folder, `${name}.part`);
  mkdirSync(draft, { recursive: true });
  try {
    const { metafile } = await esbuild.build(settings({ root, wanted, outdir: draft }));
    renameSync(draft, join(folder, name));
    return { root, name, entries: wanted, sources: stamps(Object.keys(metafile.inputs), root, begun) };
  } finally {
    rmSync(draft, { recursive: true, force: true });
    await esbuild.stop();
  }
}

/** Whoever reads the file at the same moment sees the old one or the new one. */
function replace(path, text) {
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}

/** Removes what was replaced some time ago, and all of checkouts that are gone. */
function tidy(folder, current) {
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    const stamp = stampOf(path);
    if (entry !== CURRENT && entry !== current && stamp !== null && stamp[1] < Date.now() - KEPT_MS)
      rmSync(path, { recursive: true, force: true });
  }
  for (const entry of readdirSync(dirname(folder))) {
    const other = join(dirname(folder), entry);
    const root = currentIn(other)?.root;
    if (root !== undefined && !existsSync(root)) rmSync(other, { recursive: true, force: true });
  }
}

/**
 * The built files of some entries, by their names; paths from `root`. Others may ask for the same at the same time.
 * @throws Error where the sources do not parse or do not fit together, and where nothing can be written
 */
export async function bundled(root, wanted) {
  const place = { root, wanted, folder: folderOf(root) };
  const last = currentIn(place.folder);
  let current = last;
  if (last === null || !isFresh(last, place)) {
    current = await build(place);
    replace(join(place.folder, CURRENT), JSON.stringify(current));
    // The time of its folder says since when a build is of no use.
    if (last !== null && existsSync(join(place.folder, last.name)))
      utimesSync(join(place.folder, last.name), new Date(), new Date());
    tidy(place.folder, current.name);
  }
  const folder = join(place.folder, current.name);
  return Object.fromEntries(wanted.map((entry) => [entry, join(folder, entry.replace(/\.tsx?$/, ".mjs"))]));
}

/** The first thing that esbuild found wrong, in one line. */
const faultText = ({ errors: [first] = [], message }) => {
  if (first === undefined) return message;
  const at = first.location === null ? "" : `${first.location.file}:${first.location.line}: `;
  return `${at}${first.text}`;
};

/** Writes those that are not there yet; under one name there is only ever one text. */
function write(outputs) {
  for (const { path, contents } of outputs) {
    if (existsSync(path)) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
}

/**
 * A build that is made anew again and again, by a process that keeps what it parsed. A file has another name whenever its
 * text differs, so that it can be imported where an earlier one was. Those of the last two builds are kept, and where one
 * fails all that there are: a process that was told of them may still be starting or loading.
 * @returns `rebuild` gives the files of the entries; it throws an `Error` of one line, with file and line, where the
 * sources do not fit together. `dispose` ends it and removes what was built.
 */
export async function rebuilt(root, wanted) {
  const esbuild = await import("esbuild");
  const outdir = join(folderOf(root), `watch-${randomBytes(6).toString("hex")}`);
  const names = { entryNames: "[dir]/[name]-[hash]", chunkNames: "[name]-[hash]" };
  const context = await esbuild.context({ ...settings({ root, wanted, outdir }), ...names, write: false });
  let [before, last] = [[], []];
  return {
    async rebuild() {
      const { metafile, outputFiles } = await context.rebuild().catch((error) => {
        throw new Error(faultText(error), { cause: error });
      });
      write(outputFiles);
      const now = outputFiles.map(({ path }) => path);
      const kept = new Set([...last, ...now]);
      for (const path of before) if (!kept.has(path)) rmSync(path, { force: true });
      [before, last] = [last, now];
      const built = Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]) =>
        wanted.includes(entryPoint) ? [[entryPoint, resolve(root, path)]] : [],
      );
      return Object.fromEntries(built);
    },
    async dispose() {
      await context.dispose();
      await esbuild.stop();
      rmSync(outdir, { recursive: true, force: true });
    },
  };
}
