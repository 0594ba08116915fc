/**
 * Every recorded failure, generated from the list of scenarios: envelope, status, type, words, wait and id.
 * @module
 */
import { isObject, type Json } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply } from "../../engine/reply.ts";
import type { Session } from "../../engine/session.ts";
import type { Recording } from "../../recordings/load.ts";
import { type ScenarioId, scenarios } from "../../recordings/scenarios.ts";
import { pinned } from "../_shared/support.ts";
import { checkEnvelope, checkMeaning, checkWords, statusFor } from "./judge.ts";

const errorScenarios = (Object.keys(scenarios) as ScenarioId[]).filter((id) => id.startsWith("error."));

const asWords = (value: Json | undefined): string[] =>
  typeof value === "string" && value !== "" ? [value] : [];

/** What the host behind a relay said: a sentence, or a whole body as text. */
function relayedWords(metadata: Json | undefined): string[] {
  const raw = isObject(metadata) ? String(metadata.raw ?? "") : "";
  return raw.startsWith("{") ? asWords(JSON.parse(raw).error?.message) : asWords(raw);
}

/** The sentences that a recorded body holds, in whatever place its family puts them. */
export function wordsIn(recording: Recording): string[] {
  const text = new TextDecoder().decode(recording.responseBody);
  const json = /^(?:data: )?(\{[\s\S]*\})\s*$/.exec(text)?.[1];
  if (json === undefined) return [];
  const { error, errors, detail, message } = JSON.parse(json);
  const listed = Array.isArray(error) ? error : errors;
  if (Array.isArray(listed)) return listed.filter(isObject).flatMap((each) => asWords(each.message));
  if (isObject(error)) return [...asWords(error.message), ...relayedWords(error.metadata)];
  if (isObject(detail)) return asWords(detail.error);
  if (Array.isArray(detail)) return detail.filter(isObject).flatMap(({ msg }) => asWords(msg));
  return [...asWords(error), ...asWords(detail), ...(error === undefined ? asWords(message) : [])];
}

/** The code and the parameter that an error in OpenAI's form names, where these are words. */
function namedIn(recording: Recording): { code?: string; param?: string } {
  const text = new TextDecoder().decode(recording.responseBody);
  const json = /^\s*(\{[\s\S]*\})\s*$/.exec(text)?.[1];
  const { error } = json === undefined ? { error: null } : JSON.parse(json);
  if (!isObject(error)) return {};
  const word = (value: Json | undefined): string | undefined =>
    typeof value === "string" && /^[a-z_]+$/.test(value) ? value : undefined;
  const [code, param] = [word(error.code), word(error.param)];
  return { ...(code === undefined ? {} : { code }), ...(param === undefined ? {} : { param }) };
}

/** Where providers put the id of a request. */
const ID_HEADERS = [
  "x-request-id",
  "request-id",
  "x-amzn-requestid",
  "apim-request-id",
  "mistral-correlation-id",
  "inference-id",
  "x-generation-id",
];

const headerOf = (recording: Recording, name: string): string | null =>
  recording.meta.response.headers.find(([header]) => header === name)?.[1] ?? null;

/** The status that a person wrote beside the recording. */
export function meaningOf({ meta }: Recording): number {
  const status = meta.expect?.errorStatus;
  if (status === undefined) throw new Error(`${meta.id} says no expect.errorStatus`);
  return status;
}

function checkHeaders(context: CaseContext, reply: Reply, recording: Recording): void {
  const id = ID_HEADERS.map((name) => headerOf(recording, name)).find((value) => value !== null) ?? null;
  context.check.equal("ERR-05", "upstream-id", reply.headers.get("helicone-upstream-request-id"), id);
  const wait = recording.meta.expect?.retryAfterSeconds;
  if (wait === undefined) return;
  const seen = reply.headers.get("retry-after");
  context.check.equal("ERR-05", "retry-after", seen, wait === null ? null : String(wait));
}

/** The same failure in answer to a streaming request must be the same error. */
async function checkStreamed(context: CaseContext, session: Session, recording: Recording, first: Reply) {
  session.answerWith(recording);
  const model = pinned(context.endpointOf(recording));
  const streamed = await session.send(session.bodyFor(recording, model, { stream: true }));
  checkEnvelope(context, "streamed", streamed);
  context.check.equal("ERR-02", "streamed.status", streamed.status, first.status);
  context.check.equal("ERR-02", "streamed.type", errorOf(streamed)?.type, errorOf(first)?.type);
}

export const recordedErrors: readonly Case[] = errorScenarios.map((scenario) => ({
  id: `errors.recorded.${scenario.slice("error.".length)}`,
  area: "errors",
  title: `${scenarios[scenario].title}: one envelope, the status that it means, the provider's words`,
  why: "callers cannot handle a different error shape for every provider",
  requirements: ["ERR-01", "ERR-02", "ERR-03", "ERR-04", "ERR-05", "ERR-09"],
  needs: { scenarios: [scenario] },
  run: async (context) => {
    const recording = context.recording(scenario);
    const status = meaningOf(recording);
    const session = await context.open();
    const reply = await session.play(recording, pinned(context.endpointOf(recording)));
    checkEnvelope(context, "plain", reply);
    checkMeaning(context, "plain", reply, status);
    for (const words of wordsIn(recording)) checkWords(context, "plain", reply, status, words);
    checkHeaders(context, reply, recording);
    if (statusFor(context, status) === status) {
      const { code, param } = { ...errorOf(reply), ...namedIn(recording) };
      const seen = { code: errorOf(reply)?.code, param: errorOf(reply)?.param };
      context.check.equal("ERR-01", "named", seen, { code, param });
    }
    context.check.equal("ERR-01", "provider", errorOf(reply)?.provider, context.provider.slug);
    if (recording.meta.response.status === 200) {
      const { charged, reserved } = await session.gateway.wallet("a");
      context.check.equal("ERR-04", "nothing-charged", [charged, reserved], [0n, 0n]);
      context.check.equal("ERR-04", "status-of-the-content", reply.status, statusFor(context, status));
    }
    const record = await session.lastRecord();
    context.check.equal("ERR-09", "recorded-as", [record?.outcome, record?.status], ["failed", reply.status]);
    if (scenarios[scenario].body.stream !== true) await checkStreamed(context, session, recording, reply);
  },
}));
