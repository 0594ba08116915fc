/**
 * One generated request at one endpoint: what would be sent, and what the provider's contract says to it; or why nothing is
 * sent, and whether the contract agrees (MAP-15).
 * @module
 */
import { UnsupportedInput } from "../../../registry/apis/codec.ts";
import { clientCodecs } from "../../../registry/apis/index.ts";
import type { ChatRequest } from "../../../registry/canonical/chat.ts";
import { ownHistory } from "../../../registry/canonical/origin.ts";
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Registry } from "../../../registry/index.ts";
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { BaseProvider } from "../../../registry/providers/_shared/base.ts";
import { contractFor, type Verdict } from "../../contracts/index.ts";
import { exampleContext } from "../../secrets/credentials.ts";
import { subjectOf } from "../../upstream/strict.ts";
import { SIGNING_KEY } from "./signed.ts";
import { isInPath, type WrittenApi } from "./write.ts";

export type Finding =
  /** The contract takes what is sent. */
  | { kind: "taken"; dropped: readonly string[] }
  /** The caller's own body goes out, in the provider's own API. */
  | { kind: "own" }
  /** The provider would refuse what is sent. */
  | { kind: "violation"; rule: string; pointer: string; seen: string }
  /** Refused, and rightly: the contract refuses it too, or its API has no words for it. */
  | { kind: "refused"; param: string; by: string }
  /** Refused, although the contract takes what was asked for. */
  | { kind: "false-refusal"; param: string; message: string };

/** What APIs have no words for, by the places that refusals name; independent of what any contract says. */
const UNSAYABLE: readonly (readonly [param: RegExp, why: string])[] = [
  [/^messages\[\d+\]\.content\[\d+\]/, "a part that the API has no form for"],
  [/arguments$/, "arguments that are no JSON object"],
];

function verdictOn(body: Json, provider: BaseProvider, endpoint: Endpoint, stream: boolean): Verdict {
  const url = provider.buildUrl(exampleContext(provider, endpoint, { stream }));
  const subject = subjectOf({ url, headers: new Headers() });
  if (subject === null) throw new Error(`no contract speaks about ${url}`);
  return contractFor(subject).check(body, { key: SIGNING_KEY });
}

/** What the contract says to the request as it was asked, before anything was fitted to the endpoint. */
function asAsked(request: ChatRequest, provider: BaseProvider, endpoint: Endpoint): Verdict | null {
  const { codec } = provider.chatApi(endpoint.api);
  const traits = provider.traitsOf(endpoint);
  const bare = { maxTokensField: traits.maxTokensField, developerRole: traits.developerRole };
  const plain = { ...bare, messageNames: false, cacheControl: false, extraFields: traits.extraFields };
  try {
    const { body } = codec.encodeRequest(ownHistory(request, endpoint, false), { endpoint, traits: plain });
    return verdictOn(body, provider, endpoint, request.stream === true);
  } catch (thrown) {
    if (thrown instanceof UnsupportedInput) return null;
    throw thrown;
  }
}

function judgeRefusal(
  thrown: UnsupportedInput,
  request: ChatRequest,
  provider: BaseProvider,
  endpoint: Endpoint,
): Finding {
  const verdict = asAsked(request, provider, endpoint);
  const { param, message } = thrown;
  if (verdict && !verdict.ok) return { kind: "refused", param, by: verdict.rule };
  const [, why] = UNSAYABLE.find(([pattern]) => pattern.test(param)) ?? [];
  return verdict === null && why !== undefined
    ? { kind: "refused", param, by: why }
    : { kind: "false-refusal", param, message };
}

/** Judges a caller's body at an endpoint, on the API that a plan chooses. @throws Error for a body that is no request */
export function judge(
  registry: Registry,
  api: WrittenApi,
  body: JsonObject,
  { address, stream }: { address: string; stream: boolean },
): Finding {
  const codec = clientCodecs[api];
  const place = isInPath(api) ? { model: address, stream } : {};
  const decoded = codec.decodeRequest(isInPath(api) ? body : { ...body, model: address }, place);
  if (!decoded.ok) return { kind: "false-refusal", param: decoded.param ?? "body", message: decoded.message };
  const { request } = decoded;
  const provider = address.split("/")[1] ?? "";
  const plan = registry.plan({
    request,
    platform: new Set<string>(),
    caller: codec.id,
    passes: codec.passage !== undefined,
    keys: [{ id: "key", provider, enabled: true, byokOnly: true }],
  });
  if (!plan.ok)
    return { kind: "false-refusal", param: plan.error.param ?? "", message: plan.error.message ?? "" };
  const [attempt] = plan.attempts;
  const host = attempt && registry.provider(attempt.endpoint.provider);
  if (!attempt || !host) throw new Error(`${address} is no endpoint`);
  const { endpoint } = attempt;
  if (codec.passage && endpoint.api === codec.id) return { kind: "own" };
  try {
    const built = host.buildBody(request, endpoint);
    const verdict = verdictOn(built.body, host, endpoint, request.stream === true);
    return verdict.ok
      ? { kind: "taken", dropped: built.dropped }
      : { kind: "violation", rule: verdict.rule, pointer: verdict.pointer, seen: verdict.seen };
  } catch (thrown) {
    if (!(thrown instanceof UnsupportedInput)) throw thrown;
    return judgeRefusal(thrown, request, host, endpoint);
  }
}
