/**
 * Starting, asking and killing a {@link file://./slow-gateway.ts} from a test.
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What runs a command of this repository, or a process such as these, by its name. */
export const LAUNCHER = fileURLToPath(new URL("../../../scripts/run.mjs", import.meta.url));
const NAME = "../reference-gateway/stores/testing/slow-gateway";

export interface SlowGateway {
  child: ChildProcess;
  url: string;
  /** Resolves once the provider has been asked so often. */
  untilSent(count: number): Promise<void>;
  sent(): number;
  /** Lets the provider answer so many of the requests that wait. */
  answer(count: number): void;
  /** `kill -9`, and nothing else. */
  kill(): Promise<void>;
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>;
}

export const MODEL = "gpt-oss-120b/groq";
export const REQUEST = {
  model: MODEL,
  messages: [{ role: "user" as const, content: "Say that you are done." }],
  max_tokens: 50,
};

export async function startSlowGateway(env: Record<string, string>): Promise<SlowGateway> {
  const child = spawn(process.execPath, [LAUNCHER, NAME], {
    env: {
      PATH: process.env.PATH,
      PORT: "0",
      LOG_LEVEL: "error",
      GATEWAY_KEYS: "acme=test-key",
      GROQ_API_KEY: "platform",
      ...env,
    },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let complaints = "";
  child.stderr?.on("data", (chunk) => {
    complaints += chunk;
  });
  let sent = 0;
  let listening = (_url: string) => {};
  const watchers = new Set<() => void>();
  child.on("message", (message: { url?: string; sent?: number }) => {
    if (message.url !== undefined) listening(message.url);
    if (message.sent !== undefined) sent = message.sent;
    for (const watcher of watchers) watcher();
  });
  const exited = once(child, "exit");
  const url = await Promise.race([
    new Promise<string>((resolve) => {
      listening = resolve;
    }),
    exited.then(() => Promise.reject(new Error(`the gateway ended at its start:\n${complaints}`))),
  ]);
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    const [code] = await exited;
    return code;
  };
  return {
    child,
    url,
    sent: () => sent,
    untilSent: (count) =>
      new Promise((resolve) => {
        const watcher = () => {
          if (sent < count) return;
          watchers.delete(watcher);
          resolve();
        };
        watchers.add(watcher);
        watcher();
      }),
    answer: (count) => void child.send({ answer: count }),
    kill: async () => void (await end("SIGKILL")),
    stop: () => end("SIGTERM"),
  };
}

/**
 * Asks for a completion under a request id. Rejects when the connection breaks before the whole answer is there.
 * @param more of the body
 */
export async function ask(
  url: string,
  requestId: string,
  headers: Record<string, string> = {},
  more: { stream?: boolean } = {},
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "helicone-auth": "Bearer test-key",
      "helicone-request-id": requestId,
      ...headers,
    },
    body: JSON.stringify({ ...REQUEST, ...more }),
  });
  return { status: response.status, text: await response.text() };
}
