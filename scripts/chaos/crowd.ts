/**
 * Callers who stand there: those who read nothing, those who send half a body, those who left an answer that has no end.
 * @module
 */
import { request } from "node:http";
import { connect, type Socket } from "node:net";
import { MODEL } from "./callers.ts";
import type { StandingAct } from "./plan.ts";

/** A kind of them. */
export interface Standing {
  kind: string;
  act: StandingAct;
  stream: boolean;
  /** Passed on to a target, or asked of a model; a passed one may ask the cache. */
  way: "model" | "passed" | "cached";
  /** What the caller does: reads nothing, reads on, leaves once it was asked for, sends half of its body. */
  does: "reads-nothing" | "reads" | "leaves" | "sends-half";
}

const ways = (about: Omit<Standing, "kind" | "way">): Standing[] =>
  (["model", "passed"] as const).map((way) => ({
    ...about,
    way,
    kind: `${about.does} ${about.act} ${way}`,
  }));

/** Every kind of the round. */
export const CROWD: readonly Standing[] = [
  ...ways({ act: "endless", stream: true, does: "reads-nothing" }),
  ...ways({ act: "longest", stream: false, does: "reads-nothing" }),
  { kind: "reads-nothing cached", act: "long", stream: false, way: "cached", does: "reads-nothing" },
  ...ways({ act: "json-drip", stream: false, does: "reads" }),
  ...ways({ act: "comments", stream: true, does: "reads" }),
  ...ways({ act: "json-drip", stream: false, does: "leaves" }),
  ...ways({ act: "comments", stream: true, does: "leaves" }),
  ...ways({ act: "long", stream: false, does: "sends-half" }),
];

const bodyOf = ({ act, stream }: Standing): string =>
  JSON.stringify({ model: MODEL, stream, messages: [{ role: "user", content: `chaos:${act}` }] });

/** The request as bytes; half of its body where that is all that comes. */
export function requestOf(standing: Standing, target: string): string {
  const body = bodyOf(standing);
  const passed = [`Helicone-Target-Url: ${target}`];
  const own = { model: [], passed, cached: [...passed, "Helicone-Cache-Enabled: true"] }[standing.way];
  const head = [
    "POST /v1/chat/completions HTTP/1.1",
    "Host: localhost",
    "Helicone-Auth: Bearer chaos-key",
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...own,
  ].join("\r\n");
  const sent = standing.does === "sends-half" ? body.slice(0, body.length / 2) : body;
  return `${head}\r\n\r\n${sent}`;
}

/** Opens the connection of one of them. */
export function standThere(port: number, standing: Standing, target: string): Socket {
  const socket = connect(port, "127.0.0.1");
  // Whatever becomes of it is the gateway's affair.
  socket.on("error", () => {});
  if (standing.does === "reads-nothing") socket.pause();
  else socket.resume();
  socket.write(requestOf(standing, target));
  return socket;
}

/** A connection that asks for the whole log and reads no more than how the answer begins. */
export interface Reader {
  socket: Socket;
  /** Its status; 0 where the connection ended without one. */
  status: Promise<number>;
}

/** Opens the connection of a reader of the log. */
export function readBeside(port: number): Reader {
  const socket = connect(port, "127.0.0.1");
  const status = new Promise<number>((resolve) => {
    socket.once("data", (part) => {
      socket.pause();
      resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(part.toString("latin1"))?.[1] ?? 0));
    });
    socket.on("error", () => resolve(0));
    socket.once("close", () => resolve(0));
  });
  const head = ["GET /v1/requests/export HTTP/1.1", "Host: localhost", "Authorization: Bearer chaos-key"];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  return { socket, status };
}

/** Sends a large body and reads the answer. @returns its status, 0 where there was none */
export function sendLarge(url: string, bytes: number): Promise<number> {
  const body = JSON.stringify({
    model: MODEL,
    messages: [{ role: "user", content: `chaos:good ${"x".repeat(bytes)}` }],
  });
  const headers = {
    "content-type": "application/json",
    "content-length": String(body.length),
    "helicone-auth": "Bearer chaos-key",
  };
  return new Promise((resolve) => {
    const options = { method: "POST", headers, agent: false };
    const asking = request(`${url}/v1/chat/completions`, options, (answer) => {
      answer.resume().on("error", () => resolve(0));
      answer.once("end", () => {
        // Refused before all of it was sent: nobody wants the rest.
        asking.destroy();
        resolve(answer.statusCode ?? 0);
      });
    });
    asking.on("socket", (socket) => socket.on("error", () => {}));
    asking.on("error", () => resolve(0));
    asking.end(body);
  });
}
