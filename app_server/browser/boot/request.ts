/** Requests of `anvil.http`, with the page's own rights. */
import { busy, done } from "./loading";

interface Options {
  method: string;
  headers: Record<string, string>;
  timeoutSeconds: number;
  inQuery: boolean;
}

interface Outcome {
  status: number;
  statusText: string;
  isGood: boolean;
  isTimeout: boolean;
  contentType: string;
  body?: Uint8Array;
}

type Data = string | Uint8Array | Record<string, string> | null | undefined;

function bodyOf(data: Data): string | Uint8Array | undefined {
  if (data === null || data === undefined || data === "") return undefined;
  return typeof data === "string" || data instanceof Uint8Array ? data : new URLSearchParams(data).toString();
}

/** A GET has no body: what would be in it goes into the address, unless that has a query already. */
function withQuery(address: string, body: string | Uint8Array | undefined): string {
  if (!body) return address;
  const url = new URL(address, location.href);
  if (!url.search) url.search = String(body);
  return url.href;
}

function failed(isTimeout: boolean): Outcome {
  return { status: 0, statusText: "", isGood: false, isTimeout, contentType: "" };
}

/** Ask, and wait for the whole answer; one that never came has the status 0. */
export async function request(address: string, optionsText: string, data: Data, shown: boolean): Promise<Outcome> {
  const options: Options = JSON.parse(optionsText);
  const { method, headers, timeoutSeconds, inQuery } = options;
  const body = bodyOf(data);
  const signal = timeoutSeconds ? AbortSignal.timeout(timeoutSeconds * 1000) : undefined;
  const sent = inQuery ? undefined : (body as BodyInit | undefined);
  if (shown) busy();
  try {
    const response = await fetch(inQuery ? withQuery(address, body) : address, { method, headers, signal, body: sent });
    return {
      status: response.status,
      statusText: response.statusText,
      isGood: response.ok || response.status === 304,
      isTimeout: false,
      contentType: response.headers.get("content-type") ?? "",
      body: new Uint8Array(await response.arrayBuffer()),
    };
  } catch {
    return failed(signal?.aborted ?? false);
  } finally {
    if (shown) done();
  }
}
