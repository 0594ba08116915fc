/** The documentation of the passthrough is true: its commands run, and its table is the registry's. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { APPROVED_DOMAINS } from "../../registry/domains/index.ts";
import { openPassthrough } from "./testing/gateway.ts";
import { openStandIn, type StandIn } from "./testing/stand-in.ts";

const text = readFileSync(fileURLToPath(new URL("../../docs/passthrough.md", import.meta.url)), "utf8");
const commands = [...text.matchAll(/```bash\n(curl .*?)```/gs)].map(([, command]) => command ?? "");

let target: StandIn;
let gateway: Awaited<ReturnType<typeof openPassthrough>>;
beforeAll(async () => {
  target = await openStandIn();
  target.answer((_incoming, outgoing) => outgoing.end("passed"));
  gateway = await openPassthrough(target);
});
afterAll(async () => {
  await gateway.close();
  await target.close();
});

const HOSTS = ["api.groq.com", "my-resource.openai.azure.com", "api.openai.com"];

test.each(commands.map((command, i) => [HOSTS[i] ?? "", command]))(
  "the command for %s runs",
  async (host, command) => {
    const env = {
      PATH: process.env.PATH ?? "",
      GATEWAY_KEY: "gateway-key",
      GROQ_API_KEY: "k",
      OPENAI_API_KEY: "k",
      AZURE_API_KEY: "k",
    };
    const here = command.replace("http://localhost:8787", `http://127.0.0.1:${gateway.port}`);
    const { stdout } = await promisify(execFile)("bash", ["-c", here], { env, timeout: 240_000 });
    expect(stdout).toBe("passed");
    expect(target.lookedUp.at(-1)).toBe(host);
    expect(target.arrived.at(-1)?.rawHeaders.join("\n")).not.toContain("gateway-key");
  },
);

test("has a command for each way to name a target", () => expect(commands).toHaveLength(HOSTS.length));

test("lists the approved domains as they are", () => {
  const [, table = ""] = /<!-- domains -->\n(.*?)<!-- \/domains -->/s.exec(text) ?? [];
  const rows = APPROVED_DOMAINS.map(
    ({ name, domain, costSupport, dedicated }) =>
      `| ${name} | \`${domain}\` | ${costSupport ? "yes" : "no"} | ${dedicated ? `\`${dedicated.label}.\`` : ""} |\n`,
  );
  expect(table).toBe(`| Provider | Domain | Cost | Dedicated name |\n|---|---|---|---|\n${rows.join("")}`);
});
