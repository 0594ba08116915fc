/**
 * Requests that users reported, through the whole gateway before stand-ins that refuse. They are read where a folder is named,
 * or lie beside the checkout, as the corpus does.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openRegistry } from "../../../registry/index.ts";
import { isObject, type JsonObject, parseJson } from "../../../registry/json.ts";
import { Session } from "../../engine/session.ts";
import type { SeenRequest } from "../../recordings/match.ts";
import { referenceTarget } from "../../targets/reference.ts";
import { DirectUpstream } from "../../upstream/direct.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { subjectOf } from "../../upstream/strict.ts";
import { json, streamed, wireOf } from "../../upstream/wire.ts";
import type { SimulatedAnswer } from "../../upstream/wires/wire.ts";
import { type Became, ROWS, type Row } from "./rows.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const FOLDER = process.env.REPORTED ?? join(ROOT, "..", "shared", "reports", "wire");
const isThere = existsSync(FOLDER);

/** Which API the callers of a file speak, by how its name begins. */
const PATHS: Readonly<Record<string, string>> = { cc: "/v1/messages", oa: "/v1/chat/completions" };

const registry = openRegistry();

function inputOf(name: string): JsonObject {
  const body = parseJson(readFileSync(join(FOLDER, `${name}.json`), "utf8"));
  if (!isObject(body)) throw new Error(`${name} holds no request`);
  return body;
}

/** An answer in the form that the request asks for. */
function answerTo(request: SeenRequest, said: SimulatedAnswer): UpstreamAnswer {
  const wire = wireOf(subjectOf(request)?.api ?? "openai-chat");
  const usage = wire.usage({ prompt: 20, completion: 5 });
  return wire.read(request).stream
    ? streamed(wire.streamType, wire.streamAnswer(said, usage))
    : json(200, wire.answer(said, usage));
}

/** Sends a request as its caller did, and tells what became of it. */
async function became(
  input: string,
  model: string,
  { more = {}, headers = {}, gave }: Pick<Row, "more" | "headers" | "gave">,
): Promise<Became & { breaches: unknown[] }> {
  const slug = model.split("/")[1] ?? "";
  const provider = registry.provider(slug);
  if (!provider) throw new Error(`${slug} is no provider`);
  const asked = { ...inputOf(input), ...more, model };
  const world = { provider, mode: "byok" as const };
  const session = await Session.open(referenceTarget(), new DirectUpstream(), world, { direct: true });
  try {
    const path = PATHS[input.slice(0, 2)] ?? "";
    if (gave !== undefined) {
      session.serve((request) =>
        answerTo(request, { reasoning: "I must read it.", signature: gave, text: "Aye." }),
      );
      await session.send(
        { model, max_tokens: 64, messages: [{ role: "user", content: "Read it." }] },
        { path },
      );
    }
    session.serve((request) => answerTo(request, { text: "Out." }));
    const reply = await session.send(asked, { path, headers: { ...headers } });
    const [request] = session.received;
    return {
      asked,
      status: reply.status,
      reply: reply.text,
      dropped: reply.headers.get("x-dropped-parameters") ?? "",
      sent: request
        ? { url: request.url, body: isObject(request.json) ? request.json : {}, text: request.body }
        : null,
      breaches: session.breaches.map(({ refused }) => refused),
    };
  } finally {
    await session.stop();
  }
}

test(isThere ? "finds a row for every reported request" : "finds no reported requests: none was sent", () => {
  // A folder that was asked for by name must be there.
  expect(isThere || process.env.REPORTED === undefined).toBe(true);
  const files = isThere ? readdirSync(FOLDER).filter((name) => name.endsWith(".json")) : [];
  const rows = new Set(ROWS.map(({ input }) => `${input}.json`));
  expect(files.filter((name) => !rows.has(name))).toEqual([]);
});

const reported = ROWS.flatMap((row) => row.models.map((model) => ({ ...row, model })));

test.runIf(isThere).each(reported)("answers $input for $model with $right", async ({ model, ...row }) => {
  const seen = await became(row.input, model, row);
  expect(seen.breaches).toEqual([]);
  expect(row.holds(seen), JSON.stringify({ ...seen, asked: undefined }).slice(0, 3000)).toBe(true);
});
