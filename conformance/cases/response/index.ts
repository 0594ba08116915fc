/**
 * RES: what callers get back.
 * @module
 */
import { agentSequences } from "./agent-sequences.ts";
import { agentCases } from "./agents.ts";
import { aiSdkClients } from "./ai-sdk-clients.ts";
import { anthropicClient } from "./anthropic-client.ts";
import { completionCases } from "./completions.ts";
import { countTokensCases } from "./count-tokens.ts";
import { firstCounts } from "./first-counts.ts";
import { genaiClient } from "./genai-client.ts";
import { langchainClient } from "./langchain-client.ts";
import { meaningCases } from "./meaning.ts";
import { messagesCases } from "./messages.ts";
import { nativeAnswers } from "./native-answers.ts";
import { nativeFinishes } from "./native-finishes.ts";
import { nothingLeftCases } from "./nothing-left.ts";
import { oddAnswers } from "./odd.ts";
import { openaiClient } from "./openai-client.ts";
import { otherKinds } from "./other-kinds.ts";
import { pathCases } from "./paths.ts";
import { recordedAnswers } from "./recorded.ts";
import { responsesAnswers } from "./responses-answers.ts";
import { responsesClients } from "./responses-clients.ts";
import { responsesRequests } from "./responses-requests.ts";
import { responsesStreams } from "./responses-streams.ts";
import { verbatimAnswers } from "./verbatim.ts";

export const responseCases = [
  ...recordedAnswers,
  ...oddAnswers,
  ...openaiClient,
  ...anthropicClient,
  ...aiSdkClients,
  ...langchainClient,
  ...genaiClient,
  ...messagesCases,
  ...firstCounts,
  ...otherKinds,
  ...countTokensCases,
  ...completionCases,
  ...pathCases,
  ...responsesRequests,
  ...responsesAnswers,
  ...responsesStreams,
  ...responsesClients,
  ...agentCases,
  ...agentSequences,
  ...verbatimAnswers,
  ...nativeAnswers,
  ...nativeFinishes,
  ...meaningCases,
  ...nothingLeftCases,
];
