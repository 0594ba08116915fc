/**
 * A caller's contents as messages: results become messages of their own, calls without ids get some.
 * @module
 */
import {
  type ContentItem,
  callItem,
  type Item,
  imageItem,
  partItem,
  reasoningItem,
  textItem,
} from "../../../canonical/item.ts";
import { messageOf } from "../../../canonical/message.ts";
import { type JsonObject, own } from "../../../json.ts";
import { Malformed } from "../../_shared/refusals.ts";
import { UnsupportedInput } from "../../codec.ts";
import { extraContent } from "../answer-fields.ts";
import { dataUrl } from "../media.ts";
import { NO_SIGNATURE, resultOf } from "../upstream/write-messages.ts";
import { imageOf, signed } from "../upstream/write-parts.ts";
import type { NativeContent, NativePart } from "./native.ts";

const AUDIO_FORMATS: Readonly<Record<string, string>> = {
  "audio/mpeg": "mp3",
  "audio/mp3": "mp3",
  "audio/wav": "wav",
  "audio/x-wav": "wav",
};

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

/** @param placeOf spells its place, for a part that has no equivalent */
function inputPart(part: NativePart, placeOf: () => string): JsonObject {
  const media = mediaPart(part);
  if (media !== null) return media;
  if (part.text !== undefined) return { type: "text", text: part.text };
  const [kind = "part"] = Object.keys(part);
  throw new UnsupportedInput(`${placeOf()}.${kind}`, "there is no equivalent of this part");
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

/** A turn of the model's while it is read. */
interface Turn {
  items: Item[];
  /** The parts among them that have no place in OpenAI's form. */
  others: JsonObject[];
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
  private answered(response: NonNullable<NativePart["functionResponse"]>, placeOf: () => string): string {
    const { id, name } = response;
    const found = this.byId.first(id) ?? this.byName.first(name);
    if (found === undefined)
      throw new Malformed(`${placeOf()}.functionResponse`, "it answers no function call of an earlier turn");
    found.isAnswered = true;
    return found.id;
  }

  private readUser({ parts }: NativeContent, param: string): void {
    let content: ContentItem[] = [];
    const flush = () => {
      if (content.length > 0) this.messages.push(messageOf("user", content));
      content = [];
    };
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] as NativePart;
      const placeOf = () => `${param}.parts[${i}]`;
      const { functionResponse: response } = part;
      if (!response) {
        content.push(partItem(inputPart(part, placeOf)));
        continue;
      }
      flush();
      const said: ContentItem[] = [textItem(resultText(response.response ?? {}))];
      response.parts?.forEach((inner, j) => {
        said.push(partItem(inputPart(inner, () => `${placeOf()}.functionResponse.parts[${j}]`)));
      });
      const call = this.answered(response, placeOf);
      this.messages.push(messageOf("tool", [{ type: "tool_result", call, content: said, hasFailed: false }]));
    }
    flush();
  }

  private call(
    { id: given, name, args }: NonNullable<NativePart["functionCall"]>,
    signature: string | null,
  ): Item {
    const id = this.idOf(given);
    const open = { id, isAnswered: false };
    this.byId.add(id, open);
    this.byName.add(name, open);
    return callItem({ id, function: { name, arguments: JSON.stringify(args ?? {}) }, ...signed(signature) });
  }

  /** Adds what a part says to the turn. */
  private addPart(part: NativePart, { items: turn, others }: Turn): void {
    const { text, thought, functionCall, inlineData } = part;
    const signature = part.thoughtSignature === NO_SIGNATURE ? undefined : part.thoughtSignature;
    if (thought && text !== undefined) {
      const mark = signature === undefined ? {} : { signature };
      turn.push(reasoningItem({ type: "reasoning.text", text, ...mark }));
      return;
    }
    if (functionCall) {
      turn.push(this.call(functionCall, signature ?? null));
      return;
    }
    if (text !== undefined) {
      if (text !== "" || signature === undefined) turn.push(textItem(text));
    } else if (inlineData?.mimeType.startsWith("image/") && !thought)
      turn.push(imageItem(imageOf(dataUrl(inlineData))));
    else {
      // Carried whole, with its signature.
      const own = { ...part } as JsonObject;
      turn.push({ type: "other", part: own, index: others.length });
      others.push(own);
      return;
    }
    if (signature !== undefined) turn.push(reasoningItem({ type: "reasoning.encrypted", data: signature }));
  }

  private readModel({ parts }: NativeContent): void {
    const turn: Turn = { items: [], others: [] };
    for (const part of parts) this.addPart(part, turn);
    const message = messageOf("assistant", turn.items, { signsTexts: true });
    if (turn.others.length > 0) Object.assign(message, extraContent({ parts: turn.others }));
    this.messages.push(message);
  }

  /** Reads one content. @throws UnsupportedInput, Malformed */
  read(content: NativeContent, param: string): void {
    if (content.role === "model") this.readModel(content);
    else if (content.role === "system")
      this.messages.push({ role: "system", content: content.parts.map(({ text }) => text ?? "").join("") });
    else this.readUser(content, param);
  }
}
