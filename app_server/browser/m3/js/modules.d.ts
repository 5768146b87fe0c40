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
  const Plotly: { react(chart: HTMLElement, data: unknown, layout: unknown, config: unknown): Promise<unknown> };
  export default Plotly;
}
