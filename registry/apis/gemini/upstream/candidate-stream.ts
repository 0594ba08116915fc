/**
 * One candidate of a stream: role once, whole calls with their ids, the finish held until the stream is over (STR-04).
 * @module
 */
import type { ChunkChoice, Delta, ToolCallDelta } from "../../../canonical/chat.ts";
import { TurnOrder } from "../../../canonical/item-order.ts";
import { isObject, type JsonObject, textOrNull } from "../../../json.ts";
import { Unusable } from "../../_shared/refusals.ts";
import type { ToolNames } from "../../_shared/tool-names.ts";
import { extraContent, readExtras } from "../answer-fields.ts";
import type { CallIds } from "../call-ids.ts";
import { annotationsOf } from "../citations.ts";
import { callsAreInvalid, mapFinish } from "../finish.ts";
import { readLogprobs } from "../logprobs.ts";
import { PartialArguments } from "./partial-arguments.ts";
import { argumentsOf, type CallPart, imageOf, type Piece, partsOf, readPart, signed } from "./write-parts.ts";

type SaidPiece = Exclude<Piece, { kind: "other" }>;

/** The order in which the pieces of one delta are read by those who write them for callers. */
const PLACES: Readonly<Record<SaidPiece["kind"], number>> = { reasoning: 0, text: 1, image: 2, call: 3 };

export class CandidateStream {
  readonly index: number;
  private roleSent = false;
  private word: string | null = null;
  private refusal: string | null = null;
  /** The text so far, which citations count in. */
  private text = "";
  private calls = 0;
  /** The call whose arguments come in pieces. */
  private open: { index: number; args: PartialArguments } | null = null;
  private readonly order = new TurnOrder();
  /** How many parts were told as they came. */
  private kept = 0;
  private readonly names: ToolNames;
  private readonly ids: CallIds;

  constructor(index: number, names: ToolNames, ids: CallIds) {
    this.index = index;
    this.names = names;
    this.ids = ids;
  }

  get finished(): boolean {
    return this.word !== null;
  }

  /** The arguments of the call that came in pieces, now that it is whole. */
  private closeCall(): ToolCallDelta[] {
    if (this.open === null) return [];
    const { index, args } = this.open;
    this.open = null;
    return [{ index, function: { arguments: args.text } }];
  }

  private announce(call: CallPart, name: string, args: string): ToolCallDelta {
    this.order.piece("tool_call");
    const fn = { name: this.names.fromWire(name), arguments: args };
    const id = this.ids.take(call.id);
    return { index: this.calls++, id, type: "function", function: fn, ...signed(call.signature) };
  }

  private addPieces({ source }: CallPart): void {
    const pieces = Array.isArray(source.partialArgs) ? source.partialArgs.filter(isObject) : [];
    const taken = pieces.every((piece) => this.open?.args.add(piece));
    if (!taken) throw new Unusable("a piece of a function call's arguments fits nowhere");
  }

  private acceptCall(call: CallPart): ToolCallDelta[] {
    const more = call.source.willContinue === true;
    if (call.name !== null) {
      const closed = this.closeCall();
      const comesInPieces = more || Array.isArray(call.source.partialArgs);
      if (!comesInPieces) return [...closed, this.announce(call, call.name, argumentsOf(call))];
      const opened = this.announce(call, call.name, "");
      this.open = { index: opened.index, args: new PartialArguments() };
      this.addPieces(call);
      return [...closed, opened, ...(more ? [] : this.closeCall())];
    }
    if (this.open === null && call.source.args !== undefined)
      throw new Unusable("a function call has no name");
    this.addPieces(call);
    return more ? [] : this.closeCall();
  }

  private acceptPiece(piece: SaidPiece, delta: Delta): void {
    if (piece.kind === "text") {
      this.text += piece.text;
      this.order.text(piece.text);
      if (piece.text !== "" || !this.roleSent) delta.content = (delta.content ?? "") + piece.text;
    } else if (piece.kind === "reasoning") {
      const { detail } = piece;
      delta.reasoning_details = [...(delta.reasoning_details ?? []), detail];
      if (detail.type !== "reasoning.text") this.order.signature();
      else {
        this.order.signed();
        if (detail.text !== "") delta.reasoning_content = (delta.reasoning_content ?? "") + detail.text;
      }
    } else if (piece.kind === "image") {
      this.order.piece("image");
      delta.images = [...(Array.isArray(delta.images) ? delta.images : []), imageOf(piece.url)];
    } else {
      const calls = this.acceptCall(piece.call);
      if (calls.length > 0) delta.tool_calls = [...(delta.tool_calls ?? []), ...calls];
    }
  }

  private noteFinish(candidate: JsonObject): void {
    const word = textOrNull(candidate.finishReason);
    this.word = word ?? this.word;
    if (word !== null) this.refusal = textOrNull(candidate.finishMessage);
  }

  /** The choice as a chunk, with the role if it is the first. `null` when nothing new was said. */
  private choice(
    delta: Delta,
    logprobs: JsonObject | null,
  ): { choice: ChunkChoice; content: boolean } | null {
    const { content: text, ...carriers } = delta;
    const content = Boolean(text) || Object.keys(carriers).length > 0;
    if (!content && logprobs === null && this.roleSent) return null;
    const whole: Delta = this.roleSent ? delta : { role: "assistant", ...delta };
    this.roleSent = true;
    const shown = logprobs === null ? {} : { logprobs };
    return { content, choice: { index: this.index, delta: whole, ...shown, finish_reason: null } };
  }

  /**
   * Reads one candidate of one chunk, as one choice; as several where what it says would lose its order in one.
   * @throws Unusable
   */
  accept(candidate: JsonObject): { choice: ChunkChoice; content: boolean }[] {
    this.noteFinish(candidate);
    const deltas: Delta[] = [];
    const others: JsonObject[] = [];
    const invalid = callsAreInvalid(this.word);
    let delta: Delta = {};
    let reached = 0;
    for (const part of partsOf(candidate)) {
      for (const piece of readPart(part)) {
        if (piece.kind === "other" || (piece.kind === "call" && invalid)) {
          this.order.other(this.kept++);
          others.push(part);
          continue;
        }
        if (PLACES[piece.kind] < reached) {
          deltas.push(delta);
          delta = {};
        }
        reached = PLACES[piece.kind];
        this.acceptPiece(piece, delta);
      }
    }
    const annotations = annotationsOf(candidate, this.text);
    if (annotations.length > 0) delta.annotations = annotations;
    Object.assign(delta, extraContent(readExtras(candidate, others)));
    const logprobs = readLogprobs(candidate);
    return [...deltas.map((earlier) => this.choice(earlier, null)), this.choice(delta, logprobs)].filter(
      (choice) => choice !== null,
    );
  }

  /** The last chunk: whatever is still open, and the finish. */
  finish(): ChunkChoice {
    const delta: Delta = this.order.field();
    const calls = this.closeCall();
    if (calls.length > 0) delta.tool_calls = calls;
    // Stryker disable next-line StringLiteral: only candidates that have their word are finished
    const finish = mapFinish(this.word ?? "", this.calls > 0);
    if (finish.reason === "content_filter" && this.refusal !== null) delta.refusal = this.refusal;
    const native = finish.native === undefined ? {} : { native_finish_reason: finish.native };
    return { index: this.index, delta, finish_reason: finish.reason, ...native };
  }
}
