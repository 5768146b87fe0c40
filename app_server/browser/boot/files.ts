/** Files: read those a person chose, and hand over those the app made. */

export async function readFile(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

export async function fetchBlob(address: string): Promise<Blob> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.blob();
}

type Bytes = { toJs?(): Uint8Array<ArrayBuffer>; destroy?(): void };

/** A Blob of bytes from Python, which are copied. */
export function blobOf(bytes: Bytes & Uint8Array<ArrayBuffer>, type: string): Blob {
  const view = bytes.toJs ? bytes.toJs() : bytes;
  return new Blob([view], { type });
}

export function asBlob(content: Blob | BlobPart): Blob {
  return content instanceof Blob ? content : new Blob([content]);
}

/** Save what is at an address, as a download. */
export function followLink(address: string, name: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}
