/** What the build puts in the place of these names. */
declare module "pyodide-asm" {
  const create: (settings: unknown) => Promise<unknown>;
  export default create;
}

declare module "pyodide-lock" {
  const contents: { info: Record<string, string>; packages: Record<string, never> };
  export default contents;
}
