/**
 * Amazon Bedrock's Converse dialect: one JSON form for all of its models, streams as AWS event-stream frames.
 * @module
 */
import type { Codec } from "../codec.ts";
import { decodeError, encodeError, isError } from "./errors.ts";
import { addressNative, decodeRequest, encodeRequest, path } from "./request.ts";
import { decodeResponse, encodeResponse } from "./response.ts";
import { decodeStream, encodeStream } from "./stream.ts";
import { readUsage, writeUsage } from "./usage.ts";

export const bedrockConverse: Codec = {
  id: "bedrock-converse",
  streamType: "application/vnd.amazon.eventstream",
  path,
  encodeRequest,
  addressNative,
  decodeRequest,
  decodeResponse,
  encodeResponse,
  decodeStream,
  encodeStream,
  decodeError,
  encodeError,
  isError,
  readUsage,
  writeUsage,
};
