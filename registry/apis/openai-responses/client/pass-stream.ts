/**
 * A provider's own stream for a caller of this API: its bytes as they came, event by event. Only where it breaks does the
 * gateway speak, and goes on where the provider stopped: the next number, the same response, the items that were told.
 * @module
 */
import type { ApiError } from "../../../errors/api-error.ts";
import { isObject, type JsonObject } from "../../../json.ts";
import { WholeEvents } from "../../_shared/whole-events.ts";
import type { PassedStream } from "../../codec.ts";
import { errorEvent, failureOf } from "../errors.ts";

const ENCODER = new TextEncoder();
/** Events in which the provider itself reports a failure; the gateway tells it in its own words, without the keys in it. */
const FAILURES = ["error", "response.failed"];

class Passing implements PassedStream {
  private readonly events = new WholeEvents();
  private sequence = -1;
  private response: JsonObject = {};
  private readonly items: JsonObject[] = [];
  private hasFailed = false;

  pass(bytes: readonly Uint8Array[]): Uint8Array[] {
    return this.hasFailed ? [] : this.events.take(bytes, (event) => this.see(event));
  }

  /** Takes note of an event. @returns whether it is passed on */
  private see(event: JsonObject | null): boolean {
    if (event === null) return true;
    if (FAILURES.includes(String(event.type)) || isObject(event.error)) {
      this.hasFailed = true;
      return false;
    }
    if (typeof event.sequence_number === "number") this.sequence = event.sequence_number;
    if (isObject(event.response)) this.response = event.response;
    if (event.type === "response.output_item.done" && isObject(event.item))
      this.items[Number(event.output_index)] = event.item;
    return true;
  }

  rest(): Uint8Array[] {
    return this.events.rest();
  }

  failed(error: ApiError): Uint8Array[] {
    const response = {
      ...this.response,
      object: "response",
      status: "failed",
      error: failureOf(error),
      output: this.items.filter(isObject),
    };
    const events: JsonObject[] = [errorEvent(error), { type: "response.failed", response }];
    return events.map((event) => {
      const numbered = { ...event, sequence_number: ++this.sequence };
      return ENCODER.encode(`event: ${String(event.type)}\ndata: ${JSON.stringify(numbered)}\n\n`);
    });
  }
}

/** Begins to pass a stream on. */
export const passStream = (): PassedStream => new Passing();
