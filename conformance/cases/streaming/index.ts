/**
 * STR: streams are bytes.
 * @module
 */
import { brokenStreams } from "./broken.ts";
import { callerStreams } from "./callers.ts";
import { crossedStreams } from "./crossed.ts";
import { cutStreams, spelledStreams } from "./cuts.ts";
import { streamEnds } from "./ends.ts";
import { flowingStreams } from "./flow.ts";
import { frameCases } from "./frames.ts";
import { noArgumentStreams } from "./no-arguments.ts";
import { quirkStreams } from "./quirks.ts";
import { recordedStreams, usageStreams } from "./recorded.ts";
import { relayStreams } from "./relays.ts";
import { responsesStreamCases } from "./responses.ts";

export const streamingCases = [
  ...recordedStreams,
  ...usageStreams,
  ...relayStreams,
  ...responsesStreamCases,
  ...cutStreams,
  ...spelledStreams,
  ...quirkStreams,
  ...noArgumentStreams,
  ...crossedStreams,
  ...brokenStreams,
  ...flowingStreams,
  ...streamEnds,
  ...callerStreams,
  ...frameCases,
];
