/**
 * What only Anthropic's API has words for, from its own callers: as it came at endpoints of that API, and refused by name at
 * others (MAP-16).
 * @module
 */
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { bodyOf } from "../../engine/session.ts";
import { pinned, simulated } from "../_shared/support.ts";

const AT_MESSAGES = { path: "/v1/messages" };
const API = "anthropic-messages";

const TOOL: JsonObject = { name: "bell", input_schema: { type: "object", properties: {} } };
/** A result that names a tool in the place of a text. */
const REFERENCE: Json = [{ type: "tool_reference", tool_name: "bell" }];
const HISTORY: Json = [
  { role: "user", content: "Find a tool." },
  { role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: "bell", input: {} }] },
  { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: REFERENCE }] },
];

/** How the provider is to manage the context; its beta opts into it. */
const MANAGED: JsonObject = { context_management: { edits: [{ type: "clear_tool_uses_20250919" }] } };
/** A faster answer at another price, where to think, tools elsewhere: not every host of the API has them. */
const DEARER: JsonObject = {
  speed: "fast",
  inference_geo: "us",
  mcp_servers: [{ type: "url", url: "https://bells.example.com/mcp", name: "bells" }],
};
const BETA = { "anthropic-beta": "context-management-2025-06-27" };

export const onlyHereCases: readonly Case[] = [
  {
    id: "mapping.only-here.content",
    area: "mapping",
    title:
      "Passes content that only Anthropic's API has words for to its endpoints, and refuses it by name at others",
    why: "a reference that is dropped leaves the model without the tool that it searched for",
    requirements: ["MAP-16"],
    needs: { capabilities: ["tools"] },
    run: async (context) => {
      const session = await context.open();
      session.answer(simulated(context));
      const model = pinned(context.endpoint(({ capabilities }) => capabilities.has("tools")));
      const asked = { model, max_tokens: 64, tools: [TOOL], messages: HISTORY };
      const reply = await session.send(asked, AT_MESSAGES);
      const isHere = context.api.id === API;
      context.check.equal("MAP-16", "status", reply.status, isHere ? 200 : 400, reply.text.slice(0, 300));
      context.check.equal("MAP-16", "requests", session.received.length, isHere ? 1 : 0);
      const passed = session.received[0]?.body.includes(JSON.stringify(REFERENCE)) ?? false;
      context.check.equal("MAP-16", "as-it-came", passed, isHere);
      if (!isHere) context.check.equal("MAP-16", "names-it", reply.text.includes("tool_reference"), true);
    },
  },
  {
    id: "mapping.only-here.fields",
    area: "mapping",
    title:
      "Passes fields that only Anthropic's API has to its endpoints where the caller pays, and names them as dropped elsewhere",
    why: "dropped silently the agent forgets; sent on the gateway's key it costs what no list here holds",
    requirements: ["MAP-16", "MAP-09", "BIL-06"],
    needs: { api: API },
    run: async (context) => {
      const session = await context.open();
      const paysHere = context.mode === "ptb";
      const fields = paysHere ? { ...MANAGED, ...DEARER } : MANAGED;
      for (const stream of [false, true]) {
        session.answer(simulated(context, stream));
        const asked = {
          model: pinned(context.endpoint()),
          max_tokens: 64,
          stream,
          messages: [{ role: "user", content: "Go on." }],
          ...fields,
        };
        const reply = await session.send(asked, { ...AT_MESSAGES, headers: BETA });
        context.check.equal("MAP-16", `status.${stream}`, reply.status, 200, reply.text.slice(0, 300));
        const sent = bodyOf(session.received[0]);
        const dropped = (reply.headers.get("x-dropped-parameters") ?? "").split(", ");
        for (const [name, value] of Object.entries(fields)) {
          const rule = paysHere ? "BIL-06" : "MAP-16";
          context.check.equal(rule, `sent.${name}.${stream}`, sent[name], paysHere ? undefined : value);
          context.check.equal("MAP-09", `listed.${name}.${stream}`, dropped.includes(name), paysHere);
        }
      }
    },
  },
];
