/** Fetches of the page's own files, under the addresses that the page's preload links have asked for already. */

async function fetchOk(address: string): Promise<Response> {
  const response = await fetch(address, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response;
}

export async function fetchText(address: string): Promise<string> {
  return (await fetchOk(address)).text();
}

export async function fetchBytes(address: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetchOk(address)).arrayBuffer());
}
