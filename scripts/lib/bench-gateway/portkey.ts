/**
 * Portkey's gateway as a subject of the bench, where somebody installed it: another gateway of the same kind, in the same rounds.
 * @module
 */
import { join, resolve } from "node:path";
import { freePort, launch } from "../../../conformance/targets/http/process.ts";
import { bodyOf, loopFileOf, node, PATH, PROVIDER_KEY, type Subject } from "./subjects.ts";
import { versionFor } from "./versions.ts";

const PACKAGE = "@portkey-ai/gateway";

/** What decides how fast it is beside its own version: the one that npm resolves makes it fail streams. */
const BESIDE = ["hono", "@hono/node-server"] as const;

/**
 * Portkey from a folder in which `npm install @portkey-ai/gateway` ran. It listens on all interfaces.
 * @throws WrongUse where it is not installed there
 */
export function portkey(given: string): Subject {
  const folder = resolve(given);
  const beside = BESIDE.map((name) => `${name} ${versionFor(folder, name)}`).join(", ");
  return {
    name: `Portkey ${versionFor(folder, PACKAGE)} (${beside})`,
    kinds: ["json", "sse"],
    start: async (upstream, places) => {
      const port = await freePort();
      const origin = `http://127.0.0.1:${port}`;
      const loopFile = loopFileOf(places, "portkey");
      const server = join(folder, "node_modules", PACKAGE, "build", "start-server.js");
      const process = await launch({
        command: [...node(places.profiles, "portkey"), server, `--port=${port}`, "--headless"],
        cwd: folder,
        env: { BENCH_LOOP_FILE: loopFile },
        readyUrl: `${origin}/`,
        deadlineMs: 60_000,
      });
      const headers = {
        "content-type": "application/json",
        authorization: `Bearer ${PROVIDER_KEY}`,
        "x-portkey-provider": "openai",
        "x-portkey-custom-host": `${upstream}/v1`,
      };
      return {
        ...process,
        origin,
        loopFile,
        callFor: (kind) => ({ path: PATH, headers, body: bodyOf(kind) }),
      };
    },
  };
}
