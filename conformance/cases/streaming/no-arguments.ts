/**
 * Streamed calls of tools that take no arguments, as hosts really send them: with nothing where the arguments belong (STR-04).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { parsedCalls, play, withOwnIds } from "../_shared/support.ts";

export const noArgumentStreams: readonly Case[] = [
  {
    id: "streaming.tools.recorded-no-arguments",
    area: "streaming",
    title: "A call for which the host sends no arguments arrives with {}",
    why: "callers parse the arguments, and an empty string is no JSON",
    requirements: ["STR-04"],
    needs: { scenarios: ["stream.tools.no-arguments"] },
    run: async (context) => {
      const { answer, recording } = await play(context, "stream.tools.no-arguments");
      const expected = recording.meta.expect?.toolCalls;
      context.check.equal("STR-04", "calls", withOwnIds(parsedCalls(answer), expected), expected);
      const texts = answer.toolCalls.map((call) => call.arguments);
      context.check.equal("STR-04", "never-empty", texts.includes(""), false);
    },
  },
];
