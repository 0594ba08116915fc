/**
 * Real clients of the Responses API: the official `openai` package, and the AI SDK, whose OpenAI provider speaks it unless
 * told otherwise. Nothing is changed but where they send to.
 * @module
 */
import type { ToolSet } from "ai";
import type OpenAI from "openai";
import type { Response as OpenAiResponse, ResponseInput } from "openai/resources/responses/responses";
import { isObject, type Json } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Stage } from "../../engine/session.ts";
import { canaries } from "../../secrets/canaries.ts";
import { json } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";
import { type Client, type Connection, casesOf, fetchThrough, type Held, ORIGIN } from "./clients.ts";

/** SDKs take a while to load: only runs that use them pay for it. */
async function openaiFor({ baseURL, apiKey, fetch }: Pick<Connection, "baseURL" | "apiKey" | "fetch">) {
  const { OpenAI: Sdk } = await import("openai");
  return new Sdk({ baseURL, apiKey, fetch, maxRetries: 0 });
}

const declared = (tools: Connection["tools"]) =>
  tools.map((tool) => ({ type: "function" as const, strict: false, ...tool }));

function heldIn({ output_text: text, output, usage }: OpenAiResponse): Held {
  const calls = output.flatMap((item) =>
    item.type === "function_call"
      ? [{ id: item.call_id, name: item.name, arguments: JSON.parse(item.arguments) as Json }]
      : [],
  );
  return { text, calls, usage: { prompt: usage?.input_tokens, completion: usage?.output_tokens } };
}

const official: Client = {
  id: "openai-responses",
  name: "The official OpenAI client on the Responses API",
  rateLimit: "RateLimitError",
  json: async (connection) => {
    const { model, prompt, tools } = connection;
    const client = await openaiFor(connection);
    return heldIn(await client.responses.create({ model, input: prompt, tools: declared(tools) }));
  },
  stream: async (connection) => {
    const { model, prompt, tools } = connection;
    const client = await openaiFor(connection);
    const stream = client.responses.stream({ model, input: prompt, tools: declared(tools) });
    const final = await stream.finalResponse();
    // The helper puts this field together for whole answers only.
    const texts = final.output.flatMap((item) => (item.type === "message" ? item.content : []));
    const output_text = texts.map((part) => (part.type === "output_text" ? part.text : "")).join("");
    return heldIn({ ...final, output_text });
  },
  failure: async (thrown) => {
    const { APIError } = await import("openai");
    if (!(thrown instanceof APIError)) return null;
    const { status, type, message } = thrown;
    return { class: thrown.constructor.name, status, type, message };
  },
};

async function aiParams({ baseURL, apiKey, fetch, model, prompt, tools }: Connection) {
  const { createOpenAI } = await import("@ai-sdk/openai");
  const { jsonSchema, tool } = await import("ai");
  const named: ToolSet = Object.fromEntries(
    tools.map(({ name, description, parameters }) => [
      name,
      tool({ description, inputSchema: jsonSchema(parameters) }),
    ]),
  );
  return { model: createOpenAI({ baseURL, apiKey, fetch })(model), prompt, tools: named, maxRetries: 0 };
}

const heldBy = (
  text: string,
  calls: readonly { toolCallId: string; toolName: string; input: unknown }[],
  usage: { inputTokens: number | undefined; outputTokens: number | undefined },
): Held => ({
  text,
  calls: calls.map(({ toolCallId: id, toolName: name, input }) => ({ id, name, arguments: input })),
  usage: { prompt: usage.inputTokens, completion: usage.outputTokens },
});

const aiSdk: Client = {
  id: "ai-sdk-openai",
  name: "The AI SDK's OpenAI provider",
  rateLimit: "AI_APICallError",
  json: async (connection) => {
    const { generateText } = await import("ai");
    const { text, toolCalls, usage } = await generateText(await aiParams(connection));
    return heldBy(text, toolCalls, usage);
  },
  stream: async (connection) => {
    const { streamText } = await import("ai");
    const failures: unknown[] = [];
    const params = await aiParams(connection);
    const result = streamText({ ...params, onError: ({ error }) => void failures.push(error) });
    let text = "";
    for await (const part of result.textStream) text += part;
    if (failures.length > 0) throw failures[0];
    return heldBy(text, await result.toolCalls, await result.usage);
  },
  failure: async (thrown) => {
    const { APICallError } = await import("ai");
    if (!APICallError.isInstance(thrown)) return null;
    const { name, statusCode, data, message } = thrown;
    const error = isObject(data) && isObject(data.error) ? data.error : {};
    return { class: name, status: statusCode, type: error.type, message };
  },
};

// --- agents: call, result, call, … ------------------------------------------------------------------------------------

const HOURS = ["noon", "dusk", "midnight", "dawn"];
const PARAMETERS = { type: "object", properties: { at: { type: "string" } } };

/** Four calls, one after the other, and then the answer. */
function prepare(context: CaseContext, stage: Stage, streams: boolean): void {
  const said = HOURS.map((at, i) => ({
    calls: [{ id: `call_turn0000${i}`, name: "tide", arguments: { at } }],
  }));
  const answers = [...said, { text: "Out." }].map((one) =>
    streams ? context.simulate.pieces(context.wire.streamAnswer(one)) : json(200, context.wire.answer(one)),
  );
  stage.answer(...answers);
}

/** The words that every result of the loop must have reached the provider with. */
const heightAt = (at: unknown): string => `the height at ${String(at)}`;

async function askUntilDone(client: OpenAI, model: string, streams: boolean): Promise<string> {
  const input: ResponseInput = [{ role: "user", content: "Where does the tide go?" }];
  const tools = declared([{ name: "tide", description: "Height", parameters: PARAMETERS }]);
  for (let turn = 0; turn <= HOURS.length; turn++) {
    const asked = { model, input, tools };
    const answer = streams
      ? await client.responses.stream(asked).finalResponse()
      : await client.responses.create(asked);
    input.push(...(answer.output as ResponseInput));
    const calls = answer.output.flatMap((item) => (item.type === "function_call" ? [item] : []));
    if (calls.length === 0) return JSON.stringify(answer.output);
    for (const { call_id, arguments: args } of calls) {
      const { at } = JSON.parse(args) as { at?: string };
      input.push({ type: "function_call_output", call_id, output: heightAt(at) });
    }
  }
  return "no end";
}

async function loopOfAiSdk(stage: Stage, model: string, streams: boolean): Promise<string> {
  const { createOpenAI } = await import("@ai-sdk/openai");
  const { generateText, jsonSchema, stepCountIs, streamText, tool } = await import("ai");
  const execute = async (input: unknown) => heightAt(isObject(input) ? input.at : undefined);
  const tide = tool({ description: "Height", inputSchema: jsonSchema(PARAMETERS as object), execute });
  const open = createOpenAI({
    ...{ baseURL: `${ORIGIN}/v1`, apiKey: canaries.gatewayKey.a, fetch: fetchThrough(stage) },
  });
  const params = {
    ...{ model: open(model), prompt: "Where does the tide go?", tools: { tide }, maxRetries: 0 },
    stopWhen: stepCountIs(HOURS.length + 2),
    // Without storage the SDK sends its items whole, not by reference.
    providerOptions: { openai: { store: false } },
  };
  if (!streams) return (await generateText(params)).text;
  const failures: unknown[] = [];
  const result = streamText({ ...params, onError: ({ error }) => void failures.push(error) });
  await result.consumeStream();
  if (failures.length > 0) throw failures[0];
  return result.text;
}

type Loop = (stage: Stage, model: string, streams: boolean) => Promise<string>;

const LOOPS: readonly [id: string, name: string, loop: Loop][] = [
  [
    "openai-responses",
    "The official OpenAI client",
    async (stage, model, streams) => {
      const side = { baseURL: `${ORIGIN}/v1`, apiKey: canaries.gatewayKey.a, fetch: fetchThrough(stage) };
      return askUntilDone(await openaiFor(side), model, streams);
    },
  ],
  ["ai-sdk-openai", "The AI SDK's OpenAI provider", loopOfAiSdk],
];

const loops = LOOPS.flatMap(([id, name, loop]) =>
  [false, true].map(
    (streams): Case => ({
      id: `response.client.${id}.loop-${streams ? "streamed" : "whole"}`,
      area: "response",
      title: `${name} runs a loop of five turns with tools, ${streams ? "streamed" : "not streamed"}`,
      why: "agents send back what they got, item by item, and every turn rests on all before it",
      requirements: ["API-01", "API-04"],
      needs: { capabilities: ["tools"] },
      run: async (context) => {
        const stage = await context.open();
        prepare(context, stage, streams);
        const model = pinned(context.endpoint((e) => e.capabilities.has("tools")));
        const answer = await loop(stage, model, streams).catch(
          (thrown: unknown) => `threw ${String(thrown)}`,
        );
        stage.note("the client's answer", answer);
        context.check.that("API-04", "answer", answer.includes("Out."), { expected: "Out.", seen: answer });
        context.check.equal("API-01", "turns", stage.received.length, HOURS.length + 1);
        const last = stage.received.at(-1)?.body ?? "";
        const told = HOURS.map((at) => last.split(heightAt(at)).length - 1);
        context.check.equal("API-01", "results", told, [1, 1, 1, 1]);
      },
    }),
  ),
);

export const responsesClients: readonly Case[] = [...casesOf(official), ...casesOf(aiSdk), ...loops];
