/**
 * The provider's side of a session, and the way to it.
 * @module
 */
import { openRegistry } from "../../registry/index.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { exampleContext } from "../secrets/credentials.ts";
import type { Target } from "../targets/target.ts";
import type { Way } from "../targets/views.ts";
import { DirectUpstream } from "../upstream/direct.ts";
import type { StandIn } from "../upstream/server.ts";
import { SocketUpstream } from "../upstream/socket.ts";
import type { Guard } from "./guarded.ts";
import type { SessionOptions } from "./session-options.ts";

/** Where the provider's requests go, with the settings of the example credential. */
function originOf(provider: BaseProvider): string {
  const [endpoint] = openRegistry().indexes.endpointsOfProvider(provider.slug);
  if (!endpoint) throw new Error(`${provider.slug} has no endpoint`);
  return new URL(provider.buildUrl(exampleContext(provider, endpoint))).origin;
}

/** The provider's side of one session, and the way to it. */
export interface Side {
  upstream: StandIn;
  origin?: string;
  transport?: Way;
  close: () => Promise<void>;
}

const nothing = async (): Promise<void> => {};

/** The provider's side that a session asks for: the target's own, none at all, a socket, or the shared one. */
export async function sideOf(
  target: Target,
  shared: StandIn,
  provider: BaseProvider,
  guard: Guard,
  { direct, socket, origin }: Pick<SessionOptions, "direct" | "socket" | "origin">,
): Promise<Side> {
  if (origin !== undefined) guard.arranges("origin");
  if (target.standIn) return { upstream: target.standIn, close: nothing };
  if (direct) {
    const upstream = new DirectUpstream();
    return { upstream, transport: upstream.transport, close: nothing };
  }
  if (!socket) return { upstream: shared, close: nothing, ...(origin === undefined ? {} : { origin }) };
  const upstream = new SocketUpstream(originOf(provider));
  return { upstream, origin: await upstream.listen(), close: () => upstream.close() };
}
