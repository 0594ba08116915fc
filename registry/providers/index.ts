/**
 * The one list of providers. Names, priorities, hosts, usage conventions, dashboards and case plans derive from it.
 * @module
 */
import { AlibabaProvider } from "./alibaba.ts";
import { AnthropicProvider } from "./anthropic.ts";
import { AzureProvider } from "./azure.ts";
import { BedrockProvider } from "./bedrock.ts";
import { CloudflareProvider } from "./cloudflare.ts";
import { CohereProvider } from "./cohere.ts";
import { DeepInfraProvider } from "./deepinfra.ts";
import { GoogleAiStudioProvider } from "./google-ai-studio.ts";
import { GroqProvider } from "./groq.ts";
import { MistralProvider } from "./mistral.ts";
import { NovitaProvider } from "./novita.ts";
import { OpenAiProvider } from "./openai.ts";
import { OpenRouterProvider } from "./openrouter.ts";
import { VertexProvider } from "./vertex.ts";
import { XaiProvider } from "./xai.ts";

export const providers = {
  alibaba: new AlibabaProvider(),
  anthropic: new AnthropicProvider(),
  azure: new AzureProvider(),
  bedrock: new BedrockProvider(),
  cloudflare: new CloudflareProvider(),
  cohere: new CohereProvider(),
  deepinfra: new DeepInfraProvider(),
  "google-ai-studio": new GoogleAiStudioProvider(),
  groq: new GroqProvider(),
  mistral: new MistralProvider(),
  novita: new NovitaProvider(),
  openai: new OpenAiProvider(),
  openrouter: new OpenRouterProvider(),
  vertex: new VertexProvider(),
  xai: new XaiProvider(),
} as const;

export type ProviderSlug = keyof typeof providers;
