/**
 * What hosts say besides the answer must not become chunks that callers trip over (STR-04).
 * @module
 */
import { isObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { Reply } from "../../engine/reply.ts";
import type { ScenarioId } from "../../recordings/scenarios.ts";
import { play } from "../_shared/support.ts";
import { checkChunks } from "./recorded.ts";

/** Chunks that hold no choice, or one with neither a delta nor a finish. */
const idle = (reply: Reply) =>
  reply.events.filter(({ choices }) => {
    const [first] = Array.isArray(choices) ? choices : [];
    return !isObject(first) || (first.finish_reason === null && JSON.stringify(first.delta) === "{}");
  });

const rows: readonly [topic: string, scenario: ScenarioId][] = [
  ["basic", "stream.basic"],
  ["beside-choice", "stream.usage.beside-choice"],
  ["second-finish", "stream.usage.second-finish"],
];

export const relayStreams: readonly Case[] = rows.map(([topic, scenario]) => ({
  id: `streaming.no-idle-chunks.${topic}`,
  area: "streaming",
  title: `Who did not ask for usage gets no chunk that says nothing (${scenario})`,
  why: "clients read choices[0].delta of every chunk, and crash where there is none",
  requirements: ["STR-04"],
  needs: { scenarios: [scenario] },
  run: async (context) => {
    const { reply } = await play(context, scenario);
    checkChunks(context, reply);
    context.check.equal("STR-04", "idle-chunks", idle(reply), []);
  },
}));
