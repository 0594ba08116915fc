/**
 * `npm run contract`: what a provider would say to a request, without sending it.
 * Exit codes: 0 accepted, 1 refused, 2 wrong use.
 * @module
 */
import { readFileSync, statSync } from "node:fs";
import { Command } from "commander";
import { CONTRACT_APIS, contractFor } from "../conformance/contracts/index.ts";
import { contractText, parseBody, parseSubject, type SubjectOptions } from "./lib/contract.ts";
import { EXIT, endWith, WrongUse } from "./lib/wrong-use.ts";

interface Options extends SubjectOptions {
  json?: true;
}

const EXAMPLES = `
APIs: ${CONTRACT_APIS.join(", ")}

Examples:
  npm run contract -- --api openai-chat request.json
  npm run contract -- --api anthropic-messages --host bedrock --model claude-opus-4-8 request.json
  npm run contract -- --api gemini --model gemini-2.5-flash --json - < request.json

Exit codes: 0 accepted, 1 refused, 2 wrong use.`;

const program = new Command("npm run contract --")
  .description(
    "Checks a request body against what a provider's API accepts: shape, values, pairings, models.\nPrints the rule, the place, what stands there, the repair, the evidence, and the provider's own refusal.",
  )
  .argument("<file>", "a file with the body as JSON; - reads standard input")
  .requiredOption("--api <api>", "the API that the body is for")
  .option("--host <slug>", "the provider that gets it; the API's maker unless given")
  .option("--model <id>", "the model as the provider names it, where the body does not hold it")
  .option("--beta <value...>", "values of the header that opts into previews (anthropic-beta)")
  .option("--stream", "the answer is asked for as a stream, where the path says so")
  .option("--json", "print the verdict as JSON")
  .addHelpText("after", EXAMPLES)
  .exitOverride();

function textOf(path: string): string {
  if (path === "-") return readFileSync(0, "utf8");
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    throw new WrongUse(`there is no file ${JSON.stringify(path)}. Give one, or - for standard input.`);
  return readFileSync(path, "utf8");
}

try {
  const parsed = program.parse();
  const options = parsed.opts<Options>();
  const subject = parseSubject(options);
  const verdict = contractFor(subject).check(parseBody(textOf(parsed.args[0] ?? "")));
  process.stdout.write(
    options.json ? `${JSON.stringify(verdict, null, 2)}\n` : contractText(subject, verdict),
  );
  process.exitCode = verdict.ok ? EXIT.ok : EXIT.failures;
} catch (error) {
  endWith(error);
}
