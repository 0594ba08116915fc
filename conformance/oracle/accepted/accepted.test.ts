/**
 * Whatever callers say: what goes out is what the provider's contract takes, and nothing is refused that it would take
 * (MAP-15). One conversation for each endpoint here, 20,000 with `--every 1`; `npm run conversations` generates as many as wanted.
 */
import { expect, test } from "vitest";
import { UnsupportedInput } from "../../../registry/apis/codec.ts";
import { clientCodecs } from "../../../registry/apis/index.ts";
import { createRegistry, registrySource } from "../../../registry/index.ts";
import { patched } from "../../defects/plants.ts";
import { chatEndpoints, sweepConversations } from "./run.ts";
import { WRITTEN } from "./write.ts";

const registry = createRegistry(registrySource);
const ENDPOINTS = chatEndpoints(registry).length;
/** One for each endpoint; with `--every 1` as many as prove that little is left to find. */
const COUNT = process.env.CONFORMANCE_EVERY === "1" ? 20_000 : ENDPOINTS;

test("sends nothing that a contract refuses, and refuses nothing that it takes", ({ task }) => {
  const { generated, wrong, taken, reasons } = sweepConversations(registry, { count: COUNT, seed: 20_261 });
  const sentWrongly = wrong.filter(({ finding }) => finding.kind === "violation").length;
  const refusedWrongly = wrong.length - sentWrongly;
  Object.assign(task.meta, { conversations: { conversations: generated, sentWrongly, refusedWrongly } });
  expect(wrong).toEqual([]);
  expect(generated).toBe(COUNT);
  expect(taken).toBeGreaterThan(COUNT / 2);
  expect(reasons.size).toBeGreaterThan(0);
}, 900_000);

test("speaks every API that callers may speak", () => {
  expect([...WRITTEN].sort()).toEqual(Object.keys(clientCodecs).sort());
});

/** A registry at which one provider is built otherwise. */
const broken = (
  slug: string,
  buildBody: (built: ReturnType<typeof registry.provider>) => never | object,
) => ({
  ...registry,
  source: { ...registry.source, providers: { [slug]: registry.source.providers[slug] } },
  provider: (name: string) => {
    const original = registry.provider(name);
    return original && patched(original, () => ({ buildBody: () => buildBody(original) as never }));
  },
});

test("finds a gateway that refuses what the contract takes", () => {
  const refusing = broken("groq", () => {
    throw new UnsupportedInput("messages", "no");
  });
  const { wrong } = sweepConversations(refusing as typeof registry, { count: 20, seed: 1 });
  expect(wrong.map(({ finding }) => finding.kind)).toContain("false-refusal");
}, 60_000);

test("finds a gateway that sends what the contract refuses", () => {
  const raw = broken("groq", () => ({ body: { model: "x", messages: 7 }, dropped: [] }));
  const { wrong } = sweepConversations(raw as typeof registry, { count: 20, seed: 1 });
  expect(wrong.map(({ finding }) => finding.kind)).toContain("violation");
}, 60_000);

test("finds a gateway that changes thinking which its maker signed", () => {
  const changing = {
    ...registry,
    source: { ...registry.source, providers: { anthropic: registry.source.providers.anthropic } },
    provider: (name: string) => {
      const original = registry.provider(name);
      return (
        original &&
        patched(original, () => ({
          buildBody: (request, endpoint) => {
            const built = original.buildBody(request, endpoint);
            const text = JSON.stringify(built.body).replaceAll('"thinking":"x', '"thinking":"y');
            return { ...built, body: JSON.parse(text) };
          },
        }))
      );
    },
  };
  const { wrong } = sweepConversations(changing as typeof registry, { count: 120, seed: 1 });
  const rules = wrong.flatMap(({ finding }) => (finding.kind === "violation" ? [finding.rule] : []));
  expect(new Set(rules)).toEqual(new Set(["state.anthropic.signature.invalid"]));
}, 60_000);
