/**
 * What the provider's own tools did for a passed call is billed beside its tokens (CST-11, CST-13).
 * @module
 */
import { isObject, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { picoOfUsd } from "../../oracle/exact.ts";
import { openPassing } from "../_shared/pass.ts";

interface Passed {
  what: string;
  origin: string;
  path: string;
  model: string;
  /** Whole, or the events of a stream. */
  answer: JsonObject | readonly JsonObject[];
  /** Worked by hand from what the provider publishes; `null` where the answer holds something that has no price. */
  usd: string | null;
}

const RESPONSES = {
  origin: "https://api.openai.com",
  path: "/v1/responses",
  model: "gpt-4o",
};
const COUNTED = { input_tokens: 1_000, output_tokens: 100, total_tokens: 1_100 };
const response = (...types: string[]): JsonObject => ({
  object: "response",
  status: "completed",
  model: "gpt-4o",
  usage: COUNTED,
  output: types.map((type) => ({ type, status: "completed" })),
});

const PASSED: readonly Passed[] = [
  {
    ...RESPONSES,
    what: "two searches of the web and one of files: 1000 × 2.5 + 100 × 10, 2 × 10000 and 2500 millionths",
    answer: response("web_search_call", "web_search_call", "file_search_call", "message"),
    usd: "0.026",
  },
  {
    ...RESPONSES,
    what: "a stream whose events repeat the items: two searches and a run of code, as above",
    answer: [
      { type: "response.created", response: { ...response(), status: "in_progress", usage: null } },
      { type: "response.in_progress", response: { ...response("web_search_call"), usage: null } },
      {
        type: "response.completed",
        response: response("web_search_call", "web_search_call", "file_search_call", "message"),
      },
    ],
    usd: "0.026",
  },
  {
    ...RESPONSES,
    what: "a picture, which has no price",
    answer: response("image_generation_call", "message"),
    usd: null,
  },
  {
    what: "two queries that are one search: 1000 × 0.3 + 100 × 2.5, and 35000 millionths",
    origin: "https://generativelanguage.googleapis.com",
    path: "/v1beta/models/gemini-2.5-flash:generateContent",
    model: "gemini-2.5-flash",
    answer: {
      candidates: [{ groundingMetadata: { webSearchQueries: ["ebb", "flow"] } }],
      usageMetadata: { promptTokenCount: 1_000, candidatesTokenCount: 100, totalTokenCount: 1_100 },
    },
    usd: "0.03555",
  },
  {
    what: "a relay's own key: its fee and what the provider billed to the key",
    origin: "https://openrouter.ai",
    path: "/api/v1/chat/completions",
    model: "openai/gpt-4o",
    answer: {
      model: "openai/gpt-4o",
      choices: [],
      usage: {
        prompt_tokens: 1_000,
        completion_tokens: 100,
        total_tokens: 1_100,
        cost: 0.0006,
        is_byok: true,
        cost_details: { upstream_inference_cost: 0.0123 },
      },
    },
    usd: "0.0129",
  },
];

async function run(context: CaseContext): Promise<void> {
  const { check } = context;
  const { side, pass, session } = await openPassing(context);
  for (const { what, origin, path, model, answer, usd } of PASSED) {
    const isStream = Array.isArray(answer);
    const text = isStream
      ? answer.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("")
      : JSON.stringify(answer);
    side.answer((outgoing) =>
      outgoing
        .writeHead(200, { "content-type": isStream ? "text/event-stream" : "application/json" })
        .end(text),
    );
    const fields: [string, string][] = [["Content-Type", "application/json"]];
    await pass(origin, { method: "POST", path, body: JSON.stringify({ model }), fields });
    const cost = (await session.lastRecord())?.cost ?? null;
    if (usd !== null) check.equal("CST-11", what, cost?.amount ?? null, picoOfUsd(usd));
    else check.equal("CST-13", what, isObject(cost) ? cost.counted : null, "nothing");
  }
}

export const passedToolCases: readonly Case[] = [
  {
    id: "passthrough.tools",
    area: "passthrough",
    modes: ["byok"],
    once: true,
    run,
    title: "A passed call pays for the tools that the provider ran for it, and names one without a price",
    why: "a search costs as much as thousands of tokens, and no usage object counts it",
    requirements: ["CST-11", "CST-13"],
  },
];
