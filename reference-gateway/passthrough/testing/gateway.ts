/**
 * A gateway on a loopback socket before a stand-in for every target, and a caller that says and sees bytes.
 * @module
 */
import { once } from "node:events";
import { request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createGateway } from "../../app.ts";
import { createListener } from "../../listener.ts";
import type { GatewayParts } from "../../parts.ts";
import { memoryRecords } from "../../telemetry/record.ts";
import { testParts } from "../../testing/parts.ts";
import { DEFAULT_RULES, memoryPassthrough, type PassthroughParts } from "../parts.ts";
import type { StandIn } from "./stand-in.ts";

export interface Asked {
  method?: string;
  path?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Uint8Array;
}

export interface Got {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  rawHeaders: string[];
  trailers: Record<string, string | undefined>;
  body: Buffer;
  /** Did the answer end before its end? */
  broken: boolean;
  json(): { error: { type: string; code: string; message: string; param: string } };
}

export const TARGET = "https://api.openai.com";
export const KEY = { "helicone-auth": "Bearer gateway-key" };

/** Asks a server over a socket of its own. */
export async function askServer(
  port: number,
  { method = "GET", path = "/", headers = {}, body }: Asked,
): Promise<Got> {
  const asking = request({ host: "127.0.0.1", port, method, path, headers, agent: false });
  asking.end(body);
  const [answer] = await once(asking, "response");
  const chunks: Buffer[] = [];
  let broken = false;
  try {
    for await (const chunk of answer) chunks.push(chunk as Buffer);
  } catch {
    broken = true; // The test says whether that is right.
  }
  const all = Buffer.concat(chunks);
  return {
    status: answer.statusCode,
    headers: answer.headers,
    rawHeaders: answer.rawHeaders,
    body: all,
    broken,
    trailers: answer.trailers,
    json: () => JSON.parse(all.toString("utf8")),
  };
}

/** Opens a gateway; its clock stands still unless a test moves it. */
export async function openPassthrough(
  standIn: StandIn,
  own: { passthrough?: Partial<PassthroughParts>; parts?: Partial<GatewayParts> } = {},
) {
  const records = memoryRecords();
  const passthrough = memoryPassthrough({
    network: standIn.network,
    rules: DEFAULT_RULES,
    ...own.passthrough,
  });
  const { parts, lines } = testParts({ records, passthrough, ...own.parts });
  const app = createGateway(parts);
  const server: Server = createListener(parts, (given) => app.fetch(given));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const ask = async ({ headers = {}, ...asked }: Asked): Promise<Got> => {
    const got = await askServer(port, {
      ...asked,
      headers: { ...KEY, "helicone-target-url": TARGET, ...headers },
    });
    await parts.background.idle();
    return got;
  };
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
    await parts.background.idle();
  };
  return { ask, close, port, parts, lines, records };
}
