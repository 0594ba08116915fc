/**
 * Agents as their users write them: each official client asks, runs the tools that it was told to, and sends everything
 * back, turn by turn, until an answer comes without calls. Nothing is set but where they send to.
 * @module
 */
import type { MessageParam } from "@anthropic-ai/sdk/resources/messages";
import type { AIMessageChunk, BaseMessage } from "@langchain/core/messages";
import type { ToolSet } from "ai";
import type { ChatCompletionMessageParam } from "openai/resources/chat/completions";
import type { ResponseInput } from "openai/resources/responses/responses";
import { isObject } from "../../../registry/json.ts";
import { anthropicModel, compatibleModel, type LanguageModel, openaiModel, sdk } from "./ai-sdk-clients.ts";

/** What an agent is set up with. */
export interface Task {
  baseURL: string;
  apiKey: string;
  /** The way to the gateway, in process: nothing else is in reach. */
  fetch: typeof fetch;
  model: string;
  streams: boolean;
  /** Whether to ask for reasoning. */
  reasons: boolean;
  prompt: string;
  tool: { name: string; description: string; parameters: { type: "object"; properties: object } };
  /** Runs the tool. */
  run(input: unknown): string;
  /** Most requests that it makes. */
  most: number;
}

export interface Agent {
  /** The part of the cases' ids. */
  id: string;
  name: string;
  /** What of signed reasoning its messages surely carry into the next request: everything, or only ids of calls. */
  carries: "everything" | "ids";
  /** The last answer's text. */
  loop(task: Task): Promise<string>;
}

const NO_END = "no end";

/** SDKs take a while to load: only runs that use them pay for it. */
async function openaiFor({ baseURL, apiKey, fetch }: Task) {
  const { OpenAI } = await import("openai");
  return new OpenAI({ baseURL, apiKey, fetch, maxRetries: 0 });
}

async function openaiChat(task: Task): Promise<string> {
  const { model, streams, reasons, prompt, tool, run, most } = task;
  const { completions } = (await openaiFor(task)).chat;
  const messages: ChatCompletionMessageParam[] = [{ role: "user", content: prompt }];
  const tools = [{ type: "function" as const, function: { ...tool, parameters: { ...tool.parameters } } }];
  for (let turn = 0; turn < most; turn++) {
    const asked = { model, messages, tools, ...(reasons ? { reasoning_effort: "high" as const } : {}) };
    const message = streams
      ? await completions.stream(asked).finalMessage()
      : (await completions.create(asked)).choices[0]?.message;
    if (message === undefined) throw new Error("an answer without a choice");
    messages.push(message);
    const calls = (message.tool_calls ?? []).flatMap((call) => (call.type === "function" ? [call] : []));
    if (calls.length === 0) return message.content ?? "";
    for (const { id, function: fn } of calls)
      messages.push({ role: "tool", tool_call_id: id, content: run(JSON.parse(fn.arguments)) });
  }
  return NO_END;
}

async function openaiResponses(task: Task): Promise<string> {
  const { model, streams, reasons, prompt, tool, run, most } = task;
  const { responses } = await openaiFor(task);
  const input: ResponseInput = [{ role: "user", content: prompt }];
  const tools = [{ type: "function" as const, strict: false, ...tool, parameters: { ...tool.parameters } }];
  for (let turn = 0; turn < most; turn++) {
    const asked = {
      model,
      input,
      tools,
      store: false,
      ...(reasons
        ? { reasoning: { effort: "high" as const }, include: ["reasoning.encrypted_content" as const] }
        : {}),
    };
    const { output } = streams
      ? await responses.stream(asked).finalResponse()
      : await responses.create(asked);
    input.push(...(output as ResponseInput));
    const calls = output.flatMap((item) => (item.type === "function_call" ? [item] : []));
    const texts = output.flatMap((item) => (item.type === "message" ? item.content : []));
    if (calls.length === 0)
      return texts.map((part) => (part.type === "output_text" ? part.text : "")).join("");
    for (const { call_id, arguments: args } of calls)
      input.push({ type: "function_call_output", call_id, output: run(JSON.parse(args)) });
  }
  return NO_END;
}

async function anthropicMessages(task: Task): Promise<string> {
  const { baseURL, apiKey, fetch, model, streams, reasons, prompt, tool, run, most } = task;
  const { Anthropic } = await import("@anthropic-ai/sdk");
  // It adds the version to its paths itself.
  const origin = baseURL.replace(/\/v1$/, "");
  const client = new Anthropic({ apiKey, authToken: null, baseURL: origin, fetch, maxRetries: 0 });
  const { parameters: input_schema, ...named } = tool;
  const messages: MessageParam[] = [{ role: "user", content: prompt }];
  for (let turn = 0; turn < most; turn++) {
    const asked = {
      model,
      max_tokens: 4000,
      messages,
      tools: [{ ...named, input_schema }],
      ...(reasons ? { thinking: { type: "enabled" as const, budget_tokens: 1024 } } : {}),
    };
    const { content } = streams
      ? await client.messages.stream(asked).finalMessage()
      : await client.messages.create(asked);
    messages.push({ role: "assistant", content });
    const calls = content.flatMap((block) => (block.type === "tool_use" ? [block] : []));
    if (calls.length === 0) return content.map((block) => (block.type === "text" ? block.text : "")).join("");
    messages.push({
      role: "user",
      content: calls.map(({ id, input }) => ({ type: "tool_result", tool_use_id: id, content: run(input) })),
    });
  }
  return NO_END;
}

type Options = NonNullable<Parameters<typeof import("ai").generateText>[0]["providerOptions"]>;

/** The AI SDK runs the loop itself. */
async function aiLoop(model: LanguageModel, task: Task, providerOptions: Options): Promise<string> {
  const { generateText, jsonSchema, stepCountIs, streamText, tool: declare } = await sdk();
  const { name, description, parameters } = task.tool;
  const tools: ToolSet = {
    [name]: declare({
      description,
      inputSchema: jsonSchema(parameters),
      execute: async (input: unknown) => task.run(input),
    }),
  };
  const params = {
    model,
    prompt: task.prompt,
    tools,
    maxRetries: 0,
    providerOptions,
    stopWhen: stepCountIs(task.most),
  };
  if (!task.streams) return (await generateText(params)).text;
  const failures: unknown[] = [];
  const result = streamText({ ...params, onError: ({ error }) => void failures.push(error) });
  await result.consumeStream();
  if (failures.length > 0) throw failures[0];
  return result.text;
}

async function aiCompatible(task: Task): Promise<string> {
  const options: Options = task.reasons ? { gateway: { reasoningEffort: "high" } } : {};
  return aiLoop(await compatibleModel(task), task, options);
}

async function aiOpenai(task: Task): Promise<string> {
  // Without storage the SDK sends its items whole, not by reference; it knows few models that reason by their names.
  const reasoning = {
    forceReasoning: true,
    reasoningEffort: "high",
    include: ["reasoning.encrypted_content"],
  };
  const options = { openai: { store: false, ...(task.reasons ? reasoning : {}) } };
  return aiLoop(await openaiModel(task), task, options);
}

async function aiAnthropic(task: Task): Promise<string> {
  const thinking = { type: "enabled" as const, budgetTokens: 1024 };
  return aiLoop(await anthropicModel(task), task, task.reasons ? { anthropic: { thinking } } : {});
}

/** Whoever runs the suite may trace their own chains; those of the suite stay in the process. */
export function withoutTracing(): void {
  for (const name of ["LANGSMITH_TRACING", "LANGCHAIN_TRACING"])
    for (const variable of [name, `${name}_V2`]) delete process.env[variable];
}

async function langchain(task: Task): Promise<string> {
  withoutTracing();
  const { ChatOpenAI } = await import("@langchain/openai");
  const { HumanMessage, ToolMessage } = await import("@langchain/core/messages");
  const { baseURL, apiKey, fetch, model, streams, reasons, prompt, tool, run, most } = task;
  const chat = new ChatOpenAI({
    model,
    apiKey,
    maxRetries: 0,
    streamUsage: true,
    useResponsesApi: false,
    ...(reasons ? { reasoning: { effort: "high" as const } } : {}),
    configuration: { baseURL, fetch },
  }).bindTools([{ type: "function" as const, function: { ...tool } }]);
  const messages: BaseMessage[] = [new HumanMessage(prompt)];
  for (let turn = 0; turn < most; turn++) {
    let answer: AIMessageChunk | undefined;
    if (streams)
      for await (const chunk of await chat.stream(messages)) answer = answer?.concat(chunk) ?? chunk;
    else answer = await chat.invoke(messages);
    if (answer === undefined) throw new Error("the stream had no chunks");
    messages.push(answer);
    const calls = answer.tool_calls ?? [];
    if (calls.length === 0) return answer.text;
    for (const { id = "", args } of calls)
      messages.push(new ToolMessage({ tool_call_id: id, content: run(args) }));
  }
  return NO_END;
}

/** The words that the tool of the loops answers with. */
export const heightAt = (input: unknown): string =>
  `the height at ${String(isObject(input) ? input.at : input)}`;

export const AGENTS: readonly Agent[] = [
  { id: "openai", name: "The official OpenAI client", carries: "everything", loop: openaiChat },
  {
    id: "openai-responses",
    name: "The official OpenAI client on the Responses API",
    carries: "everything",
    loop: openaiResponses,
  },
  {
    id: "anthropic",
    name: "Anthropic's official client",
    carries: "everything",
    loop: anthropicMessages,
  },
  { id: "ai-sdk", name: "The AI SDK", carries: "ids", loop: aiCompatible },
  {
    id: "ai-sdk-openai",
    name: "The AI SDK's OpenAI provider",
    carries: "everything",
    loop: aiOpenai,
  },
  { id: "langchain", name: "LangChain", carries: "ids", loop: langchain },
  {
    id: "ai-sdk-anthropic",
    name: "The AI SDK's Anthropic provider",
    carries: "everything",
    loop: aiAnthropic,
  },
];
