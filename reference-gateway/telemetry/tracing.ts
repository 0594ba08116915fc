/**
 * What is told of a request while it runs, to whoever traces and measures. Off, it is the constant below: no package is
 * loaded and nothing is built.
 * @module
 */
import type { UsageReading } from "../../registry/canonical/usage.ts";
import type { ApiError } from "../../registry/errors/api-error.ts";
import type { Asked } from "../../registry/telemetry/gen-ai.ts";
import type { Inbound } from "../stages/stage.ts";
import type { RequestRecord } from "./record.ts";

/** One HTTP call to a provider. */
export interface CallTrace {
  /** Headers that carry the trace on. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  answered(status: number): void;
  /** Only the first call counts. @param failure the class of what ended it before its natural end */
  end(failure: string | null): void;
}

/** Where a call goes: no query, since what stands there is the caller's. */
export interface CallAbout {
  method: string;
  host: string;
  path: string;
}

export interface Calls {
  call(about: CallAbout): CallTrace;
}

/** One attempt: one inference, of whatever calls it takes. */
export interface AttemptTrace extends Calls {
  /** Only the first call counts. */
  end(outcome: { error: Pick<ApiError, "type"> | null; usage?: UsageReading }): void;
}

/** One request, from its arrival to its record. */
export interface RequestTrace extends Calls {
  /** @param number counts the attempts of the request from 1 on */
  attempt(asked: Asked, number: number): AttemptTrace;
  end(record: RequestRecord): void;
}

/** What a trace says of a request when it comes. */
export type Arrival = Pick<Inbound, "id" | "tenant" | "startedAt" | "route" | "method" | "headers">;

export interface Telemetry {
  request(arrival: Arrival): RequestTrace;
  /** Sends what is left. Bounded by the exporters' own time limits. */
  close(): Promise<void>;
}

const NO_CALL: CallTrace = { headers: [], answered: () => {}, end: () => {} };
const NO_ATTEMPT: AttemptTrace = { call: () => NO_CALL, end: () => {} };
const NO_REQUEST: RequestTrace = { call: () => NO_CALL, attempt: () => NO_ATTEMPT, end: () => {} };

/** What ended a call, by its class only: messages may hold what somebody wrote (OBS-02). */
export const failureClass = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : "Error");

/** Nobody is told anything. */
export const NO_TELEMETRY: Telemetry = { request: () => NO_REQUEST, close: async () => {} };

/** Tells the second one of the ends of requests too; attempts and calls are traced by the first. */
export function alsoMeasured(traced: Telemetry, measure: (record: RequestRecord) => void): Telemetry {
  return {
    request: (arrival) => {
      const trace = traced.request(arrival);
      return {
        call: (about) => trace.call(about),
        attempt: (asked, number) => trace.attempt(asked, number),
        end: (record) => {
          trace.end(record);
          measure(record);
        },
      };
    },
    close: () => traced.close(),
  };
}
