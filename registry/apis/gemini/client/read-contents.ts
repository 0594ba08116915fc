/**
 * A caller's contents as messages: results become messages of their own, calls without ids get some.
 * @module
 */
import { TurnOrder } from "../../../canonical/item-order.ts";
import { type JsonObject, own } from "../../../json.ts";
import { UnsupportedInput } from "../../codec.ts";
import { dataUrl } from "../media.ts";
import { NO_SIGNATURE, resultOf } from "../upstream/contents.ts";
import { imageOf, signed } from "../upstream/parts.ts";
import type { NativeContent, NativePart } from "./native.ts";

const AUDIO_FORMATS: Readonly<Record<string, string>> = {
  "audio/mpeg": "mp3",
  "audio/mp3": "mp3",
  "audio/wav": "wav",
  "audio/x-wav": "wav",
};

/** A problem of the caller's own making, at a place in the body. */
export class BadContents extends Error {
  readonly param: string;
  constructor(param: string, message: string) {
    super(message);
    this.param = param;
  }
}

function mediaPart({ inlineData, fileData }: Pick<NativePart, "inlineData" | "fileData">): JsonObject | null {
  if (inlineData) {
    const { mimeType, data } = inlineData;
    if (mimeType.startsWith("image/")) return imageOf(dataUrl(inlineData));
    const format = own(AUDIO_FORMATS, mimeType);
    if (format !== undefined) return { type: "input_audio", input_audio: { data, format } };
    return { type: "file", file: { file_data: dataUrl(inlineData) } };
  }
  if (!fileData) return null;
  const { fileUri, mimeType } = fileData;
  const isImage = mimeType?.startsWith("image/") === true && fileUri.startsWith("https://");
  if (isImage) return imageOf(fileUri);
  return {
    type: "file",
    file: { file_data: fileUri, ...(mimeType === undefined ? {} : { mime_type: mimeType }) },
  };
}

function inputPart(part: NativePart, param: string): JsonObject {
  const media = mediaPart(part);
  if (media !== null) return media;
  if (part.text !== undefined) return { type: "text", text: part.text };
  const [kind = "part"] = Object.keys(part);
  throw new UnsupportedInput(`${param}.${kind}`, "there is no equivalent of this part");
}

/** The text of a result. What has only an `output` text is that text. */
function resultText(response: JsonObject): string {
  const { output } = response;
  const whole = JSON.stringify(response);
  return typeof output === "string" && JSON.stringify(resultOf(output)) === whole ? output : whole;
}

interface OpenCall {
  id: string;
  isAnswered: boolean;
}

/** Calls that wait for their results, in order, by their ids or names. A result does not go through all of them. */
class Waiting {
  private readonly calls = new Map<string, { listed: OpenCall[]; next: number }>();

  add(word: string, call: OpenCall): void {
    const known = this.calls.get(word);
    if (known) known.listed.push(call);
    else this.calls.set(word, { listed: [call], next: 0 });
  }

  /** The first one that is open. */
  first(word: string | undefined): OpenCall | undefined {
    const known = word === undefined ? undefined : this.calls.get(word);
    while (known?.listed[known.next]?.isAnswered === true) known.next += 1;
    return known?.listed[known.next];
  }
}

export class MessageReader {
  readonly messages: JsonObject[] = [];
  private readonly byId = new Waiting();
  private readonly byName = new Waiting();
  private made = 0;

  private idOf(given: string | undefined): string {
    return given ?? `call_${this.made++}`;
  }

  /** The call that a result answers: by its id, else the first open one of its name. */
  private answered(response: NonNullable<NativePart["functionResponse"]>, param: string): string {
    const { id, name } = response;
    const found = this.byId.first(id) ?? this.byName.first(name);
    if (found === undefined)
      throw new BadContents(`${param}.functionResponse`, "it answers no function call of an earlier turn");
    found.isAnswered = true;
    return found.id;
  }

  private readUser({ parts }: NativeContent, param: string): void {
    let content: JsonObject[] = [];
    const flush = () => {
      const [only] = content;
      if (only === undefined) return;
      const isText = content.length === 1 && only.type === "text";
      this.messages.push({ role: "user", content: isText ? only.text : content });
      content = [];
    };
    for (const [i, part] of parts.entries()) {
      const place = `${param}.parts[${i}]`;
      const { functionResponse: response } = part;
      if (!response) {
        content.push(inputPart(part, place));
        continue;
      }
      flush();
      const text = resultText(response.response ?? {});
      const media = (response.parts ?? []).map((inner, j) =>
        inputPart(inner, `${place}.functionResponse.parts[${j}]`),
      );
      this.messages.push({
        role: "tool",
        tool_call_id: this.answered(response, place),
        content: media.length === 0 ? text : [{ type: "text", text }, ...media],
      });
    }
    flush();
  }

  private readModel({ parts }: NativeContent): void {
    const texts: string[] = [];
    const details: JsonObject[] = [];
    const calls: JsonObject[] = [];
    const images: JsonObject[] = [];
    const others: JsonObject[] = [];
    const order = new TurnOrder();
    for (const part of parts) {
      const { text, thought, functionCall: call, inlineData } = part;
      const signature = part.thoughtSignature === NO_SIGNATURE ? undefined : part.thoughtSignature;
      if (thought && text !== undefined) {
        details.push({ type: "reasoning.text", text, ...(signature === undefined ? {} : { signature }) });
        order.signed();
        continue;
      }
      if (call) {
        const id = this.idOf(call.id);
        const open = { id, isAnswered: false };
        this.byId.add(id, open);
        this.byName.add(call.name, open);
        const fn = { name: call.name, arguments: JSON.stringify(call.args ?? {}) };
        calls.push({ id, type: "function", function: fn, ...signed(signature ?? null) });
        order.piece("tool_call");
        continue;
      }
      if (text !== undefined) {
        if (text !== "" || signature === undefined) texts.push(text);
        order.text(text);
      } else if (inlineData?.mimeType.startsWith("image/") && !thought) {
        images.push(imageOf(dataUrl(inlineData)));
        order.piece("image");
      } else {
        // Carried whole, with its signature.
        order.other(others.length);
        others.push({ ...part } as JsonObject);
        continue;
      }
      if (signature !== undefined) {
        details.push({ type: "reasoning.encrypted", data: signature });
        order.signature();
      }
    }
    const thoughts = details
      .map((detail) => (detail.type === "reasoning.text" ? String(detail.text) : ""))
      .join("");
    this.messages.push({
      role: "assistant",
      content: texts.length === 0 ? null : texts.join(""),
      ...(thoughts === "" ? {} : { reasoning_content: thoughts }),
      ...(details.length === 0 ? {} : { reasoning_details: details }),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
      ...(images.length === 0 ? {} : { images }),
      ...(others.length === 0 ? {} : { extra_content: { google: { parts: others } } }),
      ...order.field(),
    });
  }

  /** Reads one content. @throws UnsupportedInput, BadContents */
  read(content: NativeContent, param: string): void {
    if (content.role === "model") this.readModel(content);
    else if (content.role === "system")
      this.messages.push({ role: "system", content: content.parts.map(({ text }) => text ?? "").join("") });
    else this.readUser(content, param);
  }
}
