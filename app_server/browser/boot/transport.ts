/** Calls of the server: POST /_/server-call-http, as docs/developers/wire.md says. */
import { config } from "./config";
import { busy, done, setProgress } from "./loading";
import { sayUnreachable } from "./offline";
import { showUpload, watchLine } from "./upload";
import { noteVersion } from "./version";

interface Answer {
  status: number;
  text: string;
  media: Record<string, Uint8Array>;
}

type Part = [id: string, content: Blob];

const ADDRESS = "/_/server-call-http";
const BYTES_OF_MEGABYTE = 1024 * 1024;
const TOO_LARGE = 413;
/** In place of a status of HTTP: no answer, and none because the person stopped the upload. */
const UNREACHABLE = 0;
const CANCELLED = -1;

class Cancelled extends Error {}

function bodyOf(message: string, parts: Part[]): FormData | string {
  if (!parts.length) return message;
  const form = new FormData();
  form.append("json-data", message);
  for (const [id, content] of parts) form.append(id, content, "blob");
  return form;
}

async function withFetch(message: string): Promise<Response> {
  return fetch(ADDRESS, { method: "POST", headers: { "Content-Type": "application/json" }, body: message });
}

/** Only XMLHttpRequest tells how much of an upload has gone. */
function withProgress(body: XMLHttpRequestBodyInit, contents: Blob[], quiet: boolean): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", ADDRESS);
    request.responseType = "blob";
    request.upload.onprogress = (event) => event.lengthComputable && setProgress(event.loaded / event.total);
    request.onload = () =>
      resolve(
        new Response(request.response, {
          status: request.status,
          headers: headersOf(request),
        }),
      );
    request.onerror = reject;
    request.onabort = () => reject(new Cancelled());
    watchLine(request, () => {
      reject(new Error("The line is gone."));
      request.abort();
    });
    if (!quiet) showUpload(request, contents, () => request.abort());
    request.send(body);
  });
}

function headersOf(request: XMLHttpRequest): [string, string][] {
  const lines = request.getAllResponseHeaders().trim().split(/\r?\n/);
  return lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]);
}

/** What the server would say to a body that is too large, without sending it there first. */
function tooLarge(): Answer {
  const message = `That is more than this server takes at once (${Math.floor(config.bodyLimit / BYTES_OF_MEGABYTE)} MB).`;
  return { status: TOO_LARGE, text: JSON.stringify({ error: { type: "anvil.server.SerializationError", message } }), media: {} };
}

function notSent(status: number): Answer {
  return { status, text: "", media: {} };
}

async function read(response: Response): Promise<Answer> {
  if (!(response.headers.get("Content-Type") ?? "").startsWith("multipart/form-data"))
    return { status: response.status, text: await response.text(), media: {} };
  const media: Record<string, Uint8Array> = {};
  let text = "";
  for (const [name, value] of await response.formData()) {
    if (name === "json-data") text = value as string;
    else media[name] = new Uint8Array(await (value as File).arrayBuffer());
  }
  return { status: response.status, text, media };
}

async function send(message: string, parts: Part[], quiet: boolean): Promise<Answer> {
  const contents = parts.map(([, content]) => content);
  if (contents.reduce((sum, content) => sum + content.size, message.length) > config.bodyLimit) return tooLarge();
  const body = bodyOf(message, parts);
  const response = await (typeof body === "string" ? withFetch(body) : withProgress(body, contents, quiet));
  noteVersion(response.headers);
  return read(response);
}

/** Send one call; status 0 when the server cannot be reached, and the page says so; -1 when the person stopped it. */
export async function callServer(message: string, parts: Part[], quiet: boolean): Promise<Answer> {
  if (!quiet) busy();
  try {
    return await send(message, parts, quiet);
  } catch (error) {
    if (error instanceof Cancelled) return notSent(CANCELLED);
    sayUnreachable();
    return notSent(UNREACHABLE);
  } finally {
    if (!quiet) done();
  }
}

/** Tell the server's log what went wrong in the page; nobody waits for it. */
export function logToServer(report: string): void {
  void fetch("/_/log", { method: "POST", headers: { "Content-Type": "application/json" }, body: report, keepalive: true }).catch(
    () => undefined,
  );
}
