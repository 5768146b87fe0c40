/** What the build puts in the place of these names. */
declare module "m3-icons" {
  const paths: Record<string, string>;
  export default paths;
}

declare module "m3-icons-all" {
  const url: string;
  export default url;
}

declare module "plotly.js-basic-dist-min" {
  type Chart = HTMLElement;
  const Plotly: {
    Plots: { resize(chart: HTMLElement): Promise<void> };
    react(chart: Chart, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
    extendTraces(chart: Chart, ...more: unknown[]): Promise<unknown>;
    prependTraces(chart: Chart, ...more: unknown[]): Promise<unknown>;
    restyle(chart: Chart, ...more: unknown[]): Promise<unknown>;
    relayout(chart: Chart, ...more: unknown[]): Promise<unknown>;
    toImage(drawn: unknown, options: unknown): Promise<string>;
  };
  export default Plotly;
}

declare module "plotly.js-cartesian-dist-min" {
  export { default } from "plotly.js-basic-dist-min";
}
