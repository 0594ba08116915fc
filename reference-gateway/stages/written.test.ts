/** Long answers on real connections: callers who read, who do not, who leave, and bodies that break. */
import { once } from "node:events";
import { createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../parts.ts";
import { testParts } from "../testing/parts.ts";
import { untilQuiet } from "../testing/until-quiet.ts";
import type { Source } from "./pulled.ts";
import { writeAnswer } from "./written.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server whose answer has this body, and somebody who asks it. */
async function asked(next: Source["next"]) {
  const told: string[] = [];
  let fire = () => {};
  const clock = {
    now: () => fired,
    after: (_ms: number, callback: () => void) => {
      fire = callback;
      return () => {};
    },
  };
  let fired = 0;
  const { parts, lines } = testParts({ clock });
  const server = createServer((_incoming, outgoing) => {
    const source: Source = {
      next,
      leave: async (reason) => void told.push(reason instanceof Error ? reason.name : "nothing"),
      broke: async () => void told.push("broke"),
    };
    const headers = [
      ["content-type", "text/event-stream"],
      ["x-twice", "a"],
      ["x-twice", "b"],
    ] as const;
    writeAnswer(source, { outgoing, id: "req-1" }, { status: 203, headers }, parts);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const asking = get({ port: (server.address() as AddressInfo).port, host: "127.0.0.1", agent: false });
  const [answer]: [IncomingMessage] = (await once(asking, "response")) as [IncomingMessage];
  closing.push(() => {
    asking.destroy();
    server.closeAllConnections();
    server.close();
  });
  const stall = () => {
    fired = DEFAULT_LIMITS.writeStallMs;
    fire();
  };
  return { answer, told, lines, stall, idle: () => parts.background.idle() };
}

/** Gives these pieces one after the other. */
function given(pieces: readonly (Uint8Array | Error)[]): Source["next"] {
  const left = [...pieces];
  return async () => {
    const piece = left.shift();
    if (!(piece instanceof Error)) return piece ?? null;
    // A provider breaks off after what it sent before.
    await new Promise(setImmediate);
    throw piece;
  };
}

test("writes the head with fields that stand twice, then every piece, then the end", async () => {
  const { answer, told } = await asked(given([Buffer.from("Eb"), Buffer.from("b")]));
  expect([answer.statusCode, answer.rawHeaders.filter((text) => /^[ab]$/.test(text))]).toEqual([
    203,
    ["a", "b"],
  ]);
  expect(Buffer.concat(await answer.toArray()).toString()).toBe("Ebb");
  expect(told).toEqual([]);
});

test("asks for no more than a caller takes, and gives up one who takes nothing", async () => {
  let taken = 0;
  const piece = Buffer.alloc(64 * 1024);
  const { answer, told, lines, stall, idle } = await asked(async () => {
    taken += 1;
    return piece;
  });
  answer.pause();
  // Until every buffer on the way is full.
  await untilQuiet(() => taken);
  expect(taken).toBeLessThan(1_000);
  const cut = once(answer.socket, "close");
  stall();
  answer.on("error", () => {});
  answer.resume();
  await cut;
  await idle();
  expect(told).toEqual(["CallerStalled"]);
  expect(lines.join("\n")).toContain("caller.stalled");
});

test("tells the source of a caller who leaves while it waits for a piece", async () => {
  const first = [Buffer.from("Ebb")];
  const left = new Promise<null>(() => {});
  const { answer, told, idle } = await asked(async () => first.shift() ?? left);
  await once(answer, "data");
  answer.destroy();
  while (told.length === 0) await new Promise(setImmediate);
  await idle();
  expect(told).toEqual(["CallerGone"]);
});

test("breaks the connection of an answer that breaks, and says why in the log alone", async () => {
  const { answer, told, lines, idle } = await asked(given([Buffer.from("Ebb"), new TypeError("at /srv")]));
  await expect(answer.toArray()).rejects.toMatchObject({ code: "ECONNRESET" });
  await idle();
  expect(told).toEqual(["broke"]);
  expect(lines.join("\n")).toMatch(/answer\.broken .*TypeError/);
});
