/**
 * Records of calls that are passed on: the same log, whatever the target (OBS-01, FBK-01).
 * @module
 */
import { isObject, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { manage } from "../_shared/manage.ts";
import { codeOf, openPassing, valuesOf } from "../_shared/pass.ts";
import { logged, pick, queried, statsOf } from "./support.ts";

const TARGET = "https://api.openai.com";
const ID = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
const OTHER_ID = "017f22e2-79b0-7cc3-98c4-dc0c0c073990";
const JSON_TYPE: [string, string] = ["Content-Type", "application/json"];

const LABELS: [string, string][] = [
  ["Helicone-User-Id", "ada"],
  ["Helicone-Session-Id", "s1"],
  ["Helicone-Session-Path", "/a/b"],
  ["Helicone-Property-Team", "tides"],
];

async function passed(context: CaseContext): Promise<void> {
  const { check } = context;
  const { session, side, pass } = await openPassing(context);
  const usage = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
  side.answer((outgoing) => {
    session.gateway.clock.advance(250);
    outgoing.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ usage }));
  });
  const asking = {
    method: "POST",
    path: "/v1/chat/completions",
    body: JSON.stringify({ model: "gpt-4o-mini" }),
    fields: [JSON_TYPE, ["Helicone-Request-Id", ID] as [string, string], ...LABELS],
  };
  const came = await pass(TARGET, asking);
  check.equal("OBS-01", "id", valuesOf(came, "helicone-id"), [ID]);
  const view = await logged(session, ID);
  const expected = {
    request_id: ID,
    route: "passthrough",
    target_host: "api.openai.com",
    mode: "byok",
    provider: "openai",
    model: "gpt-4o-mini",
    outcome: "success",
    status: 200,
    latency: 250,
    time_to_first_token: 250,
    prompt_tokens: 1000,
    completion_tokens: 100,
    cached: false,
    // 1000 at 0.15 and 100 at 0.60 USD per million.
    cost: "0.00021",
    user_id: "ada",
    session_id: "s1",
    session_path: "/a/b",
    properties: { team: "tides" },
  };
  check.equal("OBS-01", "columns", pick(view, Object.keys(expected)), expected);
  side.forget();
  const again = await pass(TARGET, asking);
  const told = [again.status, codeOf(again), side.calls.length];
  check.equal("OBS-01", "reused-id", told, [409, "request_id_in_use", 0]);
  check.equal("OBS-01", "untouched", await logged(session, ID), view);
}

async function failed(context: CaseContext): Promise<void> {
  const { check } = context;
  const { session, side, pass } = await openPassing(context);
  side.answer((outgoing) => outgoing.writeHead(429, { "content-type": "application/json" }).end("{}"));
  await pass(TARGET, { method: "POST", path: "/v1/chat/completions", body: "{}", fields: [JSON_TYPE] });
  await pass("http://127.0.0.1", { path: "/latest/meta-data" });
  side.answer((outgoing) => {
    outgoing.writeHead(200, { "content-length": "100" });
    outgoing.write("half", () => outgoing.destroy());
  });
  await pass(TARGET, { path: "/v1/models" });
  const found = await queried(session, { filter: "all", sort: { created_at: "asc" } });
  const outcomes = found.map(({ outcome, status }) => `${outcome} ${status}`).sort();
  check.equal("OBS-01", "outcomes", outcomes, ["failed 200", "failed 400", "failed 429"]);
  check.equal("OBS-01", "stats", pick(await statsOf(session), ["requests", "failed"]), {
    requests: 3,
    failed: 3,
  });
}

async function rated(context: CaseContext): Promise<void> {
  const { check } = context;
  const { session, pass } = await openPassing(context);
  const fields: [string, string][] = [["Helicone-Request-Id", OTHER_ID]];
  await pass(TARGET, { path: "/v1/models", fields });
  const path = `/v1/request/${OTHER_ID}`;
  const foreign = await manage(session, "POST", `${path}/feedback`, { rating: true }, "b");
  check.equal("FBK-01", "foreign", foreign.status, 404);
  await manage(session, "POST", `${path}/feedback`, { rating: false });
  await manage(session, "PUT", `${path}/property`, { key: "Team", value: "moons" });
  const view: JsonObject = await logged(session, OTHER_ID);
  const properties = isObject(view.properties) ? view.properties : {};
  check.equal("FBK-01", "seen", [view.feedback, properties.team], [false, "moons"]);
}

const about = { modes: ["byok"], once: true } as const;

export const passedCases: readonly Case[] = [
  {
    ...about,
    id: "observability.passed.record",
    area: "observability",
    title: "A passed call leaves a record with its id, labels, usage, price and times; its id is used once",
    why: "what is passed on is a request like any other to whoever reads the log",
    requirements: ["OBS-01"],
    run: passed,
  },
  {
    ...about,
    id: "observability.passed.failures",
    area: "observability",
    title: "Passed calls that fail, are refused or break off are recorded as what they were",
    why: "an answer that broke off after its 200 is no success",
    requirements: ["OBS-01"],
    run: failed,
  },
  {
    ...about,
    id: "feedback.passed",
    area: "feedback",
    title: "Passed calls are rated and labelled afterwards by their own tenant only",
    why: "feedback that works for some routes only is no measure",
    requirements: ["FBK-01"],
    run: rated,
  },
];
