/**
 * The floors: proxies that do nothing but pass on. Run as a process: `lib/bench-gateway/floor node|hono PORT UPSTREAM`.
 * @module
 */
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { Pool } from "undici";

const [kind = "", port = "0", upstream = ""] = process.argv.slice(2);
const pool = new Pool(upstream, { connections: 256 });
const headers = { "content-type": "application/json" };

function bareNode(): void {
  const server = createServer(async (request, response) => {
    if (request.url === "/ready") return void response.end("ok");
    const answer = await pool.request({ method: "POST", path: request.url ?? "/", headers, body: request });
    response.writeHead(answer.statusCode, { "content-type": String(answer.headers["content-type"]) });
    await pipeline(answer.body, response);
  });
  server.listen(Number(port), "127.0.0.1");
}

function bareHono(): void {
  const app = new Hono();
  app.get("/ready", (context) => context.text("ok"));
  app.post("*", async (context) => {
    const body = Buffer.from(await context.req.arrayBuffer());
    const answer = await pool.request({ method: "POST", path: context.req.path, headers, body });
    return new Response(Readable.toWeb(answer.body) as ReadableStream, {
      status: answer.statusCode,
      headers: { "content-type": String(answer.headers["content-type"]) },
    });
  });
  serve({ fetch: app.fetch, port: Number(port), hostname: "127.0.0.1" });
}

// By itself: a process that a signal ends leaves no profile.
process.once("SIGTERM", () => process.exit(0));
if (kind === "node") bareNode();
else bareHono();
