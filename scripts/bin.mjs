#!/usr/bin/env node
/**
 * `llm-gateway-conformance COMMAND …`: the commands of this package where it is installed, run from its sources.
 * @module
 */
import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { register } from "tsx/esm/api";

/** Command → the script that does it and what it is for. */
const COMMANDS = {
  test: ["test.ts", "run the suite against a gateway"],
  start: ["serve.ts", "start the reference gateway; --replay answers from recordings"],
  prove: ["prove.ts", "show that each check can fail"],
  corpus: ["corpus.ts", "read a folder of recorded exchanges"],
  cost: ["cost.ts", "price a usage"],
};

const USAGE = `Usage: llm-gateway-conformance COMMAND [options]

${Object.entries(COMMANDS)
  .map(([name, [, purpose]]) => `  ${name.padEnd(8)} ${purpose}`)
  .join("\n")}

Each command has --help.
`;

const [command = "--help", ...args] = process.argv.slice(2);
const found = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
if (found === undefined) {
  const asked = command === "--help" || command === "-h";
  (asked ? process.stdout : process.stderr).write(
    asked ? USAGE : `error: unknown command "${command}"\n\n${USAGE}`,
  );
  process.exit(asked ? 0 : 2);
}
// A report belongs where the user stands, not into the package.
if (command === "test" && !args.some((arg) => /^--report(?:=|$)/.test(arg)))
  args.push("--report", resolve("report"));
const script = new URL(found[0], import.meta.url);
process.argv = [process.argv[0], realpathSync(script), ...args];
register();
await import(script.href);
