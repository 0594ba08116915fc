/**
 * The one list of providers. Names, priorities, hosts, usage conventions, dashboards and case plans derive from it.
 * @module
 */
import { AnthropicProvider } from "./anthropic.ts";
import { AzureProvider } from "./azure.ts";
import { BedrockProvider } from "./bedrock.ts";
import { CohereProvider } from "./cohere.ts";
import { DeepInfraProvider } from "./deepinfra.ts";
import { GoogleAiStudioProvider } from "./google-ai-studio.ts";
import { GroqProvider } from "./groq.ts";
import { MistralProvider } from "./mistral.ts";
import { OpenAiProvider } from "./openai.ts";
import { VertexProvider } from "./vertex.ts";

export const providers = {
  anthropic: new AnthropicProvider(),
  azure: new AzureProvider(),
  bedrock: new BedrockProvider(),
  cohere: new CohereProvider(),
  deepinfra: new DeepInfraProvider(),
  "google-ai-studio": new GoogleAiStudioProvider(),
  groq: new GroqProvider(),
  mistral: new MistralProvider(),
  openai: new OpenAiProvider(),
  vertex: new VertexProvider(),
} as const;

export type ProviderSlug = keyof typeof providers;
