/**
 * MAP: what the provider gets.
 * @module
 */
import { betaCases } from "./betas.ts";
import { messageCases } from "./messages.ts";
import { nativeCases } from "./native.ts";
import { parameterCases } from "./parameters.ts";
import { replayedRequests } from "./replayed.ts";

export const mappingCases = [
  ...replayedRequests,
  ...parameterCases,
  ...messageCases,
  ...nativeCases,
  ...betaCases,
];
