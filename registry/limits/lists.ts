/**
 * How many items each list of a request may have. Bytes alone bound nothing: four megabytes hold two million zeros, and
 * each costs a check (SEC-03).
 * @module
 */
import { z } from "zod";
import { taking, takingOf } from "./accepts.ts";

export interface ListLimit {
  max: number;
  /** Where the number comes from. */
  evidence: string;
}

/** Each kind of list. The widest that a provider documents, or far above what anybody sends. */
export const LIST_LIMITS = {
  messages: {
    max: 50_000,
    evidence: "own bound: half of what Anthropic documents (100,000) costs as much CPU as a body may",
  },
  items: { max: 20_000, evidence: "own bound of the Responses form, whose items are smaller than messages" },
  parts: { max: 10_000, evidence: "own bound: documented are up to 3,000 images (Gemini) in a request" },
  tools: { max: 10_000, evidence: "Anthropic tool search: catalogues of up to 10,000 tools" },
  calls: { max: 1024, evidence: "own bound: OpenAI knows 128 functions, each callable in one turn" },
  stop: { max: 16, evidence: "the most that an OpenAI-compatible host documents (DeepInfra)" },
  names: { max: 10_000, evidence: "as many as there may be tools" },
  inputs: { max: 2048, evidence: "OpenAI's specification of /v1/embeddings: 1 to 2048 inputs" },
  prompt: { max: 50_000, evidence: "own bound: as many tokens of a prompt as there may be messages" },
  tokens: { max: 8192, evidence: "OpenAI's specification of /v1/embeddings: at most 8192 tokens an input" },
} as const satisfies Readonly<Record<string, ListLimit>>;

export type ListKind = keyof typeof LIST_LIMITS;

/**
 * A list of a request: counted before anything else is looked at, then read up to the first item that is wrong. zod's
 * own arrays judge every item and keep an issue for each. Items that are right as they stand are taken as they are.
 */
export function list<Item extends z.ZodType>(kind: ListKind, item: Item, { min = 0 } = {}) {
  const { max } = LIST_LIMITS[kind];
  const known = takingOf(item);
  const schema = z.array(z.unknown()).transform((items, context): z.output<Item>[] => {
    if (items.length > max || items.length < min) {
      const rule =
        items.length > max ? `at most ${max} items` : `at least ${min} ${min === 1 ? "item" : "items"}`;
      context.addIssue({ code: "custom", message: `${rule} allowed, given are ${items.length}` });
      return z.NEVER;
    }
    const read: z.output<Item>[] = [];
    for (let index = 0; index < items.length; index++) {
      const value = items[index];
      if (known.accepts(value)) {
        read.push(value as z.output<Item>);
        continue;
      }
      const result = item.safeParse(value);
      if (!result.success) {
        const [issue] = result.error.issues;
        const at = { input: value, path: [index, ...(issue?.path ?? [])] };
        context.issues.push({ ...issue, ...at } as z.core.$ZodRawIssue);
        return z.NEVER;
      }
      read.push(result.data);
    }
    return read;
  });
  return taking(schema, {
    accepts: (value) =>
      Array.isArray(value) &&
      value.length <= max &&
      value.length >= min &&
      value.every((one) => known.accepts(one)),
    isWhole: known.isWhole,
  });
}
