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
import { chat, findRequest, idOf, queried, statsOf } from "./support.ts";

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
    id: "observability.bodies.unkept",
    area: "observability",
    title: "What was asked and answered stands in no log, record or export unless it is asked to be kept",
    why: "prompts hold what people would not put into a log file",
    requirements: ["OBS-02"],
    run: unkept,
  },
];
