/**
 * The one record that each request leaves: what stands in it, and that it is there at every exit (OBS-01).
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { CASE_EPOCH } from "../../targets/manual-clock.ts";
import { costAt } from "../_shared/bill.ts";
import { exits, LIMITS, paidClasses, usageOf } from "../_shared/exit-paths.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { chat, findRequest, idOf, logged, pick, queried, usdAt } from "./support.ts";

/** Takes time before each answer. */
const TOOK = 250;

/** Whose request it is, in headers and as the record tells it. */
const HEADERS = {
  "helicone-user-id": "ada@example.com",
  "helicone-session-id": "session-1",
  "helicone-session-path": "/trip/tide",
  "helicone-session-name": "A trip",
  "Helicone-Property-Team": "Tides & Moons",
  "helicone-property-empty": "",
};
const LABELS = {
  user_id: "ada@example.com",
  session_id: "session-1",
  session_path: "/trip/tide",
  session_name: "A trip",
  properties: { team: "Tides & Moons" },
};

/** What every good answer of the case's counts says, whatever its wire tells apart. */
function expectedColumns(context: CaseContext): JsonObject {
  const { model, provider, id, deployment, api } = context.endpoint();
  return {
    route: "/v1/chat/completions",
    api: "openai-chat",
    target_host: null,
    model: pinned(context.endpoint()),
    model_served: model,
    provider,
    endpoint: id,
    deployment,
    api_upstream: api,
    mode: context.mode,
    outcome: "success",
    status: 200,
    error: null,
    prompt_tokens: 600,
    completion_tokens: 100,
    total_tokens: 700,
    cached: false,
    attempts: [],
  };
}

async function whole(context: CaseContext): Promise<void> {
  const session = await context.open();
  session.gateway.clock.advance(86_400_000);
  session.serve(() => {
    session.gateway.clock.advance(TOOK);
    return context.simulate.completion("Out.", usageOf(context));
  });
  const reply = await session.send(ask(pinned(context.endpoint())), { headers: HEADERS });
  const view = await logged(session, idOf(reply));
  const expected = {
    ...expectedColumns(context),
    request_id: idOf(reply),
    request_created_at: new Date(CASE_EPOCH + 86_400_000).toISOString(),
    streamed: false,
    latency: TOOK,
    time_to_first_token: null,
    ...LABELS,
  };
  context.check.equal("OBS-01", "columns", pick(view, Object.keys(expected)), expected);
  const cost = costAt(context, context.endpoint(), paidClasses(context));
  context.check.equal("OBS-01", "cost", usdAt(view, "cost"), cost);
  const users: string[] = [];
  const named: Record<string, string>[] = [{}, { "helicone-user-id": "of-header" }];
  for (const headers of named) {
    const reply = await chat(context, session, { headers }, { user: "of-body" });
    users.push(String((await logged(session, idOf(reply))).user_id));
  }
  context.check.equal("OBS-01", "user", users, ["of-body", "of-header"]);
}

/** A source whose later pieces wait until they are let go. */
function held(pieces: readonly (string | Uint8Array)[], first: number) {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const source = (async function* () {
    yield* pieces.slice(0, first);
    await gate;
    yield* pieces.slice(first);
  })();
  return { source, open };
}

async function streamed(context: CaseContext): Promise<void> {
  const session = await context.open();
  const { clock } = session.gateway;
  const { source, open } = held(context.wire.stream(["One.", "Two."], usageOf(context)), 2);
  const model = pinned(context.endpoint());
  let calls = 0;
  session.serve(() => {
    clock.advance(++calls === 1 ? 400 : 150);
    return calls <= 2 ? context.simulate.error(503, "busy") : context.simulate.pieces(source);
  });
  const response = await session.start(ask([model, model, model].join(), { stream: true }));
  const reader = response.body?.getReader();
  const text = new TextDecoder();
  let seen = "";
  for (let done = reader === undefined; !done && !seen.includes("One."); ) {
    const next = await reader?.read();
    seen += text.decode(next?.value, { stream: true });
    done = next?.done ?? true;
  }
  clock.advance(1000);
  open();
  for (let done = reader === undefined; !done; ) done = (await reader?.read())?.done ?? true;
  await session.gateway.idle();
  const view = await logged(session, idOf(response));
  const { attempts: _, ...columns } = expectedColumns(context);
  const expected = {
    ...columns,
    model: [model, model, model].join(),
    streamed: true,
    // From the request's arrival: the attempt that failed is a part of what the caller waited for.
    time_to_first_token: 700,
    latency: 1700,
  };
  context.check.equal("OBS-01", "columns", pick(view, Object.keys(expected)), expected);
  const attempts = Array.isArray(view.attempts) ? view.attempts : [];
  const told = attempts.map((attempt) => pick(attempt as JsonObject, ["provider", "mode", "status"]));
  const failed = { provider: context.provider.slug, mode: context.mode, status: 503 };
  context.check.equal("OBS-01", "attempts", told, [failed, failed]);
  const cost = costAt(context, context.endpoint(), paidClasses(context));
  context.check.equal("OBS-01", "cost", usdAt(view, "cost"), cost);
}

async function everyExit(context: CaseContext): Promise<void> {
  const seen = context.sample(exits);
  for (const { topic, act, paid } of seen) {
    const session = await context.open({ limits: LIMITS });
    await act(context, session);
    const found = await queried(session, { filter: "all", limit: 10 });
    context.check.equal("OBS-01", `${topic}.records`, found.length, 1, "end the completion at every exit");
    const [view = {}] = found;
    const byId = await logged(session, String(view.request_id));
    context.check.equal("OBS-01", `${topic}.by-id`, byId, view);
    const isCharged = usdAt(view, "cost") > 0n;
    const isFree = costAt(context, context.endpoint(), paidClasses(context)) === 0n;
    // A caller with a key of its own who leaves stops the provider, so that no usage is told.
    const isTold = context.mode === "ptb" || topic !== "caller-leaves";
    context.check.equal("OBS-01", `${topic}.cost`, isCharged, paid && isTold && !isFree);
  }
  context.count(seen.length);
}

/** Requests that the gateway refuses itself, and what their records say. */
const refused: readonly {
  name: string;
  body?: JsonObject;
  raw?: string;
  headers?: Record<string, string>;
  status: number;
}[] = [
  { name: "broken-json", raw: '{"model":', status: 400 },
  { name: "no-model", body: { messages: [] }, status: 400 },
  { name: "unknown-model", body: ask("no-such-model/no-such-provider"), status: 400 },
  { name: "bad-header", headers: { "helicone-ratelimit-policy": "ten;w=60" }, status: 400 },
];

async function refusals(context: CaseContext): Promise<void> {
  const session = await context.open();
  for (const { name, body, raw, headers = {}, status } of refused) {
    session.answer(simulated(context));
    const reply = await session.send(body ?? ask(pinned(context.endpoint())), {
      headers,
      ...(raw === undefined ? {} : { rawBody: raw }),
    });
    const view = await logged(session, idOf(reply));
    const error = errorOf(reply);
    const told = {
      status: reply.status,
      record: pick(view, ["outcome", "status", "cost"]),
      error: pick((view.error ?? {}) as JsonObject, ["type", "code"]),
    };
    const expected = {
      status,
      record: { outcome: "failed", status, cost: null },
      error: { type: error?.type, code: error?.code },
    };
    context.check.equal("OBS-01", name, told, expected);
  }
}

const GIVEN: readonly string[] = [
  "c232ab00-9414-11ec-b3c8-9f6bdeced846",
  "5c1b0f0e-5f3d-4d0e-8a53-1f2a7f0c3d11",
  "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
  "2489E9AD-2EE2-8E00-8EC9-32D5F69181C0",
];

async function givenIds(context: CaseContext): Promise<void> {
  const session = await context.open();
  const send = (id: string, user: string) =>
    chat(context, session, { headers: { "helicone-request-id": id, "helicone-user-id": user } });
  for (const id of GIVEN) {
    const first = await send(id, "first");
    const seen = await logged(session, id.toLowerCase());
    const told = [first.status, idOf(first), seen.request_id, seen.user_id];
    context.check.equal("OBS-01", `kept ${id}`, told, [200, id.toLowerCase(), id.toLowerCase(), "first"]);
    const again = await send(id, "second");
    context.check.equal(
      "OBS-01",
      `reused ${id}`,
      [again.status, errorOf(again)?.code],
      [409, "request_id_in_use"],
    );
    context.check.equal("OBS-01", `not-sent ${id}`, session.received.length, 0);
    const after = await logged(session, id.toLowerCase());
    context.check.equal("OBS-01", `untouched ${id}`, after, seen);
    const own = await logged(session, idOf(again));
    const record = [idOf(again) === id.toLowerCase(), own.user_id === "first", own.status];
    context.check.equal("OBS-01", `recorded ${id}`, record, [false, false, 409]);
  }
  context.count(GIVEN.length);
}

async function unknownIds(context: CaseContext): Promise<void> {
  const session = await context.open();
  await chat(context, session);
  for (const id of [
    "00000000-0000-4000-8000-ffffffffffff",
    "x",
    "..%2fwallet",
    "a".repeat(2000),
    "constructor",
  ]) {
    const reply = await findRequest(session, id);
    const told = [reply.status, errorOf(reply)?.code];
    context.check.equal("OBS-01", `unknown ${id.slice(0, 20)}`, told, [404, "request_not_found"]);
  }
}

const about = { area: "observability", requirements: ["OBS-01"] } as const;

export const recordCases: readonly Case[] = [
  {
    ...about,
    id: "observability.record.whole",
    title: "A whole answer is found by its id, with every column as it was",
    why: "a column that is wrong is believed until somebody compares it with an invoice",
    run: whole,
  },
  {
    ...about,
    id: "observability.record.streamed",
    title:
      "A stream's record tells the time to its first token since the request came, failed attempts included",
    why: "a clock that starts with the last attempt hides the wait for the others",
    run: streamed,
  },
  {
    ...about,
    id: "observability.record.every-exit",
    title: "However a request ends, it leaves exactly one record, with a cost where it was paid for",
    why: "failures are what people look for in a log, and what logs leave out",
    run: everyExit,
  },
  {
    ...about,
    id: "observability.record.refusals",
    title: "What the gateway refuses itself is recorded with the error that the caller saw",
    why: "a caller who sees errors that the log does not know is not helped",
    run: refusals,
  },
  {
    ...about,
    id: "observability.ids.given",
    title:
      "A UUID of any version names the request; a reused one is a 409 and leaves the first record as it is",
    why: "an id that is used twice overwrites what was recorded under it",
    run: givenIds,
  },
  {
    ...about,
    id: "observability.ids.unknown",
    title: "An id of no request is a 404, whatever it looks like",
    why: "ids are put into queries and paths",
    run: unknownIds,
  },
];
