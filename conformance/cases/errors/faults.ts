/**
 * Faults of networks and servers (ERR-07): every fault of the catalogue on a real socket, plain and streamed. The caller sees the
 * documented status, nothing hangs, nothing stays open or reserved, and the next request works.
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { assemble, errorOf, type Reply, whole } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import type { Act } from "../../upstream/fault-server.ts";
import { type Ending, type Fault, faults } from "../../upstream/faults.ts";
import { pinned } from "../_shared/support.ts";
import { LIMITS, next, TEXT, TURNS, tryFault, withFaultServers } from "../_shared/under-fault.ts";
import { checkEnvelope, faultsOf, TYPE_OF } from "./judge.ts";
import { soon, turns } from "./turns.ts";

/** What each word of the catalogue means to a caller. */
const SAYS: Record<string, { status: number; type: string; code: string }> = {
  unreachable: { status: 502, type: "api_error", code: "upstream_unreachable" },
  timeout: { status: 504, type: "timeout_error", code: "timeout" },
  unusable: { status: 502, type: "api_error", code: "invalid_upstream_response" },
};

function checkServed({ check }: CaseContext, name: string, stream: boolean, reply: Reply): void {
  const { text, finishReasons } = stream ? assemble(reply) : whole(reply);
  check.equal("ERR-07", `${name}.served`, [reply.status, text, finishReasons], [200, TEXT, ["stop"]]);
}

function checkInBand({ check }: CaseContext, name: string, reply: Reply, word: string): void {
  const frame = reply.events.at(-1) ?? null;
  check.equal("ERR-07", `${name}.status`, reply.status, 200);
  check.equal("ERR-07", `${name}.envelope`, faultsOf(frame, reply.headers.get("helicone-id")), []);
  const { type, code } = errorOf(reply) ?? {};
  const { status: _status, ...said } = SAYS[word] ?? {};
  check.equal("ERR-07", `${name}.says`, { type, code }, said);
  check.equal("ERR-07", `${name}.no-success`, [assemble(reply).finishReasons, reply.done], [[], false]);
}

function checkRefused(context: CaseContext, name: string, reply: Reply, ending: Ending): void {
  checkEnvelope(context, name, reply, "ERR-07");
  const { type, code } = errorOf(reply) ?? {};
  const { status } = reply;
  if (typeof ending === "number") {
    context.check.equal(
      "ERR-07",
      `${name}.says`,
      { status, type },
      { status: ending, type: TYPE_OF[ending] },
    );
    context.check.that("ERR-07", `${name}.an-answer`, code !== "upstream_unreachable", {
      expected: "the provider's answer, told apart from a failure of the network",
      seen: code,
    });
  } else {
    const words = ending.split(" or ").flatMap((word) => SAYS[word] ?? []);
    const said = words.find((word) => word.status === status) ?? words[0];
    context.check.equal("ERR-07", `${name}.says`, { status, type, code }, said);
  }
}

async function checkBooks(
  context: CaseContext,
  name: string,
  session: Session,
  ending: Ending,
): Promise<void> {
  const { reserved, charged } = await session.gateway.wallet("a");
  // What an answer told before it broke is owed (BIL-07).
  const isTold = context.wire.tells.early && typeof ending === "string" && ending.startsWith("in-band ");
  const paid = (ending === "served" || isTold) && context.mode === "ptb";
  context.check.equal("BIL-01", `${name}.books`, [reserved, charged > 0n], [0n, paid]);
  const outcomes = (await session.gateway.records()).map(({ outcome }) => outcome);
  context.check.equal("ERR-07", `${name}.recorded`, outcomes, [ending === "served" ? "success" : "failed"]);
}

async function checkFault(context: CaseContext, fault: Fault, stream: boolean): Promise<void> {
  const name = stream ? "streamed" : "plain";
  const ending = stream ? fault.streamed : fault.plain;
  await withFaultServers(context, async (faulty, elsewhere) => {
    const origin = (await fault.origin?.(faulty)) ?? faulty.origin;
    const session = await context.open({ origin, limits: LIMITS });
    const reply = await tryFault(context, { faulty, elsewhere, session }, fault, stream);
    if (ending === "served") checkServed(context, name, stream, reply);
    else if (typeof ending === "string" && ending.startsWith("in-band "))
      checkInBand(context, name, reply, ending.slice("in-band ".length));
    else checkRefused(context, name, reply, ending);
    await checkBooks(context, name, session, ending);
    await soon(faulty.untilClosed());
    context.check.equal("ERR-07", `${name}.sockets-left`, faulty.openSockets, 0);
    context.check.equal("AUT-03", `${name}.nobody-else-asked`, elsewhere.connections, 0);
    if (fault.origin) return;
    const { status, json } = await next(context, faulty, session);
    context.check.equal(
      "ERR-07",
      `${name}.next-works`,
      [status, JSON.stringify(json).includes(TEXT)],
      [200, true],
    );
  });
}

const seenAs = ({ plain, streamed }: Fault): string =>
  plain === streamed
    ? `${plain}, plain or streamed`
    : `${plain}, or ${streamed} where a stream was asked for`;

const CROWD = 60;

/** Refuses, announces a body as large as a disk, and never sends it. */
const announcing: Act = async ({ write }) => {
  const head = "HTTP/1.1 500 No\r\ncontent-type: application/json\r\ncontent-length: 99999999999\r\n\r\n";
  await write(head);
};

const crowdCase: Case = {
  id: "errors.fault.rejected-bodies",
  area: "errors",
  title: "Refusals that announce huge bodies and never send them leave no connection behind",
  why: "a body that is neither read nor given up holds its connection until there are none",
  requirements: ["ERR-07", "BIL-01"],
  run: async (context) => {
    await withFaultServers(context, async (faulty) => {
      const session = await context.open({ origin: faulty.origin, limits: LIMITS });
      faulty.play(announcing);
      const model = pinned(context.endpoint());
      const sent = Array.from({ length: CROWD }, (_, i) => session.send(ask(model, { stream: i % 2 === 1 })));
      await Promise.race([faulty.untilActed(CROWD), Promise.all(sent)]);
      await turns(TURNS);
      session.gateway.clock.advance(LIMITS.idleTimeoutMs);
      const replies = await soon(Promise.all(sent));
      const statuses = new Set(replies?.map(({ status }) => status));
      context.check.equal("ERR-07", "statuses", [...statuses], [502]);
      await soon(faulty.untilClosed());
      context.check.equal("ERR-07", "sockets-left", faulty.openSockets, 0);
      const { reserved, charged } = await session.gateway.wallet("a");
      context.check.equal("BIL-01", "books", [reserved, charged], [0n, 0n]);
      context.count(CROWD);
    });
  },
};

const singleFaults: readonly Case[] = faults.map((fault) => ({
  id: `errors.fault.${fault.id}`,
  area: "errors",
  title: `${fault.title}: ${seenAs(fault)}`,
  why: "what a network does is told apart from what a provider says, and nothing of it stays behind",
  requirements: ["ERR-07", "BIL-01", "AUT-03"],
  run: async (context) => {
    for (const stream of [false, true]) await checkFault(context, fault, stream);
    context.count(2);
  },
}));

export const faultCases: readonly Case[] = [...singleFaults, crowdCase];
