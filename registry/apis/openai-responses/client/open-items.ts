/**
 * The output items of a stream that is written for a caller: announced, filled and closed, each at its own index.
 * @module
 */
import { citedFrom, movedCitation } from "../../../canonical/item.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { customInput } from "../../_shared/custom-text.ts";
import { ObjectText } from "../../_shared/whole-object.ts";
import {
  annotationOf,
  type Call,
  callItem,
  encryptedFor,
  type ItemStatus,
  messageItem,
  reasoningItem,
  refusalPart,
  textPart,
} from "./items.ts";

/** Writes an event; its sequence number is added there. */
export type Emit = (event: JsonObject) => void;

interface Part {
  kind: "text" | "refusal";
  text: string;
  /** Where it starts in the text of the whole answer. */
  start: number;
  annotations: Json[];
  logprobs: Json[];
}

type Open =
  | { kind: "message"; index: number; id: string; parts: Part[]; extras: JsonObject }
  | { kind: "reasoning"; index: number; id: string; text: string; encrypted: string | null }
  | { kind: "call"; index: number; id: string; call: Call; custom: boolean; slot: number; args: ObjectText };
type OpenOf<K extends Open["kind"]> = Extract<Open, { kind: K }>;

/** A part that was told, of a message that may be closed by now. */
interface Told {
  part: Part;
  message: OpenOf<"message">;
  at: JsonObject;
}

const partOf = ({ kind, text, annotations, logprobs }: Part): JsonObject =>
  kind === "text" ? textPart(text, annotations, logprobs) : refusalPart(text);

function itemOf(open: Open, status: ItemStatus): JsonObject {
  if (open.kind === "message")
    return { ...messageItem(open.id, status, open.parts.map(partOf)), ...open.extras };
  if (open.kind === "reasoning") return reasoningItem(open.id, open.text, open.encrypted);
  return callItem(open.id, status, open.call, open.custom);
}

export class OpenItems {
  /** Closed items, by their index. */
  readonly done: JsonObject[] = [];
  private next = 0;
  private current: OpenOf<"message"> | OpenOf<"reasoning"> | null = null;
  /** The parts with text so far, and how long they are together: citations count in all of them. */
  private readonly texts: Told[] = [];
  private length = 0;
  private readonly calls = new Map<number, OpenOf<"call">>();
  /** Those of the open calls whose arguments are whole. */
  private readonly whole = new Set<OpenOf<"call">>();
  private readonly emit: Emit;
  private readonly idAt: (kind: string, index: number) => string;
  private readonly custom: ReadonlySet<string>;

  constructor(emit: Emit, idAt: (kind: string, index: number) => string, custom: ReadonlySet<string>) {
    this.emit = emit;
    this.idAt = idAt;
    this.custom = custom;
  }

  private announce<T extends Open>(open: T): T {
    this.emit({
      type: "response.output_item.added",
      output_index: open.index,
      item: itemOf(open, "in_progress"),
    });
    return open;
  }

  private place(open: { index: number; id: string }): JsonObject {
    return { item_id: open.id, output_index: open.index };
  }

  // --- text -----------------------------------------------------------------------------------------------------

  private message(): OpenOf<"message"> {
    if (this.current?.kind === "message") return this.current;
    this.closeCurrent();
    this.closeWhole();
    const index = this.next++;
    const open = { kind: "message" as const, index, id: this.idAt("msg", index), parts: [], extras: {} };
    this.current = this.announce(open);
    return open;
  }

  /** The open part of this kind, or a new one. */
  private part(kind: Part["kind"]): Told {
    const message = this.message();
    const open = message.parts.at(-1);
    if (open?.kind === kind)
      return { part: open, message, at: { ...this.place(message), content_index: message.parts.length - 1 } };
    this.closePart(message);
    const part: Part = { kind, text: "", start: this.length, annotations: [], logprobs: [] };
    const at = { ...this.place(message), content_index: message.parts.push(part) - 1 };
    const told = { part, message, at };
    if (kind === "text") this.texts.push(told);
    this.emit({ type: "response.content_part.added", ...at, part: partOf(part) });
    return told;
  }

  private closePart(message: OpenOf<"message">): void {
    const part = message.parts.at(-1);
    if (!part) return;
    const at = { ...this.place(message), content_index: message.parts.length - 1 };
    const { kind, text, logprobs } = part;
    if (kind === "text")
      this.emit({ type: "response.output_text.done", ...at, text, logprobs: [...logprobs] });
    else this.emit({ type: "response.refusal.done", ...at, refusal: text });
    this.emit({ type: "response.content_part.done", ...at, part: partOf(part) });
  }

  text(delta: string, logprobs: readonly Json[]): void {
    const { part, at } = this.part("text");
    part.text += delta;
    this.length += delta.length;
    part.logprobs.push(...logprobs);
    this.emit({ type: "response.output_text.delta", ...at, delta, logprobs: [...logprobs] });
  }

  refusal(delta: string): void {
    const { part, at } = this.part("refusal");
    part.text += delta;
    this.emit({ type: "response.refusal.delta", ...at, delta });
  }

  /**
   * A citation stands at the part that it is of, and counts in that part alone. Some providers tell all of them at the end: they
   * still reach an item that was closed, and the response that ends the stream.
   */
  annotation(annotation: JsonObject): void {
    const from = citedFrom(annotation);
    const { part, message, at } = this.texts.findLast((told) => told.part.start <= from) ?? this.part("text");
    const written = annotationOf(movedCitation(annotation, -part.start));
    const annotation_index = part.annotations.push(written) - 1;
    const closed = this.done[message.index];
    if (closed !== undefined) this.done[message.index] = { ...closed, content: message.parts.map(partOf) };
    this.emit({
      type: "response.output_text.annotation.added",
      ...at,
      annotation_index,
      annotation: written,
    });
  }

  /** What a provider says beside its text, under its own names (RES-04); lists go on where they ended. */
  extras(fields: JsonObject): void {
    const { extras } = this.message();
    for (const [key, value] of Object.entries(fields)) {
      const before = extras[key];
      extras[key] = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value;
    }
  }

  // --- thinking -------------------------------------------------------------------------------------------------

  private reasoning(): OpenOf<"reasoning"> {
    if (this.current?.kind === "reasoning") return this.current;
    this.closeCurrent();
    this.closeWhole();
    const index = this.next++;
    const open = { kind: "reasoning" as const, index, id: this.idAt("rs", index), text: "", encrypted: null };
    this.current = this.announce(open);
    return open;
  }

  thinking(delta: string): void {
    const open = this.reasoning();
    const at = { ...this.place(open), summary_index: 0 };
    if (open.text === "")
      this.emit({
        type: "response.reasoning_summary_part.added",
        ...at,
        part: { type: "summary_text", text: "" },
      });
    open.text += delta;
    this.emit({ type: "response.reasoning_summary_text.delta", ...at, delta });
  }

  /** Signs the thinking that was written; thinking that was not is written first. */
  signed(text: string, encrypted: string): void {
    if (this.reasoning().text === "" && text !== "") this.thinking(text);
    this.reasoning().encrypted = encrypted;
    this.closeCurrent();
  }

  /** Thinking that only its provider can read: an item of its own. */
  sealed(encrypted: string): void {
    this.closeCurrent();
    this.signed("", encrypted);
  }

  private closeReasoning(open: OpenOf<"reasoning">): void {
    if (open.text === "") return;
    const at = { ...this.place(open), summary_index: 0 };
    this.emit({ type: "response.reasoning_summary_text.done", ...at, text: open.text });
    const part = { type: "summary_text", text: open.text };
    this.emit({ type: "response.reasoning_summary_part.done", ...at, part });
  }

  // --- calls ----------------------------------------------------------------------------------------------------

  /** A call of one of the caller's tools. Earlier calls stay open until their arguments are whole: deltas may interleave. */
  openCall(slot: number, call_id: string, name: string, extra: JsonObject | undefined): void {
    if (extra) this.sealed(encryptedFor(call_id, extra));
    this.closeCurrent();
    this.closeWhole();
    const index = this.next++;
    const custom = this.custom.has(name);
    const id = this.idAt(custom ? "ctc" : "fc", index);
    const call = { call_id, name, args: "" };
    const args = new ObjectText();
    this.calls.set(slot, this.announce({ kind: "call", index, id, call, custom, slot, args }));
  }

  callArguments(slot: number, delta: string): void {
    const open = this.calls.get(slot);
    if (!open || delta === "") return;
    open.args.add(delta);
    open.call.args = open.args.text;
    if (open.args.isWhole) this.whole.add(open);
    else this.whole.delete(open);
    // The text of a custom tool stands inside the arguments and is told when they are whole.
    if (!open.custom)
      this.emit({ type: "response.function_call_arguments.delta", ...this.place(open), delta });
  }

  private closeCallEvents(open: OpenOf<"call">): void {
    const at = this.place(open);
    const { name, args } = open.call;
    if (!open.custom) {
      this.emit({ type: "response.function_call_arguments.done", ...at, name, arguments: args });
      return;
    }
    const input = args === "" ? "" : customInput(args);
    this.emit({ type: "response.custom_tool_call_input.delta", ...at, delta: input });
    this.emit({ type: "response.custom_tool_call_input.done", ...at, input });
  }

  // --- ends -----------------------------------------------------------------------------------------------------

  private close(open: Open, status: ItemStatus): void {
    if (open.kind === "message") this.closePart(open);
    else if (open.kind === "reasoning") this.closeReasoning(open);
    else this.closeCallEvents(open);
    const item = itemOf(open, status);
    this.done[open.index] = item;
    this.emit({ type: "response.output_item.done", output_index: open.index, item });
  }

  private closeCurrent(): void {
    if (this.current) this.close(this.current, "completed");
    this.current = null;
  }

  private closeWhole(): void {
    for (const open of [...this.whole].sort((a, b) => a.index - b.index)) {
      this.close(open, "completed");
      if (this.calls.get(open.slot) === open) this.calls.delete(open.slot);
    }
    this.whole.clear();
  }

  private stillOpen(): Open[] {
    const open: Open[] = [...this.calls.values(), ...(this.current ? [this.current] : [])];
    return open.sort((a, b) => a.index - b.index);
  }

  /** Closes what is open, in order. Of a cut answer the last item is the one that was cut. */
  closeAll(isCut: boolean): void {
    const open = this.stillOpen();
    for (const one of open) {
      // A call without arguments has an empty object of them.
      if (one.kind === "call" && one.call.args === "" && !isCut) this.callArguments(one.slot, "{}");
      this.close(one, isCut && one === open.at(-1) ? "incomplete" : "completed");
    }
    this.calls.clear();
    this.whole.clear();
    this.current = null;
  }

  /** What there is when a stream breaks: whole items as they were told, the others as far as they came. */
  broken(): JsonObject[] {
    const items = [...this.done];
    for (const open of this.stillOpen()) items[open.index] = itemOf(open, "incomplete");
    return items;
  }
}
