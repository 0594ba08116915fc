/**
 * What the cases of the cache share.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { CaseContext } from "../../engine/context.ts";
import { assemble, type Reply, whole } from "../../engine/reply.ts";
import { ask, type SendOptions, type Session } from "../../engine/session.ts";
import type { SessionOptions } from "../../engine/session-options.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { pinned } from "../_shared/support.ts";

export const ON = { "helicone-cache-enabled": "true" };

/** HIT, MISS or nothing, as the answer says. */
export const cacheWord = (reply: Reply): string | null => reply.headers.get("helicone-cache");

/** What a caller reads of an answer, however it is framed. */
export function said(reply: Reply): { status: number; text: string; finish: readonly string[] } {
  const { text, finishReasons } = reply.json === null ? assemble(reply) : whole(reply);
  return { status: reply.status, text, finish: finishReasons };
}

/** The n-th answer of the provider, in the framing that is asked for. */
export function numbered(context: CaseContext, n: number, stream = false): UpstreamAnswer {
  const usage = context.wire.usage({ prompt: 20, completion: 5 });
  const text = `Answer ${n}.`;
  return stream ? context.simulate.stream([text], usage) : context.simulate.completion(text, usage);
}

/** A session whose provider gives `Answer 1.`, `Answer 2.` and so on; framed as the request asks. */
export async function counted(
  context: CaseContext,
  options?: SessionOptions,
): Promise<{
  session: Session;
  calls(): number;
  /** Asks with the cache on, unless the headers say otherwise. */
  ask(headers?: Record<string, string>, more?: JsonObject, options?: SendOptions): Promise<Reply>;
}> {
  const session = await context.open(options);
  let calls = 0;
  const serve = (stream: boolean) => session.serve(() => numbered(context, ++calls, stream));
  const model = pinned(context.endpoint());
  return {
    session,
    calls: () => calls,
    ask: (headers = ON, more = {}, options = {}) => {
      serve(more.stream === true);
      return session.send(ask(model, more), { ...options, headers });
    },
  };
}
