/**
 * Cases of the area FBK: what callers say of their requests afterwards.
 * @module
 */
import { isObject, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply } from "../../engine/reply.ts";
import type { Session } from "../../engine/session.ts";
import { type By, manage } from "../_shared/manage.ts";
import { bothTenants } from "../_shared/support.ts";
import { passedCases } from "../observability/passed.ts";
import { chat, idOf, logged, queried, statsOf } from "../observability/support.ts";

/** The three things that can be said of a request. */
const rate = (session: Session, id: string, body: JsonObject, by: By = "a"): Promise<Reply> =>
  manage(session, "POST", `/v1/request/${id}/feedback`, body, by);
const score = (session: Session, id: string, body: JsonObject, by: By = "a"): Promise<Reply> =>
  manage(session, "POST", `/v1/request/${id}/score`, body, by);
const label = (session: Session, id: string, body: JsonObject, by: By = "a"): Promise<Reply> =>
  manage(session, "PUT", `/v1/request/${id}/property`, body, by);

const DONE = { data: null, error: null };

const propertiesOf = (view: JsonObject): JsonObject => (isObject(view.properties) ? view.properties : {});

async function latestWins(context: CaseContext): Promise<void> {
  const { check } = context;
  const session = await context.open();
  for (const stream of [false, true]) {
    const headers = { "helicone-property-team": "tides" };
    const id = idOf(await chat(context, session, { headers }, { stream }));
    check.equal("FBK-01", `unrated.${stream}`, (await logged(session, id)).feedback, null);
    const first = await rate(session, id, { rating: true });
    check.equal("FBK-01", `answer.${stream}`, [first.status, first.json], [200, DONE]);
    await rate(session, id, { rating: false });
    const scored = await score(session, id, { scores: { quality: 0.25, safe: true } });
    check.equal("FBK-01", `scored.${stream}`, [scored.status, scored.json], [201, DONE]);
    await score(session, id, { scores: { quality: 0.75, Drift: -0.125 } });
    await label(session, id, { key: "Team", value: "suns" });
    const second = await label(session, id, { key: "reef", value: " North, 2 " });
    check.equal("FBK-01", `second-label.${stream}`, [second.status, second.json], [200, DONE]);
    const labelled = await label(session, id, { key: "Team", value: "moons" });
    check.equal("FBK-01", `labelled.${stream}`, [labelled.status, labelled.json], [200, DONE]);
    const view = await logged(session, id);
    const seen = { feedback: view.feedback, scores: view.scores, properties: propertiesOf(view) };
    const expected = {
      feedback: false,
      scores: { quality: 0.75, safe: 1, Drift: -0.125 },
      properties: { team: "moons", reef: " North, 2 " },
    };
    check.equal("FBK-01", `latest.${stream}`, seen, expected);
  }
}

async function visible(context: CaseContext): Promise<void> {
  const { check } = context;
  const session = await context.open();
  const ids: string[] = [];
  for (let i = 0; i < 3; i++) ids.push(idOf(await chat(context, session)));
  const [good = "", bad = ""] = ids;
  await rate(session, good, { rating: true });
  await rate(session, bad, { rating: false });
  await label(session, bad, { key: "reason", value: "wrong tide" });
  const select = async (filter: JsonObject) =>
    (await queried(session, { filter })).map(({ request_id }) => request_id);
  const rated = (value: boolean) => select({ request_response_rmt: { feedback: { equals: value } } });
  check.equal("FBK-01", "query.good", await rated(true), [good]);
  check.equal("FBK-01", "query.bad", await rated(false), [bad]);
  const because = await select({ properties: { reason: { contains: "tide" } } });
  check.equal("FBK-01", "query.property", because, [bad]);
  const { feedback } = await statsOf(session);
  check.equal("FBK-01", "stats", feedback, { positive: 1, negative: 1 });
}

async function ownOnly(context: CaseContext): Promise<void> {
  const { check } = context;
  const session = await context.open(bothTenants(context));
  const id = idOf(await chat(context, session));
  await rate(session, id, { rating: true });
  const before = await logged(session, id);
  const unknown = "00000000-0000-4000-8000-ffffffffffff";
  const acts: readonly [string, typeof rate, JsonObject][] = [
    ["feedback", rate, { rating: false }],
    ["score", score, { scores: { quality: 0 } }],
    ["property", label, { key: "team", value: "mine" }],
  ];
  for (const [name, act, body] of acts) {
    const foreign = await act(session, id, body, "b");
    const nobodys = await act(session, unknown, body, "b");
    const told = (reply: Reply) => [reply.status, reply.text.replaceAll(idOf(reply), "")];
    check.equal("FBK-01", `${name}.status`, foreign.status, 404);
    check.equal("FBK-01", `${name}.same-as-unknown`, told(foreign), told(nobodys));
  }
  check.equal("FBK-01", "untouched", await logged(session, id), before);
  check.equal("SEC-04", "stats-of-b", (await statsOf(session, "", "b")).feedback, {
    positive: 0,
    negative: 0,
  });
}

/** What is no rating, no score, no property. */
const malformed: readonly [string, typeof rate, JsonObject, string][] = [
  ["rating-text", rate, { rating: "true" }, "rating"],
  ["rating-number", rate, { rating: 1 }, "rating"],
  ["rating-none", rate, {}, "rating"],
  ["score-text", score, { scores: { quality: "high" } }, "scores"],
  ["score-huge", score, { scores: { quality: 1e300 } }, "scores"],
  ["score-none", score, { score: 1 }, "scores"],
  ["property-no-value", label, { key: "team" }, "value"],
  ["property-object", label, { key: "team", value: { a: 1 } }, "value"],
  ["property-no-key", label, { key: "", value: "x" }, "key"],
];

async function refuses(context: CaseContext): Promise<void> {
  const session = await context.open();
  const id = idOf(await chat(context, session));
  const before = await logged(session, id);
  for (const [name, act, body, param] of malformed) {
    const reply = await act(session, id, body);
    const named = String(errorOf(reply)?.param).startsWith(param);
    context.check.equal("FBK-01", name, [reply.status, named], [400, true]);
  }
  context.check.equal("FBK-01", "untouched", await logged(session, id), before);
}

const about = { area: "feedback", requirements: ["FBK-01"] } as const;

export const feedbackCases: readonly Case[] = [
  {
    ...about,
    id: "feedback.latest-wins",
    title: "Ratings, scores and properties are stored with their request, and the latest one counts",
    why: "a thumb that was turned down and still counts as up is worse than none",
    run: latestWins,
  },
  {
    ...about,
    id: "feedback.visible",
    title: "What was said of a request is found by filters and counted in totals",
    why: "feedback that nobody can ask for is never read",
    run: visible,
  },
  {
    ...about,
    id: "feedback.own-requests-only",
    title: "Another tenant's request is rated like an unknown one: 404, and nothing changes",
    why: "ids are seen in support tickets; who has one must not be able to write to it",
    requirements: ["FBK-01", "SEC-04"],
    run: ownOnly,
  },
  {
    ...about,
    id: "feedback.refuses",
    title: "What is no rating, score or property is a 400 that names the field",
    why: "a text that is truthy becomes a good rating",
    run: refuses,
  },
  ...passedCases.filter(({ area }) => area === "feedback"),
];
