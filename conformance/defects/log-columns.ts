/**
 * Records with one column that is a little wrong: true of most requests, so that no single example shows it.
 * @module
 */
import type { RequestRecord } from "../../reference-gateway/telemetry/record.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withLabels, withRecord } from "./record-plants.ts";

const withServed = (change: (record: RequestRecord) => Partial<RequestRecord["served"]>): Plant =>
  withRecord((record) => ({
    ...record,
    served: record.served && { ...record.served, ...change(record) },
  }));

const about = { seenIn: "own", breaks: ["OBS-01"] } as const;

export const logColumnDefects: readonly Defect[] = [
  {
    ...about,
    id: "observability.first-failure-only",
    title: "Of the attempts that failed the first one is recorded",
    plant: withRecord((record) => ({ ...record, attempts: record.attempts.slice(0, 1) })),
  },
  {
    ...about,
    id: "observability.dropped-unrecorded",
    title: "Parameters that were dropped are told to the caller and not recorded",
    plant: withRecord((record) => ({ ...record, dropped: [] })),
  },
  {
    ...about,
    id: "observability.upstream-id-unrecorded",
    title: "The provider's id of the request is told to the caller and not recorded",
    plant: withServed(() => ({ upstreamRequestId: null })),
  },
  {
    ...about,
    id: "observability.property-values-lower-cased",
    title: "Values of properties are recorded in lower case",
    plant: withLabels(({ properties }) => ({
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, value]) => [name, value.toLowerCase()]),
      ),
    })),
  },
  {
    ...about,
    id: "observability.session-path-as-name",
    title: "The path of a session stands in the place of its name",
    plant: withLabels(({ session }) => ({ session: session && { ...session, name: session.path } })),
  },
  {
    ...about,
    id: "observability.error-code-lost",
    title: "The code that the caller saw is not recorded",
    plant: withRecord((record) => ({ ...record, error: record.error && { ...record.error, code: null } })),
  },
];
