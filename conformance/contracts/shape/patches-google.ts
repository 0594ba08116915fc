/**
 * Patches of Google's shapes: what the path carries, and fields that are newer than the published descriptions.
 * @module
 */
import type { JsonObject } from "../json.ts";
import type { Patch } from "./patches.ts";
import type { Schema } from "./schemas.ts";

const USER: JsonObject = { role: "user", parts: [{ text: "Where is the tide?" }] };
const GOOD: JsonObject = { contents: [USER] };
const GEMINI = ["gemini", "gemini-count-tokens"];
const OBJECT: Schema = { type: "object" };
const TEXT: Schema = { type: "string" };

/** Both spellings of protobuf's JSON form. */
const both = (fields: Readonly<Record<string, Schema>>): Record<string, Schema> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, schema]) => [
      [name, schema],
      [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), schema],
    ]),
  );

const atStudio = (body: JsonObject): Patch["probe"] => ({ api: "gemini", host: "google-ai-studio", body });
const said = (part: JsonObject): JsonObject => ({ contents: [USER, { role: "model", parts: [part] }, USER] });

export const GOOGLE_PATCHES: readonly Patch[] = [
  {
    id: "gemini.model-in-path",
    schemas: ["gemini", "vertex-gemini"],
    change: { definitions: /GenerateContentRequest/, optional: ["model"] },
    evidence: ["google-ai-studio-1ffe17e1f7", "vertex-7b4fea7fef"],
    probe: atStudio(GOOD),
  },
  {
    id: "gemini-count-tokens.model-in-path",
    schemas: ["gemini-count-tokens"],
    change: { definitions: /CountTokensRequest/, optional: ["model"] },
    evidence: ["google-ai-studio-5b6f7ae9ce"],
    probe: { api: "gemini-count-tokens", host: "google-ai-studio", body: GOOD },
  },
  {
    id: "vertex-count-tokens.endpoint-in-path",
    schemas: ["vertex-count-tokens"],
    change: { definitions: /CountTokensRequest/, optional: ["endpoint"], drop: ["endpoint"] },
    evidence: ["vertex-cbe6a7b0ac"],
    probe: { api: "gemini-count-tokens", host: "vertex", body: GOOD },
  },
  {
    id: "gemini-embed.model-in-path",
    schemas: ["gemini-embed"],
    change: { definitions: /EmbedContentRequest/, optional: ["model"] },
    evidence: ["docs: embedContent, the model is in the path"],
    probe: { api: "gemini-embed", host: "google-ai-studio", body: { content: USER } },
  },
  {
    id: "gemini-embed-batch.model-in-path",
    schemas: ["gemini-embed-batch"],
    change: { definitions: /BatchEmbedContentsRequest/, optional: ["model"] },
    evidence: ["google-ai-studio-01f3ec66cc"],
    probe: {
      api: "gemini-embed",
      host: "google-ai-studio",
      body: { requests: [{ model: "models/gemini-embedding-2", content: USER }] },
    },
  },
  {
    id: "gemini.schema-type-optional",
    schemas: GEMINI,
    change: { definitions: /Schema/, optional: ["type"] },
    evidence: ["google-ai-studio-c83f6dda69"],
    probe: atStudio({
      ...GOOD,
      generationConfig: {
        responseMimeType: "application/json",
        responseSchema: { type: "OBJECT", properties: { tide: { anyOf: [{ type: "STRING" }] } } },
      },
    }),
  },
  {
    id: "gemini.description-optional",
    schemas: GEMINI,
    change: { definitions: /FunctionDeclaration/, optional: ["description"] },
    evidence: ["@google-cloud/aiplatform 7.4.0 v1beta1 FunctionDeclaration: only the name is required"],
    probe: atStudio({ ...GOOD, tools: [{ functionDeclarations: [{ name: "tide" }] }] }),
  },
  {
    id: "gemini.server-tool-parts",
    schemas: GEMINI,
    change: { definitions: /Part/, set: both({ toolCall: OBJECT, toolResponse: OBJECT }) },
    evidence: ["google-ai-studio-82a46590ec", "google-ai-studio-0caaf648c6"],
    probe: atStudio(said({ toolCall: { id: "a", toolType: "FILE_SEARCH", args: {} } })),
  },
  {
    id: "gemini.server-tool-flag",
    schemas: GEMINI,
    change: {
      definitions: /ToolConfig/,
      set: both({ includeServerSideToolInvocations: { type: "boolean" } }),
    },
    evidence: ["google-ai-studio-87549cd806", "google-ai-studio-c658f5eda3"],
    probe: atStudio({ ...GOOD, toolConfig: { includeServerSideToolInvocations: true } }),
  },
  {
    id: "gemini.file-search",
    schemas: GEMINI,
    change: { definitions: /FileSearch/, optional: ["retrievalResources"], open: true },
    evidence: ["google-ai-studio-87549cd806", "google-ai-studio-82a46590ec"],
    probe: atStudio({ ...GOOD, tools: [{ fileSearch: { fileSearchStoreNames: ["fileSearchStores/a"] } }] }),
  },
  {
    id: "gemini.code-ids",
    schemas: GEMINI,
    change: { definitions: /ExecutableCode|CodeExecutionResult/, set: { id: TEXT } },
    evidence: ["google-ai-studio-eebdcf53ea"],
    probe: atStudio(said({ executableCode: { id: "a", language: "PYTHON", code: "1" } })),
  },
  {
    id: "gemini.thinking-level",
    schemas: [...GEMINI, "vertex-gemini"],
    change: { definitions: /(?:GenerationConfig\.)?ThinkingConfig/, set: both({ thinkingLevel: TEXT }) },
    evidence: ["docs: ai.google.dev/gemini-api/docs/thinking, thinkingLevel since Gemini 3"],
    probe: atStudio({ ...GOOD, generationConfig: { thinkingConfig: { thinkingLevel: "LOW" } } }),
  },
  {
    id: "gemini.media-resolution-of-part",
    schemas: [...GEMINI, "vertex-gemini"],
    change: { definitions: /Part/, set: both({ mediaResolution: OBJECT }) },
    evidence: ["docs: ai.google.dev/gemini-api/docs/gemini-3, media_resolution of a part"],
    probe: atStudio({
      contents: [
        {
          role: "user",
          parts: [
            {
              inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" },
              mediaResolution: { level: "MEDIA_RESOLUTION_HIGH" },
            },
          ],
        },
      ],
    }),
  },
  {
    id: "gemini.service-tier",
    schemas: ["gemini"],
    change: { definitions: /GenerateContentRequest/, set: both({ serviceTier: TEXT }) },
    evidence: ["docs: ai.google.dev/gemini-api/docs/service-tiers, flex and priority"],
    probe: atStudio({ ...GOOD, serviceTier: "flex" }),
  },
  {
    id: "gemini.function-response-file",
    schemas: GEMINI,
    change: {
      definitions: /FunctionResponsePart/,
      set: both({ fileData: { $ref: "#/definitions/FileData" } }),
    },
    evidence: ["google-ai-studio-d9a5302a61"],
    probe: atStudio({
      contents: [
        USER,
        {
          role: "user",
          parts: [
            {
              functionResponse: {
                name: "chart",
                response: {},
                parts: [{ fileData: { mimeType: "image/png", fileUri: "https://example.com/f" } }],
              },
            },
          ],
        },
      ],
    }),
  },
];
