/**
 * Bodies that want to be too much (SEC-03).
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { ask, bodyOf } from "../../engine/session.ts";
import { pinned, simulated } from "../_shared/support.ts";

const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;

export const bodyCases: readonly Case[] = [
  {
    id: "security.body.size",
    area: "security",
    title: "A body of the limit is read, one byte more is 413, whatever length it claims",
    why: "counting only what content-length says counts nothing",
    requirements: ["SEC-03"],
    run: async (context) => {
      const body = ask(pinned(context.endpoint()), { user: "x".repeat(400) });
      const size = JSON.stringify(body).length;
      const cases: [name: string, limit: number, headers: Record<string, string>, status: number][] = [
        ["at-the-limit", size, {}, 200],
        ["one-more", size - 1, {}, 413],
        ["claims-less", size - 1, { "content-length": "10" }, 413],
        ["claims-nonsense", size - 1, { "content-length": "many" }, 413],
        ["claims-more", size, { "content-length": "999999999" }, 413],
      ];
      for (const [name, maxBodyBytes, headers, status] of cases) {
        const session = await context.open({ limits: { maxBodyBytes } });
        session.answer(simulated(context));
        const reply = await session.send(body, { headers });
        context.check.equal("SEC-03", name, reply.status, status);
        context.check.equal("SEC-03", `${name}.calls`, session.received.length, status === 200 ? 1 : 0);
      }
    },
  },
  {
    id: "security.body.depth",
    area: "security",
    title: "Nesting beyond the limit is 400; brackets and quotes inside strings do not count",
    why: "deep nesting ends recursive code, and a slow check is an attack of its own",
    requirements: ["SEC-03"],
    run: async (context) => {
      const session = await context.open({ limits: { maxDepth: 10 } });
      const model = JSON.stringify(pinned(context.endpoint()));
      const body = (extra: string): string =>
        `{"model":${model},"messages":[{"role":"user","content":"x"}],"extra":${extra}}`;
      const text = JSON.stringify(`${"[{".repeat(50)}\\"${'"'.repeat(9)}`);
      const cases: [name: string, rawBody: string, status: number][] = [
        ["at-the-limit", body(nested(9)), 200],
        ["one-more", body(nested(10)), 400],
        ["endless", body(nested(100_000)), 400],
        ["endless-unclosed", "[".repeat(100_000), 400],
        ["inside-strings", body(text), 200],
        ["long-string", body(JSON.stringify("[".repeat(3_000_000))), 200],
        ["quotes-unclosed", `"${'\\"'.repeat(30_000)}`, 400],
      ];
      for (const [name, rawBody, status] of cases) {
        session.answer(simulated(context));
        const reply = await session.send({}, { rawBody });
        context.check.equal("SEC-03", name, reply.status, status);
      }
    },
  },
  {
    id: "security.body.prototype",
    area: "security",
    title: "Keys that poison prototypes are refused or ignored, and nothing of them stays",
    why: "one merged __proto__ changes every object of every tenant",
    requirements: ["SEC-03"],
    run: async (context) => {
      const session = await context.open();
      const model = JSON.stringify(pinned(context.endpoint()));
      const poison = '{"polluted":"yes"}';
      const places: [name: string, extra: string][] = [
        ["top", `"__proto__":${poison}`],
        ["nested", `"metadata":{"a":{"__proto__":${poison}}}`],
        ["escaped", `"\\u005f_proto__":${poison}`],
        ["constructor", `"constructor":{"prototype":${poison}}`],
        ["to-string", `"toString":"x","hasOwnProperty":1,"valueOf":null`],
      ];
      for (const [name, extra] of places) {
        const rawBody = `{"model":${model},"messages":[{"role":"user","content":"x"}],${extra}}`;
        session.answer(simulated(context));
        const reply = await session.send({}, { rawBody });
        context.check.that("SEC-03", `${name}.status`, reply.status === 200 || reply.status === 400, {
          expected: "200 or 400",
          seen: [reply.status, reply.text],
        });
        context.check.equal("SEC-03", `${name}.nothing-stays`, "polluted" in {}, false);
        const sent = Object.keys(bodyOf(session.received[0]));
        const odd = sent.filter((key) => key in Object.prototype);
        context.check.equal("SEC-03", `${name}.not-sent-on`, odd, []);
        session.answer(simulated(context));
        const next = await session.send(ask(pinned(context.endpoint())));
        context.check.equal("SEC-03", `${name}.next-works`, next.status, 200);
      }
    },
  },
  {
    id: "security.body.elements",
    area: "security",
    title: "Bodies of few bytes and very many values or keys are 400, naming what is too much",
    why: "each value costs a check and memory: four megabytes of zeros once ended the process",
    requirements: ["SEC-03"],
    run: async (context) => {
      const session = await context.open({ limits: { maxElements: 500, maxKeys: 40 } });
      const model = JSON.stringify(pinned(context.endpoint()));
      const message = '{"role":"user","content":"x"}';
      const body = (extra: string): string => `{"model":${model},"messages":[${message}],"extra":${extra}}`;
      const list = (item: string, times: number): string => `[${Array(times).fill(item).join(",")}]`;
      const keys = (times: number): string =>
        `{${Array.from({ length: times }, (_, i) => `"k${i}":0`).join(",")}}`;
      const cases: [name: string, rawBody: string, status: number][] = [
        ["few", body(list("0", 400)), 200],
        ["many-values", body(list("0", 600)), 400],
        ["many-objects", body(list("{}", 300)), 400],
        ["many-messages", `{"model":${model},"messages":${list("0", 100_000)}}`, 400],
        ["few-keys", body(keys(40)), 200],
        ["many-keys", body(keys(41)), 400],
        ["inside-strings", body(JSON.stringify(",[{:".repeat(5000))), 200],
      ];
      for (const [name, rawBody, status] of cases) {
        session.answer(simulated(context));
        const reply = await session.send({}, { rawBody });
        context.check.equal("SEC-03", name, reply.status, status);
        context.check.equal("SEC-03", `${name}.calls`, session.received.length, status === 200 ? 1 : 0);
      }
    },
  },
  {
    id: "security.body.media-address",
    area: "security",
    title:
      "An address of a picture that leads into a private network is refused before any provider fetches it",
    why: "whoever fetches it stands in a network of its own, metadata services included",
    requirements: ["SEC-02"],
    run: async (context) => {
      const session = await context.open();
      const image = (url: string): JsonObject => ({
        model: pinned(context.endpoint()),
        messages: [{ role: "user", content: [{ type: "image_url", image_url: { url } }] }],
      });
      for (const host of ["127.0.0.1", "2130706433", "169.254.169.254", "[::1]", "10.0.0.1", "localhost."]) {
        session.answer(simulated(context));
        const reply = await session.send(image(`https://${host}/a.png`));
        context.check.equal("SEC-02", host, [reply.status, session.received.length], [400, 0]);
        context.check.equal("SEC-02", `${host}.says`, reply.text.includes("image_url"), true);
      }
    },
  },
];
