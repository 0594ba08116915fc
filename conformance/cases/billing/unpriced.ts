/**
 * What has no price is not sold: PTB refuses it by name, BYOK lets it pass (BIL-06).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask, bodyOf } from "../../engine/session.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { checkBooks } from "./exits.ts";

interface Feature {
  topic: string;
  title: string;
  body: JsonObject;
  /** What the refusal must name. */
  param: string;
  where?: (endpoint: Endpoint) => boolean;
  /** Where it is not a feature without a price, it says nothing here. */
  needs?: Case["needs"];
}

/** Has no tier of service that is asked for as priority a price at this endpoint? */
const pricesNoPriority = ({ modifiers = [] }: Endpoint): boolean =>
  !modifiers.some(({ matches }) => matches("priority") || matches("on_demand_priority"));

const features: readonly Feature[] = [
  {
    topic: "web-search",
    title: "Web search, paid by the search",
    body: { web_search_options: {} },
    param: "web_search_options",
  },
  {
    topic: "hosted-tool",
    title: "A tool that the provider runs itself",
    body: { tools: [{ type: "code_interpreter", container: { type: "auto" } }] },
    param: "tools[0]",
    where: (endpoint) => endpoint.capabilities.has("tools"),
    needs: { capabilities: ["tools"] },
  },
  {
    topic: "audio-output",
    title: "Spoken answers",
    body: { modalities: ["text", "audio"], audio: { voice: "alloy", format: "wav" } },
    param: "modalities",
  },
  {
    topic: "prediction",
    title: "A prediction, whose rejected tokens are billed",
    body: { prediction: { type: "content", content: "Out." } },
    param: "prediction",
  },
  {
    topic: "priority-tier",
    title: "A service tier whose price nobody told",
    body: { service_tier: "priority" },
    param: "service_tier",
    where: pricesNoPriority,
    needs: { endpoints: { that: "whose priority tier has no price", where: pricesNoPriority } },
  },
];

export const unpricedCases: readonly Case[] = features.map(({ topic, title, body, param, where, needs }) => ({
  id: `billing.unpriced.${topic}`,
  area: "billing",
  title: `${title}: refused by name where the gateway pays, passed on where the caller does`,
  why: "let through, it is billed at token prices that do not cover it; refused in BYOK, it is a feature lost",
  requirements: ["BIL-06"],
  ...(needs ? { needs } : {}),
  run: async (context) => {
    const session = await context.open();
    session.answer(simulated(context));
    const reply = await session.send(ask(pinned(context.endpoint(where)), body));
    if (context.mode === "byok") {
      const { code, param: named } = errorOf(reply) ?? {};
      // A wire without a place for it cannot pass it on, and says so by name (MAP-09).
      if (context.api.id !== "openai-chat" || reply.status !== 200) {
        const told = reply.status === 200 || (code === "unsupported_parameter" && named === param);
        context.check.equal("BIL-06", "passes-or-named", told, true);
        return;
      }
      context.check.equal("BIL-06", "passes", reply.status, 200);
      const sent = bodyOf(session.received[0]);
      // What the endpoint does not list at all is dropped and named elsewhere (MAP-09); the rest arrives.
      const dropped = (reply.headers.get("x-dropped-parameters") ?? "").split(", ");
      for (const [key, value] of Object.entries(body)) {
        if (!dropped.includes(key)) context.check.equal("BIL-06", `arrives.${key}`, sent[key], value);
      }
      return;
    }
    context.check.equal("BIL-06", "status", reply.status, 400);
    context.check.equal("BIL-06", "code", errorOf(reply)?.code, "unpriced_feature");
    context.check.equal("BIL-06", "param", errorOf(reply)?.param, param);
    context.check.equal("BIL-06", "no-upstream-call", session.received.length, 0);
    await checkBooks(context, session, "BIL-06", "books", { charged: 0n, entries: 0 });
  },
}));
