import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { JSON_ANSWER } from "./answers.ts";
import { type Kind, measureLoad } from "./load.ts";
import { type BenchResult, middle } from "./run.ts";
import { openStandIn } from "./stand-in.ts";
import { benchTable, withinText } from "./text.ts";

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

const loadOf = (origin: string, kind: Kind) => ({
  origin,
  kind,
  call: { path: "/v1/chat/completions", headers: {}, body: JSON.stringify({ stream: kind === "sse" }) },
  connections: 2,
  forMs: 200,
  requests: null,
});

describe("the bench of the gateway", () => {
  it.each(["json", "sse"] as const)("reads whole answers of the stand-in (%s)", async (kind) => {
    const standIn = await openStandIn();
    closing.push(standIn.close);
    const found = await measureLoad(loadOf(standIn.origin, kind));
    expect(found.requests).toBeGreaterThanOrEqual(2);
    expect(found.p99).toBeGreaterThanOrEqual(found.p50);
  });

  it("asks as often as it is told, whatever time that takes", async () => {
    const standIn = await openStandIn();
    closing.push(standIn.close);
    const found = await measureLoad({ ...loadOf(standIn.origin, "json"), forMs: 1, requests: 40 });
    expect(found.requests).toBe(40);
  });

  it("lets each connection ask something of its own", async () => {
    const asked = new Set<unknown>();
    const server = createServer((request, response) => {
      asked.add(request.headers.authorization);
      response.end(JSON_ANSWER);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(() => server.close());
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const load = loadOf(origin, "json");
    const call = (connection: number) => ({ ...load.call, headers: { authorization: `key ${connection}` } });
    await measureLoad({ ...load, connections: 3, requests: 30, call });
    expect(asked).toEqual(new Set(["key 0", "key 1", "key 2"]));
  });

  it("stops at an answer that is not the stand-in's", async () => {
    const server = createServer((_request, response) => response.writeHead(500).end("no"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(() => server.close());
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(measureLoad(loadOf(origin, "json"))).rejects.toThrow("not the stand-in's answer: 500 no");
  });

  it("takes the middle of the rounds", () => {
    expect(middle([9, 1, 3])).toBe(3);
    expect(middle([4, 1, 2, 9])).toBe(3);
  });

  it("writes a table with a line for each subject", () => {
    const result: BenchResult = {
      date: "2026-11-28",
      machine: { cpu: "CPU", cores: 2, node: "v20.20.2" },
      rounds: 3,
      forMs: 400,
      requests: null,
      versions: { undici: "7.30.2", hono: "4.13.19" },
      standIn: { json: 2705, sse: 702 },
      rows: [
        {
          subject: "gateway",
          kind: "json",
          connections: 16,
          perSecond: 281.4,
          ratio: 0.184,
          p50: 53.28,
          p99: 72.16,
          first: 53.27,
          addedP50: 41.5,
          addedFirst: 41.49,
          gapP99: 0,
          loopP99: null,
          cpuMicros: null,
          cpuRatio: null,
          rssMb: null,
        },
      ],
    };
    expect(benchTable(result)).toContain(
      "|gateway | json | 16 | 281 | 0.18× | 53.28 | 72.16 | 41.50 | 53.27 | 41.49 | 0.00 | – | – | – | –|",
    );
    expect(benchTable(result)).toContain("Resolved: undici 7.30.2, hono 4.13.19.");
    expect(benchTable(result)).not.toContain("not far above");
    expect(benchTable({ ...result, standIn: { json: 500, sse: 500 } })).toContain(
      "not far above gateway (json",
    );
    expect(withinText(result, 80)).toContain("- gateway, json: 281 (16 connections)");
    expect(withinText(result, 70)).toContain("- gateway, json: never");
  });
});
