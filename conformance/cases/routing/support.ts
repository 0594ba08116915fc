/**
 * What the routing cases share: which way requests went, and models to send them with.
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import { newestTiers } from "../../../registry/pricing/periods.ts";
import type { Mode } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import type { SessionOptions } from "../../engine/session-options.ts";
import { canaries } from "../../secrets/canaries.ts";
import type { KeySetup } from "../../targets/target.ts";
import { modelSent, pinned, secretsSent } from "../_shared/support.ts";

export const everyProvider = (context: CaseContext): string[] =>
  Object.keys(context.registry.source.providers).sort();

/** Chat endpoints that can be asked in a mode, without naming a deployment. */
const chat = (context: CaseContext, mode: Mode = "ptb"): Endpoint[] =>
  context.registry.indexes.endpoints.filter(
    (endpoint) =>
      endpoint.operation === "chat" &&
      (endpoint.ptbEnabled || mode === "byok") &&
      endpoint.status !== "deprecated" &&
      endpoint.deployment === "default",
  );

/** Those that speak their provider's main API, and at the provider under test the tested one, for answers simulated in it. */
const inMain = (context: CaseContext): Endpoint[] =>
  chat(context).filter(({ provider, api }) => {
    const isTested = provider === context.provider.slug;
    return api === (isTested ? context.api.id : context.registry.provider(provider)?.chatApi().id);
  });

/** A provider that a request went to, read off its host. */
export function hostOf(context: CaseContext, url: string): string {
  const providers = Object.values(context.registry.source.providers);
  return providers.find(({ hosts }) => hosts.some((host) => host.test(url)))?.slug ?? new URL(url).host;
}

/** The attempts that reached providers, as `provider mode model-on-the-wire`. */
export function wayOf(context: CaseContext, session: Session): string[] {
  return session.received.map((request) => {
    const provider = hostOf(context, request.url);
    const mode = secretsSent(request).includes(canaries.vault("a", provider)) ? "byok" : "ptb";
    return step(provider, mode, modelSent(request));
  });
}

export const step = (provider: string, mode: Mode, model: string): string => `${provider} ${mode} ${model}`;

/** The step that an attempt at an endpoint must show. */
export const stepAt = (endpoint: Endpoint, mode: Mode): string =>
  step(endpoint.provider, mode, endpoint.providerModelId);

/** First-tier input + output rate as written in the data, in USD per million tokens. */
export function writtenPrice(context: CaseContext, endpoint: Endpoint): number {
  const config = context.registry.source.endpoints[`${endpoint.model}:${endpoint.provider}`];
  const { input = "0", output = "0" } = newestTiers(config?.pricing ?? [])[0]?.usdPerMillion ?? {};
  return Number(input) + Number(output);
}

/** Cheapest first; of equal ones the provider that is preferred, then by id. */
const byWrittenPrice = (context: CaseContext) => (a: Endpoint, b: Endpoint) =>
  writtenPrice(context, a) - writtenPrice(context, b) || a.priority - b.priority || (a.id < b.id ? -1 : 1);

/** The endpoints of each model that several providers offer, cheapest first. */
export function everySharedModel(context: CaseContext, mode: Mode): Endpoint[][] {
  const usable = chat(context, mode);
  return [...new Set(usable.map(({ model }) => model))]
    .map((model) => usable.filter((endpoint) => endpoint.model === model))
    .filter((endpoints) => new Set(endpoints.map(({ provider }) => provider)).size > 1)
    .map((endpoints) => endpoints.sort(byWrittenPrice(context)));
}

/** The same, of those models that the provider under test offers too; where it shares none, of one model of others. */
export function sharedModels(context: CaseContext): Endpoint[][] {
  const shared = everySharedModel(context, context.mode);
  const own = shared.filter((endpoints) =>
    endpoints.some(({ provider }) => provider === context.provider.slug),
  );
  return own.length > 0 ? own : shared.slice(0, 1);
}

/**
 * A model that several providers offer, all in either mode and at one priority, so that price alone orders them; if
 * possible the provider under test is among them.
 */
export function sharedModel(context: CaseContext): Endpoint[] {
  const offered = everySharedModel(context, "byok");
  const shared = offered.filter((endpoints) =>
    endpoints.every(({ ptbEnabled, priority }) => ptbEnabled && priority === endpoints[0]?.priority),
  );
  const slug = context.provider.slug;
  const own = shared.find((endpoints) => endpoints.some(({ provider }) => provider === slug));
  const found = own ?? shared[0];
  if (!found) throw new Error("no model of the registry is offered by two providers");
  return found;
}

/** One endpoint of every provider, that of the provider under test first. */
export function oneOfEach(context: CaseContext): Endpoint[] {
  const first = (provider: string) => inMain(context).find((endpoint) => endpoint.provider === provider);
  const slug = context.provider.slug;
  return [slug, ...everyProvider(context).filter((other) => other !== slug)]
    .map(first)
    .filter((endpoint) => endpoint !== undefined);
}

/** Two endpoints of the provider under test, the dearer one first. */
export function dearAndCheap(context: CaseContext): [Endpoint, Endpoint] {
  const own = inMain(context)
    .filter(({ provider }) => provider === context.provider.slug)
    .sort((a, b) => writtenPrice(context, b) - writtenPrice(context, a));
  const [dear, cheap] = [own[0], own.at(-1)];
  if (!dear || !cheap || dear === cheap)
    throw new Error(`${context.provider.slug} has only one chat endpoint`);
  return [dear, cheap];
}

/** Every provider can be reached in the case's mode. */
export function everywhere(context: CaseContext): SessionOptions {
  const slugs = everyProvider(context);
  const keys: KeySetup[] = slugs.map((provider) => ({ provider, byokOnly: true }));
  return context.mode === "byok" ? { keys, platform: [] } : { keys: [], platform: slugs };
}

/** Sends one request before an upstream that is always busy, so that every attempt shows. */
export async function tryAll(
  context: CaseContext,
  model: string,
  options: SessionOptions = everywhere(context),
): Promise<{ session: Session; reply: Reply; way: string[] }> {
  // A gateway may remember who failed: what was tried before would change the order.
  const session = await context.open({ ...options, fresh: true });
  session.answer(context.simulate.error(503, "busy"));
  const reply = await session.send(ask(model));
  return { session, reply, way: wayOf(context, session) };
}

export const isRefusal = (status: number): boolean => status >= 400 && status < 500;

export const messageOf = (reply: Reply): string => String(errorOf(reply)?.message ?? "");

export { pinned };
