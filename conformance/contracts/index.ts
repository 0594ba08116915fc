/**
 * What a provider API accepts, and how it refuses the rest: shape from the vendor's own types, rules on values and across
 * fields, facts about models, and state. Independent of the registry: neither shares a table with the other.
 *
 * ```ts
 * const verdict = contractFor({ api: "openai-chat", host: "openai", model: "gpt-5" }).check(body);
 * if (!verdict.ok) answer(verdict.refusal.status, verdict.refusal.body);
 * ```
 * @module
 */
import type {
  Contract,
  ContractSubject,
  ConversationState,
  Finding,
  Rule,
  RuleContext,
  Verdict,
  Violation,
} from "./contract.ts";
import { isObject, type Json, type JsonObject, shown } from "./json.ts";
import { refusalOf } from "./refusal.ts";
import { RULES } from "./rules/index.ts";
import type { Misfit } from "./shape/explain.ts";
import { shapeCode, shapeMessage, shapeViolation } from "./shape/shape-violations.ts";
import { shapeOf } from "./shape/shapes.ts";
import { checkState, type StateFinding } from "./state/check.ts";

export type {
  Contract,
  ContractApi,
  ContractSubject,
  ConversationState,
  Mark,
  Refusal,
  Verdict,
  Violation,
} from "./contract.ts";
export { CONTRACT_APIS } from "./contract.ts";
export type { Json as ContractJson } from "./json.ts";
export { originOf, reasoningOwner, signatureOf } from "./state/places.ts";
export { canBeChecked, type ReasoningOrigin, readSignature, signReasoning } from "./state/signatures.ts";

/** Every rule on values and across fields, for reports that count them: `inferred` ones refuse nobody. */
export const contractRules = (): readonly Pick<Rule, "id" | "apis" | "hosts" | "mark" | "evidence">[] =>
  RULES;

/** Whether a rule speaks about a subject. */
const ruleApplies = (
  rule: Rule,
  { api, host, model }: Pick<RuleContext, "api" | "host" | "model">,
): boolean =>
  rule.apis.includes(api) &&
  (rule.hosts === "all" || rule.hosts.includes(host)) &&
  (rule.models === undefined || rule.models.test(model));

/** The ids of the rules that speak about a model at an API of a host. */
export const rulesAbout = (subject: Pick<RuleContext, "api" | "host" | "model">): string[] =>
  RULES.filter((rule) => ruleApplies(rule, subject)).map(({ id }) => id);

const violationOf = (rule: Rule, finding: Finding): Violation => ({
  rule: rule.id,
  pointer: finding.pointer,
  seen: shown(finding.seen),
  repair: finding.repair ?? rule.repair,
  evidence: [...(finding.evidence ?? []), ...rule.evidence],
  mark: finding.mark ?? rule.mark,
});

const ofState = ({
  rule,
  pointer,
  seen,
  repair,
  evidence = [],
  mark = "inferred",
}: StateFinding): Violation => ({
  rule,
  pointer,
  repair,
  evidence,
  mark,
  seen: shown(seen),
});

const messageOfNothing: Misfit = { kind: "type", pointer: "", seen: undefined, expected: "object" };

/**
 * The contract of an API at a host for a model. Cheap: schemas are compiled with the first body.
 * A model that is not in the subject is taken from the body.
 */
export function contractFor(subject: ContractSubject): Contract {
  const { api, host, betas = [] } = subject;
  const shape = shapeOf(api, { host, betas });
  const contextOf = (body: JsonObject): RuleContext => ({
    api,
    host,
    betas,
    model: subject.model ?? (typeof body.model === "string" ? body.model : ""),
    stream: subject.stream ?? body.stream === true,
  });

  function refusedShape(misfit: Misfit): Verdict {
    const refusal = refusalOf(api, host, {
      status: 400,
      pointer: misfit.pointer,
      shape: true,
      message: shapeMessage(api, misfit),
      code: shapeCode(host, misfit),
    });
    return { ok: false, ...shapeViolation(misfit, { api, host, betas }), refusal, noted: [] };
  }

  function check(body: Json, state?: ConversationState): Verdict {
    const [misfit] = isObject(body) ? shape(body) : [{ ...messageOfNothing, seen: body }];
    if (misfit) return refusedShape(misfit);
    if (!isObject(body)) return { ok: true, noted: [] };
    const context = contextOf(body);
    const noted: Violation[] = [];
    for (const rule of RULES) {
      if (!ruleApplies(rule, context)) continue;
      const finding = rule.find(body, context);
      if (!finding) continue;
      const violation = violationOf(rule, finding);
      if (violation.mark === "inferred") noted.push(violation);
      else return refusedBy(finding, rule.status ?? 400, { violation, noted });
    }
    const foreign = state && checkState(body, context, state);
    return foreign ? refusedBy(foreign, 400, { violation: ofState(foreign), noted }) : { ok: true, noted };
  }

  function refusedBy(
    finding: Finding,
    status: number,
    { violation, noted }: { violation: Violation; noted: readonly Violation[] },
  ): Verdict {
    const refusal = refusalOf(api, host, {
      status,
      pointer: finding.pointer,
      shape: false,
      message: finding.message,
      code: finding.code ?? null,
    });
    return { ok: false, ...violation, refusal, noted };
  }

  return { subject, check };
}
