/**
 * The variables of the passthrough, checked at start.
 * @module
 */
import { z } from "zod";
import type { PassRules } from "../../registry/domains/plan-pass.ts";
import { DEFAULT_TXT } from "./approvals.ts";

const listed = (text: string): string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

const NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const DOMAINS_RULE = "domains in lower case, separated by commas, for example gateway.example.com";
const PORTS_RULE = "ports from 1 to 65535, separated by commas, for example 443,8443";
const TXT_RULE = "1 to 255 printable characters, for example hconeai-verification=true";

/** By the names of the environment. */
export const passthroughFields = {
  PASSTHROUGH_DOMAINS: z
    .string()
    .default("localhost")
    .transform(listed)
    .refine((names) => names.every((name) => NAME.test(name)), { error: DOMAINS_RULE }),
  PASSTHROUGH_PORTS: z
    .string()
    .default("443")
    .refine((text) => listed(text).every((port) => /^[1-9]\d{0,4}$/.test(port) && Number(port) <= 65_535), {
      error: PORTS_RULE,
    })
    .transform((text) => listed(text).map(Number)),
  PASSTHROUGH_LOOPBACK: z.enum(["0", "1"], { error: "1 or 0" }).default("0"),
  DOMAIN_TXT_RECORD: z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, { error: TXT_RULE })
    .default(DEFAULT_TXT),
  MAPPER_CATALOGUE: z
    .string()
    .refine(
      (source) => !/^https?:/i.test(source) || (source.startsWith("https://") && URL.canParse(source)),
      {
        error: "a path or an https URL, for example ./catalogue.json",
      },
    )
    .nullable()
    .default(null),
};

export interface PassthroughConfig {
  rules: PassRules;
  txtRecord: string;
  /** A file or an https URL; `null` where the mapper has the registry alone. */
  catalogue: string | null;
}

/** What the variables come to. */
export function passthroughConfig(data: {
  PASSTHROUGH_DOMAINS: string[];
  PASSTHROUGH_PORTS: number[];
  PASSTHROUGH_LOOPBACK: "0" | "1";
  DOMAIN_TXT_RECORD: string;
  MAPPER_CATALOGUE: string | null;
}): PassthroughConfig {
  return {
    rules: {
      baseDomains: data.PASSTHROUGH_DOMAINS,
      ports: data.PASSTHROUGH_PORTS,
      loopback: data.PASSTHROUGH_LOOPBACK === "1",
    },
    txtRecord: data.DOMAIN_TXT_RECORD,
    catalogue: data.MAPPER_CATALOGUE,
  };
}
