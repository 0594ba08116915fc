/**
 * What OpenAI's clients rely on, in answers and in streams, checked without the registry's own types (RES-01, STR-04).
 * @module
 */
import { z } from "zod";
import type { StreamEvent } from "../../../registry/apis/codec.ts";
import { FINISH_REASONS } from "../../../registry/canonical/chat.ts";

const Text = z.string().min(1);
/** Seconds since 1970; milliseconds are beyond. */
const Seconds = z.int().positive().max(100_000_000_000);
const Finish = z.enum(FINISH_REASONS);
const Index = z.int().nonnegative();

const ToolCall = z.looseObject({
  id: Text,
  type: z.literal("function"),
  function: z.looseObject({ name: Text, arguments: z.string() }),
});

const CompletionSchema = z.looseObject({
  id: Text,
  object: z.literal("chat.completion"),
  created: Seconds,
  model: Text,
  choices: z
    .array(
      z.looseObject({
        index: Index,
        message: z.looseObject({
          role: z.literal("assistant"),
          content: z.string().nullable(),
          reasoning_content: z.string().optional(),
          tool_calls: z.array(ToolCall).min(1).optional(),
        }),
        finish_reason: Finish,
      }),
    )
    .min(1),
});

const ChunkSchema = z.looseObject({
  id: Text,
  object: z.literal("chat.completion.chunk"),
  created: Seconds,
  model: Text,
  choices: z.array(
    z.looseObject({
      index: Index,
      delta: z.looseObject({
        role: z.literal("assistant").optional(),
        content: z.string().nullish(),
        reasoning_content: z.string().optional(),
        tool_calls: z
          .array(
            z.looseObject({
              index: Index,
              id: Text.optional(),
              type: z.literal("function").optional(),
              function: z.looseObject({ name: Text.optional(), arguments: z.string().optional() }),
            }),
          )
          .min(1)
          .optional(),
      }),
      finish_reason: Finish.nullable(),
    }),
  ),
});
type Choice = z.infer<typeof ChunkSchema>["choices"][number];

export interface CallSeen {
  name: string;
  arguments: string;
  /** Cut answers hold cut arguments. */
  cut: boolean;
}
export type Shape = { ok: true; text: string; calls: CallSeen[] } | { ok: false; problem: string };

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return `${issue?.path.join(".")}: ${issue?.message}`;
}

const isCut = (finish: string | null): boolean => finish === "length" || finish === "content_filter";

/** A whole completion. */
export function completionShape(completion: unknown): Shape {
  const parsed = CompletionSchema.safeParse(completion);
  if (!parsed.success) return { ok: false, problem: `not a chat completion: ${firstIssue(parsed.error)}` };
  const calls = parsed.data.choices.flatMap(({ message, finish_reason }) =>
    (message.tool_calls ?? []).map((call) => ({
      name: call.function.name,
      arguments: call.function.arguments,
      cut: isCut(finish_reason),
    })),
  );
  return { ok: true, text: parsed.data.choices.map(({ message }) => message.content ?? "").join(""), calls };
}

/** One choice of a stream, read as client SDKs read it. */
class ChoiceSeen {
  readonly calls: { name: string; arguments: string }[] = [];
  finish: string | null = null;
  private begun = false;

  /** What is wrong with the next delta; `null` when nothing is. */
  accept({ delta, finish_reason }: Choice): string | null {
    if (this.begun !== (delta.role === undefined)) return "the role must stand on the first delta only";
    this.begun = true;
    if (this.finish !== null && (delta.content || delta.tool_calls || finish_reason))
      return "something follows the finish reason";
    for (const { index, id, function: fn } of delta.tool_calls ?? []) {
      const known = this.calls[index];
      if (known === undefined && (index !== this.calls.length || !id || !fn.name))
        return `tool call ${index} does not begin with its id and name, in order`;
      const call = known ?? { name: fn.name ?? "", arguments: "" };
      call.arguments += fn.arguments ?? "";
      this.calls[index] = call;
    }
    this.finish ??= finish_reason;
    return null;
  }
}

/** The chunks of a stream that ended well. */
export function streamShape(events: readonly StreamEvent[]): Shape {
  const choices = new Map<number, ChoiceSeen>();
  const ids = new Set<string>();
  let text = "";
  for (const event of events) {
    if (event.type !== "chunk") continue;
    const parsed = ChunkSchema.safeParse(event.chunk);
    if (!parsed.success) return { ok: false, problem: `not a chunk: ${firstIssue(parsed.error)}` };
    ids.add(parsed.data.id);
    for (const choice of parsed.data.choices) {
      const seen = choices.get(choice.index) ?? new ChoiceSeen();
      choices.set(choice.index, seen);
      text += choice.delta.content ?? "";
      const problem = seen.accept(choice);
      if (problem !== null) return { ok: false, problem };
    }
  }
  if (ids.size !== 1) return { ok: false, problem: `the stream has ${ids.size} ids` };
  const seen = [...choices.values()];
  if (seen.length === 0 || seen.some(({ finish }) => finish === null))
    return { ok: false, problem: "a choice has no finish reason" };
  return {
    ok: true,
    text,
    calls: seen.flatMap(({ calls, finish }) => calls.map((call) => ({ ...call, cut: isCut(finish) }))),
  };
}
