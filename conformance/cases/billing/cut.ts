/**
 * A stream cut after every chunk: nothing is charged before the provider reported usage, the full bill after (BIL-07).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Session } from "../../engine/session.ts";
import { chunkBytes, type Recording } from "../../recordings/load.ts";
import { recordedCost, watchBill } from "../_shared/bill.ts";
import { pinned } from "../_shared/support.ts";
import { GOOD_SCENARIOS } from "../usage/recorded.ts";

const decoder = new TextDecoder();

/** Has a whole event with a usage object arrived by then? An event ends with an empty line. */
function usageArrived(chunks: readonly Uint8Array[]): boolean {
  const text = chunks
    .map((chunk) => decoder.decode(chunk, { stream: true }))
    .join("")
    .replace(/\r\n?/g, "\n");
  decoder.decode();
  const whole = text.slice(0, text.lastIndexOf("\n\n") + 1);
  return /"usage":\s*\{/.test(whole);
}

const endings: Record<"end" | "reset", (chunks: readonly Uint8Array[]) => Iterable<Uint8Array>> = {
  end: (chunks) => chunks,
  reset: (chunks) =>
    (function* () {
      yield* chunks;
      throw new Error("the connection was reset");
    })(),
};

async function chargeOf(
  context: CaseContext,
  session: Session,
  recording: Recording,
  chunks: Iterable<Uint8Array>,
): Promise<bigint> {
  const { status, headers } = recording.meta.response;
  session.answer({ kind: "answer", status, headers: headers.map(([name, value]) => [name, value]), chunks });
  const body = session.bodyFor(recording, pinned(context.endpointOf(recording)));
  const bill = await watchBill(session, () => session.send(body));
  return bill.charged;
}

const streams = (context: CaseContext): Recording[] =>
  context.recordings(GOOD_SCENARIOS.filter((id) => id.startsWith("stream.")));

export const cutCases: readonly Case[] = (["end", "reset"] as const).map((how) => ({
  id: `billing.cut.${how}`,
  area: "billing",
  title:
    how === "end"
      ? "A stream that simply ends after any chunk is charged by what was reported until then"
      : "A stream whose connection breaks after any chunk is charged by what was reported until then",
  why: "guessed bills for cut answers are the ones that callers dispute",
  requirements: ["BIL-07"],
  modes: ["ptb"],
  needs: { scenarios: ["stream.basic"] },
  run: async (context) => {
    const session = await context.open();
    for (const recording of streams(context)) {
      const chunks = chunkBytes(recording);
      const full = recordedCost(context, recording);
      // Some wires count as they go: half of an answer then has a bill of its own, between nothing and the whole.
      const atOnce = context.api.id === "openai-chat";
      let highest = 0n;
      const counts = context.sample(
        Array.from({ length: chunks.length + 1 }, (_, count) => count),
        { least: 2 },
      );
      for (const count of counts) {
        const prefix = chunks.slice(0, count);
        const charge = await chargeOf(context, session, recording, endings[how](prefix));
        const name = `${recording.meta.scenario}.after-${count}-of-${chunks.length}`;
        // A break discards what the reader had not taken yet, so there only the bounds are sure.
        if (how === "end" && !atOnce) {
          const fair = charge <= full && (count < chunks.length || charge === full);
          context.check.that("BIL-07", `${name}.charge`, fair, {
            expected: `at most ${full}, and that at the end`,
            seen: charge,
          });
        } else if (how === "end") {
          const expected = usageArrived(prefix) ? full : 0n;
          context.check.equal("BIL-07", `${name}.charge`, charge, expected);
        } else {
          const fair = atOnce ? charge === 0n || (charge === full && usageArrived(prefix)) : charge <= full;
          context.check.that("BIL-07", `${name}.charge`, fair, {
            expected: `nothing, or ${full} once usage was reported`,
            seen: charge,
          });
        }
        context.check.that("BIL-07", `${name}.monotone`, charge >= highest || how === "reset", {
          expected: `at least ${highest}, which a shorter prefix was charged`,
          seen: charge,
        });
        if (charge > highest) highest = charge;
      }
      context.check.that("BIL-07", `${recording.meta.scenario}.never-above`, highest <= full, {
        expected: `at most ${full}`,
        seen: highest,
      });
    }
    const { reserved } = await session.gateway.wallet("a");
    context.check.equal("BIL-07", "nothing-left-reserved", reserved, 0n);
  },
}));
