/**
 * Passed calls that are large, as answers with pictures or long documents are: what stands at their end is read as well
 * (PRX-07).
 * @module
 */
import { gzipSync } from "node:zlib";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { dice } from "../../oracle/meaning/answer.ts";
import { openPassing } from "../_shared/pass.ts";

const TARGET = "https://api.openai.com";
const USAGE = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
const MODEL = "gpt-4o-mini";
/** 1000 at 0.15 and 100 at 0.60 USD per million. */
const COST = 210_000_000n;

const BYTES = 3 * 1024 * 1024;

/** A text that packs as words do: a few times. */
function wordsOf(seed: number): string {
  const roll = dice(seed);
  const block = Array.from({ length: 16_384 }, () => roll(1 << 20).toString(36)).join(" ");
  return block.repeat(Math.ceil(BYTES / block.length)).slice(0, BYTES);
}

async function large(context: CaseContext): Promise<void> {
  const { side, pass, session } = await openPassing(context);
  const text = wordsOf(context.seed);
  const whole = JSON.stringify({ choices: [{ message: { content: text } }], usage: USAGE });
  const chunk = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
  const pieces = text.match(/.{1,4096}/gs) ?? [];
  const events = `${pieces.map(chunk).join("")}data: ${JSON.stringify({ choices: [], usage: USAGE })}\n\ndata: [DONE]\n\n`;
  const answers = [
    { label: "whole", type: "application/json", content: whole },
    { label: "streamed", type: "text/event-stream", content: events },
  ];
  const asked = [
    { label: "", body: JSON.stringify({ model: MODEL }) },
    { label: ", of a large request", body: JSON.stringify({ messages: [{ content: text }], model: MODEL }) },
  ];
  for (const { label, type, content } of answers) {
    for (const encoding of ["identity", "gzip"]) {
      const bytes = encoding === "gzip" ? gzipSync(content) : Buffer.from(content);
      const { label: of = "", body } = asked[encoding === "gzip" ? 1 : 0] ?? {};
      side.answer((outgoing) =>
        outgoing.writeHead(200, { "content-type": type, "content-encoding": encoding }).end(bytes),
      );
      const got = await pass(TARGET, {
        method: "POST",
        path: "/v1/chat/completions",
        body: body ?? "",
        fields: [["Content-Type", "application/json"]],
      });
      const name = `${label} in ${encoding}${of}`;
      context.check.equal("PRX-01", `${name}: bytes`, got.body.equals(bytes), true);
      const record = await session.lastRecord();
      const told = [record?.model, record?.usage.kind, record?.cost?.amount];
      context.check.equal("PRX-07", `${name}: charged`, told, [MODEL, "known", COST]);
    }
  }
}

export const largeCases: readonly Case[] = [
  {
    id: "passthrough.told.large",
    area: "passthrough",
    title: "Large requests and answers that are passed on are priced like small ones, packed or not",
    why: "usage stands at the end: whoever reads the beginning alone gives the dearest calls away",
    requirements: ["PRX-01", "PRX-07"],
    modes: ["byok"],
    once: true,
    run: large,
  },
];
