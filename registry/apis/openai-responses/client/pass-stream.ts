/**
 * A provider's own stream for a caller of this API: its bytes as they came, event by event. Only where it breaks does the
 * gateway speak, and goes on where the provider stopped: the next number, the same response, the items that were told.
 * @module
 */
import type { ApiError } from "../../../errors/api-error.ts";
import { isObject, type Json, type JsonObject, parseJson } from "../../../json.ts";
import type { PassedStream } from "../../codec.ts";
import { errorEvent, failureOf } from "../errors.ts";

const ENCODER = new TextEncoder();
/** An empty line ends an event, whichever way lines end. */
const EVENT_END = /\r\n\r\n|\n\n|\r\r/g;
/** Events in which the provider itself reports a failure; the gateway tells it in its own words, without the keys in it. */
const FAILURES = ["error", "response.failed"];

function dataOf(event: string): JsonObject | null {
  const lines = event.split(/\r\n|\n|\r/).filter((line) => line.startsWith("data:"));
  try {
    const value: Json = parseJson(lines.map((line) => line.slice(5)).join("\n"));
    return isObject(value) ? value : null;
  } catch {
    return null; // Comments and `[DONE]` tell nothing; what is broken the reader reports.
  }
}

class Passing implements PassedStream {
  private readonly decoder = new TextDecoder();
  private unfinished = "";
  private sequence = -1;
  private response: JsonObject = {};
  private readonly items: JsonObject[] = [];
  private hasFailed = false;

  pass(bytes: readonly Uint8Array[]): Uint8Array[] {
    if (this.hasFailed) return [];
    const text = this.unfinished + bytes.map((each) => this.decoder.decode(each, { stream: true })).join("");
    let end = 0;
    let told = 0;
    for (const match of text.matchAll(EVENT_END)) {
      end = match.index + match[0].length;
      if (!this.see(dataOf(text.slice(told, end)))) break;
      told = end;
    }
    this.unfinished = text.slice(end);
    return told === 0 ? [] : [ENCODER.encode(text.slice(0, told))];
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
    return this.unfinished === "" ? [] : [ENCODER.encode(this.unfinished)];
  }

  failed(error: ApiError): Uint8Array[] {
    const response = {
      ...this.response,
      ...{ object: "response", status: "failed", error: failureOf(error) },
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
