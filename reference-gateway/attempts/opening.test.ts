/** What comes before a stream's first content is bounded, in bytes and in time (STR-08). */
import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../parts.ts";
import { gateway, OPENAI, own, SSE_TYPE, STREAM } from "../testing/gateway.ts";

const limits = { ...DEFAULT_LIMITS, openingBytes: 1000 };
const COMMENT = `: ${"x".repeat(97)}\n`;
const USAGE = `data: ${JSON.stringify({ id: "x", object: "chat.completion.chunk", created: 1, model: "m", choices: [], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } })}\n\n`;
const endless = (piece: string) => Array<string>(10_000).fill(piece);

test.each([
  ["comments", COMMENT, {}],
  ["usage events", USAGE, {}],
  ["comments of a native stream", COMMENT, { "helicone-gateway-body-mapping": "NO_MAPPING" }],
])(
  "a stream of nothing but %s is given up at the limit, and the next attempt is tried",
  async (_of, piece, headers) => {
    const setup = { parts: { limits }, keys: [own("openai")] };
    const opened = gateway(
      [
        { headers: SSE_TYPE, chunks: endless(piece) },
        { headers: SSE_TYPE, chunks: STREAM },
      ],
      setup,
    );
    const { text, response } = await opened.ask({ stream: true, model: `${OPENAI},${OPENAI}` }, { headers });
    expect(response.headers.get("helicone-attempts")).toBe("2");
    expect(text).toContain("Out.");
    expect(opened.taken()).toBeLessThan(30);
    expect(opened.ringing()).toEqual([]);
  },
);

test("a stream that only keeps itself alive is given up at its time", async () => {
  const opened = gateway([
    {
      headers: SSE_TYPE,
      chunks: [": one\n"],
      stalls: "in body",
      instead: () =>
        opened
          .ringing()
          .find(({ ms }) => ms === DEFAULT_LIMITS.openingMs)
          ?.callback(),
    },
  ]);
  const { response, error } = await opened.ask({ stream: true });
  expect([response.status, error.message]).toEqual([504, "OpenAI did not begin its answer in time"]);
});
