/**
 * The usage object that callers get adds up, whatever the provider's convention (USE-06).
 * @module
 */
import { at, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { assemble, whole } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import type { Counts } from "../../oracle/price.ts";
import { classesOf, pinned } from "../_shared/support.ts";
import { GOOD_SCENARIOS } from "./recorded.ts";

const CACHED = ["cacheRead", "cacheReadAudio"];
const PROMPT = ["input", ...CACHED, "cacheWrite5m", "cacheWrite1h", "audioInput", "imageInput"];
const COMPLETION = ["output", "reasoning", "audioOutput", "imageOutput"];

const sum = (counts: Counts, classes: readonly string[]): number =>
  classes.reduce((total, name) => total + (counts[name] ?? 0), 0);

function checkUsage(context: CaseContext, name: string, usage: JsonObject | null, counts: Counts): void {
  const { check } = context;
  const prompt = sum(counts, PROMPT);
  const completion = sum(counts, COMPLETION);
  check.equal("USE-06", `${name}.prompt`, usage?.prompt_tokens, prompt);
  check.equal("USE-06", `${name}.completion`, usage?.completion_tokens, completion);
  check.equal("USE-06", `${name}.total`, usage?.total_tokens, prompt + completion);
  const cached = at(usage, ["prompt_tokens_details", "cached_tokens"]);
  const reasoning = at(usage, ["completion_tokens_details", "reasoning_tokens"]);
  check.equal("USE-06", `${name}.cached`, cached, sum(counts, CACHED));
  check.equal("USE-06", `${name}.reasoning`, reasoning, counts.reasoning ?? 0);
}

export const callerUsage: readonly Case[] = [
  {
    id: "usage.caller.recorded",
    area: "usage",
    title:
      "Prompt plus completion is the total, cached within prompt, reasoning within completion, in every answer",
    why: "callers bill their own users by these numbers",
    requirements: ["USE-06"],
    needs: { scenarios: ["chat.basic", "stream.basic"] },
    run: async (context) => {
      const session = await context.open();
      for (const recording of context.sample(context.recordings(GOOD_SCENARIOS), { own: true })) {
        const streamed = recording.meta.scenario.startsWith("stream.");
        const more: JsonObject = streamed ? { stream_options: { include_usage: true } } : {};
        session.answerWith(recording);
        const model = pinned(context.endpointOf(recording));
        const reply = await session.send(session.bodyFor(recording, model, more));
        const { usage } = streamed ? assemble(reply) : whole(reply);
        checkUsage(context, recording.meta.scenario, usage, recording.meta.expect?.usage ?? {});
      }
    },
  },
  {
    id: "usage.caller.simulated",
    area: "usage",
    title: "Cached input and reasoning reach the caller as parts of prompt and completion",
    why: "an adapter that subtracts the parts gives a total that does not add up",
    requirements: ["USE-06"],
    run: async (context) => {
      const session = await context.open();
      const told = { prompt: 1000, cached: 400, completion: 100, reasoning: 60 };
      const usage = context.wire.usage(told);
      const counts = classesOf(context.wire, told);
      const model = pinned(context.endpoint());
      session.answer(context.simulate.completion("Out.", usage));
      checkUsage(context, "json", whole(await session.send(ask(model))).usage, counts);
      session.answer(context.simulate.stream(["Out."], usage));
      const asked = { stream: true, stream_options: { include_usage: true } };
      checkUsage(context, "stream", assemble(await session.send(ask(model, asked))).usage, counts);
    },
  },
];
