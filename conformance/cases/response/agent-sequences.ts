/**
 * Coding agents as their requests are: Codex on Responses, Claude Code on messages. Each turn sends all that was said before,
 * with everything around it that these agents send; only the words are made up.
 * @module
 */
import type { Message, MessageParam, ToolResultBlockParam } from "@anthropic-ai/sdk/resources/messages";
import type { Json, JsonObject } from "../../../registry/json.ts";
import { without } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Session } from "../../engine/session.ts";
import { canaries } from "../../secrets/canaries.ts";
import { AT_RESPONSES, itemsOf, textOf } from "../_shared/responses.ts";
import { eventsIn } from "../_shared/responses-judge.ts";
import { pinned } from "../_shared/support.ts";
import { fetchThrough, ORIGIN } from "./clients.ts";

/** What the agent's computer answers, command by command. */
const RESULTS = ["README.md tide.ts", "export const tide = 7;", "1 passed"];
const COMMANDS = ["ls", "cat tide.ts", "npm test"];
const TASK = "Find out why the tide is seven, and say it in a word.";
const RULES = "You are a coding agent. Be precise, safe and helpful.";

/** One call after the other, and then the answer. */
function prepare(context: CaseContext, session: Session, tool: string): void {
  const calls = COMMANDS.map((command, i) => ({
    calls: [{ id: `call_agent000${i}`, name: tool, arguments: { command } }],
  }));
  const answers = [...calls, { text: "Out." }];
  session.answer(...answers.map((said) => context.simulate.pieces(context.wire.streamAnswer(said))));
}

/** How often each of the words stands in the last request, and whether they stand in the order of the conversation. */
function toldIn(session: Session, words: readonly string[]): { counts: number[]; inOrder: boolean } {
  const last = session.received.at(-1)?.body ?? "";
  const places = words.map((each) => last.indexOf(each));
  return {
    counts: words.map((each) => last.split(each).length - 1),
    inOrder: places.every((place, i) => i === 0 || place > (places[i - 1] ?? -1)),
  };
}

const takesTools = (context: CaseContext) => context.endpoint((e) => e.capabilities.has("tools"));

const COMMAND = { type: "object", properties: { command: { type: "string" } }, required: ["command"] };

const part = (text: string): Json => [{ type: "input_text", text }];

/** What Codex says around its conversation, turn by turn the same. */
const CODEX: JsonObject = {
  instructions: RULES,
  tools: [
    {
      type: "function",
      name: "shell",
      description: "Runs a command",
      strict: false,
      parameters: { ...COMMAND, additionalProperties: false },
    },
    {
      type: "custom",
      name: "apply_patch",
      description: "Patches files",
      format: { type: "grammar", syntax: "lark", definition: "start: /.+/" },
    },
  ],
  tool_choice: "auto",
  parallel_tool_calls: false,
  store: false,
  stream: true,
  reasoning: { effort: "medium", summary: "auto" },
  include: ["reasoning.encrypted_content"],
  prompt_cache_key: "0199f3a1-6b7c-7d20-9c1e-2f6f0c1d7e55",
};

const BEGINNING: Json[] = [
  { type: "message", role: "developer", content: part("<permissions>read only</permissions>") },
  { type: "message", role: "user", content: part("<environment_context>quay</environment_context>") },
  { type: "message", role: "user", content: part(TASK) },
];

/** It keeps nothing at the provider, so that ids mean nothing: they stay behind. */
const replayed = (item: JsonObject): JsonObject => without(item, ["id", "status"]);

const codex: Case = {
  id: "response.agent.codex",
  area: "response",
  title: "Codex's requests run a task of three commands on the Responses API, item by item",
  why: "every turn rests on all before it: what is lost or told twice derails the task",
  requirements: ["API-01", "API-04"],
  needs: { capabilities: ["tools"] },
  run: async (context) => {
    const session = await context.open();
    prepare(context, session, "shell");
    const model = pinned(takesTools(context));
    const input = [...BEGINNING];
    let said = "";
    for (let turn = 0; turn <= COMMANDS.length; turn++) {
      const reply = await session.send({ ...CODEX, model, input: [...input] }, AT_RESPONSES);
      const end = eventsIn(reply.text).at(-1)?.data.type;
      context.check.equal("API-01", `turn-${turn}`, [reply.status, end], [200, "response.completed"]);
      const items = itemsOf(reply).map(replayed);
      const calls = items.filter(({ type }) => type === "function_call");
      said = textOf(reply);
      input.push(
        ...items,
        ...calls.map(({ call_id }) => ({
          type: "function_call_output",
          call_id: call_id ?? null,
          output: RESULTS[turn] ?? "",
        })),
      );
    }
    context.check.equal("API-04", "answer", said, "Out.");
    const words = [TASK, ...RESULTS];
    context.check.equal("API-01", "history", toldIn(session, words), {
      counts: words.map(() => 1),
      inOrder: true,
    });
    context.check.equal("API-01", "rules", toldIn(session, [RULES]).counts, [1]);
  },
};

const marked = { cache_control: { type: "ephemeral" as const } };

/** The last block of a conversation bears the mark of the cache; the marks of earlier turns are gone. */
const withMark = (messages: readonly MessageParam[]): MessageParam[] =>
  messages.map((message, i) => {
    if (i < messages.length - 1 || message.role !== "user" || typeof message.content === "string")
      return message;
    const blocks = message.content.map((block, j, all) =>
      j === all.length - 1 && (block.type === "text" || block.type === "tool_result")
        ? { ...block, ...marked }
        : block,
    );
    return { role: "user", content: blocks };
  });

/** What the calls of an answer gave. */
const resultsOf = ({ content }: Message, turn: number): ToolResultBlockParam[] =>
  content.flatMap((block) =>
    block.type === "tool_use"
      ? [{ type: "tool_result" as const, tool_use_id: block.id, content: RESULTS[turn] ?? "" }]
      : [],
  );

async function runClaudeCode(session: Session, model: string): Promise<string> {
  const { Anthropic } = await import("@anthropic-ai/sdk");
  const client = new Anthropic({
    apiKey: canaries.gatewayKey.a,
    authToken: null,
    baseURL: ORIGIN,
    maxRetries: 0,
    fetch: fetchThrough(session),
    defaultHeaders: { "anthropic-beta": "claude-code-20250219,interleaved-thinking-2025-05-14" },
  });
  const messages: MessageParam[] = [
    {
      role: "user",
      content: [
        { type: "text", text: "<system-reminder>quay</system-reminder>" },
        { type: "text", text: TASK },
      ],
    },
  ];
  for (let turn = 0; turn <= COMMANDS.length; turn++) {
    const stream = client.messages.stream({
      model,
      max_tokens: 4096,
      messages: withMark(messages),
      metadata: { user_id: "user_0f1e_account__session_7a7a" },
      system: [{ type: "text", text: RULES, ...marked }],
      tools: [
        {
          name: "Bash",
          description: "Runs a command",
          input_schema: { type: "object", properties: COMMAND.properties, required: COMMAND.required },
        },
      ],
    });
    const answer = await stream.finalMessage();
    const results = resultsOf(answer, turn);
    if (results.length === 0)
      return answer.content.map((block) => (block.type === "text" ? block.text : "")).join("");
    messages.push({ role: "assistant", content: answer.content }, { role: "user", content: results });
  }
  return "no end";
}

const claudeCode: Case = {
  id: "response.agent.claude-code",
  area: "response",
  title: "Claude Code's requests run a task of three commands on the messages API, block by block",
  why: "every turn rests on all before it: what is lost or told twice derails the task",
  requirements: ["API-04", "MAP-06"],
  needs: { capabilities: ["tools"] },
  run: async (context) => {
    const session = await context.open();
    prepare(context, session, "Bash");
    const model = pinned(takesTools(context));
    const said = await runClaudeCode(session, model).catch((thrown: unknown) => `threw ${String(thrown)}`);
    session.note("the agent's answer", said);
    context.check.equal("API-04", "answer", said, "Out.");
    const words = [TASK, ...RESULTS];
    context.check.equal("MAP-06", "history", toldIn(session, words), {
      counts: words.map(() => 1),
      inOrder: true,
    });
  },
};

export const agentSequences: readonly Case[] = [codex, claudeCode];
