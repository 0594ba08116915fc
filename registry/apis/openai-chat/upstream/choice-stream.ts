/**
 * One choice of a stream: role once, whole tool calls with their ids and names, one finish reason (STR-04, STR-05).
 * @module
 */
import type { ChunkChoice, Delta, ToolCallDelta } from "../../../canonical/chat.ts";
import { isObject, type Json, type JsonObject, textOrNull, without } from "../../../json.ts";
import { CUSTOM_CLOSING, CUSTOM_OPENING, customPiece } from "../../_shared/custom-text.ts";
import type { ToolNames } from "../../_shared/tool-names.ts";
import type { ApiTraits } from "../../codec.ts";
import { pick, readChoiceExtras, readContent, readReasoning } from "../answer-fields.ts";
import { mapFinish } from "../finish.ts";

interface OpenCall {
  /** Counted as the calls are announced: hosts that relay other wires leave numbers out. */
  index: number;
  id: string;
  /** Did the host give it its id? */
  hasOwnId: boolean;
  name: string | null;
  /** Arguments that came before the name; sent with it. */
  held: string;
  announced: boolean;
  hasArguments: boolean;
  /** Does it take free text, which stands in quotation marks that are still open? */
  isText: boolean;
}

const isKnownKind = ({ type }: JsonObject): boolean =>
  typeof type !== "string" || ["function", "custom", ""].includes(type);

/** A piece of free text, as a piece of the arguments of the function that stands for the tool. */
function textPiece(call: OpenCall, text: string): string {
  const opening = call.isText ? "" : CUSTOM_OPENING;
  call.isText = true;
  return `${opening}${customPiece(text)}`;
}

const functionIn = (source: JsonObject): JsonObject =>
  isObject(source.function) ? source.function : isObject(source.custom) ? source.custom : {};

/** Does a delta under the number of a call that was announced begin another one? It has a name and an id of its own. */
const isAnother = (known: OpenCall, source: JsonObject): boolean =>
  known.announced &&
  known.hasOwnId &&
  textOrNull(functionIn(source).name) !== null &&
  (textOrNull(source.id) ?? known.id) !== known.id;

export class ChoiceStream {
  readonly index: number;
  finished = false;
  private roleSent = false;
  private readonly calls: OpenCall[] = [];
  /** By the host's number: some give all calls of an answer the same one. */
  private readonly byIndex = new Map<number, OpenCall>();
  /** The first call of each id. */
  private readonly byId = new Map<string, OpenCall>();
  private lastCall: OpenCall | null = null;
  private announced = 0;
  private readonly names: ToolNames;
  private readonly traits: ApiTraits;
  private readonly idPrefix: string;

  constructor(index: number, names: ToolNames, traits: ApiTraits, idPrefix: string) {
    this.index = index;
    this.names = names;
    this.traits = traits;
    this.idPrefix = idPrefix;
  }

  /** The call that a delta belongs to: by index, else by a known id, else the one that was open last. */
  private callFor(source: JsonObject): OpenCall {
    const id = textOrNull(source.id);
    const byId = id === null ? undefined : this.byId.get(id);
    const index = typeof source.index === "number" ? source.index : null;
    const found = index !== null ? this.byIndex.get(index) : (byId ?? (id === null ? this.lastCall : null));
    if (found && !isAnother(found, source)) return found;
    const position = found ? this.calls.length : (index ?? this.calls.length);
    const call: OpenCall = {
      index: position,
      id: id ?? `call_${this.idPrefix}_${position}`,
      hasOwnId: id !== null,
      name: null,
      held: "",
      announced: false,
      hasArguments: false,
      isText: false,
    };
    this.calls.push(call);
    this.byIndex.set(index ?? position, call);
    if (!this.byId.has(call.id)) this.byId.set(call.id, call);
    return call;
  }

  private acceptCall(source: Json): ToolCallDelta | null {
    // A call of a kind that nobody knows has no place in a stream.
    if (!isObject(source) || !isKnownKind(source)) return null;
    const call = this.callFor(source);
    this.lastCall = call;
    const fn = functionIn(source);
    call.name ??= textOrNull(fn.name);
    if (isObject(source.custom)) call.held += textPiece(call, textOrNull(fn.input) ?? "");
    else
      call.held += isObject(fn.arguments) ? JSON.stringify(fn.arguments) : (textOrNull(fn.arguments) ?? "");
    if (call.name === null || (call.announced && call.held === "")) return null;
    const args = call.held;
    call.held = "";
    call.hasArguments ||= args !== "";
    if (call.announced) return { index: call.index, function: { arguments: args } };
    call.index = this.announced++;
    call.announced = true;
    return {
      index: call.index,
      id: call.id,
      type: "function",
      function: { name: this.names.fromWire(call.name), arguments: args },
    };
  }

  /** Has the choice begun, so that a text can go on in it? */
  get isOpen(): boolean {
    return this.roleSent && !this.finished;
  }

  /** A tool call that a host never named, which no caller could execute. */
  get unnamedCall(): boolean {
    return this.calls.some((call) => call.name === null);
  }

  /** `{}` for calls without arguments, and the end of free texts, so that every caller can parse them (MAP-06). */
  private lastArguments(): ToolCallDelta[] {
    return this.calls
      .filter((call) => call.announced && (call.isText || !call.hasArguments))
      .map((call) => ({ index: call.index, function: { arguments: call.isText ? CUSTOM_CLOSING : "{}" } }));
  }

  /** The normalised choice, or `null` when the chunk says nothing new; `content` tells whether it carries an answer. */
  accept(choice: JsonObject): { choice: ChunkChoice; content: boolean } | null {
    const source = isObject(choice.delta) ? choice.delta : {};
    const delta: Delta = {};
    const said = readContent(source.content);
    if (said !== null && (said !== "" || !this.roleSent)) delta.content = said;
    const reasoning = readReasoning(source);
    if (reasoning !== null) delta.reasoning_content = reasoning;
    const refusal = textOrNull(source.refusal);
    if (refusal !== null) delta.refusal = refusal;
    Object.assign(delta, pick(source, ["annotations", "audio", ...this.traits.extraFields.message]));
    // Stryker disable next-line ArrayDeclaration: a word in a list of calls is passed over
    const listed = Array.isArray(source.tool_calls) ? source.tool_calls : [];
    const calls = listed.map((call) => this.acceptCall(call)).filter((call) => call !== null);

    const wasFinished = this.finished;
    const word = wasFinished ? null : textOrNull(choice.finish_reason);
    const finish = word === null ? null : mapFinish(word, this.calls.length > 0);
    if (finish) calls.push(...this.lastArguments());
    if (calls.length > 0) delta.tool_calls = calls;
    const { content: text, ...carriers } = delta;
    const content = Boolean(text) || Object.keys(carriers).length > 0 || finish !== null;
    const all = readChoiceExtras(choice, this.traits.extraFields.choice);
    // Some hosts say the finish twice; the second one adds nothing.
    const extras = wasFinished ? without(all, ["native_finish_reason"]) : all;
    if (!content && this.roleSent && Object.keys(extras).length === 0) return null;
    if (!this.roleSent) delta.role = "assistant";
    this.roleSent = true;
    if (finish) this.finished = true;
    return {
      content,
      choice: {
        index: this.index,
        delta,
        ...(choice.logprobs === undefined || choice.logprobs === null ? {} : { logprobs: choice.logprobs }),
        finish_reason: finish?.reason ?? null,
        ...(finish?.native === undefined ? {} : { native_finish_reason: finish.native }),
        ...extras,
      },
    };
  }
}
