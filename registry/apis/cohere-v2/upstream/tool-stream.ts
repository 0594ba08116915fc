/**
 * The tool calls of one stream, as Cohere names their parts, in OpenAI's deltas (STR-04).
 * @module
 */
import type { ToolCallDelta } from "../../../canonical/chat.ts";
import { isObject, type Json, type JsonObject, textOrNull } from "../../../json.ts";
import type { ToolNames } from "../../_shared/tool-names.ts";

interface OpenCall {
  /** Its place among the calls of the answer, from 0. */
  index: number;
  id: string;
  name: string | null;
  /** Argument text that is not sent yet: before the name, or while it may still turn out to be `null`. */
  held: string;
  announced: boolean;
  hasArguments: boolean;
}

/** Text that is nothing but white space and the beginning of `null`. */
const mayBeNull = (text: string): boolean => "null".startsWith(text.trim());

export class ToolStream {
  private readonly calls = new Map<number, OpenCall>();
  private readonly names: ToolNames;
  private readonly idPrefix: string;

  constructor(names: ToolNames, idPrefix: string) {
    this.names = names;
    this.idPrefix = idPrefix;
  }

  get any(): boolean {
    return this.calls.size > 0;
  }

  /** A tool call that the provider never named, which no caller could execute. */
  get unnamed(): boolean {
    return [...this.calls.values()].some(({ name }) => name === null);
  }

  private open(place: number, source: JsonObject): OpenCall {
    const known = this.calls.get(place);
    if (known) return known;
    const index = this.calls.size;
    const call: OpenCall = {
      index,
      id: textOrNull(source.id) ?? `call_${this.idPrefix}_${index}`,
      name: null,
      held: "",
      announced: false,
      hasArguments: false,
    };
    this.calls.set(place, call);
    return call;
  }

  private announce(call: OpenCall, args: string): ToolCallDelta {
    const { index, id, name } = call;
    call.announced = true;
    return {
      index,
      id,
      type: "function",
      // Stryker disable next-line StringLiteral: a call is announced when it has its name
      function: { name: this.names.fromWire(name ?? ""), arguments: args },
    };
  }

  /** A start or a piece of a call. @param place the provider's own index of the call */
  accept(place: number, source: Json | undefined): ToolCallDelta[] {
    const one = Array.isArray(source) ? source[0] : source;
    if (!isObject(one)) return [];
    const call = this.open(place, one);
    const fn = isObject(one.function) ? one.function : {};
    call.name ??= textOrNull(fn.name);
    call.held += isObject(fn.arguments) ? JSON.stringify(fn.arguments) : (textOrNull(fn.arguments) ?? "");
    if (call.name === null) return [];
    const args = !call.hasArguments && mayBeNull(call.held) ? "" : call.held;
    if (args !== "") call.held = "";
    call.hasArguments ||= args !== "";
    if (!call.announced) return [this.announce(call, args)];
    return args === "" ? [] : [{ index: call.index, function: { arguments: args } }];
  }

  /** At the end of the answer calls without arguments get `{}`, so that every caller can parse them (MAP-06). */
  close(): ToolCallDelta[] {
    return [...this.calls.values()]
      .filter(({ announced, hasArguments }) => announced && !hasArguments)
      .map(({ index }) => ({ index, function: { arguments: "{}" } }));
  }
}
