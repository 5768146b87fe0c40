/** Charts by Plotly, which is fetched with the first of them, in the theme's type and tones; and a table of the figures. */
type Trace = Record<string, any>;

interface Figure {
  data: Trace[];
  layout: Record<string, any>;
  config: Record<string, any>;
}

const SERIES = ["primary", "tertiary", "secondary", "inverse-primary", "outline"];
const EVENTS = ["click", "hover", "unhover", "selected", "doubleclick"];
const figures = new WeakMap<HTMLElement, Figure>();
const shown = new Set<WeakRef<HTMLElement>>();

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

/** What an app may know of the points of an event. */
function pointsOf(event: any): unknown[] {
  const known = ["x", "y", "z", "lat", "lon", "label", "value"];
  return (event?.points ?? []).map((point: any) => ({
    curve_number: point.curveNumber,
    point_number: point.pointNumber ?? point.i,
    ...(point.pointNumbers ? { point_numbers: point.pointNumbers } : {}),
    ...Object.fromEntries(known.filter((name) => point[name] !== undefined).map((name) => [name, point[name]])),
  }));
}

function tell(chart: HTMLElement): void {
  const plot = chart as HTMLElement & { on(name: string, run: (event: unknown) => void): void; m3Told?: boolean };
  if (plot.m3Told) return;
  plot.m3Told = true;
  for (const name of EVENTS)
    plot.on(`plotly_${name}`, (event) => {
      const detail = JSON.stringify(pointsOf(event));
      chart.parentElement?.dispatchEvent(new CustomEvent(`m3-plot-${name}`, { detail }));
    });
}

async function draw(host: HTMLElement): Promise<void> {
  const { default: Plotly } = await import("plotly.js-basic-dist-min");
  const figure = figures.get(host);
  const chart = host.firstElementChild as HTMLElement | null;
  if (!figure || !chart) return;
  const config = { responsive: true, displaylogo: false, displayModeBar: false, ...figure.config };
  await Plotly.react(chart, figure.data, themed(figure.layout), config);
  tell(chart);
  host.querySelector(":scope > .m3-visually-hidden")?.remove();
  host.append(figuresOf(figure.data));
}

/** Draw, or draw again, the figure {data, layout, config} given as JSON. */
export function drawPlot(host: HTMLElement, json: string): void {
  const isWaiting = figures.has(host) && host.dataset.waiting === "true";
  if (!figures.has(host)) shown.add(new WeakRef(host));
  figures.set(host, JSON.parse(json));
  if (isWaiting) return;
  host.dataset.waiting = "true";
  requestAnimationFrame(() => {
    delete host.dataset.waiting;
    void draw(host);
  });
}

export function watchPlots(): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const reference of shown) {
      const host = reference.deref();
      if (host?.isConnected) void draw(host);
      else if (!host) shown.delete(reference);
    }
  });
}
