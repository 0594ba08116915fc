/**
 * Bedrock Converse: where its rules hold, and the pieces of their examples.
 * @module
 */
import type { ContractApi } from "../contract.ts";
import type { JsonObject } from "../json.ts";

export const AT = { apis: ["bedrock-converse"] as readonly ContractApi[] };
export const TEXT: JsonObject = { text: "Where is the tide?" };
export const ASKED: JsonObject = { role: "user", content: [TEXT] };
export const said = (...content: JsonObject[]): JsonObject => ({ role: "assistant", content });
export const given = (...content: JsonObject[]): JsonObject => ({ role: "user", content });
