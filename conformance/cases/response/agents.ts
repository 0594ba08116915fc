/**
 * Agents over five turns against stand-ins that sign their reasoning and verify it: two tools are called at once in each
 * turn, and every request has to carry all turns before it, in order, with the ids, the results and the reasoning that they
 * had (API-04, MAP-06, MAP-17).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Session } from "../../engine/session.ts";
import type { SeenRequest } from "../../recordings/match.ts";
import { canaries } from "../../secrets/canaries.ts";
import { signatureFor, signaturesIn } from "../../upstream/strict.ts";
import { json } from "../../upstream/wire.ts";
import type { SentTurn, SimulatedAnswer, SimulatedCall } from "../../upstream/wires/wire.ts";
import { offered } from "../_shared/bill.ts";
import { pinned } from "../_shared/support.ts";
import { AGENTS, type Agent, heightAt } from "./agent-clients.ts";
import { fetchThrough, ORIGIN } from "./clients.ts";

const TOOL = {
  name: "tide",
  description: "Height of the tide",
  parameters: { type: "object" as const, properties: { at: { type: "string" } } },
};
const PROMPT = "When is the water deep enough?";
const LOOKING = "Two hours to look at.";
const LAST = "At dusk.";

/** APIs that sign a call: its signature comes back with whatever carries the call. */
const SIGNS_CALLS: readonly string[] = ["gemini"];

/** Calls of a turn, with ids that every provider takes: nine letters and digits. */
const callsOf = (turn: number, hours: readonly string[]): SimulatedCall[] =>
  hours.map((at, nth) => ({ id: `turn${turn}call${nth}`.slice(-9), name: TOOL.name, arguments: { at } }));

/** The calls of four turns; the fifth answers. */
const TURNS = [
  ["noon", "dusk"],
  ["midnight", "dawn"],
  ["spring", "neap"],
  ["ebb", "flood"],
].map((hours, turn) => callsOf(turn, hours));

const thoughtOf = (turn: number): string => `Thought ${turn}: look at two hours.`;

/** What the model says in a turn. */
function saidIn(turn: number, request: SeenRequest, reasons: boolean): SimulatedAnswer {
  const calls = TURNS[turn];
  const signature = reasons ? signatureFor(request, thoughtOf(turn)) : null;
  return {
    ...(calls === undefined ? { text: LAST } : { text: LOOKING, calls }),
    ...(reasons ? { reasoning: thoughtOf(turn) } : {}),
    ...(signature === null ? {} : { signature }),
  };
}

/** Answers turn by turn; tells the signatures that the model gave out. */
function converse(context: CaseContext, session: Session, reasons: boolean): string[] {
  const { wire } = context;
  const given: string[] = [];
  let turn = 0;
  session.serve((request) => {
    const said = saidIn(turn++, request, reasons);
    if (said.signature !== undefined) given.push(said.signature);
    const usage = wire.usage({ prompt: 20, completion: 5 });
    return wire.read(request).stream
      ? context.simulate.pieces(wire.streamAnswer(said, usage))
      : json(200, wire.answer(said, usage));
  });
  return given;
}

/** What a request of a turn has to hold: all turns before it. */
const turnsBefore = (turn: number): SentTurn[] => [
  { role: "user", texts: [PROMPT] },
  ...TURNS.slice(0, turn).flatMap((calls) => [
    { role: "assistant" as const, texts: [LOOKING], calls },
    ...calls.map((call) => ({
      role: "tool" as const,
      texts: [heightAt(call.arguments)],
      callId: call.id,
    })),
  ]),
];

/** Turns as they are compared: what the model said beside its calls may stand with what its wire adds, as plans do. */
const plain = ({ role, texts, calls, callId }: SentTurn): object => ({
  role,
  texts: role === "assistant" ? texts.some((text) => text.includes(LOOKING)) : texts,
  ...(calls === undefined ? {} : { calls }),
  ...(callId === undefined ? {} : { callId }),
});

/** Authors for each case at most; other cases take others. */
const MOST_AUTHORS = 3;

/** Endpoints that call tools, of some authors: one that reasons where an author has one. Every case takes others. */
function endpointsOf(context: CaseContext, nth: number): Endpoint[] {
  const able = offered(context).filter(({ capabilities }) => capabilities.has("tools"));
  const authors = [...new Set(able.map(({ author }) => author))];
  const chosen = authors.map((_, at) => authors[(nth * MOST_AUTHORS + at) % authors.length]);
  return chosen.slice(0, MOST_AUTHORS).flatMap((name) => {
    const own = able.filter(({ author }) => author === name);
    const reasoning = own.filter(({ capabilities }) => capabilities.has("reasoning"));
    const candidates = reasoning.length === 0 ? own : reasoning;
    return candidates[nth % candidates.length] ?? [];
  });
}

/** One agent at one endpoint, from the question to the answer. */
async function loopAt(
  context: CaseContext,
  endpoint: Endpoint,
  agent: Agent,
  streams: boolean,
): Promise<void> {
  const { check } = context;
  const session = await context.open();
  const reasons = endpoint.capabilities.has("reasoning");
  const given = converse(context, session, reasons);
  const answer = await agent
    .loop({
      baseURL: `${ORIGIN}/v1`,
      apiKey: canaries.gatewayKey.a,
      fetch: fetchThrough(session),
      model: pinned(endpoint),
      streams,
      reasons,
      prompt: PROMPT,
      tool: TOOL,
      run: heightAt,
      most: TURNS.length + 2,
    })
    .catch((thrown: unknown) => `threw ${String(thrown)}`);
  session.note("the client's answer", answer);
  const { id } = endpoint;
  check.equal("API-04", `${id}: answer`, answer, LAST);
  check.equal("API-01", `${id}: requests`, session.received.length, TURNS.length + 1);
  session.received.forEach((request, turn) => {
    const seen = context.wire.read(request).turns.map(plain);
    check.equal("MAP-06", `${id}: turn ${turn}`, seen, turnsBefore(turn).map(plain));
  });
  const back = signaturesIn(session.received.at(-1)?.body ?? "");
  const comesBack = agent.carries === "everything" || SIGNS_CALLS.includes(context.api.id);
  // A client that carries less sends no other; some ask some models on an API that carries all.
  const expected = given.slice(0, TURNS.length).filter((one) => comesBack || back.includes(one));
  check.equal("MAP-17", `${id}: reasoning`, back, expected);
}

const caseOf = (agent: Agent, streams: boolean, nth: number): Case => ({
  id: `response.client.${agent.id}.loop-${streams ? "streamed" : "whole"}`,
  area: "response",
  title: `${agent.name} runs a loop of five turns with parallel tools, ${streams ? "streamed" : "not streamed"}`,
  why: "agents send back what they got, item by item, and every turn rests on all before it",
  requirements: ["API-01", "API-04", "MAP-06", "MAP-17"],
  needs: { capabilities: ["tools"] },
  run: async (context) => {
    const endpoints = context.sample(endpointsOf(context, nth), { least: 1 });
    context.count(endpoints.length);
    for (const endpoint of endpoints) await loopAt(context, endpoint, agent, streams);
  },
});

export const agentCases: readonly Case[] = AGENTS.flatMap((agent, at) => [
  caseOf(agent, false, 2 * at),
  caseOf(agent, true, 2 * at + 1),
]);
