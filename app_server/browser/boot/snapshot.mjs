/** Make the memory snapshot: node snapshot.mjs <pyodide folder> <archive of modules> <target>. */
import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [folder, archive, target] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const pyodide = await loadPyodide({
  indexURL: `${folder}/`,
  stdLibURL: archive,
  convertNullToNone: true,
  env: { HOME: "/home/app", PYTHONHASHSEED: "0" },
  _makeSnapshot: true,
});
try {
  pyodide.runPython("from anvil import _preload; _preload.import_all()");
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
await writeFile(target, pyodide.makeMemorySnapshot());
