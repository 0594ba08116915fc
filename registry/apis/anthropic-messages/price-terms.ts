/**
 * What Anthropic's usage says about the price beside its own counts: tier, speed and geography, the tokens of an advisor
 * (which the totals leave out), and the use of server tools (CST-09, CST-11).
 * @module
 */
import { readWords, type WordPlaces } from "../../canonical/price-words.ts";
import {
  type AnswerTerms,
  classify,
  type OtherModelUsage,
  type UsageConvention,
  type UsageCounts,
} from "../../canonical/usage.ts";
import { isObject, type JsonObject, objectsIn, textOrNull } from "../../json.ts";

/** Inside the usage object. */
const WORD_PLACES: WordPlaces = {
  service_tier: [["service_tier"]],
  speed: [["speed"]],
  inference_geo: [["inference_geo"]],
};

/** Calls whose tokens the totals hold, or that are added to them; an advisor is another model with prices of its own. */
const OWN_CALLS = ["message", "compaction", "fallback_message"];
const ADVISOR = "advisor_message";

/** Server tools that are counted as a class, and the fetching of pages, which costs its tokens only. */
const KNOWN_TOOLS = ["web_search_requests", "web_fetch_requests"];

type CountsOf = (raw: JsonObject) => UsageCounts | { problem: string } | null;

function advisorOf(call: JsonObject, convention: UsageConvention, countsOf: CountsOf) {
  const counts = countsOf(call);
  if (counts === null) return { problem: "a call of the advisor has no counts" };
  if ("problem" in counts) return counts;
  const reading = classify(counts, convention, call);
  if (reading.kind !== "known") return { problem: "a call of the advisor has counts that contradict" };
  return { model: textOrNull(call.model), usage: reading.usage } satisfies OtherModelUsage;
}

const isUsed = (count: unknown): boolean => count !== 0 && count !== null && count !== undefined;

/** The terms of an answer, or what is wrong with the counts of another model in it. */
export function readTerms(
  raw: JsonObject,
  convention: UsageConvention,
  countsOf: CountsOf,
): AnswerTerms | { problem: string } {
  const calls = objectsIn(raw.iterations);
  const others: OtherModelUsage[] = [];
  for (const call of calls.filter(({ type }) => type === ADVISOR)) {
    const other = advisorOf(call, convention, countsOf);
    if ("problem" in other) return other;
    others.push(other);
  }
  const strange = calls
    .map(({ type }) => String(type).slice(0, 60))
    .filter((type) => type !== ADVISOR && !OWN_CALLS.includes(type))
    .map((type) => `iterations of type ${type}`);
  const tools = isObject(raw.server_tool_use) ? Object.entries(raw.server_tool_use) : [];
  const uses = tools
    .filter(([name, count]) => !KNOWN_TOOLS.includes(name) && isUsed(count))
    .map(([name]) => `server_tool_use.${name.slice(0, 60)}`);
  return { words: readWords(raw, WORD_PLACES), others, unclassed: [...new Set([...strange, ...uses])] };
}
