/**
 * Whether what callers are told is what their API promises: the vendor's own types, against every answer of every case.
 * Where the provider speaks the caller's API, its answer goes through as it is, and what it left out nobody has to add.
 * @module
 */
import { createParser } from "eventsource-parser";
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import type { ContractApi } from "../contracts/contract.ts";
import { answerMisfits } from "../contracts/shape/answers.ts";
import type { Difference } from "../oracle/meaning/exchanged.ts";
import type { RequirementId } from "../requirements/index.ts";
import type { Reply } from "./reply.ts";

/** The form of the answers at a path: schemas of conformance/contracts/schemas, and what demands them. */
export interface AnswerForm {
  api: ContractApi;
  whole: string;
  event: string | null;
  error: ErrorForm;
  demandedBy: { whole: RequirementId; streamed: RequirementId };
}

/** Errors are the same at all paths of a maker: whole, and as the last event of a stream. */
interface ErrorForm {
  schema: string;
  /** What of a body the schema describes. */
  of: (body: JsonObject) => Json;
}

const OPENAI_ERROR: ErrorForm = { schema: "openai-error", of: ({ error }) => error ?? null };
const ANTHROPIC_ERROR: ErrorForm = { schema: "anthropic-error", of: (body) => body };

const CHAT: AnswerForm = {
  api: "openai-chat",
  whole: "openai-chat-answer",
  event: "openai-chat-chunk",
  error: OPENAI_ERROR,
  demandedBy: { whole: "RES-01", streamed: "STR-04" },
};
const RESPONSES: AnswerForm = {
  api: "openai-responses",
  whole: "openai-responses-answer",
  event: "openai-responses-event",
  error: OPENAI_ERROR,
  demandedBy: { whole: "API-01", streamed: "API-01" },
};

const FORMS: Readonly<Record<string, AnswerForm>> = {
  "/v1/chat/completions": CHAT,
  "/v1/responses": RESPONSES,
  "/v1/messages": {
    api: "anthropic-messages",
    whole: "anthropic-messages-answer",
    event: "anthropic-messages-event",
    error: ANTHROPIC_ERROR,
    demandedBy: { whole: "API-04", streamed: "API-04" },
  },
  "/v1/completions": {
    api: "openai-completions",
    whole: "openai-completions-answer",
    event: "openai-completions-answer",
    error: OPENAI_ERROR,
    demandedBy: { whole: "API-04", streamed: "API-04" },
  },
  "/v1/embeddings": {
    api: "openai-embeddings",
    whole: "openai-embeddings-answer",
    event: null,
    error: OPENAI_ERROR,
    demandedBy: { whole: "API-02", streamed: "API-02" },
  },
};

/** The form of what a path answers; a body of Responses at the path of chats is known by its input. */
export function formAt(path: string, body: JsonObject): AnswerForm | undefined {
  const form = FORMS[path];
  return form === CHAT && body.messages === undefined && body.input !== undefined ? RESPONSES : form;
}

/** As many events are looked at from the beginning of a stream, and as many from its end. */
const MOST_EVENTS = 500;

const ends = (list: readonly JsonObject[]): readonly JsonObject[] =>
  list.length <= 2 * MOST_EVENTS ? list : [...list.slice(0, MOST_EVENTS), ...list.slice(-MOST_EVENTS)];

/** The types of Anthropic's client leave out what only keeps a connection open. */
const saysSomething = ({ type, error }: JsonObject): boolean =>
  type !== "ping" && type !== "error" && (error === undefined || error === null);

interface Found extends Omit<Difference, "requirement"> {
  kind: string;
}

const DIGITS = /\/\d+/g;

/** What of some answers, or events, is not as it is promised. */
const misfitsOf = (schema: string, bodies: readonly JsonObject[]): Found[] =>
  bodies.flatMap((body) =>
    answerMisfits(schema, body).map(({ kind, pointer, expected, seen }) => ({
      kind,
      field: `form${pointer.replaceAll(DIGITS, "[]").replaceAll("/", ".")}`,
      expected,
      seen: seen === undefined ? "nothing" : seen,
    })),
  );

function parsed(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null; // Nobody could pass it on as it is.
  }
}

/** The objects of a provider's answer: itself, or those of its events. */
function objectsOf(text: string): readonly JsonObject[] {
  const whole = parsed(text);
  if (whole !== null) return [whole];
  const events: JsonObject[] = [];
  const parser = createParser({
    onEvent: ({ data }) => {
      const event = parsed(data);
      if (event !== null) events.push(event);
    },
  });
  parser.feed(text);
  return ends(events);
}

/** Where an error is not what clients look for: whole, or as an event. */
export function misformedErrors({ error: { schema, of } }: AnswerForm, reply: Reply): Difference[] {
  const isError = reply.status >= 400;
  // An error event of Responses is one of its events.
  const events = reply.events.filter(({ error }) => isObject(error));
  const bodies = isError ? [reply.json ?? { error: reply.text }] : events;
  return bodies.flatMap((body) =>
    answerMisfits(schema, of(body)).map(({ pointer, expected, seen }) => ({
      requirement: "ERR-01" as const,
      field: `form.error${pointer.replaceAll("/", ".")}`,
      expected,
      seen: seen === undefined ? "nothing" : seen,
    })),
  );
}

/** Where a reply is not what its API promises, but for what the provider of the same API said so itself. */
export function misformed(
  form: AnswerForm,
  reply: Reply,
  provider: { api: ContractApi | undefined; text: () => string },
): Difference[] {
  const isStream = reply.json === null;
  const schema = isStream ? form.event : form.whole;
  if (schema === null) return [];
  const told = isStream ? ends(reply.events) : reply.json === null ? [] : [reply.json];
  const found = misfitsOf(schema, told.filter(saysSomething));
  if (found.length === 0) return [];
  const isSame =
    ({ kind, field }: Found) =>
    (own: Found) =>
      own.kind === kind && own.field === field;
  const said = provider.api === form.api ? misfitsOf(schema, objectsOf(provider.text())) : [];
  const requirement = isStream ? form.demandedBy.streamed : form.demandedBy.whole;
  return found
    .filter((misfit) => !said.some(isSame(misfit)))
    .map(({ field, expected, seen }) => ({ requirement, field, expected, seen }));
}
