/**
 * The one list of providers. Names, priorities, hosts, usage conventions, dashboards and case plans derive from it.
 * @module
 */
import { DeepInfraProvider } from "./deepinfra.ts";
import { GroqProvider } from "./groq.ts";
import { OpenAiProvider } from "./openai.ts";

export const providers = {
  deepinfra: new DeepInfraProvider(),
  groq: new GroqProvider(),
  openai: new OpenAiProvider(),
} as const;

export type ProviderSlug = keyof typeof providers;
