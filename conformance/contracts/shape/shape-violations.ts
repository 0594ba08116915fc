/**
 * Misfits of a shape in the words of the provider that refuses them.
 * @module
 */
import type { ContractApi, Violation } from "../contract.ts";
import { shown } from "../json.ts";
import { bracketed, dotted } from "../refusal.ts";
import type { Misfit, ShapeKind } from "./explain.ts";
import { shapeProfile } from "./profiles.ts";
import { schemaManifest } from "./schemas.ts";

const REPAIR: Readonly<Record<ShapeKind, (misfit: Misfit) => string>> = {
  "unknown-field": () => "leave it out: this API has no such field here",
  "missing-field": () => "send it: this API demands it",
  type: ({ expected }) => `send ${expected}`,
  value: ({ expected }) => `send ${expected}`,
  choice: ({ expected }) => `send ${expected}`,
};

/** A misfit as a violation of the rule `shape.<kind>`, with the package it comes from as evidence. */
export function shapeViolation(
  misfit: Misfit,
  { api, host, betas }: { api: ContractApi; host: string; betas: readonly string[] },
): Violation {
  const { schemas } = shapeProfile(api, host, betas);
  const manifest = schemaManifest();
  return {
    rule: `shape.${misfit.kind}`,
    pointer: misfit.pointer,
    seen: shown(misfit.seen),
    repair: REPAIR[misfit.kind](misfit),
    evidence: schemas.flatMap((name) => {
      const origin = manifest[name];
      return origin ? [`${origin.package} ${origin.version} ${origin.root}`] : [];
    }),
    mark: "documented",
  };
}

type Words = (misfit: Misfit) => string;

const lastStep = (pointer: string): string => pointer.slice(pointer.lastIndexOf("/") + 1);

const OPENAI: Readonly<Record<ShapeKind, Words>> = {
  "unknown-field": ({ pointer }) => `Unknown parameter: '${bracketed(pointer)}'.`,
  "missing-field": ({ pointer }) => `Missing required parameter: '${bracketed(pointer)}'.`,
  type: ({ pointer, expected, seen }) =>
    `Invalid type for '${bracketed(pointer)}': expected ${expected}, but got ${shown(seen)} instead.`,
  value: ({ expected, seen }) => `Invalid value: ${shown(seen)}. Supported values are: ${expected}.`,
  choice: ({ pointer, expected }) => `Invalid '${bracketed(pointer)}': expected ${expected}.`,
};

const PYDANTIC: Readonly<Record<ShapeKind, Words>> = {
  "unknown-field": ({ pointer }) => `${dotted(pointer)}: Extra inputs are not permitted`,
  "missing-field": ({ pointer }) => `${dotted(pointer)}: Field required`,
  type: ({ pointer, expected }) => `${dotted(pointer)}: Input should be a valid ${expected}`,
  value: ({ pointer, expected }) => `${dotted(pointer)}: Input should be ${expected}`,
  choice: ({ pointer, expected }) => `${dotted(pointer)}: expected ${expected}`,
};

const GOOGLE: Readonly<Record<ShapeKind, Words>> = {
  "unknown-field": ({ pointer }) =>
    `Invalid JSON payload received. Unknown name "${lastStep(pointer)}" at '${bracketed(pointer)}': Cannot find field.`,
  "missing-field": ({ pointer }) => `${bracketed(pointer)}: required field is not set.`,
  type: ({ pointer, seen }) => `Invalid value at '${bracketed(pointer)}': ${shown(seen)}`,
  value: ({ pointer, seen }) => `Invalid value at '${bracketed(pointer)}': ${shown(seen)}`,
  choice: ({ pointer, expected }) =>
    `Invalid value at '${bracketed(pointer)}' (oneof), expected ${expected}.`,
};

const AWS: Readonly<Record<ShapeKind, Words>> = {
  ...PYDANTIC,
  "unknown-field": ({ pointer }) =>
    `The model returned the following errors: Malformed input request: #: extraneous key [${lastStep(pointer)}] is not permitted, please reformat your input and try again.`,
};

const COHERE: Readonly<Record<ShapeKind, Words>> = {
  ...PYDANTIC,
  "unknown-field": ({ pointer }) => `unknown field: parameter '${lastStep(pointer)}' is not a valid field`,
};

const OF_API: Readonly<Partial<Record<ContractApi, Readonly<Record<ShapeKind, Words>>>>> = {
  "anthropic-messages": PYDANTIC,
  "anthropic-count-tokens": PYDANTIC,
  gemini: GOOGLE,
  "gemini-count-tokens": GOOGLE,
  "gemini-embed": GOOGLE,
  "bedrock-converse": AWS,
  "cohere-v2": COHERE,
  "cohere-embed": COHERE,
};

/** The sentence that this API says about a misfit. */
export const shapeMessage = (api: ContractApi, misfit: Misfit): string =>
  (OF_API[api] ?? OPENAI)[misfit.kind](misfit);

const OPENAI_CODES: Readonly<Record<ShapeKind, string>> = {
  "unknown-field": "unknown_parameter",
  "missing-field": "missing_required_parameter",
  type: "invalid_type",
  value: "invalid_value",
  choice: "invalid_value",
};
const MISTRAL_CODES: Readonly<Record<ShapeKind, string>> = {
  "unknown-field": "extra_forbidden",
  "missing-field": "missing",
  type: "type_error",
  value: "literal_error",
  choice: "value_error",
};

/** The `code` or `type` that goes with it. */
export const shapeCode = (host: string, { kind }: Misfit): string =>
  (host === "mistral" ? MISTRAL_CODES : OPENAI_CODES)[kind];
