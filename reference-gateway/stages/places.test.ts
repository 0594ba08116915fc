/**
 * Places under ends drawn at random, storage that fails at any step among them: after each sequence exactly the one place is
 * free, nothing is reserved, and the next request is served (LIM-02, BIL-01).
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_LIMITS, type GatewayParts } from "../parts.ts";
import { gateway, good, JSON_TYPE, plain, SSE_TYPE, STREAM } from "../testing/gateway.ts";

type Response200 = Awaited<ReturnType<GatewayParts["transport"]["send"]>>;

/** What the store of a part says when it is away. */
const away = (): never => {
  throw Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR" });
};

/** Has one step fail once, when it comes next. */
class Failing {
  private armed: string | null = null;
  private readonly fired: Set<string>;

  constructor(fired: Set<string>) {
    this.fired = fired;
  }

  arm(step: string | null): void {
    this.armed = step;
  }

  /** A method that fails where it is armed. */
  around<A extends unknown[], R>(step: string, work: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
    return async (...args) => {
      if (this.armed !== step) return work(...args);
      this.armed = null;
      this.fired.add(step);
      return away();
    };
  }
}

const STEPS = ["vault.list", "wallet.reserve", "wallet.settle", "wallet.release", "records.put"] as const;
type Step = (typeof STEPS)[number];

const ANSWERS = ["whole", "stream", "refused", "cut", "unreachable", "nonsense"] as const;
const READINGS = ["reads", "leaves", "leaves before"] as const;

interface End {
  answer: (typeof ANSWERS)[number];
  reading: (typeof READINGS)[number];
  fails: Step | null;
  isRequest: boolean;
}

function answerOf(answer: End["answer"]): Response200 {
  const [headers, chunks] =
    answer === "whole"
      ? [JSON_TYPE, [JSON.stringify({ ...good, usage: { prompt_tokens: 3, completion_tokens: 1 } })]]
      : answer === "stream"
        ? [SSE_TYPE, STREAM]
        : answer === "cut"
          ? [SSE_TYPE, STREAM.slice(0, 1)]
          : [JSON_TYPE, ["{"]];
  const body = (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk);
  })();
  return { status: answer === "refused" ? 500 : 200, headers: new Headers(headers), body };
}

/** A gateway with one place, whose stores fail when they are told to. */
function open(fired: Set<string>) {
  const failing = new Failing(fired);
  let next: End["answer"] = "whole";
  const { parts: healthy } = gateway([], { platform: { openai: plain("platform-key") } });
  const { wallet, vault, records } = healthy;
  const admission = {
    ...DEFAULT_LIMITS.admission,
    concurrent: 1,
    perTenant: 1,
    queued: 0,
    queuedPerTenant: 0,
  };
  const opened = gateway([], {
    parts: {
      limits: { ...DEFAULT_LIMITS, admission },
      wallet: {
        ...wallet,
        reserve: failing.around("wallet.reserve", wallet.reserve),
        settle: failing.around("wallet.settle", wallet.settle),
        release: failing.around("wallet.release", wallet.release),
      },
      vault: { ...vault, list: failing.around("vault.list", vault.list) },
      records: { ...records, put: failing.around("records.put", records.put) },
      transport: {
        send: async () => {
          if (next === "unreachable") throw Object.assign(new Error("no"), { code: "ECONNREFUSED" });
          return answerOf(next);
        },
      },
    },
  });
  const act = async ({ answer, reading, fails, isRequest }: End): Promise<void> => {
    next = answer;
    failing.arm(fails);
    const leaving = new AbortController();
    if (reading === "leaves before") leaving.abort();
    const stream = answer === "stream" || answer === "cut";
    const asked = opened.open(isRequest ? { stream } : { messages: 1 }, { signal: leaving.signal });
    try {
      const response = await asked;
      if (reading === "reads") await response.text();
      else await response.body?.cancel();
    } catch {
      // A caller who left, or whose stream was cut, is told nothing more.
    }
    await opened.parts.background.idle();
    failing.arm(null);
  };
  const beside = async (): Promise<number[]> => {
    next = "stream";
    const stream = await opened.open({ stream: true });
    const other = await opened.open();
    await other.text();
    await stream.text();
    await opened.parts.background.idle();
    return [stream.status, other.status];
  };
  return { act, beside, wallet };
}

const end: fc.Arbitrary<End> = fc.record({
  answer: fc.constantFrom(...ANSWERS),
  reading: fc.constantFrom(...READINGS),
  fails: fc.option(fc.constantFrom(...STEPS), { freq: 2 }),
  isRequest: fc.boolean(),
});

test("gives each place back once, however requests end and whichever store fails meanwhile", async () => {
  const fired = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(end, { minLength: 1, maxLength: 8 }), async (ends) => {
      const { act, beside, wallet } = open(fired);
      for (const one of ends) {
        await act(one);
        expect(await beside()).toEqual([200, 503]);
      }
      // A release that failed is tried again by stores that can; what no store failed at holds nothing.
      if (ends.every(({ fails }) => fails === null || !fails.startsWith("wallet.")))
        expect((await wallet.view("a")).reserved).toBe(0n);
    }),
    { numRuns: 60, seed: 20_261_130 },
  );
  expect([...fired].sort()).toEqual([...STEPS].sort());
});
