/** Start: fetch everything at once, wake Python from its snapshot, and let it open the first form. */
import { plainCallsUnderWay, setRunning } from "./interop";
import { whenLoaded } from "./calls";
import { config } from "./config";
import { watchConnection } from "./offline";
import { pageApi, setPython } from "./page";
import { offerReload } from "./problem";
import { prepareScripts } from "./scripts";
import { canSuspend, sayTooOld } from "./too-old";
import { wakePython } from "./waking";
import { fetchBytes, fetchText } from "./fetching";

/** What of Pyodide's inside the build's changes and this page need; see build.py. */
interface Internals {
  _api: { plainCallsUnderWay?: () => number };
  _module: { validSuspender: { value: boolean } };
}

const built = (name: string) => `/_/build/${config.build[name]}`;

async function start(): Promise<void> {
  performance.mark("anvil-start");
  const bundle = fetchText(config.app);
  const snapshot = fetchBytes(built("python.bin"));
  const m3 = import(/* the style's behaviours */ built("m3.js"));
  const pyodide = await wakePython(snapshot, built);
  performance.mark("anvil-python");
  await m3;
  const entry = pyodide.pyimport("anvil._start");
  const internals = pyodide as unknown as Internals;
  internals._api.plainCallsUnderWay = plainCallsUnderWay;
  const suspender = internals._module.validSuspender;
  setRunning(
    () => suspender.value || plainCallsUnderWay() > 0,
    () => (suspender.value = false),
  );
  setPython(entry.on_dom_event, entry.on_tick, entry.on_uncaught, entry.on_page_call);
  watchConnection();
  await prepareScripts(await bundle);
  await whenLoaded();
  await entry.run.callPromising(pageApi, await bundle, JSON.stringify(config.startup ?? null));
}

function sayBroken(error: unknown): void {
  console.error(error);
  if (document.getElementById("anvil-skeleton"))
    offerReload("This page could not start", "Reload it. If that does not help, tell whoever looks after this app.");
}

if (canSuspend()) start().catch(sayBroken);
else sayTooOld();
