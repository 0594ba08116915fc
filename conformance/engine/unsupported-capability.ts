/**
 * The check of an unsupported capability: where a provider lacks a capability, what is checked is that asking for it is refused cleanly.
 * @module
 */
import type { Capability, Endpoint } from "../../registry/endpoint.ts";
import type { JsonObject } from "../../registry/json.ts";
import { image, jsonObject, jsonSchema, reasoning, tools } from "../recordings/bodies.ts";
import type { CaseContext } from "./context.ts";
import { errorOf } from "./reply.ts";
import { bodyOf } from "./session.ts";

const content = (part: JsonObject): JsonObject => ({ messages: [{ role: "user", content: [part] }] });

/** A caller's body that asks for each capability. */
export const ASKING_FOR: Record<Capability, JsonObject> = {
  tools,
  json_object: jsonObject,
  json_schema: jsonSchema,
  images: image,
  files: content({
    type: "file",
    file: { filename: "a.pdf", file_data: "data:application/pdf;base64,JVBERi0=" },
  }),
  audio: content({ type: "input_audio", input_audio: { data: "UklGRg==", format: "wav" } }),
  reasoning,
};

/** Reasoning effort is a parameter, not a promise: it is dropped and listed like any other (MAP-09). */
async function dropsEffort(context: CaseContext): Promise<void> {
  const endpoint = context.endpoint((candidate) => !candidate.capabilities.has("reasoning"));
  const session = await context.open();
  session.answer(context.simulate.completion("Out."));
  const reply = await session.send({ model: `${endpoint.model}/${endpoint.provider}`, ...reasoning });
  context.check.equal("MAP-09", "unsupported.reasoning.answered", reply.status, 200);
  context.check.equal(
    "MAP-09",
    "unsupported.reasoning.listed",
    reply.headers.get("x-dropped-parameters"),
    "reasoning_effort",
  );
  context.check.equal(
    "MAP-09",
    "unsupported.reasoning.not-sent",
    bodyOf(session.received[0]).reasoning_effort,
    undefined,
  );
}

/** An endpoint with schemas and no mode for just any JSON: JSON is asked for in words, and by no field (MAP-19). */
async function asksInWords(context: CaseContext, endpoint: Endpoint): Promise<void> {
  const session = await context.open();
  session.answer(context.simulate.completion("{}"));
  const reply = await session.send({ model: `${endpoint.model}/${endpoint.provider}`, ...jsonObject });
  const [request] = session.received;
  context.check.equal("MAP-19", "unsupported.json_object.answered", reply.status, 200);
  const sent = request ? context.wire.read(request) : null;
  const told = (sent?.system ?? []).some((text) => /JSON object/.test(text));
  context.check.equal("MAP-19", "unsupported.json_object.in-words", told, true);
  context.check.equal(
    "MAP-19",
    "unsupported.json_object.no-field",
    bodyOf(request).response_format,
    undefined,
  );
}

const inWordsOnly = ({ capabilities }: Endpoint): boolean =>
  capabilities.has("json_schema") && !capabilities.has("json_object");

async function lacksJsonObject(context: CaseContext): Promise<void> {
  const lacking = context.endpoint(({ capabilities }) => !capabilities.has("json_object"));
  if (inWordsOnly(lacking)) await asksInWords(context, lacking);
  else await refusesCapability(context, "json_object");
}

/** What is owed where a capability is absent. */
export function lacksCapability(context: CaseContext, capability: Capability): Promise<void> {
  if (capability === "reasoning") return dropsEffort(context);
  return capability === "json_object" ? lacksJsonObject(context) : refusesCapability(context, capability);
}

/** Asks an endpoint without the capability for it: a 400 that names the parameter, and no upstream call (MAP-09). */
export async function refusesCapability(context: CaseContext, capability: Capability): Promise<void> {
  const endpoint = context.endpoint((candidate) => !candidate.capabilities.has(capability));
  const session = await context.open();
  const reply = await session.send({
    model: `${endpoint.model}/${endpoint.provider}`,
    ...ASKING_FOR[capability],
  });
  context.check.equal("MAP-09", `unsupported.${capability}.status`, reply.status, 400);
  context.check.equal(
    "MAP-09",
    `unsupported.${capability}.code`,
    errorOf(reply)?.code,
    "unsupported_parameter",
  );
  context.check.equal("MAP-09", `unsupported.${capability}.no-upstream-call`, session.received.length, 0);
}
