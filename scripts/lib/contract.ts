/**
 * What `npm run contract` reads and prints. Pure: options and text in, a subject, a body or a report out.
 * @module
 */
import { z } from "zod";
import {
  CONTRACT_APIS,
  type ContractApi,
  type ContractJson,
  type ContractSubject,
  type Verdict,
  type Violation,
} from "../../conformance/contracts/index.ts";
import { WrongUse } from "./wrong-use.ts";

/** Options as the command line gives them. */
export interface SubjectOptions {
  api?: string;
  host?: string;
  model?: string;
  beta?: string[];
  stream?: true;
}

const SLUG = /^[a-z0-9][a-z0-9-]*$/;

const SubjectSchema = z.object({
  api: z.enum(CONTRACT_APIS, `allowed is one of ${CONTRACT_APIS.join(", ")}`),
  host: z.string().max(64).regex(SLUG, "allowed is a provider's slug, such as openai").optional(),
  model: z.string().min(1, "allowed is the model's id at the provider").max(256).optional(),
  beta: z.array(z.string().min(1).max(128)).max(32, "allowed are at most 32 values").default([]),
  stream: z.boolean().optional(),
});

/** Who made each API: the host unless another is named. */
const MAKER: Readonly<Record<ContractApi, string>> = {
  "openai-chat": "openai",
  "openai-responses": "openai",
  "openai-completions": "openai",
  "openai-embeddings": "openai",
  "anthropic-messages": "anthropic",
  "anthropic-count-tokens": "anthropic",
  gemini: "google-ai-studio",
  "gemini-count-tokens": "google-ai-studio",
  "gemini-embed": "google-ai-studio",
  "bedrock-converse": "bedrock",
  "cohere-v2": "cohere",
  "cohere-embed": "cohere",
};

/** @throws WrongUse naming the option and what is allowed */
export function parseSubject(options: SubjectOptions): ContractSubject {
  const parsed = SubjectSchema.safeParse(options);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = String(issue?.path[0] ?? "api");
    const given = JSON.stringify(options[name as keyof SubjectOptions]);
    throw new WrongUse(`--${name} ${given}: ${issue?.message}`);
  }
  const { api, host = MAKER[api], model, beta, stream } = parsed.data;
  return {
    api,
    host,
    betas: beta,
    ...(model === undefined ? {} : { model }),
    ...(stream === undefined ? {} : { stream }),
  };
}

const BodySchema = z.custom<ContractJson>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);

/** The body of a request. @throws WrongUse where the text is no JSON object */
export function parseBody(text: string): ContractJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new WrongUse(`the body is not JSON: ${error instanceof Error ? error.message : "unreadable"}`);
  }
  const parsed = BodySchema.safeParse(value);
  if (!parsed.success) throw new WrongUse("the body must be a JSON object");
  return parsed.data;
}

const violationLines = ({ rule, mark, pointer, seen, repair, evidence }: Violation): string[] => [
  `  rule      ${rule} (${mark})`,
  `  at        ${pointer === "" ? "the body" : pointer}`,
  `  seen      ${seen}`,
  `  repair    ${repair}`,
  `  evidence  ${evidence.join("; ")}`,
];

/** A verdict as text. */
export function contractText({ api, host, model }: ContractSubject, verdict: Verdict): string {
  const who = [`${api} at ${host}`, ...(model === undefined ? [] : [`for ${model}`])].join(" ");
  const noted = verdict.noted.flatMap((violation) => [
    "noted, by analogy only (refuses nobody):",
    ...violationLines(violation),
  ]);
  const said = verdict.ok
    ? [`accepted: ${who}`]
    : [
        `refused: ${who}`,
        ...violationLines(verdict),
        `  answer    ${verdict.refusal.status} ${JSON.stringify(verdict.refusal.body)}`,
      ];
  return `${[...said, ...noted].join("\n")}\n`;
}
