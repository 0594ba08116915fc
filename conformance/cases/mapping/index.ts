/**
 * MAP: what the provider gets.
 * @module
 */
import { betaCases } from "./betas.ts";
import { dialectCases } from "./dialects.ts";
import { messageCases } from "./messages.ts";
import { nativeCases } from "./native.ts";
import { parameterCases } from "./parameters.ts";
import { replayedRequests } from "./replayed.ts";
import { signatureCases } from "./signatures.ts";

export const mappingCases = [
  ...replayedRequests,
  ...parameterCases,
  ...messageCases,
  ...dialectCases,
  ...signatureCases,
  ...nativeCases,
  ...betaCases,
];
