/**
 * What the stand-in of the bench answers, and how an answer is told from something else.
 * @module
 */

export const TEXT = "The tide goes out at six.";
export const EVENTS = 100;

const usage = { prompt_tokens: 12, completion_tokens: EVENTS, total_tokens: 12 + EVENTS };
const head = { id: "chatcmpl-bench", created: 1_780_000_000, model: "deepseek-ai/DeepSeek-V4-Flash" };

/** A whole answer of the API that everybody speaks. */
export const JSON_ANSWER: string = JSON.stringify({
  ...head,
  object: "chat.completion",
  choices: [{ index: 0, message: { role: "assistant", content: TEXT }, finish_reason: "stop" }],
  usage,
});

const frame = (more: object): string =>
  `data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", ...more })}\n\n`;

const delta = (content: string): string =>
  frame({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });

/** The frames of a stream of so many events. */
export const FRAMES: readonly string[] = [
  frame({ choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }] }),
  ...Array.from({ length: EVENTS }, (_, i) => delta(`w${i} `)),
  frame({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }),
  frame({ choices: [], usage }),
  "data: [DONE]\n\n",
];

/** Is it the answer of the stand-in, whole? */
export const isWhole = (kind: "json" | "sse", status: number, text: string): boolean =>
  status === 200 &&
  (kind === "json" ? text.includes(TEXT) : text.includes(`w${EVENTS - 1} `) && text.endsWith("[DONE]\n\n"));
