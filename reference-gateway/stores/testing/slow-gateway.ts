/**
 * A gateway process for tests: configured like a real one, but its provider answers only when the parent says so.
 * Tells its parent `{ url }`, then `{ sent }` for each upstream request; is told `{ answer }`, how many to answer in all.
 * `CLOCK_AHEAD_MS` sets its clock so far ahead of the machine's; with `PATIENCE` the time limits of requests are so many times
 * as long, for tests that are about what is decided and not about how fast a busy machine decides it.
 * @module
 */
import { providers } from "../../../registry/index.ts";
import { readConfig } from "../../config.ts";
import type { Clock, Transport } from "../../parts.ts";
import { openParts, startServer } from "../../server.ts";

const ANSWER = JSON.stringify({
  id: "chatcmpl-slow",
  object: "chat.completion",
  created: 1_796_083_200,
  model: "slow",
  choices: [{ index: 0, message: { role: "assistant", content: "Done." }, finish_reason: "stop" }],
  usage: { prompt_tokens: 40, completion_tokens: 7, total_tokens: 47 },
});

const chunk = (delta: object, finish_reason: string | null, more: object = {}): string => {
  const choices = [{ index: 0, delta, finish_reason }];
  const about = {
    id: "chatcmpl-slow",
    object: "chat.completion.chunk",
    created: 1_796_083_200,
    model: "slow",
  };
  return `data: ${JSON.stringify({ ...about, choices, ...more })}\n\n`;
};
const STREAM = [
  chunk({ role: "assistant", content: "Done." }, null),
  chunk({}, "stop", { usage: { prompt_tokens: 40, completion_tokens: 7, total_tokens: 47 } }),
  "data: [DONE]\n\n",
];

const tell = (message: object): void => void process.send?.(message);

let sent = 0;
let allowed = 0;
const waiting: (() => void)[] = [];
process.on("message", ({ answer }: { answer: number }) => {
  allowed += answer;
  for (; allowed > 0 && waiting.length > 0; allowed--) waiting.shift()?.();
});

const transport: Transport = {
  send: async (request) => {
    tell({ sent: ++sent });
    await new Promise<void>((resolve) => waiting.push(resolve));
    const isStream = new TextDecoder().decode(request.body).includes('"stream":true');
    const body = async function* () {
      for (const part of isStream ? STREAM : [ANSWER]) yield new TextEncoder().encode(part);
    };
    const type = isStream ? "text/event-stream" : "application/json";
    return { status: 200, headers: new Headers({ "content-type": type }), body: body() };
  },
};

const ahead = Number(process.env.CLOCK_AHEAD_MS ?? 0);
const now = Date.now.bind(Date);
Date.now = () => now() + ahead;

const config = readConfig(process.env, Object.values(providers));
const { parts, close } = await openParts(config, (line) => void process.stderr.write(line));
const patience = Number(process.env.PATIENCE ?? 1);
const clock: Clock = {
  now: () => parts.clock.now(),
  after: (ms, callback) => parts.clock.after(ms * patience, callback),
};
const server = await startServer({ ...parts, clock, transport }, config);
// A test that ended leaves no process behind.
process.once("disconnect", () => process.exit(0));
process.once(
  "SIGTERM",
  () =>
    void server
      .close()
      .then(close)
      .then(() => process.exit(0)),
);
tell({ url: server.url });
