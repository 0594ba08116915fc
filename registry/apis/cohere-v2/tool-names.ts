/** Names of tools as Cohere takes them: no hyphen, and no digit first (MAP-11). @module */
import type { ChatRequest } from "../../canonical/chat.ts";
import { type ToolNames, toolNames } from "../_shared/tool-names.ts";

const TOOL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/;

export const cohereNames = (request: ChatRequest): ToolNames => toolNames(request, TOOL_NAME);
