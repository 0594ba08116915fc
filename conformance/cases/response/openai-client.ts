/**
 * A real client: the official `openai` package, over a real socket, with nothing changed but its base URL.
 * @module
 */
import OpenAI, { APIError } from "openai";
import type { ChatCompletionMessageParam, ChatCompletionTool } from "openai/resources/chat/completions";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Session } from "../../engine/session.ts";
import type { Recording } from "../../recordings/load.ts";
import type { ScenarioId } from "../../recordings/scenarios.ts";
import type { RequirementId } from "../../requirements/index.ts";
import { canaries } from "../../secrets/canaries.ts";
import { pinned, withOwnIds } from "../_shared/support.ts";

/** The SDK against a listening gateway whose upstream answers with a recording. */
async function connect(context: CaseContext, scenario: ScenarioId) {
  const recording = context.recording(scenario);
  const session = await context.open();
  session.answerWith(recording);
  const baseURL = `${await session.gateway.listen()}/v1`;
  const client = new OpenAI({ apiKey: canaries.gatewayKey.a, baseURL, maxRetries: 0 });
  const body = session.bodyFor(recording, pinned(context.endpointOf(recording)));
  const model = String(body.model);
  const messages = body.messages as unknown as ChatCompletionMessageParam[];
  const tools = body.tools as unknown as ChatCompletionTool[];
  return { session, recording, client, model, messages, tools };
}

const textOf = (recording: Recording): string => recording.meta.expect?.text ?? "";

/** What the client's side holds goes through the sweep like every other reply. */
const noted = <T>(session: Session, value: T): T => {
  session.note("the client's answer", JSON.stringify(value));
  return value;
};

/** What the client throws on an answer is the gateway's doing, not the suite's. */
async function readsWith(
  context: CaseContext,
  requirement: RequirementId,
  read: () => Promise<void>,
): Promise<void> {
  try {
    await read();
  } catch (error) {
    context.check.that(requirement, "the-client-reads-it", false, {
      expected: "an answer that the client can read",
      seen: String(error),
    });
  }
}

export const openaiClient: readonly Case[] = [
  {
    id: "response.client.openai.json",
    area: "response",
    title: "The official OpenAI client reads an answer and its usage",
    why: "what the SDK cannot parse, no user can use",
    requirements: ["RES-01", "USE-06"],
    needs: { scenarios: ["chat.basic"] },
    run: async (context) => {
      const { session, recording, client, model, messages } = await connect(context, "chat.basic");
      await readsWith(context, "RES-01", async () => {
        const answer = noted(session, await client.chat.completions.create({ model, messages }));
        context.check.equal("RES-01", "text", answer.choices[0]?.message.content, textOf(recording));
        const { prompt_tokens = 0, completion_tokens = 0, total_tokens = 0 } = answer.usage ?? {};
        context.check.equal("USE-06", "usage-adds-up", total_tokens, prompt_tokens + completion_tokens);
        context.check.that("USE-06", "usage-is-there", total_tokens > 0, {
          expected: "a total above 0",
          seen: total_tokens,
        });
      });
    },
  },
  {
    id: "response.client.openai.stream",
    area: "response",
    title: "The official OpenAI client streams, with usage in the last chunk",
    why: "SDKs drop what does not look exactly like OpenAI's stream",
    requirements: ["STR-04", "STR-06"],
    needs: { scenarios: ["stream.basic"] },
    run: async (context) => {
      const { session, recording, client, model, messages } = await connect(context, "stream.basic");
      await readsWith(context, "STR-04", async () => {
        const stream = await client.chat.completions.create({
          model,
          messages,
          stream: true,
          stream_options: { include_usage: true },
        });
        let text = "";
        let usage: unknown = null;
        for await (const chunk of stream) {
          noted(session, chunk);
          text += chunk.choices[0]?.delta.content ?? "";
          usage = chunk.usage ?? usage;
        }
        context.check.equal("STR-04", "text", text, textOf(recording));
        context.check.that("STR-06", "usage", usage !== null, {
          expected: "usage before [DONE]",
          seen: usage,
        });
      });
    },
  },
  {
    id: "response.client.openai.tools",
    area: "response",
    title: "The official OpenAI client's stream helper assembles parallel tool calls",
    why: "agents are built on this helper",
    requirements: ["STR-04"],
    needs: { scenarios: ["stream.tools.parallel"] },
    run: async (context) => {
      const { session, recording, client, model, messages, tools } = await connect(
        context,
        "stream.tools.parallel",
      );
      await readsWith(context, "STR-04", async () => {
        const final = noted(
          session,
          await client.chat.completions.stream({ model, messages, tools }).finalMessage(),
        );
        const calls = (final.tool_calls ?? []).map((call) =>
          call.type === "function"
            ? { id: call.id, name: call.function.name, arguments: JSON.parse(call.function.arguments) }
            : call,
        );
        const expected = recording.meta.expect?.toolCalls;
        context.check.equal("STR-04", "tool-calls", withOwnIds(calls, expected), expected);
      });
    },
  },
  {
    id: "response.client.openai.errors",
    area: "response",
    title: "The official OpenAI client gets its own error classes, with status, type and code",
    why: "retry logic is written against these classes",
    requirements: ["ERR-01", "ERR-02"],
    needs: { scenarios: ["error.429"] },
    run: async (context) => {
      const { session, client, model, messages } = await connect(context, "error.429");
      const error: unknown = await client.chat.completions
        .create({ model, messages })
        .catch((thrown: unknown) => thrown);
      const seen =
        error instanceof APIError
          ? { class: error.constructor.name, status: error.status, type: error.type }
          : String(error);
      context.check.equal("ERR-02", "class", seen, {
        class: "RateLimitError",
        status: 429,
        type: "rate_limit_error",
      });
      const message = error instanceof APIError ? error.message : "";
      session.note("the client's error", message);
      context.check.that("ERR-01", "message", message.length > "429 ".length, {
        expected: "the provider's message",
        seen: message,
      });
    },
  },
];
