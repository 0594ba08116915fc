/**
 * An endpoint of the provider under test with a plain price list, on which cases put what changes a price.
 * @module
 */
import type { ApiId } from "../../../registry/apis/codec.ts";
import { base } from "../../../registry/pricing/tiers.ts";
import type { EndpointConfig } from "../../../registry/schema.ts";
import type { CaseContext } from "../../engine/context.ts";
import { saysWords } from "../_shared/words.ts";
import { reshaped } from "./made-up.ts";

/** A dollar for a million tokens of the prompt, two for one of the answer. */
export const LIST = [base({ input: "1", output: "2" })];

/** The endpoint with this list and no modifiers, and whatever else is told, before a gateway that has it. */
export async function opened(context: CaseContext, more: Partial<EndpointConfig>) {
  const { endpoint, data } = reshaped(context, ({ unpriced: _none, ...config }) => ({
    ...config,
    pricing: LIST,
    modifiers: [],
    deployments: { default: {} },
    ...more,
  }));
  return { endpoint, session: await context.open({ data }) };
}

export type Opened = Awaited<ReturnType<typeof opened>>;

export const SPEAKS = {
  endpoints: {
    that: "answers in an API that names the tier that served it",
    where: ({ api }: { api: ApiId }) => saysWords(api),
  },
};
