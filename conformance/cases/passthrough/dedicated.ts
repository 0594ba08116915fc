/**
 * Targets that are named beside a dedicated name: the call is the one that the target alone makes, whatever name it came to
 * (PRX-01, PRX-04, PRX-06, PRX-07).
 * @module
 */
import { APPROVED_DOMAINS } from "../../../registry/domains/index.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { HOST, KEY, openPassing, type Passing, valuesOf } from "../_shared/pass.ts";

/** Two that are approved, each with an API of its own, and one that nobody approved. */
const TARGETS: readonly { origin: string; path: string; usage: object }[] = [
  {
    origin: "https://api.anthropic.com",
    path: "/v1/messages",
    usage: { input_tokens: 1000, output_tokens: 100 },
  },
  {
    origin: "https://api.groq.com",
    path: "/openai/v1/chat/completions",
    usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 },
  },
  { origin: "https://own.example", path: "/v1/chat/completions", usage: {} },
];

/** A model that the target's provider is known for, so that its call has a price. */
function modelAt({ registry }: CaseContext, origin: string, path: string): string {
  const { domains, indexes } = registry;
  const host = new URL(origin).hostname;
  const domain = domains.recognise(host);
  const api = domain && domains.apiAt(domain, host, path)?.api;
  const known = domain ? indexes.endpointsOfProvider(domain.slug) : [];
  return known.find((endpoint) => endpoint.api === api && endpoint.priced)?.providerModelId ?? "some-model";
}

/** What two calls within a second come to: the second one shows what the target counts as. */
async function outcomeOf(
  context: CaseContext,
  { side, ask, session }: Passing,
  host: string,
  { origin, path, usage }: (typeof TARGETS)[number],
) {
  session.gateway.clock.advance(1_000);
  side.forget();
  const model = modelAt(context, origin, path);
  const answer = JSON.stringify({ model, usage });
  side.answer((outgoing) => outgoing.writeHead(200, { "content-type": "application/json" }).end(answer));
  const asking = {
    method: "POST",
    path,
    body: JSON.stringify({ model, messages: [] }),
    fields: [[HOST[0], host], KEY, ["Helicone-Target-Url", origin], ["Content-Type", "application/json"]] as [
      string,
      string,
    ][],
  };
  const first = await ask(asking);
  const record = (await session.gateway.records()).at(-1);
  const second = await ask(asking);
  const [call] = side.calls;
  return {
    statuses: [first.status, second.status],
    called: [call && valuesOf(call, "host"), call?.path],
    target: record?.targetHost,
    provider: record?.served?.provider,
    api: record?.served?.api,
    model: record?.served?.model,
    cost: record?.cost?.amount ?? null,
  };
}

async function beside(context: CaseContext): Promise<void> {
  const passing = await openPassing(context);
  const labels = APPROVED_DOMAINS.flatMap(({ dedicated }) => dedicated?.label ?? []);
  for (const target of TARGETS) {
    const alone = await outcomeOf(context, passing, HOST[1], target);
    const isApproved = !target.origin.endsWith(".example");
    // Else the comparison would be one of nothing with nothing.
    const shown = [alone.statuses, alone.cost !== null];
    context.check.equal("PRX-04", `${target.origin}.alone`, shown, [
      [200, isApproved ? 200 : 429],
      isApproved,
    ]);
    for (const label of labels) {
      const named = await outcomeOf(context, passing, `${label}.localhost`, target);
      const name = `${target.origin} at ${label}`;
      const { statuses, called, ...recorded } = named;
      const { statuses: expected, called: place, ...record } = alone;
      context.check.equal("PRX-04", `${name}.counted`, statuses, expected);
      context.check.equal("PRX-01", `${name}.called`, called, place);
      context.check.equal("PRX-07", `${name}.recorded`, recorded, record);
    }
  }
  context.count(TARGETS.length * (labels.length + 1));
}

export const dedicatedCases: readonly Case[] = [
  {
    id: "passthrough.targets.beside-a-name",
    area: "passthrough",
    modes: ["byok"],
    once: true,
    title: "Makes the call that the target alone would make, whatever dedicated name it comes to",
    why: "a name that lends its approval or its prices to any target opens a relay, and bills by the wrong list",
    requirements: ["PRX-01", "PRX-04", "PRX-07"],
    run: beside,
  },
];
