/**
 * A log that takes nothing for a while costs no caller a moment: answers are whole before their records are written, and each
 * has its record once the log goes on (OBS-01).
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { hangs } from "../../engine/deadline.ts";
import { type Reply, readReply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { openPassing } from "../_shared/pass.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { idOf } from "./support.ts";

const STANDING = { standingLog: true } as const;
/** How long there may be nothing to do before an answer counts as one that waits for the log, in milliseconds. */
const IDLE_MS = 1_000;

/** What comes of some calls, whether it came while the log took nothing, and the records that it took afterwards. */
async function beforeTheLog<T>(context: CaseContext, session: Session, calls: Promise<T>) {
  const waits = await hangs(
    calls.then(() => {}),
    IDLE_MS,
  );
  context.check.that("OBS-01", "answers-do-not-wait", !waits, {
    expected: "answers while the log takes no record",
    seen: "none until the log took records",
    repair: "write records beside their answers, not before their ends",
  });
  // From here on the log takes what it is given.
  const records = await session.gateway.records();
  return { came: await calls, records };
}

/** One answer, read here: whoever compares an answer with its record waits for the log. */
async function ended(
  session: Session,
  answer: UpstreamAnswer,
  body: JsonObject,
  headers: Record<string, string> = {},
): Promise<Reply> {
  session.answer(answer);
  return readReply(await session.start(body, { headers }));
}

async function answered(context: CaseContext): Promise<void> {
  const session = await context.open(STANDING);
  const body = ask(pinned(context.endpoint()));
  const broken = context.simulate.error(500, "broken");
  const all = async () => [
    await ended(session, simulated(context), body),
    await ended(session, simulated(context, true), { ...body, stream: true }),
    await ended(session, broken, ask("no-such-model/no-such-provider")),
    await ended(session, broken, body),
  ];
  const { came, records } = await beforeTheLog(context, session, all());
  const statuses = came.map(({ status }) => (status < 500 ? status : "a failure"));
  context.check.equal("OBS-01", "answered", statuses, [200, 200, 400, "a failure"]);
  context.check.equal("OBS-01", "recorded", records.map(({ id }) => id).sort(), came.map(idOf).sort());
  context.count(came.length);
}

/** The same id again, while the record of its first request waits for the log. */
async function named(context: CaseContext): Promise<void> {
  const session = await context.open(STANDING);
  const headers = { "helicone-request-id": "0b1f6a52-77de-4c41-9d0e-5f3c2b1a0987" };
  const body = ask(pinned(context.endpoint()));
  const both = async () => [
    await ended(session, simulated(context), body, headers),
    await ended(session, simulated(context), body, headers),
  ];
  const { came, records } = await beforeTheLog(context, session, both());
  const statuses = came.map(({ status }) => status);
  context.check.equal("OBS-01", "used again", statuses, [200, 409]);
  const recorded = records.map(({ id, status }) => [id, status]).sort();
  const expected = came.map((reply) => [idOf(reply), reply.status]).sort();
  context.check.equal("OBS-01", "recorded", recorded, expected);
}

async function passed(context: CaseContext): Promise<void> {
  const { session, pass } = await openPassing(context, STANDING);
  const call = pass("https://api.openai.com", { path: "/v1/models" });
  const { came, records } = await beforeTheLog(context, session, call);
  context.check.equal("OBS-01", "passed", [came.status, came.broken], [200, false]);
  context.check.equal(
    "OBS-01",
    "recorded",
    records.map(({ route }) => route),
    ["passthrough"],
  );
}

const about = {
  area: "observability",
  why: "a log is written for later, and whoever waits for its disk pays for it now",
  requirements: ["OBS-01"],
} as const;

export const standingCases: readonly Case[] = [
  {
    ...about,
    id: "observability.standing-log.answers",
    title:
      "Answers, streams and refusals are whole while the log takes no record, and each is recorded when it does",
    run: answered,
  },
  {
    ...about,
    id: "observability.standing-log.ids",
    title: "An id is in use from its request on, though the log has no record of it yet",
    once: true,
    run: named,
  },
  {
    ...about,
    id: "observability.standing-log.passed",
    title: "A passed call is answered while the log takes no record, and recorded when it does",
    modes: ["byok"],
    once: true,
    run: passed,
  },
];
