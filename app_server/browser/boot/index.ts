/** Start: fetch everything at once, wake Python from its snapshot, and let it open the first form. */
import { loadPyodide } from "pyodide";
import createPyodideModule from "pyodide-asm";
import lockFileContents from "pyodide-lock";

import { watchConnection } from "./offline";
import { pageApi, setPython } from "./page";
import { canSuspend, sayTooOld } from "./too-old";
import { fetchBytes, fetchText } from "./fetching";

interface Config {
  app: string;
  build: Record<string, string>;
  startup: unknown;
}

const config: Config = JSON.parse(document.getElementById("anvil-config")!.textContent!);
const built = (name: string) => `/_/build/${config.build[name]}`;

async function wakePython(snapshot: Promise<Uint8Array>) {
  return loadPyodide({
    indexURL: "/_/build/",
    stdLibURL: built("python.zip"),
    createPyodideModule,
    lockFileContents,
    convertNullToNone: true, // as code for Anvil expects
    env: { HOME: "/home/app", PYTHONHASHSEED: "0" },
    _loadSnapshot: snapshot,
    checkAPIVersion: false,
  });
}

async function start(): Promise<void> {
  performance.mark("anvil-start");
  const bundle = fetchText(config.app);
  const snapshot = fetchBytes(built("python.bin"));
  const m3 = import(/* the style's behaviours */ built("m3.js"));
  const pyodide = await wakePython(snapshot);
  performance.mark("anvil-python");
  await m3;
  const entry = pyodide.pyimport("anvil._start");
  setPython(entry.on_dom_event, entry.on_tick);
  watchConnection();
  await entry.run.callPromising(pageApi, await bundle, JSON.stringify(config.startup ?? null));
}

function sayBroken(error: unknown): void {
  console.error(error);
  const skeleton = document.getElementById("anvil-skeleton");
  if (!skeleton) return;
  skeleton.innerHTML =
    '<div class="anvil-start-problem" role="alert"><h1>This page could not start</h1>' +
    "<p>Reload it. If that does not help, tell whoever looks after this app.</p><button>Reload</button></div>";
  skeleton.querySelector("button")!.addEventListener("click", () => location.reload());
}

if (canSuspend()) start().catch(sayBroken);
else sayTooOld();
