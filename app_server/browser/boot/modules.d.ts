/** What the build puts in the place of these names. */
declare module "pyodide-asm" {
  const create: NonNullable<import("pyodide").PyodideConfig["createPyodideModule"]>;
  export default create;
}

declare module "pyodide-lock" {
  const contents: Exclude<NonNullable<import("pyodide").PyodideConfig["lockFileContents"]>, string | Promise<unknown>>;
  export default contents;
}

declare module "remarkable" {
  export class Remarkable {
    constructor(preset: string, options: { breaks?: boolean });
    render(text: string): string;
  }
}

declare module "jquery" {
  const jQuery: (given: unknown) => ArrayLike<Element>;
  export default jQuery;
}
