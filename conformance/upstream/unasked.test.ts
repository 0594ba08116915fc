/**
 * Every rule of a contract is put to use by some endpoint of the registry, or says what it lacks: a rule that no request can
 * ask would prove nothing.
 */
import { expect, test } from "vitest";
import { type Endpoint, endpointOn } from "../../registry/endpoint.ts";
import { openRegistry } from "../../registry/index.ts";
import { type ContractApi, contractRules, rulesAbout } from "../contracts/index.ts";
import { type Lack, UNASKED } from "../contracts/unasked.ts";
import { exampleContext } from "../secrets/credentials.ts";
import { subjectOf } from "./strict.ts";

const registry = openRegistry();
const endpoints = Object.keys(registry.source.providers).flatMap((slug) =>
  registry.indexes.endpointsOfProvider(slug),
);

/** Requests to count tokens go to paths of their own, beside the API that they count for. */
const COUNTED: Readonly<Partial<Record<ContractApi, ContractApi>>> = {
  "anthropic-messages": "anthropic-count-tokens",
  gemini: "gemini-count-tokens",
};

/** The rules that speak about an endpoint, on each API that offers it. */
function rulesAt(endpoint: Endpoint): string[] {
  const provider = registry.provider(endpoint.provider);
  if (!provider) throw new Error(`${endpoint.id} has no provider`);
  return endpoint.apis.flatMap(({ id }) => {
    const offered = endpointOn(endpoint, id);
    const url = offered && provider.buildUrl(exampleContext(provider, offered));
    const subject = url ? subjectOf({ url, headers: new Headers() }) : null;
    // Some APIs for embeddings have no contract.
    if (subject === null) return [];
    const { host } = subject;
    const model = subject.model ?? endpoint.providerModelId;
    const counted = COUNTED[subject.api];
    return [
      ...rulesAbout({ api: subject.api, host, model }),
      ...(counted === undefined ? [] : rulesAbout({ api: counted, host, model })),
    ];
  });
}

const asked = new Set(endpoints.flatMap(rulesAt));

test("puts every rule to use at an endpoint, or says what it lacks", () => {
  const unasked = contractRules().flatMap(({ id }) => (asked.has(id) ? [] : [id]));
  expect(unasked.toSorted()).toEqual(Object.keys(UNASKED).toSorted());
});

/** Is what a rule lacks really not there? */
function isLacking(lack: Lack): boolean {
  if ("provider" in lack) return registry.provider(lack.provider) === undefined;
  const own = endpoints.filter(({ provider }) => lack.at === undefined || provider === lack.at);
  return "api" in lack
    ? own.every(({ apis }) => apis.every(({ id }) => id !== lack.api))
    : own.every(({ model, providerModelId }) => !`${model} ${providerModelId}`.includes(lack.model));
}

test.each(Object.entries(UNASKED))("%s lacks what it says", (_id, lack) => {
  expect(isLacking(lack)).toBe(true);
});
