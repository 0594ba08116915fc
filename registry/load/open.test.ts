import { describe, expect, test } from "vitest";
import { type RegistrySource, registrySource } from "../registry.ts";
import type { EndpointConfig } from "../schema.ts";
import { openSource, problemsOfSource, RegistryError } from "./open.ts";

const ID = "deepseek-v4-flash:deepinfra";

/** Today's registry with one endpoint changed in any way. */
function withEndpoint(change: Record<string, unknown>, id = ID): RegistrySource {
  const endpoint = { ...registrySource.endpoints[ID], ...change } as EndpointConfig;
  return { ...registrySource, endpoints: { ...registrySource.endpoints, [id]: endpoint } };
}

const price = (usdPerMillion: object) => ({ pricing: [{ kind: "base", from: 0, usdPerMillion }] });

describe("opening the registry", () => {
  test("finds nothing wrong with today's data", () => {
    expect(problemsOfSource(registrySource)).toEqual([]);
  });

  test.each([
    [
      "a price that is no number",
      price({ input: "abc" }),
      'pricing.0.usdPerMillion.input: given "abc", allowed: must be a decimal',
    ],
    ["a price as a number", price({ input: 0.1 }), "pricing.0.usdPerMillion.input: given 0.1"],
    ["a negative price", price({ input: "-1" }), 'given "-1"'],
    ["a per-token slip of a million", price({ input: "100000" }), 'from "0" to "1000"'],
    ["a misspelt class", price({ inptu: "0.1" }), 'pricing.0.usdPerMillion.inptu: given "0.1"'],
    [
      "an unknown parameter",
      { supportedParameters: ["temprature"] },
      'supportedParameters.0: given "temprature"',
    ],
    ["no deployment", { deployments: {} }, "at least one deployment"],
    ["a context of zero", { contextLength: 0 }, "contextLength: given 0"],
  ])("refuses %s, naming file, entry, field, value and what is allowed", (_name, change, said) => {
    const open = () => openSource(withEndpoint(change));
    expect(open).toThrow(RegistryError);
    expect(open).toThrow(`registry/authors/deepseek/*/endpoints.ts "${ID}": `);
    expect(open).toThrow(said);
  });

  test("refuses an endpoint on an API that its provider does not offer", () => {
    expect(() => openSource(withEndpoint({ apis: ["openai-chat", "gemini"] }))).toThrow(
      `"${ID}": apis: given "gemini", allowed: openai-chat`,
    );
  });

  test("refuses an endpoint of an unknown provider", () => {
    expect(() => openSource(withEndpoint({}, "deepseek-v4-flash:nowhere"))).toThrow(
      'deepseek-v4-flash:nowhere: given "deepseek-v4-flash:nowhere", allowed: <known model>:<known provider>',
    );
  });
});
