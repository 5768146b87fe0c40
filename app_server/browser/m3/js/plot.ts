/** Charts by Plotly, which is fetched with the first of them, in the theme's type and tones; and a table of the figures. */
import type Plotly from "plotly.js-basic-dist-min";

type Trace = Record<string, any>;
type Chart = HTMLElement & { on(name: string, run: (event: any) => void): void; m3Told?: boolean; _fullLayout?: { width: number } };

interface Figure {
  data: Trace[];
  layout: Record<string, any>;
  config: Record<string, any>;
}

const SERIES = ["primary", "tertiary", "secondary", "inverse-primary", "outline"];
const EVENTS = { click: "click", hover: "hover", unhover: "unhover", selected: "select", doubleclick: "double_click", afterplot: "afterplot" };
const POINT_KEYS = { curveNumber: "curve_number", pointNumber: "point_number", pointNumbers: "point_numbers", x: "x", y: "y", z: "z", lat: "lat", lon: "lon" };
const BASIC = ["bar", "pie", "scatter", undefined];
const figures = new WeakMap<HTMLElement, Figure>();
const shown = new Set<WeakRef<HTMLElement>>();
const drawing = new WeakMap<HTMLElement, Promise<typeof Plotly>>();

const tone = (role: string) => getComputedStyle(document.documentElement).getPropertyValue(`--anvil-m3-${role}`).trim();

/** Titles may be plain text, as Anvil's Python has them. */
function titled<Part extends Record<string, any>>(part: Part): Part {
  return typeof part?.title === "string" ? { ...part, title: { text: part.title } } : part;
}

function themed(layout: Record<string, any>): Record<string, any> {
  const line = { gridcolor: tone("outline-variant"), zerolinecolor: tone("outline"), linecolor: tone("outline-variant"), automargin: true };
  const look = {
    font: { family: getComputedStyle(document.body).fontFamily, size: 12, color: tone("on-surface-variant") },
    colorway: SERIES.map(tone),
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    margin: { l: 48, r: 16, t: layout.title ? 48 : 16, b: 40 },
    xaxis: { ...line, showgrid: false },
    yaxis: line,
    legend: { orientation: "h", y: -0.15 },
    hoverlabel: { bgcolor: tone("inverse-surface"), font: { color: tone("inverse-on-surface") } },
  };
  const axes = Object.keys(layout).filter((name) => /^[xy]axis/.test(name));
  const named = Object.fromEntries(axes.map((name) => [name, titled(layout[name])]));
  return { ...titled(layout), ...named, template: layout.template && Object.keys(layout.template).length ? layout.template : { layout: look } };
}

function figuresOf(data: Trace[]): HTMLElement {
  const box = document.createElement("div");
  box.className = "m3-visually-hidden";
  const table = box.appendChild(document.createElement("table"));
  for (const trace of data) {
    const names = [...(trace.labels ?? trace.x ?? [])];
    const values = [...(trace.values ?? trace.y ?? [])];
    const body = table.createTBody();
    names.forEach((name, at) => {
      const row = body.insertRow();
      for (const text of [trace.name ?? "", name, values[at]]) row.insertCell().textContent = String(text ?? "");
    });
  }
  return box;
}

/** What an app is told of the points of an event. */
function pointsOf(event: any): unknown[] | null {
  if (!event) return null;
  return event.points.map((point: any) => {
    const known = Object.entries(POINT_KEYS).filter(([key]) => key in point);
    return Object.fromEntries(known.map(([key, name]) => [name, point[key]]));
  });
}

function tell(chart: Chart): void {
  if (chart.m3Told) return;
  chart.m3Told = true;
  for (const [name, told] of Object.entries(EVENTS))
    chart.on(`plotly_${name}`, (event) => {
      const points = told === "select" ? pointsOf(event ?? { points: [] }) : pointsOf(event?.points && event);
      const detail = JSON.stringify([told, points]);
      chart.parentElement?.dispatchEvent(new CustomEvent(`m3-plot-${name}`, { detail }));
    });
}

/** The Plotly that knows these traces: a larger one for more than bars, lines and pies. */
async function plotlyFor(data: Trace[]): Promise<typeof Plotly> {
  const isBasic = data.every((trace) => BASIC.includes(trace.type));
  const loaded = isBasic ? await import("plotly.js-basic-dist-min") : await import("plotly.js-cartesian-dist-min");
  return loaded.default;
}

const configOf = (figure: Figure) => ({ responsive: true, displaylogo: false, displayModeBar: false, ...figure.config });

/** A chart that was drawn while it was hidden, or whose place has changed, takes the width that it has now. */
const sizes = new ResizeObserver(async (entries) => {
  for (const { target } of entries) {
    const chart = target as Chart;
    const plotly = await drawing.get(chart.parentElement as HTMLElement);
    // The page may have gone on meanwhile: what is not shown any more has no width.
    const width = chart.clientWidth;
    if (width && Math.abs(width - (chart._fullLayout?.width ?? 0)) >= 1) await plotly?.Plots.resize(chart);
  }
});

async function draw(host: HTMLElement): Promise<typeof Plotly> {
  const figure = figures.get(host) as Figure;
  const chart = host.firstElementChild as Chart;
  const plotly = await plotlyFor(figure.data);
  await plotly.react(chart, figure.data, themed(figure.layout), configOf(figure));
  tell(chart);
  sizes.observe(chart);
  host.querySelector(":scope > .m3-visually-hidden")?.remove();
  host.append(figuresOf(figure.data));
  return plotly;
}

/** Draw, or draw again, the figure {data, layout, config} given as JSON, once before the next frame. */
export function drawPlot(host: HTMLElement, json: string): void {
  if (!figures.has(host)) shown.add(new WeakRef(host));
  figures.set(host, JSON.parse(json));
  if (host.dataset.waiting) return;
  host.dataset.waiting = "true";
  const frame = new Promise(requestAnimationFrame);
  drawing.set(host, frame.then(() => {
    delete host.dataset.waiting;
    return draw(host);
  }));
}

/** Let Plotly change a drawn chart: `method` is one of its functions, `json` the list of its arguments after the chart. */
export async function changePlot(host: HTMLElement, method: "extendTraces" | "prependTraces" | "restyle" | "relayout", json: string): Promise<void> {
  const plotly = await drawing.get(host);
  await plotly?.[method](host.firstElementChild as HTMLElement, ...JSON.parse(json));
}

/** The address of a picture of the figure as it is drawn, or would be. */
export async function plotImage(host: HTMLElement, json: string, options: string): Promise<string> {
  const figure: Figure = JSON.parse(json);
  const plotly = (await drawing.get(host)) ?? (await plotlyFor(figure.data));
  const chart = host.firstElementChild as HTMLElement;
  const drawn = drawing.has(host) ? chart : { data: figure.data, layout: themed(figure.layout), config: configOf(figure) };
  return plotly.toImage(drawn, JSON.parse(options));
}

/** Draw every chart on the page in the colours of now. */
function recolour(): void {
  for (const reference of shown) {
    const host = reference.deref();
    if (host?.isConnected) void draw(host);
    else if (!host) shown.delete(reference);
  }
}

export function watchPlots(): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  addEventListener("m3-scheme", recolour);
}
