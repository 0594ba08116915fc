/**
 * The control case: before any verdict about a gateway behind an address, one plain request must reach the stand-in with
 * the expected key (TGT-02). Where it does not, nothing was tested, whatever the cases would have said.
 * @module
 */
import { openRegistry } from "../../registry/index.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { type Target, Unavailable } from "../targets/target.ts";
import { json, wireOf } from "../upstream/wire.ts";
import type { Mode } from "./case.ts";
import { endpointsAt, testedApis } from "./plan.ts";
import { HarnessFault } from "./preflight.ts";
import { ask, Session } from "./session.ts";

const nobody = { received: [], serve: () => {}, untilReceived: async () => {} };

async function reachesStandIn(target: Target, provider: BaseProvider, mode: Mode): Promise<void> {
  const [api] = testedApis(provider);
  const [endpoint] = api ? endpointsAt(provider, api) : [];
  if (!endpoint) throw new Error(`${provider.slug} has no endpoint to ask`);
  const session = await Session.open(target, nobody, { provider, mode }, {});
  try {
    session.answer(json(200, wireOf(endpoint.api).completion("Control.")));
    const reply = await session.send(ask(`${endpoint.model}/${endpoint.provider}`));
    const [request, ...more] = session.received;
    const answered = `it answered ${reply.status} ${reply.text.slice(0, 200)}`;
    if (!request) throw new Error(`no request reached the stand-in; ${answered}`);
    if (more.length > 0) throw new Error(`${more.length + 1} requests reached the stand-in for one`);
    const sent = [...request.headers].map(([, value]) => value).join("\n");
    if (!sent.includes(session.credential()))
      throw new Error("the request at the stand-in does not carry the key that the target was given");
    if (reply.status !== 200) throw new Error(`the stand-in answered 200, but ${answered}`);
  } finally {
    await session.stop();
  }
}

/**
 * Proves that a target's requests reach its stand-in, in one mode.
 * @param slugs providers of which the first is asked
 * @throws HarnessFault where they do not
 */
export async function control(target: Target, slugs: readonly string[], mode: Mode): Promise<void> {
  if (!target.standIn || !target.describe.modes.includes(mode)) return;
  const provider = openRegistry().provider(slugs[0] ?? "");
  if (!provider) throw new HarnessFault("control case", new Error(`no provider ${slugs[0]}`));
  try {
    await reachesStandIn(target, provider, mode);
  } catch (cause) {
    if (cause instanceof Unavailable) throw new HarnessFault("control case", cause);
    throw new HarnessFault(`control case at ${target.describe.name} in ${mode}`, cause);
  }
}
