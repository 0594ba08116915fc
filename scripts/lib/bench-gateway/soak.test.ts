import { describe, expect, it } from "vitest";
import { type SoakResult, soakProblems, soakText } from "./soak.ts";
import { openStandIn } from "./stand-in.ts";

const flat: SoakResult = {
  capacity: 400,
  asked: 280,
  answers: { "200": 900, "503": 10, left: 40 },
  samples: Array.from({ length: 20 }, (_, i) => ({ at: 2 * i, rssMb: 200 + (i % 3), handles: 60 })),
  reservedUsd: "0",
  handlesBefore: 30,
  handlesAfter: 46,
};
const rising = flat.samples.map((sample, i) => ({ ...sample, rssMb: 100 + 10 * i }));

describe("a soak", () => {
  it("finds nothing where what is held stays as it was", () => {
    expect(soakProblems(flat)).toEqual([]);
  });

  it.each<[string, Partial<SoakResult>, RegExp]>([
    [
      "memory that grows",
      { samples: rising },
      /memory grew: 170 MB in the second quarter, 270 MB in the last/,
    ],
    ["handles that stay open", { handlesAfter: 95 }, /handles stay open: 30 before, 95 afterwards/],
    ["money that stays reserved", { reservedUsd: "0.000000000001" }, /0.000000000001 USD stay reserved/],
    ["a run that is too short to tell", { samples: flat.samples.slice(0, 3) }, /too short/],
  ])("finds %s", (_what, changed, problem) => {
    expect(soakProblems({ ...flat, ...changed })).toEqual([expect.stringMatching(problem)]);
  });

  it("is told in a few lines", () => {
    const text = soakText(flat);
    expect(text).toContain("Answers: 200: 900, 503: 10, left: 40.");
    expect(text.match(/^\| \d+ \| \d+ \| 60 \|$/gm)).toHaveLength(11);
  });
});

it("strikes where it is told to: with a refusal, with what is no event, and with breaks", async () => {
  const faults = ["refuses", "babbles", "resets", "breaks-off", null] as const;
  let next = 0;
  const standIn = await openStandIn(() => faults[next++] ?? null);
  try {
    const seen: (string | number)[] = [];
    for (const _fault of faults) {
      const sent = { method: "POST", body: '{"stream":true}' };
      const became = fetch(standIn.origin, sent).then(async (answer) =>
        answer.ok ? (await answer.text()).slice(0, 10) : answer.status,
      );
      seen.push(await became.catch(() => "broken"));
    }
    expect(seen).toEqual([503, "data: ebb\n", "broken", "broken", 'data: {"id']);
  } finally {
    standIn.close();
  }
});
