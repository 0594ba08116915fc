/**
 * The one list of providers. Names, priorities, hosts, usage conventions, dashboards and case plans derive from it.
 * @module
 */
import { AlibabaProvider } from "./alibaba/index.ts";
import { AnthropicProvider } from "./anthropic/index.ts";
import { AvianProvider } from "./avian/index.ts";
import { AzureProvider } from "./azure/index.ts";
import { BedrockProvider } from "./bedrock/index.ts";
import { CloudflareProvider } from "./cloudflare/index.ts";
import { CohereProvider } from "./cohere/index.ts";
import { DeepInfraProvider } from "./deepinfra/index.ts";
import { DeepSeekProvider } from "./deepseek/index.ts";
import { FireworksProvider } from "./fireworks/index.ts";
import { GoogleAiStudioProvider } from "./google-ai-studio/index.ts";
import { GroqProvider } from "./groq/index.ts";
import { LemonfoxProvider } from "./lemonfox/index.ts";
import { MistralProvider } from "./mistral/index.ts";
import { NebiusProvider } from "./nebius/index.ts";
import { NovitaProvider } from "./novita/index.ts";
import { OpenAiProvider } from "./openai/index.ts";
import { OpenRouterProvider } from "./openrouter/index.ts";
import { PerplexityProvider } from "./perplexity/index.ts";
import { TogetherProvider } from "./together/index.ts";
import { VertexProvider } from "./vertex/index.ts";
import { XaiProvider } from "./xai/index.ts";

export const providers = {
  alibaba: new AlibabaProvider(),
  anthropic: new AnthropicProvider(),
  avian: new AvianProvider(),
  azure: new AzureProvider(),
  bedrock: new BedrockProvider(),
  cloudflare: new CloudflareProvider(),
  cohere: new CohereProvider(),
  deepinfra: new DeepInfraProvider(),
  deepseek: new DeepSeekProvider(),
  fireworks: new FireworksProvider(),
  "google-ai-studio": new GoogleAiStudioProvider(),
  groq: new GroqProvider(),
  lemonfox: new LemonfoxProvider(),
  mistral: new MistralProvider(),
  nebius: new NebiusProvider(),
  novita: new NovitaProvider(),
  openai: new OpenAiProvider(),
  openrouter: new OpenRouterProvider(),
  perplexity: new PerplexityProvider(),
  together: new TogetherProvider(),
  vertex: new VertexProvider(),
  xai: new XaiProvider(),
} as const;

export type ProviderSlug = keyof typeof providers;
