/**
 * Answers of an API for callers of the same API, byte by byte: numbers, order, escapes, blanks and fields of tomorrow
 * (MAP-16). The texts are written by hand, in spellings that no writer of JSON gives back.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import { raw } from "../../upstream/wire.ts";
import { pinned } from "../_shared/support.ts";

/** Spelt as nothing that reads and writes JSON would spell it again. */
const ODD = String.raw`"zeta":1e2,"of_tomorrow":{"b":12345678901234567890,"a":[0.10, -0,1.0E+3]},"esc":"\u0074\/ide \ud834\udd1e",`;

/** A stream as a provider sends it, and as its caller reads it. */
interface Sent {
  name: string;
  body: JsonObject;
  events: readonly string[];
  expected: readonly string[];
}

/** An API by its texts: `pinned` is the model as callers name it, `model` as its provider does. */
interface Api {
  id: "openai-chat" | "anthropic-messages";
  path: string;
  ask(pinned: string): JsonObject;
  whole(model: string): string;
  streams(pinned: string, model: string): Sent[];
}

const COUNTS = `{"prompt_tokens":9,"completion_tokens":7,"total_tokens":16,"queue":1e-3,"prompt_tokens_details":{"cached_tokens":0,"cache_write_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted":0}}`;

const chunk = (model: string, choices: string, usage: string): string =>
  `data: {${ODD}"id":"chatcmpl-hand","created":1795000000,"object":"chat.completion.chunk","model":"${model}","choices":[${choices}]${usage}}\n\n`;

/** @param usage what stands behind the choices of every chunk but the last */
function chatEvents(model: string, usage: string): string[] {
  const choice = (delta: string, finish: string) =>
    `{"finish_reason":${finish},"delta":${delta},"index":0,"matched":1e0}`;
  return [
    chunk(model, choice('{"role":"assistant","content":""}', "null"), usage),
    chunk(model, choice(String.raw`{"content":"Th\u0065 tide ","of_tomorrow":1.50}`, "null"), usage),
    chunk(model, choice('{"content":"𝄞 goes out."}', "null"), usage),
    chunk(model, choice("{}", '"stop"'), usage),
  ];
}

const DONE = "data: [DONE]\n\n";

const CHAT: Api = {
  id: "openai-chat",
  path: "/v1/chat/completions",
  ask,
  whole: (model) =>
    `{ ${ODD}\n "id":"chatcmpl-hand","created":1795000000,"object":"chat.completion","model":"${model}",` +
    String.raw`"choices":[{"finish_reason":"stop","index":0,"message":{"content":"Th\u0065 tide 𝄞 goes out.","role":"assistant","of_tomorrow":1.50}}],` +
    `"usage":${COUNTS}}\n`,
  streams: (asked, model) => {
    const [bare, nulls] = [chatEvents(model, ""), chatEvents(model, ',"usage":null')];
    const counts = chunk(model, "", `,"usage":${COUNTS}`);
    const body = ask(asked, { stream_options: { include_usage: true } });
    const whole = [...nulls, counts, DONE];
    return [
      { name: "asked", body, events: whole, expected: whole },
      { name: "asked-of-a-host-without-nulls", body, events: [...bare, counts, DONE], expected: whole },
      { name: "unasked", body: ask(asked), events: whole, expected: [...bare, DONE] },
    ];
  },
};

const CLAUDE_COUNTS = '{"output_tokens":7,"input_tokens":9,"of_tomorrow":1e-3}';

const named = (type: string, rest: string): string =>
  `event: ${type}\ndata: {${ODD}"type":"${type}"${rest}}\n\n`;

const MESSAGES: Api = {
  id: "anthropic-messages",
  path: "/v1/messages",
  ask: (model) => ({ model, max_tokens: 64, messages: [{ role: "user", content: "When?" }] }),
  whole: (model) =>
    `{ ${ODD}\n "model":"${model}","id":"msg_hand","type":"message","role":"assistant","content":[` +
    String.raw`{"text":"Th\u0065 tide ","type":"text","of_tomorrow":1.50},{"type":"text","text":"𝄞 goes out."},{"type":"of_tomorrow","at":1e2}],` +
    `"stop_reason":"end_turn","stop_sequence":null,"usage":${CLAUDE_COUNTS}}\n`,
  streams: (asked, model) => {
    const message = `{"usage":${CLAUDE_COUNTS},"model":"${model}","id":"msg_hand","type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null}`;
    const events = [
      named("message_start", `,"message":${message}`),
      named("of_tomorrow", ',"tide":1.50'),
      named("content_block_start", ',"index":0,"content_block":{"text":"","type":"text","at":1e2}'),
      named("ping", ""),
      named(
        "content_block_delta",
        String.raw`,"index":0,"delta":{"text":"Th\u0065 tide 𝄞","type":"text_delta","at":1.50}`,
      ),
      named("content_block_delta", ',"index":0,"delta":{"type":"of_tomorrow","at":1e2}'),
      named("content_block_stop", ',"index":0'),
      named(
        "message_delta",
        `,"usage":${CLAUDE_COUNTS},"delta":{"stop_sequence":null,"stop_reason":"end_turn"}`,
      ),
      named("message_stop", ""),
    ];
    return [{ name: "named", body: MESSAGES.ask(asked), events, expected: events }];
  },
};

const APIS: readonly Api[] = [CHAT, MESSAGES];

const sent = (session: Session, api: Api, body: JsonObject): Promise<Reply> =>
  session.send(body, { path: api.path });

async function streamed(context: CaseContext, session: Session, api: Api, sending: Sent): Promise<void> {
  const bytes = Buffer.from(sending.events.join(""));
  for (const size of [1, 7, bytes.length]) {
    const count = Math.ceil(bytes.length / size);
    const pieces = Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
    session.answer(context.simulate.pieces(pieces));
    const reply = await sent(session, api, { ...sending.body, stream: true });
    const label = `${sending.name}.in-pieces-of-${size === bytes.length ? "all" : size}`;
    context.check.equal("MAP-16", label, reply.text, sending.expected.join(""));
    const record = await session.lastRecord();
    context.check.equal("USE-04", `${label}.counted`, record?.usage.kind, "known");
  }
}

const casesOf = (api: Api): readonly Case[] => [
  {
    id: `mapping.untouched.${api.id}.whole`,
    area: "mapping",
    title: `Gives a whole answer of ${api.id} to a caller of that API byte by byte`,
    why: "numbers beyond doubles, the order of keys and fields of tomorrow are lost by reading and writing anew",
    requirements: ["MAP-16", "USE-01"],
    needs: { api: api.id },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint();
      const text = api.whole(endpoint.providerModelId);
      session.answer(raw(200, "application/json", text));
      const reply = await sent(session, api, api.ask(pinned(endpoint)));
      context.check.equal("MAP-16", "answer", reply.text, text);
      const record = await session.lastRecord();
      context.check.equal("USE-01", "counted", record?.usage.kind, "known");
    },
  },
  {
    id: `mapping.untouched.${api.id}.stream`,
    area: "mapping",
    title: `Streams the events of ${api.id} to a caller of that API byte by byte, however they were cut`,
    why: "a stream that is read and written anew loses what the reader does not know",
    requirements: ["MAP-16", "USE-04"],
    needs: { api: api.id, scenarios: ["stream.basic"] },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpointOf(context.recording("stream.basic"));
      for (const sending of api.streams(pinned(endpoint), endpoint.providerModelId))
        await streamed(context, session, api, sending);
    },
  },
];

export const untouchedCases: readonly Case[] = APIS.flatMap(casesOf);
