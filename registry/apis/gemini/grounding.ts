/**
 * Google's searches, which its usage does not count: the candidates say which queries were made for them, and the fee is
 * for each query or for the answer, as the model's generation has it (CST-11, CST-13).
 * @module
 */
import type { UsageConvention, UsageCounts } from "../../canonical/usage.ts";
import { at, isObject, type JsonObject } from "../../json.ts";

/** More queries than an answer makes; what is beyond is counted no further, so that a stream cannot fill memory. */
const MOST = 1_000;

const listAt = (candidate: JsonObject, name: string): unknown[] => {
  const found = at(candidate, ["groundingMetadata", name]);
  return Array.isArray(found) ? found : [];
};

const isQuery = (query: unknown): query is string => typeof query === "string" && query.trim() !== "";

/** Collects over the bodies of one answer: a later chunk may hold the same queries again, or more of them. */
export class Grounding {
  private readonly queries = new Set<string>();
  private hasPages = false;
  private hasMaps = false;

  /** Takes one body. @returns whether it told anything new */
  accept({ candidates }: JsonObject): boolean {
    const before = this.queries.size;
    const [pages, maps] = [this.hasPages, this.hasMaps];
    for (const [i, candidate] of (Array.isArray(candidates) ? candidates : []).entries()) {
      if (!isObject(candidate)) continue;
      for (const query of listAt(candidate, "webSearchQueries").filter(isQuery))
        if (this.queries.size < MOST) this.queries.add(`${i} ${query}`);
      const chunks = listAt(candidate, "groundingChunks").filter(isObject);
      this.hasPages ||= chunks.some(({ web }) => isObject(web));
      this.hasMaps ||= chunks.some(({ maps: place }) => isObject(place));
    }
    return this.queries.size > before || pages !== this.hasPages || maps !== this.hasMaps;
  }

  /** How many searches are billed, and whether places were looked up: that is one use an answer, whose queries nobody tells. */
  count({
    searches,
  }: Pick<UsageConvention, "searches">): Required<Pick<UsageCounts, "searches" | "mapAnswers">> {
    const found = this.queries.size > 0 || this.hasPages;
    const billed = searches === "answer" ? Number(found) : Math.max(this.queries.size, Number(found));
    return { searches: billed, mapAnswers: Number(this.hasMaps) };
  }
}

/** What one whole answer says. */
export function groundingOf(body: JsonObject): Grounding {
  const grounding = new Grounding();
  grounding.accept(body);
  return grounding;
}
