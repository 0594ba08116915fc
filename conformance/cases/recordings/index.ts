/**
 * Cases of recordings: what a gateway sends is held against them strictly. What concerns the recordings alone is
 * tested beside this file and in conformance/recordings.
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { pinned } from "../_shared/support.ts";

export const recordingsCases: readonly Case[] = [
  {
    id: "recordings.every-one-is-used",
    area: "recordings",
    title: "Every recording of the provider is asked for by exactly the request that it holds",
    why: "an unused recording proves nothing, and a near match hides what changed",
    requirements: ["REC-03"],
    needs: { scenarios: ["chat.basic"] },
    run: async (context) => {
      const session = await context.open();
      for (const recording of context.allRecordings()) {
        const { id } = recording.meta;
        const known = session.mismatches.length;
        await session.play(recording, pinned(context.endpointOf(recording)));
        const [request, ...more] = session.received;
        const differences = session.mismatches
          .slice(known)
          .map(({ difference }) => difference?.pointer ?? "nothing");
        context.check.equal(
          "REC-03",
          `${id}.asked-for`,
          [request?.url, more.length],
          [recording.meta.request.url, 0],
        );
        context.check.equal(
          "REC-03",
          `${id}.matched`,
          differences,
          [],
          "the nearest recording is named above",
        );
      }
    },
  },
];
