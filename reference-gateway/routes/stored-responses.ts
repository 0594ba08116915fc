/**
 * The parts of the Responses API that need answers to be kept. The gateway keeps none: an id of another server, or of an
 * earlier answer, names nothing here.
 * @module
 */
import { gatewayError } from "../../registry/errors/api-error.ts";
import { Refused } from "./http.ts";

/** Everything below an answer's id: the answer itself, its input, its end. */
export const STORED_RESPONSES = "/v1/responses/:id{.+}";

/** Operations beside those on one answer; they are not offered, whoever would answer. */
const OPERATIONS = ["compact", "input_tokens"];

/** @throws Refused always: 404 for an answer, 501 for an operation that is not offered */
export function refuseStored(id: string): never {
  if (OPERATIONS.includes(id))
    throw new Refused(
      gatewayError("invalid_request", `The gateway does not offer /v1/responses/${id}`, {
        status: 501,
        code: "not_implemented",
      }),
    );
  throw new Refused(
    gatewayError(
      "not_found",
      "The gateway stores no responses: each answer is given once, when it is asked for",
      {
        code: "response_not_found",
        param: "response_id",
      },
    ),
  );
}
