/** Calls of the server: POST /_/server-call-http, as docs/developers/wire.md says. */
import { busy, done, setProgress } from "./loading";
import { sayUnreachable } from "./offline";

interface Answer {
  status: number;
  text: string;
  media: Record<string, Uint8Array>;
}

type Part = [id: string, content: Blob];

const ADDRESS = "/_/server-call-http";

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
function withProgress(body: XMLHttpRequestBodyInit): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", ADDRESS);
    request.responseType = "blob";
    request.upload.onprogress = (event) => event.lengthComputable && setProgress(event.loaded / event.total);
    request.onload = () =>
      resolve(
        new Response(request.response, {
          status: request.status,
          headers: { "Content-Type": request.getResponseHeader("Content-Type") ?? "" },
        }),
      );
    request.onerror = reject;
    request.send(body);
  });
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

/** Send one call; status 0 when the server cannot be reached, and the page says so. */
export async function callServer(message: string, parts: Part[], quiet: boolean): Promise<Answer> {
  if (!quiet) busy();
  try {
    const body = bodyOf(message, parts);
    return await read(typeof body === "string" ? await withFetch(body) : await withProgress(body));
  } catch {
    sayUnreachable();
    return { status: 0, text: "", media: {} };
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
