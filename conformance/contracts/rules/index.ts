/**
 * Every rule on values and across fields.
 * @module
 */
import type { Rule } from "../contract.ts";
import { ANTHROPIC_HISTORY_RULES } from "./anthropic-history.ts";
import { ANTHROPIC_MESSAGE_RULES } from "./anthropic-messages.ts";
import { ANTHROPIC_MODEL_RULES } from "./anthropic-models.ts";
import { ANTHROPIC_TOOL_RULES } from "./anthropic-tools.ts";
import { BEDROCK_RULES } from "./bedrock.ts";
import { BEDROCK_DOCUMENT_RULES } from "./bedrock-documents.ts";
import { BEDROCK_MODEL_RULES } from "./bedrock-models.ts";
import { BEDROCK_SCHEMA_RULES } from "./bedrock-schemas.ts";
import { COHERE_RULES } from "./cohere.ts";
import { COMPLETION_RULES } from "./completions.ts";
import { DEEPSEEK_RULES } from "./deepseek.ts";
import { EMBEDDING_RULES } from "./embeddings.ts";
import { GEMINI_RULES } from "./gemini.ts";
import { GEMINI_CONTENT_RULES } from "./gemini-contents.ts";
import { HOST_RULES } from "./hosts.ts";
import { MORE_HOST_RULES } from "./more-hosts.ts";
import { OPENAI_CHAT_RULES } from "./openai-chat.ts";
import { OPENAI_CHAT_MESSAGE_RULES } from "./openai-chat-messages.ts";
import { OPENAI_MEDIA_RULES } from "./openai-media.ts";
import { OPENAI_MODEL_RULES } from "./openai-models.ts";
import { OPENAI_MORE_RULES } from "./openai-more.ts";
import { OPENAI_RESPONSES_RULES } from "./openai-responses.ts";
import { OPENAI_SCHEMA_RULES } from "./openai-schemas.ts";
import { RESPONSES_HOST_RULES } from "./responses-hosts.ts";

export const RULES: readonly Rule[] = [
  ...ANTHROPIC_MODEL_RULES,
  ...ANTHROPIC_MESSAGE_RULES,
  ...ANTHROPIC_HISTORY_RULES,
  ...ANTHROPIC_TOOL_RULES,
  ...OPENAI_MODEL_RULES,
  ...OPENAI_CHAT_MESSAGE_RULES,
  ...OPENAI_CHAT_RULES,
  ...OPENAI_RESPONSES_RULES,
  ...OPENAI_SCHEMA_RULES,
  ...OPENAI_MEDIA_RULES,
  ...OPENAI_MORE_RULES,
  ...EMBEDDING_RULES,
  ...COMPLETION_RULES,
  ...GEMINI_RULES,
  ...GEMINI_CONTENT_RULES,
  ...BEDROCK_MODEL_RULES,
  ...BEDROCK_SCHEMA_RULES,
  ...BEDROCK_RULES,
  ...BEDROCK_DOCUMENT_RULES,
  ...COHERE_RULES,
  ...HOST_RULES,
  ...DEEPSEEK_RULES,
  ...MORE_HOST_RULES,
  ...RESPONSES_HOST_RULES,
];
