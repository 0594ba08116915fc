/** Twice the input takes twice the steps: counted, not timed, for every reader and writer that a request or an answer meets. */
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { measuredSteps } from "./testing/measured-steps.ts";

const Line = z.object({
  name: z.string(),
  status: z.number(),
  steps: z.tuple([z.number(), z.number(), z.number()]),
  worst: z.array(z.object({ block: z.string(), growth: z.number() })),
});
type Line = z.infer<typeof Line>;

const MAIN = fileURLToPath(new URL("testing/doubling/main.ts", import.meta.url));

/** Of what is said in a number of digits, twice as many take a little more than twice as much. */
const MOST = 2.2;

/** By how much the second doubling costs more than the first: 2 for what is linear, 4 for the square. */
const growth = ({ steps: [once, twice, fourfold] }: Line): number => (fourfold - twice) / (twice - once);

/** Schemas that hold references are refused in answers of Claude, addresses of images by some hosts: found out all the same. */
const REFUSED = /^chats to (?:Claude: references|Gemini: images|Converse: images|Cohere: images)|error/;

describe("twice as much of a request or an answer", () => {
  let lines: Line[] = [];
  beforeAll(async () => {
    lines = await measuredSteps(MAIN, Line);
  });

  test("takes no more than twice the steps", () => {
    const steep = lines
      .filter(({ name }) => !name.startsWith("control:"))
      .filter((line) => growth(line) > MOST);
    expect(steep.map((line) => ({ name: line.name, growth: growth(line), worst: line.worst }))).toEqual([]);
  });

  test("is seen where it takes more: the controls take about four times as many", () => {
    const controls = lines.filter(({ name }) => name.startsWith("control:"));
    expect(controls.map((line) => growth(line) > 3)).toEqual([true, true]);
  });

  test("reaches what it is meant for: nothing is refused that is legal", () => {
    expect(lines.length).toBeGreaterThan(200);
    const refused = lines.filter(({ name, status }) => status >= 400 && status < 500 && !REFUSED.test(name));
    expect(refused.map(({ name, status }) => `${status} ${name}`)).toEqual([]);
  });
});
