/**
 * Gateways that keep the place of requests that ended in one way, or give it back twice (LIM-02).
 * @module
 */
import { takePlace } from "../../reference-gateway/stages/place.ts";
import { type AdmissionLimits, AdmissionQueue, type Waiting } from "../../reference-gateway/stages/queue.ts";
import type { Completed, Inbound, Stage } from "../../reference-gateway/stages/stage.ts";
import type { Defect } from "./defect.ts";
import { withParts } from "./plants.ts";

type Ended = (inbound: Inbound, completed: Completed) => boolean;

const withAdmission = (change: (stage: Stage) => Stage): Defect["plant"] =>
  withParts(({ stages }) => ({
    stages: stages.map((stage) => (stage.name === "admission" ? change(stage) : stage)),
  }));

/** Forgets the place of requests that end so. */
const keptWhere = (isForgotten: Ended): Defect["plant"] =>
  withAdmission((stage) => ({
    ...stage,
    after: (inbound, completed, parts) =>
      isForgotten(inbound, completed) ? undefined : stage.after?.(inbound, completed, parts),
  }));

/** Takes and gives places at a queue of its own. */
const withQueue = (
  open: (limits: AdmissionLimits) => AdmissionQueue,
  timesLeft: (inbound: Inbound, completed: Completed) => number,
): Defect["plant"] =>
  withAdmission(({ name }) => {
    let queue: AdmissionQueue | null = null;
    const inside = new WeakSet<Inbound>();
    return {
      name,
      arrive: async (inbound, parts) => {
        queue ??= open(parts.limits.admission);
        await takePlace(queue, inbound, inbound.heldBytes, parts);
        inside.add(inbound);
      },
      after: (inbound, completed) => {
        if (!inside.delete(inbound)) return;
        queue?.free(inbound.tenant.id, inbound.heldBytes);
        for (let left = timesLeft(inbound, completed); left > 0; left--) queue?.leave(inbound.tenant.id);
      },
    };
  });

/** Gives the place of requests that end so back twice. */
const twiceWhere = (isTwice: Ended): Defect["plant"] =>
  withQueue(
    (limits) => new AdmissionQueue(limits),
    (inbound, completed) => (isTwice(inbound, completed) ? 2 : 1),
  );

/** Nobody leaves it before a place is there. */
class EndlessQueue extends AdmissionQueue {
  override wait(tenantId: string, bytes?: number): Waiting | null {
    const waiting = super.wait(tenantId, bytes);
    return waiting && { ...waiting, leave: () => true };
  }
}

const codeOf = ({ record }: Completed): string | null => record.error?.code ?? null;

/** Refused with one of these statuses before anything was sent. */
const refusedWith =
  (...statuses: number[]): Ended =>
  (_inbound, { status, record }) =>
    statuses.includes(status) && record.served === null && record.attempts.length === 0;

/** The ends that a gateway may forget, each in words after "A request". */
const ENDS: Readonly<Record<string, { words: string; isSo: Ended }>> = {
  whole: {
    words: "that is answered in one piece",
    isSo: ({ stream }, { record }) => !stream && record.outcome === "success" && !record.cached,
  },
  streamed: {
    words: "whose stream comes to its end",
    isSo: ({ stream }, { record, whole }) => stream && whole && record.outcome === "success",
  },
  unreadable: { words: "whose body cannot be read", isSo: refusedWith(413, 415) },
  malformed: {
    words: "that is no request",
    isSo: (inbound, completed) => inbound.model === "" && refusedWith(400)(inbound, completed),
  },
  unknown: {
    words: "for which there is no model",
    isSo: (inbound, completed) => inbound.model !== "" && refusedWith(400, 404)(inbound, completed),
  },
  embeddings: { words: "for embeddings", isSo: ({ route }) => route === "/v1/embeddings" },
  cached: { words: "that the cache answers", isSo: (_inbound, { record }) => record.cached },
  limited: {
    words: "that a rate limit refuses",
    isSo: (_inbound, { status, record }) => status === 429 && record.attempts.length === 0,
  },
  failed: {
    words: "that every provider refuses",
    isSo: (_inbound, { record }) => record.outcome === "failed" && record.attempts.length > 0,
  },
  late: {
    words: "whose provider is too slow",
    isSo: (_inbound, completed) => codeOf(completed) === "timeout",
  },
  unreachable: {
    words: "whose provider cannot be reached",
    isSo: (_inbound, completed) => codeOf(completed) === "upstream_unreachable",
  },
  broken: {
    words: "whose stream breaks",
    isSo: ({ stream }, { record }) => stream && record.status === 200 && record.outcome === "failed",
  },
  left: { words: "whose caller leaves while its answer comes", isSo: (_inbound, { whole }) => !whole },
  early: {
    words: "whose caller leaves before there is an answer",
    isSo: (_inbound, { record }) => record.status === 499,
  },
  passed: { words: "that is passed on", isSo: ({ targetHost }) => targetHost !== null },
};

/** Ends at which a place is given back by more than one: whoever watches the stream, and whoever ended it. */
const TWICE = ["streamed", "failed", "broken", "left", "early", "cached", "passed"];

export const placeDefects: readonly Defect[] = [
  ...Object.entries(ENDS).map(
    ([end, { words, isSo }]): Defect => ({
      id: `limits.place-kept.${end}`,
      title: `A request ${words} keeps its place`,
      seenIn: "own",
      breaks: ["LIM-02"],
      plant: keptWhere(isSo),
    }),
  ),
  ...TWICE.map(
    (end): Defect => ({
      id: `limits.place-given-twice.${end}`,
      title: `The place of a request ${ENDS[end]?.words} is given back twice`,
      seenIn: "own",
      breaks: ["LIM-02"],
      plant: twiceWhere((inbound, completed) => ENDS[end]?.isSo(inbound, completed) === true),
    }),
  ),
  {
    id: "limits.place-kept.waiting",
    title: "A caller who leaves the queue is given a place when there is one, and keeps it",
    seenIn: "own",
    breaks: ["LIM-02"],
    plant: withQueue(
      (limits) => new EndlessQueue(limits),
      () => 1,
    ),
  },
];
