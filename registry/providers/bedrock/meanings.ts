/**
 * What Bedrock's exceptions mean; many of them share a status (ERR-02).
 * @module
 */
import type { Meaning, MeaningRule } from "../../errors/meaning.ts";

const MODEL = "AWS service model of bedrock-runtime: error shapes and their statuses";
const GUIDE = "Bedrock user guide, troubleshooting of API error codes";

const typed = (type: string, meaning: Meaning, evidence: string): MeaningRule => ({
  type,
  meaning,
  evidence,
});

/** Told by their words, since status and type are those of any invalid request. */
const spoken: MeaningRule[] = [
  {
    status: 400,
    message: /model identifier is invalid/i,
    meaning: "not_found",
    evidence: "recorded exchanges: an unknown model id is a 400 with only a message",
  },
  {
    status: 400,
    message: /on-demand throughput isn.t supported/i,
    meaning: "not_found",
    evidence: "issue reports: models that are served through inference profiles refuse their bare id",
  },
  {
    status: 400,
    message: /input is too long|prompt is too long|too many input tokens|exceeds? the (?:maximum )?context/i,
    meaning: "context_length",
    evidence: "issue reports: the wording of Bedrock and of the models behind it",
  },
  {
    status: 400,
    message: /model doesn.t support/i,
    meaning: "unsupported",
    evidence: "recorded exchanges: a content block that this model does not take",
  },
  {
    status: 403,
    message: /security token|signature|api key|authentication (?:failed|token)/i,
    meaning: "authentication",
    evidence: GUIDE,
  },
];

export const bedrockMeanings: readonly MeaningRule[] = [
  ...spoken,
  typed("UnrecognizedClientException", "authentication", GUIDE),
  typed("InvalidSignatureException", "authentication", GUIDE),
  typed("SignatureDoesNotMatch", "authentication", GUIDE),
  typed("ExpiredTokenException", "authentication", GUIDE),
  typed("ExpiredToken", "authentication", GUIDE),
  typed("MissingAuthenticationTokenException", "authentication", GUIDE),
  typed("MissingAuthenticationToken", "authentication", GUIDE),
  typed("InvalidClientTokenId", "authentication", GUIDE),
  typed("IncompleteSignatureException", "authentication", GUIDE),
  typed("IncompleteSignature", "authentication", GUIDE),
  typed("RequestExpired", "authentication", GUIDE),
  typed("AccessDeniedException", "permission", MODEL),
  typed("ResourceNotFoundException", "not_found", MODEL),
  typed("ModelTimeoutException", "timeout", MODEL),
  // The model behind Bedrock failed, not the request.
  typed("ModelErrorException", "api", MODEL),
  typed("ModelStreamErrorException", "api", MODEL),
  typed("ThrottlingException", "rate_limit", MODEL),
  typed("ModelNotReadyException", "rate_limit", MODEL),
  // A limit of the account that AWS says to try again later, not an account without money.
  typed("ServiceQuotaExceededException", "rate_limit", `${MODEL}: may be resubmitted later`),
  typed("ServiceUnavailableException", "overloaded", MODEL),
  typed("InternalServerException", "api", MODEL),
  typed("ValidationException", "invalid_request", MODEL),
];
