/**
 * Hosts that look like approved domains and are none, as a table for tests.
 * @module
 */

/** A target that must not be taken for an approved domain: it is refused, or held to the limits of unknown ones. */
export interface LookAlike {
  target: string;
  why: string;
}

export const lookAlikes: readonly LookAlike[] = [
  { target: "https://api.openai.com.evil.example", why: "suffix" },
  { target: "https://evilapi.openai.com.", why: "prefix with dot" },
  { target: "https://api.openai.co", why: "tld" },
  { target: "https://xapi.openai.com", why: "prefix" },
  { target: "https://аpi.openai.com", why: "Cyrillic a" },
  { target: "https://api.openai.com:8443", why: "other port" },
  { target: "https://evil.example/api.openai.com", why: "in the path" },
  { target: "https://api.anthropic.com.evil.example", why: "suffix" },
  { target: "https://bedrock-runtime.us-east-1.amazonaws.com.evil.example", why: "suffix" },
  { target: "https://bedrock-runtime.x.y.amazonaws.com", why: "two labels" },
  { target: "https://evil.openai.azure.com.evil.example", why: "suffix" },
  { target: "https://evil.example/x-aiplatform.googleapis.com", why: "path" },
  { target: "https://generativelanguage.googleapis.com@evil.example", why: "userinfo" },
  { target: "https://api-openai.com", why: "dash for a dot" },
  { target: "https://api.openai.com.br", why: "country" },
  { target: "https://notopenai.azure.com", why: "missing dot" },
  { target: "https://openai.azure.com", why: "no resource" },
  { target: "https://a.b.openai.azure.com", why: "two labels of a resource" },
  { target: "https://xgenerativelanguage.googleapis.com", why: "prefix" },
  { target: "https://evil-aiplatform.googleapis.com", why: "no region" },
  { target: "https://api.x.ai.com", why: "suffix" },
  { target: "https://us.api.x.ai", why: "region in another form" },
  { target: "https://qstash.upstash.io.evil.example", why: "suffix" },
  { target: "https://openrouter.ai.evil.example", why: "suffix" },
  { target: "https://evilopenrouter.ai", why: "prefix" },
  { target: "https://api_openai.com", why: "underscore" },
];
