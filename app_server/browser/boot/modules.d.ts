/** What the build puts in the place of these names. */
declare module "pyodide-asm" {
  const create: NonNullable<import("pyodide").PyodideConfig["createPyodideModule"]>;
  export default create;
}

declare module "pyodide-lock" {
  const contents: Exclude<NonNullable<import("pyodide").PyodideConfig["lockFileContents"]>, string | Promise<unknown>>;
  export default contents;
}
