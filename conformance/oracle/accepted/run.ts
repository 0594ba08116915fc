/**
 * Generated conversations against every endpoint of every provider: counted, and what is wrong with the first ones shown so
 * that they can be asked again.
 * @module
 */
import fc from "fast-check";
import { acceptsOf } from "../../../registry/authors/accepts.ts";
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Registry } from "../../../registry/index.ts";
import type { JsonObject } from "../../../registry/json.ts";
import { type Conversation, conversations } from "./conversation.ts";
import { type Finding, judge } from "./sweep.ts";
import { WRITTEN, type WrittenApi, written } from "./write.ts";

/** A conversation that the gateway got wrong, as small as it gets. */
export interface Wrong {
  endpoint: string;
  client: WrittenApi;
  finding: Extract<Finding, { kind: "violation" | "false-refusal" }>;
  body: JsonObject;
}

export interface Tally {
  generated: number;
  taken: number;
  own: number;
  refused: number;
  /** Rules of contracts, and gaps of APIs, that justify a refusal. */
  reasons: ReadonlySet<string>;
  wrong: readonly Wrong[];
}

/** Most that is kept of what is wrong. */
const MAX_WRONG = 20;
/** Most attempts at a smaller conversation that is wrong in the same way. */
const MAX_SMALLER = 200;

/** Every chat endpoint that can be asked, in one deployment. */
export const chatEndpoints = (registry: Registry): Endpoint[] =>
  Object.keys(registry.source.providers)
    .flatMap((provider) => registry.indexes.endpointsOfProvider(provider))
    .filter(({ operation, deployment }) => operation === "chat" && deployment === "default")
    .filter(({ status }) => status === "active" || status === "beta");

const asked = (endpoint: Endpoint): fc.Arbitrary<Conversation> => {
  const { capabilities } = endpoint;
  const all = conversations({
    tools: capabilities.has("tools"),
    images: capabilities.has("images"),
    files: capabilities.has("files"),
    formats: capabilities.has("json_schema"),
    objects: capabilities.has("json_object") || capabilities.has("json_schema"),
  });
  return acceptsOf(endpoint)?.streamsOnly ? all.map((one) => ({ ...one, stream: true })) : all;
};

const isWrong = ({ kind }: Finding): boolean => kind === "violation" || kind === "false-refusal";

/** The same mistake in a smaller conversation, where there is one. */
function smallest(
  judged: (conversation: Conversation) => Finding,
  arbitrary: fc.Arbitrary<Conversation>,
  seed: number,
  kind: Finding["kind"],
): Conversation | null {
  const property = fc.property(arbitrary, (conversation) => judged(conversation).kind !== kind);
  const found = fc.check(property, { seed, numRuns: MAX_SMALLER, endOnFailure: false });
  return found.counterexample?.[0] ?? null;
}

/**
 * Generates conversations, one after the other for each endpoint in turn, until there are so many.
 * @param told hears of every hundredth one
 */
export function sweepConversations(
  registry: Registry,
  { count, seed, told }: { count: number; seed: number; told?: (generated: number) => void },
): Tally {
  const endpoints = chatEndpoints(registry);
  const tally = { generated: 0, taken: 0, own: 0, refused: 0 };
  const reasons = new Set<string>();
  const wrong: Wrong[] = [];
  for (let at = 0; at < count; at++) {
    const endpoint = endpoints[at % endpoints.length];
    const client = WRITTEN[(at + Math.floor(at / endpoints.length)) % WRITTEN.length];
    if (endpoint === undefined || client === undefined) break;
    const arbitrary = asked(endpoint);
    const own = seed + at;
    const [conversation] = fc.sample(arbitrary, { seed: own, numRuns: 1 });
    if (conversation === undefined) continue;
    const judged = (one: Conversation): Finding =>
      judge(registry, client, written(client, one), {
        address: `${endpoint.model}/${endpoint.provider}`,
        stream: one.stream,
      });
    const finding = judged(conversation);
    tally.generated++;
    if (tally.generated % 100 === 0) told?.(tally.generated);
    if (finding.kind === "refused") reasons.add(finding.by);
    if (finding.kind === "taken" || finding.kind === "own" || finding.kind === "refused") {
      tally[finding.kind]++;
      continue;
    }
    if (wrong.length >= MAX_WRONG) continue;
    const small = smallest(judged, arbitrary, own, finding.kind) ?? conversation;
    const last = judged(small);
    const shown = isWrong(last) ? (last as Wrong["finding"]) : finding;
    wrong.push({ endpoint: endpoint.id, client, finding: shown, body: written(client, small) });
  }
  return { ...tally, reasons, wrong };
}
