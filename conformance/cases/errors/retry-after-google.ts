/**
 * How long to wait, as Google says it: in the body alone (ERR-05).
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { ask } from "../../engine/session.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { json, sse } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";

const limited = (retryDelay: string): JsonObject => ({
  error: {
    code: 429,
    status: "RESOURCE_EXHAUSTED",
    message: "Quota exceeded for this minute.",
    details: [
      { "@type": "type.googleapis.com/google.rpc.Help", links: [] },
      { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay },
    ],
  },
});

const DELAYS: readonly [delay: string, seconds: string | null][] = [
  ["34s", "34"],
  ["34.074824224s", "35"],
  ["0.200s", "1"],
  ["86400s", "86400"],
  ["soon", null],
];

export const googleRetryCases: readonly Case[] = [
  {
    id: "errors.retry-after.retry-info",
    area: "errors",
    title: "Google's RetryInfo becomes the header, out of a plain error, a list, a 200 and a stream",
    why: "Google sends no header at all; without this a caller hammers a quota that resets in a minute",
    requirements: ["ERR-05"],
    needs: { api: "gemini" },
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      for (const [delay, seconds] of DELAYS) {
        const body = limited(delay);
        const answers: [name: string, answer: UpstreamAnswer, stream: boolean][] = [
          ["plain", json(429, body), false],
          ["list", json(429, [body]), true],
          ["in-200", json(200, body), false],
          ["first-event", sse([`data: ${JSON.stringify(body)}\r\n\r\n`]), true],
        ];
        for (const [name, answer, stream] of answers) {
          session.answer(answer);
          const reply = await session.send(ask(model, { stream }));
          const seen = [reply.status, reply.headers.get("retry-after")];
          context.check.equal("ERR-05", `${name}.${delay}`, seen, [429, seconds]);
          context.count(1);
        }
      }
    },
  },
];
