/**
 * The same scenario in both modes differs in the credential and in who is billed, and in nothing else (BIL-08).
 * @module
 */
import { isObject, type JsonObject } from "../../../registry/json.ts";
import type { Case, Mode } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import type { Recording } from "../../recordings/load.ts";
import { canaries } from "../../secrets/canaries.ts";
import type { Received } from "../../upstream/server.ts";
import { pinned } from "../_shared/support.ts";

/** The id of the n-th request, the same in both modes. */
const requestId = (index: number): string => `0b1f6a52-77de-4c41-9d0e-${String(index).padStart(12, "0")}`;

/** Failures that are the gateway's own in PTB and the caller's in BYOK, by design (ERR-03). */
const CREDENTIAL_STATUSES = [401, 402, 403];

const headersOf = (headers: Headers, secret: string): [string, string][] =>
  [...headers].map(([name, value]) => [
    name,
    value.replaceAll(secret, "KEY").replace(/Signature=[0-9a-f]+/, "Signature=SIGNATURE"),
  ]);

/** What reached the provider, with the credential masked. */
const requestView = ({ method, url, headers, body }: Received, secret: string) => ({
  method,
  url,
  headers: headersOf(headers, secret),
  body,
});

/** The caller's view without the mode, which answers and lists of attempts name on purpose. */
function replyView({ status, headers, text, json }: Reply) {
  const kept = [...headers].filter(([name]) => name !== "helicone-mode");
  const error = json && isObject(json.error) ? json.error : null;
  if (!error || !Array.isArray(error.attempts)) return { status, headers: kept, text };
  const attempts = error.attempts.map(
    (attempt): JsonObject => ({ ...(isObject(attempt) ? attempt : {}), mode: "any" }),
  );
  return { status, headers: kept, text: JSON.stringify({ ...json, error: { ...error, attempts } }) };
}

/** Plays recordings in one mode; gives each request and reply, comparable with the other mode's. */
async function playAll(context: CaseContext, recordings: readonly Recording[], mode: Mode) {
  const session = await context.open({ mode });
  const { slug } = context.provider;
  const secret = mode === "byok" ? canaries.vault("a", slug) : canaries.platform(slug);
  const seen = [];
  for (const [index, recording] of recordings.entries()) {
    const model = pinned(context.endpointOf(recording));
    const headers = { "helicone-request-id": requestId(index) };
    const reply = await session.play(recording, model, {}, { headers });
    const requests = session.received.map((request) => requestView(request, secret));
    seen.push({ requests, reply: replyView(reply), named: reply.headers.get("helicone-mode") });
  }
  return seen;
}

const kinds: readonly { topic: string; title: string; pick: RegExp }[] = [
  { topic: "json", title: "Whole answers", pick: /^chat\./ },
  { topic: "stream", title: "Streams", pick: /^stream\./ },
  { topic: "errors", title: "Failures", pick: /^error\./ },
];

export const modeCases: readonly Case[] = kinds.map(({ topic, title, pick }) => ({
  id: `billing.modes.${topic}`,
  area: "billing",
  title: `${title}: the same upstream request but for the key, and the same answer, in PTB and BYOK`,
  why: "two code paths drift apart, and the one that is tested less breaks",
  requirements: ["BIL-08"],
  modes: ["ptb"],
  needs: { scenarios: ["chat.basic", "stream.basic"] },
  run: async (context) => {
    const recordings = context.allRecordings().filter(({ meta }) => pick.test(meta.scenario));
    const ptb = await playAll(context, recordings, "ptb");
    const byok = await playAll(context, recordings, "byok");
    for (const [i, { meta }] of recordings.entries()) {
      const name = meta.scenario;
      context.check.equal("BIL-08", `${name}.upstream-request`, ptb[i]?.requests, byok[i]?.requests);
      if (CREDENTIAL_STATUSES.includes(meta.expect?.errorStatus ?? 200)) continue;
      context.check.equal("BIL-08", `${name}.answer`, ptb[i]?.reply, byok[i]?.reply);
      if (!name.startsWith("error.")) {
        context.check.equal("BIL-08", `${name}.mode-named`, [ptb[i]?.named, byok[i]?.named], ["ptb", "byok"]);
      }
    }
  },
}));
