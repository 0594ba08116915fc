/**
 * The content of one streamed answer: blocks come in one after the other, deltas of the canonical form go out (STR-04).
 * @module
 */
import type { Delta, ToolCallDelta } from "../../../canonical/chat.ts";
import { TurnOrder } from "../../../canonical/item-order.ts";
import { isObject, type JsonObject, parseJson } from "../../../json.ts";
import type { ToolNames } from "../../_shared/tool-names.ts";
import {
  annotationsOf,
  BLOCKS_FIELD,
  citationsOf,
  detailOf,
  isForeign,
  isSigned,
  readCall,
  renamed,
} from "../blocks.ts";

interface OpenBlock {
  /** The block as it will have been when it ends. */
  block: JsonObject;
  /** Arguments so far, as text. */
  input: string;
  /** Position among the tool calls, for calls of the caller's tools. */
  call: number | null;
  /** Where its text starts in the whole text. */
  start: number;
}

const textIn = (value: unknown): string => (typeof value === "string" ? value : "");

function parsedInput(open: OpenBlock): JsonObject {
  try {
    const input: unknown = parseJson(open.input);
    return isObject(input) ? { input } : {};
    // Stryker disable next-line BlockStatement: what is not said then spreads into nothing, as an empty object does
  } catch {
    return {}; // Nothing, or cut off by the limit; the deltas already carried the text.
  }
}

export class BlockStream {
  private readonly open = new Map<number, OpenBlock>();
  private readonly done: JsonObject[] = [];
  private readonly order = new TurnOrder();
  private isKept = false;
  private length = 0;
  private calls = 0;
  private readonly names: ToolNames;
  private readonly id: string;

  constructor(names: ToolNames, id: string) {
    this.names = names;
    this.id = id;
  }

  get hasCalls(): boolean {
    return this.calls > 0;
  }

  private argumentsDelta(open: OpenBlock, text: string): Delta | null {
    open.input += text;
    if (open.call === null || text === "") return null;
    return { tool_calls: [{ index: open.call, function: { arguments: text } }] };
  }

  /**
   * Some relays end no block: one that is no call is over where another one begins, which is when its signature and its
   * citations are told. Calls may go on beside others.
   */
  begin(index: number): Delta[] {
    if (this.open.has(index)) return [];
    const over = [...this.open].filter(([, { call }]) => call === null);
    return over.map(([at]) => this.stop(at)).filter((delta) => delta !== null);
  }

  /** A block begins. @returns `null` where there is nothing to say yet, `"unnamed"` for a call that nobody can execute */
  start(index: number, block: JsonObject): Delta | null | "unnamed" {
    const open: OpenBlock = { block: { ...block }, input: "", call: null, start: this.length };
    this.open.set(index, open);
    if (block.type === "text") return this.text(textIn(block.text));
    if (block.type === "thinking") return this.thinking(textIn(block.thinking));
    if (block.type !== "tool_use") return null;
    const call = readCall(block, `toolu_${this.id}_${this.calls}`, this.names);
    if (call === null) return "unnamed";
    open.call = this.calls++;
    this.order.piece("tool_call");
    // Hosts that send the whole input at once have no deltas; an empty object is only the placeholder.
    const whole = isObject(block.input) && Object.keys(block.input).length > 0;
    open.input = whole ? call.function.arguments : "";
    const delta: ToolCallDelta = {
      index: open.call,
      ...call,
      function: { ...call.function, arguments: open.input },
    };
    return { tool_calls: [delta] };
  }

  private text(text: string): Delta | null {
    if (text === "") return null;
    this.length += text.length;
    this.order.text(text);
    return { content: text };
  }

  private thinking(text: string): Delta | null {
    if (text === "") return null;
    this.order.thinking(text);
    return { reasoning_content: text };
  }

  /** The order of the whole answer, for the field of the message that says it; once every block has ended. */
  ordered(): JsonObject {
    return this.order.field();
  }

  /** A delta of an open block; one of an unknown type, or for a block that never began, says nothing. */
  delta(index: number, delta: JsonObject): Delta | null {
    const open = this.open.get(index);
    if (!open) return null;
    const { block } = open;
    switch (delta.type) {
      case "text_delta":
        block.text = textIn(block.text) + textIn(delta.text);
        return this.text(textIn(delta.text));
      case "thinking_delta":
        block.thinking = textIn(block.thinking) + textIn(delta.thinking);
        return this.thinking(textIn(delta.thinking));
      case "signature_delta":
        block.signature = textIn(block.signature) + textIn(delta.signature);
        return null;
      case "citations_delta":
        block.citations = [...citationsOf(block), delta.citation ?? null];
        return null;
      case "compaction_delta":
        block.content = textIn(block.content) + textIn(delta.content);
        return null;
      case "input_json_delta":
        return this.argumentsDelta(open, textIn(delta.partial_json));
      default:
        return null;
    }
  }

  /** What a block has to say once it is whole: signatures, citations, `{}` for no arguments, itself where nothing else holds it. */
  stop(index: number): Delta | null {
    const open = this.open.get(index);
    if (!open) return null;
    this.open.delete(index);
    const delta: Delta = {};
    if (open.call !== null && open.input === "") {
      delta.tool_calls = [{ index: open.call, function: { arguments: "{}" } }];
    }
    const block = { ...open.block, ...parsedInput(open) };
    const detail = detailOf(block);
    if (detail !== null && isSigned(detail)) {
      delta.reasoning_details = [detail];
      this.order.signed();
    } else this.order.close();
    const annotations = annotationsOf(citationsOf(block), open.start, this.length);
    if (annotations.length > 0) delta.annotations = annotations;
    this.keep(block, delta);
    return Object.keys(delta).length === 0 ? null : delta;
  }

  /** From the first block on that the canonical form cannot say, all are passed on as they came, those before it too. */
  private keep(block: JsonObject, delta: Delta): void {
    const [kept = block] = renamed([block], (name) => this.names.fromWire(name));
    this.done.push(kept);
    if (!this.isKept && !isForeign(kept)) return;
    delta[BLOCKS_FIELD] = this.isKept ? [kept] : [...this.done];
    this.isKept = true;
  }

  /** Ends every block that the provider left open. */
  stopAll(): Delta[] {
    return [...this.open.keys()].map((index) => this.stop(index)).filter((delta) => delta !== null);
  }
}
