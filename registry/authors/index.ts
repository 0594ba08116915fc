/**
 * Every author with its models and endpoints, merged; the keys stay literal types, so that a wrong id does not compile.
 * @module
 */
import * as alibaba from "./alibaba/index.ts";
import * as amazon from "./amazon/index.ts";
import * as anthropic from "./anthropic/index.ts";
import * as cohere from "./cohere/index.ts";
import * as deepseek from "./deepseek/index.ts";
import * as google from "./google/index.ts";
import * as meta from "./meta/index.ts";
import * as microsoft from "./microsoft/index.ts";
import * as minimax from "./minimax/index.ts";
import * as mistralai from "./mistralai/index.ts";
import * as moonshotai from "./moonshotai/index.ts";
import * as nvidia from "./nvidia/index.ts";
import * as openai from "./openai/index.ts";
import * as writer from "./writer/index.ts";
import * as xai from "./xai/index.ts";
import * as xiaomi from "./xiaomi/index.ts";
import * as zai from "./zai/index.ts";

export const authors = {
  alibaba: alibaba.metadata,
  amazon: amazon.metadata,
  anthropic: anthropic.metadata,
  cohere: cohere.metadata,
  deepseek: deepseek.metadata,
  google: google.metadata,
  meta: meta.metadata,
  microsoft: microsoft.metadata,
  minimax: minimax.metadata,
  mistralai: mistralai.metadata,
  moonshotai: moonshotai.metadata,
  nvidia: nvidia.metadata,
  openai: openai.metadata,
  writer: writer.metadata,
  xai: xai.metadata,
  xiaomi: xiaomi.metadata,
  zai: zai.metadata,
};

export const models = {
  ...alibaba.models,
  ...amazon.models,
  ...anthropic.models,
  ...cohere.models,
  ...deepseek.models,
  ...google.models,
  ...meta.models,
  ...microsoft.models,
  ...minimax.models,
  ...mistralai.models,
  ...moonshotai.models,
  ...nvidia.models,
  ...openai.models,
  ...writer.models,
  ...xai.models,
  ...xiaomi.models,
  ...zai.models,
};

export const endpoints = {
  ...alibaba.endpoints,
  ...amazon.endpoints,
  ...anthropic.endpoints,
  ...cohere.endpoints,
  ...deepseek.endpoints,
  ...google.endpoints,
  ...meta.endpoints,
  ...microsoft.endpoints,
  ...minimax.endpoints,
  ...mistralai.endpoints,
  ...moonshotai.endpoints,
  ...nvidia.endpoints,
  ...openai.endpoints,
  ...writer.endpoints,
  ...xai.endpoints,
  ...xiaomi.endpoints,
  ...zai.endpoints,
};

export type AuthorSlug = keyof typeof authors;
/** The public, provider-neutral id of a model. */
export type ModelId = keyof typeof models;
/** `model:provider`. An opaque key: look it up, never split it. */
export type EndpointId = keyof typeof endpoints;
