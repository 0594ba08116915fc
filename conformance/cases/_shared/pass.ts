/**
 * What the cases of the passthrough share: a gateway on a socket, a server behind every target, and a caller that says
 * and sees bytes.
 * @module
 */
import type { CaseContext } from "../../engine/context.ts";
import type { Session } from "../../engine/session.ts";
import type { SessionOptions } from "../../engine/session-options.ts";
import { canaries } from "../../secrets/canaries.ts";
import { type Asking, askPort, type CameBack, leavePort, TargetSide } from "../../upstream/target-side.ts";

export const KEY: readonly [string, string] = ["Helicone-Auth", `Bearer ${canaries.gatewayKey.a}`];
export const HOST: readonly [string, string] = ["Host", "gateway.example"];

export interface Passing {
  session: Session;
  side: TargetSide;
  /** Asks the gateway for a target, with the caller's key; waits until no work is left. */
  pass(target: string | null, asking?: Asking): Promise<CameBack>;
  /** Asks the gateway with these fields and no others. */
  ask(asking: Asking): Promise<CameBack>;
  /** Asks for a target, and leaves once something has happened; waits until no work is left. */
  leave(target: string, asking: Asking, when: Promise<unknown>): Promise<void>;
  /** Asks the target itself. */
  direct(asking: Asking): Promise<CameBack>;
}

export async function openPassing(
  context: CaseContext,
  options: Pick<SessionOptions, "data" | "limits" | "standingLog"> = {},
): Promise<Passing> {
  const side = await TargetSide.open();
  context.onEnd(() => side.close());
  const session = await context.open({ ...options, direct: true, network: side.network });
  const port = Number(new URL(await session.gateway.listen()).port);
  const ask = async (asking: Asking): Promise<CameBack> => {
    const came = await askPort(port, asking);
    await session.gateway.idle();
    return came;
  };
  return {
    session,
    side,
    ask,
    leave: async (target, { fields = [], ...asking }, when) => {
      const named: [string, string] = ["Helicone-Target-Url", target];
      await leavePort(port, { ...asking, fields: [HOST, KEY, named, ...fields] }, when);
      await session.gateway.idle();
    },
    direct: (asking) => askPort(side.port, asking),
    pass: (target, { fields = [], ...asking } = {}) => {
      const named: [string, string][] = target === null ? [] : [["Helicone-Target-Url", target]];
      return ask({ ...asking, fields: [HOST, KEY, ...named, ...fields] });
    },
  };
}

/** The values of a field. */
export const valuesOf = (
  { fields }: { fields: readonly (readonly [string, string])[] },
  name: string,
): string[] => fields.filter(([given]) => given.toLowerCase() === name).map(([, value]) => value);

/** The code of an error in the gateway's envelope, or the text where it is none. */
export function codeOf({ body }: CameBack): unknown {
  const text = body.toString("utf8");
  try {
    return JSON.parse(text)?.error?.code ?? text;
  } catch {
    return text; // Shown as what the caller saw instead of an error.
  }
}
