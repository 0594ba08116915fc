/**
 * The content of one streamed answer: blocks come in by their index, deltas of the canonical form go out (STR-04).
 * @module
 */
import type { Delta } from "../../../canonical/chat.ts";
import { TurnOrder } from "../../../canonical/item-order.ts";
import { isObject, type Json, type JsonObject, textOrNull } from "../../../json.ts";
import type { ToolNames } from "../../_shared/tool-names.ts";
import { annotationOf, BLOCKS_FIELD, detailOf, inputOf, isServerTool, isSigned } from "../blocks.ts";
import { imageUrl } from "../media.ts";

/** What is known of a block that has not ended. Text blocks are never announced: their first delta opens them. */
interface OpenBlock {
  /** As it was announced. */
  start: JsonObject;
  thought: string;
  signature: string;
  redacted: string | null;
  input: string;
  /** Position among the calls of the caller's tools. */
  call: number | null;
  /** Where its text starts in the whole text. */
  from: number;
  citations: Json[];
  /** Deltas that the canonical form has no place for. */
  foreign: JsonObject[];
}

/** Bytes that came in pieces, each of them encoded by itself: texts of whole triples alone can stand one behind the other. */
const joinedBase64 = (before: string, more: string): string =>
  before.endsWith("=")
    ? Buffer.concat([before, more].map((piece) => Buffer.from(piece, "base64"))).toString("base64")
    : before + more;

const textIn = (value: unknown): string => (typeof value === "string" ? value : "");

export class BlockStream {
  private readonly open = new Map<number, OpenBlock>();
  private readonly order = new TurnOrder();
  private length = 0;
  private calls = 0;
  /** How many blocks were told as they came. */
  private kept = 0;
  private readonly names: ToolNames;
  private readonly id: string;

  constructor(names: ToolNames, id: string) {
    this.names = names;
    this.id = id;
  }

  get hasCalls(): boolean {
    return this.calls > 0;
  }

  private at(index: number, start: JsonObject = {}): OpenBlock {
    const known = this.open.get(index);
    if (known) return known;
    const fresh: OpenBlock = {
      start,
      thought: "",
      signature: "",
      redacted: null,
      input: "",
      call: null,
      from: this.length,
      citations: [],
      foreign: [],
    };
    this.open.set(index, fresh);
    return fresh;
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

  /** A block is announced: tools, their results and pictures are. @returns `"unnamed"` for a call that nobody can execute */
  start(index: number, start: JsonObject): Delta | null | "unnamed" {
    const open = this.at(index, start);
    const use = isObject(start.toolUse) ? start.toolUse : null;
    if (use === null || isServerTool(use)) return null;
    const name = textOrNull(use.name);
    if (name === null) return "unnamed";
    open.call = this.calls++;
    this.order.piece("tool_call");
    const id = textOrNull(use.toolUseId) ?? `tooluse_${this.id}_${open.call}`;
    const fn = { name: this.names.fromWire(name), arguments: "" };
    return { tool_calls: [{ index: open.call, id, type: "function", function: fn }] };
  }

  /** A delta of a block; one of an unknown kind says nothing now and is kept. */
  delta(index: number, delta: JsonObject): Delta | null {
    const open = this.at(index);
    if (typeof delta.text === "string") return this.text(delta.text);
    if (isObject(delta.toolUse)) return this.input(open, textIn(delta.toolUse.input));
    if (isObject(delta.reasoningContent)) return this.thought(open, delta.reasoningContent);
    const url = imageUrl({
      ...(isObject(open.start.image) ? open.start.image : {}),
      ...asObject(delta.image),
    });
    if (url !== null) {
      this.order.piece("image");
      return { images: [{ type: "image_url", image_url: { url } }] };
    }
    if (isObject(delta.citation)) open.citations.push(delta.citation);
    else open.foreign.push(delta);
    return null;
  }

  private text(text: string): Delta | null {
    this.length += text.length;
    this.order.text(text);
    return text === "" ? null : { content: text };
  }

  private input(open: OpenBlock, text: string): Delta | null {
    open.input += text;
    if (open.call === null || text === "") return null;
    return { tool_calls: [{ index: open.call, function: { arguments: text } }] };
  }

  private thought(open: OpenBlock, content: JsonObject): Delta | null {
    if (typeof content.redactedContent === "string")
      open.redacted = joinedBase64(open.redacted ?? "", content.redactedContent);
    open.signature += textIn(content.signature);
    const text = textIn(content.text);
    open.thought += text;
    this.order.thinking(text);
    return text === "" ? null : { reasoning_content: text };
  }

  /** What a block has to say once it is whole: signatures, citations, `{}` for no arguments, itself where nothing else holds it. */
  stop(index: number): Delta | null {
    const open = this.open.get(index);
    if (!open) return null;
    this.open.delete(index);
    const delta: Delta = {};
    if (open.call !== null && open.input === "")
      delta.tool_calls = [{ index: open.call, function: { arguments: "{}" } }];
    const { redacted, thought, signature } = open;
    const detail = detailOf({ redactedContent: redacted, reasoningText: { text: thought, signature } });
    if (isSigned(detail)) {
      delta.reasoning_details = [detail];
      this.order.signed();
    } else this.order.close();
    const annotations = open.citations.map((citation) => annotationOf(citation, open.from, this.length));
    const addressed = annotations.filter((annotation) => annotation !== null);
    if (addressed.length > 0) delta.annotations = addressed;
    const foreign = foreignBlock(open, annotations.includes(null));
    if (foreign !== null) {
      delta[BLOCKS_FIELD] = [foreign];
      // The place of a text that cites is that of the text.
      if (!isObject(foreign.citationsContent)) this.order.other(this.kept);
      this.kept += 1;
    }
    return Object.keys(delta).length === 0 ? null : delta;
  }

  /** The order of the whole answer, for the field of the message that says it; once every block has ended. */
  ordered(): JsonObject {
    return this.order.field();
  }

  /** Ends every block that the provider left open. */
  stopAll(): Delta[] {
    return [...this.open.keys()].map((index) => this.stop(index)).filter((delta) => delta !== null);
  }
}

const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/** The block as it came, where the canonical form has no place for it. */
function foreignBlock(open: OpenBlock, hasBareCitations: boolean): JsonObject | null {
  const { start, call, foreign } = open;
  if (isObject(start.toolUse))
    return call === null ? { toolUse: { ...start.toolUse, input: inputOf(open.input) } } : null;
  if (hasBareCitations) return { citationsContent: { citations: open.citations } };
  if (isObject(start.toolResult)) {
    // The content of a result comes in deltas that are lists of blocks.
    const content = foreign.flatMap((delta) => (Array.isArray(delta.toolResult) ? delta.toolResult : []));
    return { toolResult: { ...start.toolResult, content } };
  }
  return foreign.length === 0 ? null : { ...start, deltas: foreign };
}
