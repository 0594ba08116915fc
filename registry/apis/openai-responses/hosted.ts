/**
 * Tools that the provider ran itself: billed by the piece, and counted in no token (CST-11, CST-13).
 * @module
 */
import type { UsageCounts } from "../../canonical/usage.ts";
import { at, isObject, type JsonObject } from "../../json.ts";

/** Items of hosted tools whose use has a price of its own that no class of usage stands for. */
const PRICED_ITEMS = ["image_generation_call"];

const itemsOf = ({ output }: JsonObject): JsonObject[] =>
  Array.isArray(output) ? output.filter(isObject) : [];

/** Opening a page and looking for a word in it belong to the search that found the page. */
const isSearch = ({ type, action }: JsonObject): boolean =>
  type === "web_search_call" && (!isObject(action) || action.type === undefined || action.type === "search");

/** Web searches: the provider's own count, else the items that are searches. */
function searchesOf(response: JsonObject): number {
  const told = at(response, ["tool_usage", "web_search", "num_requests"]);
  return typeof told === "number" ? told : itemsOf(response).filter(isSearch).length;
}

const countOf = (response: JsonObject, type: string): number =>
  itemsOf(response).filter((item) => item.type === type).length;

export type ToolUses = Required<Pick<UsageCounts, "searches" | "fileSearches" | "codeRuns">>;

/** What the tools of the provider did, by the piece: each item of the answer is one use. */
export function usesOf(response: JsonObject): ToolUses {
  return {
    searches: searchesOf(response),
    fileSearches: countOf(response, "file_search_call"),
    codeRuns: countOf(response, "code_interpreter_call"),
  };
}

export const NO_USES: ToolUses = { searches: 0, fileSearches: 0, codeRuns: 0 };

/** Of two tellings of one answer the fuller: the events of a stream repeat its items. */
export const mostUses = (one: ToolUses, other: ToolUses): ToolUses => ({
  searches: Math.max(one.searches, other.searches),
  fileSearches: Math.max(one.fileSearches, other.fileSearches),
  codeRuns: Math.max(one.codeRuns, other.codeRuns),
});

/** What was used and belongs to no class: named, so that the answer is not taken for one without it. */
export function unclassedOf(response: JsonObject): string[] {
  const used = itemsOf(response).map(({ type }) => String(type));
  return PRICED_ITEMS.filter((type) => used.includes(type));
}
