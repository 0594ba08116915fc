/**
 * What each schema is made from: one published package and one name in it.
 * `types` are the SDK's own request types, `protos` and `smithy` the vendor's machine-readable service description.
 */
const types = (schema, package_, module, type) => ({
  schema,
  package: package_,
  kind: "types",
  module,
  type,
});

export const ROOTS = [
  types(
    "openai-chat",
    "openai",
    "openai/resources/chat/completions/completions.d.ts",
    "ChatCompletionCreateParams",
  ),
  types("openai-responses", "openai", "openai/resources/responses/responses.d.ts", "ResponseCreateParams"),
  types("openai-completions", "openai", "openai/resources/completions.d.ts", "CompletionCreateParams"),
  types("openai-embeddings", "openai", "openai/resources/embeddings.d.ts", "EmbeddingCreateParams"),
  types(
    "anthropic-messages",
    "@anthropic-ai/sdk",
    "@anthropic-ai/sdk/resources/messages/messages.d.ts",
    "MessageCreateParams",
  ),
  types(
    "anthropic-messages-0",
    "anthropic-sdk-0",
    "anthropic-sdk-0/resources/messages/messages.d.ts",
    "MessageCreateParams",
  ),
  types(
    "anthropic-messages-beta",
    "@anthropic-ai/sdk",
    "@anthropic-ai/sdk/resources/beta/messages/messages.d.ts",
    "MessageCreateParams",
  ),
  types(
    "anthropic-messages-beta-0",
    "anthropic-sdk-0",
    "anthropic-sdk-0/resources/beta/messages/messages.d.ts",
    "MessageCreateParams",
  ),
  types(
    "anthropic-count-tokens",
    "@anthropic-ai/sdk",
    "@anthropic-ai/sdk/resources/messages/messages.d.ts",
    "MessageCountTokensParams",
  ),
  types(
    "anthropic-count-tokens-beta",
    "@anthropic-ai/sdk",
    "@anthropic-ai/sdk/resources/beta/messages/messages.d.ts",
    "MessageCountTokensParams",
  ),
  types(
    "cohere-v2",
    "cohere-ai",
    "cohere-ai/serialization/resources/v2/client/requests/V2ChatRequest.d.ts",
    "V2ChatRequest.Raw",
  ),
  types(
    "cohere-embed",
    "cohere-ai",
    "cohere-ai/serialization/resources/v2/client/requests/V2EmbedRequest.d.ts",
    "V2EmbedRequest.Raw",
  ),
  types(
    "mistral-chat",
    "@mistralai/mistralai",
    "@mistralai/mistralai/esm/models/components/chatcompletionrequest.d.ts",
    "ChatCompletionRequest$Outbound",
  ),
  types(
    "mistral-embeddings",
    "@mistralai/mistralai",
    "@mistralai/mistralai/esm/models/components/embeddingrequest.d.ts",
    "EmbeddingRequest$Outbound",
  ),
  types("groq-chat", "groq-sdk", "groq-sdk/resources/chat/completions.d.ts", "ChatCompletionCreateParams"),
  types(
    "openrouter-chat",
    "@openrouter/sdk",
    "@openrouter/sdk/esm/models/chatrequest.d.ts",
    "ChatRequest$Outbound",
  ),
  types(
    "openrouter-responses",
    "@openrouter/sdk",
    "@openrouter/sdk/esm/models/responsesrequest.d.ts",
    "ResponsesRequest$Outbound",
  ),
  {
    schema: "gemini",
    package: "@google-ai/generativelanguage",
    kind: "protos",
    file: "build/protos/protos.json",
    type: "google.ai.generativelanguage.v1beta.GenerateContentRequest",
  },
  {
    schema: "gemini-embed",
    package: "@google-ai/generativelanguage",
    kind: "protos",
    file: "build/protos/protos.json",
    type: "google.ai.generativelanguage.v1beta.EmbedContentRequest",
  },
  {
    schema: "gemini-embed-batch",
    package: "@google-ai/generativelanguage",
    kind: "protos",
    file: "build/protos/protos.json",
    type: "google.ai.generativelanguage.v1beta.BatchEmbedContentsRequest",
  },
  {
    schema: "gemini-count-tokens",
    package: "@google-ai/generativelanguage",
    kind: "protos",
    file: "build/protos/protos.json",
    type: "google.ai.generativelanguage.v1beta.CountTokensRequest",
  },
  {
    schema: "vertex-gemini",
    package: "@google-cloud/aiplatform",
    kind: "protos",
    file: "build/protos/protos.json",
    type: "google.cloud.aiplatform.v1beta1.GenerateContentRequest",
  },
  {
    schema: "vertex-count-tokens",
    package: "@google-cloud/aiplatform",
    kind: "protos",
    file: "build/protos/protos.json",
    type: "google.cloud.aiplatform.v1beta1.CountTokensRequest",
  },
  {
    schema: "vertex-embed",
    package: "@google-cloud/aiplatform",
    kind: "protos",
    file: "build/protos/protos.json",
    type: "google.cloud.aiplatform.v1beta1.EmbedContentRequest",
  },
  {
    schema: "bedrock-converse",
    package: "@aws-sdk/client-bedrock-runtime",
    kind: "smithy",
    type: "ConverseRequest",
  },
];
