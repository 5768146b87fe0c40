/** Make the memory snapshot: node snapshot.mjs <pyodide folder> <archive of modules> <target>. */
import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const HEAD_WITH_START = 1; // which word of a snapshot's head says where the memory begins
const [folder, archive, target] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
let fresh;

/** Keep what is in the memory before any code has run: every page has that from the WebAssembly itself. */
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...args) => {
  const made = await instantiate(...args);
  const memory = made.instance?.exports.memory;
  if (memory) fresh = new Uint32Array(memory.buffer.slice(0));
  return made;
};

/** Take away what a fresh memory has; see boot/waking.ts, which puts it back. */
function withoutFresh(snapshot) {
  const start = new Uint32Array(snapshot.buffer)[HEAD_WITH_START];
  const memory = new Uint32Array(snapshot.buffer, start);
  for (let at = 0; at < fresh.length; at++) memory[at] ^= fresh[at];
  return snapshot;
}

try {
  const pyodide = await loadPyodide({
    indexURL: `${folder}/`,
    stdLibURL: archive,
    convertNullToNone: true, // as in waking.ts; what the snapshot was made with holds
    env: { HOME: "/home/app", PYTHONHASHSEED: "0" },
    _makeSnapshot: true,
  });
  pyodide.runPython("from anvil import _preload; _preload.import_all(); _preload.wipe_free_memory()");
  await writeFile(target, withoutFresh(pyodide.makeMemorySnapshot()));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
