/**
 * Values of the caller's and of the provider's that try to become headers, paths or hosts (SEC-02).
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import { headerNames } from "../../secrets/credentials.ts";
import { json } from "../../upstream/wire.ts";
import { pinned, simulated } from "../_shared/support.ts";

const HOSTILE = [
  "a\r\nx-evil: 1",
  "a\nx-evil: 1\n\nPOST / HTTP/1.1",
  "a\u0000b",
  "a\u2028b",
  "łódź🚤",
  "../../admin",
  "..%2f..%2fadmin",
  "a%23b",
  "a#b?c=d&e",
  "@evil.example",
  "\\\\evil.example\\x",
  "//evil.example/",
  "https://evil.example/v1",
  "{{env}}%{x}",
];

const PRINTABLE = /^[\x20-\x7e]*$/;

function checkReply(context: CaseContext, name: string, reply: Reply): void {
  const odd = [...reply.headers].filter(([, value]) => !PRINTABLE.test(value) || value.length > 300);
  context.check.equal("SEC-02", `${name}.reply-headers`, odd, []);
  context.check.equal("SEC-02", `${name}.no-new-header`, reply.headers.get("x-evil"), null);
}

/** The recorded model: others may stand elsewhere at the same provider. */
const usual = (context: CaseContext) => context.endpointOf(context.recording("chat.basic"));

/** The URL of a harmless request. */
async function plainUrl(context: CaseContext, session: Session): Promise<string> {
  session.answer(simulated(context));
  await session.send(ask(pinned(usual(context))));
  return session.received[0]?.url ?? "";
}

/** A URL without what names the model in it, which every other part must not depend on. */
const around = (url: string): string =>
  url.replace(/\/(models?|deployments)\/[^/?]+?(?=:\w+(?:\?|$)|\/|\?|$)/, "/$1/MODEL");

/** Whatever was sent: the provider's one URL, but for the model where it stands there, and its usual headers. */
function checkOutbound(context: CaseContext, session: Session, name: string, plain: string): void {
  const names = headerNames(context.provider, context.recording("chat.basic"));
  for (const request of session.received) {
    // A name that a path cannot hold may travel in the body, to the same host.
    const { origin } = new URL(request.url);
    const inBody = isObject(request.json) && typeof request.json.model === "string";
    const fits = around(request.url) === around(plain) || (inBody && origin === new URL(plain).origin);
    context.check.equal("SEC-02", `${name}.url`, fits ? around(plain) : request.url, around(plain));
    const seen = [...request.headers].map(([header]) => header).sort();
    context.check.equal("SEC-02", `${name}.headers`, seen, names);
    const odd = [...request.headers].filter(([, value]) => !PRINTABLE.test(value));
    context.check.equal("SEC-02", `${name}.header-values`, odd, []);
  }
}

/** Places of a body that hold the caller's own text. */
const bodiesWith = (model: string, text: string): [place: string, body: JsonObject][] => [
  ["user", ask(model, { user: text })],
  ["unknown-key", ask(model, { [text]: 1 })],
  ["stop", ask(model, { stop: [text] })],
  ["content", { model, messages: [{ role: "user", content: text, name: text } as Json] }],
];

export const injectionCases: readonly Case[] = [
  {
    id: "security.injection.body-values",
    area: "security",
    title: "Line breaks, NULs and foreign letters in any text of the body change neither URL nor headers",
    why: "a value that reaches a header or a path unescaped is a second request",
    requirements: ["SEC-02"],
    needs: { scenarios: ["chat.basic"] },
    run: async (context) => {
      const session = await context.open();
      const model = pinned(usual(context));
      const plain = await plainUrl(context, session);
      const all = HOSTILE.flatMap((text, index) =>
        bodiesWith(model, text).map(([place, body]) => ({ place, body, name: `${place}.${index}` })),
      );
      for (const { body, name } of context.sample(all, { kindOf: ({ place }) => place })) {
        session.answer(simulated(context));
        const reply = await session.send(body);
        context.check.equal("SEC-02", `${name}.served`, reply.status, 200);
        checkOutbound(context, session, name, plain);
        checkReply(context, name, reply);
      }
    },
  },
  {
    id: "security.injection.model",
    area: "security",
    title: "A hostile model name is refused, or travels in the body only",
    why: "models stand in paths at some hosts, and in headers of our own answers",
    requirements: ["SEC-02"],
    needs: { scenarios: ["chat.basic"], unlistedModels: true },
    run: async (context) => {
      const { slug } = context.provider;
      const session = await context.open();
      const plain = await plainUrl(context, session);
      for (const [index, text] of context.sample([...HOSTILE.entries()])) {
        for (const model of [text, `${text}/${slug}`, `${pinned(usual(context))}/${text}`]) {
          session.answer(simulated(context));
          const reply = await session.send(ask(model));
          const name = `${index}.${model.length}`;
          context.check.that("SEC-02", `${name}.status`, reply.status === 200 || reply.status === 400, {
            expected: "200 (a model that only the provider knows) or 400",
            seen: [reply.status, reply.text],
          });
          checkOutbound(context, session, name, plain);
          checkReply(context, name, reply);
        }
      }
    },
  },
  {
    id: "security.injection.upstream-id",
    area: "security",
    title: "Odd bytes in the provider's request id neither break the answer nor reach the caller",
    why: "a header copied raw either fails the answer or splits it",
    requirements: ["SEC-02"],
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      const ids: [given: string, shown: string][] = [
        ["req-\u00e9\u0080-1", "req--1"],
        ["req\t2", "req2"],
        ["r".repeat(5_000), "r".repeat(256)],
      ];
      for (const [index, [given, shown]] of ids.entries()) {
        const headers: [string, string][] = [["x-request-id", given]];
        const answers = [
          json(200, context.wire.completion("Out."), headers),
          context.simulate.error(500, "Lost", { headers }),
        ];
        for (const answer of answers) {
          session.answer(answer);
          const reply = await session.send(ask(model));
          checkReply(context, `${index}.${reply.status}`, reply);
          const seen = reply.headers.get("helicone-upstream-request-id");
          context.check.equal("SEC-02", `${index}.${reply.status}.id`, seen, shown);
        }
      }
    },
  },
];
