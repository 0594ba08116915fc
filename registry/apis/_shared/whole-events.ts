/**
 * A provider's own event stream, event by event: its bytes as they came, held back until the event that they belong to is
 * whole, so that an event can be looked at before it is passed on.
 * @module
 */
import { isObject, type Json, type JsonObject, parseJson } from "../../json.ts";

const ENCODER = new TextEncoder();
/** An empty line ends an event, whichever way lines end. */
const EVENT_END = /\r\n\r\n|\n\n|\r\r/g;

function dataOf(event: string): JsonObject | null {
  const lines = event.split(/\r\n|\n|\r/).filter((line) => line.startsWith("data:"));
  try {
    const value: Json = parseJson(lines.map((line) => line.slice(5)).join("\n"));
    return isObject(value) ? value : null;
  } catch {
    return null; // Comments and `[DONE]` tell nothing; what is broken the reader reports.
  }
}

export class WholeEvents {
  private readonly decoder = new TextDecoder();
  private unfinished = "";

  /**
   * The bytes that have come, as far as they are whole events.
   * @param see looks at an event's object, `null` where it holds none; `false`: neither it nor what follows is passed on
   */
  take(bytes: readonly Uint8Array[], see: (event: JsonObject | null) => boolean): Uint8Array[] {
    const text = this.unfinished + bytes.map((each) => this.decoder.decode(each, { stream: true })).join("");
    let end = 0;
    let told = 0;
    for (const match of text.matchAll(EVENT_END)) {
      end = match.index + match[0].length;
      if (!see(dataOf(text.slice(told, end)))) break;
      told = end;
    }
    this.unfinished = text.slice(end);
    return told === 0 ? [] : [ENCODER.encode(text.slice(0, told))];
  }

  /** What is left at the natural end. */
  rest(): Uint8Array[] {
    return this.unfinished === "" ? [] : [ENCODER.encode(this.unfinished)];
  }
}
