/**
 * Management requests that were cut on their way.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Session } from "../../engine/session.ts";
import type { RequirementId } from "../../requirements/index.ts";

/** Sends beginnings of a body that would be taken whole. Each is a 400: no beginning of an object is JSON. */
export async function checkCuts(
  context: CaseContext,
  session: Session,
  requirement: RequirementId,
  { method, path, body }: { method: string; path: string; body: JsonObject },
): Promise<void> {
  const whole = JSON.stringify(body);
  const cuts = Array.from({ length: whole.length - 1 }, (_, i) => i + 1);
  // Right behind a value is where what is there can be taken for all of it; a body of a page has hundreds of other places.
  const behindValues = cuts.filter((at) => whole[at] === "," || whole[at] === "}" || whole[at - 1] === '"');
  for (const at of context.sample(behindValues)) {
    const cut = { method, path, tenant: "a" as const, rawBody: whole.slice(0, at) };
    const { status } = await session.send(body, cut);
    context.check.equal(requirement, `${method}.cut-at-${at}`, status, 400, "read whole JSON or nothing");
    context.count(1);
  }
}
