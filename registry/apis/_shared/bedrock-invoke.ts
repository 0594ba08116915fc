/**
 * What models on Bedrock have in common that are called by InvokeModel: the path, the errors, and the header that counts.
 * @module
 */
import type { UsageConvention, UsageReading } from "../../canonical/usage.ts";
import type { Endpoint } from "../../endpoint.ts";
import { isError } from "../bedrock-converse/errors.ts";
import { countInHeader, readPromptTokens } from "./embeddings.ts";
import { pathSegment } from "./path-segment.ts";

/** Bedrock counts the input of every model here; some bodies count nothing. */
export const INPUT_TOKENS_HEADER = "x-amzn-bedrock-input-token-count";

export const invokePath = ({ providerModelId }: Endpoint): string =>
  `model/${pathSegment(providerModelId)}/invoke`;

/** Input tokens by the header, or else by the body. */
export function readInvokeUsage(
  headers: Pick<Headers, "get">,
  convention: UsageConvention,
  inBody?: number,
): UsageReading {
  const counted = countInHeader(headers, INPUT_TOKENS_HEADER);
  const raw = { ...(counted === undefined ? {} : { [INPUT_TOKENS_HEADER]: counted }) };
  return readPromptTokens(
    { prompt: counted ?? inBody },
    convention,
    inBody === undefined ? raw : { ...raw, inBody },
  );
}

/** An error is a body with a message and without vectors. */
export const isInvokeError = (body: unknown): boolean => isError(body);
