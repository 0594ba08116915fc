/**
 * Amazon Bedrock: served tiers, and the prices of its regions, by the id of the model there. A region that is not named has
 * the list price. `reserved` is prepaid and stays unpriced.
 * @module
 */
import type { ModifierConfig } from "./schema.ts";
import { instead, times } from "./write.ts";

const TIERS =
  "Portkey-AI/models@f654307e: flex half, priority 1.75 times, the same at every model that has them";
const REGIONS = "Portkey-AI/models@f654307e, regional prices of the model";

const SERVED = [
  times("service_tier", ["flex"], "0.5", TIERS),
  times("service_tier", ["priority"], "1.75", TIERS),
];
const factorIn = (regions: readonly string[], factor: string) => times("region", regions, factor, REGIONS);
const ratesIn = (regions: readonly string[], rates: { input: string; output: string }) =>
  instead("region", regions, rates, REGIONS);

export const BEDROCK = {
  "amazon.nova-lite-v1:0": [
    ratesIn(["ap-northeast-1", "ap-southeast-5", "ap-southeast-7", "us-gov-west-1"], {
      input: "0.072",
      output: "0.288",
    }),
    ratesIn(["ap-northeast-2", "ap-south-1"], { input: "0.071", output: "0.284" }),
    ratesIn(["ap-southeast-1"], { input: "0.081", output: "0.324" }),
    ratesIn(["ap-southeast-2"], { input: "0.063", output: "0.252" }),
    ratesIn(["ap-southeast-4", "eu-north-1"], { input: "0.065", output: "0.26" }),
    ratesIn(["ca-central-1"], { input: "0.064", output: "0.256" }),
    ratesIn(["eu-central-1"], { input: "0.078", output: "0.312" }),
    ratesIn(["eu-south-1"], { input: "0.096", output: "0.384" }),
    ratesIn(["eu-south-2"], { input: "0.066", output: "0.264" }),
    ratesIn(["eu-west-1"], { input: "0.069", output: "0.276" }),
    ratesIn(["eu-west-2"], { input: "0.084", output: "0.336" }),
    ratesIn(["eu-west-3"], { input: "0.088", output: "0.352" }),
  ],
  "amazon.nova-micro-v1:0": [
    ratesIn(["ap-northeast-1", "us-gov-west-1"], { input: "0.042", output: "0.168" }),
    ratesIn(["ap-northeast-2", "ap-south-1"], { input: "0.041", output: "0.164" }),
    ratesIn(["ap-southeast-1"], { input: "0.047", output: "0.188" }),
    ratesIn(["ap-southeast-2"], { input: "0.03605", output: "0.1442" }),
    ratesIn(["eu-central-1"], { input: "0.046", output: "0.184" }),
    ratesIn(["eu-north-1"], { input: "0.038", output: "0.152" }),
    ratesIn(["eu-south-1"], { input: "0.056", output: "0.224" }),
    ratesIn(["eu-south-2"], { input: "0.039", output: "0.156" }),
    ratesIn(["eu-west-1"], { input: "0.04", output: "0.16" }),
    ratesIn(["eu-west-2"], { input: "0.049", output: "0.196" }),
    ratesIn(["eu-west-3"], { input: "0.052", output: "0.208" }),
  ],
  "amazon.nova-pro-v1:0": [
    ratesIn(["ap-northeast-1", "us-gov-west-1"], { input: "0.96", output: "3.84" }),
    ratesIn(["ap-northeast-2"], { input: "0.95", output: "3.8" }),
    ratesIn(["ap-south-1"], { input: "0.94", output: "3.76" }),
    ratesIn(["ap-southeast-1"], { input: "1.08", output: "4.32" }),
    ratesIn(["ap-southeast-2"], { input: "0.84", output: "3.36" }),
    ratesIn(["ap-southeast-4", "eu-north-1"], { input: "0.87", output: "3.48" }),
    ratesIn(["eu-central-1"], { input: "1.05", output: "4.2" }),
    ratesIn(["eu-south-1"], { input: "1.28", output: "5.21" }),
    ratesIn(["eu-south-2"], { input: "0.88", output: "3.52" }),
    ratesIn(["eu-west-1"], { input: "0.92", output: "3.68" }),
    ratesIn(["eu-west-2"], { input: "1.13", output: "4.52" }),
    ratesIn(["eu-west-3"], { input: "1.18", output: "4.72" }),
  ],
  "meta.llama4-maverick-17b-instruct-v1:0": [...SERVED],
  "meta.llama4-scout-17b-instruct-v1:0": [...SERVED],
  "mistral.devstral-2-123b": [...SERVED],
  "mistral.magistral-small-2509": [
    ...SERVED,
    ratesIn(["ap-northeast-1", "sa-east-1"], { input: "0.61", output: "1.82" }),
    ratesIn(["ap-south-1", "eu-south-1", "eu-west-1"], { input: "0.59", output: "1.76" }),
    factorIn(["ap-southeast-2"], "1.03"),
    ratesIn(["eu-west-2"], { input: "0.78", output: "2.33" }),
  ],
  "mistral.ministral-3-14b-instruct": [
    ...SERVED,
    factorIn(["ap-northeast-1", "ap-south-1", "eu-south-1", "eu-west-1", "sa-east-1"], "1.2"),
    factorIn(["ap-southeast-2"], "1.03"),
    factorIn(["eu-west-2"], "1.55"),
  ],
  "mistral.ministral-3-3b-instruct": [
    ...SERVED,
    factorIn(["ap-northeast-1", "ap-south-1", "eu-south-1", "eu-west-1", "sa-east-1"], "1.2"),
    factorIn(["ap-southeast-2"], "1.03"),
    factorIn(["eu-west-2"], "1.6"),
  ],
  "mistral.ministral-3-8b-instruct": [
    ...SERVED,
    factorIn(["ap-northeast-1", "ap-south-1", "eu-south-1", "eu-west-1", "sa-east-1"], "1.2"),
    factorIn(["ap-southeast-2"], "1.03"),
    ratesIn(["eu-west-2"], { input: "0.23", output: "0.23" }),
  ],
  "mistral.mistral-large-3-675b-instruct": [
    ...SERVED,
    ratesIn(["ap-northeast-1", "sa-east-1"], { input: "0.61", output: "1.82" }),
    ratesIn(["ap-south-1"], { input: "0.59", output: "1.76" }),
    factorIn(["ap-southeast-2"], "1.03"),
  ],
  "mistral.pixtral-large-2502-v1:0": [...SERVED],
  "mistral.voxtral-mini-3b-2507": [
    ...SERVED,
    factorIn(["ap-northeast-1", "ap-south-1", "eu-south-1", "eu-west-1", "sa-east-1"], "1.25"),
    factorIn(["ap-southeast-2"], "1.03"),
    factorIn(["eu-west-2"], "1.5"),
  ],
  "mistral.voxtral-small-24b-2507": [
    ...SERVED,
    factorIn(["ap-northeast-1", "sa-east-1"], "1.2"),
    ratesIn(["ap-south-1", "eu-south-1", "eu-west-1"], { input: "0.12", output: "0.35" }),
    factorIn(["ap-southeast-2"], "1.03"),
    ratesIn(["eu-west-2"], { input: "0.16", output: "0.47" }),
  ],
  "moonshot.kimi-k2-thinking": [
    ...SERVED,
    ratesIn(["ap-northeast-1", "sa-east-1"], { input: "0.73", output: "3.03" }),
    ratesIn(["ap-south-1"], { input: "0.71", output: "2.94" }),
    factorIn(["ap-southeast-2"], "1.03"),
  ],
  "moonshotai.kimi-k2.5": [
    ...SERVED,
    factorIn(["ap-northeast-1", "ap-south-1", "ap-southeast-3", "eu-north-1", "sa-east-1"], "1.2"),
    factorIn(["ap-southeast-2"], "1.03"),
  ],
  "openai.gpt-oss-120b-1:0": [
    ...SERVED,
    ratesIn(["ap-northeast-1", "sa-east-1"], { input: "0.18", output: "0.73" }),
    ratesIn(["ap-south-1"], { input: "0.18", output: "0.71" }),
    ratesIn(["ap-southeast-3"], { input: "0.16", output: "0.62" }),
    ratesIn(["eu-central-1", "eu-south-1"], { input: "0.2", output: "0.79" }),
    ratesIn(["eu-west-1"], { input: "0.18", output: "0.7" }),
    ratesIn(["eu-west-2"], { input: "0.23", output: "0.93" }),
    factorIn(["us-gov-east-1", "us-gov-west-1"], "1.2"),
  ],
  "openai.gpt-oss-20b-1:0": [
    ...SERVED,
    ratesIn(["ap-northeast-1", "sa-east-1"], { input: "0.08", output: "0.36" }),
    ratesIn(["ap-south-1", "eu-west-1"], { input: "0.08", output: "0.35" }),
    ratesIn(["ap-southeast-3"], { input: "0.07", output: "0.31" }),
    ratesIn(["eu-central-1", "eu-south-1"], { input: "0.09", output: "0.4" }),
    ratesIn(["eu-west-2"], { input: "0.11", output: "0.47" }),
    factorIn(["us-gov-east-1", "us-gov-west-1"], "1.2"),
  ],
  "qwen.qwen3-235b-a22b-2507-v1:0": [
    ...SERVED,
    ratesIn(["ap-northeast-1"], { input: "0.27", output: "1.06" }),
    ratesIn(["ap-south-1"], { input: "0.26", output: "1.04" }),
    factorIn(["ap-southeast-2"], "1.03"),
    ratesIn(["ap-southeast-3"], { input: "0.23", output: "0.91" }),
    ratesIn(["eu-central-1"], { input: "0.29", output: "1.16" }),
    ratesIn(["eu-south-1"], { input: "0.29", output: "1.16" }),
    ratesIn(["eu-west-2"], { input: "0.34", output: "1.37" }),
  ],
  "qwen.qwen3-32b-v1:0": [
    ...SERVED,
    ratesIn(["ap-northeast-1", "sa-east-1"], { input: "0.18", output: "0.73" }),
    ratesIn(["ap-south-1"], { input: "0.18", output: "0.71" }),
    factorIn(["ap-southeast-2"], "1.03"),
    ratesIn(["ap-southeast-3"], { input: "0.16", output: "0.62" }),
    ratesIn(["eu-central-1"], { input: "0.2", output: "0.79" }),
    ratesIn(["eu-south-1"], { input: "0.2", output: "0.79" }),
    ratesIn(["eu-west-1"], { input: "0.18", output: "0.7" }),
    ratesIn(["eu-west-2"], { input: "0.23", output: "0.93" }),
  ],
  "qwen.qwen3-coder-30b-a3b-v1:0": [
    ...SERVED,
    ratesIn(["ap-northeast-1", "sa-east-1"], { input: "0.18", output: "0.73" }),
    ratesIn(["ap-south-1"], { input: "0.18", output: "0.71" }),
    factorIn(["ap-southeast-2"], "1.03"),
    ratesIn(["ap-southeast-3"], { input: "0.16", output: "0.62" }),
    ratesIn(["eu-central-1"], { input: "0.2", output: "0.79" }),
    ratesIn(["eu-south-1"], { input: "0.2", output: "0.79" }),
    ratesIn(["eu-west-1"], { input: "0.18", output: "0.7" }),
    ratesIn(["eu-west-2"], { input: "0.23", output: "0.93" }),
  ],
  "qwen.qwen3-coder-480b-a35b-v1:0": [
    ...SERVED,
    ratesIn(["ap-northeast-1"], { input: "0.54", output: "2.18" }),
    ratesIn(["ap-south-1"], { input: "0.53", output: "2.12" }),
    ratesIn(["ap-southeast-3"], { input: "0.47", output: "1.87" }),
    ratesIn(["eu-west-2"], { input: "0.7", output: "2.79" }),
  ],
  "qwen.qwen3-coder-next": [
    ...SERVED,
    factorIn(
      [
        "ap-northeast-1",
        "ap-south-1",
        "ap-southeast-3",
        "eu-central-1",
        "eu-south-1",
        "eu-west-1",
        "sa-east-1",
      ],
      "1.2",
    ),
    factorIn(["ap-southeast-2"], "1.03"),
    ratesIn(["eu-west-2"], { input: "0.78", output: "1.86" }),
  ],
  "qwen.qwen3-next-80b-a3b": [
    ...SERVED,
    ratesIn(["ap-northeast-1", "sa-east-1"], { input: "0.18", output: "1.45" }),
    ratesIn(["ap-south-1", "eu-south-1", "eu-west-1"], { input: "0.18", output: "1.41" }),
    factorIn(["ap-southeast-2"], "1.03"),
    ratesIn(["eu-west-2"], { input: "0.23", output: "1.86" }),
  ],
  "qwen.qwen3-vl-235b-a22b": [
    ...SERVED,
    ratesIn(["ap-northeast-1", "sa-east-1"], { input: "0.64", output: "3.22" }),
    ratesIn(["ap-south-1", "eu-south-1", "eu-west-1"], { input: "0.62", output: "3.13" }),
    factorIn(["ap-southeast-2"], "1.03"),
    ratesIn(["eu-west-2"], { input: "0.82", output: "4.12" }),
  ],
  "zai.glm-4.7": [
    ...SERVED,
    factorIn(["ap-northeast-1", "ap-south-1", "ap-southeast-3", "eu-north-1", "sa-east-1"], "1.2"),
    factorIn(["ap-southeast-2"], "1.03"),
  ],
  "zai.glm-4.7-flash": [
    ...SERVED,
    ratesIn(
      [
        "ap-northeast-1",
        "ap-south-1",
        "ap-southeast-3",
        "eu-central-1",
        "eu-north-1",
        "eu-south-1",
        "eu-west-1",
        "sa-east-1",
      ],
      { input: "0.08", output: "0.48" },
    ),
    factorIn(["ap-southeast-2"], "1.03"),
    ratesIn(["eu-west-2"], { input: "0.11", output: "0.62" }),
  ],
  "zai.glm-5": [
    ...SERVED,
    factorIn(
      ["ap-northeast-1", "ap-south-1", "ap-southeast-3", "eu-central-1", "eu-north-1", "sa-east-1"],
      "1.2",
    ),
    ratesIn(["ap-southeast-2"], { input: "1.03", output: "3.3" }),
    factorIn(["eu-west-2"], "1.55"),
  ],
} satisfies Record<string, ModifierConfig[]>;
