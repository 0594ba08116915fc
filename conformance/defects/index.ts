/**
 * Every planted defect, in the order of the areas.
 * @module
 */

import { acceptedDefects } from "./accepted.ts";
import { admissionDefects } from "./admission.ts";
import { agentDefects } from "./agents.ts";
import { answerFormDefects } from "./answer-forms.ts";
import { authDefects } from "./auth.ts";
import { authAwsDefects } from "./auth-aws.ts";
import { authAzureDefects } from "./auth-azure.ts";
import { authGoogleDefects } from "./auth-google.ts";
import { besideDefects } from "./beside.ts";
import { billingDefects } from "./billing.ts";
import { bodiesDefects } from "./bodies.ts";
import { cacheDefects } from "./cache.ts";
import { clientDefects } from "./clients.ts";
import { compatibleDefects } from "./compatible.ts";
import { completionDefects } from "./completions.ts";
import { costDefects } from "./cost.ts";
import { generatedCostDefects } from "./cost-generated.ts";
import { stackedCostDefects } from "./cost-stacked.ts";
import { countTokensDefects } from "./count-tokens.ts";
import { oddCountDefects } from "./counted-odd.ts";
import type { Defect } from "./defect.ts";
import { anthropicDefects } from "./dialects-anthropic.ts";
import { bedrockDefects } from "./dialects-bedrock.ts";
import { cohereDefects } from "./dialects-cohere.ts";
import { geminiDefects } from "./dialects-gemini.ts";
import { leakDefects } from "./dialects-leaks.ts";
import { embeddingsDefects } from "./embeddings.ts";
import { emptiesDefects } from "./empties.ts";
import { errorDefects } from "./errors.ts";
import { errorWireDefects } from "./errors-wire.ts";
import { fallbackDefects } from "./fallback.ts";
import { feedbackDefects } from "./feedback.ts";
import { formatDefects } from "./formats.ts";
import { gatewayKeyDefects } from "./gateway-keys.ts";
import { hostDefects } from "./hosts.ts";
import { httpRuleDefects } from "./http-rules.ts";
import { databaseDefects } from "./in-database.ts";
import { itemOrderDefects } from "./item-order.ts";
import { labelDefects } from "./labels.ts";
import { limitsDefects } from "./limits.ts";
import { limitKeyDefects } from "./limits-keys.ts";
import { providerLimitDefects } from "./limits-provider.ts";
import { lostAnswerDefects } from "./lost-answers.ts";
import { lostBesideDefects } from "./lost-beside.ts";
import { lostCountDefects } from "./lost-counts.ts";
import { lostRequestDefects } from "./lost-requests.ts";
import { mappingDefects } from "./mapping.ts";
import { mappingNativeDefects } from "./mapping-native.ts";
import { mediaDefects } from "./media.ts";
import { messagesDefects } from "./messages.ts";
import { nativeClientDefects } from "./native-clients.ts";
import { observabilityDefects } from "./observability.ts";
import { onlyHereDefects } from "./only-here.ts";
import { passedEndDefects } from "./passed-ends.ts";
import { passedUsageDefects } from "./passed-usage.ts";
import { passedWireDefects } from "./passed-wire.ts";
import { passthroughDefects } from "./passthrough.ts";
import { targetDefects } from "./passthrough-targets.ts";
import { pathDefects } from "./paths.ts";
import { placeDefects } from "./places.ts";
import { publishedThinkingDefects } from "./published-thinking.ts";
import { reasoningDefects } from "./reasoning.ts";
import { recordingsDefects } from "./recordings.ts";
import { registryDefects } from "./registry.ts";
import { registryFactDefects } from "./registry-facts.ts";
import { relayDefects } from "./relays.ts";
import { responseDefects } from "./response.ts";
import { tidiedDefects } from "./response-tidied.ts";
import { responsesDefects } from "./responses.ts";
import { responsesHostDefects } from "./responses-hosts.ts";
import { responsesRequestDefects } from "./responses-requests.ts";
import { responsesSourceDefects } from "./responses-sources.ts";
import { responsesUpstreamDefects } from "./responses-upstream.ts";
import { responsesUpstreamStreamDefects } from "./responses-upstream-streams.ts";
import { retryDefects } from "./retries.ts";
import { rewrittenDefects } from "./rewritten.ts";
import { routingDefects } from "./routing.ts";
import { routingKeyDefects } from "./routing-keys.ts";
import { refusalDefects } from "./routing-refusals.ts";
import { securityDefects } from "./security.ts";
import { storageDefects } from "./storage.ts";
import { streamingDecodingDefects } from "./streaming-decoding.ts";
import { streamingFlowDefects } from "./streaming-flow.ts";
import { streamingFrameDefects } from "./streaming-frames.ts";
import { streamingShapeDefects } from "./streaming-shape.ts";
import { telemetryDefects } from "./telemetry.ts";
import { toldAgainDefects } from "./told-again.ts";
import { toldTurnDefects } from "./turns-told.ts";
import { untouchedDefects } from "./untouched.ts";
import { usageDefects } from "./usage.ts";
import { toldUsageDefects } from "./usage-told.ts";
import { vaultDefects } from "./vault.ts";
import { verbatimDefects } from "./verbatim.ts";
import { walletDefects } from "./wallet.ts";
import { webhookDefects } from "./webhooks.ts";

export type { Defect } from "./defect.ts";

export const allDefects: readonly Defect[] = [
  ...registryDefects,
  ...registryFactDefects,
  ...routingDefects,
  ...routingKeyDefects,
  ...refusalDefects,
  ...authDefects,
  ...authAwsDefects,
  ...authAzureDefects,
  ...authGoogleDefects,
  ...mappingDefects,
  ...mappingNativeDefects,
  ...acceptedDefects,
  ...agentDefects,
  ...onlyHereDefects,
  ...formatDefects,
  ...reasoningDefects,
  ...itemOrderDefects,
  ...responseDefects,
  ...answerFormDefects,
  ...clientDefects,
  ...messagesDefects,
  ...responsesDefects,
  ...responsesSourceDefects,
  ...responsesRequestDefects,
  ...embeddingsDefects,
  ...countTokensDefects,
  ...completionDefects,
  ...pathDefects,
  ...responsesUpstreamDefects,
  ...responsesHostDefects,
  ...nativeClientDefects,
  ...responsesUpstreamStreamDefects,
  ...publishedThinkingDefects,
  ...streamingDecodingDefects,
  ...streamingShapeDefects,
  ...streamingFlowDefects,
  ...streamingFrameDefects,
  ...usageDefects,
  ...toldUsageDefects,
  ...mediaDefects,
  ...costDefects,
  ...stackedCostDefects,
  ...generatedCostDefects,
  ...databaseDefects,
  ...billingDefects,
  ...errorDefects,
  ...rewrittenDefects,
  ...untouchedDefects,
  ...errorWireDefects,
  ...hostDefects,
  ...compatibleDefects,
  ...fallbackDefects,
  ...retryDefects,
  ...bodiesDefects,
  ...cacheDefects,
  ...gatewayKeyDefects,
  ...labelDefects,
  ...limitsDefects,
  ...limitKeyDefects,
  ...providerLimitDefects,
  ...admissionDefects,
  ...placeDefects,
  ...storageDefects,
  ...besideDefects,
  ...passthroughDefects,
  ...passedEndDefects,
  ...passedUsageDefects,
  ...passedWireDefects,
  ...emptiesDefects,
  ...targetDefects,
  ...observabilityDefects,
  ...feedbackDefects,
  ...securityDefects,
  ...anthropicDefects,
  ...geminiDefects,
  ...bedrockDefects,
  ...cohereDefects,
  ...leakDefects,
  ...telemetryDefects,
  ...webhookDefects,
  ...vaultDefects,
  ...walletDefects,
  ...recordingsDefects,
  ...relayDefects,
  ...verbatimDefects,
  ...tidiedDefects,
  ...lostAnswerDefects,
  ...lostRequestDefects,
  ...lostBesideDefects,
  ...httpRuleDefects,
  ...toldAgainDefects,
  ...toldTurnDefects,
  ...lostCountDefects,
  ...oddCountDefects,
];
