/**
 * A request in values that the endpoint has (MAP-15, MAP-20): each is kept, put at the nearest one, or left out by name.
 * Pure: the caller's request is read, never changed.
 * @module
 */
import { Sha256 } from "@aws-crypto/sha256-js";
import { UNLISTED_BUT_BILLED } from "../apis/_shared/parameters.ts";
import { effortOf } from "../apis/_shared/reasoning.ts";
import { type ApiTraits, UnsupportedInput } from "../apis/codec.ts";
import type { ChatRequest } from "../canonical/chat.ts";
import { readOnlyOn } from "../canonical/only-on.ts";
import { TOOL_SWITCHES } from "../canonical/tool-switches.ts";
import type { Endpoint } from "../endpoint.ts";
import { isObject, type Json, type JsonObject, objectsIn, without } from "../json.ts";
import type { Accepts } from "./accepts.ts";
import { fittingMarks } from "./cache-marks.ts";
import { nearestEffort } from "./effort.ts";
import { formatSchema, jsonObject, refuseFormatBesideTools, toolSchemas } from "./formats.ts";
import { isForced, lacksThinking } from "./open-turn.ts";

export interface Fitted {
  request: ChatRequest;
  /** Parameters whose value the endpoint has no near one for. */
  dropped: string[];
}

/** What a step changes: new values, and `undefined` for what is left out. */
interface Change {
  set: JsonObject | { readonly [name: string]: Json | undefined };
  dropped?: readonly string[];
}

interface Place {
  endpoint: Endpoint;
  traits: ApiTraits;
  accepts: Accepts | undefined;
}

type Step = (request: JsonObject, place: Place) => Change | null;

const ABOUT_TOOLS = ["tools", "tool_choice", "parallel_tool_calls"];

/** No tools, no word about tools: an empty list, and a choice among none, is refused by most hosts and says nothing. */
const withoutEmptyTools: Step = (request) => {
  const { tools, tool_choice: choice } = request;
  if (Array.isArray(tools) && tools.length > 0) return null;
  if (!ABOUT_TOOLS.some((name) => Object.hasOwn(request, name))) return null;
  const isDemand = choice === "required" || isObject(choice);
  return {
    set: Object.fromEntries(ABOUT_TOOLS.map((name) => [name, undefined])),
    dropped: isDemand ? ["tool_choice"] : [],
  };
};

/** Switches on tools that this host has no words for. */
const switchesOfTools: Step = ({ tools }, { endpoint, traits }) => {
  if (!Array.isArray(tools)) return null;
  const taken = traits.toolSwitches ?? (endpoint.api === "anthropic-messages" ? TOOL_SWITCHES : []);
  const unknown = TOOL_SWITCHES.filter((name) => !taken.includes(name));
  const given = unknown.filter((name) => objectsIn(tools).some((tool) => tool[name] !== undefined));
  if (given.length === 0) return null;
  const plain = tools.map((tool) =>
    isObject(tool) && tool.type === "function" ? without(tool, given) : tool,
  );
  return { set: { tools: plain }, dropped: given.map((name) => `tools.${name}`) };
};

/** No more output than the model can give. */
const withinOutput: Step = (request, { endpoint: { maxCompletionTokens: most } }) => {
  const above = ["max_tokens", "max_completion_tokens"].filter((name) => Number(request[name]) > most);
  return above.length === 0 ? null : { set: Object.fromEntries(above.map((name) => [name, most])) };
};

/** No more in a whole answer than the host gives in one. */
const withinWhole: Step = (request, { traits: { wholeOutput: most } }) => {
  if (most === undefined || request.stream === true) return null;
  const above = ["max_tokens", "max_completion_tokens"].filter((name) => Number(request[name]) > most);
  return above.length === 0 ? null : { set: Object.fromEntries(above.map((name) => [name, most])) };
};

/** One of two samplings, where the host refuses both: the temperature. */
const oneSampling: Step = ({ temperature, top_p: topP }, { traits: { topPAlone: alone } }) => {
  const isSecond = alone === "always" ? typeof temperature === "number" : temperature === 0 && topP !== 1;
  return alone === undefined || !isSecond || typeof topP !== "number"
    ? null
    : { set: { top_p: undefined }, dropped: ["top_p"] };
};

/** No smaller limit than the host takes: the caller gets a few tokens more, which the reservation counts. */
const aboveLeastOutput: Step = (request, { traits: { leastOutput: least } }) => {
  if (least === undefined) return null;
  const below = ["max_tokens", "max_completion_tokens"].filter((name) => {
    const limit = request[name];
    return typeof limit === "number" && limit < least;
  });
  return below.length === 0 ? null : { set: Object.fromEntries(below.map((name) => [name, least])) };
};

/** Thinking in Anthropic's form, of a kind that the model has. */
const thinkingKind: Step = ({ thinking, reasoning_effort: effort }, { accepts }) => {
  const kinds = accepts?.thinking;
  if (!kinds || !isObject(thinking)) return null;
  const { type, budget_tokens: budget } = thinking;
  if (kinds.some((kind) => kind === type)) return null;
  if (type === "disabled") return { set: { thinking: undefined, reasoning_effort: "none" } };
  if (type === "adaptive") return { set: { thinking: undefined, reasoning_effort: effort ?? "high" } };
  const word = typeof budget === "number" ? effortOf(budget) : "high";
  const { display } = thinking;
  return {
    set: {
      thinking: { type: "adaptive", ...(display === undefined ? {} : { display }) },
      reasoning_effort: effort ?? word,
    },
  };
};

/** The least budget that Claude takes, in tokens. */
const LEAST_BUDGET = 1024;

/** A budget shares the limit of the answer: where it would leave no room for one, it gets half. */
const budgetBelowOutput: Step = (request, { endpoint, accepts }) => {
  const { thinking } = request;
  if (!accepts?.thinking || !isObject(thinking) || thinking.type !== "enabled") return null;
  const limit = Number(request.max_completion_tokens ?? request.max_tokens ?? endpoint.maxCompletionTokens);
  if (typeof thinking.budget_tokens !== "number" || thinking.budget_tokens < limit) return null;
  const half = Math.floor(limit / 2);
  if (half < LEAST_BUDGET) return { set: { thinking: undefined }, dropped: ["thinking"] };
  return { set: { thinking: { ...thinking, budget_tokens: half } } };
};

/** A fixed budget needs the turn's own thinking before its calls, and no call that is forced. */
const budgetOfItsTurn: Step = (request, { accepts }) => {
  const { thinking, tool_choice: choice } = request;
  if (!accepts?.thinking || !isObject(thinking) || thinking.type !== "enabled") return null;
  if (!isForced(choice) && !lacksThinking(objectsIn(request.messages))) return null;
  return { set: { thinking: undefined, reasoning_effort: undefined }, dropped: ["thinking"] };
};

const asksToThink = ({ thinking, reasoning_effort: effort }: JsonObject): boolean =>
  isObject(thinking) ? thinking.type !== "disabled" : typeof effort === "string" && effort !== "none";

/** Hosts that let nobody think before a call that is forced. */
const thinkingBeforeForcedCalls: Step = (request, { traits: { forcedCallsUnthought } }) => {
  if (forcedCallsUnthought !== true || !isForced(request.tool_choice) || !asksToThink(request)) return null;
  const given = ["thinking", "reasoning_effort"].filter((name) => (request[name] ?? null) !== null);
  return { set: { thinking: undefined, reasoning_effort: undefined }, dropped: given };
};

/** Models that cannot be forced to call. */
const freeCalls: Step = ({ tool_choice: choice }, { traits: { forcedCalls } }) =>
  forcedCalls === false && isForced(choice)
    ? { set: { tool_choice: undefined }, dropped: ["tool_choice"] }
    : null;

/** Labels belong to answers that the host stores; nobody stores one because it is labelled. */
const labelsOfStored: Step = ({ metadata, store }, { traits: { labelsStoredOnly } }) =>
  labelsStoredOnly === true && (metadata ?? null) !== null && store !== true
    ? { set: { metadata: undefined }, dropped: ["metadata"] }
    : null;

/** The effort in a word of the model; where thinking is counted or has levels, the API's own writer does it. */
const effortWord: Step = ({ reasoning_effort: word }, { endpoint: { reasoning }, accepts }) => {
  if (typeof word !== "string" || reasoning === "level" || reasoning === "budget") return null;
  return { set: { reasoning_effort: nearestEffort(word, accepts) } };
};

/** The one effort that a model takes beside tools in chat completions. */
const effortBesideTools: Step = ({ tools, reasoning_effort: word }, { endpoint, accepts }) => {
  const only = endpoint.api === "openai-chat" ? accepts?.effortBesideTools : undefined;
  if (only === undefined || !Array.isArray(tools) || tools.length === 0 || word === "none") return null;
  if (only === "unset" && word === undefined) return null;
  return {
    set: { reasoning_effort: only === "none" ? "none" : undefined },
    dropped: ["reasoning_effort"],
  };
};

/** Parameters with a price of their own go to the hosts and models that take them. */
const unlistedParameters: Step = (request, { traits: { unlisted }, accepts }) => {
  if (unlisted === undefined) return null;
  const taken = [...unlisted, ...(accepts?.takes ?? [])];
  const given = UNLISTED_BUT_BILLED.filter(
    (name) => (request[name] ?? null) !== null && !taken.includes(name),
  );
  return given.length === 0
    ? null
    : { set: Object.fromEntries(given.map((name) => [name, undefined])), dropped: given };
};

/** Counts of alternatives without the probabilities that they belong to. */
const alternativesOfNothing: Step = ({ top_logprobs: alternatives, logprobs }) =>
  (alternatives ?? null) !== null && logprobs !== true
    ? { set: { top_logprobs: undefined }, dropped: ["top_logprobs"] }
    : null;

/** Penalties beyond the range are its end. */
const penaltiesWithin: Step = (request, { traits: { penalties } }) => {
  if (penalties === undefined) return null;
  const [least, most] = penalties;
  const given = ["presence_penalty", "frequency_penalty"].flatMap((name) => {
    const value = request[name];
    return typeof value === "number" && (value < least || value > most)
      ? [[name, Math.min(most, Math.max(least, value))] as const]
      : [];
  });
  return given.length === 0 ? null : { set: Object.fromEntries(given) };
};

/** Parameters that the model refuses although its API has them. */
const refusedParameters: Step = (request, { accepts }) => {
  const given = (accepts?.refuses ?? []).filter((name) => (request[name] ?? null) !== null);
  return given.length === 0
    ? null
    : { set: Object.fromEntries(given.map((name) => [name, undefined])), dropped: given };
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** A user's id that is too long, as its SHA-256: 64 characters, the same for the same user, another for another. */
const shortUser: Step = ({ user }, { traits: { userLength } }) => {
  if (userLength === undefined || typeof user !== "string" || [...user].length <= userLength) return null;
  const hash = new Sha256();
  hash.update(user);
  return { set: { user: hex(hash.digestSync()).slice(0, userLength) } };
};

/** No more stop sequences than the host takes: the first ones. */
const fewStops: Step = ({ stop }, { traits: { maxStops } }) =>
  maxStops !== undefined && Array.isArray(stop) && stop.length > maxStops
    ? { set: { stop: stop.slice(0, maxStops) }, dropped: ["stop"] }
    : null;

/** Hotter than the hottest is the hottest. */
const temperatureWithin: Step = ({ temperature }, { traits: { maxTemperature: most } }) =>
  most !== undefined && typeof temperature === "number" && temperature > most
    ? { set: { temperature: most } }
    : null;

/** A tier that the host does not have. */
const knownTier: Step = ({ service_tier: tier }, { traits: { serviceTiers } }) =>
  serviceTiers !== undefined && typeof tier === "string" && !serviceTiers.includes(tier)
    ? { set: { service_tier: undefined }, dropped: ["service_tier"] }
    : null;

/** No more cache marks than the host counts, in the order that it wants. */
const fewMarks: Step = (request, { traits: { cacheControl, cacheMarks } }) => {
  const fitting = cacheControl && cacheMarks !== undefined ? fittingMarks(request, cacheMarks) : null;
  return fitting && { set: { ...fitting }, dropped: ["cache_control"] };
};

const formatAlone: Step = (request, place) => {
  refuseFormatBesideTools(request, place);
  return null;
};

const STEPS: readonly Step[] = [
  withoutEmptyTools,
  jsonObject,
  formatAlone,
  formatSchema,
  toolSchemas,
  switchesOfTools,
  fewMarks,
  withinOutput,
  withinWhole,
  aboveLeastOutput,
  freeCalls,
  thinkingKind,
  thinkingBeforeForcedCalls,
  budgetOfItsTurn,
  budgetBelowOutput,
  effortWord,
  effortBesideTools,
  refusedParameters,
  unlistedParameters,
  alternativesOfNothing,
  penaltiesWithin,
  shortUser,
  fewStops,
  temperatureWithin,
  oneSampling,
  knownTier,
  labelsOfStored,
];

/** @throws UnsupportedInput for a conversation that the model would have to go on with in the assistant's own words */
function refusePrefill({ messages }: ChatRequest, { accepts }: Place): void {
  if (accepts?.prefill !== false || messages.at(-1)?.role !== "assistant") return;
  throw new UnsupportedInput(
    `messages[${messages.length - 1}]`,
    "this model takes no conversation that ends with words of the assistant; end with a user message",
  );
}

/** @throws UnsupportedInput for a whole answer of a model that only streams */
function refuseWhole({ stream }: ChatRequest, { accepts }: Place): void {
  if (accepts?.streamsOnly === true && stream !== true)
    throw new UnsupportedInput("stream", "this model answers in streams only: true is expected");
}

/** @throws UnsupportedInput for content that only another API has words for */
function refuseContentOfOthers({ messages }: ChatRequest, { endpoint }: Place): void {
  for (const message of messages) {
    const only = readOnlyOn(message);
    if (only && only.api !== endpoint.api)
      throw new UnsupportedInput(
        only.place,
        `content of type ${only.type} is taken at endpoints of ${only.api} only`,
      );
  }
}

/** @throws UnsupportedInput for a tool that the host does not run */
function refuseHostedTools({ tools }: ChatRequest, { endpoint, traits: { hostedTools } }: Place): void {
  if (hostedTools === undefined && endpoint.api !== "openai-chat") return;
  for (const [at, { type }] of (tools ?? []).entries()) {
    if (type === "function" || hostedTools?.test(String(type))) continue;
    throw new UnsupportedInput(`tools[${at}]`, `tools of type ${String(type)} are not run here`);
  }
}

/** @throws UnsupportedInput for an image that neither host nor model fetches from its address */
function refuseAddresses({ messages }: ChatRequest, { traits, accepts }: Place): void {
  const taken = accepts?.addresses ?? traits.addresses;
  if (taken === undefined) return;
  for (let i = 0; i < messages.length; i++) {
    const content = messages[i]?.content;
    for (let j = 0; Array.isArray(content) && j < content.length; j++) {
      const part = content[j];
      if (part?.type !== "image_url" || !part.image_url.url.startsWith("https:")) continue;
      if (!taken.test(part.image_url.url))
        throw new UnsupportedInput(
          `messages[${i}].content[${j}].image_url`,
          "an image is taken here by its bytes only",
        );
    }
  }
}

/** The request for one attempt. @throws UnsupportedInput for what has no near value and cannot be left out */
export function fitRequest(
  request: ChatRequest,
  endpoint: Endpoint,
  traits: ApiTraits,
  accepts: Accepts | undefined,
): Fitted {
  const place = { endpoint, traits, accepts };
  refuseWhole(request, place);
  refusePrefill(request, place);
  refuseContentOfOthers(request, place);
  refuseHostedTools(request, place);
  refuseAddresses(request, place);
  let fitted: JsonObject = { ...request } as JsonObject;
  const dropped = new Set<string>();
  for (const step of STEPS) {
    const change = step(fitted, place);
    if (change === null) continue;
    const left = Object.keys(change.set).filter((name) => change.set[name] === undefined);
    fitted = without({ ...fitted, ...change.set } as JsonObject, left);
    for (const name of change.dropped ?? []) dropped.add(name);
  }
  return { request: fitted as ChatRequest, dropped: [...dropped] };
}
