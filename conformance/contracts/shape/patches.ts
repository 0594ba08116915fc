/**
 * Where what a vendor publishes and what its servers take differ: corrections as data, each with its evidence and with a
 * request that tells whether it is still needed.
 * @module
 */
import type { ContractApi } from "../contract.ts";
import type { JsonObject } from "../json.ts";
import { ANTHROPIC_PATCHES } from "./patches-anthropic.ts";
import { GOOGLE_PATCHES } from "./patches-google.ts";
import { OPENAI_PATCHES } from "./patches-openai.ts";
import { OTHER_PATCHES } from "./patches-others.ts";
import type { SchemaChange } from "./schemas.ts";

export interface Patch {
  id: string;
  schemas: readonly string[];
  /** Only at these hosts; absent: at all. */
  hosts?: readonly string[];
  /** Only where the host reads the API openly. */
  whenOpen?: true;
  change: SchemaChange;
  evidence: readonly string[];
  /** A request that the patch changes the verdict on. */
  probe: { api: ContractApi; host: string; betas?: readonly string[]; body: JsonObject };
}

export const PATCHES: readonly Patch[] = [
  ...OPENAI_PATCHES,
  ...ANTHROPIC_PATCHES,
  ...GOOGLE_PATCHES,
  ...OTHER_PATCHES,
];
