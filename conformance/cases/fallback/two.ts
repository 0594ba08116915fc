/**
 * A session with two providers: the one under test first, and any other one behind it.
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Session } from "../../engine/session.ts";
import type { Received, UpstreamAnswer } from "../../upstream/server.ts";
import { json, streamed, type Wire } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";

export interface Two {
  session: Session;
  first: Endpoint;
  second: Endpoint;
  /** Both, in this order, for the model field. */
  list: string;
  isSecond(request: Pick<Received, "url">): boolean;
  /** A good answer of the second provider. */
  rescue(stream: boolean): UpstreamAnswer;
}

/** What the second provider says when it is asked. */
export const RESCUED = "Rescued.";

/** A good chat endpoint of another provider, one that speaks another dialect where there is any. */
export function anotherEndpoint(
  { registry, provider, api }: CaseContext,
  where: (endpoint: Endpoint) => boolean = () => true,
): Endpoint {
  const usable = registry.indexes.endpoints.filter(
    (endpoint) =>
      endpoint.provider !== provider.slug &&
      endpoint.operation === "chat" &&
      endpoint.status === "active" &&
      endpoint.ptbEnabled &&
      where(endpoint),
  );
  const found = usable.find((endpoint) => endpoint.api !== api.id) ?? usable[0];
  if (!found) throw new Error("the registry has one provider only, so nothing can fall back");
  return found;
}

/** A short good answer of any wire. */
export const answerOn = (wire: Wire, text: string, stream: boolean): UpstreamAnswer =>
  stream ? streamed(wire.streamType, wire.stream([text])) : json(200, wire.completion(text));

/** Opens a session on which both providers have a key of the mode. */
export async function openTwo(context: CaseContext, limits = {}): Promise<Two> {
  const first = context.endpoint();
  const second = anotherEndpoint(context);
  const provider = context.registry.provider(second.provider);
  if (!provider) throw new Error(`no provider ${second.provider}`);
  const slugs = [first.provider, second.provider];
  const session = await context.open({
    keys: context.mode === "byok" ? slugs.map((slug) => ({ provider: slug, byokOnly: true })) : [],
    platform: slugs,
    limits,
  });
  return {
    session,
    first,
    second,
    list: `${pinned(first)},${pinned(second)}`,
    isSecond: ({ url }) => provider.hosts.some((host) => host.test(url)),
    rescue: (stream) => answerOn(context.wireAt(second), RESCUED, stream),
  };
}

/** The first provider fails as given, the second one answers. */
export function failFirst(
  { session, isSecond, rescue }: Two,
  failure: UpstreamAnswer,
  stream: boolean,
): void {
  session.serve((request) => (isSecond(request) ? rescue(stream) : failure));
}
