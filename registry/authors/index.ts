/**
 * Every author with its models and endpoints, merged; the keys stay literal types, so that a wrong id does not compile.
 * @module
 */
import * as aisingapore from "./aisingapore/index.ts";
import * as alibaba from "./alibaba/index.ts";
import * as amazon from "./amazon/index.ts";
import * as anthropic from "./anthropic/index.ts";
import * as baai from "./baai/index.ts";
import * as baichuan from "./baichuan/index.ts";
import * as baidu from "./baidu/index.ts";
import * as cohere from "./cohere/index.ts";
import * as deepcogito from "./deepcogito/index.ts";
import * as deepseek from "./deepseek/index.ts";
import * as essentialai from "./essentialai/index.ts";
import * as google from "./google/index.ts";
import * as gryphe from "./gryphe/index.ts";
import * as ibm from "./ibm/index.ts";
import * as inclusionai from "./inclusionai/index.ts";
import * as kwaipilot from "./kwaipilot/index.ts";
import * as liquid from "./liquid/index.ts";
import * as meta from "./meta/index.ts";
import * as microsoft from "./microsoft/index.ts";
import * as minimax from "./minimax/index.ts";
import * as mistralai from "./mistralai/index.ts";
import * as moonshotai from "./moonshotai/index.ts";
import * as nousresearch from "./nousresearch/index.ts";
import * as nvidia from "./nvidia/index.ts";
import * as openai from "./openai/index.ts";
import * as perplexity from "./perplexity/index.ts";
import * as sao10k from "./sao10k/index.ts";
import * as writer from "./writer/index.ts";
import * as xai from "./xai/index.ts";
import * as xiaomi from "./xiaomi/index.ts";
import * as zai from "./zai/index.ts";

export const authors = {
  aisingapore: aisingapore.metadata,
  alibaba: alibaba.metadata,
  amazon: amazon.metadata,
  anthropic: anthropic.metadata,
  baai: baai.metadata,
  baichuan: baichuan.metadata,
  baidu: baidu.metadata,
  cohere: cohere.metadata,
  deepcogito: deepcogito.metadata,
  deepseek: deepseek.metadata,
  essentialai: essentialai.metadata,
  google: google.metadata,
  gryphe: gryphe.metadata,
  ibm: ibm.metadata,
  inclusionai: inclusionai.metadata,
  kwaipilot: kwaipilot.metadata,
  liquid: liquid.metadata,
  meta: meta.metadata,
  microsoft: microsoft.metadata,
  minimax: minimax.metadata,
  mistralai: mistralai.metadata,
  moonshotai: moonshotai.metadata,
  nousresearch: nousresearch.metadata,
  nvidia: nvidia.metadata,
  openai: openai.metadata,
  perplexity: perplexity.metadata,
  sao10k: sao10k.metadata,
  writer: writer.metadata,
  xai: xai.metadata,
  xiaomi: xiaomi.metadata,
  zai: zai.metadata,
};

export const models = {
  ...aisingapore.models,
  ...alibaba.models,
  ...amazon.models,
  ...anthropic.models,
  ...baai.models,
  ...baichuan.models,
  ...baidu.models,
  ...cohere.models,
  ...deepcogito.models,
  ...deepseek.models,
  ...essentialai.models,
  ...google.models,
  ...gryphe.models,
  ...ibm.models,
  ...inclusionai.models,
  ...kwaipilot.models,
  ...liquid.models,
  ...meta.models,
  ...microsoft.models,
  ...minimax.models,
  ...mistralai.models,
  ...moonshotai.models,
  ...nousresearch.models,
  ...nvidia.models,
  ...openai.models,
  ...perplexity.models,
  ...sao10k.models,
  ...writer.models,
  ...xai.models,
  ...xiaomi.models,
  ...zai.models,
};

/** A type of its own: what the compiler infers for a thousand endpoints is too long to be declared. */
export type Endpoints = typeof aisingapore.endpoints &
  typeof alibaba.endpoints &
  typeof amazon.endpoints &
  typeof anthropic.endpoints &
  typeof baai.endpoints &
  typeof baichuan.endpoints &
  typeof baidu.endpoints &
  typeof cohere.endpoints &
  typeof deepcogito.endpoints &
  typeof deepseek.endpoints &
  typeof essentialai.endpoints &
  typeof google.endpoints &
  typeof gryphe.endpoints &
  typeof ibm.endpoints &
  typeof inclusionai.endpoints &
  typeof kwaipilot.endpoints &
  typeof liquid.endpoints &
  typeof meta.endpoints &
  typeof microsoft.endpoints &
  typeof minimax.endpoints &
  typeof mistralai.endpoints &
  typeof moonshotai.endpoints &
  typeof nousresearch.endpoints &
  typeof nvidia.endpoints &
  typeof openai.endpoints &
  typeof perplexity.endpoints &
  typeof sao10k.endpoints &
  typeof writer.endpoints &
  typeof xai.endpoints &
  typeof xiaomi.endpoints &
  typeof zai.endpoints;

export const endpoints: Endpoints = {
  ...aisingapore.endpoints,
  ...alibaba.endpoints,
  ...amazon.endpoints,
  ...anthropic.endpoints,
  ...baai.endpoints,
  ...baichuan.endpoints,
  ...baidu.endpoints,
  ...cohere.endpoints,
  ...deepcogito.endpoints,
  ...deepseek.endpoints,
  ...essentialai.endpoints,
  ...google.endpoints,
  ...gryphe.endpoints,
  ...ibm.endpoints,
  ...inclusionai.endpoints,
  ...kwaipilot.endpoints,
  ...liquid.endpoints,
  ...meta.endpoints,
  ...microsoft.endpoints,
  ...minimax.endpoints,
  ...mistralai.endpoints,
  ...moonshotai.endpoints,
  ...nousresearch.endpoints,
  ...nvidia.endpoints,
  ...openai.endpoints,
  ...perplexity.endpoints,
  ...sao10k.endpoints,
  ...writer.endpoints,
  ...xai.endpoints,
  ...xiaomi.endpoints,
  ...zai.endpoints,
};

export type AuthorSlug = keyof typeof authors;
/** The public, provider-neutral id of a model. */
export type ModelId = keyof typeof models;
/** `model:provider`. An opaque key: look it up, never split it. */
export type EndpointId = keyof Endpoints;
