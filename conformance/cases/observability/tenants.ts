/**
 * Who reads what: a tenant its own records only (OBS-03, SEC-04), and nobody bodies or keys that were not asked to be kept
 * (OBS-02).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask } from "../../engine/session.ts";
import { manage } from "../_shared/manage.ts";
import { bothTenants, pinned } from "../_shared/support.ts";
import { chat, findRequest, idOf, logged, pick, queried, statsOf } from "./support.ts";

async function apart(context: CaseContext): Promise<void> {
  const session = await context.open(bothTenants(context));
  const labels = { "helicone-user-id": "ada", "helicone-property-team": "tides" };
  const own = idOf(await chat(context, session, { headers: labels }));
  const other = idOf(await chat(context, session, { headers: labels, tenant: "b" }));
  const { check } = context;
  const foreign = await findRequest(session, other);
  const unknown = await findRequest(session, "00000000-0000-4000-8000-ffffffffffff");
  const text = (reply: typeof foreign) => reply.text.replaceAll(idOf(reply), "");
  check.equal("SEC-04", "foreign-id", [foreign.status, text(foreign)], [404, text(unknown)]);
  const all = { left: "all", operator: "or", right: { request: { user_id: { equals: "ada" } } } };
  for (const filter of ["all", all, { properties: { team: { equals: "tides" } } }]) {
    const ids = (await queried(session, { filter })).map(({ request_id }) => request_id);
    check.equal("OBS-03", `query ${JSON.stringify(filter)}`, ids, [own]);
  }
  check.equal("OBS-03", "stats", (await statsOf(session)).requests, 1);
  check.equal("OBS-03", "stats-of-b", (await statsOf(session, "", "b")).requests, 1);
  const exported = (await manage(session, "GET", "/v1/requests/export", {}, "b")).text;
  check.equal("OBS-03", "export", [exported.includes(other), exported.includes(own)], [true, false]);
}

const SHARED_ID = "0b1f6a52-77de-4c41-9d0e-5f3c2b1a0987";

/** Whose words they are, under one id: each column of one tenant's request is another one of the other's. */
const OWN = {
  a: { user: "ada", team: "tides", boat: "ketch", rating: true, scores: { tone: 0.25, ease: 3 } },
  b: { user: "bob", team: "moons", boat: "yawl", rating: false, scores: { tone: -1, wit: 2 } },
} as const;

async function underOneId(context: CaseContext): Promise<void> {
  const session = await context.open(bothTenants(context));
  const { check } = context;
  const tenants = ["a", "b"] as const;
  // At once: an id that is in use for one of them is free for the other.
  const sent = tenants.map((tenant) => {
    const { user, team } = OWN[tenant];
    const headers = {
      "helicone-request-id": SHARED_ID,
      "helicone-user-id": user,
      "helicone-property-team": team,
      [`helicone-property-only-${tenant}`]: "x",
    };
    return chat(context, session, { headers, tenant, uncompared: "compared-by-the-case" });
  });
  for (const reply of await Promise.all(sent))
    check.equal("SEC-04", "served", [reply.status, idOf(reply)], [200, SHARED_ID]);
  for (const tenant of tenants) {
    const { boat, rating, scores } = OWN[tenant];
    const at = `/v1/request/${SHARED_ID}`;
    await manage(session, "POST", `${at}/feedback`, { rating }, tenant);
    await manage(session, "POST", `${at}/score`, { scores: { ...scores } }, tenant);
    await manage(session, "PUT", `${at}/property`, { key: "boat", value: boat }, tenant);
  }
  for (const tenant of tenants) {
    const { user, team, boat, rating, scores } = OWN[tenant];
    const expected = {
      user_id: user,
      properties: { team, boat, [`only-${tenant}`]: "x" },
      feedback: rating,
      scores: { ...scores },
    };
    const { text } = await manage(session, "GET", "/v1/requests/export", {}, tenant);
    const seen = {
      "by its id": [await logged(session, SHARED_ID, tenant)],
      queried: await queried(session, { filter: "all" }, tenant),
      exported: text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)])),
    };
    for (const [how, views] of Object.entries(seen)) {
      const told = views.map((view) => pick(view, Object.keys(expected)));
      check.equal("SEC-04", `${tenant}.${how}`, told, [expected]);
    }
    for (const [name, word] of Object.entries({ team, boat })) {
      const found = await queried(session, { filter: { properties: { [name]: { equals: word } } } }, tenant);
      check.equal("OBS-03", `${tenant}.selected by ${name}`, found.length, 1);
    }
    const { feedback } = await statsOf(session, "", tenant);
    const counted = { positive: rating ? 1 : 0, negative: rating ? 0 : 1 };
    check.equal("SEC-04", `${tenant}.counted`, feedback, counted);
  }
}

/** Words that stand in a prompt, in an answer and in an error, and nowhere else. */
const PROMPT = "a-prompt-that-nobody-keeps-7Qx";
const ANSWER = "an-answer-that-nobody-keeps-2Vw";

async function unkept(context: CaseContext): Promise<void> {
  const session = await context.open();
  const model = pinned(context.endpoint());
  const messages = [{ role: "user", content: PROMPT }];
  for (const stream of [false, true]) {
    session.answer(stream ? context.simulate.stream([ANSWER]) : context.simulate.completion(ANSWER));
    const reply = await session.send({ model, messages, stream });
    context.check.equal("OBS-02", `answered.${stream}`, reply.text.includes(ANSWER), true);
  }
  await session.send(ask(model), { rawBody: `{"model": "${model}", "messages": "${PROMPT}"` });
  const places: [string, string][] = [
    ["log", (await session.gateway.logs()).join("\n")],
    ["query", (await manage(session, "POST", "/v1/request/query", { filter: "all" })).text],
    ["export", (await manage(session, "GET", "/v1/requests/export")).text],
  ];
  for (const [place, text] of places) {
    const found = [PROMPT, ANSWER].filter((words) => text.includes(words));
    context.check.equal("OBS-02", place, found, []);
  }
  const recorded = (await session.gateway.records()).length;
  context.check.equal("OBS-02", "recorded", recorded, 3);
}

export const tenantCases: readonly Case[] = [
  {
    id: "observability.tenants.apart",
    area: "observability",
    title: "Ids, queries, totals and exports show a tenant its own requests only",
    why: "a log that is filtered by what the caller asks for shows whatever the caller asks for",
    requirements: ["OBS-03", "SEC-04"],
    run: apart,
  },
  {
    id: "observability.tenants.under-one-id",
    area: "observability",
    title:
      "Two tenants whose requests have one id each see their own: labels, properties, scores and feedback",
    why: "ids are the callers' to choose, and a row that is found by its id alone is somebody else's",
    requirements: ["OBS-03", "SEC-04"],
    modes: ["byok"],
    once: true,
    run: underOneId,
  },
  {
    id: "observability.bodies.unkept",
    area: "observability",
    title: "What was asked and answered stands in no log, record or export unless it is asked to be kept",
    why: "prompts hold what people would not put into a log file",
    requirements: ["OBS-02"],
    run: unkept,
  },
];
