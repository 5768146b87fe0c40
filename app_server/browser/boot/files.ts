/** Files: read those a person chose, and hand over those the app made. */
const PRINT_CHECK_MILLISECONDS = 100;

export async function readFile(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

interface Fetched {
  status: number;
  blob?: Blob;
}

/** What is at an address; without a Blob when it cannot be had, with status 0 when there was no answer. */
export async function fetchBlob(address: string): Promise<Fetched> {
  const response = await fetch(address).catch(() => undefined);
  if (!response?.ok) return { status: response?.status ?? 0 };
  return { status: response.status, blob: await response.blob() };
}

type Bytes = { toJs?(): Uint8Array<ArrayBuffer>; destroy?(): void };

/** A Blob of bytes from Python, which are copied. */
export function blobOf(bytes: Bytes & Uint8Array<ArrayBuffer>, type: string): Blob {
  const view = bytes.toJs ? bytes.toJs() : bytes;
  return new Blob([view], { type });
}

/** A Blob of what may be one: a Blob itself, bytes, or an array of those; otherwise nothing. */
export function asBlob(content: unknown, type: string): Blob | undefined {
  if (content instanceof Blob) return content;
  if (Array.isArray(content)) return new Blob(content, { type: type || (content[0]?.type ?? "") });
  if (content instanceof ArrayBuffer || content instanceof Uint8Array) return new Blob([content as BlobPart], { type });
  return undefined;
}

/** The whole content as a data URL. */
export function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/** Save what is at an address, as a download. */
export function followLink(address: string, name: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}

/** Open what is at an address in a window, and the browser's printing once it is there. */
export function printWindow(address: string): void {
  const opened = window.open(address);
  const print = () => opened!.print();
  if (opened?.document.readyState === "complete") setTimeout(print, PRINT_CHECK_MILLISECONDS);
  else opened?.addEventListener("load", print);
}
