/**
 * A provider that does what the text of a request asks for, well or badly.
 * @module
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { STANDING, type StandingAct, UPSTREAM, type UpstreamAct } from "./plan.ts";

const USAGE = { prompt_tokens: 40, completion_tokens: 7, total_tokens: 47 };
const about = { id: "chatcmpl-chaos", created: 1_796_083_200, model: "chaos" };

const chunk = (delta: object, finish: string | null, usage?: object): string =>
  `data: ${JSON.stringify({
    ...about,
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta, finish_reason: finish }],
    ...(usage && { usage }),
  })}\n\n`;

function frames(usage: object | undefined): string[] {
  const words = Array.from({ length: 20 }, (_, i) => chunk({ content: `word ${i} ` }, null));
  return [
    chunk({ role: "assistant", content: "" }, null),
    ...words,
    chunk({}, "stop", usage),
    "data: [DONE]\n\n",
  ];
}

const whole = (usage: object | undefined): string =>
  JSON.stringify({
    ...about,
    object: "chat.completion",
    choices: [{ index: 0, message: { role: "assistant", content: "Done." }, finish_reason: "stop" }],
    ...(usage && { usage }),
  });

const usageOf = (act: UpstreamAct): object | undefined => {
  if (act === "no-usage") return undefined;
  return act === "huge-usage"
    ? { prompt_tokens: 9_007_199_254_730_991, completion_tokens: 0, total_tokens: 9_007_199_254_730_991 }
    : USAGE;
};

const fail = (response: ServerResponse, status: number): void => {
  response.writeHead(status, { "content-type": "application/json", "retry-after": "1" });
  response.end(JSON.stringify({ error: { message: "chaos", type: "chaos" } }));
};

function answer(act: UpstreamAct, stream: boolean, response: ServerResponse): void {
  if (act === "refuses") fail(response, 400);
  else if (act === "overloaded") fail(response, 503);
  else if (act === "closes") response.socket?.destroy();
  else succeed(act, stream, response);
}

function succeed(act: UpstreamAct, stream: boolean, response: ServerResponse): void {
  response.writeHead(200, { "content-type": stream ? "text/event-stream" : "application/json" });
  if (act === "garbage") return void response.end(stream ? "data: {not json\n\n".repeat(50) : "<html>");
  const parts = stream ? frames(usageOf(act)) : [whole(usageOf(act))];
  if (act === "cut") {
    const text = parts.join("");
    response.write(text.slice(0, Math.floor(text.length / 2)), () => void response.socket?.destroy());
    return;
  }
  if (act !== "drip") return void response.end(parts.join(""));
  const next = (): void => {
    const part = parts.shift();
    if (part === undefined) return void response.end();
    response.write(part, () => setImmediate(next));
  };
  next();
}

/** Writes for as long as somebody is there, as fast as it is taken or in drops. */
function writeForEver(response: ServerResponse, piece: string, everyMs: number): void {
  const next = (): void => {
    if (response.destroyed) return;
    const isTaken = response.write(piece);
    if (everyMs > 0) setTimeout(next, everyMs);
    else if (isTaken) setImmediate(next);
    else response.once("drain", next);
  };
  next();
}

const WORDS = "word ".repeat(10_000);
const DROP_MS = 50;

/** An answer that never ends, or one that is long. */
function stand(act: StandingAct, response: ServerResponse): void {
  const isJson = act === "json-drip" || act === "long" || act === "longest";
  response.writeHead(200, { "content-type": isJson ? "application/json" : "text/event-stream" });
  if (act === "endless") writeForEver(response, chunk({ content: WORDS }, null), 0);
  else if (act === "comments") writeForEver(response, ": still thinking\n\n", DROP_MS);
  else if (act === "json-drip") writeForEver(response, " ", DROP_MS);
  else response.end(whole(USAGE).replace("Done.", "x".repeat(act === "long" ? 900_000 : 8_000_000)));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += String(part);
  return text;
}

export interface ChaosProvider {
  origin: string;
  /** How many requests it got whole. */
  asked(): number;
  close(): Promise<void>;
}

export async function startProvider(): Promise<ChaosProvider> {
  let asked = 0;
  const server: Server = createServer((request, response) => {
    void textOf(request).then(
      (text) => {
        asked += 1;
        const said = /chaos:([a-z-]+)/.exec(text)?.[1];
        const standing = STANDING.find((name) => name === said);
        const act = UPSTREAM.find((name) => name === said) ?? "good";
        if (standing) stand(standing, response);
        else answer(act, text.includes('"stream":true'), response);
      },
      () => {}, // The gateway went away with its caller.
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked: () => asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
