/**
 * The rules of the architecture that a machine can check: which way imports point, what is pure, and where providers may be named.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { PLAIN_TRAITS } from "../registry/apis/codec.ts";
import { clientCodecs, UPSTREAM_APIS, upstreamCodecs } from "../registry/apis/index.ts";
import { openRegistry, providers } from "../registry/index.ts";
import { OpenAiProvider } from "../registry/providers/openai/index.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const LAYERS = [
  "registry",
  "reference-gateway",
  "conformance",
  "scripts",
  "recordings",
  "snapshots",
] as const;
type Layer = (typeof LAYERS)[number];

const slashes = (path: string): string => path.split(sep).join("/");

function filesOf(layer: string): string[] {
  return readdirSync(join(ROOT, layer), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(`${sep}node_modules`))
    .map((entry) => slashes(relative(ROOT, join(entry.parentPath, entry.name))));
}

const sources = (layer: string): string[] => filesOf(layer).filter((file) => /\.tsx?$/.test(file));
const isTest = (file: string): boolean => /\.test\.ts$/.test(file);
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");

interface Import {
  file: string;
  /** The layer it leads to, or the package. */
  to: string;
  target: string;
  /** Loaded only when the code comes there. */
  isLate: boolean;
}

const IMPORT =
  /(?:^|\n)(?:import|export)\s+(type\s+)?(?:[^;"']*?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

function importsOf(file: string): Import[] {
  return [...read(file).matchAll(IMPORT)].map(([, , fixed, dynamic]) => {
    const specifier = fixed ?? dynamic ?? "";
    const target = specifier.startsWith(".") ? slashes(join(dirname(file), specifier)) : specifier;
    return { file, to: target.split("/")[0] ?? "", target, isLate: fixed === undefined };
  });
}

const importsFrom = (layer: Layer): Import[] => sources(layer).flatMap(importsOf);
const ours = (list: readonly Import[]): Import[] =>
  list.filter(({ to }) => (LAYERS as readonly string[]).includes(to));
const shown = (list: readonly Import[]): string[] => list.map(({ file, target }) => `${file} → ${target}`);

/** Each layer and the layers that it may import. */
const ARROWS: readonly [Layer, readonly Layer[]][] = [
  ["registry", ["registry"]],
  ["reference-gateway", ["reference-gateway", "registry"]],
  ["conformance", ["conformance", "registry", "reference-gateway"]],
  ["scripts", ["scripts", "conformance", "reference-gateway", "registry"]],
];

describe("imports point one way", () => {
  test.each(ARROWS)("%s imports only from %j", (layer, allowed) => {
    const wrong = ours(importsFrom(layer)).filter(({ to }) => !(allowed as readonly string[]).includes(to));
    expect(shown(wrong)).toEqual([]);
  });

  test("the suite knows the gateway, its types too, only in the reference target, the replaying provider and planted defects", () => {
    const MAY =
      /^conformance\/(?:targets\/reference(?:-databases)?\.ts|upstream\/replay-transport\.ts|defects\/)/;
    const wrong = ours(importsFrom("conformance")).filter(
      ({ file, to }) => to === "reference-gateway" && !MAY.test(file) && !isTest(file),
    );
    expect(shown(wrong)).toEqual([]);
  });

  test("contracts share nothing with what they judge: no import of the registry or of the gateway", () => {
    const shared = importsFrom("conformance").filter(
      ({ file, target }) =>
        file.startsWith("conformance/contracts/") &&
        !target.startsWith("conformance/contracts/") &&
        (LAYERS as readonly string[]).includes(target.split("/")[0] ?? ""),
    );
    expect(shown(shared)).toEqual([]);
  });

  test("MSW and nock never meet in one file's reach", () => {
    const users = (name: string) =>
      [...importsFrom("conformance"), ...importsFrom("scripts")].filter(({ to }) => to === name);
    expect(users("nock").every(({ file }) => file.startsWith("conformance/nock/"))).toBe(true);
    expect(users("msw").some(({ file }) => file.startsWith("conformance/nock/"))).toBe(false);
  });

  test("recordings and snapshots hold no code", () => {
    const code = [...filesOf("recordings"), ...filesOf("snapshots")].filter((file) =>
      /\.[cm]?[jt]sx?$/.test(file),
    );
    expect(code).toEqual([]);
  });
});

/** Every file of ours that is loaded with a file. */
function loadedWith(file: string, late: boolean): ReadonlySet<string> {
  const found = new Set([file]);
  for (const one of found)
    for (const { target, to, isLate } of importsOf(one))
      if ((LAYERS as readonly string[]).includes(to) && (late || !isLate)) found.add(target);
  return found;
}

describe("npm start", () => {
  const ofSuite = (late: boolean): string[] =>
    [...loadedWith("scripts/serve.ts", late)].filter((file) => file.startsWith("conformance/"));

  test("loads nothing of the suite", () => {
    expect(ofSuite(false)).toEqual([]);
  });

  test("loads the suite's recordings where it replays", () => {
    expect(ofSuite(true)).toContain("conformance/recordings/store.ts");
  });
});

describe("the registry is pure", () => {
  const pure = sources("registry").filter((file) => !isTest(file));

  test("it imports no I/O", () => {
    const io = pure.flatMap(importsOf).filter(({ target }) => /^node:|^undici|^hono|^@hono/.test(target));
    expect(shown(io)).toEqual([]);
  });

  test.each([
    /\bprocess\.\w/,
    /\bDate\.now\(/,
    /\bnew Date\(\)/,
    /\bMath\.random\(/,
    /\bfetch\(/,
    /\bsetTimeout\(/,
  ])("it contains no %s", (pattern) => {
    expect(pure.filter((file) => pattern.test(read(file)))).toEqual([]);
  });
});

describe("providers are named in their own files only", () => {
  const slugs = Object.keys(providers).join("|");
  const compared = new RegExp(`(?:===|!==|case|includes\\()\\s*["'](?:${slugs})["']`);
  const files = [
    ...sources("registry"),
    ...sources("reference-gateway"),
    ...sources("conformance/cases"),
  ].filter((file) => !isTest(file));

  test("no code decides by a provider's name", () => {
    expect(files.filter((file) => compared.test(read(file)))).toEqual([]);
  });
});

test.each(UPSTREAM_APIS)("the dialect %s has the files that every dialect has", (dialect) => {
  const folder = `registry/apis/${dialect}`;
  const files = sources("registry")
    .filter((file) => dirname(file) === folder)
    .map((file) => file.slice(folder.length + 1));
  for (const name of ["request", "response", "stream", "errors", "usage", "index"])
    expect(files).toContain(`${name}.ts`);
});

test("names the files in which an API reads and writes read-…, write-… and pass-…", () => {
  const others = sources("registry").filter((file) =>
    /^registry\/apis\/[^/]+\/(?:client|upstream)\/(?:decode|encode|decoder|encoder)\b/.test(file),
  );
  expect(others).toEqual([]);
  for (const api of UPSTREAM_APIS.filter((name) => name !== "openai-chat"))
    expect(filesOf("registry"), api).toContain(`registry/apis/${api}/client/read-request.ts`);
});

test("reads the streams of every API in one loop, and what is the API's own in upstream/read-stream", () => {
  const files = filesOf("registry");
  for (const api of UPSTREAM_APIS) expect(files).toContain(`registry/apis/${api}/upstream/read-stream.ts`);
  const loops = sources("registry").filter(
    (file) =>
      /^registry\/apis\/[^/]+\/(?!test\/)/.test(file) &&
      !isTest(file) &&
      /for await \(const/.test(read(file)),
  );
  expect(loops.toSorted()).toEqual(
    ["event-stream", "read-events", "sse"].map((file) => `registry/apis/_shared/${file}.ts`),
  );
});

/** What each file of a dialect gives, whatever else it gives besides. */
const EXPORTS: Readonly<Record<string, readonly string[]>> = {
  request: ["encodeRequest", "decodeRequest", "addressNative", "path"],
  response: ["decodeResponse", "encodeResponse"],
  stream: ["decodeStream", "encodeStream"],
  errors: ["decodeError", "encodeError", "isError"],
  usage: ["readUsage", "writeUsage"],
};

test.each(UPSTREAM_APIS)(
  "the dialect %s has the exports that every dialect has, and they are its own",
  async (name) => {
    const sides = [upstreamCodecs[name], clientCodecs[name]];
    expect(sides.map(({ id }) => id)).toEqual([name, name]);
    for (const [file, names] of Object.entries(EXPORTS)) {
      const found: Record<string, unknown> = await import(`../registry/apis/${name}/${file}.ts`);
      for (const given of names) {
        expect(typeof found[given], `${file}.ts: ${given}`).toBe("function");
        expect(
          sides.flatMap((side) => Object.values(side)),
          `${file}.ts: ${given}`,
        ).toContain(found[given]);
      }
    }
  },
);

describe("codecs refuse in one way", () => {
  const NO_BODY = [null, "text", 7, [], {}];

  test("finds no error class of an API's own", () => {
    const MAY = ["registry/apis/codec.ts", "registry/apis/_shared/refusals.ts"];
    const own = sources("registry").filter(
      (file) => file.startsWith("registry/apis/") && !isTest(file) && /\bextends Error\b/.test(read(file)),
    );
    expect(own.toSorted()).toEqual(MAY.toSorted());
  });

  test.each(UPSTREAM_APIS)("gives a result where the decoders of %s get what is no body", (api) => {
    const [endpoint] = openRegistry().indexes.endpoints;
    if (!endpoint) throw new Error("the registry has no endpoints");
    const context = {
      endpoint,
      traits: PLAIN_TRAITS,
      convention: new OpenAiProvider().chatApi("openai-chat").usage,
      request: { model: "m", messages: [{ role: "user" as const, content: "Hi." }] },
      nowSeconds: 1_796_000_000,
      fallbackId: "fallback",
    };
    for (const body of NO_BODY) {
      expect(upstreamCodecs[api].decodeResponse(body, context)).toMatchObject({ ok: false });
      expect(clientCodecs[api].decodeRequest(body, {})).toMatchObject({ ok: false });
    }
  });
});

test("writes fields and entries where they stand: spreads no literal", () => {
  const literal = /\.\.\.\{(?![^{}]*\}\[\])|\.\.\.\[[^\][]*\](?=\s*[,\]])/;
  const code = (["registry", "reference-gateway", "conformance", "scripts"] as const).flatMap(sources);
  expect(code.filter((file) => literal.test(read(file)))).toEqual([]);
});

test("files stay small: none over 400 lines", () => {
  const code = (["registry", "reference-gateway", "conformance", "scripts"] as const).flatMap(sources);
  const long = code.filter(
    (file) => !file.startsWith("registry/authors/") && read(file).split("\n").length > 401,
  );
  expect(long).toEqual([]);
});
