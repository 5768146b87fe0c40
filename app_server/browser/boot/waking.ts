/** Python, woken from the memory snapshot that the build made. */
import { loadPyodide } from "pyodide";
import createPyodideModule from "pyodide-asm";
import lockFileContents from "pyodide-lock";

const HEAD_WITH_START = 1; // which word of a snapshot's head says where the memory begins

/** Put back into the snapshot what a fresh memory has, and what was left out of it therefore. */
function complete(snapshot: Uint8Array, fresh: ArrayBuffer): void {
  const words = new Uint32Array(snapshot.buffer, snapshot.byteOffset);
  const start = words[HEAD_WITH_START]! / words.BYTES_PER_ELEMENT;
  const given = new Uint32Array(fresh);
  for (let at = 0; at < given.length; at++) words[start + at]! ^= given[at]!;
}

/** `built` gives the address of a file of the build. */
export function wakePython(snapshot: Promise<Uint8Array>, built: (name: string) => string) {
  let kept: Uint8Array;
  void snapshot.then((content) => (kept = content));
  // Called by Pyodide, as build.py changes it, when the snapshot is there and no code of the WebAssembly has run.
  Object.assign(globalThis, { onFreshMemory: (memory: WebAssembly.Memory) => complete(kept, memory.buffer) });
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
