/**
 * Streams for Anthropic's clients open with the counts that the provider opened with: its SDK reads the input there (RES-08).
 * @module
 */
import { isObject, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { ask } from "../../engine/session.ts";
import { eventsIn } from "../_shared/responses-judge.ts";
import { pinned } from "../_shared/support.ts";

const INPUT_COUNTS = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"];

/** The input counts with which a stream of messages opens; what is not told is 0. */
function openingCounts(text: string): number[] {
  const opening = eventsIn(text).find(({ data }) => data.type === "message_start")?.data.message;
  const usage: JsonObject = isObject(opening) && isObject(opening.usage) ? opening.usage : {};
  return INPUT_COUNTS.map((name) => Number(usage[name] ?? 0));
}

export const firstCounts: readonly Case[] = [
  {
    id: "response.messages.first-counts",
    area: "response",
    title: "Opens a streamed message with the input counts that the provider opened it with",
    why: "agents read the size of their context off the opening, and see an empty one",
    requirements: ["RES-08"],
    needs: { scenarios: ["stream.basic"], api: "anthropic-messages" },
    run: async (context) => {
      const session = await context.open();
      for (const recording of context.recordings(["stream.basic", "stream.cached", "stream.cache-writes"])) {
        const told = Buffer.from(recording.responseBody).toString("utf8");
        session.answer(context.simulate.pieces([told]));
        const body = {
          model: pinned(context.endpointOf(recording)),
          max_tokens: 64,
          stream: true,
          messages: [{ role: "user", content: "Where does the tide go?" }],
        };
        const reply = await session.send(body, { path: "/v1/messages" });
        const name = recording.meta.scenario;
        context.check.equal("RES-08", `${name}.counts`, openingCounts(reply.text), openingCounts(told));
      }
    },
  },
  {
    id: "response.messages.first-counts-translated",
    area: "response",
    title: "Opens a translated message with the counts that its provider tells from the first chunk on",
    why: "hosts that count as they go have told the prompt by then; an opening of zeros hides it",
    requirements: ["RES-08"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint();
      const usage = context.wire.usage({ prompt: 4321, completion: 5 });
      const pieces = context.wire.stream(["The tide ", "goes out."]).map((piece) =>
        String(piece).replace(/^data: (\{.*\})$/gm, (_line, json: string) => {
          const chunk: JsonObject = JSON.parse(json);
          return `data: ${JSON.stringify({ ...chunk, usage })}`;
        }),
      );
      session.answer(context.simulate.pieces(pieces));
      const body = ask(pinned(endpoint), { max_tokens: 64, stream: true });
      const reply = await session.send(body, { path: "/v1/messages" });
      context.check.equal("RES-08", "counts", openingCounts(reply.text), [4321, 0, 0]);
    },
  },
];
