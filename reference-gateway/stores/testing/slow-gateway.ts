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

const tell = (message: object): void => void process.send?.(message);

let sent = 0;
let allowed = 0;
const waiting: (() => void)[] = [];
process.on("message", ({ answer }: { answer: number }) => {
  allowed += answer;
  for (; allowed > 0 && waiting.length > 0; allowed--) waiting.shift()?.();
});

const transport: Transport = {
  send: async () => {
    tell({ sent: ++sent });
    await new Promise<void>((resolve) => waiting.push(resolve));
    const body = async function* () {
      yield new TextEncoder().encode(ANSWER);
    };
    return { status: 200, headers: new Headers({ "content-type": "application/json" }), body: body() };
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
