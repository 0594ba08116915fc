/** The thousandth request costs what the first ones did: counted in steps, in every way that something of a request is kept. */
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { measuredSteps } from "./testing/measured-steps.ts";

const Line = z.object({
  name: z.string(),
  statuses: z.array(z.number()),
  steps: z.tuple([z.number(), z.number()]),
  worst: z.array(z.object({ block: z.string(), growth: z.number() })),
});
type Line = z.infer<typeof Line>;

const MAIN = fileURLToPath(new URL("testing/repeated/main.ts", import.meta.url));

/** A search among all requests before it adds three per cent and more, code that is compiled meanwhile less than half of one. */
const MOST = 1.015;

const growth = ({ steps: [early, late] }: Line): number => late / early;
const isControl = ({ name }: Line): boolean => name.startsWith("control:");

describe("a request after hundreds of others", () => {
  let lines: Line[] = [];
  beforeAll(async () => {
    lines = await measuredSteps(MAIN, Line);
  });

  test("takes as many steps as one of the first", () => {
    const grown = lines.filter((line) => !isControl(line) && growth(line) > MOST);
    expect(grown.map((line) => ({ name: line.name, growth: growth(line), worst: line.worst }))).toEqual([]);
  });

  test("is seen to take more where it looks at all of those before it", () => {
    expect(lines.filter(isControl).map((line) => growth(line) > 2)).toEqual([true]);
  });

  test("is answered as the first one was, in every way", () => {
    expect(lines.map(({ name, statuses }) => `${statuses} ${name}`)).toEqual([
      "200 control: a search among all earlier requests",
      "200 BYOK",
      "200 PTB",
      "200 PTB, streamed",
      "200 PTB, embedded database",
      "200 hits of the cache",
      "200 misses of the cache",
      "200 a limit for each user",
      "200 ids of the caller's",
      "503 calls that fail",
      "401 wrong gateway keys",
      "503 keys of the caller's that fail",
    ]);
  });
});
