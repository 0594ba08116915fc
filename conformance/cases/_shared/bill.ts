/**
 * What an answer was billed, seen from outside: by the record that it left and by the wallet.
 * @module
 */
import { acceptsOf } from "../../../registry/authors/accepts.ts";
import { type Endpoint, endpointOn } from "../../../registry/endpoint.ts";
import { isObject, type JsonObject } from "../../../registry/json.ts";
import type { AnyCaseContext, CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import { picoOfUsd } from "../../oracle/exact.ts";
import { type Circumstances, listUnder, type WrittenModifier } from "../../oracle/modifiers.ts";
import {
  type Counts,
  type ExpectedLine,
  expectedCost,
  expectedLines,
  listOn,
  type WrittenTier,
} from "../../oracle/price.ts";
import type { Recording } from "../../recordings/load.ts";
import type { RequirementId } from "../../requirements/index.ts";
import { CASE_EPOCH } from "../../targets/manual-clock.ts";
import type { RecordSeen } from "../../targets/views.ts";

const FIRST_DAY = new Date(CASE_EPOCH).toISOString().slice(0, 10);

/** Enough for every bill of a case, in pico-USD: a million USD. */
export const DEEP_POCKETS = 1_000_000_000_000_000_000n;

export interface Bill {
  reply: Reply;
  record: RecordSeen | null;
  /** By how much the wallet's charges rose, in pico-USD. */
  charged: bigint;
}

/** A model field that reaches exactly this endpoint. */
export function addressOf({ model, provider, deployment }: Endpoint): string {
  const place = `${model}/${provider}`;
  return deployment === "default" ? place : `${place}/${deployment}`;
}

/** Those of them that answer whole, too: some models only stream. */
export const askable = (context: CaseContext): Endpoint[] =>
  offered(context).filter((endpoint) => acceptsOf(endpoint)?.streamsOnly !== true);

/** The provider's chat endpoints on the API under test that can be asked in this mode. */
export function offered({ provider, api, registry, mode }: CaseContext): Endpoint[] {
  return registry.indexes
    .endpointsOfProvider(provider.slug)
    .flatMap((endpoint) => endpointOn(endpoint, api.id) ?? [])
    .filter(({ status }) => status === "active" || status === "beta")
    .filter(({ ptbEnabled }) => mode === "byok" || ptbEnabled);
}

/** Where the calls of the cases go to; `undefined` where a provider has no places. */
export function regionOf({ provider }: Pick<AnyCaseContext, "provider">): string | undefined {
  const field = provider.config.find(({ name }) => name === "region");
  return field?.fallback ?? field?.example;
}

/**
 * The tiers of an endpoint as its data file writes them, on the day on which every case begins, in the place that its calls
 * go to: a pinned deployment's, or the one of the cases' credentials.
 */
export function writtenTiers(
  context: AnyCaseContext,
  endpoint: Endpoint,
  said: Circumstances = {},
): readonly WrittenTier[] {
  const { registry } = context;
  const config = registry.source.endpoints[`${endpoint.model}:${endpoint.provider}`];
  const own = config?.deployments[endpoint.deployment];
  const list = listOn(own?.pricing ?? config?.pricing ?? [], FIRST_DAY);
  const region = own?.region ?? regionOf(context);
  const modifiers = own?.modifiers ?? config?.modifiers ?? [];
  const here = listUnder(list, modifiers as readonly WrittenModifier[], { ...said, region }, FIRST_DAY);
  if (here === null) throw new Error(`${endpoint.id} has no price under ${JSON.stringify(said)}`);
  return here.tiers;
}

/** The expected cost of classes at an endpoint, by the oracle; in pico-USD. */
export function costAt(
  context: AnyCaseContext,
  endpoint: Endpoint,
  counts: Counts,
  said: Circumstances = {},
): bigint {
  const free = context.registry.source.endpoints[`${endpoint.model}:${endpoint.provider}`]?.free === true;
  const thinking = (counts.reasoning ?? 0) > 0 ? "on" : undefined;
  return free ? 0n : expectedCost(writtenTiers(context, endpoint, { ...said, thinking }), counts);
}

/** The lines of the bill for classes at an endpoint, by the oracle; none where it is free. */
export function linesAt(context: AnyCaseContext, endpoint: Endpoint, counts: Counts): ExpectedLine[] {
  const config = context.registry.source.endpoints[`${endpoint.model}:${endpoint.provider}`];
  const thinking = (counts.reasoning ?? 0) > 0 ? "on" : undefined;
  return config?.free === true ? [] : expectedLines(writtenTiers(context, endpoint, { thinking }), counts);
}

/** Sends one request, watching what it is charged. */
export async function watchBill(session: Session, send: () => Promise<Reply>): Promise<Bill> {
  const before = (await session.gateway.wallet("a")).charged;
  const reply = await send();
  const { charged } = await session.gateway.wallet("a");
  return { reply, record: await session.lastRecord(), charged: charged - before };
}

/** One simulated answer with this usage, and its bill. */
export function billFor(
  context: CaseContext,
  session: Session,
  endpoint: Endpoint,
  usage: JsonObject | undefined,
  more: JsonObject = {},
): Promise<Bill> {
  const { completion, stream } = context.simulateAt(endpoint);
  session.answer(more.stream === true ? stream(["Out."], usage) : completion("Out.", usage));
  return watchBill(session, () => session.send(ask(addressOf(endpoint), more)));
}

/** The amount in the record is the expected one; in PTB the wallet paid it, in BYOK it paid nothing. */
export function checkAmount(
  context: AnyCaseContext,
  requirement: RequirementId,
  name: string,
  bill: Bill,
  expected: bigint,
): void {
  const repair = "npm run cost prices a usage with its breakdown; see registry/pricing";
  context.check.equal(requirement, `${name}.cost`, bill.record?.cost?.amount, expected, repair);
  const paid = context.mode === "ptb" ? expected : 0n;
  context.check.equal(requirement, `${name}.wallet`, bill.charged, paid, repair);
  const computed = bill.record?.cost?.computed;
  if (computed?.kind !== "priced") return;
  const lines = computed.lines.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  context.check.equal(requirement, `${name}.lines`, lines, BigInt(computed.total), repair);
}

/** The last number of a field in the bytes of an answer, as its text; read without any parser of the registry. */
export function lastNumber(recording: Recording, field: string): string | null {
  const text = new TextDecoder().decode(recording.responseBody);
  const found = [...text.matchAll(new RegExp(`"${field}":\\s*(-?[0-9][0-9.eE+-]*)`, "g"))];
  return found.at(-1)?.[1] ?? null;
}

/** What a recorded answer must cost: the provider's own price where that counts, else the hand-made classes priced. */
export function recordedCost(context: CaseContext, recording: Recording): bigint {
  const declared = context.api.usage.reportedCost;
  const field = declared?.counts === "reported" ? declared.path.at(-1) : undefined;
  const reported = field === undefined ? null : lastNumber(recording, field);
  const upstream = declared?.ownKey?.upstream.at(-1);
  const isOwnKey = /"is_byok":\s*true/.test(new TextDecoder().decode(recording.responseBody));
  // On a key of its own a relay bills its fee here and leaves the rest to the provider: both are owed.
  if (reported !== null && isOwnKey && upstream !== undefined)
    return picoOfUsd(reported) + picoOfUsd(lastNumber(recording, upstream) ?? "");
  // A tick is 1e-10 USD, so a hundred pico-dollars.
  if (reported !== null) return declared?.unit === "tick" ? BigInt(reported) * 100n : picoOfUsd(reported);
  return costAt(context, context.endpointOf(recording), recording.meta.expect?.usage ?? {});
}

/** Every number inside a value that is below zero, with its path. */
export function negatives(value: unknown, path = ""): string[] {
  if ((typeof value === "number" && value < 0) || (typeof value === "bigint" && value < 0n)) return [path];
  if (Array.isArray(value)) return value.flatMap((item, i) => negatives(item, `${path}/${i}`));
  return isObject(value)
    ? Object.entries(value).flatMap(([key, item]) => negatives(item, `${path}/${key}`))
    : [];
}
