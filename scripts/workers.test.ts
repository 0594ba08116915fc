/**
 * `npm start -- --workers 2` as it runs: real processes behind one port, on one database.
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort } from "../conformance/targets/http/process.ts";
import { JSON_ANSWER, TEXT } from "./lib/bench-gateway/answers.ts";
import { LAUNCHER } from "./lib/launcher.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const KEY = "key-of-the-workers-test-of-32-characters";

interface Line {
  event: string;
  pid?: number;
  code?: number;
  url?: string;
  worker?: number;
}

/** A provider that answers when it is told to. */
async function openProvider() {
  const waiting: ServerResponse[] = [];
  let tellCame = () => {};
  const server: Server = createServer((request, response) => {
    request.resume();
    waiting.push(response);
    tellCame();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Resolves with the next request that is not answered yet. */
    next: async (): Promise<ServerResponse> => {
      for (;;) {
        const response = waiting.shift();
        if (response) return response;
        await new Promise<void>((resolve) => {
          tellCame = resolve;
        });
      }
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const answer = (response: ServerResponse): void =>
  void response.writeHead(200, { "content-type": "application/json" }).end(JSON_ANSWER);

let folder = "";
let provider: Awaited<ReturnType<typeof openProvider>>;
const running = new Set<ChildProcess>();
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "workers-"));
  provider = await openProvider();
});
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
  provider.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Lines of the log, each waited for in turn. */
function linesOf(child: ChildProcess) {
  if (!child.stdout) throw new Error("the gateway has no output");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async (event: string): Promise<Line> => {
    for (;;) {
      const next = await lines.next();
      if (next.done) throw new Error(`the gateway ended before ${event}`);
      const line: Line = JSON.parse(next.value);
      if (line.event === event) return line;
    }
  };
}

async function start(env: Record<string, string> = {}) {
  const child = spawn(
    process.execPath,
    [LAUNCHER, "serve", "--upstream", provider.origin, "--workers", "2"],
    {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH,
        PORT: String(await freePort()),
        GATEWAY_KEYS: `acme=${KEY}`,
        DEEPINFRA_API_KEY: "provider-key",
        DATABASE_URL: `file:${join(folder, "gateway.db")}`,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  running.add(child);
  return { child, until: linesOf(child) };
}

async function call(url: string): Promise<string> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${KEY}`, connection: "close" },
    body: JSON.stringify({
      model: "deepseek-v4-flash/deepinfra",
      messages: [{ role: "user", content: "When does the tide go out?" }],
    }),
  });
  return `${response.status} ${await response.text()}`;
}

test("replaces a worker that is killed, while the other one serves, and finishes what is under way when it is stopped", async () => {
  const { child, until } = await start();
  const [first, second] = [await until("gateway.listening"), await until("gateway.listening")];
  expect([first.worker, second.worker].toSorted()).toEqual([1, 2]);
  const { url = "" } = first;

  // Two callers, one after the other, are served by one worker each.
  const calls = [call(url), call(url)];
  answer(await provider.next());
  answer(await provider.next());
  for (const said of await Promise.all(calls)) expect(said).toContain(TEXT);

  process.kill(first.pid ?? 0, "SIGKILL");
  expect(await until("worker.died")).toMatchObject({ pid: first.pid, worker: first.worker });
  expect((await until("gateway.listening")).worker).toBe(3);
  const after = call(url);
  answer(await provider.next());
  expect(await after).toContain(TEXT);

  const last = call(url);
  const unanswered = await provider.next();
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  answer(unanswered);
  expect(await last).toContain(TEXT);
  expect(await ended).toEqual([0, null]);
});

test("refuses a database that processes cannot share", async () => {
  const { child } = await start({ DATABASE_URL: "memory:" });
  let text = "";
  child.stderr?.on("data", (part) => {
    text += part;
  });
  const [code] = await once(child, "close");
  expect({ code, text: text.trim() }).toEqual({
    code: 2,
    text: "--workers: DATABASE_URL is memory:, which processes cannot share, allowed: postgres://… or file:PATH",
  });
});

test("ends with the code of a worker that cannot listen", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { child, until } = await start({ PORT: String((taken.address() as AddressInfo).port) });
  const ended = once(child, "exit");
  expect(await until("worker.died")).toMatchObject({ code: 1 });
  expect(await ended).toEqual([1, null]);
  taken.close();
});
