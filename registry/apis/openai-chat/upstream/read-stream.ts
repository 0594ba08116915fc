/**
 * Reading a stream in the OpenAI chat dialect, event by event (STR-04, STR-05, USE-04).
 * @module
 */
import type { ChatChunk } from "../../../canonical/chat.ts";
import { type PriceWords, readWords } from "../../../canonical/price-words.ts";
import { findReportedCost } from "../../../canonical/reported-cost.ts";
import { USAGE_CLASSES, type Usage, type UsageReading, withTerms } from "../../../canonical/usage.ts";
import { isErrorOnly, readErrorJson, readErrorText } from "../../../errors/body.ts";
import { isObject, type Json, type JsonObject, parseJson, textOrNull } from "../../../json.ts";
import { broken, type EventReader, noEvent } from "../../_shared/read-events.ts";
import type { SseItem } from "../../_shared/sse.ts";
import { toolNames } from "../../_shared/tool-names.ts";
import type { DecodeContext, Ending, StreamEvent } from "../../codec.ts";
import { type Identity, readExtras, readIdentity } from "../answer-fields.ts";
import { FINISH_ERROR } from "../finish.ts";
import { findUsage, readUsage, WORD_PLACES } from "../usage.ts";
import { ChoiceStream } from "./choice-stream.ts";
import { TextForm } from "./text-form.ts";

export const DONE = "[DONE]";

function parse(data: string): JsonObject | null {
  try {
    const value: Json = parseJson(data);
    // Google's hosts put an error into a list.
    const body = Array.isArray(value) && isErrorOnly(value) ? value[0] : value;
    return isObject(body) ? body : null;
  } catch {
    return null; // The caller reports the chunk as broken.
  }
}

/** Adds up usage that a provider sends in instalments (USE-04). */
function addUsage(sum: UsageReading | null, next: UsageReading): UsageReading {
  if (sum?.kind !== "known" || next.kind !== "known") return next;
  const usage: Usage = {};
  for (const name of USAGE_CLASSES) {
    const count = (sum.usage[name] ?? 0) + (next.usage[name] ?? 0);
    if (count !== 0) usage[name] = count;
  }
  return { kind: "known", usage, raw: next.raw };
}

const OBJECT = "chat.completion.chunk";
/** The fields of an event that goes on with a text, and of its choice and delta. */
const PLAIN_CHUNK = new Set(["id", "object", "created", "model", "choices", "usage", "system_fingerprint"]);
const PLAIN_CHOICE = new Set(["index", "delta", "finish_reason", "logprobs"]);
const PLAIN_DELTA = new Set(["content"]);

/** How many forms of events are looked for in one stream: hosts have one, or one for each choice. */
const MAX_FORMS = 4;

/** What events of one form say, but for their text. */
interface Known {
  form: TextForm;
  chunk: ChatChunk;
  index: number;
}

/** The events that go on with a text now, and what each of them says. */
export interface TextEvents {
  form: TextForm;
  /** The object of one of them. */
  body: JsonObject;
  chunk(text: string): ChatChunk;
}

const withText = ({ chunk, index }: Known, content: string): ChatChunk => ({
  ...chunk,
  choices: [{ index, delta: { content }, finish_reason: null }],
});

function holdsOnly(source: JsonObject, names: ReadonlySet<string>): boolean {
  for (const name in source) if (!names.has(name)) return false;
  return true;
}

class ChunkReader {
  private identity: Identity | null = null;
  private readonly choices = new Map<number, ChoiceStream>();
  private readonly names: ReturnType<typeof toolNames>;
  private readonly context: DecodeContext;
  /** Extras that came before the answer had an id. */
  private held: JsonObject = {};
  /** The host's own extras as last shown: one that stands on every chunk is no reason for a chunk without a choice. */
  private readonly shown = new Map<string, string>();
  private known: Known | null = null;
  private looked = 0;

  constructor(context: DecodeContext) {
    this.context = context;
    this.names = toolNames(context.request);
  }

  get finished(): boolean {
    return this.choices.size > 0 && [...this.choices.values()].every((choice) => choice.finished);
  }

  /** What the stream has come to where nothing more is said. */
  get ending(): Ending {
    if ([...this.choices.values()].some((choice) => choice.unnamedCall))
      return { type: "broken", problem: "a tool call never got a name" };
    if (this.finished) return { type: "end" };
    return { type: "broken", problem: "the stream ended before the answer was finished" };
  }

  private choice(index: number, identity: Identity): ChoiceStream {
    const known = this.choices.get(index);
    if (known) return known;
    const fresh = new ChoiceStream(index, this.names, this.context.traits, identity.id);
    this.choices.set(index, fresh);
    return fresh;
  }

  private isNews(extras: JsonObject): boolean {
    const own = Object.entries(extras).filter(([key]) =>
      this.context.traits.extraFields.completion.includes(key),
    );
    const fresh = own.filter(([key, value]) => this.shown.get(key) !== JSON.stringify(value));
    for (const [key, value] of fresh) this.shown.set(key, JSON.stringify(value));
    return fresh.length > 0;
  }

  /**
   * The chunk of an event that goes on with a text and says nothing else, as nearly all do; `null` for every other. The
   * event says by itself what the chunk says.
   */
  goesOn(body: JsonObject): ChatChunk | null {
    const { identity } = this;
    const [choice, ...more] = Array.isArray(body.choices) ? body.choices : [];
    if (identity === null || more.length > 0 || !isObject(choice)) return null;
    if (!holdsOnly(body, PLAIN_CHUNK) || !holdsOnly(choice, PLAIN_CHOICE)) return null;
    const { index, delta, finish_reason: finish } = choice;
    if (!isObject(delta) || !holdsOnly(delta, PLAIN_DELTA) || typeof index !== "number") return null;
    const { content } = delta;
    const { id, created, model, object, system_fingerprint: print } = body;
    if (typeof content !== "string" || content === "" || finish !== null || choice.logprobs) return null;
    if (id !== identity.id || created !== identity.created || model !== identity.model) return null;
    if (object !== OBJECT || body.usage || this.choices.get(index)?.isOpen !== true) return null;
    const top = print === undefined || print === null ? {} : { system_fingerprint: print };
    return { ...identity, object, ...top, choices: [{ index, delta: { content }, finish_reason: null }] };
  }

  /** Learns the form of an event that {@link goesOn} told. @returns whether it has one */
  learn(data: string, chunk: ChatChunk): boolean {
    const [choice] = chunk.choices;
    if (this.looked === MAX_FORMS || choice === undefined) return false;
    this.looked += 1;
    const form = TextForm.of(data, choice.delta.content ?? "", (other) => {
      const body = parse(other);
      const said = body && this.goesOn(body);
      return said?.choices[0]?.delta.content ?? null;
    });
    if (form) this.known = { form, chunk, index: choice.index };
    return form !== null;
  }

  /** The form that was learnt last, where its choice still goes on. */
  get open(): Known | null {
    const { known } = this;
    return known !== null && this.choices.get(known.index)?.isOpen === true ? known : null;
  }

  /** What {@link goesOn} tells, for an event of the form that was learnt last; `null` for every other. */
  told(data: string): ChatChunk | null {
    const { open } = this;
    const content = open?.form.textOf(data) ?? null;
    return open === null || content === null ? null : withText(open, content);
  }

  /** The normalised chunk, or `null` when nothing in it concerns the caller. */
  accept(body: JsonObject): { chunk: ChatChunk; content: boolean } | null {
    const listed = Array.isArray(body.choices) ? body.choices.filter(isObject) : [];
    if (this.identity === null && listed.length === 0 && textOrNull(body.id) === null) {
      // A report about the prompt comes before the answer begins; it must not name it.
      this.held = { ...this.held, ...readExtras(body, this.context) };
      return null;
    }
    // One id for the whole stream, whatever a host does from chunk to chunk.
    this.identity ??= readIdentity(body, this.context);
    const identity = this.identity;
    const read = listed
      .map((choice) =>
        this.choice(typeof choice.index === "number" ? choice.index : 0, identity).accept(choice),
      )
      .filter((choice) => choice !== null);
    const extras = { ...this.held, ...readExtras(body, this.context) };
    this.held = {};
    if (!this.isNews(extras) && read.length === 0) return null;
    return {
      content: read.some((choice) => choice.content),
      chunk: {
        ...identity,
        object: OBJECT,
        ...extras,
        choices: read.map(({ choice }) => choice),
      },
    };
  }
}

const asItIs = (body: JsonObject): JsonObject => body;

export class ChunkEvents implements EventReader<SseItem> {
  /** The object of the event that was read last; of one that has the form of an earlier one, but for its text. */
  body: JsonObject = {};
  /** Did it go on with a text, and say nothing else? */
  isPlain = false;
  private plainBody: JsonObject = {};
  private readonly chunks: ChunkReader;
  private usage: UsageReading | null = null;
  private reportedCost: unknown = null;
  private words: PriceWords = {};
  private readonly context: DecodeContext;
  private readonly asChat: (body: JsonObject) => JsonObject;

  /** @param asChat an event's body in this form, where the stream is in one that is close to it */
  constructor(context: DecodeContext, asChat: (body: JsonObject) => JsonObject = asItIs) {
    this.context = context;
    this.asChat = asChat;
    this.chunks = new ChunkReader(context);
  }

  /** The events that go on with a text and say nothing else, where their form is known: they need not be read. */
  get texts(): TextEvents | null {
    const { open } = this.chunks;
    return open && { form: open.form, body: this.plainBody, chunk: (text) => withText(open, text) };
  }

  /** What the stream has come to where nothing more is said. */
  get ending(): Ending {
    return this.chunks.ending;
  }

  close(): StreamEvent[] {
    return [this.ending];
  }

  read(item: SseItem): StreamEvent[] {
    if (item.kind !== "event") return [noEvent(item)];
    if (item.data === DONE) return this.close();
    if (item.event === "error") return [{ type: "error", body: readErrorText(item.data) }];
    const told = this.asChat === asItIs ? this.chunks.told(item.data) : null;
    if (told !== null) {
      // Between it and the event whose form it has, others may have come.
      this.body = this.plainBody;
      this.isPlain = true;
      return [{ type: "chunk", chunk: told, content: true }];
    }
    const parsed = parse(item.data);
    if (parsed === null) return [broken("a chunk of the stream is not a JSON object")];
    const body = this.asChat(parsed);
    this.body = body;
    const text = this.chunks.goesOn(body);
    this.isPlain = text !== null;
    if (text !== null) {
      if (this.asChat === asItIs && this.chunks.learn(item.data, text)) this.plainBody = body;
      return [{ type: "chunk", chunk: text, content: true }];
    }
    // First the usage: an error chunk may carry what was used up until then.
    const counted = this.counted(body);
    if (isFailure(body)) return [...counted, { type: "error", body: readErrorJson(body) }];
    const chunk = this.chunks.accept(body);
    return chunk ? [...counted, { type: "chunk", ...chunk }] : counted;
  }

  private counted(body: JsonObject): StreamEvent[] {
    const { convention } = this.context;
    const found = findUsage(body, convention);
    if (found) {
      const next = readUsage(found, convention);
      this.usage = convention.stream === "add" ? addUsage(this.usage, next) : next;
      this.reportedCost = findReportedCost(body, convention);
    }
    // A word may stand on any chunk, before the usage or after it; the last one said holds.
    const said = readWords(body, WORD_PLACES);
    const isNews = said.service_tier !== undefined && said.service_tier !== this.words.service_tier;
    this.words = { ...this.words, ...said };
    if (!this.usage || !(found || isNews)) return [];
    const usage = withTerms(this.usage, { words: this.words });
    return [{ type: "usage", usage, reportedCost: this.reportedCost }];
  }
}

/** Is this chunk an error, whatever stands beside it? */
function isFailure(body: JsonObject): boolean {
  const failed =
    Array.isArray(body.choices) &&
    body.choices.some((choice) => isObject(choice) && choice.finish_reason === FINISH_ERROR);
  const refused = body.error !== undefined && body.error !== null;
  const alone = body.detail === undefined && isErrorOnly(body);
  return refused || alone || textOrNull(body.detail) !== null || body.object === "error" || failed;
}
