/**
 * A stream of 200 MB through the gateway, made on the fly, over a real socket: memory stays flat (STR-08). The same
 * stream through a gateway that buffers shows that the bound can be broken.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { streamingFlowDefects } from "../defects/streaming-flow.ts";
import { canaries } from "../secrets/canaries.ts";
import { type Plant, referenceTarget } from "../targets/reference.ts";
import { SocketUpstream } from "./socket.ts";
import { type Piece, sse, wireOf } from "./wire.ts";

const MIB = 1 << 20;
const PIECES = 3_200;
const PIECE = "x".repeat(1 << 16);
/** What a healthy run may take beyond its start; a tenth of the stream would already be a buffer. */
const BOUND = 100 * MIB;

function* pieces(): Generator<Piece> {
  const [role = "", content = "", ...end] = wireOf("openai-chat").stream([PIECE]);
  yield role;
  for (let i = 0; i < PIECES; i++) yield content;
  yield* end;
}

/** Garbage of what ran before would hide a rise. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

const held = (): number => {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + Math.max(external, arrayBuffers);
};

/** Bytes that the caller got, and how far memory rose above its start meanwhile. */
async function stream(plant?: Plant): Promise<{ bytes: number; rise: number }> {
  const upstream = new SocketUpstream("https://api.deepinfra.com");
  const upstreamOrigin = await upstream.listen();
  upstream.serve(() => sse(pieces()));
  const gateway = await referenceTarget(plant).start({
    mode: "ptb",
    keys: [],
    platform: ["deepinfra"],
    deposit: 1_000_000_000_000_000n,
    upstreamOrigin,
  });
  collectGarbage();
  const start = held();
  try {
    const response = await gateway.send("/v1/chat/completions", {
      method: "POST",
      headers: { "content-type": "application/json", "helicone-auth": `Bearer ${canaries.gatewayKey.a}` },
      body: JSON.stringify({
        model: "deepseek-v4-flash/deepinfra",
        stream: true,
        messages: [{ role: "user", content: "Count the gulls." }],
      }),
    });
    let bytes = 0;
    let rise = held() - start;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      rise = Math.max(rise, held() - start);
    }
    return { bytes, rise };
  } finally {
    await gateway.stop();
    await upstream.close();
  }
}

test("200 MB pass, and memory stays flat", async () => {
  const { bytes, rise } = await stream();
  expect(bytes).toBeGreaterThan(200 * MIB);
  expect(rise).toBeLessThan(BOUND);
});

test("a gateway that buffers breaks the bound", async () => {
  const buffered = streamingFlowDefects.find(({ id }) => id === "streaming.buffered");
  const { rise } = await stream(buffered?.plant);
  expect(rise).toBeGreaterThan(BOUND);
});
