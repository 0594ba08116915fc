import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../../../registry/canonical/chat.ts";
import type { Endpoint } from "../../../registry/endpoint.ts";
import { providers } from "../../../registry/index.ts";
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { BaseProvider } from "../../../registry/providers/_shared/base.ts";
import { askedBy, TOOLS } from "../../cases/_shared/exchange.ts";
import { allCases } from "../../cases/index.ts";
import { generatedSchema, type Schema, schemaManifest } from "../../contracts/shape/schemas.ts";
import { endpointsAt } from "../../engine/plan.ts";
import type { Recording } from "../../recordings/load.ts";
import { recordingsAt } from "../../recordings/store.ts";
import { readEvents } from "../../upstream/wire-events.ts";
import { ANSWERS_NOT_GENERATED } from "./answer-fields.ts";
import { documentedPaths, isUnder, pathsIn } from "./documented.ts";
import { NOT_GENERATED, type Reason } from "./field-table.ts";
import { answers } from "./generate.ts";
import { requests, writtenIn } from "./history.ts";
import type { SpokenApi } from "./holds.ts";
import { NESTED_NOT_GENERATED } from "./nested-fields.ts";
import { sayable, settings, settingsIn } from "./settings.ts";
import type { Habits } from "./speak.ts";
import { SPEAKERS } from "./speakers.ts";

const SEED = 1;
/** As many as a case sends. */
const COUNT = 24;

/** Of each provider; what a provider's other endpoints add is no field. */
const ENDPOINTS = 4;

const APIS = Object.keys(NOT_GENERATED) as SpokenApi[];

/** The fields of a request by the vendor's own types. */
function documented(api: SpokenApi): string[] {
  const file = generatedSchema(api);
  const found = new Set<string>();
  const walk = ({ $ref, properties = {}, anyOf = [] }: Schema): void => {
    const named = $ref === undefined ? undefined : file.definitions[$ref.replace("#/definitions/", "")];
    if (named) walk(named);
    for (const name of Object.keys(properties)) found.add(name);
    for (const part of anyOf) walk(part);
  };
  walk({ $ref: file.$ref });
  return [...found];
}

function bodiesAt(provider: BaseProvider, endpoint: Endpoint): JsonObject[] {
  const mayCall = endpoint.capabilities.has("tools");
  const wanted = settings(SEED, COUNT);
  return requests(mayCall, SEED, COUNT).flatMap((asked, i) => {
    const said = wanted[i];
    if (!said) throw new Error("fewer settings than requests");
    const request = {
      ...askedBy("openai-chat", endpoint, i % 2 === 0),
      ...writtenIn("openai-chat", asked, TOOLS),
      ...settingsIn("openai-chat", sayable("openai-chat", said, mayCall), TOOLS),
    };
    return [provider.buildBody(request as unknown as ChatRequest, endpoint).body];
  });
}

/** Generated requests, as they are written at whichever provider of the API. */
const generated = (api: SpokenApi): JsonObject[] =>
  Object.values<BaseProvider>(providers).flatMap((provider) =>
    provider
      .chatApis()
      .filter(({ id }) => id === api)
      .flatMap((own) =>
        endpointsAt(provider, own)
          .slice(0, ENDPOINTS)
          .flatMap((endpoint) => bodiesAt(provider, endpoint)),
      ),
  );

/** What was recorded of an API, at whichever provider. */
const recorded = (api: SpokenApi): Recording[] =>
  Object.values<BaseProvider>(providers).flatMap((provider) =>
    provider
      .chatApis()
      .filter(({ id }) => id === api)
      .flatMap((own) => recordingsAt(provider, own)),
  );

/** The documented paths; Google documents each name in two spellings. */
function documentedAt(api: SpokenApi, schema: string): string[] {
  const named = documentedPaths(generatedSchema(schema));
  return [...new Set(api === "gemini" ? named.map(camel) : named)];
}

const camel = (path: string): string => path.replace(/_([a-z])/g, (_all, letter) => letter.toUpperCase());

/** Paths without a reason, and reasons without a path: what is held by now, or documented no more, needs none. */
function holes(missing: readonly string[], listed: readonly string[]) {
  return {
    unexplained: missing.filter((path) => !isUnder(path, listed)),
    stale: listed.filter((path) => !missing.includes(path)),
  };
}

const namesCase = (reason: Reason): string[] => ("case" in reason ? [reason.case] : []);

describe("the fields of a request", () => {
  test.each(APIS)("are generated at %s, or listed with a reason", (api) => {
    const held = new Set(generated(api).flatMap((body) => Object.keys(body)));
    const all = documented(api);
    const listed = Object.keys(NOT_GENERATED[api]);
    expect(all.filter((field) => !held.has(field) && !listed.includes(field))).toEqual([]);
    // What a vendor no longer documents needs no reason.
    expect(listed.filter((field) => !all.includes(field))).toEqual([]);
  });

  test.each(APIS)("are sent at %s by cases that there are, where a case is the reason", (api) => {
    const ids = allCases.map(({ id }) => id);
    expect(
      Object.values(NOT_GENERATED[api])
        .flatMap(namesCase)
        .filter((id) => !ids.includes(id)),
    ).toEqual([]);
  });
});

const habits: Habits = {
  cachedInside: true,
  writesInside: true,
  reasoningInside: true,
  places: [["usage"]],
  price: null,
  tools: TOOLS,
};

/** Answers enough to meet every field that the generator has. */
const ANSWERS = 200;

/** The bodies of a recorded answer in the form of a whole one: of a stream, what has that form. */
function bodiesIn(api: SpokenApi, { responseBody }: Recording): Json[] {
  const text = Buffer.from(responseBody).toString("utf8");
  if (text.startsWith("{")) return [JSON.parse(text) as Json];
  const events = readEvents(responseBody).flatMap(({ json }) => (json === null ? [] : [json]));
  if (api === "gemini") return events;
  return api === "openai-responses" ? events.map(({ response }) => response ?? null) : [];
}

/** The paths that answers hold: generated ones, and those that somebody recorded. */
function held(api: SpokenApi): Set<string> {
  const found = new Set<string>();
  for (const said of answers(api, { calls: true, stream: false }, SEED, ANSWERS))
    pathsIn(SPEAKERS[api].whole(said, habits), found);
  for (const recording of recorded(api)) for (const body of bodiesIn(api, recording)) pathsIn(body, found);
  return found;
}

describe("the fields inside of a request", () => {
  test.each(APIS)("are generated or recorded at %s, or listed with a reason", (api) => {
    const found = new Set<string>();
    for (const body of generated(api)) pathsIn(body, found);
    for (const { requestBody } of recorded(api)) pathsIn(requestBody, found);
    const whole = Object.keys(NOT_GENERATED[api]).map((name) => (api === "gemini" ? camel(name) : name));
    const missing = documentedAt(api, api).filter((path) => !found.has(path) && !isUnder(path, whole));
    expect(holes(missing, Object.keys(NESTED_NOT_GENERATED[api]))).toEqual({ unexplained: [], stale: [] });
  });
});

describe("the fields of an answer, nested ones too,", () => {
  test("are documented by a schema for each API, and no other is checked in", () => {
    const ofAnswers = Object.keys(schemaManifest()).filter((name) => name.endsWith("-answer"));
    // Of what is no chat only the form is looked at (conformance/engine/answer-form.ts).
    const noChats = ["openai-completions-answer", "openai-embeddings-answer"];
    expect(ofAnswers.toSorted()).toEqual([...APIS.map((api) => `${api}-answer`), ...noChats].toSorted());
  });

  test.each(APIS)("are generated or recorded at %s, or listed with a reason", (api) => {
    const found = held(api);
    const missing = documentedAt(api, `${api}-answer`).filter((path) => !found.has(path));
    expect(holes(missing, Object.keys(ANSWERS_NOT_GENERATED[api]))).toEqual({ unexplained: [], stale: [] });
  });

  test.each(APIS)("are shown at %s by cases that there are, where a case is the reason", (api) => {
    const ids = allCases.map(({ id }) => id);
    const reasons = [ANSWERS_NOT_GENERATED, NESTED_NOT_GENERATED].flatMap((all) => Object.values(all[api]));
    const named = reasons.flatMap(namesCase);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });
});
