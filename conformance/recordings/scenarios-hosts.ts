/**
 * Situations that only Cloudflare or Alibaba shows: relayed models, calls that end in nulls, words that mean something
 * else than at other hosts.
 * @module
 */
import type { QuirkId } from "../../registry/providers/_shared/quirks.ts";
import { ask, basic, bellTool, streamed } from "./bodies.ts";
import type { Draft } from "./scenarios.ts";

const failing = (title: string, quirk: QuirkId) => ({ title, body: basic, quirk });

export const hostScenarios = {
  "chat.relayed-model": {
    title: "Another maker's model at the host's own address",
    quirk: "relayed-models",
    body: ask("Who relays the signal lamp?", { max_tokens: 48 }),
  },
  "chat.reasoning.unasked": {
    title: "A model that thinks although nobody asked for it",
    quirk: "unasked-reasoning",
    body: ask("Is a knot a speed?"),
  },
  "stream.reasoning.unasked": {
    title: "A streamed answer after thinking that nobody asked for",
    quirk: "unasked-reasoning",
    body: streamed(ask("Is a knot a speed?")),
  },
  "stream.tools.null-end": {
    title: "A piece of nulls ends a tool call",
    needs: ["tools"],
    quirk: "null-call-end",
    body: streamed(ask("Ring the bell at slack water.", { tools: [bellTool] })),
  },
  "error.400.error-list": failing("The error stands in a list under its own name", "error-list"),
  "error.429.out-of-capacity": failing("No data centre has room for the model", "out-of-capacity"),
  "error.429.allocation-quota": failing(
    "A limit of the minute in the words of a used-up quota",
    "throttle-as-quota",
  ),
  "error.400.arrears": failing("The account is in arrears, told as an invalid request", "arrears-400"),
} satisfies Record<string, Draft>;
