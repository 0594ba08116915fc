/**
 * How long the answer of a target may take: to its end where it is one piece, and longer where it is a stream; never
 * without a byte (PRX-01).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { openPassing } from "../_shared/pass.ts";

const STEP_MS = 900;
const LIMITS = { idleTimeoutMs: 1_000, totalTimeoutMs: 5_000, streamTimeoutMs: 20_000 };

/** Steps within each time limit, and beyond it. */
const SHORT = 4;
const LONG = 10;
const ENDLESS = 30;

const WHOLE = ["application/json", "Application/JSON; Charset=UTF-8", "application/vnd.tide.v2+json"];
const STREAMS = ["text/event-stream", "application/vnd.amazon.eventstream", "application/octet-stream"];

const DRIPS: readonly [type: string, steps: number, isBroken: boolean][] = [
  ...WHOLE.flatMap((type): [string, number, boolean][] => [
    [type, SHORT, false],
    [type, LONG, true],
  ]),
  ...STREAMS.flatMap((type): [string, number, boolean][] => [
    [type, LONG, false],
    [type, ENDLESS, true],
  ]),
];

async function dripping(context: CaseContext): Promise<void> {
  const { check } = context;
  for (const [type, steps, isBroken] of DRIPS) {
    const { side, pass, session } = await openPassing(context, { limits: LIMITS });
    let next = () => {};
    side.answer((outgoing) => {
      outgoing.writeHead(200, { "content-type": type });
      let left = steps;
      next = () => {
        if (left-- === 0) return void outgoing.end();
        outgoing.write(" ");
      };
      next();
    });
    const came = await pass("https://api.openai.com", {
      path: "/x",
      came: () => {
        session.gateway.clock.advance(STEP_MS);
        next();
      },
    });
    const name = `${type}, ${(steps * STEP_MS) / 1000} s`;
    check.equal("PRX-01", name, [came.status, came.broken], [200, isBroken]);
    const record = await session.lastRecord();
    check.equal("OBS-01", `${name}: outcome`, record?.outcome, isBroken ? "failed" : "success");
  }
}

/** A target that says nothing more, and nothing at all. */
async function silent(context: CaseContext): Promise<void> {
  const { check } = context;
  const limits = { headersTimeoutMs: 3_000, idleTimeoutMs: 1_000 };
  for (const [name, waits, isBroken] of [
    ["within", 999, false],
    ["beyond", 1_000, true],
  ] as const) {
    const { side, pass, session } = await openPassing(context, { limits });
    let end = () => {};
    side.answer((outgoing) => {
      end = () => void outgoing.end("more");
      outgoing.writeHead(200, { "content-type": "text/event-stream" }).write(": begun\n\n");
    });
    const came = await pass("https://api.openai.com", {
      path: "/x",
      came: (bytes) => {
        if (bytes < 5) return;
        session.gateway.clock.advance(waits);
        end();
      },
    });
    check.equal("PRX-01", `silent ${name} the limit`, came.broken, isBroken);
  }
  for (const [waits, status] of [
    [2_999, 200],
    [3_000, 504],
  ] as const) {
    const { side, pass, session } = await openPassing(context, { limits });
    side.answer((outgoing) => {
      session.gateway.clock.advance(waits);
      outgoing.end("late");
    });
    const came = await pass("https://api.openai.com", { path: "/x" });
    check.equal("PRX-01", `answered after ${waits} ms`, came.status, status);
  }
}

const about = { area: "passthrough", modes: ["byok"], once: true } as const;

export const timeCases: readonly Case[] = [
  {
    ...about,
    id: "passthrough.times.total",
    title: "Breaks a whole answer off after the time for one, and a stream after that for streams",
    why: "an agent's stream of an hour that is cut after five minutes, or a JSON that drips for a day",
    requirements: ["PRX-01", "OBS-01"],
    run: dripping,
  },
  {
    ...about,
    id: "passthrough.times.silence",
    title: "Waits for a silent target as long as the limits say, and no longer",
    why: "a target that hangs keeps the caller, the place and the connection",
    requirements: ["PRX-01"],
    run: silent,
  },
];
