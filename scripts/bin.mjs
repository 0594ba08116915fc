#!/usr/bin/env node
/**
 * `llm-gateway-conformance COMMAND …`: the commands of this package where it is installed, run from its sources.
 * @module
 */
import { resolve } from "node:path";

/** Command → the script that does it and what it is for. */
const COMMANDS = {
  test: ["test", "run the suite against a gateway"],
  start: ["serve", "start the reference gateway; --replay answers from recordings"],
  prove: ["prove", "show that each check can fail"],
  corpus: ["corpus", "read a folder of recorded exchanges"],
  cost: ["cost", "price a usage"],
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
process.argv = [process.argv[0], process.argv[1], found[0], ...args];
await import("./run.mjs");
