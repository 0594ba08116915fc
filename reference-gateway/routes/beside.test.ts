/** The routes beside the stages, attacked on sockets: callers who read nothing, large bodies, stores that fail, guesses. */
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { createGateway } from "../app.ts";
import { createListener } from "../listener.ts";
import { DEFAULT_LIMITS, type GatewayParts, type Limits } from "../parts.ts";
import type { LoggedRequest, RequestLog } from "../records/log.ts";
import { systemClock } from "../server.ts";
import { NO_LABELS } from "../telemetry/record.ts";
import { recordOf } from "../telemetry/testing/record.ts";
import { testParts } from "../testing/parts.ts";

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
  vi.restoreAllMocks();
});

/** A request of the log with so many characters of labels. */
const loggedOf = (id: string, chars: number): LoggedRequest => ({
  record: recordOf({ id, labels: { ...NO_LABELS, userId: "x".repeat(chars) } }),
  feedback: null,
  scores: {},
});

interface Setup {
  limits?: Partial<Limits>;
  log?: Partial<RequestLog>;
  parts?: Partial<GatewayParts>;
}

/** A gateway on a socket, with a log of this kind. */
async function listening({ limits = {}, log = {}, parts: own = {} }: Setup = {}) {
  const setup = testParts({ clock: systemClock, limits: { ...DEFAULT_LIMITS, ...limits }, ...own });
  const parts = { ...setup.parts, requestLog: { ...setup.parts.requestLog, ...log } };
  const app = createGateway(parts);
  const server = createListener(parts, (incoming) => app.fetch(incoming));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  closing.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const headers = { authorization: "Bearer gateway-key", "content-type": "application/json" };
  const ask = (method: string, path: string, body?: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}${path}`, { method, headers, ...(body !== undefined && { body }) });
  /** Asks and reads nothing of the answer; resolves with its status. */
  const askUnread = async (path: string): Promise<{ status: number; answer: IncomingMessage }> => {
    const call = httpRequest({ host: "127.0.0.1", port, path, headers, agent: false });
    call.on("error", () => {});
    call.end();
    const [answer] = (await once(call, "response")) as [IncomingMessage];
    answer.on("error", () => {});
    return { status: answer.statusCode ?? 0, answer };
  };
  return { ...setup, parts, port, ask, askUnread };
}

const beside = (change: Partial<Limits["beside"]>): Partial<Limits> => ({
  beside: { ...DEFAULT_LIMITS.beside, queued: 0, queuedPerTenant: 0, ...change },
});
/** A log that has no end. */
const endless = {
  page: async () => Array.from({ length: 100 }, (_, n) => loggedOf(`r${n}`, 50_000)),
} satisfies Partial<RequestLog>;
const EXPORT = "/v1/requests/export";

test("refuses an export with 503 while unread ones have every place, and serves it once one of them left", async () => {
  const { askUnread, ask, lines } = await listening({ limits: beside({ concurrent: 2 }), log: endless });
  const [first, second] = [await askUnread(EXPORT), await askUnread(EXPORT)];
  expect([first.status, second.status]).toEqual([200, 200]);
  const refused = await ask("GET", EXPORT);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(lines.some((line) => line.startsWith("warn overloaded "))).toBe(true);
  expect((await ask("GET", "/health")).status).toBe(200);
  first.answer.destroy();
  let served = await askUnread(EXPORT);
  // The gateway hears of it in one of its next turns.
  while (served.status === 503) served = await askUnread(EXPORT);
  expect(served.status).toBe(200);
});

test("holds of a tenant's answers what its share of the room takes, however many it asks for at once", async () => {
  const { askUnread } = await listening({
    limits: beside({ bodyBytes: 100_000_000, bodyBytesPerTenant: 20_000_000 }),
    log: endless,
  });
  const statuses = (await Promise.all(Array.from({ length: 20 }, () => askUnread(EXPORT)))).map(
    ({ status }) => status,
  );
  // A page of an export takes 6.5 MB.
  expect(statuses.filter((status) => status === 200)).toHaveLength(3);
  expect(statuses.filter((status) => status === 503)).toHaveLength(17);
});

test.each([
  ["an export", EXPORT],
  ["a full page", "/v1/request/query"],
])("cuts who reads nothing of %s, in time and with no word beside the log", async (_what, path) => {
  const said = vi.spyOn(console, "error");
  const page = async () => Array.from({ length: 100 }, (_, n) => loggedOf(`r${n}`, 200_000));
  const { port, lines } = await listening({ limits: { writeStallMs: 200 }, log: { page, query: page } });
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  const body = '{"limit":100}';
  const ask = path === EXPORT ? "GET" : "POST";
  socket.write(
    `${ask} ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer gateway-key\r\nContent-Type: application/json\r\n` +
      (path === EXPORT ? "\r\n" : `Content-Length: ${body.length}\r\n\r\n${body}`),
  );
  socket.pause();
  while (!lines.some((line) => line.startsWith("info caller.stalled"))) await new Promise(setImmediate);
  const read = await readAll(socket);
  expect(read.slice(-200)).not.toContain("Error");
  expect(said).not.toHaveBeenCalled();
});

/** What is left of a connection until it ends. */
async function readAll(socket: Socket): Promise<string> {
  let text = "";
  socket.on("data", (part) => {
    text += part.toString("latin1");
  });
  socket.resume();
  if (!socket.closed) await once(socket, "close");
  return text;
}

test("cuts an export whose store fails half way, and tells the log alone why", async () => {
  const said = vi.spyOn(console, "error");
  let pages = 0;
  const page = async () => {
    pages += 1;
    if (pages > 2) throw new Error("at /srv/secret.db");
    return endless.page();
  };
  const { ask, lines } = await listening({ log: { page } });
  const response = await ask("GET", EXPORT);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
  expect(lines.filter((line) => line.startsWith("error answer.broken"))).toHaveLength(1);
  expect(lines.join("\n")).not.toContain("/srv/secret.db");
  expect(said).not.toHaveBeenCalled();
});

test("reads the log for two at once, however many ask, and answers all", async () => {
  const reading: (() => void)[] = [];
  let most = 0;
  const find = async (_tenant: string, id: string) => {
    await new Promise<void>((resolve) => {
      most = Math.max(most, reading.push(resolve));
    });
    return loggedOf(id, 10);
  };
  const { ask } = await listening({ log: { find } });
  const statuses: number[] = [];
  for (let n = 0; n < 20; n++)
    void ask("GET", `/v1/requests/r${n}`).then(({ status }) => statuses.push(status));
  while (reading.length < 2) await new Promise(setImmediate);
  // Answered after all of them came.
  expect((await ask("GET", "/v1/models")).status).toBe(200);
  while (statuses.length < 20) {
    reading.shift()?.();
    await new Promise(setImmediate);
  }
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(most).toBe(2);
});

test.each([
  ["POST", "/v1/request/query"],
  ["POST", "/v1/request/r/feedback"],
  ["POST", "/v1/request/r/score"],
  ["PUT", "/v1/request/r/property"],
  ["POST", "/v1/vault/keys"],
  ["POST", "/v1/keys"],
  ["POST", "/v1/wallet/deposits"],
])("refuses a body of a megabyte with 413: %s %s", async (method, path) => {
  const { ask } = await listening();
  const answer = await ask(method, path, `{"x":"${"x".repeat(1_100_000)}"}`);
  expect(answer.status).toBe(413);
});

test("slows who guesses keys in the form that signs in, as on every other path", async () => {
  const { port } = await listening({
    limits: { wrongKeysPerMinute: 3 },
    parts: { dashboard: { claims: { read: async () => ({ kind: "none", why: "none" }) } } },
  });
  const signIn = async (key: string) => {
    const init = { method: "POST", body: new URLSearchParams({ key }), redirect: "manual" } as const;
    const answer = await fetch(`http://127.0.0.1:${port}/sign-in`, init);
    return [answer.status, (await answer.text()).includes("Too many wrong gateway keys")];
  };
  for (let n = 0; n < 3; n++) expect(await signIn(`guess-${n}`)).toEqual([401, false]);
  expect(await signIn("gateway-key")).toEqual([401, true]);
});
