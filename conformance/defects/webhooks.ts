/**
 * Tenants who are told too little, of too few, or too often (OBS-05).
 * @module
 */
import type { Completed, Inbound } from "../../reference-gateway/stages/stage.ts";
import type { RequestRecord } from "../../reference-gateway/telemetry/record.ts";
import { NO_LABELS } from "../../reference-gateway/telemetry/record.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withParts } from "./plants.ts";

/** What the sender of messages is told of a request; `null`: nothing. */
const withTold = (change: (completed: Completed, inbound: Inbound) => Completed | null): Plant =>
  withParts(({ stages }) => ({
    stages: stages.map((stage) =>
      stage.name !== "webhooks"
        ? stage
        : {
            ...stage,
            after: async (inbound, completed, parts) => {
              const told = change(completed, inbound);
              if (told) await stage.after?.(inbound, told, parts);
            },
          },
    ),
  }));

const withRecord = (change: (record: RequestRecord) => RequestRecord): Plant =>
  withTold((completed) => ({
    ...completed,
    record: change(completed.record),
    stored: completed.stored.then(change),
  }));

const toldIf = (isTold: (record: RequestRecord) => boolean): Plant =>
  withTold((completed) => (isTold(completed.record) ? completed : null));

/** Takes one status of a receiver for another. */
const withStatus = (from: number, to: number): Plant =>
  withParts(({ passthrough }) => ({
    passthrough: {
      ...passthrough,
      network: {
        ...passthrough.network,
        sender: (secure) => {
          const { request, agent } = passthrough.network.sender(secure);
          return {
            agent,
            request: (options) => {
              const sent = request(options);
              sent.prependListener("response", (answer) => {
                if (answer.statusCode === from) answer.statusCode = to;
              });
              return sent;
            },
          };
        },
      },
    },
  }));

/** A sender that waits for other times than it should. */
const withWaits = (change: (ms: number) => number): Plant =>
  withParts(({ stages }) => ({
    stages: stages.map((stage) =>
      stage.name !== "webhooks"
        ? stage
        : {
            ...stage,
            after: (inbound, completed, parts) => {
              const { now, after } = parts.clock;
              const clock = { now, after: (ms: number, work: () => void) => after(change(ms), work) };
              return stage.after?.(inbound, completed, { ...parts, clock });
            },
          },
    ),
  }));

const about = { seenIn: "own", breaks: ["OBS-05"] } as const;

export const webhookDefects: readonly Defect[] = [
  {
    ...about,
    id: "webhooks.labels-untold",
    title: "A message does not say whose request it was",
    plant: withRecord((record) => ({ ...record, labels: NO_LABELS })),
  },
  {
    ...about,
    id: "webhooks.price-untold",
    title: "A message does not say what the request cost",
    plant: withRecord((record) => ({ ...record, cost: null })),
  },
  {
    ...about,
    id: "webhooks.usage-untold",
    title: "A message does not say which tokens were used",
    plant: withRecord((record) => ({ ...record, usage: { kind: "unknown" } })),
  },
  {
    ...about,
    id: "webhooks.failures-untold",
    title: "Only requests that succeeded are told",
    plant: toldIf(({ outcome }) => outcome === "success"),
  },
  {
    ...about,
    id: "webhooks.streams-untold",
    title: "Requests that were streamed are not told",
    plant: toldIf(({ stream }) => !stream),
  },
  {
    ...about,
    id: "webhooks.passed-untold",
    title: "Calls that are passed on are not told",
    plant: toldIf(({ route }) => route !== "passthrough"),
  },
  {
    ...about,
    id: "webhooks.first-wait-left-out",
    title: "A receiver that fails is told again after ten seconds at first",
    plant: withWaits((ms) => (ms === 1_000 ? 10_000 : ms)),
  },
  {
    ...about,
    id: "webhooks.silence-waited-out",
    title: "A receiver that says nothing is waited for ten times as long as it should",
    plant: withWaits((ms) => (ms === 10_000 ? 100_000 : ms)),
  },
  {
    ...about,
    id: "webhooks.busy-is-final",
    title: "A receiver that asks for patience is never told",
    plant: withStatus(429, 400),
  },
  {
    ...about,
    id: "webhooks.refusal-is-passing",
    title: "A receiver that refuses a message is told it again",
    plant: withStatus(400, 503),
  },
  {
    ...about,
    id: "webhooks.taken-without-words",
    title: "A receiver that takes a message with 204 is told it again",
    plant: withStatus(204, 503),
  },
];
