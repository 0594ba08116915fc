/**
 * Callers of all kinds: patient, gone, slow, hostile. Each call has a request id of its own, under which its record is
 * looked for afterwards.
 * @module
 */
import { request as httpRequest, type IncomingMessage } from "node:http";
import type { Call } from "./plan.ts";

/** No call of a round takes longer, in milliseconds: a gateway that never answers is a failure, not a wait. */
const CALL_MS = 60_000;

export const MODEL = "gpt-oss-120b/groq";

/** Bodies that no caller should send. */
const HOSTILE: readonly (() => string)[] = [
  () => `{"model":"${MODEL}","messages":[${"0,".repeat(50_000)}0]}`,
  () => `{"model":"${MODEL}","messages":${"[".repeat(20_000)}`,
  () => `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`,
  () => '{"model":"\\ud800/groq","messages":[{"role":"user","content":"x"}]}',
  () => `{"model":"..","messages":[]}`,
  () => `{"model":"${MODEL}","messages":[{"role":"user","content":"x"}],"max_tokens":1e308}`,
  () => `{"model":"${MODEL}","__proto__":{"stream":true},"messages":[]}`,
  () => "\u0000".repeat(1_000),
  () => `{"model":"${"x/".repeat(3_000)}","messages":[]}`,
];

const bodyOf = ({ caller, upstream, stream, api, hostile }: Call): string => {
  if (caller === "is-hostile") return HOSTILE[hostile % HOSTILE.length]?.() ?? "";
  const messages = [{ role: "user", content: `chaos:${upstream}` }];
  const limit = api === "openai-chat" ? { max_completion_tokens: 50 } : { max_tokens: 50 };
  return JSON.stringify({ model: MODEL, messages, ...limit, ...(stream && { stream }) });
};

export interface Outcome {
  id: string;
  call: Call;
  /** `null` where there was no answer: the gateway was gone, or the caller left first. */
  status: number | null;
  /** Did the caller read the answer to its natural end? */
  whole: boolean;
  text: string;
  /** When it was over for its caller, in milliseconds since 1970. */
  endedAt: number;
}

/** Reads an answer as this caller does. */
async function read(call: Call, answer: IncomingMessage): Promise<{ whole: boolean; text: string }> {
  let text = "";
  let parts = 0;
  for await (const part of answer) {
    text += String(part);
    parts += 1;
    if (call.caller === "leaves-later" && parts === 1) {
      answer.destroy();
      return { whole: false, text };
    }
    if (call.caller === "reads-slowly") await new Promise(setImmediate);
  }
  return { whole: answer.complete, text };
}

/** Makes one call. Never rejects; a call without an end is told as such. */
export function makeCall(url: string, id: string, call: Call): Promise<Outcome> {
  const path = call.api === "openai-chat" ? "/v1/chat/completions" : "/v1/messages";
  const none: Outcome = { id, call, status: null, whole: false, text: "", endedAt: 0 };
  const ended = (more: Partial<Outcome>): Outcome => ({ ...none, ...more, endedAt: Date.now() });
  return new Promise((resolve) => {
    const request = httpRequest(`${url}${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "helicone-auth": "Bearer chaos-key",
        "helicone-request-id": id,
        "anthropic-version": "2023-06-01",
      },
      timeout: CALL_MS,
    });
    request.on("timeout", () => request.destroy(new Error("no end")));
    request.on("error", () => resolve(ended({})));
    request.on("response", (answer) => {
      const status = answer.statusCode ?? null;
      answer.on("error", () => {});
      read(call, answer).then(
        (got) => resolve(ended({ status, ...got })),
        () => resolve(ended({ status })),
      );
    });
    request.end(bodyOf(call));
    if (call.caller === "leaves-at-once") setImmediate(() => request.destroy());
  });
}
