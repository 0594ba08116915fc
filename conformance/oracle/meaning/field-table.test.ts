import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../../../registry/canonical/chat.ts";
import type { Endpoint } from "../../../registry/endpoint.ts";
import { providers } from "../../../registry/index.ts";
import type { BaseProvider } from "../../../registry/providers/_shared/base.ts";
import { askedBy, TOOLS } from "../../cases/_shared/exchange.ts";
import { allCases } from "../../cases/index.ts";
import { generatedSchema, type Schema } from "../../contracts/shape/schemas.ts";
import { endpointsAt } from "../../engine/plan.ts";
import { NOT_GENERATED, type Reason } from "./field-table.ts";
import { requests, writtenIn } from "./history.ts";
import type { SpokenApi } from "./holds.ts";
import { sayable, settings, settingsIn } from "./settings.ts";

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

function bodiesAt(provider: BaseProvider, endpoint: Endpoint): string[] {
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
    return Object.keys(provider.buildBody(request as unknown as ChatRequest, endpoint).body);
  });
}

/** The fields that generated requests hold, at whichever provider of the API. */
function generated(api: SpokenApi): Set<string> {
  const all = Object.values<BaseProvider>(providers).flatMap((provider) =>
    provider
      .chatApis()
      .filter(({ id }) => id === api)
      .flatMap((own) =>
        endpointsAt(provider, own)
          .slice(0, ENDPOINTS)
          .flatMap((endpoint) => bodiesAt(provider, endpoint)),
      ),
  );
  return new Set(all);
}

const namesCase = (reason: Reason): string[] => ("case" in reason ? [reason.case] : []);

describe("the fields of a request", () => {
  test.each(APIS)("are generated at %s, or listed with a reason", (api) => {
    const held = generated(api);
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
