/**
 * What passes between caller and target: a call through the gateway and a direct one differ in nothing but what must not
 * travel (PRX-01, PRX-02, PRX-08).
 * @module
 */
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { canaries } from "../../secrets/canaries.ts";
import type { CameIn } from "../../upstream/target-side.ts";
import { openPassing, type Passing, valuesOf } from "../_shared/pass.ts";

const TARGET = "https://api.openai.com";

/** What a target sees of a call, without what only concerns its connection. */
const seenBy = ({ method, path, fields, trailers, body }: CameIn) => ({
  method,
  path,
  trailers,
  body: body.toString("latin1"),
  fields: fields.filter(([name]) => !["host", "connection"].includes(name.toLowerCase())),
});

/** The same call through the gateway and directly: what the target sees of each. */
async function both({ side, pass, direct }: Passing, asking: Parameters<Passing["direct"]>[0]) {
  side.forget();
  const through = await pass(TARGET, asking);
  const [passed] = side.calls;
  side.forget();
  const plain = await direct({ ...asking, fields: [["Host", "api.openai.com"], ...(asking.fields ?? [])] });
  const [straight] = side.calls;
  return { through, plain, passed: passed && seenBy(passed), straight: straight && seenBy(straight) };
}

const PATHS = [
  "/v1/chat/completions",
  "/v1//chat/../completions",
  "/%2e%2e/%2E%2E/x",
  "/./a/./b/..",
  "//evil.example/x",
  "/v2/publish/https://example.com/a?b=1&b=2&c",
  "/x?",
  "/x?a=%20&b=+&c=%C3%A4&d=%zz",
  "/a%2fb%2Fc/%e2%82%ac/?q=%c3%a4&empty=&r=a+b/",
  "/%",
  "/a;b=c,d?e=[1]&f={}|^`",
  "/model/us.amazon.nova-lite-v1%3A0/converse",
];

async function paths(context: CaseContext): Promise<void> {
  const passing = await openPassing(context);
  for (const path of PATHS) {
    const { passed, straight } = await both(passing, { path });
    context.check.equal("PRX-08", `path ${path}`, passed?.path, path);
    context.check.equal("PRX-01", `call ${path}`, passed, straight);
  }
  context.count(PATHS.length);
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"];

async function methods(context: CaseContext): Promise<void> {
  const passing = await openPassing(context);
  const body = Buffer.from([0, 255, 13, 10, 0, 128, 1]);
  for (const method of METHODS) {
    const withBody = [
      { method, body },
      { method, body: Buffer.alloc(0) },
    ];
    // Who says nothing about a body has none, by these methods.
    const without = ["GET", "HEAD", "DELETE", "OPTIONS"].includes(method) ? [{ method }] : [];
    for (const asking of method === "HEAD" ? without : [...withBody, ...without]) {
      const { through, plain, passed, straight } = await both(passing, { ...asking, path: "/x" });
      context.check.equal("PRX-01", `${method} arrives`, passed, straight);
      context.check.equal("PRX-01", `${method} answer`, through.body.toString(), plain.body.toString());
    }
  }
}

const SENT: [string, string][] = [
  ["Authorization", "Bearer the-callers-own-provider-key"],
  ["x-api-key", "another-provider-key"],
  ["API-Key", "a-third-one"],
  ["X-Twice", "1"],
  ["Accept-Encoding", "br, zstd"],
  ["x-twice", "2"],
  ["Content-Type", "application/json"],
  ["OpenAI-Organization", "org"],
  ["X-Latin", "caf\u00e9"],
  ["X-Empty", ""],
  ["X-Spaces", "two  blanks, and  more"],
];

/** What must not travel, and why. */
const STOPPED: [string, string][] = [
  ["Helicone-Property-Boat", "Tide"],
  ["HELICONE-User-Id", "u"],
  ["helicone-target-provider", "OpenAI"],
  ["Keep-Alive", "timeout=5"],
  ["Proxy-Authorization", "Basic eA=="],
  ["Proxy-Authenticate", "Basic"],
  ["Proxy-Connection", "keep-alive"],
  ["TE", "trailers"],
  ["Upgrade", "h2c"],
  ["X-Key", canaries.gatewayKey.a],
];

async function fields(context: CaseContext): Promise<void> {
  const { check } = context;
  const { side, pass } = await openPassing(context);
  const named: [string, string][] = [
    // Several lines, several names in one, in any case and with any blanks.
    ["Connection", "close, X-Hop,x-other-HOP"],
    ["connection", "  keep-alive  ,X-Third "],
    ["X-Hop", "1"],
    ["X-Other-Hop", "2"],
    ["x-third", "3"],
  ];
  await pass(TARGET, { method: "POST", path: "/x", body: "{}", fields: [...SENT, ...STOPPED, ...named] });
  const arrived = side.calls[0]?.fields.filter(([name]) => name.toLowerCase() !== "connection");
  check.equal("PRX-02", "request", arrived, [["Host", "api.openai.com"], ...SENT, ["Content-Length", "2"]]);

  const answered: [string, string][] = [
    ["X-Request-Id", "req_1"],
    ["Set-Cookie", "a=1"],
    ["Set-Cookie", "b=2"],
    ["Cache-Control", "max-age=9"],
    ["Vary", "Accept-Encoding"],
    ["X-Twice", "1"],
    ["Link", "</a>; rel=next"],
    ["x-twice", "2"],
    ["X-Empty", ""],
    ["X-Spaces", "two  blanks, and  more"],
    ["Content-Length", "2"],
  ];
  side.answer((outgoing) => {
    outgoing.sendDate = false;
    outgoing.writeHead(
      200,
      [
        ...answered,
        ["Connection", "X-Hop,X-OTHER-hop"],
        ["connection", " keep-alive ,x-third"],
        ["X-Hop", "1"],
        ["x-other-hop", "2"],
        ["X-Third", "3"],
        ["Keep-Alive", "timeout=5"],
        ["Proxy-Authenticate", "Basic"],
        // A target that is a gateway, too: its word is about another request.
        ["Helicone-Id", "of-the-target"],
      ].flat(),
    );
    outgoing.end("ok");
  });
  const got = await pass(TARGET, { path: "/x" });
  const own = ["helicone-id", "connection"];
  // The gateway's own line of it comes behind the target's.
  const kept = got.fields.filter(
    ([name, value]) => !own.includes(name.toLowerCase()) && !value.startsWith("Helicone-"),
  );
  check.equal("PRX-02", "answer", kept, answered);
  const varies = valuesOf(got, "vary").flatMap((value) => value.toLowerCase().split(/, */));
  check.equal("SEC-04", "vary", varies.sort(), ["accept-encoding", "helicone-auth", "helicone-target-url"]);
  check.equal("PRX-02", "id", valuesOf(got, "helicone-id").length, 1);
}

const STATUSES = [
  200, 201, 204, 206, 301, 302, 303, 304, 307, 308, 400, 401, 404, 409, 429, 451, 500, 503, 529,
];

async function statuses(context: CaseContext): Promise<void> {
  const { side, pass } = await openPassing(context);
  for (const status of STATUSES) {
    side.forget();
    const words = `Tide ${status}, as said`;
    side.answer((outgoing) =>
      outgoing.writeHead(status, words, { location: "https://evil.example/x", "x-own": "1" }).end(),
    );
    const got = await pass(TARGET, { path: "/x", fields: [["Authorization", "Bearer provider-key"]] });
    context.check.equal("PRX-01", `status ${status}`, [got.status, valuesOf(got, "x-own")], [status, ["1"]]);
    context.check.equal("PRX-01", `words of ${status}`, got.reason, words);
    context.check.equal(
      "PRX-05",
      `redirect ${status}`,
      [side.calls.length, valuesOf(got, "location")],
      [1, ["https://evil.example/x"]],
    );
  }
}

/** What comes behind a body: checksums, signatures, a status of gRPC. */
async function trailers(context: CaseContext): Promise<void> {
  const { check } = context;
  const passing = await openPassing(context);
  passing.side.answer((outgoing) => {
    outgoing.writeHead(200, { "content-type": "application/octet-stream", trailer: "X-Sum, X-State" });
    outgoing.write("first");
    outgoing.addTrailers({ "X-Sum": "a1", "X-State": "ok" });
    outgoing.end("last");
  });
  const sent: [string, string][] = [["X-Checksum", "c0ffee"]];
  const { through, plain, passed, straight } = await both(passing, {
    method: "POST",
    path: "/x",
    body: "tide",
    trailers: sent,
    fields: [["Trailer", "X-Checksum"]],
  });
  check.equal("PRX-01", "request", passed, straight);
  check.equal("PRX-01", "request trailers", passed?.trailers, sent);
  check.equal("PRX-01", "answer trailers", through.trailers, plain.trailers);
  check.equal("PRX-01", "answer", [through.trailers.length, through.body.toString()], [2, "firstlast"]);
  check.equal("PRX-02", "announced", valuesOf(through, "trailer"), ["X-Sum, X-State"]);
}

/** A caller who waits for a word before the body is sent gets it, and the word is between the two alone. */
async function expects(context: CaseContext): Promise<void> {
  const { side, pass } = await openPassing(context);
  const got = await pass(TARGET, { method: "POST", path: "/x", body: "tide", expects: true });
  const [arrived] = side.calls;
  context.check.equal("PRX-01", "told to go on", [got.status, got.toldToGoOn], [200, true]);
  context.check.equal("PRX-01", "body", arrived?.body.toString(), "tide");
  context.check.equal("PRX-02", "expect", valuesOf({ fields: arrived?.fields ?? [] }, "expect"), []);
}

const STREAM = Buffer.from(
  ': ping\r\n\r\ndata: {"choices":[{"delta":{"content":"\u{1F30A}潮\u{1F30A}潮\u{1F30A}潮\u{1F30A}潮\u{1F30A}潮\u{1F30A}潮"}}]}\n\ndata: [DONE]\n\n',
);

async function cuts(context: CaseContext): Promise<void> {
  const { side, pass } = await openPassing(context);
  const all = Array.from({ length: STREAM.byteLength - 1 }, (_, i) => i + 1);
  // Always within a character: there a chunk that is read as text by itself breaks.
  const within = all.filter((at) => ((STREAM[at] ?? 0) & 0xc0) === 0x80).slice(0, 2);
  const positions = [...new Set([...within, ...context.sample(all)])];
  for (const at of positions) {
    side.answer((outgoing) => {
      outgoing.writeHead(200, { "content-type": "text/event-stream" });
      // Two turns of the loop later, so that the first part is a chunk of its own.
      const rest = () => outgoing.end(STREAM.subarray(at));
      outgoing.write(STREAM.subarray(0, at), () => setImmediate(() => setImmediate(rest)));
    });
    const got = await pass(TARGET, { method: "POST", path: "/v1/chat/completions", body: "{}" });
    context.check.equal("PRX-01", `cut ${at}`, got.body.toString("latin1"), STREAM.toString("latin1"));
  }
  context.count(positions.length);
}

/** As some hosts spell it. */
const JSON_TYPE = "Application/JSON; Charset=UTF-8";

async function packed(context: CaseContext): Promise<void> {
  const { side, pass, session } = await openPassing(context);
  const usage = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
  const plain = Buffer.from(JSON.stringify({ usage }));
  const body = JSON.stringify({ model: "gpt-4o-mini" });
  for (const [encoding, bytes] of [
    ["identity", plain],
    ["gzip", gzipSync(plain)],
    ["br", brotliCompressSync(plain)],
    ["deflate", deflateSync(plain)],
    // Other words for the same: an old one, and one in capitals.
    ["x-gzip", gzipSync(plain)],
    ["GZIP", gzipSync(plain)],
  ] as const) {
    side.answer((outgoing) =>
      outgoing.writeHead(200, { "content-type": JSON_TYPE, "content-encoding": encoding }).end(bytes),
    );
    const got = await pass(TARGET, {
      method: "POST",
      path: "/v1/chat/completions",
      body,
      fields: [["Content-Type", "application/json"]],
    });
    context.check.equal("PRX-01", `${encoding} bytes`, got.body.toString("hex"), bytes.toString("hex"));
    context.check.equal("PRX-01", `${encoding} kept`, valuesOf(got, "content-encoding"), [encoding]);
    // 1000 at 0.15 and 100 at 0.60 USD per million.
    context.check.equal(
      "PRX-07",
      `${encoding} cost`,
      (await session.lastRecord())?.cost?.amount,
      210_000_000n,
    );
  }
}

const about = { area: "passthrough", modes: ["byok"], once: true } as const;

export const wireCases: readonly Case[] = [
  {
    ...about,
    id: "passthrough.wire.paths",
    title: "Paths and queries travel byte for byte",
    why: "a normalised path is another path: a traversal, or a broken URL inside of it",
    requirements: ["PRX-08", "PRX-01"],
    run: paths,
  },
  {
    ...about,
    id: "passthrough.wire.methods",
    title: "Every method travels with its body, empty ones too",
    why: "gateways force POST, or drop bodies that they do not expect",
    requirements: ["PRX-01"],
    run: methods,
  },
  {
    ...about,
    id: "passthrough.wire.fields",
    title: "Fields travel in order and number, but for those of the gateway and of one connection",
    why: "leaked gateway headers show keys and customers to providers; lost ones break SDKs",
    requirements: ["PRX-02", "SEC-04"],
    run: fields,
  },
  {
    ...about,
    id: "passthrough.wire.expects",
    title: "A caller who waits to be told to go on is told so by the gateway, and the target is not asked",
    why: "a word that is passed on waits for a target that never says it, and the body with it",
    requirements: ["PRX-01", "PRX-02"],
    run: expects,
  },
  {
    ...about,
    id: "passthrough.wire.trailers",
    title: "Fields behind a body travel in both directions",
    why: "a checksum that is lost on the way makes a good answer look broken, or a broken one good",
    requirements: ["PRX-01", "PRX-02"],
    run: trailers,
  },
  {
    ...about,
    id: "passthrough.wire.statuses",
    title: "Every status reaches the caller, and no redirect is followed",
    why: "a redirect that is followed carries the key to whoever the target names",
    requirements: ["PRX-01", "PRX-05"],
    run: statuses,
  },
  {
    ...about,
    id: "passthrough.wire.cuts",
    title: "A stream is the same wherever it is cut",
    why: "chunks end where the network likes",
    requirements: ["PRX-01"],
    run: cuts,
  },
  {
    ...about,
    id: "passthrough.wire.packed",
    title: "Compressed answers stay compressed, and are priced",
    why: "usage in a body that is not unpacked is no usage",
    requirements: ["PRX-01", "PRX-07"],
    run: packed,
  },
];
