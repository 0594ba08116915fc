/**
 * Looks at every exchange of every case, whatever the case is about: what is said at one end of the gateway must be what
 * arrives at the other. Generated exchanges know what they mean, and are compared by their own cases.
 * @module
 */
import { isObject, type JsonObject } from "../../registry/json.ts";
import { type Difference, lostOnTheWay, lostOnTheWayBack } from "../oracle/meaning/exchanged.ts";
import { CLIENT_APIS, CLIENTS, type ClientApi } from "../oracle/meaning/expected.ts";
import { isSpoken, type SpokenApi } from "../oracle/meaning/holds.ts";
import { toldIn } from "../oracle/meaning/told.ts";
import type { Received, UpstreamAnswer } from "../upstream/server.ts";
import { subjectOf } from "../upstream/strict.ts";
import { changedAgain } from "./again.ts";
import { type AnswerForm, formAt, misformed, misformedErrors } from "./answer-form.ts";
import type { Reply } from "./reply.ts";

/** The longest answer that is read, in bytes. */
const MAX_READ = 1 << 20;

/** One call of a provider in the course of an exchange. */
interface Call {
  request: Received;
  answer: UpstreamAnswer;
  bytes: Uint8Array[];
  size: number;
}

/** A caller's request that is under way. */
export interface Watched {
  /** Absent where nobody compares what is said: of its answers only the form is looked at. */
  client: ClientApi | undefined;
  form: AnswerForm | undefined;
  asked: JsonObject;
  calls: Call[];
  /** Others were under way as well: nobody can tell whose the calls were. */
  crowded: boolean;
}

/** A difference, and between whom. */
export interface Loss extends Difference {
  way: string;
}

export class Witness {
  readonly losses: Loss[] = [];
  /** How many exchanges were looked at. */
  looked = 0;

  misses(way: string, differences: readonly Difference[]): void {
    for (const difference of differences)
      if (!this.losses.some(({ field }) => field === difference.field))
        this.losses.push({ ...difference, way });
  }

  /** An exchange is over. */
  judge({ client, form, asked, calls, crowded }: Watched, reply: Reply): void {
    if (crowded) return;
    this.judgeForm(form, calls, reply);
    if (client === undefined) return;
    this.misses("the same call again", changedAgain(calls.map(({ request }) => request)));
    if (reply.status !== 200 || reply.events.some(({ error, type }) => error || type === "error")) return;
    for (const [i, { request, answer, bytes, size }] of calls.entries()) {
      const api = apiOf(request);
      if (api === null || answer.kind !== "answer" || !isObject(request.json)) continue;
      const way = `${client} to ${api}`;
      this.looked++;
      this.misses(way, lostOnTheWay({ client, api, asked, read: request.json }));
      const headers = new Headers(answer.headers);
      if (i < calls.length - 1 || answer.status !== 200 || size > MAX_READ) continue;
      if (headers.has("content-encoding")) continue;
      const told = toldIn(api, headers.get("content-type")?.toLowerCase() ?? "", Buffer.concat(bytes));
      if (told !== null)
        this.misses(`${api} to ${client}`, lostOnTheWayBack({ client, api, told, understood: reply }));
    }
  }

  /** What was kept may have come from any provider: only who was called just now is known. */
  private judgeForm(form: AnswerForm | undefined, calls: readonly Call[], reply: Reply): void {
    if (form === undefined) return;
    this.misses("an error in the form of its API", misformedErrors(form, reply));
    const last = calls.at(-1);
    if (last === undefined || reply.status !== 200 || last.size > MAX_READ) return;
    const { request, answer, bytes } = last;
    if (answer.kind !== "answer" || new Headers(answer.headers).has("content-encoding")) return;
    const text = () => Buffer.concat(bytes).toString();
    this.misses(
      "an answer in the form of its API",
      misformed(form, reply, { api: subjectOf(request)?.api, text }),
    );
  }
}

function apiOf(request: Received): SpokenApi | null {
  const api = subjectOf(request)?.api ?? "";
  return isSpoken(api) ? api : null;
}

/** What a caller speaks: as the path says, or a body of Responses at the path of chats, which is known by its input. */
function clientAt(path: string, body: JsonObject): ClientApi | undefined {
  const named = CLIENT_APIS.find((api) => CLIENTS[api].path === path);
  const isResponses = body.messages === undefined && body.input !== undefined;
  return named === "openai-chat" && isResponses ? "openai-responses" : named;
}

/** The requests of one session that are under way. */
export class Underway {
  private open: Watched[] = [];
  private readonly witness: Witness | undefined;

  constructor(witness: Witness | undefined) {
    this.witness = witness;
  }

  /**
   * A caller asks; `null` where nobody has to understand it.
   * @param isCompared whether what is said is compared here, and not by the case
   */
  asks(path: string, body: JsonObject, isCompared: boolean): Watched | null {
    const [bare = ""] = path.split("?");
    const [client, form] = [isCompared ? clientAt(bare, body) : undefined, formAt(bare, body)];
    if (this.witness === undefined || (client === undefined && form === undefined)) return null;
    const watched: Watched = { client, form, asked: body, calls: [], crowded: this.open.length > 0 };
    for (const other of this.open) other.crowded = true;
    this.open.push(watched);
    return watched;
  }

  /** A provider answers; what it sends is read on its way. */
  answers(request: Received | undefined, answer: UpstreamAnswer): UpstreamAnswer {
    const [watched] = this.open;
    if (watched === undefined || request === undefined) return answer;
    const call: Call = { request, answer, bytes: [], size: 0 };
    watched.calls.push(call);
    return answer.kind === "answer" ? { ...answer, chunks: noted(answer.chunks, call) } : answer;
  }

  /** The caller has read everything. */
  over(watched: Watched | null, reply: Reply): void {
    if (watched === null) return;
    this.open = this.open.filter((other) => other !== watched);
    this.witness?.judge(watched, reply);
  }
}

type Chunks = Extract<UpstreamAnswer, { kind: "answer" }>["chunks"];

function note(chunk: Uint8Array, call: Call): void {
  call.size += chunk.byteLength;
  if (call.size <= MAX_READ) call.bytes.push(chunk);
}

/** The same chunks; a list stays a list. */
function noted(chunks: Chunks, call: Call): Chunks {
  if (Array.isArray(chunks)) {
    for (const chunk of chunks as readonly Uint8Array[]) note(chunk, call);
    return chunks;
  }
  return (async function* () {
    for await (const chunk of chunks) {
      note(chunk, call);
      yield chunk;
    }
  })();
}
