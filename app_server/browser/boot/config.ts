/** What the server says of itself in the page. */

interface Config {
  app: string;
  build: Record<string, string>;
  startup: unknown;
  version: string;
  bodyLimit: number;
}

export const config: Config = JSON.parse(document.getElementById("anvil-config")!.textContent!);
