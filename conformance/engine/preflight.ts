/**
 * Is the harness itself in order? Looked at before any case runs, without the gateway under test: what fails here is the
 * suite's own fault or the machine's, and no case is judged.
 * @module
 */
import { openRegistry } from "../../registry/index.ts";
import type { CheckResult } from "../outcome/result.ts";
import { recordingsOf } from "../recordings/store.ts";
import type { StandIn } from "../upstream/server.ts";
import { createChecks } from "./check.ts";

/** Reserved for documentation: nobody answers there but the stand-in. */
const NOWHERE = "https://smoke.example/probe";
const PARTS = ["one ", "two"];

/** The harness is broken; the message says where, and that no gateway was judged. */
export class HarnessFault extends Error {
  constructor(where: string, cause: unknown) {
    const what = cause instanceof Error ? cause.message : String(cause);
    super(`harness fault, no gateway was judged: ${where}: ${what}`);
    this.name = "HarnessFault";
  }
}

const assert = (holds: boolean, otherwise: string): void => {
  if (!holds) throw new Error(otherwise);
};

/** A request to nowhere must reach the stand-in, and only it, with the bytes on both ways unchanged. */
async function upstreamAnswers(upstream: StandIn): Promise<void> {
  upstream.serve(() => ({
    kind: "answer",
    status: 207,
    headers: [["x-smoke", "yes"]],
    chunks: PARTS.map((part) => new TextEncoder().encode(part)),
  }));
  const reply = await fetch(NOWHERE, { method: "POST", body: "ping" });
  const seen = [reply.status, reply.headers.get("x-smoke"), await reply.text()].join(" ");
  assert(seen === `207 yes ${PARTS.join("")}`, `the stand-in's answer came back as ${JSON.stringify(seen)}`);
  const [got, ...more] = upstream.received;
  assert(got?.body === "ping" && more.length === 0, "the stand-in did not see the one request that was sent");
}

/** A check that cannot fail proves nothing, nor one that cannot hold. */
function checksJudge(): void {
  const results: CheckResult[] = [];
  const check = createChecks(results);
  check.equal("RES-01", "same", { a: 1n }, { a: 1n });
  check.equal("RES-01", "other", { a: 1n }, { a: 2n });
  assert(results.map(({ ok }) => ok).join() === "true,false", "checks do not tell equal from unequal values");
}

function dataIsThere(providers: readonly string[]): void {
  for (const slug of providers) {
    assert(openRegistry().provider(slug) !== undefined, `the registry has no provider ${slug}`);
    recordingsOf(slug);
  }
}

/**
 * Looks at everything that cases stand on: data, checks, the stand-in for providers.
 * @throws HarnessFault
 */
export async function smoke(upstream: StandIn, providers: readonly string[]): Promise<void> {
  const looks: [string, () => void | Promise<void>][] = [
    ["registry and recordings", () => dataIsThere(providers)],
    ["checks", checksJudge],
    ["the stand-in for providers", () => upstreamAnswers(upstream)],
  ];
  for (const [where, look] of looks) {
    try {
      await look();
    } catch (cause) {
      throw new HarnessFault(where, cause);
    }
  }
}
